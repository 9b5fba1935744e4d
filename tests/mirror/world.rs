//! A registry that changes while it is read: a ledger in process, with lists that misbehave in the ways that lists of
//! this kind have been observed to.

use std::collections::{BTreeMap, BTreeSet};

use isometric_registry::mirror::{Answer, Ask};
use local_registry::{Registry, Request};
use serde_json::{Value, json};

use crate::dice::Dice;

/// A day in 2026, in ms.
const START: i64 = 1_790_000_000_000;

pub(crate) const EVENTS: [&str; 4] = ["issuances", "deliveries", "transfers", "retirements"];

pub(crate) struct World {
    pub(crate) registry: Registry,
    pub(crate) now: i64,
    pub(crate) dice: Dice,
    pub(crate) accounts: Vec<Value>,
    /// Records by list, newest first, as the registry lists them.
    lists: BTreeMap<&'static str, Vec<String>>,
    pub(crate) projects: Vec<String>,
    suppliers: Vec<String>,
    names: BTreeMap<String, String>,
    hidden: BTreeSet<String>,
    orders: Vec<(String, usize)>,
    pub(crate) refunded: Vec<String>,
    pub(crate) page_size: usize,
    /// Whether a cursor is a position; otherwise it is an id.
    by_position: bool,
    pub(crate) refuses_cursors: bool,
    /// Records that have vanished from their lists, and then explain nothing: list and id.
    pub(crate) vanished: Vec<(&'static str, String)>,
    pub(crate) requests: usize,
    /// The account whose credentials requests have.
    pub(crate) account: usize,
    /// The operation of the account during which it receives credits.
    pub(crate) received_at: Option<&'static str>,
    /// Answers to operations of the account in place of the ledger's.
    pub(crate) instead: BTreeMap<&'static str, Answer>,
    /// Organisations whose domain has been visible.
    pub(crate) shown_domains: BTreeMap<String, Value>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut world = Self {
            registry: Registry::empty(&format!("mirror {seed}")),
            now: START,
            accounts: Vec::new(),
            lists: EVENTS.iter().map(|&list| (list, Vec::new())).collect(),
            projects: Vec::new(),
            suppliers: Vec::new(),
            names: BTreeMap::new(),
            hidden: BTreeSet::new(),
            orders: Vec::new(),
            refunded: Vec::new(),
            page_size: 3 + dice.below(3),
            by_position: dice.chance(50),
            refuses_cursors: dice.chance(20),
            vanished: Vec::new(),
            requests: 0,
            account: 0,
            received_at: None,
            instead: BTreeMap::new(),
            shown_domains: BTreeMap::new(),
            dice,
        };
        for name in ["A", "B", "C"] {
            let domain = format!("{}.example", name.to_lowercase());
            world.admin("addOrganisation", json!({ "name": name, "domain": domain })).unwrap();
        }
        for name in ["S", "T"] {
            world.add_supplier(name);
        }
        let events = world.dice.below(14);
        for _ in 0..4 {
            world.issue();
        }
        for _ in 0..events {
            world.happen();
        }
        world
    }

    fn add_supplier(&mut self, name: &str) {
        let supplier = self.admin("addSupplier", json!({ "name": name })).unwrap();
        let id = supplier["id"].as_str().unwrap().to_owned();
        self.suppliers.push(id.clone());
        for pathway in ["marine", "reforestation"] {
            self.add_project(&id, &format!("{name} {pathway}"), pathway);
        }
        self.accounts = serde_json::from_str(&self.registry.accounts()).unwrap();
    }

    fn add_project(&mut self, supplier: &str, name: &str, pathway: &str) {
        let project = json!({
            "supplier_id": supplier, "name": name, "pathway": pathway, "country_code": "NOR",
        });
        let project = self.admin("addProject", project).unwrap();
        let id = project["id"].as_str().unwrap().to_owned();
        self.names.insert(id.clone(), name.to_owned());
        self.projects.push(id);
    }

    pub(crate) fn admin(&mut self, name: &str, input: Value) -> Result<Value, String> {
        let output = self.registry.admin(self.now, name, &input.to_string())?;
        self.accounts = serde_json::from_str(&self.registry.accounts()).unwrap();
        Ok(serde_json::from_str(&output).unwrap())
    }

