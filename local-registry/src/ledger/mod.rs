//! The ledger: who has which credits, and the rules by which that changes. Pure: the time is given
//! to each transaction, and ids follow from the seed.
//!
//! A transaction first checks everything and then changes everything, so one that is refused has
//! changed nothing.

pub(crate) mod arena;
mod audit;
mod balance;
mod batch;
mod checkout;
mod delivery;
pub(crate) mod ids;
mod index;
mod issuance;
mod order;
mod party;
mod project;
mod ranked;
mod rebuild;
pub(crate) mod records;
mod refund;
pub(crate) mod refusal;
mod retirement;
mod rights;
mod selection;
mod transfer;

use std::collections::BTreeMap;

use isometric_registry::model::scalar::Note;
use serde::{Deserialize, Serialize};

use self::arena::{
    Arena, BatchNo, CheckoutNo, DeliveryNo, DocumentNo, Handle, IssuanceNo, OrderNo,
    OrganisationNo, ProjectNo, RefundNo, RemovalNo, RetirementNo, SupplierNo, TransferNo,
};
pub(crate) use self::balance::Balance;
use self::balance::Balances;
pub(crate) use self::batch::{BatchOrder, right_of};
pub(crate) use self::checkout::Payment;
use self::ids::Ids;
use self::index::Index;
pub(crate) use self::index::{Facet, List};
pub(crate) use self::issuance::{NewIssuance, NewRemoval};
pub(crate) use self::order::NewOrder;
pub(crate) use self::party::{Contact, NewOrganisation, NewSupplier};
pub(crate) use self::project::{NewDocument, NewProject, by_name};
pub(crate) use self::ranked::Ranked;
use self::records::{
    Batch, Checkout, Delivery, Document, Issuance, Order, Organisation, Project, Refund, Removal,
    Retirement, Supplier, Transfer,
};
pub(crate) use self::refund::NewRefund;
use self::refusal::Refusal;
use crate::calendar::Moment;

/// What is recorded, and kept across restarts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Books {
    pub(crate) organisations: Arena<OrganisationNo, Organisation>,
    pub(crate) suppliers: Arena<SupplierNo, Supplier>,
    pub(crate) projects: Arena<ProjectNo, Project>,
    pub(crate) documents: Arena<DocumentNo, Document>,
    pub(crate) issuances: Arena<IssuanceNo, Issuance>,
    pub(crate) removals: Arena<RemovalNo, Removal>,
    pub(crate) batches: Arena<BatchNo, Batch>,
    pub(crate) orders: Arena<OrderNo, Order>,
    pub(crate) deliveries: Arena<DeliveryNo, Delivery>,
    pub(crate) transfers: Arena<TransferNo, Transfer>,
    pub(crate) retirements: Arena<RetirementNo, Retirement>,
    pub(crate) refunds: Arena<RefundNo, Refund>,
    pub(crate) checkouts: Arena<CheckoutNo, Checkout>,
    /// Who can retire in whose name.
    beneficiaries: Vec<(OrganisationNo, OrganisationNo)>,
    /// When something was last recorded. Time in the books does not go back.
    pub(crate) latest: Moment,
    /// All kilograms ever issued; that this is an `i64` makes every sum one.
    issued_kg: i64,
}

/// The books, and what follows from them.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    pub(crate) books: Books,
    pub(crate) ids: Ids,
    pub(crate) index: Index,
    pub(crate) balances: Balances,
    /// Organisations by domain or e-mail address, in lower case.
    contacts: BTreeMap<String, OrganisationNo>,
    /// Projects by short code.
    short_codes: BTreeMap<String, ProjectNo>,
}

impl Ledger {
    pub(crate) fn new(seed: u64) -> Self {
        Self::from_books(seed, Books::default())
    }

    /// The moment of a transaction, which is not before the one before it.
    fn stamp(&mut self, now: Moment) -> Moment {
        self.books.latest = self.books.latest.max(now);
        self.books.latest
    }

    /// The record that a property of a request names.
    fn named<H: Handle, T>(
        &self,
        records: &Arena<H, T>,
        property: &str,
        id: &str,
    ) -> Result<H, Refusal> {
        self.ids.find(id).filter(|&handle| records.get(handle).is_some()).ok_or_else(|| {
            Refusal::at(property, format!("This is not the id of {} here.", H::KIND.noun()))
        })
    }
}

fn note(note: &Option<Note>) -> Option<String> {
    note.as_ref().map(|note| note.0.clone())
}
