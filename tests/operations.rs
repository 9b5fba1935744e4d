//! Requests built from a caller's arguments, and invalid arguments.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use isometric_registry::model::table::{Kind, Property, Table};
use isometric_registry::operation::{
    self, Access, Argument, Direction, Issue, Method, Operation, PageRequest, Request, Tree, find,
};
use serde_json::{Value, json};

const ORGANISATION: &str = "org_0123456789ABCDEF";
const SUPPLIER: &str = "spl_0123456789ABCDEF";
const ORDER: &str = "ord_0123456789ABCDEF";
const BATCH: &str = "ctb_0123456789ABCDEF";

/// JSON as a caller would give it.
fn tree(value: Value) -> Tree {
    match value {
        Value::Null => Tree::Null,
        Value::Bool(value) => Tree::Boolean(value),
        Value::Number(number) => number.as_i64().map_or_else(
            || Tree::Other("a number that is not a safe integer".to_owned()),
            Tree::Integer,
        ),
        Value::String(text) => Tree::Text(text),
        Value::Array(items) => Tree::List(items.into_iter().map(tree).collect()),
        Value::Object(map) => {
            Tree::Object(map.into_iter().map(|(name, value)| (name, tree(value))).collect())
        }
    }
}

fn build(name: &str, arguments: &[Value]) -> Result<Request, Vec<Issue>> {
    build_page(name, arguments, &PageRequest::default())
}

fn build_page(name: &str, arguments: &[Value], page: &PageRequest) -> Result<Request, Vec<Issue>> {
    let arguments: Vec<_> = arguments.iter().cloned().map(tree).collect();
    operation::build(find(name).unwrap(), &arguments, page)
}

/// The paths of all problems.
fn paths(name: &str, arguments: &[Value]) -> Vec<String> {
    build(name, arguments).unwrap_err().into_iter().map(|issue| issue.path).collect()
}

fn retirement(parts: Value) -> Value {
    let mut body = json!({
        "owner_organisation_id": ORGANISATION,
        "beneficiary_organisation_id": ORGANISATION,
        "supplier_id": SUPPLIER,
        "retirement_purposes": ["other"],
        "credit_quantity_kg": 1,
    });
    body.as_object_mut().unwrap().extend(parts.as_object().unwrap().clone());
    body
}

fn issues_of_retirement(parts: Value) -> Vec<Issue> {
    build("retirements.createFromOldestCredits", &[retirement(parts)]).err().unwrap_or_default()
}

/// A value that a request may hold for this kind.
fn conforming(kind: Kind) -> Value {
    match kind {
        Kind::Text | Kind::LimitedText(_) | Kind::NonEmptyText => json!("text"),
        Kind::Email => json!("ada@nord.example"),
        Kind::Constant(text) => json!(text),
        Kind::Id(id) => json!(format!("{}0123456789ABCDEF", id.prefix())),
        Kind::Timestamp => json!("2024-01-31T12:00:00Z"),
        Kind::Enum(table) => json!(table.values[0]),
        Kind::Accepted => json!(true),
        Kind::PositiveKilograms => json!(i64::MAX),
        Kind::BoundedInteger(_, most) => json!(most),
        Kind::List(list) => json!([conforming(list.item)]),
        Kind::Object(table) => object(table, |_| true),
        kind => panic!("no request holds {kind:?}"),
    }
}

fn object(table: &Table, wanted: impl Fn(&Property) -> bool) -> Value {
    let properties = table.properties.iter().filter(|property| wanted(property));
    properties.map(|property| (property.name.to_owned(), conforming(property.kind))).collect()
}

/// Arguments with everything that the operation accepts.
fn arguments(operation: &Operation) -> Vec<Value> {
    let argument = |argument: &Argument| match argument {
        Argument::Id(kind) => conforming(Kind::Id(*kind)),
        Argument::Page => json!({ "first": 5, "after": "c" }),
        Argument::Filters(table) => object(table, |_| true),
        Argument::Body(forms) => object(forms[0], |_| true),
    };
    operation.arguments.iter().map(argument).collect()
}

