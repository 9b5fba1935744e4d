//! What an organisation is to the ledger, and what it may do.

use super::Ledger;
use super::arena::{OrganisationNo, SupplierNo};
use super::records::Role;
use super::refusal::Refusal;

impl Ledger {
    /// Refuses a request in the name of another organisation than the authenticated one.
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

    /// Whether an organisation can be given credits.
    pub(super) fn can_own(&self, organisation: OrganisationNo) -> bool {
        let organisation = self.books.organisations.get(organisation);
        organisation.is_some_and(|of| matches!(of.role, Role::Buyer | Role::Supplier(_)))
    }

    /// The supplier that an organisation is.
    pub(crate) fn supplier_of(&self, organisation: OrganisationNo) -> Option<SupplierNo> {
        match self.books.organisations.get(organisation)?.role {
            Role::Supplier(supplier) => Some(supplier),
            _ => None,
        }
    }
}
