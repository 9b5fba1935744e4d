//! One flow working on one attempt.

use super::action::Read;
use super::desk::{Desk, Stop};
use super::ending::{Ending, Receipt};
use super::facts;
use super::journal::Loaded;
use super::rules::{Flaw, Rules};

/// How a turn of a run ends.
#[allow(clippy::large_enum_variant, reason = "one is made for each run")]
pub(super) enum Turn {
    /// The intent has ended, or this run has.
    Ended(Ending),
    /// Another flow has changed the entry.
    Lost,
}

/// One flow working on one attempt.
pub(super) struct Run<'a> {
    pub(super) desk: &'a Desk,
    pub(super) rules: Rules,
    pub(super) loaded: Loaded,
    /// When this flow started, by the clock that only goes forward.
    pub(super) started: i64,
    /// From when on a cancelled attempt can have no more effect that has not been seen.
    pub(super) quiet: i64,
    /// When the rejection arrived that is to be judged.
    pub(super) refused: Option<i64>,
    /// When a batch was first seen spent without a record that names it.
    pub(super) taken: Option<i64>,
    /// How long the registry asks to wait.
    pub(super) retry_after: Option<i64>,
    /// The last thing that went wrong.
    pub(super) trouble: String,
    /// Whether this client was found to act for the owner.
    pub(super) is_tenant: bool,
    /// Whether the credentials were rejected.
    pub(super) is_denied: bool,
    pub(super) pauses: usize,
}

impl<'a> Run<'a> {
    pub(super) fn new(desk: &'a Desk, loaded: Loaded, started: i64, quiet: i64) -> Self {
        Self {
            desk,
            rules: desk.setup.rules,
            loaded,
            started,
            quiet,
            refused: None,
            taken: None,
            retry_after: None,
            trouble: String::new(),
            is_tenant: false,
            is_denied: false,
            pauses: 0,
        }
    }

    pub(super) fn lag(&self) -> i64 {
        if self.rules.has(Flaw::ResendAtOnce) { 0 } else { self.rules.lag_ms }
    }

    pub(super) fn note(&mut self, what: impl Into<String>) {
        self.desk.note(&mut self.loaded.entry, what);
    }

    /// Does not act for an owner with another organisation's client.
    pub(super) async fn refuse_other_tenant(&mut self) -> Result<Option<Ending>, Stop> {
        if self.is_tenant || self.rules.has(Flaw::AnyTenant) {
            return Ok(None);
        }
        let owner = self.loaded.entry.intent.owner_organisation_id.clone();
        let why = match self.desk.read(Read::CurrentOrganisation).await {
            Ok(value) => match facts::id(&value) {
                Ok(id) if id == owner => {
                    self.is_tenant = true;
                    return Ok(None);
                }
                Ok(id) => format!("it belongs to {owner}, but the client acts for {id}"),
                Err(fault) => return Err(Ending::fault("organisations.current", fault, true)),
            },
            Err(failure) => {
                format!("it is not known for whom the client acts: {}", failure.message)
            }
        };
        Ok(Some(self.unsettled(why)))
    }

    pub(super) fn unsettled(&self, why: String) -> Ending {
        let receipt = Receipt::of(&self.loaded.entry, Vec::new());
        Ending::Unsettled { why, retry_after_ms: self.retry_after, receipt }
    }
}
