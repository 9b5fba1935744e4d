//! Numbers: exact, and of the type that JavaScript should see.

use isometric_registry::decode::Expected;
use isometric_registry::model::table::Kind;

use super::javascript::Javascript;
use super::{decoded, runner, untyped};
use proptest::prelude::*;

fn of(kind: Kind, literal: &str) -> Option<Javascript> {
    decoded(literal.as_bytes(), &Expected { kind, nullable: false }).ok()
}

fn number(value: f64) -> Option<Javascript> {
    Some(Javascript::Number(value))
}

fn bigint(digits: &str) -> Option<Javascript> {
    Some(Javascript::Bigint(digits.into()))
}

/// The double that was read, to the last bit.
fn bits(value: Option<Javascript>) -> Option<u64> {
    match value {
        Some(Javascript::Number(float)) => Some(float.to_bits()),
        _ => None,
    }
}

#[test]
fn doubles_are_exact() {
    let literal =
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,25}|\\.0{0,30}[0-9]{1,5})?([eE][+-]?[0-9]{1,3})?";
    runner(20_000)
        .run(&literal, |literal| {
            let float: f64 = literal.parse().unwrap();
            let expected = float.is_finite().then_some(float.to_bits());
            prop_assert_eq!(bits(of(Kind::Number, &literal)), expected, "{}", literal);
            if literal.contains(['.', 'e', 'E']) {
                prop_assert_eq!(bits(untyped(&literal).ok()), Some(float.to_bits()), "{}", literal);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn the_largest_double_is_finite() {
    let finite = [
        "1.7976931348623157e308",
        "17976931348623157e292",
        "0e999999999999",
        "1e-999999999999999999999",
    ];
    for literal in finite {
        assert_eq!(
            bits(of(Kind::Number, literal)),
            Some(literal.parse::<f64>().unwrap().to_bits()),
            "{literal}"
        );
    }
    for literal in
        ["1.7976931348623159e308", "1e309", "-1e309", "1e999999999999999999999", "0.1e310"]
    {
        assert_eq!(of(Kind::Number, literal), None, "{literal}");
        assert_eq!(untyped(literal).ok(), number(literal.parse().unwrap()), "{literal}");
    }
}

#[test]
fn kilograms_are_whole_and_of_64_bits() {
    for (literal, digits) in [
        ("0", "0"),
        ("-0", "0"),
        ("-0.0e5", "0"),
        ("1.0", "1"),
        ("1e3", "1000"),
        ("1.5E1", "15"),
        ("10e-1", "1"),
        ("100000000000000000000000e-20", "1000"),
        ("1.00000000000000000000000000", "1"),
        ("0.000000000000000000000001e24", "1"),
        ("0e99999999999999999999", "0"),
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775807.0", "9223372036854775807"),
        ("922337203685477580.7e1", "9223372036854775807"),
    ] {
        assert_eq!(of(Kind::Kilograms, literal), bigint(digits), "{literal}");
    }
    for literal in [
        "9223372036854775808",
        "-9223372036854775809",
        "92233720368547758070",
        "9223372036854775807.1",
        "9223372036854775807.00000000000000000001",
        "0.1",
        "1e-1",
        "1e19",
        "1e9999999999999999999999",
        "1e-9999999999999999999999",
        "\"1\"",
    ] {
        assert_eq!(of(Kind::Kilograms, literal), None, "{literal}");
    }
}

#[test]
fn degrees_are_exact_at_their_bounds() {
    for literal in
        ["90", "-90", "90.0", "9e1", "900e-1", "89.99999999999999999999999", "-0", "1e-400"]
    {
        assert!(of(Kind::Latitude, literal).is_some(), "{literal}");
    }
    for literal in [
        "90.00000000000000000000000001",
        "-90.1",
        "91",
        "9e2",
        "1e400",
        "900000000000000000001e-19",
    ] {
        assert_eq!(of(Kind::Latitude, literal), None, "{literal}");
    }
    assert_eq!(of(Kind::Longitude, "-180"), number(-180.0));
    assert_eq!(of(Kind::Longitude, "180.1"), None);
}

#[test]
fn integers_of_unknown_properties_are_numbers_when_safe() {
    for (literal, expected) in [
        ("9007199254740991", number(9_007_199_254_740_991.0)),
        ("-9007199254740991", number(-9_007_199_254_740_991.0)),
        ("9007199254740992", bigint("9007199254740992")),
        ("-9223372036854775808", bigint("-9223372036854775808")),
        ("9223372036854775808", bigint("9223372036854775808")),
        ("-123456789012345678901234567890", bigint("-123456789012345678901234567890")),
        ("9007199254740993.0", number(9_007_199_254_740_992.0)),
        ("1e3", number(1000.0)),
        ("1e400", number(f64::INFINITY)),
        ("2147483648", number(2_147_483_648.0)),
        ("-2147483648", number(-2_147_483_648.0)),
    ] {
        assert_eq!(untyped(literal).ok(), expected, "{literal}");
    }
    for literal in ["-0", "-0.0", "-0e5"] {
        assert_eq!(bits(untyped(literal).ok()), Some((-0.0_f64).to_bits()), "{literal}");
        assert_eq!(bits(of(Kind::Number, literal)), Some((-0.0_f64).to_bits()), "{literal}");
    }
}

#[test]
fn counts_are_safe_integers() {
    assert_eq!(of(Kind::Integer, "1.0"), number(1.0));
    assert_eq!(of(Kind::Integer, "9007199254740991"), number(9_007_199_254_740_991.0));
    assert_eq!(of(Kind::TextOrInteger, "5"), number(5.0));
    for literal in ["1.5", "9007199254740992", "-9007199254740992", "1e16", "true"] {
        assert_eq!(of(Kind::Integer, literal), None, "{literal}");
        assert_eq!(of(Kind::TextOrInteger, literal), None, "{literal}");
    }
}
