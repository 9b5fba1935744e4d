//! How long a flow waits, and for whom it acts.

use serde::Deserialize;

/// The time limits of flows, in ms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
#[cfg_attr(not(target_arch = "wasm32"), tsify(missing_as_null))]
pub struct Rules {
    /// The time limit of one attempt at a request.
    pub timeout_ms: i64,
    /// How far reads may lag behind the registry's changes, and how long a cancelled request may be on its way. Before
    /// that, nothing is sent again, and no absence counts.
    pub lag_ms: i64,
    /// How long a flow tries before it leaves an intent open.
    pub settle_within_ms: i64,
    /// The age, from its first sending, at which an entry is only read and never sent again; `None` for never.
    pub resend_within_ms: Option<i64>,
    /// How long a plan reserves its batches before anything is sent.
    pub lease_ms: i64,
    /// Whether no other process can hold the journal, so that the holder of an entry in an earlier session has ended.
    pub exclusive: bool,
    /// How often a flow plans again if others took its batches first.
    pub replan: u32,
    /// A deliberate mistake.
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

/// A mistake that can be planted, to check that the simulation finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Takes a rejection as proof that nothing happened.
    TrustRefusal,
    /// Takes active batches as proof that nothing happened.
    TrustActive,
    /// Plans batches that others have reserved.
    NoLease,
    /// Does not record which transactions existed before.
    NoHeads,
    /// Accepts a record by quantity, parties and notes alone.
    ShapeOnly,
    /// Sends again as soon as an answer is lost.
    ResendAtOnce,
    /// Acts with any client it is given.
    AnyTenant,
}

impl Rules {
    /// Whether to make this mistake: never outside the simulation.
    #[cfg(feature = "planted-faults")]
    pub(super) fn has(&self, flaw: Flaw) -> bool {
        self.flaw == Some(flaw)
    }

    /// Whether to make this mistake: never outside the simulation.
    #[cfg(not(feature = "planted-faults"))]
    #[allow(clippy::unused_self, reason = "the simulation's build needs it")]
    pub(super) const fn has(&self, _: Flaw) -> bool {
        false
    }
}

/// The environment of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(not(target_arch = "wasm32"), derive(tsify::Tsify))]
pub struct Setup {
    /// The address of the registry, to which entries of the journal are bound.
    pub origin: String,
    /// Identifies the process and this flow uniquely.
    pub holder: String,
    /// The common prefix of the names of all flows of this process.
    pub session: String,
    /// A unique mark.
    pub mark: String,
    /// The time limits.
    pub rules: Rules,
}
