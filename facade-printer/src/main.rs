//! Prints the parts of the façade that the core decides, into the folder that is its argument:
//! the types (`models.ts`), the methods (`resources.ts`) and the names that the reader of decoded
//! records needs (`shapes.ts`).

mod models;
mod resources;
mod shapes;

use std::path::PathBuf;
use std::{env, fs, io};

const HEADER: &str = "// Printed from the tables of the Rust core by facade-printer.\n\n";

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("usage: facade-printer FOLDER"))?;
    fs::create_dir_all(&folder)?;
    let files = [
        ("models.ts", models::print()),
        ("resources.ts", resources::print()),
        ("shapes.ts", shapes::print()),
    ];
    for (name, text) in files {
        fs::write(folder.join(name), format!("{HEADER}{text}"))?;
    }
    Ok(())
}
