//! Planning: what a reference stands for, which batches serve for it, and their claim.

use std::collections::BTreeSet;

use serde_json::Value;

use super::action::{Change, Read};
use super::choose;
use super::desk::{Desk, Stop};
use super::ending::{Ending, PlanData, Problem};
use super::entry::{Attempt, Entry, FORMAT, Fence, Heads, Part, State, Void};
use super::facts::{self, Batch, Fault, Page, Record};
use super::intent::{Intent, Kind};
use super::journal::{self, Lease, Loaded};
use super::kilograms::{Kilograms, sum};
use super::request;
use super::rules::Flaw;
use super::search::operation;

/// How often a claim is tried when others change the journal at the same time.
const CLAIMS: u32 = 32;

/// Plans what a caller asks for.
pub(super) async fn plan(desk: &Desk, kind: Kind, given: &Value) -> Result<Ending, Stop> {
    let checked = request::check(kind, given, &desk.setup.mark)?;
    let (known, _) = journal::load(desk, &checked.reference).await?;
    let (intent, open) = complete(desk, checked.intent).await?;
    if let Some(known) = &known {
        same_intent(&known.entry, &intent)?;
        if is_current(desk, &known.entry) {
            return Ok(Ending::Planned { plan: PlanData::of(&known.entry) });
        }
    }
    if open.is_some_and(|open| intent.total() > open) {
        let open = open.unwrap_or_default().0;
        return Err(Ending::invalid(
            "credit_quantity_kg",
            format!(
                "expected at most the {open} kg of the order that are left to deliver, got {}",
                intent.total().0
            ),
        ));
    }
    let marker = checked.marker.then(|| desk.setup.mark.clone());
    claim(desk, &checked.reference, &intent, marker).await
}

/// Plans the next attempt at the intent of an entry whose last one is void or was never sent.
pub(super) async fn again(desk: &Desk, entry: &Entry) -> Result<Ending, Stop> {
    let marker = entry.attempt().and_then(|attempt| attempt.marker.clone());
    claim(desk, &entry.reference, &entry.intent, marker).await
}

/// Whether an entry's attempt is the one to go on with.
fn is_current(desk: &Desk, entry: &Entry) -> bool {
    match entry.state() {
        State::Applied | State::MayBeSent | State::Ambiguous => true,
        State::Void => false,
        State::Planned => entry.attempt().is_some_and(|attempt| attempt.lease_until > desk.wall()),
    }
}

/// Refuses another intent under a used reference.
fn same_intent(entry: &Entry, intent: &Intent) -> Result<(), Stop> {
    if entry.intent == *intent {
        return Ok(());
    }
    let (reference, theirs, ours) = (&entry.reference, entry.intent.in_words(), intent.in_words());
    Err(Ending::invalid(
        "reference",
        format!("\"{reference}\" stands for {theirs}; it cannot stand for {ours} too"),
    ))
}

/// Adds what only the registry knows: who acts, and for a delivery who delivers to whom, and how much is left.
async fn complete(desk: &Desk, mut intent: Intent) -> Result<(Intent, Option<Kilograms>), Stop> {
    let owner = read(desk, Read::CurrentOrganisation, facts::id).await?;
    let mut open = None;
    if let (Kind::Delivery, Some(id)) = (intent.kind, &intent.order_id) {
        let order = read(desk, Read::Order { id: id.clone() }, facts::order).await?;
        if order.supplier_organisation != owner {
            return Err(Ending::invalid(
                "order_id",
                format!(
                    "expected an order with your own organisation, which is {owner}, got one with {}",
                    order.supplier_organisation
                ),
            ));
        }
        open = Some(order.open);
        intent.supplier_id = order.supplier;
        intent.receiver_organisation_id = order.buyer;
    }
    if intent.kind == Kind::Transfer && intent.receiver_organisation_id == owner {
        return Err(Ending::invalid(
            "to_organisation_id",
            "expected another organisation than the one that gives",
        ));
    }
    intent.owner_organisation_id = owner;
    Ok((intent, open))
}

