//! Beneficiaries: the organisations and people in whose name credits are retired.

use super::scalar::{EmailAddress, Optional, ShortText};
use super::table::{Kind, Value, model};

/// The name of a request's model, by which the API distinguishes the two forms of a beneficiary.
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
    /// An organisation in whose name credits can be retired.
    ///
    /// `POST /beneficiary`
    pub struct CreateOrganizationBeneficiary {
        /// The name of this form; filled in automatically.
        #[cfg_attr(
            not(target_arch = "wasm32"),
            tsify(type = "\"CreateOrganizationBeneficiary\" | undefined")
        )]
        pub __typename: Optional<OrganizationTypeName>,
        /// The name shown on certificates and in the registry. At most 256 code points.
        pub beneficiary_name: ShortText,
        /// Its internet domain, which identifies it and is not shown. At most 256 code points.
        pub beneficiary_domain: ShortText,
    }
}

model! {
    /// A person in whose name credits can be retired.
    ///
    /// `POST /beneficiary`
    pub struct CreateIndividualBeneficiary {
        /// The name of this form; filled in automatically.
        #[cfg_attr(
            not(target_arch = "wasm32"),
            tsify(type = "\"CreateIndividualBeneficiary\" | undefined")
        )]
        pub __typename: Optional<IndividualTypeName>,
        /// The name shown on certificates and in the registry. At most 256 code points.
        pub beneficiary_name: ShortText,
        /// The person's e-mail address, which identifies them and is not shown.
        pub beneficiary_email: EmailAddress,
    }
}
