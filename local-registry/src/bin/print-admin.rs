//! Prints the TypeScript of `admin`'s inputs and results into the file given as its argument.

use std::{env, fs, io};

use local_registry::admin_declarations;

/// Types of models that the declarations name.
const MODELS: [&str; 17] = [
    "BufferPoolRefund",
    "CalendarDate",
    "CarbonRemovalData",
    "Issuance",
    "KilogramsInput",
    "Location",
    "Models",
    "Order",
    "Organisation",
    "OrganisationId",
    "Pathway",
    "Project",
    "ProjectDocument",
    "ProjectId",
    "ProjectStatus",
    "Supplier",
    "SupplierId",
];

fn main() -> io::Result<()> {
    let Some(file) = env::args_os().nth(1) else {
        return Err(io::Error::other("usage: print-admin FILE"));
    };
    let text = format!(
        "// Printed from the declarations of the local registry by print-admin.\n\n\
         import type {{ LocalAccount }} from \"../local/account.js\";\n\
         import type {{ {} }} from \"./models.js\";\n\n{}",
        MODELS.join(", "),
        admin_declarations(),
    );
    fs::write(file, text)
}
