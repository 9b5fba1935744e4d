//! Drift: reported once by its place, while the rest of a body is read normally.

use isometric_registry::decode::{Drift, Expected};
use isometric_registry::model::credit_batch::CreditBatch;
use isometric_registry::model::issuance::Issuance;
use isometric_registry::model::page::Page;
use isometric_registry::model::table::{Kind, Model, Table, Value};
use proptest::prelude::*;

use super::javascript::Javascript;
use super::models::{Damage, damaged, of, tables_with_requirements};
use super::source::{Source, conforming};
use super::{decoded, runner, tolerated};

/// The path without indexes.
fn place(path: &str) -> String {
    path.chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

/// Whether a body with this damage must be rejected.
fn is_vital(table: &Table, damage: &Damage) -> bool {
    let path = damage.path();
    let name = path.rsplit('.').next().unwrap();
    let is_removed = damage.replacement.is_none();
    let is_text = matches!(damage.replacement, Some(Source::Text(_)));
    let is_figure = name.ends_with("_kg")
        || name.ends_with("_kgs")
        || ["credits", "total_count"].contains(&name);
    let of_page = ["Page", "ListResource"].contains(&table.name)
        && (path == "nodes" || path.starts_with("page_info"));
    let of_node = place(&path).ends_with("[].id") && !is_text;
    of_page || of_node || table.name == "PageInfo" || (is_figure && !is_removed)
}

#[test]
fn drift_is_told_and_all_else_is_exact() {
    for table in tables_with_requirements() {
        let kind = Kind::Object(table);
        runner(60)
            .run(&damaged(&kind), |(mut source, style, damage)| {
                damage.apply(&mut source);
                let body = style.print(&source);
                let result = tolerated(body.as_bytes(), &of(table));
                if is_vital(table, &damage) {
                    prop_assert_eq!(result.unwrap_err().path, damage.path(), "{}", body);
                    return Ok(());
                }
                let (value, drifts) = result.unwrap();
                let json = serde_json::from_str(&body).unwrap();
                prop_assert_eq!(value, Javascript::expected(&json, &kind), "{}", &body);
                let refused = decoded(body.as_bytes(), &of(table)).unwrap_err();
                prop_assert_eq!(drifts.len(), 1, "{:?} {}", &drifts, &body);
                prop_assert_eq!(&drifts[0].path, &place(&damage.path()), "{}", &body);
                prop_assert_eq!(&drifts[0].expected, &refused.expected);
                prop_assert!(
                    refused.found.starts_with(drifts[0].found.split(' ').next().unwrap())
                        || refused.found == "true"
                        || drifts[0].found == "a number"
                );
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }
}

#[test]
fn a_body_that_fits_has_no_drift() {
    for table in tables_with_requirements() {
        let kind = Kind::Object(table);
        runner(20)
            .run(&conforming(&kind), |source| {
                let body = super::source::Style::plain().print(&source);
                let told = tolerated(body.as_bytes(), &of(table)).unwrap();
                let refused = decoded(body.as_bytes(), &of(table)).unwrap();
                prop_assert_eq!(told, (refused, vec![]), "{}", body);
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }
}

#[test]
fn only_the_last_of_duplicate_properties_can_drift() {
    for table in tables_with_requirements() {
        runner(30)
            .run(&damaged(&Kind::Object(table)), |(source, style, damage)| {
                let Some((name, wrong)) = damage.property() else { return Ok(()) };
                let mut forgiven = source;
                let Source::Object(properties) = damage.parent(&mut forgiven) else {
                    panic!("a property is in an object");
                };
                properties.insert(0, (name.to_owned(), wrong));
                let body = style.print(&forgiven);
                let (value, drifts) = tolerated(body.as_bytes(), &of(table)).unwrap();
                prop_assert_eq!(&drifts, &[], "{}", body);
                prop_assert_eq!(Ok(value), decoded(body.as_bytes(), &of(table)), "{}", body);
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{}: {error}", table.name));
    }
}

const PAGE_INFO: &str =
    r#"{"has_previous_page":false,"start_cursor":null,"has_next_page":false,"end_cursor":null}"#;

fn page(nodes: &[&str]) -> String {
    let (count, nodes) = (nodes.len(), nodes.join(","));
    format!(r#"{{"nodes":[{nodes}],"total_count":{count},"page_info":{PAGE_INFO}}}"#)
}

fn drift(path: &str, expected: &str, found: &'static str) -> Drift {
    Drift { path: path.into(), expected: expected.into(), found }
}

#[test]
fn what_drifts_in_many_nodes_is_told_once() {
    let node = r#"{"id":"iss_1234567890123456","issued_at":"2024-01-01T00:00:00Z","supplier":null,"new":{"credit_kgs":1},
        "project_id":"prj_1234567890123456","credit_batch_size_total":{"credits":1,"credit_kgs":1000},
        "supplier_credit_batch_size_total":{"credits":"1"},"buffer_pool_credit_batch_size_total":{"credits":1}}"#;
    let expected = Expected { kind: Page::<Issuance>::KIND, nullable: false };
    let refused = page(&[node; 3]);
    let fault = tolerated(refused.as_bytes(), &expected).unwrap_err();
    assert_eq!(fault.path, "nodes[0].supplier_credit_batch_size_total.credits");

    let body = page(&[node.replace(r#""1""#, "1").as_str(); 3]);
    let (value, drifts) = tolerated(body.as_bytes(), &expected).unwrap();
    let json = serde_json::from_str(&body).unwrap();
    assert_eq!(value, Javascript::expected(&json, &expected.kind));
    let day = "a date such as 2024-01-31";
    let kilograms = "whole kilograms of at most 64 bits";
    assert_eq!(
        drifts,
        [
            drift("nodes[].supplier", "an object", "null"),
            drift("nodes[].supplier_credit_batch_size_total.credit_kgs", kilograms, "nothing"),
            drift("nodes[].buffer_pool_credit_batch_size_total.credit_kgs", kilograms, "nothing"),
            drift("nodes[].reporting_period_start_at", day, "nothing"),
            drift("nodes[].reporting_period_end_at", day, "nothing"),
        ]
    );
}

#[test]
fn every_property_of_every_node_may_be_missing_but_its_id() {
    let expected = Expected { kind: Page::<CreditBatch>::KIND, nullable: false };
    let required = CreditBatch::TABLE.properties.iter().filter(|property| !property.optional);
    let (value, drifts) =
        tolerated(page(&[r#"{"id":"x"}"#, "5", "null"]).as_bytes(), &expected).unwrap();
    assert_eq!(drifts.len(), required.count() + 2);
    let json = serde_json::from_str(&page(&[r#"{"id":"x"}"#, "5", "null"])).unwrap();
    assert_eq!(value, Javascript::expected(&json, &expected.kind));
    for node in ["{}", r#"{"id":null}"#, r#"{"id":5}"#] {
        let fault = tolerated(page(&[r#"{"id":"x"}"#, node]).as_bytes(), &expected).unwrap_err();
        assert_eq!(fault.path, "nodes[1].id");
    }
}

#[test]
fn a_body_of_another_kind_is_refused() {
    let expected = Expected { kind: CreditBatch::KIND, nullable: true };
    for body in ["[]", "5", "\"x\"", "true", "[{}]"] {
        let fault = tolerated(body.as_bytes(), &expected).unwrap_err();
        assert_eq!((fault.path.as_str(), fault.expected.as_str()), ("", "an object or null"));
    }
    assert_eq!(tolerated(b"null", &expected), Ok((Javascript::Null, vec![])));
}
