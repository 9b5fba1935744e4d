//! The values that the reader in JavaScript creates from records.

use std::collections::BTreeMap;

use isometric_registry::decode::{Records, tag};
use isometric_registry::model::page::{ListResource, Page};
use isometric_registry::model::table::{Kind, Model, Table};
use isometric_registry::model::{MODELS, organisation::Organisation};

/// A JavaScript value.
#[derive(Debug, Clone)]
pub(crate) enum Javascript {
    Null,
    Boolean(bool),
    Number(f64),
    Bigint(String),
    Text(Vec<u16>),
    List(Vec<Self>),
    Object(BTreeMap<Vec<u16>, Self>),
}

/// Numbers may differ in their last three bits, which serde_json does not always get right.
impl PartialEq for Javascript {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(left), Self::Boolean(right)) => left == right,
            (Self::Number(left), Self::Number(right)) => {
                left.to_bits().abs_diff(right.to_bits()) < 8
            }
            (Self::Bigint(left), Self::Bigint(right)) => left == right,
            (Self::Text(left), Self::Text(right)) => left == right,
            (Self::List(left), Self::List(right)) => left == right,
            (Self::Object(left), Self::Object(right)) => left == right,
            _ => false,
        }
    }
}

impl Javascript {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.encode_utf16().collect())
    }

    /// The expected value of a body of this kind, from serde_json's reading.
    pub(crate) fn expected(json: &serde_json::Value, kind: &Kind) -> Self {
        use serde_json::Value;
        match (json, kind) {
            (Value::Null, _) => Self::Null,
            (Value::Bool(value), _) => Self::Boolean(*value),
            (Value::String(text), _) => Self::text(text),
            (Value::Number(number), Kind::Kilograms | Kind::PositiveKilograms) => {
                let float = || format!("{}", number.as_f64().unwrap() as i64);
                Self::Bigint(number.as_i64().map_or_else(float, |integer| integer.to_string()))
            }
            (Value::Number(number), Kind::Any) if !number.is_f64() => {
                let is_safe = number.as_f64().unwrap().abs() < (1_u64 << 53) as f64;
                if is_safe {
                    Self::Number(number.as_f64().unwrap())
                } else {
                    Self::Bigint(number.to_string())
                }
            }
            (Value::Number(number), _) => Self::Number(number.as_f64().unwrap()),
            (Value::Array(items), kind) => {
                let item = if let Kind::List(list) = kind { list.item } else { Kind::Any };
                Self::List(items.iter().map(|value| Self::expected(value, &item)).collect())
            }
            (Value::Object(properties), kind) => {
                let kind_of = |name: &str| match kind {
                    Kind::Object(table) => {
                        table.property(name).map_or(Kind::Any, |known| known.kind)
                    }
                    _ => Kind::Any,
                };
                let property = |(name, value): (&String, &Value)| {
                    (name.encode_utf16().collect(), Self::expected(value, &kind_of(name)))
                };
                Self::Object(properties.iter().map(property).collect())
            }
        }
    }
}

/// A copy of `pkg/src/core/reader.ts` in Rust.
pub(crate) fn read(records: &Records) -> Javascript {
    let reader = Reader { records, texts: parsed(records.texts()), wide: parsed(records.wide()) };
    reader.value(*records.values().last().unwrap())
}

/// The strings of a list of JSON, as `JSON.parse` reads them: serde_json rejects lone surrogates.
fn parsed(json: &[u8]) -> Vec<Vec<u16>> {
    let items = json.strip_prefix(b"[").unwrap().strip_suffix(b"]").unwrap();
    let mut letters = str::from_utf8(items).unwrap().chars();
    let mut strings = Vec::new();
    while let Some(opening) = letters.next() {
        assert_eq!(opening, '"');
        let mut units = Vec::new();
        loop {
            match letters.next().unwrap() {
                '"' => break,
                '\\' => units.push(escape(&mut letters)),
                letter => units.extend_from_slice(letter.encode_utf16(&mut [0; 2])),
            }
        }
        strings.push(units);
        assert!(matches!(letters.next(), Some(',') | None));
    }
    strings
}

fn escape(letters: &mut std::str::Chars<'_>) -> u16 {
    match letters.next().unwrap() {
        'u' => letters
            .by_ref()
            .take(4)
            .fold(0, |unit, digit| unit << 4 | u16::try_from(digit.to_digit(16).unwrap()).unwrap()),
        letter => {
            let text = serde_json::from_str::<String>(&format!("\"\\{letter}\"")).unwrap();
            text.encode_utf16().next().unwrap()
        }
    }
}

struct Reader<'a> {
    records: &'a Records,
    texts: Vec<Vec<u16>>,
    wide: Vec<Vec<u16>>,
}

impl Reader<'_> {
    fn value(&self, words: u64) -> Javascript {
        let Self { records, texts, wide } = self;
        let (head, payload) = (words as u32, (words >> 32) as u32);
        let (place, aux) = (payload as usize, (head >> 4) as usize);
        let digits = || String::from_utf16(&texts[place]).unwrap();
        match head & 15 {
            tag::NULL => Javascript::Null,
            tag::TRUE => Javascript::Boolean(true),
            tag::FALSE => Javascript::Boolean(false),
            tag::INTEGER => Javascript::Number(f64::from(payload as i32)),
            tag::NUMBER => Javascript::Number(records.numbers()[place]),
            tag::BIGINT => Javascript::Bigint(records.integers()[place].to_string()),
            tag::SHORT => Javascript::Text(texts.last().unwrap()[place..place + aux].to_vec()),
            tag::TEXT => Javascript::Text(texts[place].clone()),
            tag::WIDE => Javascript::Text(wide[place].clone()),
            tag::DECIMAL => Javascript::Number(digits().parse().unwrap()),
            tag::BIGTEXT => Javascript::Bigint(digits()),
            tag::OBJECT => self.object(aux % tag::DRIFTED as usize, place),
            tag::LIST => {
                let items = &records.values()[place..place + aux];
                Javascript::List(items.iter().map(|&item| self.value(item)).collect())
            }
            tag::MAP => {
                let mut properties = BTreeMap::new();
                self.add_unknown(words, &mut properties);
                Javascript::Object(properties)
            }
            other => panic!("a value with tag {other}"),
        }
    }

    fn object(&self, shape: usize, place: usize) -> Javascript {
        let names = names_of_shape(shape);
        let slots = &self.records.values()[place..=place + names.len()];
        let (unknown, known) = slots.split_first().unwrap();
        let mut properties = BTreeMap::new();
        for (name, &slot) in names.iter().zip(known) {
            if slot != 0 {
                properties.insert(name.encode_utf16().collect(), self.value(slot));
            }
        }
        if *unknown != 0 {
            self.add_unknown(*unknown, &mut properties);
        }
        Javascript::Object(properties)
    }

    fn add_unknown(&self, map: u64, properties: &mut BTreeMap<Vec<u16>, Javascript>) {
        let (count, place) = ((map as u32 >> 4) as usize, (map >> 32) as usize);
        for pair in self.records.values()[place..place + 2 * count].as_chunks::<2>().0 {
            let Javascript::Text(name) = self.value(pair[0]) else { panic!("a key is text") };
            properties.insert(name, self.value(pair[1]));
        }
    }
}

fn names_of_shape(shape: usize) -> Vec<&'static str> {
    let lists: [&Table; 2] = [Page::<Organisation>::TABLE, ListResource::<Organisation>::TABLE];
    let table = MODELS.iter().chain(&lists).find(|table| table.shape as usize == shape).unwrap();
    table.properties.iter().map(|property| property.name).collect()
}
