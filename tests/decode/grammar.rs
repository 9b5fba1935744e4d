//! JSON's grammar: exactly what serde_json accepts, read as it reads it.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde::de::IgnoredAny;

use isometric_registry::model::table::Kind;

use super::javascript::Javascript;
use super::source::{Style, any_json};
use super::{runner, untyped};

#[test]
fn any_json_is_read_as_serde_json_reads_it() {
    runner(4000)
        .run(&(any_json(), Style::any()), |(source, style)| {
            let body = style.print(&source);
            let json = serde_json::from_str(&body).unwrap();
            prop_assert_eq!(
                untyped(&body),
                Ok(Javascript::expected(&json, &Kind::Any)),
                "{}",
                body
            );
            Ok(())
        })
        .unwrap();
}

/// Whether serde_json accepts it. It ignores numbers' size, surrogates and depth when it skips values.
fn is_json(body: &[u8]) -> bool {
    str::from_utf8(body).is_ok_and(|text| serde_json::from_str::<IgnoredAny>(text).is_ok())
}

#[test]
fn what_is_not_json_is_refused() {
    let edit = (
        any::<Index>(),
        prop::sample::select(&b"\"\\{}[]:,.-+eE019ntfu/ \n\x00\x1f\x7f\x80\xc3\xff"[..]),
    );
    let edits = vec((edit, any::<bool>()), 1..4);
    runner(10_000)
        .run(&(any_json(), Style::any(), edits), |(source, style, edits)| {
            let mut body = style.print(&source).into_bytes();
            for ((index, byte), replaces) in edits {
                let at = index.index(body.len());
                if replaces {
                    body[at] = byte;
                } else {
                    body.insert(at, byte);
                }
            }
            prop_assert_eq!(
                untyped(&body).is_ok(),
                is_json(&body),
                "{:?}",
                body.escape_ascii().to_string()
            );
            Ok(())
        })
        .unwrap();
}

#[test]
fn whitespace_words_and_escapes_are_those_of_json() {
    for body in [
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "01",
        "-",
        "-01",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e+",
        "0x10",
        "1_000",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "{\"a\"}",
        "{1:1}",
        "\"\t\"",
        "\"\n\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u+123\"",
        "\"\\u12\"",
        "\"\\\"",
        "\"a",
        "[",
        "{",
        "[}",
        "{]",
        "1 1",
        "null,",
        "/**/1",
        "\u{a0}1",
        "1\u{c}",
        "\u{b}1",
        "'a'",
        "\"\u{1}\"",
        "]",
        "}",
        ",",
        ":",
    ] {
        assert!(untyped(body).is_err(), "{body:?}");
        assert!(!is_json(body.as_bytes()), "{body:?}");
    }
    assert_eq!(
        untyped(r#""\"\\\/\b\f\n\r\tAé😀""#),
        Ok(Javascript::text("\"\\/\u{8}\u{c}\n\r\tAé😀"))
    );
}