    pub(crate) fn send(
        &mut self,
        account: usize,
        method: &str,
        path: &str,
        body: &[u8],
    ) -> (u16, Value) {
        let account = &self.accounts[account];
        let headers = [
            ("x-client-secret".to_owned(), account["clientSecret"].as_str().unwrap().to_owned()),
            (
                "authorization".to_owned(),
                format!("Bearer {}", account["accessToken"].as_str().unwrap()),
            ),
        ];
        let target = &format!("/registry/v0{path}");
        let request = Request { method, target, headers: &headers, body };
        let response = self.registry.handle(self.now, &request);
        (response.status, serde_json::from_slice(&response.body).unwrap())
    }

    pub(crate) fn get(&mut self, path: &str) -> Option<Value> {
        let (status, body) = self.send(0, "GET", path, b"");
        (status == 200).then_some(body)
    }

    /// A random event, which may be rejected.
    pub(crate) fn happen(&mut self) {
        let what = self.dice.below(15);
        self.happen_so(what);
    }

    /// A given event, which may be rejected.
    pub(crate) fn happen_so(&mut self, what: usize) {
        self.now += 1 + self.dice.below(40_000) as i64;
        match what {
            0 => self.issue(),
            1 | 2 => self.deliver(),
            3..=5 => self.transfer(),
            6..=9 => self.retire(),
            10 => self.refund(),
            11 => {
                let project = self.some_project();
                let letter = char::from(b'a' + self.dice.below(26) as u8);
                self.names.insert(project, format!("{letter} renamed"));
            }
            12 => {
                let project = self.some_project();
                if !self.hidden.remove(&project) {
                    self.hidden.insert(project);
                }
            }
            13 => self.add_document(),
            _ => match self.dice.below(3) {
                0 => {
                    let supplier = self.suppliers[self.dice.below(2)].clone();
                    let letter = char::from(b'A' + self.dice.below(26) as u8);
                    self.add_project(&supplier, &format!("{letter} new"), "marine");
                }
                1 => {
                    let name = format!("supplier {}", self.now);
                    self.add_supplier(&name);
                }
                // A record disappears from its list.
                _ => {
                    let list = EVENTS[1 + self.dice.below(3)];
                    let count = self.lists[list].len();
                    let at = self.dice.below(count);
                    if count > 0 {
                        let id = self.lists.get_mut(list).unwrap().remove(at);
                        self.vanished.push((list, id));
                    }
                }
            },
        }
    }

    /// How many records the four lists have.
    pub(crate) fn events(&self) -> usize {
        self.lists.values().map(Vec::len).sum()
    }

    /// Whether each of the four lists has a record, and some pools have been split.
    pub(crate) fn has_all_kinds(&self) -> bool {
        self.lists.values().all(|list| list.len() > 1)
    }

    /// Whether a record has vanished.
    pub(crate) fn has_vanished(&self) -> bool {
        !self.vanished.is_empty()
    }

    /// The issuances whose batches these records took: `("retirements", "ret_…")`.
    pub(crate) fn issuances_of(&mut self, records: &[(&str, String)]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (list, id) in records {
            let body = self.get(&format!("/{list}/{id}/credit_batches")).expect("batches");
            let nodes = body["nodes"].as_array().expect("nodes");
            found.extend(nodes.iter().map(|node| node["issuance_id"].as_str().unwrap().to_owned()));
        }
        found
    }

    pub(crate) fn refunds(&self) -> usize {
        self.refunded.len()
    }

    fn some_project(&mut self) -> String {
        let at = self.dice.below(self.projects.len());
        self.projects[at].clone()
    }

    /// Lists a record; occasionally late, after newer ones.
    fn list(&mut self, list: &'static str, record: &Value) {
        let id = record["id"].as_str().unwrap().to_owned();
        let late = if self.dice.chance(25) { 1 + self.dice.below(2) } else { 0 };
        let records = self.lists.get_mut(list).unwrap();
        records.insert(late.min(records.len()), id);
    }

    fn issue(&mut self) {
        let project = self.some_project();
        let removal = |kg: usize, pool: usize| json!({ "credit_quantity_kg": 1 + kg, "buffer_pool_credit_quantity_kg": pool });
        // The measurements of a removal: what was removed, less what is deducted, is what is issued.
        let measured = |mut removal: Value| {
            let part = |name: &str| removal[name].as_u64().unwrap();
            let net = part("credit_quantity_kg") + part("buffer_pool_credit_quantity_kg");
            removal["carbon_removal_data"] = json!({
                "gross_carbon_removed_kg": net + 60, "net_carbon_removed_kg": net,
                "emissions_kg": 30, "counterfactuals_kg": 20, "losses_kg": 10,
            });
            removal
        };
        let (a, b, c) = (self.dice.below(400), self.dice.below(400), self.dice.below(60));
        let input =
            json!({ "project_id": project, "removals": [measured(removal(a, c)), removal(b, 0)] });
        let issuance = self.admin("issue", input).unwrap();
        self.list("issuances", &issuance);
    }

