//! Random JSON: trees that conform to a table, and the many ways to write them.

use isometric_registry::model::table::{Kind, Property, Table};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

/// JSON, with numbers as written and properties in their order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Source {
    Word(&'static str),
    Number(String),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Source {
    pub(crate) fn number(literal: impl ToString) -> Self {
        Self::Number(literal.to_string())
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// Ways to write JSON, chosen one after the other from random bytes.
#[derive(Debug, Clone)]
pub(crate) struct Style(Vec<u8>);

impl Style {
    pub(crate) fn any() -> impl Strategy<Value = Self> {
        prop_oneof![Just(Self(vec![0])), vec(any::<u8>(), 1..40).prop_map(Self)]
    }

    pub(crate) fn plain() -> Self {
        Self(vec![0])
    }

    pub(crate) fn print(&self, source: &Source) -> String {
        let mut choices = self.0.iter().copied().cycle();
        let mut text = String::new();
        space(&mut choices, &mut text);
        print(source, &mut choices, &mut text);
        space(&mut choices, &mut text);
        text
    }
}

type Choices<'a> = dyn Iterator<Item = u8> + 'a;

fn space(choices: &mut Choices<'_>, text: &mut String) {
    const SPACES: [&str; 6] = ["", "", "", " ", "\n\t", "\r  "];
    text.push_str(SPACES[usize::from(choices.next().unwrap()) % SPACES.len()]);
}

fn print(source: &Source, choices: &mut Choices<'_>, text: &mut String) {
    match source {
        Source::Word(word) => text.push_str(word),
        Source::Number(literal) => text.push_str(literal),
        Source::Text(string) => print_string(string, choices, text),
        Source::List(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                space(choices, text);
                print(item, choices, text);
                space(choices, text);
            }
            text.push(']');
        }
        Source::Object(properties) => {
            text.push('{');
            for (index, (key, value)) in properties.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                space(choices, text);
                print_string(key, choices, text);
                space(choices, text);
                text.push(':');
                space(choices, text);
                print(value, choices, text);
                space(choices, text);
            }
            text.push('}');
        }
    }
}

fn print_string(string: &str, choices: &mut Choices<'_>, text: &mut String) {
    text.push('"');
    let escapes = choices.next().unwrap() % 4 == 3;
    for letter in string.chars() {
        if escapes && choices.next().unwrap().is_multiple_of(4) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else if let ' '..='!' | '#'..='[' | ']'.. = letter {
            text.push(letter);
        } else {
            let quoted = serde_json::to_string(&letter).unwrap();
            text.extend(quoted.chars().skip(1).take(quoted.chars().count() - 2));
        }
    }
    text.push('"');
}

/// Any text: short and long, plain and not.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[ -~]{0,40}",
        1 => any::<String>(),
        1 => "[a-zäöü€😀\\\\\"\n\u{0}\u{7f}]{0,20}",
    ]
}

/// Any number, in any notation.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|integer| integer.to_string()),
        any::<u64>().prop_map(|integer| integer.to_string()),
        any::<i16>().prop_map(|integer| integer.to_string()),
        finite().prop_map(|float| format!("{float:e}")),
        finite().prop_map(|float| format!("{float:?}")),
        "-?(0|[1-9][0-9]{0,5})(\\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?",
    ]
}

fn finite() -> impl Strategy<Value = f64> {
    use proptest::num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO};
    NORMAL | SUBNORMAL | ZERO | POSITIVE | NEGATIVE
}

/// Any JSON.
pub(crate) fn any_json() -> BoxedStrategy<Source> {
    let leaf = prop_oneof![
        prop::sample::select(&["null", "true", "false"][..]).prop_map(Source::Word),
        number().prop_map(Source::Number),
        text().prop_map(Source::Text),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![vec(inner.clone(), 0..5).prop_map(Source::List), object(inner)]
    })
    .boxed()
}

