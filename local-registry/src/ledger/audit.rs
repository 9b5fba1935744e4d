//! Whether the books are consistent: everything that transactions keep up to date is computed again from the batches,
//! and compared.

use std::collections::BTreeMap;

use super::arena::{Arena, BatchNo, Handle, ProjectNo};
use super::batch::right_of;
use super::records::{Batch, ProjectTotals, Removal, Role, Status};
use super::{Books, Ledger};

type Audit = Result<(), String>;

impl Ledger {
    /// Reports where the books are inconsistent.
    pub(crate) fn audit(&self) -> Audit {
        let rebuilt = Self::from_books(0, self.books.clone());
        ensure(rebuilt.index == self.index, || "a list is not what its records say".to_owned())?;
        ensure(rebuilt.balances == self.balances, || "a balance is not its batches".to_owned())?;
        self.audit_batches()?;
        self.audit_issuances()?;
        self.audit_projects()?;
        self.audit_transactions()
    }

    /// Children replace their parent exactly, and agree with it.
    fn audit_batches(&self) -> Audit {
        let batches = &self.books.batches;
        for (number, batch) in batches.iter() {
            ensure(batch.kg > 0, || format!("batch {number:?} holds {} kg", batch.kg))?;
            let Some(left_number) = batch.left_child else { continue };
            let children = right_of(left_number).and_then(|right| batches.get(right));
            let (Some(left), Some(right)) = (batches.get(left_number), children) else {
                return Err(format!("batch {number:?} lacks a child"));
            };
            let fits = batch.retirement.is_none()
                && [left, right]
                    .iter()
                    .all(|child| child.parent == Some(number) && child.removal == batch.removal)
                && left.offset == batch.offset
                && right.offset == end(left)
                && end(right) == end(batch);
            ensure(fits, || format!("the children of batch {number:?} are not its parts"))?;
        }
        Ok(())
    }

    /// The batches as issued are the sum of their removals; every other batch is a child.
    fn audit_issuances(&self) -> Audit {
        let mut issued = 0_i64;
        let mut roots = 0_usize;
        for (number, issuance) in self.books.issuances.iter() {
            let sum = |kg: fn(&Removal) -> i64| self.removals_of(issuance).map(kg).sum::<i64>();
            let fits = sum(|removal| removal.supplier_kg) == issuance.supplier_kg
                && sum(|removal| removal.buffer_pool_kg) == issuance.buffer_pool_kg;
            ensure(fits, || format!("issuance {number:?} is not its removals"))?;
            issued = issued.saturating_add(sum(Removal::kg));
            for removal in self.removals_of(issuance) {
                let pool = right_of(removal.batch).filter(|_| removal.buffer_pool_kg > 0);
                let parts = [Some(removal.batch), pool];
                let found =
                    parts.into_iter().flatten().filter_map(|part| self.books.batches.get(part));
                let whole = found.clone().try_fold(0_i64, |at, part| {
                    (part.offset == at && part.parent.is_none()).then(|| end(part))
                });
                roots = roots.saturating_add(found.count());
                ensure(whole == Some(removal.kg()), || format!("a batch of {number:?} is wrong"))?;
            }
        }
        let others = self.books.batches.iter().filter(|(_, batch)| batch.parent.is_some()).count();
        ensure(roots.saturating_add(others) == self.books.batches.len(), || {
            "there are batches that nobody issued".to_owned()
        })?;
        let left: i64 = self.leaves().map(|batch| batch.kg).sum();
        ensure(left == issued && issued == self.books.issued_kg, || {
            format!("{issued} kg were issued and {left} kg are there")
        })
    }

    fn audit_projects(&self) -> Audit {
        let mut totals: BTreeMap<ProjectNo, ProjectTotals> = BTreeMap::new();
        for (_, issuance) in self.books.issuances.iter() {
            let total = totals.entry(issuance.project).or_default();
            let kg = issuance.supplier_kg.saturating_add(issuance.buffer_pool_kg);
            total.issued = total.issued.saturating_add(kg);
            total.issued_to_buffer_pool =
                total.issued_to_buffer_pool.saturating_add(issuance.buffer_pool_kg);
        }
        for batch in self.leaves().filter(|batch| batch.status() == Status::Retired) {
            let Some(origin) = self.origin(batch) else { continue };
            let total = totals.entry(origin.project).or_default();
            total.retired = total.retired.saturating_add(batch.kg);
            let owner = self.books.organisations.get(batch.owner).map(|owner| owner.role);
            if matches!(owner, Some(Role::BufferPool(_))) {
                total.retired_from_buffer_pool =
                    total.retired_from_buffer_pool.saturating_add(batch.kg);
            }
        }
        for (number, project) in self.books.projects.iter() {
            let found = totals.get(&number).copied().unwrap_or_default();
            ensure(found == project.totals, || format!("the totals of {number:?} are wrong"))?;
        }
        Ok(())
    }

    fn audit_transactions(&self) -> Audit {
        let Books { batches, orders, deliveries, transfers, retirements, refunds, .. } =
            &self.books;
        let size = |numbers: &[BatchNo]| -> i64 {
            numbers.iter().filter_map(|&number| batches.get(number)).map(|batch| batch.kg).sum()
        };
        let sums_up = all(deliveries, |one| one.kg == size(&one.batches))
            && all(transfers, |one| one.kg == size(&one.batches))
            && all(retirements, |one| one.kg == size(&one.batches))
            && all(refunds, |one| one.kg == size(&one.batches));
        ensure(sums_up, || "a transaction is not the sum of its batches".to_owned())?;
        for (number, order) in orders.iter() {
            let of_order = deliveries.iter().filter(|(_, delivery)| delivery.order == number);
            let delivered: i64 = of_order.map(|(_, delivery)| delivery.kg).sum();
            let fits = delivered == order.delivered_kg
                && delivered <= order.ordered_kg
                && order.fulfilled_at.is_some() == (delivered == order.ordered_kg);
            ensure(fits, || format!("order {number:?} is not its deliveries"))?;
        }
        for (number, retirement) in retirements.iter() {
            let final_ =
                retirement.batches.iter().filter_map(|&batch| batches.get(batch)).all(|batch| {
                    batch.retirement == Some(number) && batch.owner == retirement.owner
                });
            ensure(final_, || format!("retirement {number:?} has lost a batch"))?;
        }
        let retired: usize = retirements.iter().map(|(_, one)| one.batches.len()).sum();
        let marked = self.leaves().filter(|batch| batch.retirement.is_some()).count();
        ensure(retired == marked, || "a batch is retired in no retirement".to_owned())
    }

    /// The batches that are not split.
    fn leaves(&self) -> impl Iterator<Item = &Batch> {
        self.books.batches.iter().map(|(_, batch)| batch).filter(|one| one.left_child.is_none())
    }
}

fn end(batch: &Batch) -> i64 {
    batch.offset.saturating_add(batch.kg)
}

fn all<H: Handle, T>(records: &Arena<H, T>, holds: impl Fn(&T) -> bool) -> bool {
    records.iter().all(|(_, record)| holds(record))
}

fn ensure(holds: bool, complaint: impl FnOnce() -> String) -> Audit {
    if holds { Ok(()) } else { Err(complaint()) }
}