#[test]
fn every_operation_builds_the_request_that_it_declares() {
    for operation in operation::all() {
        let request = build(operation.name, &arguments(operation))
            .unwrap_or_else(|issues| panic!("{}: {issues:?}", operation.name));
        let path = request.target.split('?').next().unwrap();
        assert_eq!(request.method, operation.method, "{}", operation.name);
        assert_eq!(path.split('/').count(), operation.path.split('/').count(), "{path}");
        assert!(!path.contains('{'), "{path}");
        assert_eq!(request.target.contains('?'), operation.is_paged(), "{}", operation.name);
        assert_eq!(request.body.is_some(), operation.method == Method::Post, "{}", operation.name);
        assert_eq!(request.acts(), operation.method == Method::Post, "{}", operation.name);
    }
}

#[test]
fn every_operation_misses_what_is_not_given() {
    for operation in operation::all() {
        let needed = operation
            .arguments
            .iter()
            .any(|argument| matches!(argument, Argument::Id(_) | Argument::Body(_)));
        assert_eq!(build(operation.name, &[]).is_err(), needed, "{}", operation.name);
    }
}

#[test]
fn what_acts_or_is_an_organisations_own_is_private() {
    const OWN: [&str; 11] = [
        "organisations.current",
        "organisations.orders",
        "organisations.creditBalance",
        "organisations.creditBatches",
        "suppliers.current",
        "suppliers.orders",
        "orders.get",
        "orders.deliveries",
        "beneficiaries.list",
        "transferees.list",
        "stripe.configuration",
    ];
    for operation in operation::all() {
        let is_private = operation.method == Method::Post || OWN.contains(&operation.name);
        assert_eq!(operation.access == Access::Private, is_private, "{}", operation.name);
    }
}

#[test]
fn a_query_has_the_filters_in_the_order_of_their_table() {
    let filters = json!({
        "first": 7,
        "status": ["active", "split"],
        "issued_after": "2024-01-01T00:00:00+01:00",
        "supplier_id": SUPPLIER,
        "order_id": null,
    });
    let request = build("organisations.creditBatches", &[json!(ORGANISATION), filters]).unwrap();
    assert_eq!(
        request.target,
        "/organisations/org_0123456789ABCDEF/credit_batches?supplier_id=spl_0123456789ABCDEF\
         &status=active&status=split&issued_after=2024-01-01T00%3A00%3A00%2B01%3A00&first=7"
    );
    assert_eq!(request.body, None);
}

#[test]
fn a_body_has_the_properties_in_the_order_of_their_table() {
    let body = json!({
        "order_id": ORDER,
        "credit_batch_quantities": [{ "credit_quantity_kg": i64::MAX, "credit_batch_id": BATCH }],
    });
    let request = build("deliveries.create", &[body]).unwrap();
    assert_eq!(request.target, "/deliveries");
    assert_eq!(
        request.body.unwrap(),
        r#"{"credit_batch_quantities":[{"credit_batch_id":"ctb_0123456789ABCDEF","credit_quantity_kg":9223372036854775807}],"order_id":"ord_0123456789ABCDEF","notes":null}"#
    );
}

