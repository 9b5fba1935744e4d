//! Strings: checked, and copied as written, many bytes at a time.

use super::chunk;
use super::records::{Records, ShortRun, Value, tag};
use super::scanner::Scanner;
use crate::model::id::{MAX_LENGTH, MIN_LENGTH, strangers};

/// Reads a string whose opening quotation mark has been read, as `SHORT`, `TEXT` or `WIDE`. The error is what was
/// expected.
#[inline(always)]
pub(super) fn read(
    scanner: &mut Scanner<'_>,
    records: &mut Records,
) -> Result<Value, &'static str> {
    let (plain, is_end) = copy(scanner, records, chunk::special);
    if !is_end {
        return read_any(scanner, records, plain);
    }
    let source = scanner.rest();
    scanner.advance(plain.wrapping_add(1));
    if plain <= ShortRun::LONGEST
        && let Some(chunk) = source.first_chunk()
    {
        return Ok(Value::new(tag::SHORT, plain, records.short.push(chunk, plain)));
    }
    Ok(Value::new(tag::TEXT, 0, records.texts.end(plain)))
}

/// Reads an id whose opening quotation mark has been read, if it is one in the usual form.
#[inline(always)]
pub(super) fn read_id(scanner: &mut Scanner<'_>, records: &mut Records) -> Option<Value> {
    let (length, is_end) = copy(scanner, records, strangers);
    if !is_end || !(MIN_LENGTH..=MAX_LENGTH).contains(&length) {
        return None;
    }
    scanner.advance(length.wrapping_add(1));
    Some(Value::new(tag::TEXT, 0, records.texts.end(length)))
}

/// Copies what comes next to the end of the texts, up to the first byte that needs attention. Returns how many bytes
/// come before that, and whether it is a quotation mark. Near the end of the body it stops early.
#[inline(always)]
fn copy(
    scanner: &Scanner<'_>,
    records: &mut Records,
    special: impl Fn(&[u8; chunk::SIZE]) -> u32,
) -> (usize, bool) {
    let source = scanner.rest();
    let target = records.texts.room();
    let mut length: usize = 0;
    loop {
        let end = length.wrapping_add(chunk::SIZE);
        let (Some(from), Some(to)) = (source.get(length..end), target.get_mut(length..end)) else {
            return (length, false);
        };
        let (Some(from), Some(to)) = (from.first_chunk(), to.first_chunk_mut()) else {
            return (length, false);
        };
        *to = *from;
        let special = special(from);
        if special != 0 {
            length = length.wrapping_add(special.trailing_zeros() as usize);
            return (length, source.get(length) == Some(&b'"'));
        }
        length = end;
    }
}

/// Reads a string of which the given number of bytes are plain.
#[inline(never)]
fn read_any(
    scanner: &mut Scanner<'_>,
    records: &mut Records,
    plain: usize,
) -> Result<Value, &'static str> {
    let start = scanner.at();
    scanner.advance(plain);
    let problem = loop {
        scanner.advance(chunk::unmarked(scanner.rest()));
        if scanner.peek() == Some(b'"') {
            break None;
        }
        if !scanner.take(b'\\') {
            break Some("the rest of a string");
        }
        if read_escape(scanner).is_none() {
            break Some("an escape sequence");
        }
    };
    let text = scanner.since(start);
    let is_ascii = text.is_ascii();
    if !is_ascii && let Err(error) = str::from_utf8(text) {
        scanner.go_to(start.wrapping_add(error.valid_up_to()));
        return Err("UTF-8");
    }
    if let Some(expected) = problem {
        return Err(expected);
    }
    scanner.advance(1);
    Ok(if is_ascii {
        Value::new(tag::TEXT, 0, records.texts.push(text))
    } else {
        Value::new(tag::WIDE, 0, records.wide.push(text))
    })
}

/// Reads what follows a backslash.
fn read_escape(scanner: &mut Scanner<'_>) -> Option<u16> {
    let letter = scanner.peek()?;
    let unit = match letter {
        b'"' | b'\\' | b'/' => letter,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let digits = scanner.rest().get(1..5)?;
            let unit = digits.iter().try_fold(0_u32, |unit, &digit| {
                Some(unit << 4 | char::from(digit).to_digit(16)?)
            })?;
            scanner.advance(5);
            return u16::try_from(unit).ok();
        }
        _ => return None,
    };
    scanner.advance(1);
    Some(u16::from(unit))
}

/// Whether text is written with escape sequences.
pub(super) fn is_escaped(written: &[u8]) -> bool {
    written.contains(&b'\\')
}

/// The meaning of text with escape sequences that has been read before. Lone surrogates are replaced.
#[inline(never)]
pub(super) fn unescaped(written: &[u8]) -> String {
    let mut scanner = Scanner::new(written);
    let mut units = Vec::new();
    loop {
        let rest = scanner.rest();
        let plain = rest.iter().position(|&byte| byte == b'\\').unwrap_or(rest.len());
        let run = str::from_utf8(rest.get(..plain).unwrap_or_default()).unwrap_or_default();
        units.extend(run.encode_utf16());
        scanner.advance(plain.saturating_add(1));
        let Some(unit) = read_escape(&mut scanner) else { break };
        units.push(unit);
    }
    String::from_utf16_lossy(&units)
}

/// The strings of a list that has been finished.
pub(super) fn strings(list: &[u8]) -> Vec<String> {
    let mut strings = Vec::new();
    let mut start: Option<usize> = None;
    let mut is_escaped = false;
    for (at, &byte) in list.iter().enumerate() {
        match (start, byte) {
            _ if is_escaped => is_escaped = false,
            (_, b'\\') => is_escaped = true,
            (None, b'"') => start = Some(at.saturating_add(1)),
            (Some(from), b'"') => {
                strings.push(unescaped(list.get(from..at).unwrap_or_default()));
                start = None;
            }
            _ => {}
        }
    }
    strings
}
