//! The read operations.

use core::cmp::Ordering;

use super::page::{self, Part, Sequence};
use super::{Answer, Call, Fault, json};
use crate::ledger::arena::{
    Arena, BatchNo, DeliveryNo, DocumentNo, Handle, OrderNo, OrganisationNo, ProjectNo,
    RetirementNo, TransferNo,
};
use crate::ledger::{List, Timed, by_name, by_time};
use crate::view::Shown;

impl Call<'_> {
    /// The caller's supplier.
    pub(super) fn current_supplier(&self) -> Answer {
        match self.ledger.supplier_of(self.caller()?) {
            Some(supplier) => self.shown(supplier),
            None => {
                let detail = "The authenticated organisation is not a supplier.";
                Err(Fault::Status(404, detail.to_owned()))
            }
        }
    }

    pub(super) fn buyer_orders(&self) -> Answer {
        self.last_first::<OrderNo>(List::BuyerOrders(self.own_organisation()?))
    }

    pub(super) fn supplier_orders(&self) -> Answer {
        let supplier = self.target(&self.ledger.books.suppliers)?;
        if self.ledger.supplier_of(self.caller()?) != Some(supplier) {
            return Err(private());
        }
        self.last_first::<OrderNo>(List::SupplierOrders(supplier))
    }

    pub(super) fn projects(&self) -> Answer {
        let order = by_name(&self.ledger.books.projects, |project| &project.name);
        self.sorted::<ProjectNo>(List::Projects, &order)
    }

    /// The project in the path; `null` if there is none, or it is not public.
    pub(super) fn project(&self) -> Answer {
        let number = self.maybe_target(&self.ledger.books.projects);
        let number = number.filter(|&number| self.ledger.is_public(number));
        json(&number.and_then(|number| number.shown(self.view())))
    }

    pub(super) fn documents(&self) -> Answer {
        let books = &self.ledger.books;
        let project = self.target(&books.projects)?;
        if !self.ledger.is_public(project) {
            return Err(Fault::unknown(ProjectNo::KIND));
        }
        let list = List::Documents(project);
        let order = by_name(&books.documents, |document| &document.display_name);
        self.sorted::<DocumentNo>(list, &order)
    }

    /// The order in the path, which only its parties may see.
    pub(super) fn own_order(&self) -> Result<OrderNo, Fault> {
        let number = self.target(&self.ledger.books.orders)?;
        let caller = self.caller()?;
        let is_party = self.ledger.books.orders.get(number).is_some_and(|order| {
            order.buyer == caller || self.ledger.supplier_of(caller) == Some(order.supplier)
        });
        if is_party { Ok(number) } else { Err(private()) }
    }

    pub(super) fn deliveries(&self) -> Answer {
        let books = &self.ledger.books;
        let list = self
            .filter(&books.suppliers, "from_supplier_id")
            .zip(self.filter(&books.organisations, "to_organisation_id"))
            .map(|(from, to)| List::Deliveries { from, to });
        self.newest_first::<DeliveryNo>(list)
    }

    pub(super) fn transfers(&self) -> Answer {
        let organisations = &self.ledger.books.organisations;
        let list = self
            .filter(organisations, "from_organisation_id")
            .zip(self.filter(organisations, "to_organisation_id"))
            .map(|(from, to)| List::Transfers { from, to });
        self.newest_first::<TransferNo>(list)
    }

    pub(super) fn retirements(&self) -> Answer {
        let organisations = &self.ledger.books.organisations;
        let list = self
            .filter(organisations, "beneficiary_org_id")
            .zip(self.filter(organisations, "owner_org_id"))
            .map(|(beneficiary, owner)| List::Retirements { beneficiary, owner });
        self.newest_first::<RetirementNo>(list)
    }

    /// The batches of a transaction.
    pub(super) fn batches_of<H: Handle, T>(
        &self,
        records: &Arena<H, T>,
        batches: impl Fn(&T) -> &[BatchNo],
    ) -> Answer {
        let record = records.get(self.target(records)?);
        json(&record.map(|found| self.view().credit_batches(batches(found))))
    }

    pub(super) fn stripe_configuration(&self) -> Answer {
        let supplier = self.ledger.supplier_of(self.caller()?);
        supplier
            .and_then(|supplier| self.view().stripe_configuration(supplier))
            .ok_or_else(|| Fault::Status(404, "Supplier not set up for Stripe Connect".to_owned()))
            .and_then(|configuration| json(&configuration))
    }

    pub(super) fn shown<H: Shown>(&self, number: H) -> Answer {
        json(&number.shown(self.view()).ok_or_else(|| Fault::unknown(H::KIND))?)
    }

    /// The record of the id in the path, or `null` if there is none.
    pub(super) fn shown_or_null<H: Shown, T>(&self, records: &Arena<H, T>) -> Answer {
        json(&self.maybe_target(records).and_then(|number| number.shown(self.view())))
    }

    /// The organisation in the path, whose private data the caller requests.
    pub(super) fn own_organisation(&self) -> Result<OrganisationNo, Fault> {
        let organisation = self.target(&self.ledger.books.organisations)?;
        if organisation == self.caller()? { Ok(organisation) } else { Err(private()) }
    }

    /// A page of a list, latest first; an empty one, if there is no list.
    pub(super) fn newest_first<H: Shown + Timed>(&self, list: impl Into<Option<List>>) -> Answer {
        let list = list.into().map(|list| Part::whole(self.ledger.index.list(list)));
        let parts = list.into_iter().collect();
        let order = by_time::<H>(&self.ledger.books);
        self.page::<H>(&Sequence { parts, order: &order, descending: true })
    }

    /// A page of a list, latest record first.
    pub(super) fn last_first<H: Shown>(&self, list: List) -> Answer {
        let parts = vec![Part::whole(self.ledger.index.list(list))];
        self.page::<H>(&Sequence { parts, order: &as_made, descending: true })
    }

    /// A page of a list, oldest record first.
    pub(super) fn oldest_first<H: Shown>(&self, list: List) -> Answer {
        self.sorted::<H>(list, &as_made)
    }

    fn sorted<H: Shown>(&self, list: List, order: &dyn Fn(u32, u32) -> Ordering) -> Answer {
        let parts = vec![Part::whole(self.ledger.index.list(list))];
        self.page::<H>(&Sequence { parts, order, descending: false })
    }

    /// A page of those who can receive credits, without the caller.
    pub(super) fn transferees(&self) -> Answer {
        let caller = self.caller()?.raw();
        let list = self.ledger.index.list(List::Participants);
        let parts = Part::around(list, list.count_while(&|other| other < caller));
        self.page::<OrganisationNo>(&Sequence { parts, order: &as_made, descending: false })
    }

    /// A page of the caller's beneficiaries, with their domains.
    pub(super) fn beneficiaries(&self) -> Answer {
        let parts = vec![Part::whole(self.ledger.index.list(List::Beneficiaries(self.caller()?)))];
        let sequence = Sequence { parts, order: &as_made, descending: false };
        page::answer(self, &sequence, |view, number| view.own_organisation(number))
    }

    fn page<H: Shown>(&self, sequence: &Sequence<'_>) -> Answer {
        page::answer(self, sequence, |view, number: H| number.shown(view))
    }
}

/// The order in which records are made.
fn as_made(one: u32, other: u32) -> Ordering {
    one.cmp(&other)
}

fn private() -> Fault {
    Fault::forbidden("This is private to another organisation.")
}
