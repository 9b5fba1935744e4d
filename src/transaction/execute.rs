//! Executing and settling: what is sent when, and when it is known what became of it.

use serde_json::Value;

use super::action::{Change, FailureKind, Read};
use super::desk::{Desk, Stop};
use super::ending::{Ending, Receipt, ReceiptPart};
use super::entry::{Certainty, Entry, Fence, Refusal, State, Void};
use super::facts;
use super::journal::{self, Lease, Loaded};
use super::judge::{self, Likeness};
use super::plan;
use super::rules::{Flaw, Rules};
use super::search::{self, Look, Match, Search};

/// How a turn of a run ends.
#[allow(clippy::large_enum_variant, reason = "one is made for each run")]
enum Turn {
    /// The intent has ended, or this run has.
    Ended(Ending),
    /// Somebody else has changed the entry.
    Lost,
}

/// How long a flow waits between two looks, in ms: short at first.
const PAUSES: [i64; 6] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/// How long a flow waits before it looks whether another is still at work.
const WATCH: i64 = 1_000;
/// How often the batches of a record are asked for, for a receipt.
const RECEIPT_READS: usize = 3;

/// Executes a plan; from a reference that is done already, gives what came of it.
pub(super) async fn execute(desk: &Desk, reference: &str) -> Result<Ending, Stop> {
    let mut left = desk.setup.rules.replan;
    loop {
        let ending = finish(desk, reference, true).await?;
        if left == 0 || !matches!(ending, Ending::Taken { .. } | Ending::Expired { .. }) {
            return Ok(ending);
        }
        left = left.saturating_sub(1);
        let (known, _) = journal::load(desk, reference).await?;
        let Some(known) = known else { return Ok(ending) };
        plan::again(desk, &known.entry).await?;
    }
}

/// Finishes what was sent under a reference. What was only planned is left alone.
pub(super) async fn settle(desk: &Desk, reference: &str) -> Result<Ending, Stop> {
    finish(desk, reference, false).await
}

async fn finish(desk: &Desk, reference: &str, may_begin: bool) -> Result<Ending, Stop> {
    let started = desk.clock();
    // How the entry was when it was first seen so, for as long as another may be at work on it.
    let mut seen: Option<(String, i64)> = None;
    loop {
        let (known, _) = journal::load(desk, reference).await?;
        let Some(loaded) = known else {
            return Err(Ending::invalid(
                "reference",
                format!("the journal holds no \"{reference}\""),
            ));
        };
        let rules = desk.setup.rules;
        let lag = if rules.has(Flaw::ResendAtOnce) { 0 } else { rules.lag_ms };
        let now = desk.clock();
        match loaded.entry.state() {
            State::Applied => return Ok(applied(desk, &loaded.entry).await),
            State::Void | State::Ambiguous => return Ok(Ending::of_closed(&loaded.entry)),
            State::Planned if !may_begin => return close_lapsed(desk, loaded).await,
            State::Planned => {
                if let Turn::Ended(ending) = begin(desk, loaded, started).await? {
                    return Ok(ending);
                }
            }
            State::MayBeSent => {
                let holder = loaded.entry.attempt().and_then(|attempt| attempt.holder.clone());
                let still = match &seen {
                    Some((text, since)) if *text == loaded.text => now.saturating_sub(*since),
                    _ => {
                        seen = Some((loaded.text.clone(), now));
                        0
                    }
                };
                let patience = rules.timeout_ms.saturating_add(rules.lag_ms);
                // Who held it is gone, or has stood still for longer than anybody at work does.
                let is_gone = holder.as_ref().is_none_or(|holder| {
                    rules.exclusive && !holder.starts_with(&desk.setup.session)
                });
                if is_gone || still >= patience {
                    let quiet = if is_gone { now.saturating_add(lag) } else { now };
                    if let Turn::Ended(ending) = take_over(desk, loaded, started, quiet).await? {
                        return Ok(ending);
                    }
                    seen = None;
                } else if now.saturating_sub(started)
                    > rules.settle_within_ms.max(patience.saturating_mul(2))
                {
                    let why = "another process is at work on it".to_owned();
                    let receipt = Receipt::of(&loaded.entry, Vec::new());
                    return Ok(Ending::Unsettled { why, retry_after_ms: Some(patience), receipt });
                } else {
                    desk.wait(WATCH.min(patience.saturating_sub(still)).max(1)).await;
                }
            }
        }
    }
}

