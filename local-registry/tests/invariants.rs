//! Whatever happens, the books are consistent.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod common;

use std::collections::BTreeMap;

use common::market::{Market, Step, pick, steps, walked};
use common::{Api, ids, kg, text};
use proptest::prelude::*;
use serde_json::{Value, json};

fn play(steps: &[Step]) -> Market {
    let mut market = Market::open();
    for &step in steps {
        market.step(step);
    }
    market
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn the_books_agree_after_every_step(steps in steps(14)) {
        let mut market = Market::open();
        for &step in &steps {
            market.step(step);
            prop_assert_eq!(market.api.registry.audit(), Ok(()), "after {:?} of {:?}", step, steps);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn credits_are_divided_exactly_and_conserved(steps in steps(25)) {
        let mut market = play(&steps);
        let batches = market.batches();
        let by_id: BTreeMap<_, _> = batches.iter().map(|batch| (text(&batch["id"]), batch)).collect();
        let mut ranges: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
        for batch in &batches {
            let (prefix, start, end) = serial(batch);
            prop_assert_eq!(end - start, kg(&batch["size"]));
            let Some(left) = batch["left_child_id"].as_str().map(|id| by_id[id]) else {
                ranges.entry(prefix).or_default().push((start, end));
                continue;
            };
            let right = by_id[batch["right_child_id"].as_str().unwrap()];
            prop_assert_eq!(kg(&left["size"]) + kg(&right["size"]), kg(&batch["size"]));
            if let Some(data) = batch["carbon_removal_data"].as_object() {
                for (name, whole) in data {
                    let part = |child: &Value| child["carbon_removal_data"][name].as_i64().unwrap();
                    prop_assert_eq!(part(left) + part(right), whole.as_i64().unwrap());
                    prop_assert!(part(left) >= 0 && part(right) >= 0);
                }
            }
        }
        for ranges in ranges.values_mut() {
            ranges.sort_unstable();
            prop_assert!(ranges.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{:?}", ranges);
        }
        let held: i64 = batches.iter().filter(|batch| batch["status"] != "split").map(|batch| kg(&batch["size"])).sum();
        let issued: i64 = market.api.walk(0, "/projects", 9).iter().map(|project| kg(&project["issued_credits_total"])).sum();
        prop_assert_eq!(held, issued);
        for account in 0..5 {
            let organisation = market.api.organisation(account);
            let balance = market.api.read(account, &format!("/organisations/{organisation}/credit_balance"));
            for status in ["active", "retired"] {
                let own = batches.iter().filter(|batch| batch["owner"]["id"] == organisation.as_str() && batch["status"] == status);
                let total: i64 = own.map(|batch| kg(&batch["size"])).sum();
                prop_assert_eq!(total, kg(&balance["total"][format!("{status}_credits_total")]));
            }
        }
    }

    #[test]
    fn what_is_retired_or_split_never_changes(first in steps(20), then in steps(10)) {
        let mut market = play(&first);
        let fixed = |market: &mut Market| -> BTreeMap<String, Value> {
            let batches = market.batches().into_iter().filter(|batch| batch["status"] != "active");
            batches.map(|batch| (text(&batch["id"]), batch)).collect()
        };
        let before = fixed(&mut market);
        for step in then {
            market.step(step);
        }
        let after = fixed(&mut market);
        for (id, batch) in before {
            prop_assert_eq!(&after[&id], &batch);
        }
    }

    #[test]
    fn the_same_steps_give_the_same_bytes(steps in steps(20)) {
        let bytes = play(&steps).api.registry.save();
        prop_assert!(play(&steps).api.registry.save() == bytes);
        let loaded = local_registry::Registry::load(&bytes).unwrap();
        prop_assert_eq!(loaded.audit(), Ok(()));
        prop_assert!(loaded.save() == bytes);
    }

    #[test]
    fn filters_find_what_a_look_at_every_batch_finds(steps in steps(25), choice in any::<[u16; 8]>()) {
        let mut market = play(&steps);
        let all = market.batches();
        let account = usize::from(choice[0] % 5);
        let organisation = market.api.organisation(account);
        let orders = orders_of_deliveries(&mut market.api);
        let order_of = |batch: &Value| batch["delivery_id"].as_str().and_then(|id| orders.get(id)).map(|id| json!(id));
        let mut filters: Vec<(&str, Value)> = Vec::new();
        for (place, name) in ["supplier_id", "project_id", "issuance_id", "delivery_id", "retirement_id", "order_id"].into_iter().enumerate() {
            let like = pick(&all, choice[if choice[0] % 3 == 0 { 1 + place } else { 1 }]);
            let value = like.map(|batch| if name == "order_id" { order_of(batch).unwrap_or_default() } else { batch[name].clone() });
            if choice[7] >> place & 1 == 1 && let Some(value) = value.filter(|value| !value.is_null()) {
                filters.push((name, value));
            }
        }
        let statuses: Vec<_> = ["active", "split", "retired"].into_iter().zip(0..).filter(|(_, bit)| choice[6] >> bit & 1 == 1).map(|(status, _)| status).collect();
        let mut query: String = filters.iter().map(|(name, value)| format!("&{name}={}", text(value))).collect();
        query.extend(statuses.iter().map(|status| format!("&status={status}")));
        let mut expected: Vec<_> = all
            .iter()
            .filter(|batch| batch["owner"]["id"] == organisation.as_str() || batch["beneficiary"]["id"] == organisation.as_str())
            .filter(|batch| filters.iter().all(|(name, value)| if *name == "order_id" { order_of(batch).as_ref() == Some(value) } else { batch[*name] == *value }))
            .filter(|batch| if statuses.is_empty() { batch["status"] != "split" } else { statuses.contains(&batch["status"].as_str().unwrap()) })
            .map(|batch| text(&batch["id"]))
            .collect();
        let path = format!("/organisations/{organisation}/credit_batches?sort_direction=asc{query}");
        let mut found = walked(&mut market.api, account, &path, 3);
        let descending = walked(&mut market.api, account, &path.replace("asc", "desc"), 4);
        prop_assert!(descending.iter().rev().eq(found.iter()));
        prop_assert!(pages_backward(&mut market.api, account, &path, 4).iter().eq(found.iter()));
        found.sort();
        expected.sort();
        prop_assert_eq!(found, expected, "{}", path);
    }

    #[test]
    fn a_walk_misses_nothing_while_the_list_changes(first in steps(20), then in steps(12), which in 0..6_usize, size in 1..4_usize) {
        let mut market = play(&first);
        let organisation = market.api.organisation(0);
        let target = [
            format!("/organisations/{organisation}/credit_batches?status=active"),
            format!("/organisations/{organisation}/credit_batches?status=active&status=retired&sort_direction=asc"),
            "/deliveries?".to_owned(), "/transfers?".to_owned(), "/retirements?".to_owned(), "/issuances?".to_owned(),
        ][which].clone();
        let before = walked(&mut market.api, 0, &target, 50);
        let mut seen = Vec::new();
        let mut then = then.into_iter();
        let mut after = String::new();
        loop {
            let page = market.api.read(0, &format!("{target}&first={size}{after}"));
            seen.extend(ids(page["nodes"].as_array().unwrap()));
            prop_assert!(seen.len() < 10_000, "the walk goes nowhere");
            if page["page_info"]["has_next_page"] == false {
                break;
            }
            after = format!("&after={}", text(&page["page_info"]["end_cursor"]));
            then.next().map(|step| market.step(step));
        }
        let end = walked(&mut market.api, 0, &target, 50);
        for id in before.iter().filter(|id| end.contains(id)) {
            prop_assert!(seen.contains(id), "{} was there all the time and not seen", id);
        }
        seen.sort();
        let count = seen.len();
        seen.dedup();
        prop_assert_eq!(seen.len(), count, "an item came twice");
    }
}

/// Prefix, start and end of a batch's serial number.
fn serial(batch: &Value) -> (String, i64, i64) {
    let text = text(&batch["serial_number"]);
    let mut parts = text.rsplitn(4, '-');
    let end = parts.next().unwrap().parse().unwrap();
    let start = parts.next().unwrap().parse().unwrap();
    (parts.nth(1).unwrap().to_owned(), start, end)
}

fn orders_of_deliveries(api: &mut Api) -> BTreeMap<String, String> {
    let deliveries = api.walk(0, "/deliveries", 50);
    deliveries.iter().map(|one| (text(&one["id"]), text(&one["order_id"]))).collect()
}

/// A list read from its end, in its own order; every page must correctly state what is before and after it.
fn pages_backward(api: &mut Api, account: usize, target: &str, size: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut before = String::new();
    loop {
        let page = api.read(account, &format!("{target}&last={size}{before}"));
        let nodes = ids(page["nodes"].as_array().unwrap());
        let total = usize::try_from(page["total_count"].as_u64().unwrap()).unwrap();
        assert_eq!(page["page_info"]["has_next_page"], !found.is_empty());
        assert_eq!(page["page_info"]["has_previous_page"], found.len() + nodes.len() < total);
        found.splice(0..0, nodes);
        match page["page_info"]["start_cursor"].as_str() {
            Some(cursor) if found.len() < total => before = format!("&before={cursor}"),
            _ => return found,
        }
    }
}
