//! A small market with random events.

use local_registry::Registry;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Answer, Api, ids, kg, text};

/// An event: its kind, and three numbers with its details.
pub(crate) type Step = (u8, u16, u16, u16);

pub(crate) fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec((0..12_u8, 0..400_u16, 0..400_u16, 0..400_u16), 1..most)
}

/// Accounts 0 to 2 are buyers, 3 and 4 are suppliers.
pub(crate) struct Market {
    pub(crate) api: Api,
    pub(crate) projects: Vec<String>,
    pub(crate) issuances: Vec<String>,
    /// Orders, and the accounts of their suppliers.
    orders: Vec<(String, usize)>,
}

impl Market {
    pub(crate) fn open() -> Self {
        let mut api = Api::of(Registry::empty("market"));
        for name in ["A", "B", "C"] {
            api.admin("addOrganisation", &json!({ "name": name })).unwrap();
        }
        let mut projects = Vec::new();
        for name in ["S", "T"] {
            let supplier = api.admin(
                "addSupplier",
                &json!({
                    "name": name, "stripe_configuration": { "account_id": "acct" },
                }),
            );
            let supplier = supplier.unwrap()["id"].clone();
            for pathway in ["marine", "reforestation"] {
                let project = json!({
                    "supplier_id": supplier, "name": format!("{name} {pathway}"),
                    "pathway": pathway, "country_code": "NOR",
                });
                projects.push(text(&api.admin("addProject", &project).unwrap()["id"]));
            }
        }
        let mut market = Self {
            api: Api::of(api.registry),
            projects,
            issuances: Vec::new(),
            orders: Vec::new(),
        };
        for number in 0..4 {
            market.step((0, number, 300, 7));
        }
        market
    }

    /// Carries out one event, and returns whether it was accepted. A rejected one must have changed nothing.
    pub(crate) fn step(&mut self, step: Step) -> bool {
        let before = self.api.registry.save();
        let done = self.attempt(step);
        assert!(
            done || self.api.registry.save() == before,
            "{step:?} was refused and changed something"
        );
        done
    }

    fn attempt(&mut self, (kind, a, b, c): Step) -> bool {
        let (buyer, supplier) = (usize::from(a % 3), usize::from(3 + b % 2));
        match kind {
            0 | 1 => self.issue(a, b, c),
            2 | 3 => {
                let order = json!({
                    "supplier_id": self.api.supplier(supplier),
                    "buyer_organisation_id": self.api.organisation(buyer),
                    "credit_quantity_kg": c,
                });
                let order = self.api.admin("placeOrder", &order);
                self.orders.extend(order.iter().map(|order| (text(&order["id"]), supplier)));
                order.is_ok()
            }
            4 | 5 => {
                let Some((order, of)) = pick(&self.orders, a).cloned() else { return false };
                let by = if b.is_multiple_of(7) { supplier } else { of };
                let (_, parts) = self.some(by, b, c);
                let body =
                    json!({ "order_id": order, "notes": null, "credit_batch_quantities": parts });
                ok(&self.api.post(by, "/deliveries", &body))
            }
            6 | 7 => {
                let from = usize::from(a % 5);
                let (supplier, parts) = self.some(from, b, c);
                let body = json!({
                    "from_organisation_id": self.api.organisation(from),
                    "to_organisation_id": self.api.organisation(usize::from(b % 5)),
                    "supplier_id": supplier, "notes": "n", "credit_batch_quantities": parts,
                });
                ok(&self.api.post(from, "/transfers", &body))
            }
            8 => {
                let owner = usize::from(a % 5);
                let (supplier, parts) = self.some(owner, b, c);
                let beneficiary = if c.is_multiple_of(4) { usize::from(b % 5) } else { owner };
                let mut body = self.retirement(owner, beneficiary, &supplier);
                body["credit_batch_quantities"] = parts;
                ok(&self.api.post(owner, "/retirements", &body))
            }
            9 => {
                let owner = usize::from(a % 5);
                let supplier = json!(self.api.supplier(if a % 5 > 2 { owner } else { supplier }));
                let mut body = self.retirement(owner, owner, &supplier);
                body["credit_quantity_kg"] = json!(b % 150);
                body["vintage"] =
                    if a.is_multiple_of(3) { json!(2020 + b % 2) } else { Value::Null };
                if a.is_multiple_of(4) {
                    body["order_id"] = json!(pick(&self.orders, b).map(|(order, _)| order));
                }
                ok(&self.api.post(owner, "/retirements/from_oldest_credits", &body))
            }
            10 => self.admin(a, b, supplier),
            _ => {
                let body = json!({ "beneficiary_name": "N", "beneficiary_domain": format!("d{}.example", b % 4) });
                ok(&self.api.post(buyer, "/beneficiary", &body))
            }
        }
    }

