//! Trees: the batches of issuances with everything that names them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::cell::{Cell, Row};
use super::entity::Entity;
use super::port::Step;
use super::store::{MANY, Sight, Store, integer_at, text_at};

const BATCH: [&str; 20] = [
    "id",
    "status",
    "size_kg",
    "parent_id",
    "left_child_id",
    "right_child_id",
    "issuance_id",
    "delivery_id",
    "retirement_id",
    "owner_id",
    "project_id",
    "serial_number",
    "carbon_removal_data_gross_carbon_removed_kg",
    "carbon_removal_data_net_carbon_removed_kg",
    "carbon_removal_data_emissions_kg",
    "carbon_removal_data_counterfactuals_kg",
    "carbon_removal_data_losses_kg",
    "sequestered_on",
    "issued_at_us",
    "retired_at_us",
];

const ISSUANCE: [&str; 8] = [
    "id",
    "supplier_organisation_id",
    "project_id",
    "supplier_credit_batch_size_total_kg",
    "buffer_pool_credit_batch_size_total_kg",
    "credit_batch_size_total_kg",
    "issued_at_us",
    "gone_at",
];

/// The data about a batch that laws and statements need.
#[derive(Debug, Clone)]
pub(super) struct Batch {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) kg: i64,
    pub(super) parent: Option<String>,
    pub(super) children: [Option<String>; 2],
    pub(super) issuance: String,
    pub(super) delivery: Option<String>,
    pub(super) retirement: Option<String>,
    pub(super) owner: String,
    pub(super) project: String,
    pub(super) serial: Option<String>,
    pub(super) removal: Option<[i64; 5]>,
    /// The year in which the carbon was stored.
    pub(super) vintage: Option<i64>,
    /// When its credits were issued, in microseconds since 1970.
    pub(super) issued_at: Option<i64>,
    /// When it was retired, in microseconds since 1970.
    pub(super) retired_at: Option<i64>,
}

impl Batch {
    fn of(row: &[Cell]) -> Option<Self> {
        let text = |at| text_at(row, at).map(str::to_owned);
        let kg = |at| integer_at(row, at);
        Some(Self {
            id: text(0)?,
            status: text(1)?,
            kg: kg(2)?,
            parent: text(3),
            children: [text(4), text(5)],
            issuance: text(6)?,
            delivery: text(7),
            retirement: text(8),
            owner: text(9)?,
            project: text(10)?,
            serial: text(11),
            removal: kg(12)
                .zip(kg(13))
                .zip(kg(14).zip(kg(15)))
                .zip(kg(16))
                .map(|(((a, b), (c, d)), e)| [a, b, c, d, e]),
            vintage: text_at(row, 17).and_then(|day| day.get(..4)?.parse().ok()),
            issued_at: kg(18),
            retired_at: kg(19),
        })
    }
}

/// The data about an issuance that laws need.
#[derive(Debug, Clone)]
pub(super) struct Issuance {
    pub(super) id: String,
    pub(super) organisation: String,
    pub(super) project: String,
    pub(super) supplier_kg: i64,
    pub(super) pool_kg: i64,
    pub(super) kg: i64,
    /// When it was made, in microseconds since 1970.
    pub(super) at: Option<i64>,
}

/// A delivery or transfer that included a batch.
#[derive(Debug, Clone)]
pub(super) struct Movement {
    /// The giving organisation; the supplier's organisation for a delivery.
    pub(super) from: Option<String>,
    pub(super) to: String,
    /// In microseconds since 1970.
    pub(super) at: i64,
}

/// The trees of some issuances.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// In the order of their ids.
    pub(super) issuances: Vec<Issuance>,
    pub(super) batches: BTreeMap<String, Batch>,
    /// The batches as issued, each with its issuance and part.
    pub(super) roots: BTreeMap<String, (String, String)>,
    /// Deliveries, transfers and retirements that list a batch.
    pub(super) records_of: HashMap<String, Vec<String>>,
    pub(super) movements: HashMap<String, Movement>,
}