    fn refund(&mut self) {
        let supplier = self.suppliers[self.dice.below(2)].clone();
        let kg = 1 + self.dice.below(60);
        let refund = json!({ "supplier_id": supplier, "credit_quantity_kg": kg, "notes": "n" });
        if let Ok(refund) = self.admin("refund", refund) {
            self.refunded.push(refund["id"].as_str().unwrap().to_owned());
        }
    }

    fn add_document(&mut self) {
        let project = self.some_project();
        let name = format!("document {}", self.dice.below(1000));
        let document =
            json!({ "project_id": project, "display_name": name, "url": "https://a.example/d" });
        self.admin("addDocument", document).unwrap();
    }

    /// Some active batches of an account, and how much to take of each.
    fn some(&mut self, account: usize) -> Option<(Value, Vec<Value>)> {
        let organisation = self.accounts[account]["organisation_id"].as_str().unwrap().to_owned();
        let path = format!("/organisations/{organisation}/credit_batches?status=active&first=50");
        let (_, page) = self.send(account, "GET", &path, b"");
        let batches = page["nodes"].as_array()?.clone();
        let first = batches.get(self.dice.below(batches.len()))?.clone();
        let mut parts = Vec::new();
        for batch in &batches {
            let is_chosen = batch["id"] == first["id"]
                || (batch["supplier_id"] == first["supplier_id"] && self.dice.chance(20));
            if is_chosen {
                let kg = batch["size"]["credit_kgs"].as_u64()? as usize;
                let taken = if self.dice.chance(40) { kg } else { 1 + self.dice.below(kg) };
                parts.push(json!({ "credit_batch_id": batch["id"], "credit_quantity_kg": taken }));
            }
        }
        Some((first["supplier_id"].clone(), parts))
    }

    fn post(&mut self, account: usize, list: &'static str, body: &Value) {
        let path = format!("/{list}");
        let (status, record) = self.send(account, "POST", &path, body.to_string().as_bytes());
        assert!(matches!(status, 200 | 403 | 409 | 422), "{path}: {status} {record}");
        if status == 200 {
            self.list(list, &record);
        }
    }

    fn deliver(&mut self) {
        let supplier_account = 3 + self.dice.below(2);
        let buyer = self.dice.below(3);
        if self.orders.is_empty() || self.dice.chance(30) {
            let order = json!({
                "supplier_id": self.accounts[supplier_account]["supplier_id"],
                "buyer_organisation_id": self.accounts[buyer]["organisation_id"],
                "credit_quantity_kg": 10_000,
            });
            let order = self.admin("placeOrder", order).unwrap();
            self.orders.push((order["id"].as_str().unwrap().to_owned(), supplier_account));
        }
        let (order, account) = self.orders[self.dice.below(self.orders.len())].clone();
        let Some((_, parts)) = self.some(account) else { return };
        let body = json!({ "order_id": order, "notes": null, "credit_batch_quantities": parts });
        self.post(account, "deliveries", &body);
    }

    fn transfer(&mut self) {
        let (from, to) = (self.dice.below(5), self.dice.below(5));
        let Some((supplier, parts)) = self.some(from) else { return };
        let body = json!({
            "from_organisation_id": self.accounts[from]["organisation_id"],
            "to_organisation_id": self.accounts[to]["organisation_id"],
            "supplier_id": supplier, "notes": null, "credit_batch_quantities": parts,
        });
        self.post(from, "transfers", &body);
    }

    fn retire(&mut self) {
        let owner = self.dice.below(5);
        let Some((supplier, parts)) = self.some(owner) else { return };
        let body = json!({
            "owner_organisation_id": self.accounts[owner]["organisation_id"],
            "beneficiary_organisation_id": self.accounts[owner]["organisation_id"],
            "supplier_id": supplier, "retirement_purposes": ["other"], "notes": null,
            "credit_batch_quantities": parts,
        });
        self.post(owner, "retirements", &body);
    }

