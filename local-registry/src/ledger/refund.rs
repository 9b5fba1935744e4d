//! Refunds: credits returned from a buffer pool.

use super::Ledger;
use super::arena::RefundNo;
use super::index::Facet;
use super::party::check_text;
use super::records::Refund;
use super::refusal::Refusal;
use crate::calendar::Moment;
use crate::input::input;
use isometric_registry::model::id::{OrganisationId, SupplierId};

input! {
    /// A new refund.
    pub(crate) struct NewRefund {
        /// The supplier whose buffer pool it comes from.
        supplier_id: SupplierId,
        /// The recipient. Default: the supplier.
        to_organisation_id: Option<OrganisationId>,
        /// The quantity, in kilograms.
        credit_quantity_kg: i64,
        /// The reason.
        notes: String,
    }
}

impl Ledger {
    /// Refunds the oldest credits of a buffer pool.
    pub(crate) fn refund(&mut self, new: NewRefund, now: Moment) -> Result<RefundNo, Refusal> {
        let supplier_number = self.named("supplier_id", &new.supplier_id.0)?;
        let supplier = self.books.suppliers.found(supplier_number)?;
        let pool = supplier.buffer_pool;
        let to = match &new.to_organisation_id {
            Some(id) => self.named("to_organisation_id", &id.0)?,
            None => supplier.organisation,
        };
        if !self.can_own(to) {
            let message = "Credits go to an organisation that can own them.";
            return Err(Refusal::at("to_organisation_id", message));
        }
        check_text("notes", &new.notes)?;
        if new.credit_quantity_kg < 1 {
            return Err(Refusal::at("credit_quantity_kg", "Refund 1 kg or more."));
        }
        let kg = new.credit_quantity_kg;
        let selection = self.select_oldest(pool, Facet::Supplier(supplier_number), kg, |_| true)?;
        self.check_room::<RefundNo>()?;
        let at = self.stamp(now);
        let batches = self.take(&selection.parts, at, |batch| batch.owner = to);
        self.record(Refund { from: pool, to, at, kg, notes: new.notes, batches }, at)
    }
}
