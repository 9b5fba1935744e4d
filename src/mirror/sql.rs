//! The tables of a store as SQL, and views for its readers.

use super::cell::CellType;
use super::schema::{Schema, StoreTable};

/// The differences between databases.
struct Dialect {
    text: &'static str,
    integer: &'static str,
    real: &'static str,
    /// The end of a table's definition.
    table: &'static str,
}

/// Types and keys are as strict as SQLite allows.
const SQLITE: Dialect =
    Dialect { text: "TEXT", integer: "INTEGER", real: "REAL", table: " STRICT, WITHOUT ROWID" };

/// Text is ordered by its bytes, as in every store.
const POSTGRES: Dialect =
    Dialect { text: "text COLLATE \"C\"", integer: "bigint", real: "double precision", table: "" };

/// The tables, indexes and views, one statement each, for SQLite. They can be created over those of an older format.
#[must_use]
pub fn sqlite(schema: &Schema) -> Vec<String> {
    statements(schema, &SQLITE)
}

/// The same for PostgreSQL.
#[must_use]
pub fn postgres(schema: &Schema) -> Vec<String> {
    statements(schema, &POSTGRES)
}

fn statements(schema: &Schema, dialect: &Dialect) -> Vec<String> {
    let mut statements = Vec::new();
    for table in &schema.tables {
        statements.push(create(table, dialect));
        for index in &table.indexes {
            let columns = index.columns.join(", ");
            statements.push(format!(
                "CREATE INDEX IF NOT EXISTS {} ON {} ({columns})",
                index.name, table.name
            ));
        }
    }
    // A view may depend on an earlier one.
    let dropped = VIEWS.iter().rev().map(|(name, _)| format!("DROP VIEW IF EXISTS {name}"));
    statements.extend(dropped);
    statements.extend(VIEWS.iter().map(|(name, query)| format!("CREATE VIEW {name} AS {query}")));
    statements
}

fn create(table: &StoreTable, dialect: &Dialect) -> String {
    let columns: Vec<String> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let kind = match column.kind {
                CellType::Text => dialect.text,
                CellType::Integer => dialect.integer,
                CellType::Real => dialect.real,
            };
            let not_null = if at < table.key { " NOT NULL" } else { "" };
            format!("\"{}\" {kind}{not_null}", column.name)
        })
        .collect();
    let key: Vec<String> =
        table.columns.iter().take(table.key).map(|column| format!("\"{}\"", column.name)).collect();
    format!(
        "CREATE TABLE IF NOT EXISTS {} ({}, PRIMARY KEY ({})){}",
        table.name,
        columns.join(", "),
        key.join(", "),
        dialect.table
    )
}

/// Views: their names and queries.
pub const VIEWS: &[(&str, &str)] = &[
    (
        "retired_by_project_and_vintage",
        "SELECT project_id, CAST(substr(sequestered_on, 1, 4) AS INTEGER) AS vintage, \
         count(*) AS credit_batches, CAST(sum(size_kg) AS BIGINT) AS retired_kg \
         FROM credit_batches WHERE status = 'retired' AND gone_at IS NULL GROUP BY 1, 2",
    ),
    (
        "holdings",
        "SELECT owner_id, project_id, CAST(substr(sequestered_on, 1, 4) AS INTEGER) AS vintage, \
         count(*) AS credit_batches, CAST(sum(size_kg) AS BIGINT) AS held_kg \
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
    (
        "offsetsdb_credits",
        "SELECT row_number() OVER (ORDER BY transaction_date, record_id, project_id, vintage) AS id, \
         quantity, project_id, vintage, transaction_date, transaction_type, retirement_account, \
         retirement_beneficiary, retirement_reason, retirement_note, retirement_beneficiary_harmonized, \
         quantity_kg, record_id FROM (\
         SELECT issuances.id AS record_id, issuances.issued_at AS transaction_date, 'issuance' AS transaction_type, \
         batches.project_id AS project_id, CAST(substr(batches.sequestered_on, 1, 4) AS INTEGER) AS vintage, \
         CAST(sum(batches.size_kg) AS BIGINT) / 1000 AS quantity, CAST(sum(batches.size_kg) AS BIGINT) AS quantity_kg, \
         CAST(NULL AS TEXT) AS retirement_account, CAST(NULL AS TEXT) AS retirement_beneficiary, \
         CAST(NULL AS TEXT) AS retirement_reason, CAST(NULL AS TEXT) AS retirement_note, \
         CAST(NULL AS TEXT) AS retirement_beneficiary_harmonized \
         FROM issuances JOIN record_batches ON record_batches.record_id = issuances.id \
         JOIN credit_batches AS batches ON batches.id = record_batches.batch_id \
         WHERE issuances.gone_at IS NULL GROUP BY 1, 2, 3, 4, 5 \
         UNION ALL SELECT retirements.id, retirements.retired_at, 'retirement', batches.project_id, \
         CAST(substr(batches.sequestered_on, 1, 4) AS INTEGER), CAST(sum(batches.size_kg) AS BIGINT) / 1000, \
         CAST(sum(batches.size_kg) AS BIGINT), owner.name, beneficiary.name, retirements.purposes, \
         retirements.notes, CAST(NULL AS TEXT) \
         FROM retirements JOIN record_batches ON record_batches.record_id = retirements.id \
         JOIN credit_batches AS batches ON batches.id = record_batches.batch_id \
         LEFT JOIN organisations AS owner ON owner.id = retirements.owner_id \
         LEFT JOIN organisations AS beneficiary ON beneficiary.id = retirements.beneficiary_id \
         WHERE retirements.gone_at IS NULL GROUP BY 1, 2, 3, 4, 5, 8, 9, 10, 11) AS credits",
    ),
    (
        "offsetsdb_projects",
        "SELECT projects.id AS project_id, projects.name AS name, 'isometric' AS registry, \
         organisations.name AS proponent, '[\"' || projects.protocol_slug || '\"]' AS protocol, CAST(NULL AS TEXT) AS category, \
         projects.pathway AS project_type, 'isometric' AS project_type_source, projects.status AS status, \
         projects.country_code AS country, CAST(NULL AS TEXT) AS listed_at, \
         projects.issued_credits_total_kg / 1000 AS issued, projects.retired_credits_total_kg / 1000 AS retired, \
         (SELECT min(issued_at) FROM issuances WHERE issuances.project_id = projects.id AND gone_at IS NULL) \
         AS first_issuance_at, \
         (SELECT min(transaction_date) FROM offsetsdb_credits WHERE transaction_type = 'retirement' \
         AND offsetsdb_credits.project_id = projects.id) AS first_retirement_at, \
         FALSE AS is_compliance, projects.url AS project_url, \
         projects.issued_credits_total_kg AS issued_kg, projects.retired_credits_total_kg AS retired_kg \
         FROM projects LEFT JOIN organisations ON organisations.id = projects.supplier_organisation_id \
         WHERE projects.gone_at IS NULL",
    ),
];
