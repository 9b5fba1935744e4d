//! A ledger from its books: lists, balances and look-ups are computed again.

use std::collections::BTreeMap;

use super::arena::{DeliveryNo, Handle, IssuanceNo, RetirementNo, TransferNo};
use super::balance::Balances;
use super::ids::Ids;
use super::index::{Index, List};
use super::{BatchOrder, Books, Ledger, by_time};

impl Ledger {
    pub(crate) fn from_books(seed: u64, books: Books) -> Self {
        let mut ledger = Self {
            books,
            ids: Ids::new(seed),
            index: Index::default(),
            balances: Balances::default(),
            contacts: BTreeMap::new(),
            short_codes: BTreeMap::new(),
            began: None,
        };
        ledger.enter_parties();
        ledger.enter_transactions();
        ledger.enter_batches();
        ledger
    }

    fn enter_parties(&mut self) {
        for number in self.books.organisations.handles() {
            self.enter_organisation(number);
        }
        for &(owner, beneficiary) in &self.books.beneficiaries {
            self.index.append(List::Beneficiaries(owner), beneficiary);
        }
        for number in self.books.suppliers.handles() {
            self.index.append(List::Suppliers, number);
        }
        for number in self.books.projects.handles() {
            self.enter_project(number);
        }
        for number in self.books.documents.handles() {
            self.enter_document(number);
        }
    }

    fn enter_transactions(&mut self) {
        let Self { books, index, .. } = self;
        let order = by_time::<IssuanceNo>(books);
        for (number, issuance) in books.issuances.iter() {
            index.add(List::Issuances, number, &order);
            if let Some(project) = books.projects.get(issuance.project) {
                index.add(List::SupplierIssuances(project.supplier), number, &order);
            }
        }
        for (number, order) in books.orders.iter() {
            index.append(List::BuyerOrders(order.buyer), number);
            index.append(List::SupplierOrders(order.supplier), number);
        }
        let order = by_time::<DeliveryNo>(books);
        for (number, delivery) in books.deliveries.iter() {
            let Some(of) = books.orders.get(delivery.order) else { continue };
            index.add_delivery(number, delivery.order, of.supplier, of.buyer, &order);
        }
        let order = by_time::<TransferNo>(books);
        for (number, transfer) in books.transfers.iter() {
            index.add_transfer(number, transfer.from, transfer.to, &order);
        }
        let order = by_time::<RetirementNo>(books);
        for (number, retirement) in books.retirements.iter() {
            index.add_retirement(number, retirement.beneficiary, retirement.owner, &order);
        }
    }

    /// Adds the batches in the order of their lists, so that each is appended to its lists.
    fn enter_batches(&mut self) {
        let mut numbers: Vec<_> = self.books.batches.handles().collect();
        let order = BatchOrder(&self.books);
        numbers.sort_unstable_by(|one, other| order.compare(one.raw(), other.raw()));
        for number in numbers {
            self.enter(number);
        }
    }
}
