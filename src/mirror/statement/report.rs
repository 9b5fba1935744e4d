//! The contents of statements and holdings. Kilograms are passed as text: a sum may exceed what a JavaScript `number`
//! holds.

use serde::{Serialize, Serializer};

/// What an organisation held, received and passed on in a period.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Statement {
    /// The organisation.
    pub organisation_id: String,
    /// Its name.
    pub organisation_name: Option<String>,
    /// When the last refresh was published: milliseconds since 1970.
    pub refreshed_at: Option<i64>,
    /// A line for each project and vintage that it held or moved credits of.
    pub lines: Vec<Line>,
    /// The sums of all lines.
    pub total: Kilograms,
    /// Changes of owner that no record explains; the lines include them.
    pub inferred: Vec<Inferred>,
}

/// A project and vintage of a statement.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The project.
    pub project_id: String,
    /// Its name, if it is public.
    pub project_name: Option<String>,
    /// The year in which the carbon was stored.
    pub vintage: Option<i64>,
    /// The quantities held and moved.
    #[serde(flatten)]
    pub kilograms: Kilograms,
}

/// Declares sums in kilograms.
macro_rules! kilograms {
    ( $( $(#[doc = $doc:literal])* $name:ident; )* ) => {
        /// Opening + issued + received + refunded + unexplained - delivered - transferred - retired = closing.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "camelCase")]
        pub struct Kilograms {
            $( $(#[doc = $doc])* #[serde(serialize_with = "digits")] pub $name: i128, )*
        }

        impl Kilograms {
            /// Adds the sums of another line.
            pub fn add(&mut self, other: &Self) {
                $( self.$name = self.$name.saturating_add(other.$name); )*
            }

            /// Whether nothing was held and nothing moved.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                *self == Self::default()
            }
        }
    };
}

kilograms! {
    /// Held at the start of the period.
    opening_kgs;
    /// Issued to it.
    issued_kgs;
    /// Delivered or transferred to it.
    received_kgs;
    /// Received from a buffer pool by refunds, as inferred; negative for the pool itself.
    refunded_kgs;
    /// Received, or passed on (negative), without a record that explains it, and not from a pool.
    unexplained_kgs;
    /// Delivered by it.
    delivered_kgs;
    /// Transferred by it.
    transferred_kgs;
    /// Retired by it.
    retired_kgs;
    /// Held at the end of the period.
    closing_kgs;
}

/// A change of owner that no record explains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Inferred {
    /// The batch, or the part of it that is still whole.
    pub credit_batch_id: String,
    /// Whether a refund from a buffer pool explains it.
    pub is_refund: bool,
    /// The previous owner; `None` for a buffer pool that no batch names.
    pub from_id: Option<String>,
    /// The present owner.
    pub to_id: Option<String>,
    /// The quantity in kilograms.
    #[serde(serialize_with = "digits")]
    pub credit_kgs: i128,
    /// The latest time at which it had certainly not happened: milliseconds since 1970.
    pub not_before: i64,
    /// The time by which it must have happened, and at which it is counted: milliseconds since 1970.
    pub counted_at: i64,
}

/// Who held what at a given time.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Holdings {
    /// When the last refresh was published: milliseconds since 1970.
    pub refreshed_at: Option<i64>,
    /// By owner, project and vintage.
    pub holdings: Vec<Holding>,
}

/// An organisation's holdings of a project and vintage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Holding {
    /// The owner; `None` for a buffer pool that no batch names.
    pub owner_id: Option<String>,
    /// Its name.
    pub owner_name: Option<String>,
    /// The project.
    pub project_id: String,
    /// Its name, if it is public.
    pub project_name: Option<String>,
    /// The year in which the carbon was stored.
    pub vintage: Option<i64>,
    /// The quantity in kilograms.
    #[serde(serialize_with = "digits")]
    pub credit_kgs: i128,
}

fn digits<S: Serializer>(kilograms: &i128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&kilograms.to_string())
}
