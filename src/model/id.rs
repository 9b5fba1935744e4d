//! Ids: one type per kind of resource, told apart by a prefix of three letters.

use super::table::{Kind, Value};
use crate::text::concat;

/// Declares the kinds of ids and a newtype for each.
macro_rules! ids {
    ( $( $(#[doc = $doc:literal])* $name:ident = $variant:ident $kind:literal $prefix:literal, $noun:literal; )* ) => {
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

            /// The kind in words, with its article.
            #[must_use]
            pub const fn noun(self) -> &'static str {
                match self { $( Self::$variant => $noun, )* }
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
    OrganisationId = Organisation "organisation" "org_", "an organisation";
    /// The id of a supplier, who removes carbon dioxide and is issued credits for it.
    SupplierId = Supplier "supplier" "spl_", "a supplier";
    /// The id of a project.
    ProjectId = Project "project" "prj_", "a project";
    /// The id of an issuance of credits.
    IssuanceId = Issuance "issuance" "iss_", "an issuance";
    /// The id of a credit batch.
    CreditBatchId = CreditBatch "creditBatch" "ctb_", "a credit batch";
    /// The id of a delivery against an order.
    DeliveryId = Delivery "delivery" "dlv_", "a delivery";
    /// The id of a transfer between organisations.
    TransferId = Transfer "transfer" "tfr_", "a transfer";
    /// The id of a retirement.
    RetirementId = Retirement "retirement" "ret_", "a retirement";
    /// The id of an order.
    OrderId = Order "order" "ord_", "an order";
    /// The id of a refund from a buffer pool.
    BufferPoolRefundId = BufferPoolRefund "bufferPoolRefund" "bpr_", "a buffer pool refund";
    /// The id of a removal of carbon dioxide, which credit batches come from.
    RemovalId = Removal "removal" "rmv_", "a removal";
    /// The id of a project's document.
    ProjectDocumentId = ProjectDocument "projectDocument" "pjd_", "a project document";
    /// The id of a supplier's Stripe configuration.
    SupplierStripeConfigurationId = SupplierStripeConfiguration "supplierStripeConfiguration" "ssc_", "a supplier stripe configuration";
}

/// The shortest id that the API knows, in characters.
pub const MIN_LENGTH: usize = 20;
/// The longest id that the API knows, in characters.
pub const MAX_LENGTH: usize = 37;

/// Whether the text has the length and the characters of an id of any kind.
#[must_use]
pub fn is_id(text: &[u8]) -> bool {
    let (chunks, _) = text.as_chunks::<8>();
    (MIN_LENGTH..=MAX_LENGTH).contains(&text.len())
        && chunks.iter().chain(text.last_chunk()).all(|chunk| are_id_bytes(*chunk))
}

/// Whether these are letters, digits and underscores. Decoding a page looks at thousands of them,
/// so it looks at eight at a time.
#[inline]
fn are_id_bytes(bytes: [u8; 8]) -> bool {
    const HIGH_BITS: u64 = each(0x80);
    /// This byte, eight times.
    const fn each(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    /// The high bit of each ASCII byte that lies between two others.
    const fn between(ascii: u64, first: u8, last: u8) -> u64 {
        let reaches_first = ascii.wrapping_add(each(0x80_u8.wrapping_sub(first)));
        let exceeds_last = ascii.wrapping_add(each(0x7f_u8.wrapping_sub(last)));
        reaches_first & !exceeds_last
    }
    let bytes = u64::from_ne_bytes(bytes);
    let ascii = bytes & !HIGH_BITS;
    let right = between(ascii | each(0x20), b'a', b'z')
        | between(ascii, b'0', b'9')
        | between(ascii, b'_', b'_');
    right & !bytes & HIGH_BITS == HIGH_BITS
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
            let but = other.map(|other| concat(&[", not of ", other.noun()])).unwrap_or_default();
            return Err(concat(&["the id of ", self.noun(), " (`", prefix, "…`)", &but]));
        }
        if !is_id(text.as_bytes()) {
            let (least, most) = (MIN_LENGTH.to_string(), MAX_LENGTH.to_string());
            return Err(concat(&[&least, " to ", &most, " letters, digits and underscores"]));
        }
        Ok(())
    }
}
