//! What names a difference: deliveries and batches that only the account has.

use std::collections::{BTreeSet, HashSet};

use super::super::{Law, Laws};
use super::Account;
use super::desk::{AccountList, Answered, MOST_NAMED};
use super::figures::Figure;
use crate::mirror::entity::Entity;
use crate::mirror::planner::is_gone;
use crate::mirror::port::Step;
use crate::mirror::store::text_at;

/// What differences come from.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The first order that differs, and the deliveries that the copy does not have against it.
    order: Option<(String, Vec<String>)>,
    /// The active batches that the copy does not show as the account's.
    batches: Batches,
}

/// The active batches that the copy does not show as the account's.
#[derive(Debug, Default)]
enum Batches {
    /// They were not looked for.
    #[default]
    None,
    /// They all come from a buffer pool: no list announces refunds.
    Refunded(String),
    /// This one does not.
    Moved(String),
    /// It is not known which they are, and a refund may explain them.
    Unknown(String),
}

impl Named {
    /// What a difference comes from, for the end of a sentence; or why it cannot be judged.
    pub(super) fn explain(&self, figure: &Figure, is_surplus: bool) -> Result<String, String> {
        match (figure.law, &self.order) {
            (Law::OrderDeliveries, Some((order, missing)))
                if *order == figure.place && !missing.is_empty() =>
            {
                return Ok(format!("; only the account has {} against it", missing.join(" and ")));
            }
            (Law::OrderDeliveries, _) => return Ok(String::new()),
            _ => {}
        }
        if !is_surplus || figure.counts != "active" {
            return Ok(String::new());
        }
        match &self.batches {
            Batches::None => Ok(String::new()),
            Batches::Moved(batch) => Ok(format!("; only the account has {batch}")),
            Batches::Refunded(batch) => Err(format!(
                "The account has {batch}, which was refunded from a buffer pool after the copy last read it. Refreshes \
                 find it within a round of the sweep."
            )),
            Batches::Unknown(reason) => Err(format!(
                "Active credits differ, and refunds from a buffer pool may explain that: {reason}"
            )),
        }
    }
}

impl Account {
    /// Looks for what the differences come from.
    pub(super) async fn name(&mut self, laws: &Laws, figures: &[Figure]) -> Step<Named> {
        let mut named = Named::default();
        let differing =
            |law: Law| figures.iter().filter(move |one| one.law == law && one.differs());
        if let Some(order) = differing(Law::OrderDeliveries).next() {
            let missing = self.missing_deliveries(laws, &order.place).await?;
            named.order = Some((order.place.clone(), missing));
        }
        let mut surplus = differing(Law::Balances).filter(|figure| {
            let is_surplus = figure.compare().is_ok_and(|(stated, found)| stated > found);
            is_surplus && figure.counts == "active"
        });
        if surplus.next().is_some() {
            named.batches = self.batches_of_account(laws).await?;
        }
        Ok(named)
    }

    /// The deliveries against an order that the copy does not have.
    async fn missing_deliveries(&mut self, laws: &Laws, order: &str) -> Step<Vec<String>> {
        let list = AccountList { operation: "orders.deliveries", id: order, most: MOST_NAMED };
        let read = self.desk.list(list).await?;
        let ids: Vec<String> = read
            .nodes
            .iter()
            .filter_map(|node| Answered::parse(node).and_then(|node| node.id()).ok())
            .collect();
        let entity = Entity::Deliveries;
        let columns = ["order_id", "gone_at"];
        let rows = laws.store.records(entity, &columns, &ids, laws.sight).await?;
        let is_there = |row: &Vec<_>| !is_gone(row) && text_at(row, 0) == Some(order);
        let pairs = ids.into_iter().zip(rows);
        let missing = pairs.filter(|(_, row)| !row.as_ref().is_some_and(is_there));
        Ok(missing.map(|(id, _)| id).take(3).collect())
    }

    /// Compares the active batches that the account has with those that the copy shows as its own.
    async fn batches_of_account(&mut self, laws: &Laws) -> Step<Batches> {
        let organisation = self.organisation.clone();
        let inside: BTreeSet<String> = laws.pools.inside().map(str::to_owned).collect();
        let list = AccountList {
            operation: "organisations.creditBatches",
            id: &organisation,
            most: MOST_NAMED,
        };
        let read = self.desk.list(list).await?;
        let unknown = |reason: String| match inside.is_empty() {
            true => Batches::None,
            false => Batches::Unknown(format!("the credit batches of {organisation}: {reason}")),
        };
        let mut own = Vec::new();
        for json in &read.nodes {
            match Batch::parse(json) {
                Ok(batch) if batch.is_active && batch.owner == organisation => own.push(batch),
                Ok(_) => {}
                Err(reason) => return Ok(unknown(reason)),
            }
        }
        let ids: Vec<String> = own.iter().map(|batch| batch.id.clone()).collect();
        let entity = Entity::CreditBatches;
        let columns = ["status", "owner_id", "gone_at"];
        let rows = laws.store.records(entity, &columns, &ids, laws.sight).await?;
        let mut refunded = None;
        let mut unknown_parents = Vec::new();
        for (batch, row) in own.into_iter().zip(rows) {
            let row = row.filter(|row| !is_gone(row));
            let is_there = row.is_some();
            let is_same = row.is_some_and(|row| {
                text_at(&row, 0) == Some("active") && text_at(&row, 1) == Some(&organisation)
            });
            if is_same {
                continue;
            }
            let origin = if is_there { Some(&batch.id) } else { batch.parent.as_ref() };
            if origin.is_some_and(|origin| inside.contains(origin)) {
                refunded.get_or_insert(batch.id);
            } else if is_there {
                return Ok(Batches::Moved(batch.id));
            } else {
                unknown_parents.push(batch);
            }
        }
        // What a pool's batch has been split into several times since.
        let pools = issuances(laws, &inside).await?;
        for batch in unknown_parents {
            let parents: Vec<String> = batch.parent.into_iter().collect();
            let known = laws.store.records(entity, &["gone_at"], &parents, laws.sight).await?;
            if known.iter().any(Option::is_some) || !pools.contains(&batch.issuance) {
                return Ok(Batches::Moved(batch.id));
            }
            refunded.get_or_insert(batch.id);
        }
        Ok(match (refunded, read.problem) {
            (_, Some(problem)) => unknown(problem),
            (Some(batch), None) => Batches::Refunded(batch),
            (None, None) => Batches::None,
        })
    }
}

/// The issuances of these batches.
async fn issuances(laws: &Laws, batches: &BTreeSet<String>) -> Step<HashSet<String>> {
    let ids: Vec<String> = batches.iter().cloned().collect();
    let entity = Entity::CreditBatches;
    let rows = laws.store.records(entity, &["issuance_id"], &ids, laws.sight).await?;
    Ok(rows.iter().flatten().filter_map(|row| text_at(row, 0)).map(str::to_owned).collect())
}

/// A batch as the account's list shows it.
struct Batch {
    id: String,
    is_active: bool,
    owner: String,
    parent: Option<String>,
    issuance: String,
}

impl Batch {
    fn parse(json: &str) -> Result<Self, String> {
        let batch = Answered::parse(json)?;
        let parent = match batch.get("parent_id")? {
            "null" => None,
            _ => Some(batch.text("parent_id")?),
        };
        Ok(Self {
            id: batch.id()?,
            is_active: batch.text("status")? == "active",
            owner: batch.inner("owner")?.id()?,
            parent,
            issuance: batch.text("issuance_id")?,
        })
    }
}
