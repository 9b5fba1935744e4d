//! Sending, and the meaning of an answer.

use serde_json::Value;

use super::action::{Change, FailureKind};
use super::desk::Stop;
use super::entry::{Attempt, Certainty, Fence, Refusal, State, Void};
use super::facts;
use super::rules::Flaw;
use super::run::{Run, Turn};

impl Run<'_> {
    /// Records that it may be sent, sends, and records the result. `None` if its outcome must be checked.
    pub(super) async fn send(&mut self, changes: Vec<Change>) -> Result<Option<Turn>, Stop> {
        let (wall, holder) = (self.desk.wall(), self.desk.setup.holder.clone());
        self.loaded.entry.change(|attempt| {
            attempt.state = State::MayBeSent;
            attempt.sends = attempt.sends.saturating_add(1);
            attempt.unknown = attempt.unknown.saturating_add(1);
            attempt.holder = Some(holder);
            attempt.first_sent_at.get_or_insert(wall);
            attempt.refusal = None;
        });
        if !self.loaded.save(self.desk, changes).await {
            return Ok(Some(Turn::Lost));
        }
        let body = self.loaded.entry.attempt().map_or(Value::Null, |attempt| attempt.body.clone());
        let answer = self.desk.send(self.loaded.entry.intent.kind.operation(), &body).await;
        self.quiet = self.desk.clock().saturating_add(self.lag());
        (self.retry_after, self.refused, self.is_denied) = (None, None, false);
        match answer {
            Ok(value) => match facts::id(&value) {
                Ok(id) => {
                    self.note(format!("the registry answered with {id}"));
                    return self.apply(id, Certainty::Answered).await.map(Some);
                }
                Err(_) => {
                    self.note("the registry confirmed that it was carried out, without an id");
                    self.known(|attempt| attempt.acknowledged = true);
                }
            },
            Err(failure) => {
                self.retry_after = failure.retry_after_ms;
                self.trouble.clone_from(&failure.message);
                self.note(&failure.message);
                match failure.kind {
                    FailureKind::Unknown => {}
                    FailureKind::Applied => self.known(|attempt| attempt.acknowledged = true),
                    FailureKind::NotSent => {
                        self.known(|_| ());
                        if !failure.may_pass {
                            return self.refuse_unsent(failure.message).await.map(Some);
                        }
                    }
                    FailureKind::Rejected => {
                        self.is_denied = matches!(failure.status, Some(401 | 403));
                        let counts = !self.is_denied && failure.status != Some(429);
                        let refusal = Refusal { status: failure.status, message: failure.message };
                        self.known(|attempt| attempt.refusal = counts.then_some(refusal));
                        self.refused = counts.then(|| self.desk.clock());
                        if counts && self.rules.has(Flaw::TrustRefusal) {
                            let refusal =
                                self.loaded.entry.attempt().and_then(|a| a.refusal.clone());
                            return self
                                .void(
                                    refusal.map_or(Void::NothingSent, Void::Refused),
                                    Fence::Final,
                                )
                                .await
                                .map(Some);
                        }
                    }
                }
            }
        }
        let saved = self.loaded.save(self.desk, Vec::new()).await;
        Ok(if saved { None } else { Some(Turn::Lost) })
    }

    /// It is known that the last request will not act any more.
    fn known(&mut self, change: impl FnOnce(&mut Attempt)) {
        self.loaded.entry.change(|attempt| {
            attempt.unknown = attempt.unknown.saturating_sub(1);
            change(attempt);
        });
    }

    /// Ends an attempt that was invalid before it was sent, if no request was sent before.
    async fn refuse_unsent(&mut self, message: String) -> Result<Turn, Stop> {
        let is_unsent = self
            .loaded
            .entry
            .attempt()
            .is_some_and(|attempt| attempt.unknown == 0 && !attempt.acknowledged);
        if is_unsent {
            return self.void(Void::Refused(Refusal { status: None, message }), Fence::Final).await;
        }
        self.leave(message).await
    }
}
