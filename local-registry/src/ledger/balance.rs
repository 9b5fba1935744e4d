//! The balance of every organisation, updated with every change of a batch.

use std::collections::BTreeMap;

use super::arena::OrganisationNo;
use super::index::Facet;
use super::records::Status;

/// Kilograms of an organisation or of a part of its credits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Balance {
    pub(crate) active: i64,
    pub(crate) retired: i64,
}

impl Balance {
    fn of(&mut self, status: Status) -> Option<&mut i64> {
        match status {
            Status::Active => Some(&mut self.active),
            Status::Retired => Some(&mut self.retired),
            Status::Split => None,
        }
    }
}

/// The balances of all organisations. There are no entries for zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Balances(BTreeMap<(OrganisationNo, Facet), Balance>);

impl Balances {
    /// Adds kilograms, or takes them off if they are negative.
    pub(crate) fn add(&mut self, owner: OrganisationNo, facet: Facet, status: Status, kg: i64) {
        let balance = self.0.entry((owner, facet)).or_default();
        if let Some(total) = balance.of(status) {
            *total = total.saturating_add(kg);
        }
        if *balance == Balance::default() {
            self.0.remove(&(owner, facet));
        }
    }

    /// A part of an organisation's credits.
    pub(crate) fn part(&self, owner: OrganisationNo, facet: Facet) -> Balance {
        self.0.get(&(owner, facet)).copied().unwrap_or_default()
    }

    /// All balances of an organisation, the whole first.
    pub(crate) fn of(&self, owner: OrganisationNo) -> impl Iterator<Item = (Facet, Balance)> {
        self.0
            .range((owner, Facet::All)..)
            .take_while(move |((of, _), _)| *of == owner)
            .map(|((_, facet), balance)| (*facet, *balance))
    }
}
