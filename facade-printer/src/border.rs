//! What the façade must know of the core's border: the numbers, the order of memory, and the words.

use isometric_registry::client::Outcome;
use isometric_registry::decode::tag;
use isometric_registry::js::contract::{
    Action, End, FailureDetails, NO_TEXT, Needs, Phase, Printed, Rebuilt, kind,
};

pub(crate) fn print() -> String {
    let mut text = String::new();
    for (name, (doc, items)) in
        [("Action", Action::PRINTED), ("Phase", Phase::PRINTED), ("End", End::PRINTED)]
    {
        text.push_str(&numbers(name, doc, items));
    }
    text.push_str(&words(Needs::PRINTED));
    text.push_str(&constant(
        "NO_TEXT",
        NO_TEXT,
        &["Stands for missing text, in place of its length."],
    ));
    text.push('\n');
    for (name, number) in tag::PRINTED {
        text.push_str(&format!("export const TAG_{name} = {number};\n"));
    }
    text.push('\n');
    let outcomes: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.as_str()).collect();
    text.push_str(&union("Outcome", "The outcome of a request at the registry.", &outcomes));
    text.push_str(&union("FailureKind", "Why a call failed.", kind::ALL));
    text.push_str(&list("FailureDetails", FailureDetails::PRINTED));
    text.push('\n');
    text.push_str(&list("Rebuilt", Rebuilt::PRINTED));
    text
}

fn numbers(name: &str, doc: &[&str], items: &[Printed<u32>]) -> String {
    let mut text = String::new();
    for (item, number, doc) in items {
        text.push_str(&constant(
            &format!("{}_{}", screaming(name), screaming(item)),
            *number as usize,
            doc,
        ));
    }
    let all: Vec<_> = items.iter().map(|(_, number, _)| number.to_string()).collect();
    format!("{text}\n{}export type {name} = {};\n\n", comment(doc, ""), all.join(" | "))
}

fn words((doc, fields): (&[&str], &[Printed<()>])) -> String {
    let mut text = format!("{}export const NEEDS = {{\n", comment(doc, ""));
    for (place, (field, (), doc)) in fields.iter().enumerate() {
        text.push_str(&format!("{}  {}: {place},\n", comment(doc, "  "), camel(field)));
    }
    text.push_str("} as const;\n\n");
    text
}

fn list(name: &str, (doc, fields): (&[&str], &[Printed<&str>])) -> String {
    let mut text = format!("{}export type {name} = readonly [\n", comment(doc, ""));
    for (field, printed, doc) in fields {
        text.push_str(&format!("{}  {}: {printed},\n", comment(doc, "  "), camel(field)));
    }
    text.push_str("];\n");
    text
}

fn union(name: &str, doc: &str, words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("\"{word}\"")).collect();
    format!("/** {doc} */\nexport type {name} = {};\n\n", words.join(" | "))
}

fn constant(name: &str, value: usize, doc: &[&str]) -> String {
    format!("{}export const {name} = {value};\n", comment(doc, ""))
}

fn comment(doc: &[&str], indent: &str) -> String {
    let text: Vec<_> = doc.iter().map(|line| line.trim()).collect();
    format!("{indent}/** {} */\n", text.join(" "))
}

/// `LookUp` as `LOOK_UP`.
fn screaming(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.push(letter.to_ascii_uppercase());
    }
    text
}

/// `head_at` as `headAt`.
fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        text.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        text.push_str(letters.as_str());
    }
    text
}
