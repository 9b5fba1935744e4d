//! Beneficiaries: the organisations and people in whose name your organisation can retire credits.

use super::operations;
use crate::model::beneficiary::{CreateIndividualBeneficiary, CreateOrganizationBeneficiary};
use crate::model::organisation::Organisation;
use crate::model::page::Page;

operations! {
    /// The organisations and people in whose name your organisation can retire credits.
    beneficiaries {
        /// The organisations in whose name your organisation can retire credits.
        list: Private Get "/beneficiaries" (page) -> Page<Organisation>;

        /// Adds a beneficiary in whose name your organisation can retire credits: an organisation, identified by its
        /// domain, or a person, identified by their e-mail address.
        create: Private Post "/beneficiary"
            (body: CreateOrganizationBeneficiary | CreateIndividualBeneficiary) -> Organisation;
    }
}
