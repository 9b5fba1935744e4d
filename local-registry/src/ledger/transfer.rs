//! Transfers: credits that one organisation passes to another without an order.

use isometric_registry::model::transfer::CreateTransferRequest;

use super::arena::{OrganisationNo, TransferNo};
use super::records::Transfer;
use super::refusal::Refusal;
use super::{Ledger, by_time, note};
use crate::calendar::Moment;

impl Ledger {
    /// Transfers batches of one supplier.
    pub(crate) fn transfer(
        &mut self,
        by: OrganisationNo,
        request: &CreateTransferRequest,
        now: Moment,
    ) -> Result<TransferNo, Refusal> {
        self.check_own(by, "from_organisation_id", &request.from_organisation_id.0)?;
        let to = self.named("to_organisation_id", &request.to_organisation_id.0)?;
        if to == by || !self.can_own(to) {
            let message = "Credits go to another organisation that can own them.";
            return Err(Refusal::at("to_organisation_id", message));
        }
        let supplier = self.named("supplier_id", &request.supplier_id.0)?;
        let quantities = &request.credit_batch_quantities.0;
        let selection = self.select_named(by, supplier, quantities, |_| Ok(()))?;
        self.check_room::<TransferNo>()?;
        let at = self.stamp(now);
        let batches = self.take(&selection.parts, at, |batch| batch.owner = to);
        let transfer =
            Transfer { from: by, to, at, kg: selection.kg, notes: note(&request.notes), batches };
        let number = self.record(transfer, at)?;
        let order = by_time::<TransferNo>(&self.books);
        self.index.add_transfer(number, by, to, &order);
        Ok(number)
    }
}
