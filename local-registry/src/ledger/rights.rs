//! An organisation's role in the ledger, and its rights.

use super::Ledger;
use super::arena::{OrganisationNo, SupplierNo};
use super::records::Role;
use super::refusal::Refusal;

impl Ledger {
    /// Rejects a request for another organisation than the authenticated one.
    pub(super) fn check_own(
        &self,
        by: OrganisationNo,
        property: &str,
        id: &str,
    ) -> Result<(), Refusal> {
        if self.named::<OrganisationNo>(property, id)? == by {
            return Ok(());
        }
        let message = format!("`{property}` is not the organisation that the access token is for.");
        Err(Refusal::Forbidden(message))
    }

    /// Whether an organisation can receive credits.
    pub(super) fn can_own(&self, organisation: OrganisationNo) -> bool {
        let organisation = self.books.organisations.get(organisation);
        organisation.is_some_and(|of| matches!(of.role, Role::Buyer | Role::Supplier(_)))
    }

    /// The organisation's supplier.
    pub(crate) fn supplier_of(&self, organisation: OrganisationNo) -> Option<SupplierNo> {
        match self.books.organisations.get(organisation)?.role {
            Role::Supplier(supplier) => Some(supplier),
            _ => None,
        }
    }
}
