//! The parties' tasks in a run, and its failures.

use isometric_registry::transaction::intent::Kind;
use serde_json::{Value, json};

use crate::market::{BATCH, BUYER, FRIEND, Market, STRANGER, SUPPLIER};
use crate::process::Purpose;
use crate::random::Random;

/// A party that acts without a journal.
#[derive(Debug, Clone)]
pub enum Outsider {
    /// Retires from the buyer's oldest batch, like an order of the run except possibly for the note.
    Retire { kg: i64, notes: Value },
    /// Transfers the buyer's oldest batch to the friend.
    Transfer { notes: Value },
    /// The friend repeatedly returns a batch that it has received.
    Return { every: i64 },
}

impl Outsider {
    pub fn account(&self) -> usize {
        if matches!(self, Self::Return { .. }) { FRIEND } else { BUYER }
    }

    pub fn operation(&self) -> &'static str {
        if matches!(self, Self::Retire { .. }) { "retirements.create" } else { "transfers.create" }
    }

    pub fn body(&self, market: &Market, batches: &[String], random: &mut Random) -> Option<Value> {
        let batch = match self {
            Self::Return { .. } if !batches.is_empty() => random.pick(batches),
            _ => batches.first()?,
        };
        let organisation = |account: usize| &market.accounts[account].organisation;
        let parts = |kg: i64| json!([{ "credit_batch_id": batch, "credit_quantity_kg": kg }]);
        Some(match self {
            Self::Retire { kg, notes } => json!({
                "owner_organisation_id": organisation(BUYER), "beneficiary_organisation_id": organisation(BUYER),
                "supplier_id": market.supplier, "retirement_purposes": ["other"], "notes": notes,
                "credit_batch_quantities": parts(*kg),
            }),
            Self::Transfer { notes } => json!({
                "from_organisation_id": organisation(BUYER), "to_organisation_id": organisation(FRIEND),
                "supplier_id": market.supplier, "notes": notes, "credit_batch_quantities": parts(BATCH),
            }),
            Self::Return { .. } => json!({
                "from_organisation_id": organisation(FRIEND), "to_organisation_id": organisation(BUYER),
                "supplier_id": market.supplier, "notes": null, "credit_batch_quantities": parts(BATCH),
            }),
        })
    }
}

#[derive(Debug, Clone)]
pub struct Scenario {
    pub journals: usize,
    pub processes: Vec<Purpose>,
    /// Other parties, with the times from which they act, in ms.
    pub outsiders: Vec<(i64, Outsider)>,
    /// How long failures occur, in ms.
    pub storm: i64,
    /// How many per cent of messages are lost, late or duplicated.
    pub losses: u64,
    /// How many per cent of reads are stale.
    pub staleness: u64,
    /// The probability of a process dying at a step, in per cent.
    pub deaths: u64,
}

impl Scenario {
    pub fn draw(random: &mut Random, market: &Market) -> Self {
        let journals = 1 + usize::try_from(random.below(2)).unwrap();
        let kind = match random.below(10) {
            0..6 => Kind::Retirement,
            6..9 => Kind::Transfer,
            _ => Kind::Delivery,
        };
        let is_uniform = random.chance(70);
        let mut processes: Vec<Purpose> = Vec::new();
        let count = 1 + usize::try_from(random.below(3)).unwrap();
        for number in 0..count {
            let journal = number % journals;
            let account = if kind == Kind::Delivery { SUPPLIER } else { BUYER };
            let mut orders = Vec::new();
            for order in 0..=random.below(2) {
                let kind = if is_uniform || kind == Kind::Delivery || random.chance(50) {
                    kind
                } else {
                    Kind::Retirement
                };
                let reference = format!("order-{number}-{order}");
                let request = request(random, market, kind, &reference);
                orders.push((reference, kind, request));
            }
            // Two processes with one reference: as after a restart that came too early.
            let shared = processes
                .iter()
                .find(|other| other.journal == journal)
                .map(|other| other.orders[0].clone());
            if let Some(shared) = shared.filter(|_| random.chance(40)) {
                orders.push(shared);
            }
            let replan = u32::try_from(random.below(4)).unwrap();
            processes.push(Purpose { account, journal, orders, replan, exclusive: false });
        }
        if random.chance(20) {
            let journal = 0;
            processes.push(Purpose {
                account: STRANGER,
                journal,
                orders: Vec::new(),
                replan: 0,
                exclusive: false,
            });
        }
        for number in 0..processes.len() {
            let journal = processes[number].journal;
            let is_alone = processes.iter().filter(|other| other.journal == journal).count() == 1;
            processes[number].exclusive = is_alone && random.chance(50);
        }
        let outsiders = outsiders(random, kind);
        Self {
            journals,
            processes,
            outsiders,
            storm: random.ms(60_000, 900_000),
            losses: *random.pick(&[0, 20, 40, 60]),
            staleness: *random.pick(&[0, 20, 60]),
            deaths: *random.pick(&[0, 1, 5]),
        }
    }

    /// A unique number of a process.
    pub fn number_of(&self, purpose: &Purpose) -> u64 {
        let index = self.processes.iter().position(|other| std::ptr::eq(other, purpose));
        index.unwrap_or_default() as u64
    }
}

fn outsiders(random: &mut Random, kind: Kind) -> Vec<(i64, Outsider)> {
    let mut outsiders = Vec::new();
    if kind == Kind::Transfer && random.chance(80) {
        let every = random.ms(500, 4_000);
        outsiders.push((random.ms(0, 5_000), Outsider::Return { every }));
        if random.chance(60) {
            // An equal one, long before, that was returned.
            outsiders.push((-400_000, Outsider::Transfer { notes: Value::Null }));
            outsiders.push((-300_000, Outsider::Return { every: 10_000_000 }));
        }
    }
    if random.chance(30) {
        for _ in 0..=random.below(2) {
            let at = random.ms(-100_000, 200_000);
            let notes = if random.chance(70) { Value::Null } else { json!("another's") };
            outsiders.push((
                at,
                match kind {
                    Kind::Transfer => Outsider::Transfer { notes },
                    _ => Outsider::Retire { kg: *random.pick(&[400, 500, BATCH]), notes },
                },
            ));
        }
    }
    outsiders
}

fn request(random: &mut Random, market: &Market, kind: Kind, reference: &str) -> Value {
    let most = if kind == Kind::Transfer { 9 } else { 6 };
    let kg = *random.pick(&[BATCH, BATCH, 400, 500, 1400, 2 * BATCH, BATCH, BATCH, BATCH][..most]);
    let mut request = json!({ "reference": reference, "notes": null });
    let fields = match kind {
        Kind::Retirement => json!({
            "beneficiary_organisation_id": market.accounts[BUYER].organisation,
            "supplier_id": market.supplier, "retirement_purposes": ["other"],
        }),
        Kind::Transfer => json!({
            "to_organisation_id": market.accounts[FRIEND].organisation, "supplier_id": market.supplier,
        }),
        Kind::Delivery => json!({ "order_id": market.order }),
    };
    for (name, value) in fields.as_object().unwrap() {
        request[name] = value.clone();
    }
    request["credit_quantity_kg"] = json!(kg);
    if random.chance(25) {
        request["marker"] = json!(true);
    }
    request
}
