//! Descents: the batch as issued that a batch was split from, and the records that have moved its credits since.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use super::entity::Entity;
use super::tree::{Batch, Movement, Tree};

/// A delivery or transfer that lists a batch, or a batch that it was split from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move<'t> {
    pub(super) kind: Entity,
    pub(super) record: &'t String,
    /// Its data, if the record is there.
    pub(super) movement: Option<&'t Movement>,
    /// How many splits the listed batch is away from the batch as issued.
    pub(super) depth: usize,
}

/// The descent of a batch.
#[derive(Debug, Clone)]
pub(super) struct Descent<'t> {
    /// The outermost batch that it was split from, or the batch itself.
    pub(super) root: &'t Batch,
    depth: usize,
    /// From the outside in; shared by all batches below the last one that moved.
    pub(super) moves: Rc<[Move<'t>]>,
}

impl<'t> Descent<'t> {
    /// The descent of a batch, below that of its parent.
    fn below(parent: Option<&Self>, batch: &'t Batch, tree: &'t Tree) -> Self {
        let depth = parent.map_or(0, |parent| parent.depth.saturating_add(1));
        let root = parent.map_or(batch, |parent| parent.root);
        let own = |kind| {
            let records = tree.records_of_kind(batch, kind);
            records.map(move |record| {
                let movement = tree.movements.get(record);
                Move { kind, record, movement, depth }
            })
        };
        let mut own = [Entity::Deliveries, Entity::Transfers].into_iter().flat_map(own).peekable();
        let moves = match parent {
            Some(parent) if own.peek().is_none() => parent.moves.clone(),
            Some(parent) => parent.moves.iter().copied().chain(own).collect(),
            None => own.collect(),
        };
        Self { root, depth, moves }
    }

    /// The last recipient of the batch, or of a batch that it was split from. Several, if at the same time.
    pub(super) fn receivers(&self) -> Vec<&'t str> {
        // Of two at the same time, that of the part came after that of the whole.
        let moves = self.moves.iter().filter_map(|one| Some((one.movement?, one.depth)));
        let key = |&(movement, depth): &(&'t Movement, usize)| (movement.at, depth);
        let last = moves.clone().map(|one| key(&one)).max();
        moves.filter(|one| Some(key(one)) == last).map(|(movement, _)| &*movement.to).collect()
    }
}

/// The descents of all batches of a tree.
#[derive(Debug)]
pub(super) struct Descents<'t>(HashMap<&'t str, Option<Descent<'t>>>);

impl<'t> Descents<'t> {
    pub(super) fn of(tree: &'t Tree) -> Self {
        let mut found: HashMap<&'t str, Option<Descent<'t>>> = HashMap::new();
        let mut line: Vec<&'t Batch> = Vec::new();
        for batch in tree.batches.values() {
            let mut next = Some(batch);
            while let Some(one) = next {
                // A batch that is already there ends the line: its descent is known, or the parents form a cycle.
                let Entry::Vacant(place) = found.entry(&one.id) else { break };
                place.insert(None);
                line.push(one);
                next = one.parent.as_ref().and_then(|id| tree.batches.get(id));
            }
            let mut parent = next.and_then(|one| found.get(one.id.as_str()).cloned().flatten());
            while let Some(one) = line.pop() {
                let descent = Descent::below(parent.as_ref(), one, tree);
                found.insert(&one.id, Some(descent.clone()));
                parent = Some(descent);
            }
        }
        Self(found)
    }

    /// The descent of a batch of the tree.
    pub(super) fn get(&self, batch: &Batch) -> Option<&Descent<'t>> {
        self.0.get(batch.id.as_str())?.as_ref()
    }
}