fn object(value: BoxedStrategy<Source>) -> impl Strategy<Value = Source> {
    btree_map(text(), value, 0..5)
        .prop_map(|properties| Source::Object(properties.into_iter().collect()))
}

/// JSON of this kind.
pub(crate) fn conforming(kind: &Kind) -> BoxedStrategy<Source> {
    match *kind {
        Kind::Text
        | Kind::LimitedText(_)
        | Kind::NonEmptyText
        | Kind::Email
        | Kind::Constant(_) => text().prop_map(Source::Text).boxed(),
        Kind::Enum(table) => {
            prop_oneof![prop::sample::select(table.values).prop_map(String::from), text()]
                .prop_map(Source::Text)
                .boxed()
        }
        Kind::Id(_) => "[a-zA-Z0-9_]{20,37}".prop_map(Source::Text).boxed(),
        Kind::Date => "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])".prop_map(Source::Text).boxed(),
        Kind::Timestamp => {
            "20[0-9]{2}-(0[1-9]|1[0-2])-31T(0[0-9]|2[0-3]):[0-5][0-9]:60(\\.[0-9]{1,9})?(Z|[+-]05:30)"
                .prop_map(|moment| Source::Text(moment.replace("-31T", "-28T")))
                .boxed()
        }
        Kind::Boolean | Kind::Accepted => {
            prop::sample::select(&["true", "false"][..]).prop_map(Source::Word).boxed()
        }
        Kind::Number => prop_oneof![finite().prop_map(|float| float.to_string()), number()]
            .prop_map(Source::Number)
            .boxed(),
        Kind::Latitude => (-90_f64..=90.0).prop_map(Source::number).boxed(),
        Kind::Longitude => (-180_f64..=180.0).prop_map(Source::number).boxed(),
        Kind::Integer | Kind::BoundedInteger(..) => safe_integer(),
        Kind::Kilograms | Kind::PositiveKilograms => {
            prop_oneof![any::<i64>().prop_map(Source::number), safe_integer()].boxed()
        }
        Kind::TextOrInteger => {
            prop_oneof![safe_integer(), text().prop_map(Source::Text)].boxed()
        }
        Kind::Object(table) => model(table),
        Kind::List(list) => vec(conforming(&list.item), 0..4).prop_map(Source::List).boxed(),
        Kind::AnyObject => object(any_json()).boxed(),
        Kind::Any => any_json(),
    }
}

fn safe_integer() -> BoxedStrategy<Source> {
    let largest = (1_i64 << 53) - 1;
    prop_oneof![
        (-largest..=largest).prop_map(Source::number),
        any::<i16>().prop_map(|integer| Source::Number(format!("{integer}.000"))),
        any::<i16>().prop_map(|integer| Source::Number(format!("{integer}e3"))),
        any::<i16>().prop_map(|integer| Source::Number(format!("{integer}000E-3"))),
    ]
    .boxed()
}

fn model(table: &'static Table) -> BoxedStrategy<Source> {
    let known: Vec<_> = table.properties.iter().map(property).collect();
    let unknown = btree_map(text(), any_json(), 0..3).prop_map(move |mut properties| {
        properties.retain(|name, _| table.property(name).is_none());
        properties
    });
    (known, unknown)
        .prop_map(|(known, unknown)| known.into_iter().flatten().chain(unknown).collect::<Vec<_>>())
        .prop_flat_map(|properties| {
            prop_oneof![Just(properties.clone()), Just(properties).prop_shuffle()]
        })
        .prop_map(Source::Object)
        .boxed()
}

fn property(property: &'static Property) -> BoxedStrategy<Option<(String, Source)>> {
    let value = if property.nullable {
        prop_oneof![1 => Just(Source::Word("null")), 3 => conforming(&property.kind)].boxed()
    } else {
        conforming(&property.kind)
    };
    let there = value.prop_map(|value| Some((property.name.to_owned(), value)));
    if property.optional { prop_oneof![Just(None), there].boxed() } else { there.boxed() }
}
