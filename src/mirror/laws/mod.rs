//! Laws: what must hold in a complete copy, in whole kilograms. Written once, for refreshes and for `verify`.

pub(super) mod account;
mod owner;
pub(super) mod pool;
mod tree;
mod whole;
mod words;

use std::collections::{HashMap, HashSet};

use super::descent::Descents;
use super::port::Step;
use super::report::{LawReport, Report};
use super::store::{Sight, Store};
use super::tree::Tree;
use pool::Pools;

/// What becomes of the findings of a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It is judged.
    Judged,
    /// It is reported and never judged.
    Observed,
    /// It is judged when the figures of an account have been read.
    OfAccount,
}

/// Declares the laws: their names and statements.
macro_rules! laws {
    ( $( $name:ident = $law:literal $says:literal $kind:ident; )* ) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(usize)]
        pub(super) enum Law { $( $name, )* }

        const LAWS: &[(&str, &str, Kind)] = &[ $( ($law, $says, Kind::$kind), )* ];
    };
}

laws! {
    Parts = "issuance_parts" "An issuance is the sum of its supplier's part and its buffer pool's part." Judged;
    IssuanceBatches = "issuance_batches" "Each part of an issuance is the sum of its batches as issued." Judged;
    Roots = "roots" "Each batch of an issuance descends from a batch as issued." Judged;
    Split = "split" "A split batch is the sum of its two children." Judged;
    Leaves = "leaves" "A batch as issued is the sum of its parts today." Judged;
    Records = "records" "A delivery, transfer or retirement is the sum of its batches." Judged;
    Retired = "retired" "A retired batch is listed by exactly one retirement, the one that it names." Judged;
    Delivered = "delivered" "A delivered batch is listed by exactly one delivery, the one that it names." Judged;
    Owner = "owner" "An active batch belongs to its last recipient, or else to whom it was issued." Judged;
    Totals = "project_totals" "A project's totals are the sums of its issuances and retired batches." Judged;
    Credits = "credits" "In each quantity, 1000 kg are one credit." Judged;
    Columns = "columns" "The columns of a row agree with its JSON." Judged;
    OrderDeliveries = "order_deliveries" "The delivered credits of an order are the sum of its deliveries." OfAccount;
    Balances = "balances" "The balances of an organisation are the sums of its batches." OfAccount;
    Serials = "serial_numbers" "The serial numbers of two children divide those of their parent." Observed;
    Removal = "removal_data" "The measurements of two children add up to those of their parent." Observed;
}

#[derive(Debug, Clone, Default)]
struct Tally {
    held: u64,
    broken: u64,
    unjudged: u64,
    first: Option<String>,
}

/// How many issuances are processed together: all their batches are in memory.
pub(super) const TOGETHER: usize = 5;

/// Kilograms of a project, from issuances and batches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    issued: i128,
    issued_to_pool: i128,
    retired: i128,
}

/// Laws being checked.
#[derive(Debug)]
pub(super) struct Laws {
    store: Store,
    sight: Sight,
    tallies: Vec<Tally>,
    pools: Pools,
    /// Batches that may be read again to check whether the law is really broken.
    pub(super) suspects: Vec<String>,
    /// Records that have been compared with their batches.
    compared: HashSet<String>,
    sums: HashMap<String, Sums>,
    batches: u64,
}

impl Laws {
    pub(super) fn new(store: Store, sight: Sight) -> Self {
        Self {
            store,
            sight,
            tallies: vec![Tally::default(); LAWS.len()],
            pools: Pools::default(),
            suspects: Vec::new(),
            compared: HashSet::new(),
            sums: HashMap::new(),
            batches: 0,
        }
    }

    /// Checks all laws of the trees of these issuances.
    pub(super) async fn check_issuances(&mut self, ids: &[String]) -> Step<()> {
        let tree = Tree::load(&self.store, self.sight, ids).await?;
        let descents = Descents::of(&tree);
        self.check_tree(&tree, &descents);
        self.check_owners(&tree, &descents);
        self.check_records(&tree).await
    }

    fn tally(&mut self, law: Law) -> Option<&mut Tally> {
        self.tallies.get_mut(law as usize)
    }

    fn judge(&mut self, law: Law, holds: bool, complaint: impl FnOnce() -> String) -> bool {
        if let Some(tally) = self.tally(law) {
            if holds {
                tally.held = tally.held.saturating_add(1);
            } else {
                tally.broken = tally.broken.saturating_add(1);
                tally.first.get_or_insert_with(complaint);
            }
        }
        holds
    }

    /// Judges a law of a batch: a batch that breaks it may be read again.
    fn judge_batch(&mut self, law: Law, id: &str, holds: bool, complaint: impl FnOnce() -> String) {
        if !self.judge(law, holds, complaint) {
            self.suspects.push(id.to_owned());
        }
    }

    /// Whether a law is broken; observations never are.
    pub(super) fn is_broken(&self) -> bool {
        let mut tallies = self.tallies.iter().zip(LAWS);
        tallies.any(|(tally, (.., kind))| *kind != Kind::Observed && tally.broken > 0)
    }

    /// Adds the findings to a report.
    pub(super) fn report(self, report: &mut Report) {
        for (tally, &(law, says, kind)) in self.tallies.into_iter().zip(LAWS) {
            let Tally { held, broken, unjudged, first } = tally;
            let findings = LawReport { law, says, held, broken, unjudged, first };
            match kind {
                Kind::Judged => report.laws.push(findings),
                Kind::OfAccount if report.account.is_some() => report.laws.push(findings),
                Kind::OfAccount => {}
                Kind::Observed => report.observations.push(findings),
            }
        }
        report.inferred_refunds = self.pools.refunds();
    }
}
