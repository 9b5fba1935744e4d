//! The tables of a store: the columns of each, derived from the models by which responses are decoded.

use serde::Serialize;

use super::cell::CellType;
use super::entity::Entity;
use crate::model::table::{Kind, Table};

/// The version of the tables. Raised with each change; newer files are refused.
pub const FORMAT: i64 = 2;

/// The content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Content {
    /// The text of a string, an id or a timestamp.
    Text,
    /// The text of a day of the calendar.
    Date,
    /// A list as its JSON.
    List,
    /// A timestamp as microseconds since 1970.
    Microseconds,
    /// Whole kilograms.
    Kilograms,
    /// A whole number.
    Integer,
    /// `true` as 1, `false` as 0.
    Boolean,
    /// Degrees.
    Real,
    /// The JSON of properties that the model does not know.
    Unknown,
    /// The JSON of a record, as received.
    Record,
    /// Not from the record: a time kept by the mirror, as milliseconds since 1970.
    Milliseconds,
    /// Not from the record: other data kept by the mirror.
    Kept,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: CellType,
    /// Its place in the record: the properties from the outside in.
    #[serde(skip)]
    pub path: Vec<&'static str>,
    /// Its content.
    pub content: Content,
}

/// An index: finds the rows of a table in an order.
#[derive(Debug, Clone, Serialize)]
pub struct Index {
    /// Its name.
    pub name: &'static str,
    /// Its columns, ending with the table's key.
    pub columns: Vec<&'static str>,
}

/// A table of a store.
#[derive(Debug, Clone, Serialize)]
pub struct StoreTable {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many columns, from the first, form its key.
    pub key: usize,
    /// Other orders.
    pub indexes: Vec<Index>,
}

