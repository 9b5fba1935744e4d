//! The data that a verdict needs, read strictly: a missing property is not `null`, and an unknown status is neither
//! active nor spent.

use serde_json::Value;

use super::intent::Kind;
use super::kilograms::Kilograms;

/// An answer lacks data that a verdict needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The path to it: `nodes[2].owner.id`.
    pub path: String,
    /// What was expected there.
    pub expected: &'static str,
    /// What was found, by kind.
    pub found: &'static str,
}

/// The status of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It can be spent.
    Active,
    /// It is permanently divided into two.
    Split,
    /// It is permanently retired.
    Retired,
}

/// A credit batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: String,
    /// Its status.
    pub status: Status,
    /// Its owner.
    pub owner: String,
    /// The supplier to whom it was issued.
    pub supplier: String,
    /// Its size.
    pub size: Kilograms,
    /// The batch that it was split from.
    pub parent: Option<String>,
    /// The batches that it was split into.
    pub children: [Option<String>; 2],
    /// The retirement it is part of.
    pub retirement: Option<String>,
    /// The delivery that transferred it.
    pub delivery: Option<String>,
    /// When its credits were issued.
    pub issued_at: String,
    /// The day on which the carbon was stored.
    pub sequestered_on: String,
    /// Its serial number.
    pub serial: String,
}

/// A retirement, transfer or delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id.
    pub id: String,
    /// The giving party: the owner, the sender, or the supplier.
    pub from: String,
    /// The receiving party, or the beneficiary.
    pub to: String,
    /// The order it is against.
    pub order: Option<String>,
    /// The quantity.
    pub total: Kilograms,
    /// The time.
    pub at: String,
    /// The purposes, sorted.
    pub purposes: Vec<String>,
    /// The note; `""` if there is none.
    pub notes: String,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// Its items.
    pub nodes: Vec<T>,
    /// The cursor of the next page, if there is one.
    pub next: Option<String>,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The buyer.
    pub buyer: String,
    /// The supplier.
    pub supplier: String,
    /// The supplier's organisation.
    pub supplier_organisation: String,
    /// The quantity left to deliver.
    pub open: Kilograms,
}

type Read<T> = Result<T, Fault>;

/// A place in an answer.
#[derive(Clone)]
struct At<'a> {
    value: Option<&'a Value>,
    path: String,
}

impl<'a> At<'a> {
    fn root(value: &'a Value) -> Self {
        Self { value: Some(value), path: String::new() }
    }

    fn get(&self, name: &str) -> Self {
        let separator = if self.path.is_empty() { "" } else { "." };
        Self {
            value: self.value.and_then(|value| value.get(name)),
            path: format!("{}{separator}{name}", self.path),
        }
    }

    fn fault<T>(&self, expected: &'static str) -> Read<T> {
        let found = match self.value {
            None => "nothing",
            Some(Value::Null) => "null",
            Some(Value::Bool(_)) => "a boolean",
            Some(Value::Number(_)) => "a number",
            Some(Value::String(_)) => "a string",
            Some(Value::Array(_)) => "a list",
            Some(Value::Object(_)) => "an object",
        };
        Err(Fault { path: self.path.clone(), expected, found })
    }

    fn text(&self) -> Read<String> {
        match self.value {
            Some(Value::String(text)) => Ok(text.clone()),
            _ => self.fault("a string"),
        }
    }

    fn text_or_null(&self) -> Read<Option<String>> {
        match self.value {
            Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            _ => self.fault("a string or null"),
        }
    }

    /// Kilograms: an integer, or its decimal text, in which JavaScript passes it.
    fn kilograms(&self) -> Read<Kilograms> {
        let read = match self.value {
            Some(Value::Number(number)) => number.as_i64(),
            Some(Value::String(text)) => text.parse().ok(),
            _ => None,
        };
        read.map_or_else(|| self.fault("whole kilograms"), |kg| Ok(Kilograms(kg)))
    }

    fn boolean(&self) -> Read<bool> {
        match self.value {
            Some(Value::Bool(value)) => Ok(*value),
            _ => self.fault("true or false"),
        }
    }

    fn list<T>(&self, read: impl Fn(&Self) -> Read<T>) -> Read<Vec<T>> {
        let Some(Value::Array(items)) = self.value else { return self.fault("a list") };
        let at =
            |(index, item)| Self { value: Some(item), path: format!("{}[{index}]", self.path) };
        items.iter().enumerate().map(|item| read(&at(item))).collect()
    }

