//! Requests on behalf of an account, and their answers.

use std::collections::HashSet;

use crate::mirror::action::{Answer, Ask};
use crate::mirror::json::{Object, string};
use crate::mirror::page::{self, Unusable};
use crate::mirror::port::{Port, Step, Stop};
use crate::mirror::record::Reader;
use crate::mirror::report::DriftReport;
use crate::model::table::Table;

/// The longest list that is read to name what differs.
pub(super) const MOST_NAMED: usize = 5000;

/// Sends requests, and counts them.
#[derive(Debug)]
pub(super) struct Desk {
    port: Port,
    pub(super) reader: Reader,
    pub(super) requests: u64,
    /// Where answers differ from what this version knows, each place once.
    pub(super) drift: Vec<DriftReport>,
}

/// A list of an account.
#[derive(Debug, Clone, Copy)]
pub(super) struct AccountList<'a> {
    pub(super) operation: &'static str,
    /// The id in its path.
    pub(super) id: &'a str,
    /// The most items to read.
    pub(super) most: usize,
}

impl AccountList<'_> {
    pub(super) fn ask(&self, after: Option<String>) -> Ask {
        Ask { operation: self.operation, id: Some(self.id.to_owned()), after }
    }
}

/// The items of a list, as JSON, and why there may be more.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) nodes: Vec<String>,
    pub(super) problem: Option<String>,
}

/// An object of an answer.
pub(super) struct Answered<'a>(Object<'a>);

impl<'a> Answered<'a> {
    /// The object in this JSON.
    pub(super) fn parse(json: &'a str) -> Result<Self, String> {
        Object::parse(json).map(Self).ok_or_else(|| "it is not an object".to_owned())
    }

    /// The JSON of a property.
    pub(super) fn get(&self, name: &str) -> Result<&'a str, String> {
        self.0.get(name).ok_or_else(|| format!("{name} is missing"))
    }

    /// An object in a property.
    pub(super) fn inner(&self, name: &str) -> Result<Self, String> {
        let inner = Object::parse(self.get(name)?).map(Self);
        inner.ok_or_else(|| format!("{name} is not an object"))
    }

    /// The text of a property.
    pub(super) fn text(&self, name: &str) -> Result<String, String> {
        string(self.get(name)?).ok_or_else(|| format!("{name} is not a string"))
    }

    pub(super) fn id(&self) -> Result<String, String> {
        self.text("id")
    }

    /// The kilograms of a quantity. What is missing is not 0.
    pub(super) fn kilograms(&self, name: &str, reader: &mut Reader) -> Result<i128, String> {
        let quantity = self.inner(name)?;
        let json = quantity.get("credit_kgs").map_err(|reason| format!("{name}: {reason}"))?;
        let kilograms = reader.kilograms(json).map(i128::from);
        kilograms.ok_or_else(|| format!("{name}: credit_kgs is not a whole number"))
    }
}

impl Desk {
    pub(super) fn new(port: Port) -> Self {
        Self { port, reader: Reader::default(), requests: 0, drift: Vec::new() }
    }

    /// Sends requests together.
    pub(super) async fn ask(&mut self, asks: Vec<Ask>) -> Step<Vec<Answer>> {
        let sent = u64::try_from(asks.len()).unwrap_or(u64::MAX);
        self.requests = self.requests.saturating_add(sent);
        self.port.answers(asks).await
    }

    /// Sends one request.
    pub(super) async fn ask_one(&mut self, ask: Ask) -> Step<Answer> {
        let answer = self.ask(vec![ask]).await?.pop();
        answer.ok_or_else(|| Stop("expected the answer to a request".to_owned()))
    }

    /// Reads a list to its end, each item once.
    pub(super) async fn list(&mut self, list: AccountList<'_>) -> Step<Items> {
        let first = self.ask_one(list.ask(None)).await?;
        self.list_after(list, first).await
    }

    /// The object in an answer; notes how it differs from its model.
    pub(super) fn object<'a>(
        &mut self,
        name: &str,
        model: &'static Table,
        answer: &'a Answer,
    ) -> Result<Answered<'a>, String> {
        let json = page::body(answer).map_err(|Unusable(reason)| reason)?;
        let object = Answered::parse(json)?;
        self.note(name, model, json);
        Ok(object)
    }

    /// Notes how JSON differs from its model.
    pub(super) fn note(&mut self, name: &str, model: &'static Table, json: &str) {
        for found in self.reader.drift(name, model, json) {
            if self.drift.iter().all(|known| known.place != found.place) {
                let (place, expected) = (found.place, found.expected);
                self.drift.push(DriftReport { place, expected, found: found.found.to_owned() });
            }
        }
    }

    /// The same; `first` is the answer to the request for its first page.
    pub(super) async fn list_after(&mut self, list: AccountList<'_>, first: Answer) -> Step<Items> {
        let mut items = Items::default();
        let mut seen: HashSet<String> = HashSet::new();
        let mut answer = first;
        loop {
            let page = match page::body(&answer).and_then(page::page) {
                Ok(page) => page,
                Err(Unusable(reason)) => {
                    items.problem = Some(reason);
                    return Ok(items);
                }
            };
            let before = items.nodes.len();
            for node in &page.nodes {
                // An item without an id is kept: what it lacks is reported when it is used.
                let id = Answered::parse(node).and_then(|node| node.id());
                if id.map_or(true, |id| seen.insert(id)) {
                    items.nodes.push((*node).to_owned());
                }
            }
            let has_progress = items.nodes.len() > before;
            let is_whole =
                usize::try_from(page.total).is_ok_and(|total| total <= items.nodes.len());
            items.problem = match page.end_cursor.filter(|_| page.has_next) {
                None if is_whole => None,
                None => Some(format!("{} of {} were listed", items.nodes.len(), page.total)),
                Some(_) if !has_progress => Some("its cursors make no progress".to_owned()),
                Some(_) if items.nodes.len() >= list.most => {
                    Some(format!("it has {} items, too many to read", page.total))
                }
                Some(after) => {
                    answer = self.ask_one(list.ask(Some(after))).await?;
                    continue;
                }
            };
            return Ok(items);
        }
    }
}
