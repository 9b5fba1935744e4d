//! The ledger: the owners of credits, and the rules by which they change. Pure: each transaction receives the time, and
//! ids are derived from the seed.
//!
//! A transaction first checks everything and then changes everything, so a rejected one has changed nothing.

pub(crate) mod arena;
mod audit;
mod balance;
mod batch;
mod checkout;
mod collate;
mod delivery;
mod edit;
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
mod timed;
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
pub(crate) use self::edit::{ProjectName, ProjectReference, SupplierDescription};
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
pub(crate) use self::timed::{Timed, by_time};
use crate::calendar::Moment;

/// The records, which are kept across restarts.
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
    /// The beneficiaries of each organisation.
    beneficiaries: Vec<(OrganisationNo, OrganisationNo)>,
    /// When something was last recorded. Time in the books never goes back.
    pub(crate) latest: Moment,
    /// All kilograms ever issued; as this is an `i64`, every sum is one.
    issued_kg: i64,
}

/// The books, and what is derived from them.
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
    /// When the transaction started that is being committed late.
    began: Option<Moment>,
}

impl Ledger {
    pub(crate) fn new(seed: u64) -> Self {
        Self::from_books(seed, Books::default())
    }

    /// The time of a transaction, which is not before the previous one unless it is late.
    fn stamp(&mut self, now: Moment) -> Moment {
        self.books.latest = self.books.latest.max(now);
        self.moment(now)
    }

    /// The time of the next transaction.
    fn moment(&self, now: Moment) -> Moment {
        self.began.unwrap_or(self.books.latest.max(now))
    }

    /// Commits transactions that started earlier: they are recorded with that time, and visible from now on.
    pub(crate) fn commit_late<T>(&mut self, began: Moment, act: impl FnOnce(&mut Self) -> T) -> T {
        self.began = Some(began);
        let done = act(self);
        self.began = None;
        done
    }

    /// The record that a property of a request refers to.
    fn named<H: Handle>(&self, property: &str, id: &str) -> Result<H, Refusal> {
        self.find(id).ok_or_else(|| {
            Refusal::at(property, format!("This is not the id of {} here.", H::KIND.noun()))
        })
    }

    /// Rejects a record for which no number is left.
    fn check_room<H: Handle>(&self) -> Result<(), Refusal> {
        H::records(&self.books).next().map(|_| ()).ok_or_else(Refusal::full)
    }

    /// Records something with a given time.
    fn record<H: Handle>(&mut self, record: H::Record, at: Moment) -> Result<H, Refusal> {
        let number = H::records(&self.books).next().ok_or_else(Refusal::full)?;
        let made = self.making(number, at);
        H::records_mut(&mut self.books).push(record, made).ok_or_else(Refusal::full)
    }
}

fn note(note: &Option<Note>) -> Option<String> {
    note.as_ref().map(|note| note.0.clone())
}
