//! The figures that the registry states to an account, each with the sum in the copy.

use std::collections::BTreeSet;

use super::super::Law;
use super::Account;
use super::desk::{AccountList, Answered};
use super::sums::{Held, Part, Sums};
use crate::mirror::action::{Answer, Ask};
use crate::mirror::json::items;
use crate::mirror::port::Step;
use crate::model::balance::OrganisationCreditBalance;
use crate::model::order::Order;
use crate::model::table::Model;

/// A figure of an account.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) law: Law,
    /// Whose it is: `org_…, project prj_…`.
    pub(super) place: String,
    /// What it counts: `active`.
    pub(super) counts: &'static str,
    /// What the account states, in kilograms, or why that cannot be used.
    stated: Result<i128, String>,
    /// What the copy says, in kilograms, or why that cannot be used.
    found: Result<i128, String>,
}

impl Figure {
    /// What is stated and what was found, or why these cannot be compared.
    pub(super) fn compare(&self) -> Result<(i128, i128), &String> {
        Ok((*self.stated.as_ref()?, *self.found.as_ref()?))
    }

    pub(super) fn differs(&self) -> bool {
        self.compare().is_ok_and(|(stated, found)| stated != found)
    }

    /// Figures that could not be read.
    fn unread(law: Law, place: String, reason: String) -> Self {
        Self { law, place, counts: "", stated: Err(reason), found: Ok(0) }
    }
}

/// Lists of a balance: the property, that of the id, and what it is called.
type List = (&'static str, &'static str, &'static str, fn(String) -> Part);

const LISTS: [List; 3] = [
    ("supplier_balances", "supplier_id", "supplier", Part::Supplier),
    ("project_balances", "project_id", "project", Part::Project),
    ("order_balances", "order_id", "order", Part::Order),
];

impl Account {
    /// Reads all figures of the account.
    pub(super) async fn read(&mut self, sums: &Sums) -> Step<Vec<Figure>> {
        let (organisation, supplier) = (self.organisation.clone(), self.supplier.clone());
        let bought =
            AccountList { operation: "organisations.orders", id: &organisation, most: usize::MAX };
        let sold = supplier.as_deref().map(|id| AccountList {
            operation: "suppliers.orders",
            id,
            most: usize::MAX,
        });
        let balance = Ask {
            operation: "organisations.creditBalance",
            id: Some(organisation.clone()),
            after: None,
        };
        let lists: Vec<AccountList<'_>> = [Some(bought), sold].into_iter().flatten().collect();
        let asks = lists.iter().map(|list| list.ask(None)).chain([balance]).collect();
        let mut answers = self.desk.ask(asks).await?;
        let balance = answers.pop().unwrap_or(Answer::Status(0));
        let mut orders = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        for (list, first) in lists.into_iter().zip(answers) {
            let read = self.desk.list_after(list, first).await?;
            for json in &read.nodes {
                orders.extend(self.order(json, list.id, sums, &mut known));
            }
            if let Some(problem) = read.problem {
                let place = format!("the orders of {}", list.id);
                orders.push(Figure::unread(Law::OrderDeliveries, place, problem));
            }
        }
        let mut figures = self.balance(&balance, sums, &known);
        figures.append(&mut orders);
        Ok(figures)
    }

    /// What was delivered against an order, unless it has been read already.
    fn order(
        &mut self,
        json: &str,
        of: &str,
        sums: &Sums,
        known: &mut BTreeSet<String>,
    ) -> Option<Figure> {
        self.desk.note("orders", Order::TABLE, json);
        let order = Answered::parse(json).and_then(|order| Ok((order.id()?, order)));
        let (id, order) = match order {
            Ok(order) => order,
            Err(reason) => {
                let place = format!("an order of {of}");
                return Some(Figure::unread(Law::OrderDeliveries, place, reason));
            }
        };
        let found = match &sums.gap {
            Some(gap) => Err(gap.clone()),
            None => Ok(sums.delivered.get(&id).copied().unwrap_or_default()),
        };
        known.insert(id.clone()).then(|| Figure {
            law: Law::OrderDeliveries,
            counts: "delivered",
            stated: order.kilograms("credits_delivered", &mut self.desk.reader),
            found,
            place: id,
        })
    }

    /// The balances of the organisation: in total, and by supplier, project and order.
    fn balance(&mut self, answer: &Answer, sums: &Sums, orders: &BTreeSet<String>) -> Vec<Figure> {
        let organisation = self.organisation.clone();
        let place = format!("the balances of {organisation}");
        let unread = |reason| Figure::unread(Law::Balances, place.clone(), reason);
        let name = "credit_balance";
        let object = match self.desk.object(name, OrganisationCreditBalance::TABLE, answer) {
            Ok(object) => object,
            Err(reason) => return vec![unread(reason)],
        };
        let mut figures = Vec::new();
        let mut stated: BTreeSet<Part> = BTreeSet::new();
        self.part(&object, Part::All, organisation.clone(), sums, &mut figures);
        for (list, id, kind, part) in LISTS {
            let nodes = object
                .get(list)
                .and_then(|json| items(json).ok_or_else(|| format!("{list} is not a list")));
            let nodes = match nodes {
                Ok(nodes) => nodes,
                Err(reason) => {
                    figures.push(unread(reason));
                    continue;
                }
            };
            for node in nodes {
                let node = Answered::parse(node).and_then(|node| Ok((node.text(id)?, node)));
                match node {
                    Ok((id, node)) => {
                        let place = format!("{organisation}, {kind} {id}");
                        stated.insert(part(id.clone()));
                        self.part(&node, part(id), place, sums, &mut figures);
                    }
                    Err(reason) => figures.push(unread(format!("{list}: {reason}"))),
                }
            }
            // A balance that is not stated is not 0.
            for (missing, _) in sums.parts.iter().filter(|(of, held)| {
                let is_of_list = match of {
                    Part::All => false,
                    Part::Supplier(_) => kind == "supplier",
                    Part::Project(_) => kind == "project",
                    // Credits that came from another buyer were delivered against an order of theirs.
                    Part::Order(id) => kind == "order" && orders.contains(id),
                };
                is_of_list && !held.is_empty() && !stated.contains(of)
            }) {
                let reason = format!("no balance is stated for {}", missing.id());
                figures.push(unread(reason));
            }
        }
        figures
    }

    /// The figures in a balance.
    fn part(
        &mut self,
        object: &Answered<'_>,
        part: Part,
        place: String,
        sums: &Sums,
        figures: &mut Vec<Figure>,
    ) {
        let none = Held::default();
        let held = sums.parts.get(&part).unwrap_or(&none);
        let gap = match part {
            Part::Order(_) => sums.gap.as_ref(),
            _ => None,
        };
        let total = object.inner("total");
        for (property, counts, found) in [
            ("active_credits_total", "active", held.active),
            ("retired_credits_total", "retired", held.retired),
        ] {
            let stated = match &total {
                Ok(total) => total.kilograms(property, &mut self.desk.reader),
                Err(reason) => Err(reason.clone()),
            };
            let found = match held.gap.as_ref().or(gap) {
                Some(gap) => Err(gap.clone()),
                None => Ok(found),
            };
            figures.push(Figure {
                law: Law::Balances,
                place: place.clone(),
                counts,
                stated,
                found,
            });
        }
    }
}

impl Part {
    /// The id of what it is a part for.
    fn id(&self) -> &str {
        match self {
            Self::All => "",
            Self::Supplier(id) | Self::Project(id) | Self::Order(id) => id,
        }
    }
}
