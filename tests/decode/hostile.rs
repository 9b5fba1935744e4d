//! Malicious bodies, and truncated ones.

use std::collections::BTreeMap;

use isometric_registry::decode::{Expected, Records, decode};
use isometric_registry::model::organisation::Organisation;
use isometric_registry::model::page::Page;
use isometric_registry::model::table::Value;

use super::javascript::{Javascript, read};
use super::{decoded, untyped};

const PAGE: Expected = Expected { kind: Page::<Organisation>::KIND, nullable: false };

const BODY: &str = r#"{"nodes":[{"id":"org_1234567890123456","name":"Ada \"the\" \u00e9😀","domain":null,"new":[1.5e3,{"a":true}]}],
"total_count":1,"page_info":{"has_previous_page":false,"start_cursor":"a","has_next_page":false,"end_cursor":null}}"#;

fn object(properties: &[(&str, Javascript)]) -> Javascript {
    let property =
        |(name, value): &(&str, Javascript)| (name.encode_utf16().collect(), value.clone());
    Javascript::Object(properties.iter().map(property).collect::<BTreeMap<_, _>>())
}

#[test]
fn a_body_torn_anywhere_is_refused() {
    assert!(decoded(BODY.as_bytes(), &PAGE).is_ok());
    for length in 0..BODY.len() {
        let torn = &BODY.as_bytes()[..length];
        assert!(decoded(torn, &PAGE).is_err(), "{length}");
        assert!(untyped(torn).is_err(), "{length}");
    }
}

#[test]
fn a_torn_body_tells_where() {
    let at = BODY.find("3456").unwrap();
    let fault = decoded(&BODY.as_bytes()[..at], &PAGE).unwrap_err();
    assert_eq!(fault.path, "nodes[0].id");
    let at = BODY.find("true").unwrap();
    let fault = decoded(&BODY.as_bytes()[..at], &PAGE).unwrap_err();
    assert_eq!(
        (fault.path.as_str(), fault.expected.as_str(), fault.found.as_str()),
        ("nodes[0].new[1].a", "a JSON value", "the end of the body")
    );
}

