//! Answers: a page of a list, the batches of a record, one batch; each node with its own bytes.

use super::action::Answer;
use super::json::{Object, items, string};

/// Why an answer cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable(pub String);

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// The JSON of each item.
    pub nodes: Vec<&'a str>,
    /// The number of items of the list.
    pub total: u64,
    /// Whether there are items after it.
    pub has_next: bool,
    /// The cursor of its last item.
    pub end_cursor: Option<String>,
}

/// The credit batches of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batches<'a> {
    /// The JSON of each batch, with the part of an issuance that it is in.
    pub nodes: Vec<(&'a str, Option<&'static str>)>,
}

/// The part of an issuance that went to the supplier.
pub const SUPPLIER: &str = "supplier";
/// The part of an issuance that went into the buffer pool.
pub const BUFFER_POOL: &str = "buffer_pool";

/// The text of a body.
///
/// # Errors
/// The body is not UTF-8.
pub fn text(body: &[u8]) -> Result<&str, Unusable> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    str::from_utf8(body).map_err(|_| Unusable("the body is not UTF-8".to_owned()))
}

/// The text of a success.
///
/// # Errors
/// The registry rejected the request, or the body is not UTF-8.
pub fn body(answer: &Answer) -> Result<&str, Unusable> {
    match answer {
        Answer::Body(body) => text(body),
        Answer::Status(status) => Err(Unusable(format!("the registry answered {status}"))),
    }
}

fn object(json: &str) -> Result<Object<'_>, Unusable> {
    Object::parse(json).ok_or_else(|| Unusable("the body is not a JSON object".to_owned()))
}

fn property<'a>(object: &Object<'a>, name: &str) -> Result<&'a str, Unusable> {
    object.get(name).ok_or_else(|| Unusable(format!("{name}: it is missing")))
}

fn nodes<'a>(object: &Object<'a>, name: &str) -> Result<Vec<&'a str>, Unusable> {
    items(property(object, name)?).ok_or_else(|| Unusable(format!("{name}: it is not a list")))
}

/// Reads a page.
///
/// # Errors
/// What is wrong with it.
pub fn page(text: &str) -> Result<Page<'_>, Unusable> {
    let body = object(text)?;
    let total = property(&body, "total_count")?;
    let total =
        total.parse().map_err(|_| Unusable("total_count: it is not a number".to_owned()))?;
    let info = Object::parse(property(&body, "page_info")?)
        .ok_or_else(|| Unusable("page_info: it is not an object".to_owned()))?;
    let has_next = match property(&info, "has_next_page")? {
        "true" => true,
        "false" => false,
        _ => return Err(Unusable("page_info.has_next_page: it is not true or false".to_owned())),
    };
    let end_cursor = info.get("end_cursor").and_then(string).filter(|cursor| !cursor.is_empty());
    if has_next && end_cursor.is_none() {
        return Err(Unusable(
            "page_info.end_cursor: it is missing, and there are more pages".to_owned(),
        ));
    }
    Ok(Page { nodes: nodes(&body, "nodes")?, total, has_next, end_cursor })
}

/// Reads the batches of a delivery, transfer or retirement, or those of an issuance.
///
/// # Errors
/// What is wrong with it.
pub fn batches(text: &str, of_issuance: bool) -> Result<Batches<'_>, Unusable> {
    let body = object(text)?;
    let part = |name: &str, part: Option<&'static str>| {
        let nodes = nodes(&body, name)?;
        Ok(nodes.into_iter().map(move |node| (node, part)).collect::<Vec<_>>())
    };
    let nodes = if of_issuance {
        let mut nodes = part("supplier_credit_batches", Some(SUPPLIER))?;
        nodes.extend(part("buffer_pool_credit_batches", Some(BUFFER_POOL))?);
        nodes
    } else {
        part("nodes", None)?
    };
    Ok(Batches { nodes })
}
