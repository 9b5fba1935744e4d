//! The registry, with its past: reads can show its state some seconds ago.

use std::sync::OnceLock;

use isometric_registry::transaction::action::{FailureKind, Read};
use isometric_registry::transaction::intent::Kind;
use isometric_registry::transaction::{Event, Failure};
use local_registry::{Registry, Request};
use serde_json::{Value, json};

/// A day in 2026, in milliseconds.
pub const NOW: i64 = 1_790_000_000_000;

/// The parties. The buyer owns credits, the friend receives them, the supplier delivers, and the stranger has obtained
/// the buyer's journal.
pub const BUYER: usize = 0;
pub const FRIEND: usize = 1;
pub const STRANGER: usize = 2;
pub const SUPPLIER: usize = 3;

/// Each batch as it is issued, in kg.
pub const BATCH: i64 = 1000;

#[derive(Clone)]
pub struct Account {
    pub organisation: String,
    headers: Vec<(String, String)>,
}

#[derive(Clone)]
pub struct Market {
    pub accounts: Vec<Account>,
    pub supplier: String,
    pub order: String,
    /// The registry's states with their times, newest last.
    states: Vec<(i64, Registry)>,
}

impl Market {
    /// A market of some batches, the same each time.
    pub fn open() -> Self {
        static OPENED: OnceLock<Market> = OnceLock::new();
        OPENED.get_or_init(Self::make).clone()
    }

    fn make() -> Self {
        let mut registry = Registry::empty("transactions");
        let day = NOW - 86_400_000;
        let mut admin = |name: &str, input: Value| -> Value {
            serde_json::from_str(&registry.admin(day, name, &input.to_string()).unwrap()).unwrap()
        };
        let mut organisations = Vec::new();
        for name in ["Buyer", "Friend", "Stranger"] {
            organisations.push(admin("addOrganisation", json!({ "name": name })));
        }
        let supplier = admin("addSupplier", json!({ "name": "Supplier" }));
        let project = admin(
            "addProject",
            json!({ "supplier_id": supplier["id"], "name": "P", "pathway": "marine", "country_code": "NOR" }),
        );
        let removal = json!({ "credit_quantity_kg": BATCH, "buffer_pool_credit_quantity_kg": 0, "sequestered_on": "2025-05-01" });
        admin("issue", json!({ "project_id": project["id"], "removals": vec![removal; 12] }));
        let mut orders = Vec::new();
        for _ in 0..2 {
            let order = json!({ "supplier_id": supplier["id"], "buyer_organisation_id": organisations[0]["id"], "credit_quantity_kg": 8 * BATCH });
            orders.push(admin("placeOrder", order));
        }
        let account = |organisation: &Value, account: &Value| Account {
            organisation: text(organisation),
            headers: vec![
                ("x-client-secret".to_owned(), text(&account["clientSecret"])),
                ("authorization".to_owned(), format!("Bearer {}", text(&account["accessToken"]))),
            ],
        };
        let mut accounts: Vec<_> =
            organisations.iter().map(|one| account(&one["id"], &one["account"])).collect();
        accounts.push(account(&supplier["organisation"]["id"], &supplier["account"]));
        let mut market = Self {
            accounts,
            supplier: text(&supplier["id"]),
            order: text(&orders[1]["id"]),
            states: vec![(day, registry)],
        };
        let batches = market.active(SUPPLIER);
        let parts: Vec<_> = batches[..8]
            .iter()
            .map(|id| json!({ "credit_batch_id": id, "credit_quantity_kg": BATCH }))
            .collect();
        let delivery =
            json!({ "order_id": orders[0]["id"], "notes": null, "credit_batch_quantities": parts });
        let (status, body) = market.post(day, SUPPLIER, "deliveries.create", &delivery);
        assert_eq!(status, 200, "{body}");
        market.states = vec![(day, market.states.pop().unwrap().1)];
        market
    }

    /// The active batches of an account now.
    pub fn active(&mut self, account: usize) -> Vec<String> {
        let target = format!(
            "/organisations/{}/credit_batches?status=active&sort_direction=asc&first=50",
            self.accounts[account].organisation
        );
        let (_, page) = self.ask(i64::MAX, NOW, account, "GET", &target, b"");
        page["nodes"].as_array().unwrap().iter().map(|node| text(&node["id"])).collect()
    }

