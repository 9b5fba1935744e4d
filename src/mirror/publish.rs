//! Publishing: staged rows become visible to readers, in one transaction, with a change for each difference.

use super::action::Write;
use super::cell::{Cell, Row};
use super::entity::Entity;
use super::planner::{Planner, content, is_gone};
use super::port::Step;
use super::store::{ALL_COLUMNS, CHUNK, MANY, Sight, text_at};

impl Planner {
    /// Publishes the staged rows. The caller supplies the rest of the transaction.
    pub(super) async fn publish(&mut self) -> Step<()> {
        self.begin_transaction().await;
        if self.store.has_published {
            for &entity in Entity::ALL {
                self.publish_entity(entity).await?;
            }
            self.publish_members().await?;
        } else {
            self.publish_first_copy().await?;
        }
        let mut writes: Vec<Write> = Entity::ALL
            .iter()
            .map(|entity| Write::Clear { table: entity.staged(), prefix: Vec::new() })
            .collect();
        writes.push(Write::Clear { table: "staged_record_batches", prefix: Vec::new() });
        writes.push(self.kept_state());
        self.store.write(writes).await;
        self.commit().await;
        Ok(())
    }

    /// Publishes all staged rows at once: nothing is published that they could differ from.
    async fn publish_first_copy(&mut self) -> Step<()> {
        for &entity in Entity::ALL {
            let (from, table) = (entity.staged(), entity.name());
            let (seq, at, refresh) = (self.state.seq, self.port.now(), self.refresh());
            let added = self.count_there(from).await?;
            self.state.seq = seq.saturating_add(i64::try_from(added).unwrap_or(i64::MAX));
            self.report.changes = self.report.changes.saturating_add(added);
            let added = Write::Added { from, seq, at, refresh, table };
            self.store.write(vec![Write::Copy { from, table }, added]).await;
        }
        let (from, table) = ("staged_record_batches", "record_batches");
        self.store.write(vec![Write::Copy { from, table }]).await;
        Ok(())
    }

    /// The number of rows of a table that are not gone.
    async fn count_there(&self, table: &'static str) -> Step<u64> {
        let mut count: u64 = 0;
        let mut after: Option<Vec<Cell>> = None;
        loop {
            let (columns, behind) = (["id", "gone_at"], after.take());
            let rows = self.store.range(table, &columns, None, Vec::new(), behind, MANY).await?;
            let there = rows.iter().filter(|row| !is_gone(row)).count();
            count = count.saturating_add(u64::try_from(there).unwrap_or(u64::MAX));
            after = rows.last().and_then(|row| row.first()).map(|id| vec![id.clone()]);
            if rows.len() < MANY as usize {
                return Ok(count);
            }
        }
    }

    async fn publish_entity(&mut self, entity: Entity) -> Step<()> {
        let mut after: Option<Vec<Cell>> = None;
        loop {
            let behind = after.take();
            let rows = self
                .store
                .range(entity.staged(), ALL_COLUMNS, None, Vec::new(), behind, CHUNK)
                .await?;
            let is_last = rows.len() < CHUNK as usize;
            after = rows.last().and_then(|row| row.first()).map(|id| vec![id.clone()]);
            let ids: Vec<String> =
                rows.iter().filter_map(|row| text_at(row, 0)).map(str::to_owned).collect();
            let known = self.store.records(entity, ALL_COLUMNS, &ids, Sight::Published).await?;
            let mut writes = Vec::new();
            for ((row, known), id) in rows.into_iter().zip(known).zip(ids) {
                self.publish_row(entity, row, known, &id, &mut writes);
            }
            self.store.write(writes).await;
            if is_last {
                return Ok(());
            }
        }
    }

    fn publish_row(
        &mut self,
        entity: Entity,
        mut row: Row,
        known: Option<Row>,
        id: &str,
        writes: &mut Vec<Write>,
    ) {
        let kept = |row: &Row, from_end: usize| {
            row.len().checked_sub(from_end).and_then(|at| row.get(at)).cloned().unwrap_or_default()
        };
        const JSON: usize = 4;
        const FIRST_SEEN_AT: usize = 3;
        const SEEN_AT: usize = 2;
        // It came back and went again before anybody saw it: for readers it has been gone all the time.
        if known.as_ref().is_some_and(|known| is_gone(known)) && is_gone(&row) {
            return;
        }
        let change = match &known {
            // It disappeared before it was published here; it still explains what it took.
            None if is_gone(&row) => None,
            None => Some("added"),
            Some(known) => match (is_gone(known), is_gone(&row)) {
                (false, true) => Some("gone"),
                (true, false) => Some("returned"),
                _ => (content(known) != content(&row)).then_some("changed"),
            },
        };
        let first =
            known.as_ref().map_or_else(|| kept(&row, SEEN_AT), |known| kept(known, FIRST_SEEN_AT));
        self.set(entity, &mut row, "first_seen_at", first);
        if let Some(change) = change {
            self.state.seq = self.state.seq.saturating_add(1);
            self.report.changes = self.report.changes.saturating_add(1);
            let before = known.as_ref().map_or(Cell::Null, |known| kept(known, JSON));
            let change = vec![
                Cell::Integer(self.state.seq),
                Cell::Integer(self.port.now()),
                Cell::Integer(self.refresh()),
                Cell::Text(entity.name().to_owned()),
                Cell::Text(id.to_owned()),
                Cell::Text(change.to_owned()),
                before,
            ];
            writes.push(Write::Put { table: "changes", row: change });
        }
        writes.push(Write::Put { table: entity.name(), row });
    }

    async fn publish_members(&mut self) -> Step<()> {
        let mut after: Option<Vec<Cell>> = None;
        loop {
            let behind = after.take();
            let table = "staged_record_batches";
            let rows =
                self.store.range(table, ALL_COLUMNS, None, Vec::new(), behind, CHUNK).await?;
            let is_last = rows.len() < CHUNK as usize;
            after = rows.last().and_then(|row| row.get(..2)).map(<[Cell]>::to_vec);
            let put = |row| Write::Put { table: "record_batches", row };
            self.store.write(rows.into_iter().map(put).collect()).await;
            if is_last {
                return Ok(());
            }
        }
    }
}
