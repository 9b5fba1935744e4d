//! The intent of a reference: what is to happen, whichever batches are used.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::entry::Part;
use super::kilograms::Kilograms;

/// The transactions that can be made exactly once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Credits are used up, in a beneficiary's name.
    Retirement,
    /// Credits pass to another organisation.
    Transfer,
    /// Credits are handed over against an order.
    Delivery,
}

impl Kind {
    /// The operation that creates it.
    #[must_use]
    pub const fn operation(self) -> &'static str {
        match self {
            Self::Retirement => "retirements.create",
            Self::Transfer => "transfers.create",
            Self::Delivery => "deliveries.create",
        }
    }

    /// Its name in a word.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Retirement => "retirement",
            Self::Transfer => "transfer",
            Self::Delivery => "delivery",
        }
    }
}

/// A part of a batch that the caller named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedPart {
    /// The batch.
    pub credit_batch_id: String,
    /// The quantity.
    pub credit_quantity_kg: Kilograms,
}

/// What is to happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// The kind of transaction.
    pub kind: Kind,
    /// The organisation that owns the credits and acts.
    pub owner_organisation_id: String,
    /// The supplier of the credits.
    pub supplier_id: String,
    /// The beneficiary, or the organisation that receives them.
    pub receiver_organisation_id: String,
    /// The order that a delivery is against, or whose credits are to be taken.
    pub order_id: Option<String>,
    /// The quantity, if the batches are chosen by the plan.
    pub credit_quantity_kg: Option<Kilograms>,
    /// The named batches, sorted.
    pub credit_batch_quantities: Option<Vec<NamedPart>>,
    /// The vintage of the credits.
    pub vintage: Option<i64>,
    /// The purposes of a retirement, sorted.
    pub retirement_purposes: Vec<String>,
    /// The note; never empty.
    pub notes: Option<String>,
}

impl Intent {
    /// The quantity to move, in kg.
    #[must_use]
    pub fn total(&self) -> Kilograms {
        let named = self.credit_batch_quantities.iter().flatten();
        self.credit_quantity_kg
            .unwrap_or_else(|| super::kilograms::sum(named.map(|part| part.credit_quantity_kg)))
    }

    /// The SHA-256 of it, in hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(&text)
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(hex)
            .collect()
    }

    /// A description, for a message that distinguishes it from another intent.
    #[must_use]
    pub fn in_words(&self) -> String {
        let kind = self.kind.noun();
        let total = self.total().0;
        let mut text = format!(
            "a {kind} of {total} kg of {} by {} for {}",
            self.supplier_id, self.owner_organisation_id, self.receiver_organisation_id
        );
        if let Some(order) = &self.order_id {
            text.push_str(&format!(", order {order}"));
        }
        if let Some(parts) = &self.credit_batch_quantities {
            let ids: Vec<_> = parts.iter().map(|part| part.credit_batch_id.as_str()).collect();
            text.push_str(&format!(", of {}", ids.join(" and ")));
        }
        if let Some(vintage) = self.vintage {
            text.push_str(&format!(", vintage {vintage}"));
        }
        if !self.retirement_purposes.is_empty() {
            text.push_str(&format!(", for {}", self.retirement_purposes.join(" and ")));
        }
        if let Some(notes) = &self.notes {
            text.push_str(&format!(", with the note \"{notes}\""));
        }
        text
    }

    /// The note that is sent: the caller's, after the mark if there is one.
    #[must_use]
    pub fn notes_with(&self, marker: Option<&str>) -> Option<String> {
        match (marker, &self.notes) {
            (Some(marker), Some(notes)) => Some(format!("{marker} {notes}")),
            (Some(marker), None) => Some(marker.to_owned()),
            (None, notes) => notes.clone(),
        }
    }

    /// The body of the request for these parts.
    #[must_use]
    pub fn body(&self, parts: &[Part], marker: Option<&str>) -> Value {
        let quantities: Vec<_> = parts
            .iter()
            .map(|part| {
                json!({
                    "credit_batch_id": part.credit_batch_id,
                    "credit_quantity_kg": part.credit_quantity_kg,
                })
            })
            .collect();
        let notes = self.notes_with(marker);
        match self.kind {
            Kind::Retirement => json!({
                "owner_organisation_id": self.owner_organisation_id,
                "beneficiary_organisation_id": self.receiver_organisation_id,
                "supplier_id": self.supplier_id,
                "retirement_purposes": self.retirement_purposes,
                "notes": notes,
                "credit_batch_quantities": quantities,
            }),
            Kind::Transfer => json!({
                "from_organisation_id": self.owner_organisation_id,
                "to_organisation_id": self.receiver_organisation_id,
                "supplier_id": self.supplier_id,
                "notes": notes,
                "credit_batch_quantities": quantities,
            }),
            Kind::Delivery => json!({
                "order_id": self.order_id,
                "notes": notes,
                "credit_batch_quantities": quantities,
            }),
        }
    }

    /// The giving party by which the list of records is filtered.
    pub(super) fn giver(&self) -> &str {
        match self.kind {
            Kind::Delivery => &self.supplier_id,
            _ => &self.owner_organisation_id,
        }
    }
}

fn hex(digit: u8) -> Option<char> {
    char::from_digit(u32::from(digit), 16)
}
