//! What has really happened, and what may be reported about it.

use std::collections::{BTreeMap, BTreeSet};

use isometric_registry::transaction::Ending;
use isometric_registry::transaction::ending::Receipt;
use isometric_registry::transaction::entry::{Attempt, Certainty, Entry, Fence, State};
use serde_json::Value;

/// A reference of a journal.
pub type Name = (usize, String);

/// A transaction that the registry has carried out.
#[derive(Debug, Clone)]
pub struct Commit {
    pub at: i64,
    pub id: String,
    /// The reference whose request it was; `None` for others.
    pub by: Option<Name>,
    /// The attempt.
    pub attempt: u32,
    pub body: Value,
}

#[derive(Debug, Default)]
pub struct Oracle {
    pub commits: Vec<Commit>,
    /// References whose requests were duplicated on the way.
    pub doubled: BTreeSet<Name>,
    /// The reports about each reference.
    verdicts: BTreeMap<Name, Ending>,
}

/// The properties in which two requests are equal to an observer: the batches and how much of each.
fn parts(body: &Value) -> BTreeSet<(String, String)> {
    let items = body["credit_batch_quantities"].as_array().unwrap();
    items
        .iter()
        .map(|part| {
            let kg = &part["credit_quantity_kg"];
            (
                part["credit_batch_id"].as_str().unwrap().to_owned(),
                kg.as_str().map_or_else(|| kg.to_string(), str::to_owned),
            )
        })
        .collect()
}

impl Oracle {
    fn made_by<'a>(&'a self, name: &'a Name) -> impl Iterator<Item = &'a Commit> {
        self.commits.iter().filter(move |commit| commit.by.as_ref() == Some(name))
    }

    /// Whether another transaction has taken the same parts of the same batches.
    fn has_twin(&self, name: &Name, attempt: &Attempt) -> bool {
        self.commits.iter().any(|commit| {
            commit.by.as_ref() != Some(name)
                && parts(&commit.body).iter().any(|(_, kg)| {
                    attempt.parts.iter().any(|part| part.credit_quantity_kg.0.to_string() == *kg)
                })
                && commit.at >= attempt.lease_until - 900_000 - 40_000
        })
    }

    /// Records a report about a reference. A final report must never change.
    pub fn hear(&mut self, name: &Name, ending: &Ending) -> Result<(), String> {
        let is_final = matches!(ending, Ending::Applied { .. } | Ending::Ambiguous { .. });
        if let Some(earlier) = self.verdicts.get(name)
            && let (Some(was), Some(is)) = (record(earlier), record(ending))
            && was != is
        {
            return Err(format!("{name:?} was {was} and is {is}"));
        }
        if is_final {
            self.verdicts.insert(name.clone(), ending.clone());
        }
        match ending {
            Ending::Applied { receipt } => self.hear_applied(name, receipt),
            _ => Ok(()),
        }
    }

    fn hear_applied(&self, name: &Name, receipt: &Receipt) -> Result<(), String> {
        let id = receipt.record_id.as_ref().ok_or("applied without a record")?;
        let commit = self.commits.iter().find(|commit| commit.id == *id);
        let commit = commit.ok_or_else(|| format!("{name:?} is {id}, which does not exist"))?;
        let is_certain = receipt.certainty != Some(Certainty::Matched);
        if is_certain && commit.by.as_ref() != Some(name) {
            return Err(format!("{name:?} is certainly {id}, which {:?} made", commit.by));
        }
        Ok(())
    }

    /// Checks everything that the journals say against what has happened.
    pub fn judge(&self, journal: usize, entries: &[Entry]) -> Result<(), String> {
        for entry in entries {
            let name = (journal, entry.reference.clone());
            let made: Vec<_> = self.made_by(&name).collect();
            if made.len() > 1 {
                let ids: Vec<_> = made.iter().map(|commit| &commit.id).collect();
                return Err(format!("{name:?} has acted {} times: {ids:?}", made.len()));
            }
            for attempt in &entry.attempts {
                self.judge_attempt(&name, attempt)?;
            }
            if !made.is_empty()
                && !matches!(entry.state(), State::Applied | State::Ambiguous | State::MayBeSent)
            {
                return Err(format!(
                    "{name:?} has happened, and the journal says {:?}",
                    entry.state()
                ));
            }
        }
        Ok(())
    }

    fn judge_attempt(&self, name: &Name, attempt: &Attempt) -> Result<(), String> {
        let made = self.made_by(name).find(|commit| commit.attempt == attempt.number);
        match attempt.state {
            State::Void => match made {
                Some(commit) if attempt.fence == Fence::Final => Err(format!(
                    "{name:?}, attempt {}, is void, and {} is on record",
                    attempt.number, commit.id
                )),
                _ => Ok(()),
            },
            State::Applied => {
                let id = attempt.record_id.as_ref().ok_or("applied without a record")?;
                if made.is_some_and(|commit| commit.id == *id) {
                    return Ok(());
                }
                // Only an equal transaction from outside the journal may be mistaken for ours, and only if nothing
                // distinguishes it from ours.
                let other = self.commits.iter().find(|commit| commit.id == *id);
                let is_equal = other.is_some_and(|other| {
                    let outside = other.by.as_ref().is_none_or(|(journal, _)| *journal != name.0);
                    outside
                        && parts(&other.body) == parts(&attempt.body)
                        && other.at >= attempt.lease_until - 900_000 - 40_000
                });
                if attempt.certainty == Some(Certainty::Matched)
                    && attempt.marker.is_none()
                    && is_equal
                {
                    return Ok(());
                }
                Err(format!("{name:?} is said to be {id}, which is {other:?}'s"))
            }
            State::Ambiguous => {
                if attempt.marker.is_some() {
                    return Err(format!("{name:?} is ambiguous in spite of its mark"));
                }
                if self.has_twin(name, attempt) || self.doubled.contains(name) {
                    return Ok(());
                }
                Err(format!("{name:?} is ambiguous, and nobody else has made its like"))
            }
            State::Planned | State::MayBeSent => Ok(()),
        }
    }
}

fn record(ending: &Ending) -> Option<&String> {
    match ending {
        Ending::Applied { receipt } => receipt.record_id.as_ref(),
        _ => None,
    }
}
