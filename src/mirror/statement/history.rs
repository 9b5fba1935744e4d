//! Histories: the owners of a batch's credits since their issuance.

use super::Way;
use crate::mirror::descent::Descents;
use crate::mirror::entity::Entity;
use crate::mirror::laws::pool::Pools;
use crate::mirror::page::BUFFER_POOL;
use crate::mirror::tree::{Batch, Tree};

/// Credits that an owner received or passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// In microseconds since 1970.
    pub(super) at: i64,
    pub(super) way: Way,
    pub(super) from: Option<String>,
    pub(super) to: Option<String>,
}

/// What is known about a whole batch that determines its owners.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) id: String,
    pub(super) project: String,
    pub(super) vintage: Option<i64>,
    pub(super) kg: i64,
    /// The organisation of the supplier, if it was issued into that supplier's buffer pool.
    pub(super) pool_of: Option<String>,
    /// To whom it was issued, if that is known: the API does not name pools.
    issued_to: Option<String>,
    issued_at: i64,
    /// In the order of their times.
    moves: Vec<Passage>,
    /// The present owner, or the owner at retirement.
    owner: String,
    retired_at: Option<i64>,
}

impl Leaf {
    /// The leaf for a batch; `None` for a batch that was split.
    pub(super) fn of(tree: &Tree, descents: &Descents<'_>, batch: &Batch) -> Option<Self> {
        if batch.status == "split" {
            return None;
        }
        let descent = descents.get(batch)?;
        let root = tree.roots.get(&descent.root.id);
        let issuance = root.and_then(|(issuance, _)| tree.issuance(issuance));
        let is_pool = root.is_some_and(|(_, part)| part == BUFFER_POOL);
        let organisation = issuance.map(|issuance| issuance.organisation.clone());
        let (pool_of, issued_to) =
            if is_pool { (organisation, None) } else { (None, organisation) };
        let mut moves: Vec<(i64, usize, Passage)> = Vec::new();
        for one in descent.moves.iter() {
            let Some(movement) = one.movement else { continue };
            let (at, from, to) = (movement.at, movement.from.clone(), Some(movement.to.clone()));
            let is_delivery = one.kind == Entity::Deliveries;
            let way = if is_delivery { Way::Delivered } else { Way::Transferred };
            moves.push((at, one.depth, Passage { at, way, from, to }));
        }
        // Of two at the same time, that of the part came after that of the whole.
        moves.sort_by_key(|(at, depth, _)| (*at, *depth));
        let issued_at = issuance.and_then(|issuance| issuance.at).or(batch.issued_at);
        Some(Self {
            id: batch.id.clone(),
            project: batch.project.clone(),
            vintage: batch.vintage,
            kg: batch.kg,
            pool_of,
            issued_to,
            issued_at: issued_at.unwrap_or_default(),
            moves: moves.into_iter().map(|(.., passage)| passage).collect(),
            owner: batch.owner.clone(),
            retired_at: (batch.status == "retired")
                .then(|| batch.retired_at.or(batch.issued_at).unwrap_or_default()),
        })
    }

    /// Whether only something that no record shows explains the owner: then the time when it was first seen matters.
    pub(super) fn is_unexplained(&self, pools: &Pools) -> bool {
        self.retired_at.is_none()
            && self.passages(pools, i64::MAX).iter().any(|passage| passage.at == i64::MAX)
    }

    /// To whom its credits were issued; empty for a pool that no batch names.
    fn first_owner<'a>(&'a self, pools: &'a Pools) -> &'a str {
        if let Some(owner) = &self.issued_to {
            return owner;
        }
        let known = self.moves.first().map_or(Some(&self.owner), |first| first.from.as_ref());
        match &self.pool_of {
            // A supplier that owns credits from its own pool has had them refunded.
            Some(supplier) => pools.of(supplier).or(known.filter(|id| *id != supplier)),
            None => known,
        }
        .map_or("", String::as_str)
    }

    /// Everything that happened to its credits, in order. `seen_at` is when its owner was first seen, in microseconds
    /// since 1970: events without a record had happened by then.
    pub(super) fn passages(&self, pools: &Pools, seen_at: i64) -> Vec<Passage> {
        let mut owner = self.first_owner(pools).to_owned();
        let mut passages = vec![Passage {
            at: self.issued_at,
            way: Way::Issued,
            from: None,
            to: Some(owner.clone()),
        }];
        let mut open: Vec<&Passage> = self.moves.iter().collect();
        while let Some(next) = open.first() {
            // Of two at the same time, the one that continues from the owner came first.
            let at = next.at;
            let fits = open
                .iter()
                .take_while(|passage| passage.at == at)
                .position(|passage| passage.from.as_ref() == Some(&owner));
            let passage = open.remove(fits.unwrap_or(0));
            if let Some(from) = &passage.from {
                self.infer(&mut owner, from, at, &mut passages);
            }
            passages.push(Passage { from: Some(owner.clone()), ..passage.clone() });
            owner = passage.to.clone().unwrap_or(owner);
        }
        let last = self.retired_at.unwrap_or(seen_at).max(self.issued_at);
        self.infer(&mut owner, &self.owner, last, &mut passages);
        if let Some(at) = self.retired_at {
            passages.push(Passage { at, way: Way::Retired, from: Some(owner), to: None });
        }
        passages
    }

    /// Explains why credits have another owner: from a pool they were refunded, otherwise nothing explains it.
    fn infer(&self, owner: &mut String, to: &str, at: i64, passages: &mut Vec<Passage>) {
        if owner == to {
            return;
        }
        let in_pool = passages.len() == 1 && self.pool_of.is_some();
        passages.push(Passage {
            at,
            way: if in_pool { Way::Refunded } else { Way::Unexplained },
            from: Some(owner.clone()),
            to: Some(to.to_owned()),
        });
        to.clone_into(owner);
    }
}
