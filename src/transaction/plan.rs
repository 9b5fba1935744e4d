//! Planning: the intent of a reference, the batches for it, and their claim.

use serde_json::Value;

use super::action::Read;
use super::claim;
use super::desk::{Desk, Stop};
use super::ending::{Ending, PlanData};
use super::entry::{Attempt, Entry, Fence, Heads, Part, State};
use super::facts::{self, Page, Record};
use super::intent::{Intent, Kind};
use super::journal;
use super::kilograms::Kilograms;
use super::request;
use super::rules::Flaw;
use super::stock::Stock;

/// How often a claim is tried when others change the journal at the same time.
const CLAIMS: u32 = 32;

/// Plans a caller's request.
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
    choose_and_claim(desk, &checked.reference, &intent, marker).await
}

/// Plans the next attempt at the intent of an entry whose last one is void or was never sent.
pub(super) async fn again(desk: &Desk, entry: &Entry) -> Result<Ending, Stop> {
    let marker = entry.attempt().and_then(|attempt| attempt.marker.clone());
    choose_and_claim(desk, &entry.reference, &entry.intent, marker).await
}

/// Whether an entry's attempt is the one to continue.
fn is_current(desk: &Desk, entry: &Entry) -> bool {
    match entry.state() {
        State::Applied | State::MayBeSent | State::Ambiguous => true,
        State::Void => false,
        State::Planned => entry.attempt().is_some_and(|attempt| attempt.lease_until > desk.wall()),
    }
}

/// Rejects another intent under a used reference.
fn same_intent(entry: &Entry, intent: &Intent) -> Result<(), Stop> {
    if entry.intent == *intent {
        return Ok(());
    }
    let (reference, theirs, ours) = (&entry.reference, entry.intent.in_words(), intent.in_words());
    Err(Ending::invalid(
        "reference",
        format!("\"{reference}\" was used for {theirs}; it cannot be used for {ours}"),
    ))
}

/// Adds what only the registry knows: the owner, and for a delivery the parties and how much is left.
async fn complete(desk: &Desk, mut intent: Intent) -> Result<(Intent, Option<Kilograms>), Stop> {
    let owner = desk.need(Read::CurrentOrganisation, facts::id).await?;
    let mut open = None;
    if let (Kind::Delivery, Some(id)) = (intent.kind, &intent.order_id) {
        let order = desk.need(Read::Order { id: id.clone() }, facts::order).await?;
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
            "expected an organisation other than the owner",
        ));
    }
    intent.owner_organisation_id = owner;
    Ok((intent, open))
}

/// Chooses batches and claims them for the reference, all or none.
async fn choose_and_claim(
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
        let parts = stock.choose(desk, reference, intent).await?;
        if heads.is_none() {
            heads = Some(read_heads(desk, intent).await?);
        }
        let attempt =
            new_attempt(desk, intent, parts, marker.as_deref(), heads.clone().unwrap_or_default());
        if let Some(entry) = claim::write(desk, reference, intent, attempt, known, first).await? {
            return Ok(Ending::Planned { plan: PlanData::of(&entry) });
        }
    }
    Err(Ending::invalid("journal", "other processes keep changing it; try again"))
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

/// The records between the parties before anything is sent.
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
    let page: Page<Record> = desk.need(request, |value| facts::records(intent.kind, value)).await?;
    Ok(Heads {
        latest: page.nodes.first().map(|record| record.at.clone()),
        ids: page.nodes.into_iter().map(|record| record.id).collect(),
    })
}
