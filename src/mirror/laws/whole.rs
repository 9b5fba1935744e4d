//! The whole copy: every law, every row, and a digest.

use std::collections::{BTreeSet, HashSet};

use sha2::{Digest, Sha256};

use super::words::differing;
use super::{Law, Laws, TOGETHER};
use crate::mirror::cell::{Cell, Row};
use crate::mirror::entity::Entity;
use crate::mirror::planner::{content, is_gone};
use crate::mirror::port::Step;
use crate::mirror::record::Reader;
use crate::mirror::report::Count;
use crate::mirror::store::{ALL_COLUMNS, CHUNK, MANY, integer_at, text_at};
use crate::mirror::todo::Work;
use crate::mirror::tree::kind_of;

impl Laws {
    /// Checks everything. Returns the digest and the number of rows. `still` says whether project totals can be judged.
    pub(in crate::mirror) async fn check_all(&mut self, still: bool) -> Step<(String, Vec<Count>)> {
        let mut after: Option<Vec<Cell>> = None;
        loop {
            let table = Entity::Issuances.name();
            let behind = after.take();
            let rows = self.store.range(table, &["id"], None, Vec::new(), behind, MANY).await?;
            let ids: Vec<String> =
                rows.iter().filter_map(|row| text_at(row, 0)).map(str::to_owned).collect();
            for ids in ids.chunks(TOGETHER) {
                self.check_issuances(ids).await?;
            }
            after = rows.last().cloned();
            if rows.len() < MANY as usize {
                break;
            }
        }
        self.check_empty_records().await?;
        self.check_totals(still).await?;
        self.check_rows().await
    }

    /// Judges the records that no batch names: what they took is not there.
    async fn check_empty_records(&mut self) -> Step<()> {
        for kind in [Entity::Deliveries, Entity::Transfers, Entity::Retirements] {
            let mut after: Option<Vec<Cell>> = None;
            loop {
                let columns = ["id", "credit_batch_size_total_kg", "gone_at"];
                let behind = after.take();
                let rows =
                    self.store.range(kind.name(), &columns, None, Vec::new(), behind, MANY).await?;
                for row in rows.iter().filter(|row| !is_gone(row)) {
                    let Some(id) = text_at(row, 0).filter(|id| !self.compared.contains(*id)) else {
                        continue;
                    };
                    let key = [Work::Members.name(), id].map(|text| Cell::Text(text.to_owned()));
                    let open = self.store.get("todo", &["id"], vec![key.to_vec()]).await?;
                    let kg = integer_at(row, 1);
                    if open.iter().any(Option::is_some) {
                        // The registry has not shown its batches yet.
                        if let Some(tally) = self.tally(Law::Records) {
                            tally.unjudged = tally.unjudged.saturating_add(1);
                        }
                    } else {
                        self.judge(Law::Records, kg == Some(0), || {
                            format!("{id}: it is {kg:?} kg, and none of its batches are there")
                        });
                    }
                }
                after = rows.last().and_then(|row| row.first()).map(|id| vec![id.clone()]);
                if rows.len() < MANY as usize {
                    break;
                }
            }
        }
        Ok(())
    }

    async fn check_totals(&mut self, still: bool) -> Step<()> {
        let columns = [
            "id",
            "issued_credits_total_kg",
            "issued_buffer_pool_credits_total_kg",
            "retired_credits_total_kg",
            "retired_buffer_pool_credits_total_kg",
            "gone_at",
        ];
        let mut after: Option<Vec<Cell>> = None;
        loop {
            let behind = after.take();
            let rows =
                self.store.range("projects", &columns, None, Vec::new(), behind, CHUNK).await?;
            for row in rows.iter().filter(|row| !is_gone(row)) {
                let Some(id) = text_at(row, 0) else { continue };
                let sums = self.sums.get(id).copied().unwrap_or_default();
                let kg = |at| integer_at(row, at).map(i128::from);
                let stated = [kg(1), kg(2), kg(3), kg(4)];
                let found =
                    [sums.issued, sums.issued_to_pool, sums.retired, self.pools.retired(id)];
                if stated == found.map(Some) {
                    self.judge(Law::Totals, true, String::new);
                } else if still {
                    self.judge(Law::Totals, false, || {
                        format!("{id}: {}", differing(stated, found))
                    });
                } else if let Some(tally) = self.tally(Law::Totals) {
                    tally.unjudged = tally.unjudged.saturating_add(1);
                }
            }
            after = rows.last().and_then(|row| row.first()).map(|id| vec![id.clone()]);
            if rows.len() < CHUNK as usize {
                return Ok(());
            }
        }
    }

