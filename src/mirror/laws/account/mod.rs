//! The laws of an account: what the registry tells an organisation about its credits, compared with the copy.
//!
//! The copy is as of its last refresh, and the account is read now. So if a figure differs, the first pages of the four
//! lists are read after it. It breaks a law only if the copy has everything that these show: then nothing has happened
//! between the copy and the figure.

mod currency;
mod desk;
mod figures;
mod names;
mod sums;

use super::{Law, Laws};
use crate::mirror::action::{Answer, Ask};
use crate::mirror::planner::State;
use crate::mirror::port::{Port, Step, Stop};
use crate::mirror::report::{AccountReport, Report};
use crate::model::organisation::Organisation;
use crate::model::supplier::Supplier;
use crate::model::table::Model;
use desk::Desk;
use figures::Figure;
use names::Named;
use sums::Sums;

/// The account of an access token.
#[derive(Debug)]
pub(in crate::mirror) struct Account {
    desk: Desk,
    organisation: String,
    supplier: Option<String>,
    notes: Vec<String>,
}

impl Account {
    /// Asks whose access token it is.
    pub(in crate::mirror) async fn identify(port: Port) -> Step<Self> {
        let mut desk = Desk::new(port);
        let ask = |operation| Ask { operation, id: None, after: None };
        let organisation = desk.ask_one(ask("organisations.current")).await?;
        let supplier = desk.ask_one(ask("suppliers.current")).await?;
        let mut id = |name, model, answer: &Answer| desk.object(name, model, answer)?.id();
        let organisation =
            id("organisation", Organisation::TABLE, &organisation).map_err(|reason| {
                Stop(format!(
                    "The account of the access token is not known: GET /organisation: {reason}."
                ))
            })?;
        let mut notes = Vec::new();
        let supplier = match supplier {
            // Most organisations are no supplier.
            Answer::Status(403 | 404) => None,
            answer => id("supplier", Supplier::TABLE, &answer)
                .map_err(|reason| notes.push(format!("the supplier of the account: {reason}")))
                .ok(),
        };
        Ok(Self { desk, organisation, supplier, notes })
    }

    /// Compares what the account says with the copy.
    pub(in crate::mirror) async fn check(
        mut self,
        laws: &mut Laws,
        state: &State,
        report: &mut Report,
    ) -> Step<()> {
        let sums = Sums::load(&laws.store, &self.organisation, self.supplier.as_deref()).await?;
        let figures = self.read(&sums).await?;
        let mut behind: Vec<String> = Vec::new();
        let mut named = Named::default();
        if figures.iter().any(Figure::differs) {
            behind = self.lacks(laws, state, report).await?;
            if behind.is_empty() {
                named = self.name(laws, &figures).await?;
                // What was read to name them must be as old as the copy, too.
                behind = self.lacks(laws, state, report).await?;
            }
        }
        self.settle(laws, &figures, &behind, &named);
        report.requests = report.requests.saturating_add(self.desk.requests);
        report.drift.extend(self.desk.drift);
        report.account = Some(AccountReport {
            organisation_id: self.organisation,
            supplier_id: self.supplier,
            notes: self.notes,
        });
        Ok(())
    }

    /// Counts the figures that agree, differ, or cannot be judged.
    fn settle(&mut self, laws: &mut Laws, figures: &[Figure], behind: &[String], named: &Named) {
        let mut unjudged = |laws: &mut Laws, law: Law, note: Option<String>| {
            if let Some(tally) = laws.tally(law) {
                tally.unjudged = tally.unjudged.saturating_add(1);
            }
            self.notes.extend(note.filter(|note| !self.notes.contains(note)));
        };
        for figure in figures {
            match figure.compare() {
                Err(reason) => {
                    unjudged(laws, figure.law, Some(format!("{}: {reason}", figure.place)));
                }
                Ok((stated, found)) if stated == found => {
                    laws.judge(figure.law, true, String::new);
                }
                Ok(_) if !behind.is_empty() => unjudged(laws, figure.law, None),
                Ok((stated, found)) => match named.explain(figure, stated > found) {
                    Ok(named) => {
                        laws.judge(figure.law, false, || {
                            let Figure { place, counts, .. } = figure;
                            format!(
                                "{place}: the account says {stated} kg {counts}, the copy says {found} kg{named}"
                            )
                        });
                    }
                    Err(note) => unjudged(laws, figure.law, Some(note)),
                },
            }
        }
        if !behind.is_empty() {
            self.notes.push(format!(
                "Figures differ, but the copy does not have all that the registry has: {}. \
                 Refresh it, and verify it again.",
                behind.join("; ")
            ));
        }
    }
}
