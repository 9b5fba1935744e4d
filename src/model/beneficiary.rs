//! Beneficiaries: those in whose name credits are retired.

use super::scalar::{EmailAddress, Optional, ShortText};
use super::table::{Kind, Value, model};

/// The name of a request's model, which the API tells the two forms of a beneficiary apart by.
macro_rules! type_name {
    ($name:ident = $text:literal) => {
        #[doc = concat!("The text `", $text, "`.")]
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            #[doc = concat!("The text `", $text, "`.")]
            #[serde(rename = $text)]
            Name,
        }

        impl Value for $name {
            const KIND: Kind = Kind::Constant($text);
        }
    };
}

type_name!(OrganizationTypeName = "CreateOrganizationBeneficiary");
type_name!(IndividualTypeName = "CreateIndividualBeneficiary");

model! {
    /// An organisation to retire credits in the name of.
    ///
    /// `POST /beneficiary`
    pub struct CreateOrganizationBeneficiary {
        /// The name of this form; filled in for you.
        #[cfg_attr(
            not(target_arch = "wasm32"),
            tsify(type = "\"CreateOrganizationBeneficiary\" | undefined")
        )]
        pub __typename: Optional<OrganizationTypeName>,
        /// The name that certificates and the registry show, of at most 256 code points.
        pub beneficiary_name: ShortText,
        /// Its internet domain, which tells it from every other and is not shown. At most 256 code points.
        pub beneficiary_domain: ShortText,
    }
}

model! {
    /// A person to retire credits in the name of.
    ///
    /// `POST /beneficiary`
    pub struct CreateIndividualBeneficiary {
        /// The name of this form; filled in for you.
        #[cfg_attr(
            not(target_arch = "wasm32"),
            tsify(type = "\"CreateIndividualBeneficiary\" | undefined")
        )]
        pub __typename: Optional<IndividualTypeName>,
        /// The name that certificates and the registry show, of at most 256 code points.
        pub beneficiary_name: ShortText,
        /// The person's e-mail address, which tells them from every other and is not shown.
        pub beneficiary_email: EmailAddress,
    }
}