#[test]
fn a_beneficiary_gets_the_name_of_its_form() {
    for (other, form) in [
        ("beneficiary_domain", "CreateOrganizationBeneficiary"),
        ("beneficiary_email", "CreateIndividualBeneficiary"),
    ] {
        let body = json!({ "beneficiary_name": "Ada", other: "ada@nord.example" });
        let request = build("beneficiaries.create", &[body]).unwrap();
        let start = format!(r#"{{"__typename":"{form}","beneficiary_name":"Ada""#);
        assert!(request.body.unwrap().starts_with(&start), "{form}");
    }
}

#[test]
fn dates_go_out_as_the_text_that_stands_for_them() {
    let filters = Tree::Object(vec![(
        "issued_after".to_owned(),
        Tree::Date("2024-01-31T12:00:00.000Z".to_owned()),
    )]);
    let arguments = [Tree::Text(ORGANISATION.to_owned()), filters];
    let operation = find("organisations.creditBatches").unwrap();
    let request = operation::build(operation, &arguments, &PageRequest::default()).unwrap();
    assert!(request.target.ends_with("?issued_after=2024-01-31T12%3A00%3A00.000Z&first=50"));
}

#[test]
fn a_page_is_another_than_the_arguments_name() {
    let page = |from: Option<(Direction, &str)>, limit| PageRequest {
        from: from.map(|(direction, cursor)| (direction, cursor.to_owned())),
        limit,
    };
    let cases = [
        (json!({}), page(None, None), "first=50"),
        (json!({}), page(None, Some(3)), "first=3"),
        (json!({ "first": 2 }), page(None, Some(3)), "first=2"),
        (json!({ "last": 9 }), page(None, Some(3)), "last=3"),
        (
            json!({ "first": 9, "after": "a" }),
            page(Some((Direction::Forward, "b&")), None),
            "first=9&after=b%26",
        ),
        (
            json!({ "first": 9, "after": "a" }),
            page(Some((Direction::Backward, "b")), Some(60)),
            "last=9&before=b",
        ),
        (json!({ "before": "a" }), page(None, None), "last=50&before=a"),
    ];
    for (given, page, query) in cases {
        let request = build_page("projects.list", std::slice::from_ref(&given), &page).unwrap();
        assert_eq!(request.target, format!("/projects?{query}"), "{given}");
    }
}

#[test]
fn limits_are_kept() {
    let longest = "🌲".repeat(256);
    let accepted = [
        json!({ "notes": longest }),
        json!({ "notes": null }),
        json!({ "vintage": 1900 }),
        json!({ "vintage": 2100 }),
        json!({ "vintage": null }),
        json!({ "credit_quantity_kg": i64::MAX }),
        json!({ "retirement_purposes": ["newer_purpose", "other"] }),
    ];
    for parts in accepted {
        assert_eq!(issues_of_retirement(parts.clone()), [], "{parts}");
    }
    let refused = [
        ("notes", json!(format!("{longest}a"))),
        ("notes", json!(1)),
        ("vintage", json!(1899)),
        ("vintage", json!(2101)),
        ("vintage", json!(2023.5)),
        ("credit_quantity_kg", json!(0)),
        ("credit_quantity_kg", json!(-1)),
        ("credit_quantity_kg", json!(1.5)),
        ("credit_quantity_kg", json!(u64::MAX)),
        ("credit_quantity_kg", json!("1")),
        ("credit_quantity_kg", json!(null)),
        ("retirement_purposes", json!([])),
        ("retirement_purposes[1]", json!(["other", "other"])),
        ("owner_organisation_id", json!(SUPPLIER)),
        ("owner_organisation_id", json!("org_0123456789ABCDE")),
        ("owner_organisation_id", json!("org_0123456789ABCDE/")),
    ];
    for (path, value) in refused {
        let property = path.split('[').next().unwrap();
        let issues = issues_of_retirement(json!({ property: value }));
        assert_eq!(
            issues.iter().map(|issue| issue.path.as_str()).collect::<Vec<_>>(),
            [path],
            "{value}"
        );
    }
}

#[test]
fn all_that_is_wrong_is_said_at_once() {
    let filters = json!({ "first": 51, "before": "", "statuses": [], "status": "active" });
    let mut found = paths("organisations.creditBatches", &[json!(SUPPLIER), filters]);
    found.sort();
    found.dedup();
    assert_eq!(found, ["before", "first", "id", "status", "statuses"]);
}

#[test]
fn a_property_that_is_not_known_names_the_nearest() {
    for (name, nearest) in
        [("vintag", "vintage"), ("Notes", "notes"), ("creditQuantityKg", "credit_quantity_kg")]
    {
        let issues = issues_of_retirement(json!({ name: 1 }));
        let message = &issues.iter().find(|issue| issue.path == name).unwrap().message;
        assert!(message.contains(&format!("`{nearest}`")), "{message}");
    }
}

#[test]
fn an_option_among_the_filters_is_named() {
    let issues = build("projects.list", &[json!({ "timeoutMs": 5 })]).unwrap_err();
    assert_eq!(issues[0].path, "timeoutMs");
    assert!(issues[0].message.contains("option"), "{}", issues[0].message);
}

#[test]
fn both_directions_are_refused() {
    for (forward, backward) in
        [("first", "last"), ("first", "before"), ("after", "last"), ("after", "before")]
    {
        let value = |name| if ["first", "last"].contains(&name) { json!(5) } else { json!("c") };
        let page = json!({ forward: value(forward), backward: value(backward) });
        assert!(build("projects.list", std::slice::from_ref(&page)).is_err(), "{page}");
    }
}

/// The messages and paths of all problems.
fn told(issues: &[Issue]) -> usize {
    issues.iter().map(|issue| issue.path.len().saturating_add(issue.message.len())).sum()
}

#[test]
fn no_more_is_said_of_a_request_than_somebody_would_read() {
    let many = 40_000;
    let long = "x".repeat(300_000);
    let quantity = json!({ "credit_batch_quantities": vec![json!({}); 15_000] });
    let named: serde_json::Map<_, _> =
        (0..many).map(|n| (format!("{n}{long:.50}"), json!(1))).collect();
    let texts: Vec<_> = (0..many).map(|number| number.to_string()).collect();
    for (name, body) in [
        ("transfers.create", quantity),
        ("transfers.create", Value::Object(named)),
        ("transfers.create", json!({ &long: 1 })),
        (
            "transfers.create",
            json!({ "notes": [long], "supplier_id": long, "from_organisation_id": long }),
        ),
        (
            "retirements.createFromOldestCredits",
            retirement(json!({ "retirement_purposes": texts })),
        ),
        (
            "retirements.createFromOldestCredits",
            retirement(json!({ "retirement_purposes": vec!["a"; 90] })),
        ),
    ] {
        let issues = build(name, &[body]).unwrap_err();
        assert!(issues.len() <= operation::MOST_ISSUES, "{}", issues.len());
        assert!(told(&issues) < 8_000, "{}", told(&issues));
    }
}

#[test]
fn lists_have_bounds() {
    let purposes =
        |count: usize| -> Vec<_> { (0..count).map(|number| number.to_string()).collect() };
    assert_eq!(issues_of_retirement(json!({ "retirement_purposes": purposes(100) })), []);
    let issues = issues_of_retirement(json!({ "retirement_purposes": purposes(101) }));
    assert_eq!(issues[0].path, "retirement_purposes");
    assert_eq!(issues[0].message, "expected at most 100 items, got 101");

    let quantities = |count| {
        json!({
            "credit_batch_quantities": vec![json!({ "credit_batch_id": BATCH, "credit_quantity_kg": 1 }); count],
            "order_id": ORDER,
        })
    };
    assert!(build("deliveries.create", &[quantities(20_000)]).is_ok());
    assert_eq!(paths("deliveries.create", &[quantities(20_001)]), ["credit_batch_quantities"]);
}

#[test]
fn received_queries_have_bounds() {
    let rebuild = |name: &str, query: Vec<(String, String)>| {
        operation::rebuild(find(name).unwrap(), ORGANISATION, &query, Tree::Null).unwrap_err()
    };
    let parameters = |count: usize| -> Vec<_> {
        (0..count).map(|number| (format!("{number}{}", "x".repeat(5_000)), String::new())).collect()
    };
    for name in ["organisations.current", "organisations.creditBatches"] {
        for count in [150, 100_000] {
            let issues = rebuild(name, parameters(count));
            assert!(issues.len() <= operation::MOST_ISSUES, "{name} {}", issues.len());
            assert!(told(&issues) < 8_000, "{name} {}", told(&issues));
        }
    }
    let issues =
        rebuild("organisations.creditBatches", vec![("first".to_owned(), "1".to_owned()); 150]);
    assert!(issues.len() <= operation::MOST_ISSUES, "{}", issues.len());
}