    /// Compares the columns of each row with its JSON, and computes the digest of the existing rows.
    async fn check_rows(&mut self) -> Step<(String, Vec<Count>)> {
        let mut digest = Sha256::new();
        let mut counts = Vec::new();
        let mut reader = Reader::default();
        let mut canonical = Vec::new();
        for &entity in Entity::ALL {
            let mut count: u64 = 0;
            let mut gone: u64 = 0;
            let mut after: Option<Vec<Cell>> = None;
            loop {
                let behind = after.take();
                let rows = self
                    .store
                    .range(entity.name(), ALL_COLUMNS, None, Vec::new(), behind, CHUNK)
                    .await?;
                canonical.clear();
                let those = rows.iter().filter(|row| is_gone(row)).count();
                gone = gone.saturating_add(u64::try_from(those).unwrap_or(u64::MAX));
                for row in rows.iter().filter(|row| !is_gone(row)) {
                    count = count.saturating_add(1);
                    self.check_row(&mut reader, entity, row);
                    // Organisations are known by the records that name them, as of the time when those were read.
                    if entity == Entity::Organisations {
                        continue;
                    }
                    canonical.extend_from_slice(entity.name().as_bytes());
                    canonical.push(b'=');
                    // Properties that this version does not know are left out: a copy made before they appeared is a
                    // copy of the same state.
                    let (_, known) = content(row).split_last().unwrap_or((&Cell::Null, &[]));
                    known.iter().for_each(|cell| cell.push_canonical(&mut canonical));
                    canonical.push(b'\n');
                }
                digest.update(&canonical);
                after = rows.last().and_then(|row| row.first()).map(|id| vec![id.clone()]);
                if rows.len() < CHUNK as usize {
                    break;
                }
            }
            counts.push(Count { table: entity.name(), rows: count, gone });
        }
        self.digest_members(&mut digest).await?;
        let digits = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((digits, counts))
    }

    async fn digest_members(&mut self, digest: &mut Sha256) -> Step<()> {
        let mut after: Option<Vec<Cell>> = None;
        let columns = ["record_id", "batch_id", "part"];
        loop {
            let behind = after.take();
            let rows = self
                .store
                .range("record_batches", &columns, None, Vec::new(), behind, CHUNK)
                .await?;
            let gone = self.gone(&rows).await?;
            let mut canonical = Vec::new();
            for row in rows.iter().filter(|row| text_at(row, 0).is_none_or(|id| !gone.contains(id)))
            {
                row.iter().for_each(|cell| cell.push_canonical(&mut canonical));
                canonical.push(b'\n');
            }
            digest.update(&canonical);
            after = rows.last().and_then(|row| row.get(..2)).map(<[Cell]>::to_vec);
            if rows.len() < CHUNK as usize {
                return Ok(());
            }
        }
    }

    /// The records gone, of those that start these rows.
    async fn gone(&self, rows: &[Row]) -> Step<HashSet<String>> {
        let ids: BTreeSet<&str> = rows.iter().filter_map(|row| text_at(row, 0)).collect();
        let mut gone = HashSet::new();
        for &entity in Entity::ALL.iter().filter(|entity| entity.has_batches()) {
            let of_kind: Vec<String> = ids
                .iter()
                .filter(|id| kind_of(id) == Some(entity))
                .map(|id| (*id).to_owned())
                .collect();
            let found = self.store.records(entity, &["gone_at"], &of_kind, self.sight).await?;
            let pairs = of_kind.into_iter().zip(found);
            gone.extend(
                pairs
                    .filter(|(_, row)| row.as_ref().is_some_and(|row| is_gone(row)))
                    .map(|(id, _)| id),
            );
        }
        Ok(gone)
    }

    fn check_row(&mut self, reader: &mut Reader, entity: Entity, row: &[Cell]) {
        let id = text_at(row, 0).unwrap_or_default();
        let json = row.len().checked_sub(4).and_then(|at| text_at(row, at)).unwrap_or_default();
        let read = reader.row(self.store.schema(), entity, json);
        let is_same = read.is_ok_and(|read| content(&read) == content(row));
        self.judge(Law::Columns, is_same, || format!("{id} in {}", entity.name()));
        match reader.credits(entity, json) {
            Ok(held) => {
                if let Some(tally) = self.tally(Law::Credits) {
                    tally.held = tally.held.saturating_add(held);
                }
            }
            Err(property) => {
                self.judge(Law::Credits, false, || format!("{id}: {property}"));
            }
        }
    }
}