/// Ends a plan whose batches are free for others again; leaves a younger one.
async fn close_lapsed(desk: &Desk, mut loaded: Loaded) -> Result<Ending, Stop> {
    let Some(attempt) = loaded.entry.attempt().cloned() else {
        return Ok(Ending::of_closed(&loaded.entry));
    };
    if attempt.lease_until <= desk.wall() {
        super::close::void_unsent(desk, &mut loaded).await;
        return Ok(Ending::of_closed(&loaded.entry));
    }
    Ok(Ending::Planned { plan: super::ending::PlanData::of(&loaded.entry) })
}

/// Claims the batches for good and sends for the first time.
async fn begin(desk: &Desk, loaded: Loaded, started: i64) -> Result<Turn, Stop> {
    let reference = loaded.entry.reference.clone();
    let Some(attempt) = loaded.entry.attempt().cloned() else { return Ok(Turn::Lost) };
    let is_ours =
        attempt.holder.as_ref().is_some_and(|holder| holder.starts_with(&desk.setup.session));
    let mut run = Run::new(desk, loaded, started, started);
    if !is_ours && let Some(ending) = run.refuse_other_tenant().await? {
        return Ok(Turn::Ended(ending));
    }
    let keys: Vec<_> =
        attempt.parts.iter().map(|part| journal::batch_key(&part.credit_batch_id)).collect();
    let rows = desk.rows(keys.clone()).await;
    let lease = Lease { reference: reference.clone(), attempt: attempt.number, until: None };
    let (mut changes, mut lost) = (Vec::new(), Vec::new());
    for (key, part) in keys.into_iter().zip(&attempt.parts) {
        let row = journal::find(&rows, &key);
        let held = row.and_then(Lease::read);
        // Also one that has lapsed: since another has planned with the batch, ours is not the plan that was seen.
        if held.is_some_and(|held| held.reference != reference)
            && !desk.setup.rules.has(Flaw::NoLease)
        {
            lost.push(part.credit_batch_id.clone());
        }
        changes.push(Change {
            key,
            was: row.map(|row| row.value.clone()),
            now: Some(journal::text(&lease)),
        });
    }
    if !lost.is_empty() {
        super::close::void_unsent(desk, &mut run.loaded).await;
        return Ok(Turn::Ended(Ending::Expired { reference, batches: lost }));
    }
    match run.send(changes).await? {
        Some(turn) => Ok(turn),
        None => run.go().await,
    }
}

/// Goes on with what another has left.
async fn take_over(desk: &Desk, loaded: Loaded, started: i64, quiet: i64) -> Result<Turn, Stop> {
    let mut run = Run::new(desk, loaded, started, quiet);
    let holder = desk.setup.holder.clone();
    run.loaded.entry.change(|attempt| attempt.holder = Some(holder));
    if !run.loaded.save(desk, Vec::new()).await {
        return Ok(Turn::Lost);
    }
    run.go().await
}

/// One flow at work on one attempt.
struct Run<'a> {
    desk: &'a Desk,
    rules: Rules,
    loaded: Loaded,
    /// When this flow began, by the clock that only goes forward.
    started: i64,
    /// From when on an attempt that was given up has no more effect that is unseen.
    quiet: i64,
    /// When the refusal came that is to be judged.
    refused: Option<i64>,
    /// When a batch was first seen spent by nobody who is named.
    taken: Option<i64>,
    /// How long the registry asks to wait.
    retry_after: Option<i64>,
    /// The last thing that went wrong.
    trouble: String,
    /// Whether this client was found to be the owner's.
    is_tenant: bool,
    /// Whether credentials were refused.
    is_denied: bool,
    pauses: usize,
}