impl StoreTable {
    /// The place of a column.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// The tables of a store.
#[derive(Debug, Clone, Serialize)]
pub struct Schema {
    /// The version of the tables.
    pub format: i64,
    /// The tables.
    pub tables: Vec<StoreTable>,
}

/// The mirror's own columns at the end of each record's row.
pub const KEPT: [&str; 4] = ["json", "first_seen_at", "seen_at", "gone_at"];

impl Schema {
    /// All tables.
    #[must_use]
    pub fn new() -> Self {
        let mut tables = Vec::new();
        for &entity in Entity::ALL {
            let columns = entity_columns(entity);
            tables.push(StoreTable {
                name: entity.name(),
                columns: columns.clone(),
                key: 1,
                indexes: indexes(entity, false),
            });
            tables.push(StoreTable {
                name: entity.staged(),
                columns,
                key: 1,
                indexes: indexes(entity, true),
            });
        }
        for (name, by_batch) in [
            ("record_batches", "record_batches_by_batch"),
            ("staged_record_batches", "staged_record_batches_by_batch"),
        ] {
            let by_batch = Index { name: by_batch, columns: vec!["batch_id", "record_id"] };
            let columns = "record_id:t batch_id:t part:t position:i gone_at:m";
            tables.push(StoreTable { indexes: vec![by_batch], ..plain(name, 2, columns) });
        }
        tables.extend([
            plain("lists", 1, "list:t state:t"),
            plain("todo", 2, "work:t id:t reason:t refresh:i"),
            plain("walked", 2, "list:t id:t"),
            StoreTable {
                indexes: vec![Index {
                    name: "changes_by_record",
                    columns: vec!["table_name", "id", "seq"],
                }],
                ..plain("changes", 1, "seq:i at:m refresh:i table_name:t id:t change:t before:r")
            },
            plain("quarantine", 2, "list:t id:t json:r reason:t seen_at:m"),
            plain("drift", 1, "place:t expected:t found:t seen_at:m"),
            plain("mirror", 1, "name:t value:t"),
        ]);
        Self { format: FORMAT, tables }
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&StoreTable> {
        self.tables.iter().find(|table| table.name == name)
    }

    /// The columns of a kind of record.
    #[must_use]
    pub fn columns(&self, entity: Entity) -> &[Column] {
        self.table(entity.name()).map_or(&[], |table| &table.columns)
    }
}

impl Default for Schema {
    fn default() -> Self {
        Self::new()
    }
}

fn indexes(entity: Entity, staged: bool) -> Vec<Index> {
    let index = |name, staged_name, columns| Index {
        name: if staged { staged_name } else { name },
        columns,
    };
    match entity {
        Entity::Documents => vec![index(
            "documents_by_project",
            "staged_documents_by_project",
            vec!["project_id", "id"],
        )],
        Entity::CreditBatches => vec![
            index(
                "credit_batches_by_issuance",
                "staged_credit_batches_by_issuance",
                vec!["issuance_id", "id"],
            ),
            index(
                "credit_batches_by_status",
                "staged_credit_batches_by_status",
                vec!["status", "id"],
            ),
        ],
        _ => Vec::new(),
    }
}

/// A table from `name:t` (text), `name:i` (integer), `name:m` (milliseconds) and `name:r` (a record's JSON).
fn plain(name: &'static str, key: usize, columns: &str) -> StoreTable {
    let columns = columns.split(' ').filter_map(|column| column.split_once(':'));
    let columns = columns.map(|(name, kind)| match kind {
        "i" => kept(name, CellType::Integer, Content::Kept),
        "m" => kept(name, CellType::Integer, Content::Milliseconds),
        "r" => kept(name, CellType::Text, Content::Record),
        _ => kept(name, CellType::Text, Content::Kept),
    });
    StoreTable { name, columns: columns.collect(), key, indexes: Vec::new() }
}

fn kept(name: &str, kind: CellType, content: Content) -> Column {
    Column { name: name.to_owned(), kind, path: Vec::new(), content }
}

fn entity_columns(entity: Entity) -> Vec<Column> {
    let mut columns = Vec::new();
    flatten(entity.model(), "", &[], &mut columns);
    let unknown = Column {
        name: "unknown".to_owned(),
        kind: CellType::Text,
        path: Vec::new(),
        content: Content::Unknown,
    };
    columns.push(unknown);
    columns.extend(KEPT.map(|name| match name {
        "json" => kept(name, CellType::Text, Content::Record),
        _ => kept(name, CellType::Integer, Content::Milliseconds),
    }));
    columns
}

/// The columns of a model: a nested record is stored as its id, other nested models are flattened.
fn flatten(table: &'static Table, prefix: &str, outer: &[&'static str], columns: &mut Vec<Column>) {
    for property in table.properties {
        let mut path = outer.to_vec();
        path.push(property.name);
        let name = format!("{prefix}{}", property.name);
        let mut add = |name: String, path: Vec<&'static str>, kind, content| {
            columns.push(Column { name, kind, path, content });
        };
        match property.kind {
            Kind::Timestamp => {
                let microseconds = format!("{name}_us");
                add(name, path.clone(), CellType::Text, Content::Text);
                add(microseconds, path, CellType::Integer, Content::Microseconds);
            }
            Kind::Boolean => add(name, path, CellType::Integer, Content::Boolean),
            Kind::Kilograms => add(name, path, CellType::Integer, Content::Kilograms),
            Kind::Integer => add(name, path, CellType::Integer, Content::Integer),
            Kind::Number | Kind::Latitude | Kind::Longitude => {
                add(name, path, CellType::Real, Content::Real);
            }
            Kind::Object(nested) if nested.name == "CreditQuantity" => {
                path.push("credit_kgs");
                add(format!("{name}_kg"), path, CellType::Integer, Content::Kilograms);
            }
            Kind::Object(nested) if nested.property("id").is_some() => {
                let mut organisation = path.clone();
                path.push("id");
                add(format!("{name}_id"), path, CellType::Text, Content::Text);
                if nested.property("organisation").is_some() {
                    organisation.extend(["organisation", "id"]);
                    let name = format!("{name}_organisation_id");
                    add(name, organisation, CellType::Text, Content::Text);
                }
            }
            Kind::Object(nested) => flatten(nested, &format!("{name}_"), &path, columns),
            Kind::Date => add(name, path, CellType::Text, Content::Date),
            Kind::List(_) => add(name, path, CellType::Text, Content::List),
            _ => add(name, path, CellType::Text, Content::Text),
        }
    }
}