    /// Sends a write request; the registry's answer is final.
    pub fn post(
        &mut self,
        now: i64,
        account: usize,
        operation: &str,
        body: &Value,
    ) -> (u16, Value) {
        let (_, registry) = self.states.last().unwrap();
        let mut next = registry.clone();
        let path = match operation {
            "retirements.create" => "/retirements",
            "transfers.create" => "/transfers",
            "deliveries.create" => "/deliveries",
            _ => panic!("{operation}"),
        };
        let body = with_integers(body).to_string();
        let (status, answer) =
            handle(&mut next, now, &self.accounts[account], "POST", path, body.as_bytes());
        if status == 200 {
            self.states.push((now, next));
        }
        (status, answer)
    }

    /// Reads the registry's state at a given time.
    pub fn read(&mut self, at: i64, now: i64, account: usize, read: &Read) -> Event {
        let (method, target) = ("GET", target(read));
        let (status, body) = self.ask(at, now, account, method, &target, b"");
        if status == 200 {
            return Event::Answer { body };
        }
        let message = format!("{target}: {status}");
        Event::Failed { failure: failure(FailureKind::Rejected, Some(status), &message) }
    }

    fn ask(
        &mut self,
        at: i64,
        now: i64,
        account: usize,
        method: &str,
        target: &str,
        body: &[u8],
    ) -> (u16, Value) {
        let index = self.states.iter().rposition(|(since, _)| *since <= at).unwrap_or(0);
        handle(&mut self.states[index].1, now, &self.accounts[account], method, target, body)
    }

    pub fn audit(&self) -> Result<(), String> {
        self.states.last().unwrap().1.audit()
    }
}

fn handle(
    registry: &mut Registry,
    now: i64,
    account: &Account,
    method: &str,
    target: &str,
    body: &[u8],
) -> (u16, Value) {
    let target = &format!("/registry/v0{target}");
    let response =
        registry.handle(now, &Request { method, target, headers: &account.headers, body });
    (response.status, serde_json::from_slice(&response.body).unwrap())
}

pub fn failure(kind: FailureKind, status: Option<u16>, message: &str) -> Failure {
    Failure { kind, status, retry_after_ms: None, message: message.to_owned(), may_pass: true }
}

fn target(read: &Read) -> String {
    let records = |kind: &Kind| match kind {
        Kind::Retirement => "/retirements",
        Kind::Transfer => "/transfers",
        Kind::Delivery => "/deliveries",
    };
    let page = |target: String, after: &Option<String>| match after {
        Some(after) => format!("{target}&after={after}"),
        None => target,
    };
    match read {
        Read::CurrentOrganisation => "/organisation".to_owned(),
        Read::ActiveBatches { owner, supplier, order, after } => {
            let order = order.iter().map(|order| format!("&order_id={order}")).collect::<String>();
            // Small pages, so that a plan needs several.
            let target = format!(
                "/organisations/{owner}/credit_batches?status=active&sort_field=issued_at&sort_direction=asc&supplier_id={supplier}{order}&first=3"
            );
            page(target, after)
        }
        Read::CreditBatch { id } => format!("/credit_batches/{id}"),
        Read::Order { id } => format!("/orders/{id}"),
        Read::Record { kind, id } => format!("{}/{id}", records(kind)),
        Read::RecordBatches { kind, id } => format!("{}/{id}/credit_batches", records(kind)),
        Read::Records { kind, from, to, after } => {
            let (giver, receiver) = match kind {
                Kind::Retirement => ("owner_org_id", "beneficiary_org_id"),
                Kind::Transfer => ("from_organisation_id", "to_organisation_id"),
                Kind::Delivery => ("from_supplier_id", "to_organisation_id"),
            };
            page(format!("{}?{giver}={from}&{receiver}={to}&first=4", records(kind)), after)
        }
        Read::Beneficiaries { after } => page("/beneficiaries?first=50".to_owned(), after),
    }
}

/// Kilograms are passed as text; on the wire they are integers.
fn with_integers(body: &Value) -> Value {
    let mut body = body.clone();
    for part in body["credit_batch_quantities"].as_array_mut().unwrap() {
        if let Some(kg) = part["credit_quantity_kg"].as_str() {
            part["credit_quantity_kg"] = kg.parse::<i64>().unwrap().into();
        }
    }
    body
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
