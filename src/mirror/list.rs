//! Lists: which there are, and what is remembered of each.

use serde::{Deserialize, Serialize};

use super::action::{Ask, Write};
use super::cell::Cell;
use super::entity::Entity;

/// A list of the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    pub(super) entity: Entity,
    /// The project whose documents these are.
    pub(super) project: Option<String>,
}

/// What is remembered of a list.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ListState {
    /// How many rows of it the store has, those that are gone left out.
    pub(super) stored: u64,
    /// The count that the registry gives, less the rows, where two walks have agreed.
    pub(super) difference: i64,
    /// When the last walk to its end ended, in ms since 1970.
    pub(super) walked_at: i64,
    /// The walk under way.
    pub(super) walk: Option<Walk>,
}

/// A walk under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Walk {
    /// The position to go on behind.
    pub(super) after: Option<String>,
    /// The count that the last page gave.
    pub(super) total: Option<u64>,
    /// Whether each page gave the same count, and no time has passed unseen.
    pub(super) steady: bool,
    /// How many different items it has seen.
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

    /// The name under which it is kept.
    pub(super) fn name(&self) -> String {
        match &self.project {
            Some(project) => format!("{}/{project}", self.entity.name()),
            None => self.entity.name().to_owned(),
        }
    }

    /// Whether it is read wholly each time, because its items change, move and vanish.
    pub(super) const fn is_read_wholly(&self) -> bool {
        matches!(self.entity, Entity::Suppliers | Entity::Projects | Entity::Documents)
    }

    /// The request for a page.
    pub(super) fn ask(&self, after: Option<String>) -> Ask {
        let operation = self.entity.list_operation().unwrap_or_default();
        Ask { operation, id: self.project.clone(), after }
    }

    /// Keeps its state.
    pub(super) fn keep(&self, state: &ListState) -> Write {
        let text = serde_json::to_string(state).unwrap_or_default();
        Write::Put { table: "lists", row: vec![Cell::Text(self.name()), Cell::Text(text)] }
    }
}
