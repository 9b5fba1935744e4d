//! Prints the parts of the façade that the core decides into the folder given as its argument: the types (`models.ts`),
//! the methods (`resources.ts`), the options of query libraries (`queries.ts`), the operations for the command line
//! (`commands.ts`), the names for the reader of decoded records (`shapes.ts`) and the messages between transactions and
//! JavaScript (`transactions.ts`). With `--operations FILE`, prints the table of operations into that file, with
//! `--guide FILE` the reference of the command line.

mod border;
mod commands;
mod guide;
mod kebab;
mod markdown;
mod models;
mod operations;
mod queries;
mod reference;
mod resources;
mod shapes;
mod transactions;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const HEADER: &str = "// Printed from the tables of the Rust core by facade-printer.\n\n";

fn main() -> io::Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.as_slice() {
        [flag, file] if flag.as_os_str() == "--operations" => reference::part().update(file),
        [flag, file] if flag.as_os_str() == "--guide" => guide::part().update(file),
        [folder] => print(folder),
        _ => {
            Err(io::Error::other("usage: facade-printer FOLDER | --operations FILE | --guide FILE"))
        }
    }
}

fn print(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let files = [
        ("border.ts", border::print()),
        ("commands.ts", commands::print()),
        ("models.ts", models::print()),
        ("operations.ts", operations::print()),
        ("queries.ts", queries::print()),
        ("resources.ts", resources::print()),
        ("shapes.ts", shapes::print()),
        ("transactions.ts", transactions::print()),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), format!("{HEADER}{text}"))?;
    }
    Ok(())
}
