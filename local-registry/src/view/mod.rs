//! The ledger's records in the API's form.
//!
//! Every answer is created on demand. `None` means that there is no such record.

mod batch;
mod party;
mod transaction;

use isometric_registry::model::id;
use isometric_registry::model::quantity::CreditQuantity;
use serde::Serialize;

use crate::ledger::Ledger;
use crate::ledger::arena::Handle;

/// The base address of this registry's pages, if it had any.
const SITE: &str = "https://registry.example";

/// The records of a ledger, as the API shows them.
#[derive(Clone, Copy)]
pub(crate) struct View<'a>(pub(crate) &'a Ledger);

/// An amount in both units. The division rounds to the nearest representable number.
#[expect(clippy::cast_precision_loss, reason = "credits are documented as a rounded number")]
pub(crate) fn quantity(kg: i64) -> CreditQuantity {
    CreditQuantity { credits: kg as f64 / 1000.0, credit_kgs: kg }
}

/// Ids of records in the models' form.
macro_rules! typed_ids {
    ( $( $name:ident($handle:ident) = $id:ident; )* ) => {
        impl View<'_> { $(
            fn $name(&self, number: crate::ledger::arena::$handle) -> id::$id {
                id::$id(self.0.id(number))
            }
        )* }
    };
}

typed_ids! {
    organisation_id(OrganisationNo) = OrganisationId;
    supplier_id(SupplierNo) = SupplierId;
    project_id(ProjectNo) = ProjectId;
    issuance_id(IssuanceNo) = IssuanceId;
    removal_id(RemovalNo) = RemovalId;
    batch_id(BatchNo) = CreditBatchId;
    order_id(OrderNo) = OrderId;
    delivery_id(DeliveryNo) = DeliveryId;
    retirement_id(RetirementNo) = RetirementId;
}

impl View<'_> {
    /// The address of a record's page.
    fn page<H: Handle>(&self, folder: &str, number: H) -> String {
        format!("{SITE}/{folder}/{}", self.0.id(number))
    }
}

/// A kind of record, and its model in the API.
pub(crate) trait Shown: Handle {
    type Model: Serialize;
    fn shown(self, view: View<'_>) -> Option<Self::Model>;
}

/// Declares how the records of a kind are shown.
macro_rules! shown {
    ( $( $handle:ident = $view:ident $module:ident::$model:ident; )* ) => { $(
        impl Shown for crate::ledger::arena::$handle {
            type Model = isometric_registry::model::$module::$model;

            fn shown(self, view: View<'_>) -> Option<Self::Model> {
                view.$view(self)
            }
        }
    )* };
}

shown! {
    OrganisationNo = organisation organisation::Organisation;
    SupplierNo = supplier supplier::Supplier;
    ProjectNo = project project::Project;
    DocumentNo = document project::ProjectDocument;
    IssuanceNo = issuance issuance::Issuance;
    BatchNo = credit_batch credit_batch::CreditBatch;
    OrderNo = order order::Order;
    DeliveryNo = delivery delivery::Delivery;
    TransferNo = transfer transfer::Transfer;
    RetirementNo = retirement retirement::Retirement;
    RefundNo = refund refund::BufferPoolRefund;
}