    /// The ids of a list in its order.
    pub(crate) fn listed(&mut self, list: &str) -> Vec<String> {
        match list {
            "suppliers" => self.suppliers.clone(),
            "projects" => {
                let mut shown: Vec<_> =
                    self.projects.iter().filter(|id| !self.hidden.contains(*id)).cloned().collect();
                shown.sort_by_key(|id| self.names[id].clone());
                shown
            }
            events => self.lists[events].clone(),
        }
    }

    /// A record as its list shows it.
    pub(crate) fn shown(&mut self, list: &str, id: &str) -> Value {
        let mut record = self.get(&format!("/{list}/{id}")).expect("a record");
        if list == "projects" {
            record["name"] = json!(self.names[id]);
        }
        // Retirements show their owners with less data.
        if list == "retirements" {
            record["owner"]["domain"] = Value::Null;
        }
        record
    }

    fn documents(&mut self, project: &str) -> Option<Vec<Value>> {
        if self.hidden.contains(project) {
            return None;
        }
        let mut nodes = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.get(&format!("/projects/{project}/documents?first=50{after}"))?;
            nodes.extend(page["nodes"].as_array()?.iter().cloned());
            if page["page_info"]["has_next_page"] == false {
                return Some(nodes);
            }
            after = format!("&after={}", page["page_info"]["end_cursor"].as_str()?);
        }
    }

    /// All documents of public projects.
    pub(crate) fn all_documents(&mut self) -> Vec<Value> {
        let projects = self.listed("projects");
        projects.iter().flat_map(|project| self.documents(project).unwrap_or_default()).collect()
    }

    /// Answers a request.
    pub(crate) fn answer(&mut self, ask: &Ask) -> Answer {
        self.requests += 1;
        if let Some(answer) = self.tell_account(ask) {
            return answer;
        }
        let (resource, method) = ask.operation.split_once('.').expect("an operation");
        let body = match (resource, method) {
            ("creditBatches", "get") => {
                self.get(&format!("/credit_batches/{}", ask.id.as_ref().unwrap()))
            }
            (_, "creditBatches") => {
                self.get(&format!("/{resource}/{}/credit_batches", ask.id.as_ref().unwrap()))
            }
            ("projects", "documents") => {
                let project = ask.id.clone().unwrap();
                let Some(nodes) = self.documents(&project) else { return Answer::Status(404) };
                self.page(nodes, ask.after.as_deref())
            }
            (list, _) => {
                // For a long list, only the records of the page are created.
                let ids: Vec<Value> =
                    self.listed(list).iter().map(|id| json!({ "id": id })).collect();
                self.page(ids, ask.after.as_deref()).map(|mut page| {
                    for node in page["nodes"].as_array_mut().unwrap() {
                        let id = node["id"].as_str().unwrap().to_owned();
                        *node = self.shown(list, &id);
                    }
                    page
                })
            }
        };
        let Some(body) = body else {
            return Answer::Status(if ask.after.is_some() { 422 } else { 404 });
        };
        note_domains(&body, &mut self.shown_domains);
        Answer::Body(body.to_string().into_bytes())
    }

    fn page(&mut self, nodes: Vec<Value>, after: Option<&str>) -> Option<Value> {
        let start = match after {
            None => 0,
            Some(_) if self.refuses_cursors && self.dice.chance(10) => return None,
            Some(cursor) if self.by_position => cursor.parse().ok()?,
            // The item may have gone: then the cursor is rejected.
            Some(cursor) => nodes.iter().position(|node| node["id"] == cursor)? + 1,
        };
        let total = nodes.len();
        let shown: Vec<Value> = nodes.into_iter().skip(start).take(self.page_size).collect();
        let end = start + shown.len();
        let cursor = shown
            .last()
            .map(|last| if self.by_position { json!(end.to_string()) } else { last["id"].clone() });
        Some(json!({
            "nodes": shown, "total_count": total,
            "page_info": {
                "has_previous_page": start > 0, "start_cursor": null,
                "has_next_page": end < total, "end_cursor": cursor,
            },
        }))
    }
}

fn note_domains(body: &Value, shown: &mut BTreeMap<String, Value>) {
    match body {
        Value::Array(items) => items.iter().for_each(|item| note_domains(item, shown)),
        Value::Object(properties) => {
            if let (Some(Value::String(id)), Some(domain @ Value::String(_))) =
                (properties.get("id"), properties.get("domain"))
            {
                shown.insert(id.clone(), domain.clone());
            }
            properties.values().for_each(|value| note_domains(value, shown));
        }
        _ => {}
    }
}