impl<'a> Run<'a> {
    fn new(desk: &'a Desk, loaded: Loaded, started: i64, quiet: i64) -> Self {
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

    fn lag(&self) -> i64 {
        if self.rules.has(Flaw::ResendAtOnce) { 0 } else { self.rules.lag_ms }
    }

    fn note(&mut self, what: impl Into<String>) {
        self.loaded.entry.note(self.desk.wall(), what);
    }

    /// Refuses to act for an owner with the client of another organisation.
    async fn refuse_other_tenant(&mut self) -> Result<Option<Ending>, Stop> {
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
                Ok(id) => format!("it is {owner}'s, and the client acts for {id}"),
                Err(fault) => return Err(Ending::fault("organisations.current", fault, true)),
            },
            Err(failure) => format!("who the client acts for is not known: {}", failure.message),
        };
        Ok(Some(self.unsettled(why)))
    }

    fn unsettled(&self, why: String) -> Ending {
        let receipt = Receipt::of(&self.loaded.entry, Vec::new());
        Ending::Unsettled { why, retry_after_ms: self.retry_after, receipt }
    }

    /// Records that it may be sent, sends, and records what came of it. `None` to look at what became of it.
    async fn send(&mut self, changes: Vec<Change>) -> Result<Option<Turn>, Stop> {
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
                    self.note("the registry answered that it was carried out, without an id");
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

    /// The last sending is known not to act any more.
    fn known(&mut self, change: impl FnOnce(&mut super::entry::Attempt)) {
        self.loaded.entry.change(|attempt| {
            attempt.unknown = attempt.unknown.saturating_sub(1);
            change(attempt);
        });
    }

    /// Ends an attempt that was found at fault before it left, if none has left before.
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

    /// Looks and sends until it is known what became of it, or the time is over.
    async fn go(&mut self) -> Result<Turn, Stop> {
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
                    self.note("a batch was spent by nobody who is named yet");
                    self.rules.lag_ms
                }
                Look::Taken { batch, by, is_final, .. } if !acknowledged => {
                    let by_whom = by.as_deref().unwrap_or("others");
                    self.note(format!("{batch} was spent by {by_whom}, which is not this"));
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
                    self.note("the batches are as they were: not yet");
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
                    "its batches are as they were".to_owned()
                } else {
                    self.trouble.clone()
                };
                return self.leave(why).await;
            }
            self.desk.wait(pause.min(left).max(1)).await;
        }
    }

    /// Whether absence is seen for the first time, or not for long enough to count.
    fn is_first_sight(&mut self, began: i64) -> bool {
        let since = *self.taken.get_or_insert_with(|| self.desk.clock());
        began < since.saturating_add(self.rules.lag_ms)
    }

    /// What to do while all batches are as they were: how long to wait, or how it ends.
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
            // Without the moment of the refusal, which an earlier process saw, the wait begins now.
            let refused = *self.refused.get_or_insert(began);
            let counts = refused.saturating_add(self.rules.lag_ms);
            if began < counts {
                return Ok(Ok(counts.saturating_sub(self.desk.clock())));
            }
            self.note("the refusal stands: all batches were as before, twice");
            return Ok(Err(self.void(Void::Refused(refusal), Fence::Final).await?));
        }
        if unknown == 0 && self.is_denied {
            let why = self.trouble.clone();
            return Ok(Err(self.leave(why).await?));
        }
        let first = self.loaded.entry.attempt().and_then(|attempt| attempt.first_sent_at);
        let age = first.map_or(0, |first| self.desk.wall().saturating_sub(first));
        if self.rules.resend_within_ms.is_some_and(|within| age > within) {
            let why = "it was sent too long ago to be sent again without asking; its batches are as they were".to_owned();
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

    /// Which record is ours, if that can be told.
    fn weigh(&self, matches: &[Match]) -> Option<(String, Certainty)> {
        if let Some(marked) = matches.iter().find(|found| found.likeness == Likeness::Marked) {
            return Some((marked.id.clone(), Certainty::Marked));
        }
        let attempt = self.loaded.entry.attempt()?;
        let [found] = matches else { return None };
        match found.likeness {
            _ if attempt.acknowledged => Some((found.id.clone(), Certainty::Answered)),
            Likeness::Equal if attempt.unknown > 0 => Some((found.id.clone(), Certainty::Matched)),
            _ => None,
        }
    }

    /// Records which record it has become.
    async fn apply(&mut self, id: String, certainty: Certainty) -> Result<Turn, Stop> {
        self.loaded.entry.change(|attempt| {
            attempt.state = State::Applied;
            attempt.record_id = Some(id.clone());
            attempt.certainty = Some(certainty);
            attempt.holder = None;
        });
        let record = Change {
            key: journal::record_key(&id),
            was: None,
            now: Some(self.loaded.entry.reference.clone()),
        };
        if self.end(vec![record]).await {
            Ok(Turn::Ended(applied(self.desk, &self.loaded.entry).await))
        } else {
            Ok(Turn::Lost)
        }
    }

    async fn void(&mut self, void: Void, fence: Fence) -> Result<Turn, Stop> {
        self.loaded.entry.change(|attempt| {
            attempt.state = State::Void;
            attempt.void = Some(void);
            attempt.fence = fence;
            attempt.holder = None;
        });
        let ended = self.end(Vec::new()).await;
        Ok(if ended { Turn::Ended(Ending::of_closed(&self.loaded.entry)) } else { Turn::Lost })
    }

    /// Records that it cannot be told; the batches stay held.
    async fn doubt(&mut self, matches: Vec<Match>) -> Result<Turn, Stop> {
        let ids: Vec<_> = matches.into_iter().map(|found| found.id).collect();
        self.note(format!("{} may be this or another's", ids.join(", ")));
        self.loaded.entry.change(|attempt| {
            attempt.state = State::Ambiguous;
            attempt.candidates = ids;
            attempt.holder = None;
        });
        let saved = self.loaded.save(self.desk, Vec::new()).await;
        Ok(if saved { Turn::Ended(Ending::of_closed(&self.loaded.entry)) } else { Turn::Lost })
    }

    /// Writes how it ended, and lets the batches go.
    async fn end(&mut self, others: Vec<Change>) -> bool {
        let entry = self.loaded.entry.clone();
        let Some(attempt) = entry.attempt() else { return false };
        let mut changes = journal::release(self.desk, &entry, attempt).await;
        changes.extend(others);
        self.loaded.save(self.desk, changes).await
    }

    /// Leaves it open for whoever settles it later.
    async fn leave(&mut self, why: String) -> Result<Turn, Stop> {
        let ending = self.unsettled(why);
        Ok(Turn::Ended(self.leaving(ending).await))
    }

    async fn leaving(&mut self, ending: Ending) -> Ending {
        self.loaded.entry.change(|attempt| attempt.holder = None);
        self.loaded.save(self.desk, Vec::new()).await;
        ending
    }
}

/// The ending of what has happened, with the serial numbers as far as the registry shows them.
async fn applied(desk: &Desk, entry: &Entry) -> Ending {
    let mut members = Vec::new();
    let attempt = entry.attempt();
    if let Some(id) = attempt.and_then(|attempt| attempt.record_id.clone()) {
        for _ in 0..RECEIPT_READS {
            let read = search::members(desk, entry.intent.kind, &id).await.unwrap_or_default();
            if read.len() >= members.len() {
                members = read;
            }
            if attempt.is_some_and(|attempt| members.len() >= attempt.parts.len()) {
                break;
            }
            desk.wait(WATCH.min(desk.setup.rules.lag_ms.max(1))).await;
        }
    }
    let parts = attempt.iter().flat_map(|attempt| &attempt.parts);
    let parts = parts.map(|part| {
        let taken = judge::taken_as(part, &members);
        ReceiptPart {
            credit_batch_id: part.credit_batch_id.clone(),
            credit_quantity_kg: part.credit_quantity_kg,
            taken_batch_id: taken.map(|batch| batch.id.clone()),
            serial_number: taken.map(|batch| batch.serial.clone()),
        }
    });
    Ending::Applied { receipt: Receipt::of(entry, parts.collect()) }
}
