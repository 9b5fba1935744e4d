//! The implementation of each operation. The `match` compiles only if none is missing.

use isometric_registry::operation::OperationId;
use isometric_registry::operation::id::{
    beneficiaries, creditBatches, deliveries, issuances, orders, organisations, projects, refunds,
    retirements, stripe, suppliers, transferees, transfers,
};

use super::{Answer, Call, batches, json, write};
use crate::ledger::List;
use crate::ledger::arena::{DeliveryNo, IssuanceNo, ProjectNo, SupplierNo};

/// Answers a call.
pub(super) fn answer(mut call: Call<'_>) -> Answer {
    use OperationId as Of;
    let books = &call.ledger.books;
    match call.operation.id {
        Of::organisations(operation) => match operation {
            organisations::current => call.shown(call.caller()?),
            organisations::get => call.shown_or_null(&books.organisations),
            organisations::orders => call.buyer_orders(),
            organisations::creditBalance => {
                json(&call.view().credit_balance(call.own_organisation()?))
            }
            organisations::creditBatches => batches::answer(&call, call.own_organisation()?),
        },
        Of::suppliers(operation) => match operation {
            suppliers::current => call.current_supplier(),
            suppliers::get => call.shown_or_null(&books.suppliers),
            suppliers::list => call.oldest_first::<SupplierNo>(List::Suppliers),
            suppliers::projects => {
                call.last_first::<ProjectNo>(List::SupplierProjects(call.target(&books.suppliers)?))
            }
            suppliers::orders => call.supplier_orders(),
            suppliers::deliveries => {
                let from = Some(call.target(&books.suppliers)?);
                call.newest_first::<DeliveryNo>(List::Deliveries { from, to: None })
            }
            suppliers::issuances => {
                let list = List::SupplierIssuances(call.target(&books.suppliers)?);
                call.newest_first::<IssuanceNo>(list)
            }
        },
        Of::projects(operation) => match operation {
            projects::get => call.project(),
            projects::list => call.projects(),
            projects::documents => call.documents(),
        },
        Of::issuances(operation) => match operation {
            issuances::get => call.shown(call.target(&books.issuances)?),
            issuances::list => call.newest_first::<IssuanceNo>(List::Issuances),
            issuances::creditBatches => {
                json(&call.view().issuance_batches(call.target(&books.issuances)?))
            }
        },
        Of::deliveries(operation) => match operation {
            deliveries::list => call.deliveries(),
            deliveries::create => write::deliver(&mut call),
            deliveries::get => call.shown(call.target(&books.deliveries)?),
            deliveries::creditBatches => call.batches_of(&books.deliveries, |one| &one.batches),
        },
        Of::transfers(operation) => match operation {
            transfers::list => call.transfers(),
            transfers::create => write::transfer(&mut call),
            transfers::get => call.shown(call.target(&books.transfers)?),
            transfers::creditBatches => call.batches_of(&books.transfers, |one| &one.batches),
        },
        Of::refunds(operation) => match operation {
            refunds::get => call.shown(call.target(&books.refunds)?),
            refunds::creditBatches => call.batches_of(&books.refunds, |one| &one.batches),
        },
        Of::retirements(operation) => match operation {
            retirements::list => call.retirements(),
            retirements::create => write::retire(&mut call),
            retirements::createFromOldestCredits => write::retire_oldest(&mut call),
            retirements::get => call.shown(call.target(&books.retirements)?),
            retirements::creditBatches => call.batches_of(&books.retirements, |one| &one.batches),
        },
        Of::orders(operation) => match operation {
            orders::get => call.shown(call.own_order()?),
            orders::deliveries => {
                call.newest_first::<DeliveryNo>(List::OrderDeliveries(call.own_order()?))
            }
        },
        Of::creditBatches(creditBatches::get) => call.shown(call.target(&books.batches)?),
        Of::beneficiaries(operation) => match operation {
            beneficiaries::list => call.beneficiaries(),
            beneficiaries::create => write::create_beneficiary(&mut call),
        },
        Of::transferees(transferees::list) => call.transferees(),
        Of::stripe(operation) => match operation {
            stripe::createCheckoutSession => write::begin_checkout(&mut call),
            stripe::configuration => call.stripe_configuration(),
        },
    }
}
