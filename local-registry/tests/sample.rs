//! The sample is as irregular as the real registry's data.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Api, ids, kg, text};
use serde_json::Value;

const BUYER: usize = 0;

#[test]
fn times_have_microseconds_and_ids_are_sometimes_older() {
    let mut api = Api::sample("demo");
    let retirements = api.walk(BUYER, "/retirements", 50);
    let times: BTreeSet<_> = retirements.iter().map(|one| text(&one["retired_at"])).collect();
    assert_eq!(times.len(), retirements.len());
    assert!(times.iter().filter(|time| time.len() == 27 && !time.ends_with("000Z")).count() > 50);
    for id in ids(&retirements) {
        let (time, rest) = id.strip_prefix("ret_").unwrap().split_at(9);
        assert!(time.starts_with('1') && rest.starts_with("SBX") && rest.len() == 7, "{id}");
    }
}

#[test]
fn names_are_untidy_and_in_the_order_of_a_locale() {
    let mut api = Api::sample("demo");
    let names: Vec<_> =
        api.walk(BUYER, "/projects", 50).iter().map(|one| text(&one["name"])).collect();
    assert!(!names.is_sorted(), "bytes would order them otherwise");
    let place = |name: &str| names.iter().position(|known| known == name).unwrap();
    assert!(place("Sample “Harbour” Blocks") < place("Sample Ålesund Kelp"));
    assert!(place("Sample Ålesund Kelp") < place("Sample Amazon Edge Forest"));
    assert!(names.iter().any(|name| name.ends_with(' ')));
    let suppliers = api.walk(BUYER, "/suppliers", 50);
    let unplaced = suppliers.iter().filter(|one| one["location"].is_null()).count();
    assert!((1..suppliers.len() / 2).contains(&unplaced));
    let domains = suppliers.iter().map(|one| text(&one["organisation"]["domain"]));
    assert!(domains.clone().any(|domain| domain != domain.to_lowercase()));
}

#[test]
fn retirements_are_odd_in_every_known_way() {
    for seed in ["demo", "1", "2"] {
        let mut api = Api::sample(seed);
        let retirements = api.walk(BUYER, "/retirements", 50);
        let mut alike: BTreeMap<String, usize> = BTreeMap::new();
        let (mut projects_most, mut vintages_most) = (0, 0);
        for retirement in &retirements {
            let mut key = retirement.clone();
            for own in ["id", "url", "retired_at"] {
                key.as_object_mut().unwrap().remove(own);
            }
            *alike.entry(key.to_string()).or_default() += 1;
            let batches = api
                .read(BUYER, &format!("/retirements/{}/credit_batches", text(&retirement["id"])));
            let batches = batches["nodes"].as_array().unwrap();
            let count = |of: &dyn Fn(&Value) -> String| {
                batches.iter().map(of).collect::<BTreeSet<_>>().len()
            };
            projects_most = projects_most.max(count(&|one| text(&one["project_id"])));
            vintages_most = vintages_most.max(count(&|one| {
                text(&one["sequestered_on"]).split('-').next().unwrap().to_owned()
            }));
        }
        let equal: usize = alike.values().filter(|&&count| count > 1).sum();
        let share = equal * 100 / retirements.len();
        assert!((10..40).contains(&share), "{equal} of {} are equal", retirements.len());
        assert!(projects_most > 1 && vintages_most > 1);
        let some = |holds: &dyn Fn(&Value) -> bool| {
            let found = retirements.iter().filter(|one| holds(one)).count();
            found > 2 && found < retirements.len() / 2
        };
        assert!(some(&|one| one["purposes"].as_array().unwrap().is_empty()));
        assert!(some(&|one| one["notes"] == "") && some(&|one| one["notes"].is_null()));
        assert!(some(&|one| kg(&one["credit_batch_size_total"]) == 2));
    }
}

#[test]
fn serial_numbers_are_ranges_that_splits_divide_exactly() {
    let mut api = Api::sample("demo");
    let path = format!("/organisations/{}/credit_batches", api.organisation(BUYER));
    let split = api.walk(BUYER, &format!("{path}?status=split"), 50);
    assert!(split.len() > 10);
    for batch in split {
        let (start, first, end) = range(&batch);
        assert!(start.starts_with("ISO-1-") && start.split('-').count() == 6, "{start}");
        let child = |api: &mut Api, name: &str| {
            let child = api.read(BUYER, &format!("/credit_batches/{}", text(&batch[name])));
            let (of, first, end) = range(&child);
            assert_eq!(of, start);
            assert_eq!(end - first, kg(&child["size"]));
            (first, end)
        };
        let (left, right) = (child(&mut api, "left_child_id"), child(&mut api, "right_child_id"));
        assert_eq!((left.0, left.1, right.1), (first, right.0, end));
    }
}

/// A serial number's beginning and its range.
fn range(batch: &Value) -> (String, i64, i64) {
    let serial = text(&batch["serial_number"]);
    let mut parts: Vec<_> = serial.split('-').collect();
    let end = parts.pop().unwrap().parse().unwrap();
    let first = parts.pop().unwrap().parse().unwrap();
    (parts.join("-"), first, end)
}