    fn issue(&mut self, a: u16, b: u16, c: u16) -> bool {
        let removal = |kg: u16| {
            let pool = c % 50;
            let net = i64::from(kg) + i64::from(pool);
            let data = json!({
                "gross_carbon_removed_kg": net + 13, "net_carbon_removed_kg": net,
                "emissions_kg": 7, "counterfactuals_kg": 5, "losses_kg": 1,
            });
            json!({
                "credit_quantity_kg": kg, "buffer_pool_credit_quantity_kg": pool,
                "sequestered_on": if kg.is_multiple_of(2) { "2020-05-01" } else { "2021-05-01" },
                "carbon_removal_data": if c.is_multiple_of(3) { Value::Null } else { data },
            })
        };
        let project = pick(&self.projects, a);
        let input = json!({ "project_id": project, "removals": [removal(b), removal(c)] });
        let issuance = self.api.admin("issue", &input);
        self.issuances.extend(issuance.iter().map(|issuance| text(&issuance["id"])));
        issuance.is_ok()
    }

    fn admin(&mut self, a: u16, b: u16, supplier: usize) -> bool {
        if a.is_multiple_of(2) {
            let supplier = self.api.supplier(supplier);
            let refund =
                json!({ "supplier_id": supplier, "credit_quantity_kg": b % 60, "notes": "n" });
            return self.api.admin("refund", &refund).is_ok();
        }
        let body = json!({
            "quantity_kg": 1 + b, "frequency": "monthly", "success_url": "https://a.example",
            "cancel_url": "https://a.example", "isometric_terms_and_conditions_accepted": true,
            "supplier_terms_and_conditions_accepted": true,
        });
        let begun = self.api.post(supplier, "/stripe/checkout", &body);
        let paid =
            json!({ "redirect_url": begun.body["redirect_url"], "customer_email": "c@d.example" });
        self.api.admin("completeCheckout", &paid).is_ok()
    }

    fn retirement(&self, owner: usize, beneficiary: usize, supplier: &Value) -> Value {
        json!({
            "owner_organisation_id": self.api.organisation(owner),
            "beneficiary_organisation_id": self.api.organisation(beneficiary),
            "supplier_id": supplier, "retirement_purposes": ["other"], "notes": null,
        })
    }

    /// A supplier, and some kilograms of one or two batches of an owner: not always active ones, and the second not
    /// always from the supplier.
    fn some(&mut self, owner: usize, which: u16, share: u16) -> (Value, Value) {
        let organisation = self.api.organisation(owner);
        let filter = if which.is_multiple_of(5) {
            "status=split&status=active&status=retired"
        } else {
            "status=active"
        };
        let path = format!("/organisations/{organisation}/credit_batches?{filter}&first=50");
        let batches = self.api.read(owner, &path)["nodes"].as_array().unwrap().clone();
        let parts = (0..1 + which % 2).filter_map(|next| {
            let batch = pick(&batches, which + next)?;
            let size = kg(&batch["size"]);
            let taken =
                if share.is_multiple_of(3) { size } else { 1 + i64::from(share) % (size + 1) };
            Some(json!({ "credit_batch_id": batch["id"], "credit_quantity_kg": taken }))
        });
        let supplier = pick(&batches, which).map(|batch| batch["supplier_id"].clone());
        (supplier.unwrap_or_else(|| json!(self.api.supplier(3))), parts.collect())
    }

    /// All existing credit batches.
    pub(crate) fn batches(&mut self) -> Vec<Value> {
        let mut found = Vec::new();
        for issuance in self.issuances.clone() {
            let batches = self.api.read(0, &format!("/issuances/{issuance}/credit_batches"));
            for list in ["supplier_credit_batches", "buffer_pool_credit_batches"] {
                let mut open = batches[list].as_array().unwrap().clone();
                while let Some(batch) = open.pop() {
                    for child in ["left_child_id", "right_child_id"] {
                        let id = batch[child].as_str();
                        open.extend(
                            id.map(|id| self.api.read(0, &format!("/credit_batches/{id}"))),
                        );
                    }
                    found.push(batch);
                }
            }
        }
        found
    }
}

pub(crate) fn pick<T>(items: &[T], number: u16) -> Option<&T> {
    items.get(usize::from(number).checked_rem(items.len())?)
}

fn ok(answer: &Answer) -> bool {
    assert!(matches!(answer.status, 200 | 403 | 409 | 422), "{} {}", answer.status, answer.body);
    answer.status == 200
}

/// The ids of a list; each of its pages must state its position.
pub(crate) fn walked(api: &mut Api, account: usize, target: &str, size: usize) -> Vec<String> {
    ids(&api.walk(account, target, size))
}
