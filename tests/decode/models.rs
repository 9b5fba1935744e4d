//! Bodies of every model: read as serde_json reads them, and rejected if one thing is wrong.

use std::fmt::Write;

use isometric_registry::decode::Expected;
use isometric_registry::model::MODELS;
use isometric_registry::model::credit_batch::{CarbonRemovalData, CreditBatch};
use isometric_registry::model::organisation::Organisation;
use isometric_registry::model::page::{ListResource, Page};
use isometric_registry::model::project::Project;
use isometric_registry::model::quantity::CreditQuantity;
use isometric_registry::model::table::{Kind, Model, Table};
use proptest::prelude::*;
use proptest::sample::Index;

use super::javascript::Javascript;
use super::source::{Source, Style, conforming};
use super::{decoded, runner};

fn tables() -> impl Iterator<Item = &'static Table> {
    let lists =
        [Page::<CreditBatch>::TABLE, Page::<Project>::TABLE, ListResource::<CreditBatch>::TABLE];
    MODELS.iter().copied().chain(lists)
}

pub(crate) fn of(table: &'static Table) -> Expected {
    Expected { kind: Kind::Object(table), nullable: false }
}

#[test]
fn bodies_of_every_model_are_read_as_serde_json_reads_them() {
    for table in tables() {
        let kind = Kind::Object(table);
        runner(60)
            .run(&(conforming(&kind), Style::any()), |(source, style)| {
                let body = style.print(&source);
                let json = serde_json::from_str(&body).unwrap();
                let value = decoded(body.as_bytes(), &of(table));
                prop_assert_eq!(value, Ok(Javascript::expected(&json, &kind)), "{}", body);
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }
}

/// A step into a body.
#[derive(Debug, Clone)]
enum Step {
    Property(&'static str),
    Item(usize),
}

/// One problem in a body, and its place.
#[derive(Debug, Clone)]
pub(crate) struct Damage {
    steps: Vec<Step>,
    /// `None` to remove the property.
    pub(crate) replacement: Option<Source>,
}

impl Damage {
    pub(crate) fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.steps {
            match step {
                Step::Property(name) if path.is_empty() => path.push_str(name),
                Step::Property(name) => write!(path, ".{name}").unwrap(),
                Step::Item(index) => write!(path, "[{index}]").unwrap(),
            }
        }
        path
    }

    /// The value before the last step.
    pub(crate) fn parent<'a>(&self, mut source: &'a mut Source) -> &'a mut Source {
        for step in self.steps.split_last().unwrap().1 {
            source = match (step, source) {
                (Step::Property(name), Source::Object(properties)) => {
                    &mut properties.iter_mut().find(|(key, _)| key == name).unwrap().1
                }
                (Step::Item(index), Source::List(items)) => &mut items[*index],
                _ => panic!("the steps fit the body"),
            };
        }
        source
    }

    /// The property that gets another value, and that value.
    pub(crate) fn property(&self) -> Option<(&'static str, Source)> {
        match (self.steps.last(), &self.replacement) {
            (Some(Step::Property(name)), Some(value)) => Some((name, value.clone())),
            _ => None,
        }
    }

    pub(crate) fn apply(&self, source: &mut Source) {
        match (self.steps.last().unwrap(), self.parent(source), self.replacement.clone()) {
            (Step::Property(name), Source::Object(properties), None) => {
                properties.retain(|(key, _)| key != name);
            }
            (Step::Property(name), Source::Object(properties), Some(value)) => {
                properties.iter_mut().find(|(key, _)| key == name).unwrap().1 = value;
            }
            (Step::Item(index), Source::List(items), Some(value)) => items[*index] = value,
            _ => panic!("the steps fit the body"),
        }
    }
}

/// Every possible problem of a body of this kind, one at a time.
fn damages(kind: &Kind, source: &Source, steps: &mut Vec<Step>, found: &mut Vec<Damage>) {
    match (kind, source) {
        (Kind::Object(table), Source::Object(properties)) => {
            for property in table.properties {
                let value = properties.iter().find(|(key, _)| key == property.name);
                let Some((_, value)) = value else { continue };
                steps.push(Step::Property(property.name));
                let mut wrong = wrong_values(&property.kind);
                if !property.nullable && property.kind != Kind::Any {
                    wrong.push(Source::Word("null"));
                }
                let removed = (!property.optional).then_some(None);
                let replacements = wrong.into_iter().map(Some).chain(removed);
                found.extend(
                    replacements.map(|replacement| Damage { steps: steps.clone(), replacement }),
                );
                damages(&property.kind, value, steps, found);
                steps.pop();
            }
        }
        (Kind::List(list), Source::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                steps.push(Step::Item(index));
                let wrong = wrong_values(&list.item).into_iter().map(Some);
                found.extend(wrong.map(|replacement| Damage { steps: steps.clone(), replacement }));
                damages(&list.item, item, steps, found);
                steps.pop();
            }
        }
        _ => {}
    }
}

