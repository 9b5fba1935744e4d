//! What the copy says about the credits of an account, in kilograms.

use std::collections::{BTreeMap, HashMap};

use crate::mirror::cell::{Cell, Row};
use crate::mirror::planner::is_gone;
use crate::mirror::port::Step;
use crate::mirror::store::{MANY, Store, integer_at, text_at};

/// A part of an organisation's credits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    All,
    Supplier(String),
    Project(String),
    Order(String),
}

/// Kilograms of an organisation, or of a part of its credits.
#[derive(Debug, Clone, Default)]
pub(super) struct Held {
    pub(super) active: i128,
    pub(super) retired: i128,
    /// Why these sums cannot be used.
    pub(super) gap: Option<String>,
}

impl Held {
    fn add(&mut self, status: &str, kg: i128, id: &str) {
        match status {
            "active" => self.active = self.active.saturating_add(kg),
            "retired" => self.retired = self.retired.saturating_add(kg),
            other => {
                let gap =
                    || format!("{id} has the status {other}, which this version does not know");
                self.gap.get_or_insert_with(gap);
            }
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.active == 0 && self.retired == 0
    }
}

/// The sums of an account.
#[derive(Debug, Default)]
pub(super) struct Sums {
    pub(super) parts: BTreeMap<Part, Held>,
    /// What was delivered against each order of the copy.
    pub(super) delivered: HashMap<String, i128>,
    /// Why deliveries cannot be attributed to orders.
    pub(super) gap: Option<String>,
}

impl Sums {
    /// Adds up the batches that an organisation owns, and the deliveries of each order.
    pub(super) async fn load(
        store: &Store,
        organisation: &str,
        supplier: Option<&str>,
    ) -> Step<Self> {
        let mut sums = Self::default();
        let by_delivery = sums.add_batches(store, organisation).await?;
        sums.add_deliveries(store, organisation, supplier, by_delivery).await?;
        Ok(sums)
    }

    /// Adds the batches that an organisation owns. Returns those that were delivered, by delivery.
    async fn add_batches(
        &mut self,
        store: &Store,
        organisation: &str,
    ) -> Step<HashMap<String, Vec<Batch>>> {
        let columns = [
            "id",
            "owner_id",
            "status",
            "size_kg",
            "supplier_id",
            "project_id",
            "delivery_id",
            "gone_at",
        ];
        let mut by_delivery: HashMap<String, Vec<Batch>> = HashMap::new();
        let mut after = None;
        while let Some(rows) = next(store, "credit_batches", &columns, &mut after).await? {
            for row in rows.iter().filter(|row| !is_gone(row)) {
                if text_at(row, 1) != Some(organisation) {
                    continue;
                }
                let text = |at| text_at(row, at).unwrap_or_default().to_owned();
                let kg = integer_at(row, 3).map(i128::from).unwrap_or_default();
                let batch = Batch { id: text(0), status: text(2), kg };
                if batch.status == "split" {
                    continue;
                }
                for part in [Part::All, Part::Supplier(text(4)), Part::Project(text(5))] {
                    self.add(part, &batch);
                }
                if let Some(delivery) = text_at(row, 6) {
                    by_delivery.entry(delivery.to_owned()).or_default().push(batch);
                }
            }
        }
        Ok(by_delivery)
    }

    /// Adds the deliveries of each order, and the batches by the order that they were delivered against.
    async fn add_deliveries(
        &mut self,
        store: &Store,
        organisation: &str,
        supplier: Option<&str>,
        mut by_delivery: HashMap<String, Vec<Batch>>,
    ) -> Step<()> {
        let columns = [
            "id",
            "order_id",
            "credit_batch_size_total_kg",
            "from_supplier_id",
            "to_organisation_id",
            "gone_at",
        ];
        let mut after = None;
        while let Some(rows) = next(store, "deliveries", &columns, &mut after).await? {
            for row in rows.iter().filter(|row| !is_gone(row)) {
                let id = text_at(row, 0).unwrap_or_default();
                let batches = by_delivery.remove(id).unwrap_or_default();
                let Some(order) = text_at(row, 1) else {
                    let is_own = text_at(row, 3).is_some_and(|from| Some(from) == supplier)
                        || text_at(row, 4) == Some(organisation);
                    if is_own || !batches.is_empty() {
                        self.gap.get_or_insert_with(|| format!("{id} names no order"));
                    }
                    continue;
                };
                let kg = integer_at(row, 2).map(i128::from).unwrap_or_default();
                let sum = self.delivered.entry(order.to_owned()).or_default();
                *sum = sum.saturating_add(kg);
                for batch in batches {
                    self.add(Part::Order(order.to_owned()), &batch);
                }
            }
        }
        if let Some(delivery) = by_delivery.keys().min() {
            let gap = || format!("{delivery} is named by a batch and is not in the copy");
            self.gap.get_or_insert_with(gap);
        }
        Ok(())
    }

    fn add(&mut self, part: Part, batch: &Batch) {
        self.parts.entry(part).or_default().add(&batch.status, batch.kg, &batch.id);
    }
}

/// A batch of the account.
#[derive(Debug)]
struct Batch {
    id: String,
    status: String,
    kg: i128,
}

/// The next rows of a table after the last ones; none after its end.
async fn next(
    store: &Store,
    table: &'static str,
    columns: &[&'static str],
    after: &mut Option<Vec<Cell>>,
) -> Step<Option<Vec<Row>>> {
    let rows = store.range(table, columns, None, Vec::new(), after.take(), MANY).await?;
    *after = rows.last().and_then(|row| row.first()).map(|id| vec![id.clone()]);
    Ok(after.is_some().then_some(rows))
}
