//! Lists: which exist, and the stored state of each.

use serde::{Deserialize, Serialize};

use super::action::{Ask, Write};
use super::cell::Cell;
use super::entity::Entity;
use super::port::Step;
use super::report::Difference;
use super::store::{Store, text_at};

/// The lists that only grow, newest first.
pub(super) const EVENTS: [Entity; 4] =
    [Entity::Issuances, Entity::Deliveries, Entity::Transfers, Entity::Retirements];

/// A list of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub(super) entity: Entity,
    /// The project of these documents.
    pub(super) project: Option<String>,
}

/// The stored state of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ListState {
    /// How many of its rows the store has, without those that are gone.
    pub(super) stored: u64,
    /// The registry's count less the rows, if two passes have agreed on it.
    pub(super) difference: i64,
    /// When the last pass to its end ended, in ms since 1970.
    pub(super) walked_at: i64,
    /// The pass in progress.
    pub(super) walk: Option<Walk>,
}

/// A pass in progress.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Walk {
    /// The cursor to continue after.
    pub(super) after: Option<String>,
    /// The count on the last page.
    pub(super) total: Option<u64>,
    /// Whether each page had the same count, without interruptions.
    pub(super) steady: bool,
    /// How many different items it has read.
    pub(super) seen: u64,
    /// How many of them were new or changed.
    pub(super) news: u64,
}

impl Default for Walk {
    fn default() -> Self {
        Self { after: None, total: None, steady: true, seen: 0, news: 0 }
    }
}

impl List {
    pub(super) const fn of(entity: Entity) -> Self {
        Self { entity, project: None }
    }

    pub(super) const fn documents(project: String) -> Self {
        Self { entity: Entity::Documents, project: Some(project) }
    }

    /// The name under which its state is stored.
    pub(super) fn name(&self) -> String {
        match &self.project {
            Some(project) => format!("{}/{project}", self.entity.name()),
            None => self.entity.name().to_owned(),
        }
    }

    /// Whether it is read completely each time, because its items change, move and disappear.
    pub(super) const fn is_read_wholly(&self) -> bool {
        matches!(self.entity, Entity::Suppliers | Entity::Projects | Entity::Documents)
    }

    /// The request for a page.
    pub(super) fn ask(&self, after: Option<String>) -> Ask {
        let operation = self.entity.list_operation().unwrap_or_default();
        Ask { operation, id: self.project.clone(), after }
    }

    /// Its stored state.
    pub(super) async fn state(&self, store: &Store) -> Step<ListState> {
        let rows = store.get("lists", &["state"], vec![vec![Cell::Text(self.name())]]).await?;
        let text = rows.first().and_then(Option::as_ref).and_then(|row| text_at(row, 0));
        Ok(text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default())
    }

    /// Stores its state.
    pub(super) fn keep(&self, state: &ListState) -> Write {
        let text = serde_json::to_string(state).unwrap_or_default();
        Write::Put { table: "lists", row: vec![Cell::Text(self.name()), Cell::Text(text)] }
    }
}

/// The lists whose count differs from their rows, documents apart.
pub(super) async fn differences(store: &Store) -> Step<Vec<Difference>> {
    let mut differences = Vec::new();
    for list in EVENTS.into_iter().chain([Entity::Suppliers, Entity::Projects]).map(List::of) {
        let rows = list.state(store).await?.difference;
        if rows != 0 {
            differences.push(Difference { list: list.name(), rows });
        }
    }
    Ok(differences)
}
