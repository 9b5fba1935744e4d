//! Lets tests that need the published document be reported as ignored if none is given.
#![allow(clippy::print_stdout, reason = "it speaks to cargo")]

use std::env;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(registry_openapi)");
    println!("cargo::rerun-if-env-changed=REGISTRY_OPENAPI");
    if env::var_os("REGISTRY_OPENAPI").is_some_and(|path| !path.is_empty()) {
        println!("cargo::rustc-cfg=registry_openapi");
    }
}
