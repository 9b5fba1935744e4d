//! The operations that read.

use core::cmp::Ordering;

use super::page::{self, Part, Sequence};
use super::{Answer, Call, Fault, batches, json, write};
use crate::ledger::arena::{
    Arena, DeliveryNo, DocumentNo, Handle, IssuanceNo, OrderNo, OrganisationNo, ProjectNo,
    RetirementNo, SupplierNo, TransferNo,
};
use crate::ledger::{List, by_name};
use crate::view::Shown;

/// Answers a call.
pub(super) fn answer(mut call: Call<'_>) -> Answer {
    let resource = call.operation.name.split('.').next().unwrap_or_default();
    match (resource, call.operation.method_name) {
        ("organisations", name) => call.organisations(name),
        ("suppliers", name) => call.suppliers(name),
        ("projects", name) => call.projects(name),
        ("issuances", name) => call.issuances(name),
        ("orders", name) => call.orders(name),
        (_, "create" | "createFromOldestCredits" | "createCheckoutSession") => {
            write::answer(&mut call)
        }
        ("deliveries", name) => call.deliveries(name),
        ("transfers", name) => call.transfers(name),
        ("retirements", name) => call.retirements(name),
        (_, name) => call.others(resource, name),
    }
}

impl Call<'_> {
    fn organisations(&self, name: &str) -> Answer {
        let records = &self.ledger.books.organisations;
        match name {
            "current" => self.shown(self.caller()?),
            "get" => self.shown_or_null(records),
            "orders" => {
                let list = List::BuyerOrders(self.own_organisation()?);
                self.newest_first::<OrderNo>(list)
            }
            "creditBalance" => json(&self.view().credit_balance(self.own_organisation()?)),
            "creditBatches" => batches::answer(self, self.own_organisation()?),
            _ => self.unknown(),
        }
    }

    fn suppliers(&self, name: &str) -> Answer {
        let records = &self.ledger.books.suppliers;
        match name {
            "current" => match self.ledger.supplier_of(self.caller()?) {
                Some(supplier) => self.shown(supplier),
                None => {
                    let detail = "The authenticated organisation is not a supplier.";
                    Err(Fault::Status(404, detail.to_owned()))
                }
            },
            "get" => self.shown_or_null(records),
            "list" => self.oldest_first::<SupplierNo>(List::Suppliers),
            "projects" => {
                let list = List::SupplierProjects(self.target(records)?);
                self.newest_first::<ProjectNo>(list)
            }
            "orders" => {
                let supplier = self.target(records)?;
                if self.ledger.supplier_of(self.caller()?) != Some(supplier) {
                    return Err(private());
                }
                let list = List::SupplierOrders(supplier);
                self.newest_first::<OrderNo>(list)
            }
            "deliveries" => {
                let list = List::Deliveries { from: Some(self.target(records)?), to: None };
                self.newest_first::<DeliveryNo>(list)
            }
            "issuances" => {
                let list = List::SupplierIssuances(self.target(records)?);
                self.newest_first::<IssuanceNo>(list)
            }
            _ => self.unknown(),
        }
    }

    fn projects(&self, name: &str) -> Answer {
        let books = &self.ledger.books;
        match name {
            "get" => self.shown_or_null(&books.projects),
            "list" => {
                let order = by_name(&books.projects, |project| &project.name);
                self.sorted::<ProjectNo>(List::Projects, &order)
            }
            "documents" => {
                let list = List::Documents(self.target(&books.projects)?);
                let order = by_name(&books.documents, |document| &document.display_name);
                self.sorted::<DocumentNo>(list, &order)
            }
            _ => self.unknown(),
        }
    }

    fn issuances(&self, name: &str) -> Answer {
        let records = &self.ledger.books.issuances;
        match name {
            "get" => self.shown(self.target(records)?),
            "list" => self.newest_first::<IssuanceNo>(List::Issuances),
            "creditBatches" => json(&self.view().issuance_batches(self.target(records)?)),
            _ => self.unknown(),
        }
    }

    fn orders(&self, name: &str) -> Answer {
        let number = self.target(&self.ledger.books.orders)?;
        let caller = self.caller()?;
        let party = self.ledger.books.orders.get(number).is_some_and(|order| {
            order.buyer == caller || self.ledger.supplier_of(caller) == Some(order.supplier)
        });
        match name {
            _ if !party => Err(private()),
            "get" => self.shown(number),
            "deliveries" => {
                let list = List::OrderDeliveries(number);
                self.newest_first::<DeliveryNo>(list)
            }
            _ => self.unknown(),
        }
    }

    fn deliveries(&self, name: &str) -> Answer {
        let books = &self.ledger.books;
        match name {
            "get" => self.shown(self.target(&books.deliveries)?),
            "list" => {
                let list = self
                    .filter(&books.suppliers, "from_supplier_id")
                    .zip(self.filter(&books.organisations, "to_organisation_id"))
                    .map(|(from, to)| List::Deliveries { from, to });
                self.newest_first::<DeliveryNo>(list)
            }
            "creditBatches" => {
                let delivery = books.deliveries.get(self.target(&books.deliveries)?);
                json(&delivery.map(|found| self.view().credit_batches(&found.batches)))
            }
            _ => self.unknown(),
        }
    }

    fn transfers(&self, name: &str) -> Answer {
        let books = &self.ledger.books;
        match name {
            "get" => self.shown(self.target(&books.transfers)?),
            "list" => {
                let list = self
                    .filter(&books.organisations, "from_organisation_id")
                    .zip(self.filter(&books.organisations, "to_organisation_id"))
                    .map(|(from, to)| List::Transfers { from, to });
                self.newest_first::<TransferNo>(list)
            }
            "creditBatches" => {
                let transfer = books.transfers.get(self.target(&books.transfers)?);
                json(&transfer.map(|found| self.view().credit_batches(&found.batches)))
            }
            _ => self.unknown(),
        }
    }

    fn retirements(&self, name: &str) -> Answer {
        let books = &self.ledger.books;
        match name {
            "get" => self.shown(self.target(&books.retirements)?),
            "list" => {
                let list = self
                    .filter(&books.organisations, "beneficiary_org_id")
                    .zip(self.filter(&books.organisations, "owner_org_id"))
                    .map(|(beneficiary, owner)| List::Retirements { beneficiary, owner });
                self.newest_first::<RetirementNo>(list)
            }
            "creditBatches" => {
                let retirement = books.retirements.get(self.target(&books.retirements)?);
                json(&retirement.map(|found| self.view().credit_batches(&found.batches)))
            }
            _ => self.unknown(),
        }
    }

    fn others(&self, resource: &str, name: &str) -> Answer {
        let books = &self.ledger.books;
        match (resource, name) {
            ("refunds", "get") => self.shown(self.target(&books.refunds)?),
            ("refunds", "creditBatches") => {
                let refund = books.refunds.get(self.target(&books.refunds)?);
                json(&refund.map(|found| self.view().credit_batches(&found.batches)))
            }
            ("creditBatches", "get") => self.shown(self.target(&books.batches)?),
            ("beneficiaries", "list") => self.beneficiaries(),
            ("transferees", "list") => self.transferees(),
            ("stripe", "configuration") => {
                let supplier = self.ledger.supplier_of(self.caller()?);
                supplier
                    .and_then(|supplier| self.view().stripe_configuration(supplier))
                    .ok_or_else(|| {
                        Fault::Status(404, "Supplier not set up for Stripe Connect".to_owned())
                    })
                    .and_then(|configuration| json(&configuration))
            }
            _ => self.unknown(),
        }
    }

    fn unknown(&self) -> Answer {
        Err(Fault::Status(501, format!("`{}` is not answered here.", self.operation.name)))
    }

    fn shown<H: Shown>(&self, number: H) -> Answer {
        json(&number.shown(self.view()).ok_or_else(|| Fault::unknown(H::KIND))?)
    }

    /// The record of the id in the path, or `null` where there is none.
    fn shown_or_null<H: Shown, T>(&self, records: &Arena<H, T>) -> Answer {
        json(&self.maybe_target(records).and_then(|number| number.shown(self.view())))
    }

    /// The organisation of the path, whose private data the caller asks for.
    fn own_organisation(&self) -> Result<OrganisationNo, Fault> {
        let organisation = self.target(&self.ledger.books.organisations)?;
        if organisation == self.caller()? { Ok(organisation) } else { Err(private()) }
    }

    /// A page of a list in which the newest record is first; an empty one, if there is no list.
    fn newest_first<H: Shown>(&self, list: impl Into<Option<List>>) -> Answer {
        let list = list.into().map(|list| Part::whole(self.ledger.index.list(list)));
        let parts = list.into_iter().collect();
        self.page::<H>(&Sequence { parts, order: &as_made, descending: true })
    }

    /// A page of a list in which the oldest record is first.
    fn oldest_first<H: Shown>(&self, list: List) -> Answer {
        self.sorted::<H>(list, &as_made)
    }

    fn sorted<H: Shown>(&self, list: List, order: &dyn Fn(u32, u32) -> Ordering) -> Answer {
        let parts = vec![Part::whole(self.ledger.index.list(list))];
        self.page::<H>(&Sequence { parts, order, descending: false })
    }

    /// A page of those who can be given credits, the caller left out.
    fn transferees(&self) -> Answer {
        let caller = self.caller()?.raw();
        let list = self.ledger.index.list(List::Participants);
        let parts = Part::around(list, list.count_while(&|other| other < caller));
        self.page::<OrganisationNo>(&Sequence { parts, order: &as_made, descending: false })
    }

    /// A page of those in whose name the caller can retire, with their domains.
    fn beneficiaries(&self) -> Answer {
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