/// The owner's batches, as far as they were read.
#[derive(Default)]
struct Stock {
    batches: Vec<Batch>,
    next: Option<String>,
    is_begun: bool,
    cursors: BTreeSet<String>,
}

/// Chooses batches and claims them with the reference, all or nothing.
async fn claim(
    desk: &Desk,
    reference: &str,
    intent: &Intent,
    marker: Option<String>,
) -> Result<Ending, Stop> {
    let mut stock = Stock::default();
    let mut heads = None;
    for _ in 0..CLAIMS {
        let (known, first) = journal::load(desk, reference).await?;
        if let Some(known) = &known {
            same_intent(&known.entry, intent)?;
            if is_current(desk, &known.entry) {
                return Ok(Ending::Planned { plan: PlanData::of(&known.entry) });
            }
        }
        let parts = choose(desk, reference, intent, &mut stock).await?;
        if heads.is_none() {
            heads = Some(read_heads(desk, intent).await?);
        }
        let attempt =
            new_attempt(desk, intent, parts, marker.as_deref(), heads.clone().unwrap_or_default());
        if let Some(entry) = write(desk, reference, intent, attempt, known, first).await? {
            return Ok(Ending::Planned { plan: PlanData::of(&entry) });
        }
    }
    Err(Ending::invalid("journal", "others change it without a pause; try again"))
}

fn new_attempt(
    desk: &Desk,
    intent: &Intent,
    parts: Vec<Part>,
    marker: Option<&str>,
    heads: Heads,
) -> Attempt {
    Attempt {
        number: 1,
        body: intent.body(&parts, marker),
        marker: marker.map(str::to_owned),
        parts,
        heads,
        state: State::Planned,
        lease_until: desk.wall().saturating_add(desk.setup.rules.lease_ms),
        sends: 0,
        unknown: 0,
        acknowledged: false,
        refusal: None,
        first_sent_at: None,
        holder: Some(desk.setup.holder.clone()),
        record_id: None,
        certainty: None,
        void: None,
        candidates: Vec::new(),
        fence: Fence::default(),
        evidence: Vec::new(),
    }
}

/// Writes the claim; `None` if the journal has changed meanwhile.
async fn write(
    desk: &Desk,
    reference: &str,
    intent: &Intent,
    mut attempt: Attempt,
    known: Option<Loaded>,
    first: Option<Change>,
) -> Result<Option<Entry>, Stop> {
    let mut changes: Vec<_> = first.into_iter().collect();
    let now = desk.wall();
    let mut entry = match &known {
        Some(known) => known.entry.clone(),
        None => Entry {
            format: FORMAT,
            origin: desk.setup.origin.clone(),
            reference: reference.to_owned(),
            intent: intent.clone(),
            digest: intent.digest(),
            created_at: now,
            counter: 0,
            attempts: Vec::new(),
        },
    };
    // What an earlier plan held that was never sent is free again.
    if entry.state() == State::Planned {
        if let Some(last) = entry.attempt() {
            let kept: Vec<_> = attempt
                .parts
                .iter()
                .map(|part| journal::batch_key(&part.credit_batch_id))
                .collect();
            let freed = journal::release(desk, &entry, last).await;
            changes.extend(
                freed.into_iter().filter(|change| {
                    change.key.starts_with("batch/") && !kept.contains(&change.key)
                }),
            );
        }
        entry.note(now, "nothing was sent before its batches were free for others");
        entry.change(|last| {
            last.state = State::Void;
            last.void = Some(Void::NothingSent);
        });
    }
    attempt.number = entry.attempt().map_or(1, |last| last.number.saturating_add(1));
    let lease = Lease {
        reference: reference.to_owned(),
        attempt: attempt.number,
        until: Some(attempt.lease_until),
    };
    let open = journal::open_key(reference);
    let mut keys: Vec<_> =
        attempt.parts.iter().map(|part| journal::batch_key(&part.credit_batch_id)).collect();
    keys.push(open.clone());
    let rows = desk.rows(keys.clone()).await;
    for key in keys {
        let was = journal::find(&rows, &key).map(|row| row.value.clone());
        if key == open {
            if was.is_none() {
                changes.push(Change { key, was, now: Some(reference.to_owned()) });
            }
            continue;
        }
        let held = journal::find(&rows, &key).and_then(Lease::read);
        if held.is_some_and(|held| held.holds_against(reference, now))
            && !desk.setup.rules.has(Flaw::NoLease)
        {
            return Ok(None);
        }
        changes.push(Change { key, was, now: Some(journal::text(&lease)) });
    }
    entry.attempts.push(attempt);
    entry.counter = entry.counter.saturating_add(1);
    changes.push(Change {
        key: journal::entry_key(reference),
        was: known.map(|known| known.text),
        now: Some(journal::text(&entry)),
    });
    Ok(desk.write(changes).await.then_some(entry))
}