    fn batch(&self) -> Read<Batch> {
        let status = match self.get("status").text()?.as_str() {
            "active" => Status::Active,
            "split" => Status::Split,
            "retired" => Status::Retired,
            _ => return self.get("status").fault("a known status"),
        };
        Ok(Batch {
            id: self.get("id").text()?,
            status,
            owner: self.get("owner").get("id").text()?,
            supplier: self.get("supplier_id").text()?,
            size: self.get("size").get("credit_kgs").kilograms()?,
            parent: self.get("parent_id").text_or_null()?,
            children: [
                self.get("left_child_id").text_or_null()?,
                self.get("right_child_id").text_or_null()?,
            ],
            retirement: self.get("retirement_id").text_or_null()?,
            delivery: self.get("delivery_id").text_or_null()?,
            issued_at: self.get("issued_at").text()?,
            sequestered_on: self.get("sequestered_on").text()?,
            serial: self.get("serial_number").text()?,
        })
    }

    fn record(&self, kind: Kind) -> Read<Record> {
        let (from, to, at) = match kind {
            Kind::Retirement => (self.get("owner"), self.get("beneficiary"), "retired_at"),
            Kind::Transfer => {
                (self.get("from_organisation"), self.get("to_organisation"), "transferred_at")
            }
            Kind::Delivery => {
                (self.get("from_supplier"), self.get("to_organisation"), "delivered_at")
            }
        };
        let is_delivery = kind == Kind::Delivery;
        let mut purposes = match kind {
            Kind::Retirement => self.get("purposes").list(Self::text)?,
            _ => Vec::new(),
        };
        purposes.sort();
        purposes.dedup();
        Ok(Record {
            id: self.get("id").text()?,
            from: from.get("id").text()?,
            to: to.get("id").text()?,
            order: if is_delivery { Some(self.get("order_id").text()?) } else { None },
            total: self.get("credit_batch_size_total").get("credit_kgs").kilograms()?,
            at: self.get(at).text()?,
            purposes,
            notes: self.get("notes").text_or_null()?.unwrap_or_default(),
        })
    }

    fn page<T>(&self, read: impl Fn(&Self) -> Read<T>) -> Read<Page<T>> {
        let info = self.get("page_info");
        let next = match info.get("has_next_page").boolean()? {
            true => Some(info.get("end_cursor").text()?),
            false => None,
        };
        Ok(Page { nodes: self.get("nodes").list(read)?, next })
    }
}

/// Reads a credit batch.
///
/// # Errors
/// Data needed for a verdict is missing.
pub fn batch(value: &Value) -> Result<Batch, Fault> {
    At::root(value).batch()
}

/// Reads a record.
///
/// # Errors
/// Data needed for a verdict is missing.
pub fn record(kind: Kind, value: &Value) -> Result<Record, Fault> {
    At::root(value).record(kind)
}

/// Reads a page of credit batches.
///
/// # Errors
/// Data needed for a plan is missing.
pub fn batches(value: &Value) -> Result<Page<Batch>, Fault> {
    At::root(value).page(At::batch)
}

/// Reads the batches of a record.
///
/// # Errors
/// Data needed for a verdict is missing.
pub fn members(value: &Value) -> Result<Vec<Batch>, Fault> {
    At::root(value).get("nodes").list(At::batch)
}

/// Reads a page of records.
///
/// # Errors
/// Data needed for a verdict is missing.
pub fn records(kind: Kind, value: &Value) -> Result<Page<Record>, Fault> {
    At::root(value).page(|at| at.record(kind))
}

/// Reads the id of an organisation.
///
/// # Errors
/// It is missing.
pub fn id(value: &Value) -> Result<String, Fault> {
    At::root(value).get("id").text()
}

/// Reads an order.
///
/// # Errors
/// Data needed for a plan is missing.
pub fn order(value: &Value) -> Result<Order, Fault> {
    let at = At::root(value);
    let ordered = at.get("credits_ordered").get("credit_kgs").kilograms()?;
    let delivered = at.get("credits_delivered").get("credit_kgs").kilograms()?;
    Ok(Order {
        buyer: at.get("buyer_organisation").get("id").text()?,
        supplier: at.get("supplier").get("id").text()?,
        supplier_organisation: at.get("supplier").get("organisation").get("id").text()?,
        open: Kilograms(ordered.0.saturating_sub(delivered.0)),
    })
}

/// An organisation of the caller's list of beneficiaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beneficiary {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its domain; an individual has none.
    pub domain: Option<String>,
}

/// Reads a page of beneficiaries.
///
/// # Errors
/// Data needed for an answer is missing.
pub fn beneficiaries(value: &Value) -> Result<Page<Beneficiary>, Fault> {
    At::root(value).page(|at| {
        Ok(Beneficiary {
            id: at.get("id").text()?,
            name: at.get("name").text()?,
            domain: at.get("domain").text_or_null()?,
        })
    })
}
