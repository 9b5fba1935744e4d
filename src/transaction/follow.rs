//! Following a sent request: when to check, to wait and to send again.

use super::desk::Stop;
use super::entry::{Fence, Refusal, Void};
use super::rules::Flaw;
use super::run::{Run, Turn};
use super::search::{Look, Search};

/// How long a flow waits between two checks, in ms: short at first.
const PAUSES: [i64; 6] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

impl Run<'_> {
    /// Checks and sends until the outcome is known, or the time is over.
    pub(super) async fn go(&mut self) -> Result<Turn, Stop> {
        loop {
            let began = self.desk.clock();
            let Some(attempt) = self.loaded.entry.attempt() else { return Ok(Turn::Lost) };
            let (unknown, acknowledged) = (attempt.unknown, attempt.acknowledged);
            let refusal = attempt.refusal.clone();
            let search = Search { desk: self.desk, entry: &self.loaded.entry, sent: true };
            let look = search.look(refusal.is_some(), true).await?;
            let pause = match look {
                Look::Found(matches) => match self.weigh(&matches) {
                    Some((id, certainty)) => {
                        self.note(format!("{id} is on record with exactly what was sent"));
                        return self.apply(id, certainty).await;
                    }
                    None => return self.doubt(matches).await,
                },
                Look::Taken { is_sure: false, .. }
                    if !acknowledged && self.is_first_sight(began) =>
                {
                    self.note("a batch was spent, and no record names it yet");
                    self.rules.lag_ms
                }
                Look::Taken { batch, by, is_final, .. } if !acknowledged => {
                    let by_whom = by.as_deref().unwrap_or("others");
                    self.note(format!("{batch} was spent by {by_whom}, not by this transaction"));
                    let fence =
                        if is_final || unknown == 0 { Fence::Final } else { Fence::Conditional };
                    return self.void(Void::Taken { batch, by }, fence).await;
                }
                Look::Taken { .. } => {
                    self.trouble =
                        "it was carried out, and the registry does not show it yet".to_owned();
                    self.pause()
                }
                Look::NotYet { why, retry_after_ms } => {
                    self.taken = None;
                    self.note(&why);
                    self.trouble = why;
                    retry_after_ms.unwrap_or_else(|| self.pause())
                }
                Look::Untouched => {
                    self.taken = None;
                    self.note("the batches are unchanged: not yet");
                    match self.untouched(began, unknown, acknowledged, refusal).await? {
                        Ok(pause) => pause,
                        Err(turn) => return Ok(turn),
                    }
                }
            };
            let left = self
                .started
                .saturating_add(self.rules.settle_within_ms)
                .saturating_sub(self.desk.clock());
            if left <= 0 {
                let why = if self.trouble.is_empty() {
                    "its batches are unchanged".to_owned()
                } else {
                    self.trouble.clone()
                };
                return self.leave(why).await;
            }
            self.desk.wait(pause.min(left).max(1)).await;
        }
    }

    /// Whether absence was seen for the first time, or not for long enough to count.
    fn is_first_sight(&mut self, began: i64) -> bool {
        let since = *self.taken.get_or_insert_with(|| self.desk.clock());
        began < since.saturating_add(self.rules.lag_ms)
    }

    /// What to do while all batches are unchanged: how long to wait, or how it ends.
    async fn untouched(
        &mut self,
        began: i64,
        unknown: u32,
        acknowledged: bool,
        refusal: Option<Refusal>,
    ) -> Result<Result<i64, Turn>, Stop> {
        if acknowledged {
            return Ok(Ok(self.pause()));
        }
        if unknown > 0 && self.rules.has(Flaw::TrustActive) {
            return Ok(Err(self.void(Void::NothingSent, Fence::Final).await?));
        }
        if let (0, Some(refusal)) = (unknown, refusal) {
            // The time of the rejection is not known, as an earlier process received it, so the wait starts now.
            let refused = *self.refused.get_or_insert(began);
            let counts = refused.saturating_add(self.rules.lag_ms);
            if began < counts {
                return Ok(Ok(counts.saturating_sub(self.desk.clock())));
            }
            self.note("the rejection is final: all batches were unchanged, twice");
            return Ok(Err(self.void(Void::Refused(refusal), Fence::Final).await?));
        }
        if unknown == 0 && self.is_denied {
            let why = self.trouble.clone();
            return Ok(Err(self.leave(why).await?));
        }
        let first = self.loaded.entry.attempt().and_then(|attempt| attempt.first_sent_at);
        let age = first.map_or(0, |first| self.desk.wall().saturating_sub(first));
        if self.rules.resend_within_ms.is_some_and(|within| age > within) {
            let why = "it was sent too long ago to be sent again without asking; its batches are unchanged".to_owned();
            return Ok(Err(self.leave(why).await?));
        }
        let ready = match unknown {
            0 => self
                .quiet
                .saturating_sub(self.lag())
                .saturating_add(self.retry_after.unwrap_or_else(|| self.pause())),
            _ => self.quiet.max(
                self.quiet
                    .saturating_sub(self.lag())
                    .saturating_add(self.retry_after.unwrap_or_default()),
            ),
        };
        if began < ready {
            let left = ready.saturating_sub(self.desk.clock());
            return Ok(Ok(left.min(self.pause()).max(1)));
        }
        if let Some(ending) = self.refuse_other_tenant().await? {
            return Ok(Err(Turn::Ended(self.leaving(ending).await)));
        }
        self.note("sent again");
        Ok(match self.send(Vec::new()).await? {
            Some(turn) => Err(turn),
            None => Ok(1),
        })
    }

    fn pause(&mut self) -> i64 {
        let pause = PAUSES.get(self.pauses).or(PAUSES.last()).copied().unwrap_or(1_000);
        self.pauses = self.pauses.saturating_add(1);
        pause.min(self.rules.lag_ms.max(1))
    }
}
