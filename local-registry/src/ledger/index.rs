//! The records of each list, in order and counted.

use core::cmp::Ordering;
use std::collections::BTreeMap;

use super::arena::{
    BatchNo, DeliveryNo, Handle, OrderNo, OrganisationNo, ProjectNo, RetirementNo, SupplierNo,
    TransferNo,
};
use super::ranked::Ranked;
use super::records::Status;

/// The common property of a list of credit batches, besides its organisation and status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Facet {
    All,
    Supplier(SupplierNo),
    Project(ProjectNo),
    Order(OrderNo),
    OrderAndProject(OrderNo, ProjectNo),
}

/// The batches that an organisation owns or that were retired in its name, of one status.
pub(crate) type BatchList = (OrganisationNo, Status, Facet);

/// The lists of everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum List {
    /// Account holders, in the order in which they joined.
    Participants,
    /// The beneficiaries of an organisation.
    Beneficiaries(OrganisationNo),
    Suppliers,
    /// By name.
    Projects,
    SupplierProjects(SupplierNo),
    /// By name.
    Documents(ProjectNo),
    Issuances,
    SupplierIssuances(SupplierNo),
    BuyerOrders(OrganisationNo),
    SupplierOrders(SupplierNo),
    OrderDeliveries(OrderNo),
    Deliveries {
        from: Option<SupplierNo>,
        to: Option<OrganisationNo>,
    },
    Transfers {
        from: Option<OrganisationNo>,
        to: Option<OrganisationNo>,
    },
    Retirements {
        beneficiary: Option<OrganisationNo>,
        owner: Option<OrganisationNo>,
    },
}

/// All lists of a ledger.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Index {
    batches: BTreeMap<BatchList, Ranked>,
    lists: BTreeMap<List, Ranked>,
}

/// The content of a list without items.
static EMPTY: Ranked = Ranked::new();

impl Index {
    pub(crate) fn batches(&self, list: BatchList) -> &Ranked {
        self.batches.get(&list).unwrap_or(&EMPTY)
    }

    pub(crate) fn list(&self, list: List) -> &Ranked {
        self.lists.get(&list).unwrap_or(&EMPTY)
    }

    /// Adds a batch to a list that `order` sorts.
    pub(crate) fn add_batch(
        &mut self,
        list: BatchList,
        batch: BatchNo,
        order: &dyn Fn(u32, u32) -> Ordering,
    ) {
        let item = batch.raw();
        self.batches.entry(list).or_default().insert(item, &|other| order(other, item).is_lt());
    }

    pub(crate) fn remove_batch(
        &mut self,
        list: BatchList,
        batch: BatchNo,
        order: &dyn Fn(u32, u32) -> Ordering,
    ) {
        let item = batch.raw();
        let Some(batches) = self.batches.get_mut(&list) else { return };
        batches.remove(item, &|other| order(other, item).is_lt());
        if batches.len() == 0 {
            self.batches.remove(&list);
        }
    }

    pub(crate) fn add_delivery(
        &mut self,
        delivery: DeliveryNo,
        order: OrderNo,
        supplier: SupplierNo,
        buyer: OrganisationNo,
        by_time: &dyn Fn(u32, u32) -> Ordering,
    ) {
        self.add(List::OrderDeliveries(order), delivery, by_time);
        for from in [None, Some(supplier)] {
            for to in [None, Some(buyer)] {
                self.add(List::Deliveries { from, to }, delivery, by_time);
            }
        }
    }

    pub(crate) fn add_transfer(
        &mut self,
        transfer: TransferNo,
        from: OrganisationNo,
        to: OrganisationNo,
        by_time: &dyn Fn(u32, u32) -> Ordering,
    ) {
        for from in [None, Some(from)] {
            for to in [None, Some(to)] {
                self.add(List::Transfers { from, to }, transfer, by_time);
            }
        }
    }

    pub(crate) fn add_retirement(
        &mut self,
        retirement: RetirementNo,
        beneficiary: OrganisationNo,
        owner: OrganisationNo,
        by_time: &dyn Fn(u32, u32) -> Ordering,
    ) {
        for beneficiary in [None, Some(beneficiary)] {
            for owner in [None, Some(owner)] {
                self.add(List::Retirements { beneficiary, owner }, retirement, by_time);
            }
        }
    }

    /// Adds a record to a list in the order of creation.
    pub(crate) fn append<H: Handle>(&mut self, list: List, record: H) {
        self.add(list, record, &|one, other| one.cmp(&other));
    }

    /// Takes a record out of a list that `order` sorts.
    pub(crate) fn remove<H: Handle>(
        &mut self,
        list: List,
        record: H,
        order: &dyn Fn(u32, u32) -> Ordering,
    ) {
        let item = record.raw();
        if let Some(records) = self.lists.get_mut(&list) {
            records.remove(item, &|other| order(other, item).is_lt());
            if records.len() == 0 {
                self.lists.remove(&list);
            }
        }
    }

    /// Adds a record to a list that `order` sorts.
    pub(crate) fn add<H: Handle>(
        &mut self,
        list: List,
        record: H,
        order: &dyn Fn(u32, u32) -> Ordering,
    ) {
        let item = record.raw();
        self.lists.entry(list).or_default().insert(item, &|other| order(other, item).is_lt());
    }
}
