//! The owner's batches that can be used for an intent and are free.

use std::collections::BTreeSet;

use super::action::Read;
use super::choose;
use super::desk::{Desk, Stop};
use super::ending::{Ending, Problem};
use super::entry::Part;
use super::facts::{self, Batch, Fault, Page};
use super::intent::{Intent, Kind};
use super::journal::{self, Lease};
use super::kilograms::{Kilograms, sum};
use super::rules::Flaw;

/// The owner's batches that have been read.
#[derive(Default)]
pub(super) struct Stock {
    batches: Vec<Batch>,
    next: Option<String>,
    is_begun: bool,
    cursors: BTreeSet<String>,
}

impl Stock {
    /// Chooses the parts: the named ones, or the oldest that are free.
    pub(super) async fn choose(
        &mut self,
        desk: &Desk,
        reference: &str,
        intent: &Intent,
    ) -> Result<Vec<Part>, Stop> {
        if intent.credit_batch_quantities.is_some() {
            return named(desk, reference, intent).await;
        }
        loop {
            if !self.is_begun || self.next.is_some() {
                let is_enough = self.is_begun && {
                    let (free, _) = self.free(desk, reference, intent).await;
                    choose::oldest(free, intent.total()).is_ok_and(|parts| self.is_settled(&parts))
                };
                if !is_enough {
                    self.next_page(desk, intent).await?;
                    continue;
                }
            }
            let (free, held) = self.free(desk, reference, intent).await;
            return choose::oldest(free, intent.total())
                .map_err(|there| too_few(intent, there, &held));
        }
    }

    /// Whether no batch of a later page can be as old as the chosen ones, or older.
    fn is_settled(&self, parts: &[Part]) -> bool {
        let is_sorted = self.batches.is_sorted_by_key(choose::issued);
        let last = self.batches.last().and_then(choose::issued);
        let chosen = parts.last().and_then(|part| super::moment::read(&part.issued_at));
        is_sorted && last > chosen
    }

    /// The usable batches that no other reference has reserved, and those that others have.
    async fn free(
        &self,
        desk: &Desk,
        reference: &str,
        intent: &Intent,
    ) -> (Vec<Batch>, Vec<(Batch, String)>) {
        let serving: Vec<_> =
            self.batches.iter().filter(|batch| choose::serves(intent, batch)).cloned().collect();
        if desk.setup.rules.has(Flaw::NoLease) {
            return (serving, Vec::new());
        }
        let keys = serving.iter().map(|batch| journal::batch_key(&batch.id)).collect();
        let rows = desk.rows(keys).await;
        let now = desk.wall();
        let (mut free, mut held) = (Vec::new(), Vec::new());
        for batch in serving {
            let lease = journal::find(&rows, &journal::batch_key(&batch.id)).and_then(Lease::read);
            match lease.filter(|lease| lease.holds_against(reference, now)) {
                Some(lease) => held.push((batch, lease.reference)),
                None => free.push(batch),
            }
        }
        (free, held)
    }

    /// Reads the next page of them.
    async fn next_page(&mut self, desk: &Desk, intent: &Intent) -> Result<(), Stop> {
        let order = match intent.kind {
            Kind::Delivery => None,
            _ => intent.order_id.clone(),
        };
        let request = Read::ActiveBatches {
            owner: intent.owner_organisation_id.clone(),
            supplier: intent.supplier_id.clone(),
            order,
            after: self.next.clone(),
        };
        let page: Page<Batch> = desk.need(request, facts::batches).await?;
        if let Some(next) = &page.next
            && !self.cursors.insert(next.clone())
        {
            let fault = Fault {
                path: "page_info.end_cursor".to_owned(),
                expected: "a new cursor",
                found: "a repeated one",
            };
            return Err(Ending::fault("organisations.creditBatches", fault, false));
        }
        self.is_begun = true;
        self.batches.extend(page.nodes);
        self.next = page.next;
        Ok(())
    }
}

fn too_few(intent: &Intent, there: Kilograms, held: &[(Batch, String)]) -> Stop {
    let wanted = intent.total().0;
    let mut text = format!("expected at most the {} kg that are available, got {wanted}", there.0);
    if !held.is_empty() {
        let kg = sum(held.iter().map(|(batch, _)| batch.size)).0;
        let by: BTreeSet<_> =
            held.iter().map(|(_, reference)| format!("\"{reference}\"")).collect();
        let by = by.into_iter().collect::<Vec<_>>().join(", ");
        let ids: Vec<_> = held.iter().map(|(batch, _)| batch.id.as_str()).collect();
        text.push_str(&format!("; another {kg} kg ({}) are reserved for {by}", ids.join(", ")));
    }
    Ending::invalid("credit_quantity_kg", text)
}

/// Checks the parts that the caller named.
async fn named(desk: &Desk, reference: &str, intent: &Intent) -> Result<Vec<Part>, Stop> {
    let given = intent.credit_batch_quantities.iter().flatten();
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    for (index, part) in given.enumerate() {
        let request = Read::CreditBatch { id: part.credit_batch_id.clone() };
        let batch = desk.need(request, facts::batch).await?;
        let id = &batch.id;
        let rows = desk.rows(vec![journal::batch_key(id)]).await;
        let lease = rows.first().and_then(Lease::read);
        let held = lease.filter(|lease| lease.holds_against(reference, desk.wall()));
        let size = batch.size.0;
        let wrong = if batch.owner != intent.owner_organisation_id {
            Some(format!("expected one of your batches, {id} belongs to {}", batch.owner))
        } else if batch.supplier != intent.supplier_id {
            Some(format!(
                "expected a batch from {}, {id} is from {}",
                intent.supplier_id, batch.supplier
            ))
        } else if batch.status != facts::Status::Active {
            Some(format!("expected an active batch, {id} is spent"))
        } else if intent.kind == Kind::Delivery && batch.delivery.is_some() {
            Some(format!("expected an undelivered batch, {id} was delivered"))
        } else if part.credit_quantity_kg > batch.size {
            Some(format!(
                "expected at most the {size} kg of {id}, got {}",
                part.credit_quantity_kg.0
            ))
        } else {
            held.map(|held| format!("{id} is reserved for \"{}\"", held.reference))
        };
        match wrong {
            Some(message) => {
                problems
                    .push(Problem { path: format!("credit_batch_quantities[{index}]"), message });
            }
            None => parts.push(choose::part_of(&batch, part.credit_quantity_kg)),
        }
    }
    if problems.is_empty() { Ok(parts) } else { Err(Box::new(Ending::Invalid { problems })) }
}