#[test]
fn what_came_is_quoted_shortly() {
    let found = |found: &str, body: &str| {
        let body = format!("{{\"nodes\":[],\"total_count\":{body}");
        assert_eq!(decoded(body.as_bytes(), &PAGE).unwrap_err().found, found);
    };
    let rest = ",\"page_info\":{\"has_previous_page\":false,\"start_cursor\":null,\"has_next_page\":false,\"end_cursor\":null}}";
    found("null", &format!("null{rest}"));
    found("true", &format!("true{rest}"));
    found("an object", &format!("{{}}{rest}"));
    found("a list", &format!("[]{rest}"));
    found("the number -1.5e+1000", &format!("-1.5e+1000{rest}"));
    found("a string \"a\\\\\\\"b\"", &format!("\"a\\\"b\"{rest}"));
    found("NaN", &format!("NaN{rest}"));
    found("\"}\"", "}");
    found("\"\u{fffd}\"", "\u{fffd}");
    let long = format!("\"{}\"{rest}", "x".repeat(100_000));
    found(&format!("a string \"{}…\"", "x".repeat(60)), &long);
    let long = format!("{}{rest}", "9".repeat(100_000));
    found(&format!("the number {}…", "9".repeat(40)), &long);
    let fault = untyped(br#"{"a b":{"":[0,{"\u00e9\"":"#).unwrap_err();
    assert_eq!(fault.path, r#"["a b"][""][1]["\\u00e9\\\""]"#);
}

#[test]
fn nesting_ends_at_512() {
    let nested =
        |open: &str, close: &str, depth: usize| [open.repeat(depth), close.repeat(depth)].concat();
    assert!(untyped(nested("[", "]", 512)).is_ok());
    assert!(untyped(nested("[", "]", 513)).is_err());
    assert!(untyped(nested("{\"a\":", "}", 513)).is_err());
    assert!(untyped(nested("{\"a\":[", "]}", 256).replace("[]", "[1]")).is_ok());
    for bottomless in ["[", "{\"a\":", "{\"nodes\":[", "[[[{\"a\":"] {
        assert!(untyped(bottomless.repeat(100_000)).is_err());
        assert!(decoded(bottomless.repeat(100_000).as_bytes(), &PAGE).is_err());
    }
    let flat = format!("[{}]", ["[]"; 10_000].join(","));
    assert!(untyped(flat).is_ok());
}

#[test]
fn values_end_at_a_million() {
    const MOST: usize = 1 << 20;
    let list = |unit: &str, count: usize| format!("[{}0]", unit.repeat(count));
    assert!(untyped(list("0,", MOST - 1)).is_ok());
    let page = |nodes: &str| format!(r#"{{"more":{nodes}"#);
    for unit in ["0,", "\"\",", "null,", "1.5,", "[0,1,2,3,1e9],"] {
        let body = list(unit, MOST);
        for fault in [untyped(&body), decoded(page(&body).as_bytes(), &PAGE)] {
            assert_eq!(fault.unwrap_err().expected, "at most 1,048,576 values", "{unit}");
        }
    }
    let map = format!("{{{}\"b\":0}}", "\"a\":0,".repeat(MOST / 2 + 1));
    assert_eq!(untyped(map).unwrap_err().expected, "at most 1,048,576 values");
}

#[test]
fn objects_and_lists_end_at_262_144() {
    const MOST: usize = 1 << 18;
    let list = |unit: &str, count: usize| format!("[{}0]", unit.repeat(count));
    assert!(untyped(list("[],", MOST - 1)).is_ok());
    for unit in ["[],", "{},", "[[[[]]]],", "{\"a\":null},", "[0,1e9],"] {
        for body in [list(unit, MOST), format!(r#"{{"nodes":[],"more":{}}}"#, list(unit, MOST))] {
            for fault in [untyped(&body), decoded(body.as_bytes(), &PAGE)] {
                assert_eq!(fault.unwrap_err().expected, "at most 262,144 objects and lists");
            }
        }
    }
    let deep = format!("{}{},", "[".repeat(500), "]".repeat(500));
    let fault = untyped(list(&deep, (1 << 20) / deep.len())).unwrap_err();
    assert_eq!(fault.expected, "at most 262,144 objects and lists");
}

#[test]
fn names_end_at_32_768() {
    let body = |count: usize, name: &dyn Fn(usize) -> String| {
        let properties: Vec<_> = (0..count).map(|at| format!("\"{}\":0", name(at))).collect();
        format!("{{{}}}", properties.join(","))
    };
    let names: [&dyn Fn(usize) -> String; 5] = [
        &|at| at.to_string(),
        &|at| format!("k{at}"),
        &|at| format!("{at:x}é"),
        &|at| format!("\\u0061{at}"),
        &|at| format!("ret_1TB4{at:08X}SBX"),
    ];
    for name in names {
        assert!(untyped(body(32_700, name)).is_ok());
        for text in [body(33_000, name), format!("[{},{}]", body(20_000, name), body(33_000, name))]
        {
            let fault = untyped(&text).unwrap_err();
            assert_eq!(fault.expected, "at most 32,768 different names beyond the model's");
            assert!(fault.found.starts_with("a string"), "{}", fault.found);
            let page = format!(r#"{{"nodes":[{text}"#);
            let fault = decoded(page.as_bytes(), &PAGE).unwrap_err();
            assert_eq!(fault.expected, "at most 32,768 different names beyond the model's");
        }
    }
    // Repeated names count once, and the model's own names do not count.
    let known = r#"{"id":"org_1234567890123456","name":"n","domain":null},"#;
    let more = body(50, &|at| format!("new_{at}"));
    let rows = format!("[{}{known}{more}]", format!("{known}{more},").repeat(5000));
    assert!(untyped(&rows).is_ok());
    // Names that would collide without end, had somebody chosen them so.
    assert!(untyped(body(32_000, &|at| "x".repeat(at % 100 + 1))).is_ok());
}

#[test]
fn numbers_end_at_a_thousand_digits() {
    for (unit, rest) in [("9", ""), ("9", "e5"), ("0.", "1"), ("-", "8"), ("1e", "5")] {
        let number = |length: usize| {
            let digits = "7".repeat(length - unit.len() - rest.len());
            format!("{unit}{digits}{rest}")
        };
        assert!(untyped(number(1000)).is_ok());
        let fault = untyped(format!("[{}]", number(1001))).unwrap_err();
        assert_eq!(
            (fault.path.as_str(), fault.expected.as_str()),
            ("[0]", "a number of at most 1,000 digits")
        );
        assert!(fault.found.starts_with("the number "), "{}", fault.found);
    }
}

#[test]
fn surrogates_may_be_alone() {
    for (body, units) in [
        (r#""\ud800""#, vec![0xd800]),
        (r#""\udc00\ud800""#, vec![0xdc00, 0xd800]),
        (r#""\ud83d\ude00""#, vec![0xd83d, 0xde00]),
        (r#""a\ud83dé""#, vec![0x61, 0xd83d, 0xe9]),
    ] {
        assert_eq!(untyped(body), Ok(Javascript::Text(units)), "{body}");
    }
    let properties = BTreeMap::from([(vec![0xd800], Javascript::Null)]);
    assert_eq!(untyped(r#"{"\ud800":null}"#), Ok(Javascript::Object(properties)));
    assert!(untyped(b"\"\xed\xa0\x80\"").is_err());
}

#[test]
fn invalid_utf8_is_refused_everywhere() {
    for bytes in [&b"\x80"[..], b"\xc3", b"\xc0\xaf", b"\xe2\x82", b"\xf5\x80\x80\x80", b"\xff"] {
        for (front, back) in [
            ("\"", "\""),
            ("\"12345678", "12345678\""),
            ("\"\\n", "\""),
            ("{\"", "\":1}"),
            ("{\"id\":\"", "\"}"),
            ("[\"\\\\", "\"]"),
            ("", ""),
            ("1", ""),
        ] {
            let body = [front.as_bytes(), bytes, back.as_bytes()].concat();
            assert!(untyped(&body).is_err(), "{}", body.escape_ascii());
            assert!(decoded(&body, &PAGE).is_err(), "{}", body.escape_ascii());
        }
    }
}

#[test]
fn one_byte_order_mark_is_skipped() {
    assert_eq!(untyped("\u{feff}1"), Ok(Javascript::Number(1.0)));
    assert!(untyped("\u{feff}\u{feff}1").is_err());
    assert!(untyped(" \u{feff}1").is_err());
    assert!(untyped("1\u{feff}").is_err());
    assert!(untyped("\u{feff}").is_err());
}

#[test]
fn keys_may_be_escaped_repeated_and_strange() {
    let organisation = r#"{"\u006eame":"a","n\u0061me":"b","domain":null,"__proto__":1,"":2,"id":"org_1234567890123456","__proto__":3}"#;
    let expected = Expected { kind: Organisation::KIND, nullable: false };
    assert_eq!(
        decoded(organisation.as_bytes(), &expected),
        Ok(object(&[
            ("id", Javascript::text("org_1234567890123456")),
            ("name", Javascript::text("b")),
            ("domain", Javascript::Null),
            ("__proto__", Javascript::Number(3.0)),
            ("", Javascript::Number(2.0)),
        ]))
    );
    assert_eq!(untyped(r#"{"a":1,"a":[],"a":"x"}"#), Ok(object(&[("a", Javascript::text("x"))])));
}

#[test]
fn null_is_a_body_where_that_is_expected() {
    assert!(decoded(b"null", &PAGE).is_err());
    assert_eq!(decoded(b" null ", &Expected { nullable: true, ..PAGE }), Ok(Javascript::Null));
    let fault = decoded(b"1", &Expected { nullable: true, ..PAGE }).unwrap_err();
    assert_eq!((fault.path.as_str(), fault.expected.as_str()), ("", "an object or null"));
}

#[test]
fn records_can_be_used_again() {
    let mut records = Records::default();
    for _ in 0..3 {
        assert!(decode(b"[1,2", &PAGE, &mut records).is_err());
        decode(BODY.as_bytes(), &PAGE, &mut records).unwrap();
        assert_eq!(Ok(read(&records)), decoded(BODY.as_bytes(), &PAGE));
        decode(b"[1.5,\"a\"]", &Expected::ANYTHING, &mut records).unwrap();
        assert_eq!(Ok(read(&records)), untyped("[1.5,\"a\"]"));
        records.trim();
    }
}

#[test]
fn text_has_room_behind_numbers_that_become_text() {
    let text = "a string beyond the short ones";
    for count in 0..300 {
        let body = format!(
            "[{}{}null]",
            "123456789012345678901234,".repeat(count),
            format!("\"{text}\",").repeat(count)
        );
        let number = Javascript::Bigint("123456789012345678901234".into());
        let mut expected = vec![number; count];
        expected.extend(vec![Javascript::text(text); count]);
        expected.push(Javascript::Null);
        assert_eq!(untyped(&body), Ok(Javascript::List(expected)), "{count}");
    }
}

/// Words, numbers and text in total, in bytes.
fn size(records: &Records) -> usize {
    8 * (records.values().len() + records.numbers().len() + records.integers().len())
        + records.texts().len()
        + records.wide().len()
}

#[test]
fn records_are_bounded_by_the_body() {
    let mut records = Records::default();
    for unit in [
        "[],",
        "{},",
        "0,",
        "1.5,",
        "\"\",",
        "\"ab\",",
        "\"é\",",
        "\"\\u00e9\",",
        "{\"\":0},",
        "12345678901234567890,",
        "9999999999999999,",
        "{\"a\":1,\"a\":1},",
    ] {
        let body = format!("[{}0]", unit.repeat(10_000));
        decode(body.as_bytes(), &Expected::ANYTHING, &mut records).unwrap();
        assert!(size(&records) <= 12 * body.len(), "{unit}: {} of {}", size(&records), body.len());
    }
    let item = r#"{"id":"org_1234567890123456","name":"","domain":null}"#;
    let (_, page_info) = BODY.split_once(r#""page_info""#).unwrap();
    let body = format!(
        r#"{{"nodes":[{item}],"total_count":1,{}"page_info"{page_info}"#,
        r#""total_count":1,"#.repeat(10_000)
    );
    decode(body.as_bytes(), &PAGE, &mut records).unwrap();
    assert!(size(&records) <= 1000, "duplicates of a known property");
}
