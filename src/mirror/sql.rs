//! The tables of a store as SQL, and views for those who read it.

use super::cell::CellType;
use super::schema::{Schema, StoreTable};

/// The tables and indexes, one statement each, for SQLite.
#[must_use]
pub fn sqlite(schema: &Schema) -> Vec<String> {
    let mut statements = Vec::new();
    for table in &schema.tables {
        statements.push(create(table));
        for index in &table.indexes {
            let columns = index.columns.join(", ");
            statements.push(format!(
                "CREATE INDEX IF NOT EXISTS {} ON {} ({columns})",
                index.name, table.name
            ));
        }
    }
    statements.extend(
        VIEWS.iter().map(|(name, query)| format!("CREATE VIEW IF NOT EXISTS {name} AS {query}")),
    );
    statements
}

fn create(table: &StoreTable) -> String {
    let columns: Vec<String> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let kind = match column.kind {
                CellType::Text => "TEXT",
                CellType::Integer => "INTEGER",
                CellType::Real => "REAL",
            };
            let not_null = if at < table.key { " NOT NULL" } else { "" };
            format!("\"{}\" {kind}{not_null}", column.name)
        })
        .collect();
    let key: Vec<String> =
        table.columns.iter().take(table.key).map(|column| format!("\"{}\"", column.name)).collect();
    format!(
        "CREATE TABLE IF NOT EXISTS {} ({}, PRIMARY KEY ({})) STRICT, WITHOUT ROWID",
        table.name,
        columns.join(", "),
        key.join(", ")
    )
}

/// Views: their names and what they select.
pub const VIEWS: &[(&str, &str)] = &[
    (
        "retired_by_project_and_vintage",
        "SELECT project_id, CAST(substr(sequestered_on, 1, 4) AS INTEGER) AS vintage, \
         count(*) AS credit_batches, sum(size_kg) AS retired_kg \
         FROM credit_batches WHERE status = 'retired' AND gone_at IS NULL GROUP BY 1, 2",
    ),
    (
        "holdings",
        "SELECT owner_id, project_id, CAST(substr(sequestered_on, 1, 4) AS INTEGER) AS vintage, \
         count(*) AS credit_batches, sum(size_kg) AS held_kg \
         FROM credit_batches WHERE status = 'active' AND gone_at IS NULL GROUP BY 1, 2, 3",
    ),
    (
        "movements",
        "SELECT id, 'issuance' AS kind, issued_at AS at, issued_at_us AS at_us, NULL AS from_id, \
         supplier_organisation_id AS to_id, credit_batch_size_total_kg AS kg FROM issuances WHERE gone_at IS NULL \
         UNION ALL SELECT id, 'delivery', delivered_at, delivered_at_us, from_supplier_organisation_id, \
         to_organisation_id, credit_batch_size_total_kg FROM deliveries WHERE gone_at IS NULL \
         UNION ALL SELECT id, 'transfer', transferred_at, transferred_at_us, from_organisation_id, \
         to_organisation_id, credit_batch_size_total_kg FROM transfers WHERE gone_at IS NULL \
         UNION ALL SELECT id, 'retirement', retired_at, retired_at_us, owner_id, beneficiary_id, \
         credit_batch_size_total_kg FROM retirements WHERE gone_at IS NULL",
    ),
    (
        "batch_life",
        "WITH RECURSIVE line(batch_id, part_of, size_kg) AS (\
         SELECT id, id, size_kg FROM credit_batches WHERE gone_at IS NULL \
         UNION ALL SELECT line.batch_id, parent.parent_id, line.size_kg FROM line \
         JOIN credit_batches AS parent ON parent.id = line.part_of WHERE parent.parent_id IS NOT NULL) \
         SELECT line.batch_id, line.part_of, line.size_kg, movements.kind, movements.id AS record_id, movements.at, \
         movements.at_us, movements.from_id, movements.to_id FROM line \
         JOIN record_batches ON record_batches.batch_id = line.part_of \
         JOIN movements ON movements.id = record_batches.record_id",
    ),
];
