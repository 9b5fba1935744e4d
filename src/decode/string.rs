//! Strings: straight through eight bytes at a time, or slowly where there is more than ASCII in them.

use super::records::{Records, Value, tag};
use super::scanner::Scanner;

/// This byte, eight times.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The high bit of every byte that does not simply stand for itself: quotation mark, backslash,
/// control character, beyond ASCII. Only the lowest of these bits is to be relied on.
#[inline]
fn special(chunk: u64) -> u64 {
    let quote = (chunk ^ each(b'"')).wrapping_sub(each(1));
    let backslash = (chunk ^ each(b'\\')).wrapping_sub(each(1));
    let control = chunk.wrapping_sub(each(b' '));
    (quote | backslash | control | chunk) & each(0x80)
}

/// Reads a string whose opening quotation mark has been read, as `TEXT` or `WIDE`. What is expected is the error.
#[inline]
pub(super) fn read(
    scanner: &mut Scanner<'_>,
    records: &mut Records,
) -> Result<Value, &'static str> {
    let place = records.text.len;
    let source = scanner.rest();
    let target = records.text.bytes.get_mut(place..).unwrap_or_default();
    let mut length: usize = 0;
    while let Some(from) = source.get(length..).and_then(|rest| rest.first_chunk())
        && let Some(to) = target.get_mut(length..).and_then(|rest| rest.first_chunk_mut())
    {
        let chunk = u64::from_le_bytes(*from);
        *to = *from;
        let special = special(chunk);
        if special == 0 {
            length = length.wrapping_add(8);
            continue;
        }
        length = length.wrapping_add((special.trailing_zeros() >> 3) as usize);
        if source.get(length) != Some(&b'"') {
            break;
        }
        scanner.advance(length.wrapping_add(1));
        records.text.len = place.wrapping_add(length);
        return Ok(Value::new(tag::TEXT, length, place));
    }
    read_any(scanner, records)
}

/// Reads any string, by way of UTF-16.
#[cold]
#[inline(never)]
fn read_any(scanner: &mut Scanner<'_>, records: &mut Records) -> Result<Value, &'static str> {
    let place = records.units.len();
    loop {
        let rest = scanner.rest();
        let plain = rest.iter().position(|&byte| byte < b' ' || byte == b'"' || byte == b'\\');
        let run = rest.get(..plain.unwrap_or(rest.len())).unwrap_or_default();
        let text = match str::from_utf8(run) {
            Ok(text) => text,
            Err(error) => {
                scanner.advance(error.valid_up_to());
                return Err("UTF-8");
            }
        };
        records.units.extend(text.encode_utf16());
        scanner.advance(run.len());
        if scanner.take(b'"') {
            break;
        }
        if !scanner.take(b'\\') {
            return Err("the rest of a string");
        }
        records.units.push(read_escape(scanner).ok_or("an escape sequence")?);
    }
    let units = records.units.get(place..).unwrap_or_default();
    let length = units.len();
    if units.iter().any(|&unit| unit > 0x7f) {
        return Ok(Value::new(tag::WIDE, length, place));
    }
    let place = records.text.push(units.iter().map(|&unit| unit as u8));
    records.units.truncate(records.units.len().wrapping_sub(length));
    Ok(Value::new(tag::TEXT, length, place))
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
