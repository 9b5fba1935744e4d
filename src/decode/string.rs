//! Strings: straight through many bytes at a time, or slowly where there is more than ASCII in them.

use super::chunk;
use super::records::{Records, Value, tag};
use super::scanner::Scanner;

/// Reads a string whose opening quotation mark has been read, as `TEXT` or `WIDE`. What is expected is the error.
#[inline(always)]
pub(super) fn read(
    scanner: &mut Scanner<'_>,
    records: &mut Records,
) -> Result<Value, &'static str> {
    let place = records.text.len;
    let source = scanner.rest();
    let target = records.text.bytes.get_mut(place..).unwrap_or_default();
    let mut length: usize = 0;
    loop {
        let end = length.wrapping_add(chunk::SIZE);
        let (Some(from), Some(to)) = (source.get(length..end), target.get_mut(length..end)) else {
            return read_last(scanner, records, length);
        };
        let (Some(from), Some(to)) = (from.first_chunk(), to.first_chunk_mut()) else {
            return read_last(scanner, records, length);
        };
        *to = *from;
        let special = chunk::special(from);
        if special == 0 {
            length = end;
            continue;
        }
        length = length.wrapping_add(special.trailing_zeros() as usize);
        if source.get(length) != Some(&b'"') {
            return read_any(scanner, records);
        }
        scanner.advance(length.wrapping_add(1));
        records.text.len = place.wrapping_add(length);
        return Ok(Value::new(tag::TEXT, length, place));
    }
}

/// Reads on near the end of the body, where the first so many bytes are plain.
#[inline(never)]
fn read_last(
    scanner: &mut Scanner<'_>,
    records: &mut Records,
    plain: usize,
) -> Result<Value, &'static str> {
    let rest = scanner.rest();
    let is_plain = |&byte: &u8| byte != b'"' && byte != b'\\' && (b' '..0x80).contains(&byte);
    let more = rest.get(plain..).unwrap_or_default().iter().take_while(|byte| is_plain(byte));
    let length = plain.wrapping_add(more.count());
    if rest.get(length) != Some(&b'"') {
        return read_any(scanner, records);
    }
    let place = records.text.push(rest.get(..length).unwrap_or_default().iter().copied());
    scanner.advance(length.wrapping_add(1));
    Ok(Value::new(tag::TEXT, length, place))
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
        for unit in text.encode_utf16() {
            records.units.push(unit);
        }
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
