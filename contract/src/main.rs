//! Reports in words where a published OpenAPI document and this package differ. Exit status: 0 if they agree, 1 if they
//! do not, 2 if the document cannot be read.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command")]
#![allow(clippy::indexing_slicing, reason = "only JSON is indexed")]

use std::process::ExitCode;
use std::{env, fs};

use contract::compare;
use serde_json::Value;

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [path] = arguments.as_slice() else {
        eprintln!(
            "usage: npm run contract -- FILE, where FILE is the API's OpenAPI document as JSON"
        );
        return ExitCode::from(2);
    };
    let document = match read(path) {
        Ok(document) => document,
        Err(message) => {
            eprintln!("{path}: {message}");
            return ExitCode::from(2);
        }
    };
    let differences = compare(&document);
    for difference in &differences {
        println!("{difference}.");
    }
    match differences.len() {
        0 => {
            println!("The document and the package say the same.");
            ExitCode::SUCCESS
        }
        count => {
            println!("{count} {}.", if count == 1 { "difference" } else { "differences" });
            ExitCode::FAILURE
        }
    }
}

fn read(path: &str) -> Result<Value, String> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let document: Value =
        serde_json::from_str(&text).map_err(|error| format!("it is not JSON: {error}"))?;
    let is_openapi = document["openapi"].is_string() && document["paths"].is_object();
    if is_openapi { Ok(document) } else { Err("it is not an OpenAPI document".to_owned()) }
}
