//! Ids: one type per kind of resource, identified by a prefix of three letters.

use super::table::{Kind, Value};
use crate::text::concat;

/// Declares the kinds of ids and a newtype for each.
macro_rules! ids {
    ( $( $(#[doc = $doc:literal])* $name:ident = $variant:ident $kind:literal $prefix:literal, $noun:literal; )* ) => {
        /// The kind of resource that an id refers to.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum IdKind {
            $(
                #[doc = concat!("Ids that start with `", $prefix, "`.")]
                $variant,
            )*
        }

        impl IdKind {
            /// Every kind, in the order they are declared.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// The prefix of an id of this kind.
            #[must_use]
            pub const fn prefix(self) -> &'static str {
                match self { $( Self::$variant => $prefix, )* }
            }

            /// The kind's name in TypeScript, as `parseId` accepts it.
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
                /// The kind of resource that it refers to.
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
    /// The id of a supplier, which removes carbon dioxide and is issued credits for it.
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
    /// The id of a removal of carbon dioxide, the origin of credit batches.
    RemovalId = Removal "removal" "rmv_", "a removal";
    /// The id of a project's document.
    ProjectDocumentId = ProjectDocument "projectDocument" "pjd_", "a project document";
    /// The id of a supplier's Stripe configuration.
    SupplierStripeConfigurationId = SupplierStripeConfiguration "supplierStripeConfiguration" "ssc_", "a supplier stripe configuration";
}

/// The shortest id that the API accepts, in characters.
pub const MIN_LENGTH: usize = 20;
/// The longest id that the API accepts, in characters.
pub const MAX_LENGTH: usize = 37;

/// Whether the text has the length and the characters of an id of any kind.
#[must_use]
pub fn is_id(text: &[u8]) -> bool {
    let (chunks, _) = text.as_chunks();
    (MIN_LENGTH..=MAX_LENGTH).contains(&text.len())
        && chunks.iter().chain(text.last_chunk()).all(|chunk| strangers(chunk) == 0)
}

/// A bit for every byte that cannot occur in an id, the first byte's the lowest. Decoding a page checks thousands of
/// bytes of ids, so this checks sixteen at a time.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
#[inline(always)]
pub(crate) fn strangers(bytes: &[u8; 16]) -> u32 {
    use core::arch::wasm32::{
        u8x16_bitmask, u8x16_eq, u8x16_le, u8x16_splat, u8x16_sub, v128, v128_load, v128_not,
        v128_or,
    };

    let between = |bytes: v128, first: u8, last: u8| {
        let above_first = u8x16_sub(bytes, u8x16_splat(first));
        u8x16_le(above_first, u8x16_splat(last.wrapping_sub(first)))
    };
    // SAFETY: the reference is to as many bytes as a vector has, and a vector may lie anywhere.
    let bytes = unsafe { v128_load(core::ptr::from_ref(bytes).cast()) };
    let letters = between(v128_or(bytes, u8x16_splat(0x20)), b'a', b'z');
    let digits = between(bytes, b'0', b'9');
    let underscores = u8x16_eq(bytes, u8x16_splat(b'_'));
    u32::from(u8x16_bitmask(v128_not(v128_or(letters, v128_or(digits, underscores)))))
}

/// The same, byte by byte.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) fn strangers(bytes: &[u8; 16]) -> u32 {
    let is_stranger = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b'_';
    bytes.iter().rev().fold(0, |mask, &byte| mask << 1 | u32::from(is_stranger(byte)))
}

impl IdKind {
    /// Checks an id for a request: its length, its characters and its prefix.
    ///
    /// # Errors
    /// A message that says what was expected.
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