/// Chooses the parts: those that were named, or the oldest that nobody holds.
async fn choose(
    desk: &Desk,
    reference: &str,
    intent: &Intent,
    stock: &mut Stock,
) -> Result<Vec<Part>, Stop> {
    if intent.credit_batch_quantities.is_some() {
        return named(desk, reference, intent).await;
    }
    loop {
        if !stock.is_begun || stock.next.is_some() {
            let is_enough = stock.is_begun && {
                let (free, _) = free(desk, reference, intent, stock).await;
                choose::oldest(free, intent.total()).is_ok_and(|parts| is_settled(&parts, stock))
            };
            if !is_enough {
                next_page(desk, intent, stock).await?;
                continue;
            }
        }
        let (free, held) = free(desk, reference, intent, stock).await;
        return choose::oldest(free, intent.total()).map_err(|there| too_few(intent, there, &held));
    }
}

/// Whether no batch of a later page can be older than those that were chosen, or as old.
fn is_settled(parts: &[Part], stock: &Stock) -> bool {
    let is_sorted = stock.batches.is_sorted_by_key(choose::issued);
    let last = stock.batches.last().and_then(choose::issued);
    let chosen = parts.last().and_then(|part| super::moment::read(&part.issued_at));
    is_sorted && last > chosen
}

/// The batches that serve and that no other reference holds, and those that others hold.
async fn free(
    desk: &Desk,
    reference: &str,
    intent: &Intent,
    stock: &Stock,
) -> (Vec<Batch>, Vec<(Batch, String)>) {
    let serving: Vec<_> =
        stock.batches.iter().filter(|batch| choose::serves(intent, batch)).cloned().collect();
    if desk.setup.rules.has(Flaw::NoLease) {
        return (serving, Vec::new());
    }
    let keys = serving.iter().map(|batch| journal::batch_key(&batch.id)).collect();
    let rows = desk.rows(keys).await;
    let now = desk.wall();
    let (mut free, mut held) = (Vec::new(), Vec::new());
    for batch in serving {
        let lease = journal::find(&rows, &journal::batch_key(&batch.id)).and_then(Lease::read);
        match lease.filter(|lease| lease.holds_against(reference, now)) {
            Some(lease) => held.push((batch, lease.reference)),
            None => free.push(batch),
        }
    }
    (free, held)
}

fn too_few(intent: &Intent, there: Kilograms, held: &[(Batch, String)]) -> Stop {
    let wanted = intent.total().0;
    let mut text =
        format!("expected at most the {} kg that are there and free, got {wanted}", there.0);
    if !held.is_empty() {
        let kg = sum(held.iter().map(|(batch, _)| batch.size)).0;
        let by: BTreeSet<_> =
            held.iter().map(|(_, reference)| format!("\"{reference}\"")).collect();
        let by = by.into_iter().collect::<Vec<_>>().join(", ");
        let ids: Vec<_> = held.iter().map(|(batch, _)| batch.id.as_str()).collect();
        text.push_str(&format!("; another {kg} kg ({}) are held for {by}", ids.join(", ")));
    }
    Ending::invalid("credit_quantity_kg", text)
}