/// Rows of a table that start with a prefix, staged rows hiding published ones; the `key` columns come first and
/// identify them.
async fn within(
    store: &Store,
    sight: Sight,
    tables: [&'static str; 2],
    indexes: [Option<&'static str>; 2],
    columns: &[&'static str],
    key: usize,
    prefixes: &[String],
) -> Step<Vec<Row>> {
    let [published, staged] = tables;
    let [index, staged_index] = indexes;
    let mut rows: BTreeMap<Vec<String>, Row> = BTreeMap::new();
    let name = |row: &Row| {
        row.iter().take(key).map(|cell| cell.as_text().unwrap_or_default().to_owned()).collect()
    };
    if store.has_published {
        for row in store.within(published, columns, index, prefixes).await? {
            rows.insert(name(&row), row);
        }
    }
    if sight == Sight::Staged {
        for row in store.within(staged, columns, staged_index, prefixes).await? {
            rows.insert(name(&row), row);
        }
    }
    Ok(rows.into_values().collect())
}

const MEMBERS: [&str; 2] = ["record_batches", "staged_record_batches"];

/// The batches of records: record, batch, part.
pub(super) async fn members(store: &Store, sight: Sight, records: &[String]) -> Step<Vec<Row>> {
    let columns = ["record_id", "batch_id", "part"];
    within(store, sight, MEMBERS, [None, None], &columns, 2, records).await
}

impl Tree {
    pub(super) async fn load(store: &Store, sight: Sight, ids: &[String]) -> Step<Self> {
        let mut tree = Self::default();
        let rows = store.records(Entity::Issuances, &ISSUANCE, ids, sight).await?;
        for row in rows.iter().flatten().filter(|row| row.last() == Some(&Cell::Null)) {
            let text = |at| text_at(row, at).map(str::to_owned);
            let kg = |at| integer_at(row, at);
            let issuance = (|| {
                Some(Issuance {
                    id: text(0)?,
                    organisation: text(1)?,
                    project: text(2)?,
                    supplier_kg: kg(3)?,
                    pool_kg: kg(4)?,
                    kg: kg(5)?,
                    at: kg(6),
                })
            })();
            tree.issuances.extend(issuance);
        }
        tree.issuances.sort_by(|one, other| one.id.cmp(&other.id));
        for id in ids {
            // Staged rows hide published ones.
            if store.has_published {
                let index = "credit_batches_by_issuance";
                tree.load_batches(store, Entity::CreditBatches.name(), index, id).await?;
            }
            if sight == Sight::Staged {
                let index = "staged_credit_batches_by_issuance";
                tree.load_batches(store, Entity::CreditBatches.staged(), index, id).await?;
            }
        }
        for row in members(store, sight, ids).await? {
            let text = |at| text_at(&row, at).map(str::to_owned);
            if let Some(((issuance, batch), part)) = text(0).zip(text(1)).zip(text(2)) {
                tree.roots.insert(batch, (issuance, part));
            }
        }
        tree.load_records(store, sight).await?;
        Ok(tree)
    }

    /// Reads the batches of an issuance, some at a time: there may be many.
    async fn load_batches(
        &mut self,
        store: &Store,
        table: &'static str,
        index: &'static str,
        issuance: &str,
    ) -> Step<()> {
        let mut after: Option<Vec<Cell>> = None;
        loop {
            let (prefix, behind) = (vec![Cell::Text(issuance.to_owned())], after.take());
            let rows = store.range(table, &BATCH, Some(index), prefix, behind, MANY).await?;
            for batch in rows.iter().filter_map(|row| Batch::of(row)) {
                self.batches.insert(batch.id.clone(), batch);
            }
            after = rows.last().and_then(|row| row.first()).map(|id| vec![id.clone()]);
            if rows.len() < MANY as usize {
                return Ok(());
            }
        }
    }

    async fn load_records(&mut self, store: &Store, sight: Sight) -> Step<()> {
        let by_batch = [Some("record_batches_by_batch"), Some("staged_record_batches_by_batch")];
        let ids: Vec<String> = self.batches.keys().cloned().collect();
        let columns = ["record_id", "batch_id"];
        let mut records: BTreeSet<String> = BTreeSet::new();
        for ids in ids.chunks(MANY as usize) {
            for row in within(store, sight, MEMBERS, by_batch, &columns, 2, ids).await? {
                let text = |at| text_at(&row, at).map(str::to_owned);
                if let Some((record, batch)) = text(0).zip(text(1))
                    && kind_of(&record).is_some_and(|kind| kind != Entity::Issuances)
                {
                    records.insert(record.clone());
                    self.records_of.entry(batch).or_default().push(record);
                }
            }
        }
        for (entity, from, time) in [
            (Entity::Deliveries, "from_supplier_organisation_id", "delivered_at_us"),
            (Entity::Transfers, "from_organisation_id", "transferred_at_us"),
        ] {
            let ids: Vec<String> =
                records.iter().filter(|id| kind_of(id) == Some(entity)).cloned().collect();
            let columns = ["id", "to_organisation_id", time, from];
            for row in store.records(entity, &columns, &ids, sight).await?.iter().flatten() {
                let text = |at| text_at(row, at).map(str::to_owned);
                if let Some(((id, to), at)) = text(0).zip(text(1)).zip(integer_at(row, 2)) {
                    self.movements.insert(id, Movement { from: text(3), to, at });
                }
            }
        }
        Ok(())
    }

    /// The issuance with this id, if there is one.
    pub(super) fn issuance(&self, id: &str) -> Option<&Issuance> {
        let place = self.issuances.binary_search_by(|one| one.id.as_str().cmp(id)).ok()?;
        self.issuances.get(place)
    }

    /// The records of a kind that list the batch itself.
    pub(super) fn records_of_kind<'a>(
        &'a self,
        batch: &Batch,
        kind: Entity,
    ) -> impl Iterator<Item = &'a String> {
        let records = self.records_of.get(&batch.id).into_iter().flatten();
        records.filter(move |record| kind_of(record) == Some(kind))
    }
}

/// The kind of a record that has batches, by its id.
pub(super) fn kind_of(record: &str) -> Option<Entity> {
    Some(match record.get(..4)? {
        "iss_" => Entity::Issuances,
        "dlv_" => Entity::Deliveries,
        "tfr_" => Entity::Transfers,
        "ret_" => Entity::Retirements,
        _ => return None,
    })
}