fn wrong_values(kind: &Kind) -> Vec<Source> {
    let texts = |texts: &[&str]| texts.iter().map(|&text| Source::text(text)).collect();
    let numbers = |literals: &[&str]| literals.iter().map(Source::number).collect();
    let list = Source::List(vec![Source::Word("null")]);
    match kind {
        Kind::Text
        | Kind::LimitedText(_)
        | Kind::NonEmptyText
        | Kind::Email
        | Kind::Constant(_)
        | Kind::Enum(_) => vec![Source::number(1), Source::Word("true"), list],
        Kind::Id(_) => texts(&[
            "",
            "prj_123456789012345",
            "prj_1234567890123456789012345678901234",
            "prj_1234567890123456-",
            "prj_12345678901234567ä",
        ]),
        Kind::Date => texts(&["2023-02-29", "2024-1-1", "2024-01-01T00:00:00Z"]),
        Kind::Timestamp => texts(&["2024-01-01", "2024-01-01T00:00:00", "2024-01-01T25:00:00Z"]),
        Kind::Boolean | Kind::Accepted => vec![Source::number(1), Source::text("true")],
        Kind::Number => vec![Source::text("1"), Source::number("1e309"), Source::number("-2e308")],
        Kind::Latitude => numbers(&["90.0000000000000000000000001", "-91", "1e2", "181"]),
        Kind::Longitude => numbers(&["180.00000000000000000001", "-181", "1e300"]),
        Kind::Integer | Kind::BoundedInteger(..) => {
            numbers(&["1.5", "9007199254740992", "1e16", "1e-1", "1.00000000000000000000001"])
        }
        Kind::Kilograms | Kind::PositiveKilograms => {
            let mut wrong: Vec<_> =
                numbers(&["0.5", "9223372036854775808", "-9223372036854775809"]);
            wrong.extend(numbers(&["1e19", "12345678901234567890123", "1e-400"]));
            wrong.push(Source::text("1"));
            wrong
        }
        Kind::TextOrInteger => vec![Source::number("1.5"), Source::Word("true")],
        Kind::Object(_) | Kind::AnyObject => vec![Source::text("{}"), list],
        Kind::List(_) => vec![Source::Object(vec![]), Source::number(1)],
        Kind::Any => vec![],
    }
}

/// A body of this kind, ways to write it, and one possible problem.
pub(crate) fn damaged(kind: &Kind) -> impl Strategy<Value = (Source, Style, Damage)> + use<> {
    let kind = *kind;
    (conforming(&kind), Style::any(), any::<Index>()).prop_filter_map(
        "nothing can be wrong",
        move |(source, style, index)| {
            let mut found = Vec::new();
            damages(&kind, &source, &mut Vec::new(), &mut found);
            let damage = (!found.is_empty()).then(|| index.get(&found).clone())?;
            Some((source, style, damage))
        },
    )
}

/// The tables to which even an object of only optional, untouched properties conforms.
pub(crate) fn tables_with_requirements() -> impl Iterator<Item = &'static Table> {
    tables().filter(|table| table.properties.iter().any(|property| !property.optional))
}

#[test]
fn whatever_is_wrong_is_told_by_its_path() {
    for table in tables_with_requirements() {
        runner(40)
            .run(&damaged(&Kind::Object(table)), |(mut source, style, damage)| {
                damage.apply(&mut source);
                let body = style.print(&source);
                let fault = decoded(body.as_bytes(), &of(table)).unwrap_err();
                prop_assert_eq!(fault.path, damage.path(), "{}", body);
                prop_assert_eq!(fault.found == "nothing", damage.replacement.is_none());
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }
}

#[test]
fn the_last_of_duplicate_properties_is_the_one_that_is_checked() {
    for table in tables_with_requirements() {
        runner(20)
            .run(&damaged(&Kind::Object(table)), |(source, style, damage)| {
                let Some((name, wrong)) = damage.property() else { return Ok(()) };
                let insert = |at: fn(usize) -> usize| {
                    let mut source = source.clone();
                    let Source::Object(properties) = damage.parent(&mut source) else {
                        panic!("a property is in an object");
                    };
                    properties.insert(at(properties.len()), (name.to_owned(), wrong.clone()));
                    style.print(&source)
                };
                let plain = decoded(style.print(&source).as_bytes(), &of(table));
                let forgiven = insert(|_| 0);
                prop_assert_eq!(decoded(forgiven.as_bytes(), &of(table)), plain, "{}", forgiven);
                let refused = insert(|end| end);
                let fault = decoded(refused.as_bytes(), &of(table)).unwrap_err();
                prop_assert_eq!(fault.path, damage.path(), "{}", refused);
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }
}

#[test]
fn a_key_is_known_by_every_letter() {
    let quantity = r#"{"credits":1,"credit_kgs":1000}"#;
    let organisation = r#"{"id":"org_1234567890123456","name":"a","domain":null}"#;
    let removal = r#"{"gross_carbon_removed_kg":5,"net_carbon_removed_kg":4,"emissions_kg":3,"counterfactuals_kg":2,"losses_kg":1}"#;
    for (table, body) in [
        (CreditQuantity::TABLE, quantity),
        (Organisation::TABLE, organisation),
        (CarbonRemovalData::TABLE, removal),
    ] {
        assert!(decoded(body.as_bytes(), &of(table)).is_ok());
        for property in table.properties {
            let start = body.find(&format!("\"{}\":", property.name)).unwrap() + 1;
            for at in start..start + property.name.len() {
                let mut body = body.as_bytes().to_vec();
                body[at] ^= 1;
                let fault = decoded(&body, &of(table)).unwrap_err();
                assert_eq!((fault.path.as_str(), fault.found.as_str()), (property.name, "nothing"));
            }
        }
    }
}
