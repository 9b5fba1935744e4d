//! Excerpts of a body for messages, shortened to fit.

use crate::model::format::quote;
use crate::text::concat;

/// Appends a property's name to a path, in brackets and quotation marks unless it is a plain word.
pub(super) fn push_name(path: &mut String, name: &str) {
    if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
    } else {
        path.push('[');
        path.push_str(&quote(name));
        path.push(']');
    }
}

/// The contents at this place of the body, in a few words.
pub(super) fn found(body: &[u8], at: usize) -> String {
    let rest = body.get(at..).unwrap_or_default();
    match rest {
        [] => "the end of the body".into(),
        [b'"', ..] => concat(&["a string ", &quote(&string_at(body, at))]),
        [b'-' | b'0'..=b'9', ..] => {
            let is_part = |&byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
            concat(&["the number ", &start_of(rest, is_part)])
        }
        [b'{', ..] => "an object".into(),
        [b'[', ..] => "a list".into(),
        [first, ..] if first.is_ascii_alphabetic() => start_of(rest, u8::is_ascii_alphabetic),
        _ => quote(&String::from_utf8_lossy(rest).chars().take(1).collect::<String>()),
    }
}

/// The first bytes that belong together, shortened to fit into a message.
fn start_of(rest: &[u8], belongs: impl Fn(&u8) -> bool) -> String {
    const LONGEST: usize = 40;
    let mut text: String = rest
        .iter()
        .take(LONGEST)
        .take_while(|byte| belongs(byte))
        .copied()
        .map(char::from)
        .collect();
    if rest.get(LONGEST).is_some_and(&belongs) && text.len() == LONGEST {
        text.push('…');
    }
    text
}

/// The start of the string at this place in the body, as written.
pub(super) fn string_at(body: &[u8], at: usize) -> String {
    const LONGEST: usize = 256;
    let rest = body.get(at..).unwrap_or_default();
    let text = rest.get(1..).unwrap_or_default();
    let mut is_escaped = false;
    let length = text
        .iter()
        .take(LONGEST)
        .take_while(|&&byte| {
            let goes_on = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            goes_on
        })
        .count();
    String::from_utf8_lossy(text.get(..length).unwrap_or_default()).into_owned()
}