async fn next_page(desk: &Desk, intent: &Intent, stock: &mut Stock) -> Result<(), Stop> {
    let order = match intent.kind {
        Kind::Delivery => None,
        _ => intent.order_id.clone(),
    };
    let request = Read::ActiveBatches {
        owner: intent.owner_organisation_id.clone(),
        supplier: intent.supplier_id.clone(),
        order,
        after: stock.next.clone(),
    };
    let page: Page<Batch> = read(desk, request, facts::batches).await?;
    if let Some(next) = &page.next
        && !stock.cursors.insert(next.clone())
    {
        let fault = Fault {
            path: "page_info.end_cursor".to_owned(),
            expected: "a cursor that was not there before",
            found: "one that was",
        };
        return Err(Ending::fault("organisations.creditBatches", fault, false));
    }
    stock.is_begun = true;
    stock.batches.extend(page.nodes);
    stock.next = page.next;
    Ok(())
}

/// Checks the parts that the caller named.
async fn named(desk: &Desk, reference: &str, intent: &Intent) -> Result<Vec<Part>, Stop> {
    let given = intent.credit_batch_quantities.iter().flatten();
    let (mut parts, mut problems) = (Vec::new(), Vec::new());
    for (index, part) in given.enumerate() {
        let request = Read::CreditBatch { id: part.credit_batch_id.clone() };
        let batch = read(desk, request, facts::batch).await?;
        let id = &batch.id;
        let rows = desk.rows(vec![journal::batch_key(id)]).await;
        let lease = rows.first().and_then(Lease::read);
        let held = lease.filter(|lease| lease.holds_against(reference, desk.wall()));
        let size = batch.size.0;
        let wrong = if batch.owner != intent.owner_organisation_id {
            Some(format!("expected a batch of yours, {id} is of {}", batch.owner))
        } else if batch.supplier != intent.supplier_id {
            Some(format!(
                "expected a batch of {}, {id} is of {}",
                intent.supplier_id, batch.supplier
            ))
        } else if batch.status != facts::Status::Active {
            Some(format!("expected an active batch, {id} is spent"))
        } else if intent.kind == Kind::Delivery && batch.delivery.is_some() {
            Some(format!("expected a batch that was not delivered yet, {id} was"))
        } else if part.credit_quantity_kg > batch.size {
            Some(format!(
                "expected at most the {size} kg of {id}, got {}",
                part.credit_quantity_kg.0
            ))
        } else {
            held.map(|held| format!("{id} is held for \"{}\"", held.reference))
        };
        match wrong {
            Some(message) => {
                problems
                    .push(Problem { path: format!("credit_batch_quantities[{index}]"), message });
            }
            None => parts.push(choose::part_of(&batch, part.credit_quantity_kg)),
        }
    }
    if problems.is_empty() { Ok(parts) } else { Err(Box::new(Ending::Invalid { problems })) }
}

/// What is on record between the parties before anything is sent.
async fn read_heads(desk: &Desk, intent: &Intent) -> Result<Heads, Stop> {
    if desk.setup.rules.has(Flaw::NoHeads) {
        return Ok(Heads::default());
    }
    let request = Read::Records {
        kind: intent.kind,
        from: intent.giver().to_owned(),
        to: intent.receiver_organisation_id.clone(),
        after: None,
    };
    let page: Page<Record> =
        read(desk, request, |value| facts::records(intent.kind, value)).await?;
    Ok(Heads {
        latest: page.nodes.first().map(|record| record.at.clone()),
        ids: page.nodes.into_iter().map(|record| record.id).collect(),
    })
}

/// Reads what planning cannot do without.
async fn read<T>(
    desk: &Desk,
    request: Read,
    understand: impl Fn(&Value) -> Result<T, Fault>,
) -> Result<T, Stop> {
    let operation = operation(&request);
    let value = desk.read(request).await.map_err(|_| Box::new(Ending::Failed))?;
    understand(&value).map_err(|fault| Ending::fault(operation, fault, false))
}
