//! The list of an organisation's credit batches, with all its filters.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::Value;

use super::page::{self, Part, Sequence};
use super::{Answer, Call};
use crate::calendar::parse_microseconds;
use crate::ledger::arena::{
    BatchNo, DeliveryNo, Handle, IssuanceNo, OrderNo, OrganisationNo, ProjectNo, RetirementNo,
    SupplierNo,
};
use crate::ledger::records::Status;
use crate::ledger::{BatchOrder, Facet, Ledger, Ranked};

/// Filters, with records in place of ids.
struct Filters {
    holder: OrganisationNo,
    statuses: BTreeSet<Status>,
    supplier: Option<SupplierNo>,
    project: Option<ProjectNo>,
    issuance: Option<IssuanceNo>,
    delivery: Option<DeliveryNo>,
    order: Option<OrderNo>,
    retirement: Option<RetirementNo>,
    /// In microseconds.
    issued_after: Option<i64>,
    issued_before: Option<i64>,
}

pub(super) fn answer(call: &Call<'_>, holder: OrganisationNo) -> Answer {
    let ledger = &*call.ledger;
    let order = BatchOrder(&ledger.books);
    let parts = Filters::read(call, holder).map(|filters| filters.parts(ledger));
    let sequence = Sequence {
        parts: parts.unwrap_or_default(),
        order: &|one, other| order.compare(one, other),
        descending: call.parameter("sort_direction") != Some("asc"),
    };
    page::answer(call, &sequence, |view, batch| view.credit_batch(batch))
}

impl Filters {
    /// Looks up the ids. `None` if one does not exist: then no batch matches.
    fn read(call: &Call<'_>, holder: OrganisationNo) -> Option<Self> {
        let books = &call.ledger.books;
        let statuses = match call.query.get("status").and_then(Value::as_array) {
            Some(statuses) => statuses.iter().filter_map(status).collect(),
            None => BTreeSet::from([Status::Active, Status::Retired]),
        };
        Some(Self {
            holder,
            statuses,
            supplier: call.filter(&books.suppliers, "supplier_id")?,
            project: call.filter(&books.projects, "project_id")?,
            issuance: call.filter(&books.issuances, "issuance_id")?,
            delivery: call.filter(&books.deliveries, "delivery_id")?,
            order: call.filter(&books.orders, "order_id")?,
            retirement: call.filter(&books.retirements, "retirement_id")?,
            issued_after: call.parameter("issued_after").and_then(parse_microseconds),
            issued_before: call.parameter("issued_before").and_then(parse_microseconds),
        })
    }

    /// The runs of sorted lists that contain exactly the matching batches.
    fn parts<'a>(&self, ledger: &'a Ledger) -> Vec<Part<'a>> {
        if let Some(named) = self.named(ledger) {
            let order = BatchOrder(&ledger.books);
            let mut batches: Vec<u32> = named
                .into_iter()
                .filter(|&number| self.matches(ledger, number))
                .map(Handle::raw)
                .collect();
            batches.sort_unstable_by(|one, other| order.compare(*one, *other));
            return vec![self.within(ledger, Cow::Owned(Ranked::from_sorted(batches)))];
        }
        let Some(facet) = self.facet(ledger) else { return Vec::new() };
        self.statuses
            .iter()
            .map(|&status| ledger.index.batches((self.holder, status, facet)))
            .map(|list| self.within(ledger, Cow::Borrowed(list)))
            .collect()
    }

    /// The batches of the given retirement or delivery: few enough to check each.
    fn named(&self, ledger: &Ledger) -> Option<Vec<BatchNo>> {
        let books = &ledger.books;
        if let Some(retirement) = self.retirement {
            return books.retirements.get(retirement).map(|found| found.batches.clone());
        }
        let delivery = books.deliveries.get(self.delivery?)?;
        Some(delivery.batches.iter().flat_map(|&batch| ledger.descendants(batch)).collect())
    }

    /// The narrowest list that is kept; `None` if the filters exclude each other.
    fn facet(&self, ledger: &Ledger) -> Option<Facet> {
        let of_supplier =
            |supplier: SupplierNo| self.supplier.is_none_or(|wanted| wanted == supplier);
        if let Some(order) = self.order {
            ledger.books.orders.get(order).filter(|found| of_supplier(found.supplier))?;
        }
        if let Some(project) = self.project {
            ledger.books.projects.get(project).filter(|found| of_supplier(found.supplier))?;
        }
        Some(match (self.order, self.project, self.supplier) {
            (Some(order), Some(project), _) => Facet::OrderAndProject(order, project),
            (Some(order), None, _) => Facet::Order(order),
            (None, Some(project), _) => Facet::Project(project),
            (None, None, Some(supplier)) => Facet::Supplier(supplier),
            (None, None, None) => Facet::All,
        })
    }

    /// Whether a batch matches all filters except those on time.
    fn matches(&self, ledger: &Ledger, number: BatchNo) -> bool {
        let Some(batch) = ledger.books.batches.get(number) else { return false };
        let Some(origin) = ledger.origin(batch) else { return false };
        ledger.holders(batch).any(|holder| holder == self.holder)
            && self.statuses.contains(&batch.status())
            && self.supplier.is_none_or(|supplier| supplier == origin.supplier)
            && self.project.is_none_or(|project| project == origin.project)
            && self.order.is_none_or(|order| origin.order == Some(order))
            && self.delivery.is_none_or(|delivery| batch.delivery == Some(delivery))
            && self.retirement.is_none_or(|retirement| batch.retirement == Some(retirement))
    }

    /// The run of a list within the given issuance and period.
    fn within<'a>(&self, ledger: &'a Ledger, list: Cow<'a, Ranked>) -> Part<'a> {
        let books = &ledger.books;
        let order = BatchOrder(books);
        let wanted =
            self.issuance.and_then(|number| Some((books.issuances.get(number)?.issued_at, number)));
        let issuance = |raw: u32| {
            let number = BatchNo::from_raw(raw)?;
            order.issuance(books.batches.get(number)?)
        };
        let too_early = |raw: u32| {
            issuance(raw).is_some_and(|found| {
                wanted.is_some_and(|wanted| found < wanted)
                    || self.issued_after.is_some_and(|after| found.0.0 <= after)
            })
        };
        let not_too_late = |raw: u32| {
            issuance(raw).is_some_and(|found| {
                wanted.is_none_or(|wanted| found <= wanted)
                    && self.issued_before.is_none_or(|before| found.0.0 < before)
            })
        };
        let start = list.count_while(&too_early);
        let end = list.count_while(&not_too_late).max(start);
        Part { list, range: start..end }
    }
}

fn status(status: &Value) -> Option<Status> {
    match status.as_str()? {
        "active" => Some(Status::Active),
        "split" => Some(Status::Split),
        "retired" => Some(Status::Retired),
        _ => None,
    }
}
