//! Beneficiaries: those in whose name your organisation can retire credits.

use super::operations;
use crate::model::beneficiary::{CreateIndividualBeneficiary, CreateOrganizationBeneficiary};
use crate::model::organisation::Organisation;
use crate::model::page::Page;

operations! {
    /// Those in whose name your organisation can retire credits.
    beneficiaries {
        /// The organisations in whose name yours can retire credits.
        list: Private Get "/beneficiaries" (page) -> Page<Organisation>;

        /// Adds somebody in whose name your organisation can retire credits: an organisation, known
        /// by its domain, or a person, known by their e-mail address.
        create: Private Post "/beneficiary"
            (body: CreateOrganizationBeneficiary | CreateIndividualBeneficiary) -> Organisation;
    }
}
