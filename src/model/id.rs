//! Ids: one type per kind of resource, told apart by a prefix of three letters.

use super::table::{Kind, Value};

/// Declares the kinds of ids and a newtype for each.
macro_rules! ids {
    ( $( $(#[doc = $doc:literal])* $name:ident = $variant:ident $kind:literal $prefix:literal; )* ) => {
        /// The kind of resource that an id names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum IdKind {
            $(
                #[doc = concat!("Ids that begin with `", $prefix, "`.")]
                $variant,
            )*
        }

        impl IdKind {
            /// Every kind, in the order they are declared.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// What an id of this kind begins with.
            #[must_use]
            pub const fn prefix(self) -> &'static str {
                match self { $( Self::$variant => $prefix, )* }
            }

            /// The kind's name in TypeScript, as `parseId` takes it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $kind, )* }
            }

            /// The name of the type of its ids.
            #[must_use]
            pub const fn type_name(self) -> &'static str {
                match self { $( Self::$variant => stringify!($name), )* }
            }

            /// The declaration of that type in TypeScript.
            #[cfg(not(target_arch = "wasm32"))]
            #[must_use]
            pub const fn declaration(self) -> &'static str {
                match self { $(
                    Self::$variant => concat!(
                        "/**\n", $( " *", $doc, "\n", )* " */\n",
                        "export type ", stringify!($name), " = `", $prefix, "${string}`;"
                    ),
                )* }
            }
        }

        $(
            $(#[doc = $doc])*
            #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
            #[serde(transparent)]
            pub struct $name(pub String);

            impl $name {
                /// The kind of resource that it names.
                pub const ID_KIND: IdKind = IdKind::$variant;
            }

            impl Value for $name {
                const KIND: Kind = Kind::Id(Self::ID_KIND);
            }
        )*
    };
}

ids! {
    /// The id of an organisation: a buyer, a beneficiary, a supplier's account or a buffer pool.
    OrganisationId = Organisation "organisation" "org_";
    /// The id of a supplier, who removes carbon dioxide and is issued credits for it.
    SupplierId = Supplier "supplier" "spl_";
    /// The id of a project.
    ProjectId = Project "project" "prj_";
    /// The id of an issuance of credits.
    IssuanceId = Issuance "issuance" "iss_";
    /// The id of a credit batch.
    CreditBatchId = CreditBatch "creditBatch" "ctb_";
    /// The id of a delivery against an order.
    DeliveryId = Delivery "delivery" "dlv_";
    /// The id of a transfer between organisations.
    TransferId = Transfer "transfer" "tfr_";
    /// The id of a retirement.
    RetirementId = Retirement "retirement" "ret_";
    /// The id of an order.
    OrderId = Order "order" "ord_";
    /// The id of a refund from a buffer pool.
    BufferPoolRefundId = BufferPoolRefund "bufferPoolRefund" "bpr_";
    /// The id of a removal of carbon dioxide, which credit batches come from.
    RemovalId = Removal "removal" "rmv_";
    /// The id of a project's document.
    ProjectDocumentId = ProjectDocument "projectDocument" "pjd_";
    /// The id of a supplier's Stripe configuration.
    SupplierStripeConfigurationId = SupplierStripeConfiguration "supplierStripeConfiguration" "ssc_";
}

/// The shortest id that the API knows, in characters.
pub const MIN_LENGTH: usize = 20;
/// The longest id that the API knows, in characters.
pub const MAX_LENGTH: usize = 37;

/// Whether the text has the length and the characters of an id of any kind.
#[must_use]
pub fn is_id(text: &[u8]) -> bool {
    (MIN_LENGTH..=MAX_LENGTH).contains(&text.len())
        && text.iter().all(|&byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl IdKind {
    /// Checks an id that goes into a request: its length, its characters and its prefix.
    ///
    /// # Errors
    /// Says what was expected.
    pub fn check(self, text: &str) -> Result<(), String> {
        let prefix = self.prefix();
        if !text.starts_with(prefix) {
            let other = Self::ALL.iter().find(|kind| text.starts_with(kind.prefix()));
            let but = other.map(|other| format!(", not of {}", other.noun())).unwrap_or_default();
            return Err(format!("the id of {} (`{prefix}…`){but}", self.noun()));
        }
        if !is_id(text.as_bytes()) {
            return Err(format!("{MIN_LENGTH} to {MAX_LENGTH} letters, digits and underscores"));
        }
        Ok(())
    }

    /// The kind in words, with its article: `an organisation`, `a credit batch`.
    #[must_use]
    pub fn noun(self) -> String {
        let mut words = String::new();
        for letter in self.name().chars() {
            if letter.is_ascii_uppercase() {
                words.push(' ');
            }
            words.push(letter.to_ascii_lowercase());
        }
        let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {words}")
    }
}
