//! How long a flow waits for what, and who it acts for.

use serde::Deserialize;

/// The times that flows keep, in ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Rules {
    /// How long one attempt at a request may take.
    pub timeout_ms: i64,
    /// How far a read may lag behind what the registry has done, and how long a request may be on its way that
    /// was given up. Nothing is sent again, and no absence counts, before that.
    pub lag_ms: i64,
    /// How long a flow tries before it leaves an intent open.
    pub settle_within_ms: i64,
    /// From when on an entry is only read and never sent again, from its first sending; `None` for never.
    pub resend_within_ms: Option<i64>,
    /// How long a plan holds its batches before anything is sent.
    pub lease_ms: i64,
    /// Whether no other process can hold the journal, so that whoever held an entry in an earlier session is gone.
    pub exclusive: bool,
    /// How often a flow plans anew when others took its batches first.
    pub replan: u32,
    /// A mistake that is made on purpose.
    #[cfg(feature = "planted-faults")]
    #[serde(skip)]
    pub flaw: Option<Flaw>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            timeout_ms: 30_000,
            lag_ms: 30_000,
            settle_within_ms: 300_000,
            resend_within_ms: None,
            lease_ms: 900_000,
            exclusive: false,
            replan: 0,
            #[cfg(feature = "planted-faults")]
            flaw: None,
        }
    }
}

/// A mistake that can be planted, to see that the simulation finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Takes a refusal for the proof that nothing happened.
    TrustRefusal,
    /// Takes active batches for the proof that nothing happened.
    TrustActive,
    /// Plans batches that others hold.
    NoLease,
    /// Does not record which transactions were there before.
    NoHeads,
    /// Takes a record for its own by quantity, parties and notes.
    ShapeOnly,
    /// Sends again as soon as an answer is lost.
    ResendAtOnce,
    /// Acts with whatever client it is given.
    AnyTenant,
}

impl Rules {
    /// Whether this mistake is to be made: never outside the simulation.
    #[cfg(feature = "planted-faults")]
    pub(super) fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    /// Whether this mistake is to be made: never outside the simulation.
    #[cfg(not(feature = "planted-faults"))]
    #[allow(clippy::unused_self, reason = "the simulation's build needs it")]
    pub(super) const fn has(&self, _: Flaw) -> bool {
        false
    }
}

/// Where a flow runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Setup {
    /// The address of the registry, which entries of the journal are bound to.
    pub origin: String,
    /// Names the process and this flow: no two flows share it.
    pub holder: String,
    /// What the names of all flows of this process begin with.
    pub session: String,
    /// A mark that no other transaction has.
    pub mark: String,
    /// The times to keep.
    pub rules: Rules,
}
