//! Issuances: the creation of credits.

use isometric_registry::model::credit_batch::CarbonRemovalData;
use isometric_registry::model::id::ProjectId;
use isometric_registry::model::project::ProjectStatus;
use isometric_registry::model::scalar::CalendarDate;
use isometric_registry::model::validation::LocationStep;

use super::arena::{BatchNo, Handle, IssuanceNo, OrganisationNo, RemovalNo};
use super::index::List;
use super::project::check_period;
use super::records::{Batch, Issuance, Measured, Removal};
use super::refusal::{Problem, Refusal};
use super::{Ledger, by_time};
use crate::calendar::{Day, Moment};
use crate::input::input;

input! {
    /// A new issuance.
    pub(crate) struct NewIssuance {
        /// The project for which credits are issued.
        project_id: ProjectId,
        /// The removals; each creates a batch for the supplier, and one for its buffer pool.
        removals: Vec<NewRemoval>,
        /// Default: the first day on which carbon was stored.
        reporting_period_start_at: Option<CalendarDate>,
        /// Default: the last day on which carbon was stored.
        reporting_period_end_at: Option<CalendarDate>,
    }
}

input! {
    /// A removal for which credits are issued: a batch for the supplier, and one for its buffer pool.
    pub(crate) struct NewRemoval {
        /// The supplier's part, in kilograms.
        credit_quantity_kg: i64,
        /// The buffer pool's part, in kilograms. Default: 0.
        buffer_pool_credit_quantity_kg: Option<i64>,
        /// The day on which the carbon was stored. Default: today.
        sequestered_on: Option<CalendarDate>,
        /// The measurements, if there are any.
        carbon_removal_data: Option<CarbonRemovalData>,
    }
}

/// A valid removal.
struct Checked {
    supplier_kg: i64,
    buffer_pool_kg: i64,
    sequestered_on: Day,
    measured: Option<Measured>,
}

impl Ledger {
    /// Issues credits to the supplier of a project, and to its buffer pool.
    pub(crate) fn issue(&mut self, new: &NewIssuance, now: Moment) -> Result<IssuanceNo, Refusal> {
        let project_number = self.named("project_id", &new.project_id.0)?;
        let project = self.books.projects.found(project_number)?;
        if project.status != ProjectStatus::Validated {
            let message = "Credits are issued to projects that are validated.";
            return Err(Refusal::at("project_id", message));
        }
        let supplier = self.books.suppliers.found(project.supplier)?;
        let (supplier, owner, pool) =
            (project.supplier, supplier.organisation, supplier.buffer_pool);
        let at = self.moment(now);
        let removals = check_removals(&new.removals, at.day())?;
        let (start, end) = check_reporting_period(new, &removals)?;

        let sum = |kg: fn(&Checked) -> i64| {
            removals.iter().try_fold(0_i64, |sum, removal| sum.checked_add(kg(removal)))
        };
        let totals = sum(|removal| removal.supplier_kg)
            .zip(sum(|removal| removal.buffer_pool_kg))
            .and_then(|(supplier, pool)| Some((supplier, pool, supplier.checked_add(pool)?)));
        let issued = totals.and_then(|(.., kg)| self.books.issued_kg.checked_add(kg));
        let (Some((supplier_kg, buffer_pool_kg, kg)), Some(issued)) = (totals, issued) else {
            return Err(Refusal::at("removals", "The registry cannot count this many kilograms."));
        };
        let numbers = removals.len().saturating_mul(2).saturating_add(self.books.batches.len());
        let count = u32::try_from(removals.len()).map_err(|_| Refusal::full())?;
        let first_removal = self.books.removals.next().filter(|_| u32::try_from(numbers).is_ok());
        let first_removal = first_removal.ok_or_else(Refusal::full)?;
        let issuance = Issuance {
            project: project_number,
            issued_at: at,
            reporting_period_start: start,
            reporting_period_end: end,
            supplier_kg,
            buffer_pool_kg,
            first_removal,
            removals: count,
        };
        let number = self.record(issuance, at)?;
        self.stamp(now);
        self.books.issued_kg = issued;
        let mut serial = 0;
        if let Some(project) = self.books.projects.get_mut(project_number) {
            let totals = &mut project.totals;
            serial = totals.issued;
            totals.issued = totals.issued.saturating_add(kg);
            totals.issued_to_buffer_pool =
                totals.issued_to_buffer_pool.saturating_add(buffer_pool_kg);
        }
        for removal in removals {
            serial = self.record_removal((number, at), removal, serial, owner, pool);
        }
        let order = by_time::<IssuanceNo>(&self.books);
        self.index.add(List::Issuances, number, &order);
        self.index.add(List::SupplierIssuances(supplier), number, &order);
        Ok(number)
    }

    /// The removals of an issuance.
    pub(crate) fn removals_of(&self, issuance: &Issuance) -> impl Iterator<Item = &Removal> {
        let first = issuance.first_removal.raw();
        (first..first.saturating_add(issuance.removals))
            .filter_map(|raw| self.books.removals.get(RemovalNo::from_raw(raw)?))
    }

    /// Records a removal and its batches; returns the serial number after its last.
    fn record_removal(
        &mut self,
        (issuance, at): (IssuanceNo, Moment),
        removal: Checked,
        first_serial: i64,
        owner: OrganisationNo,
        pool: OrganisationNo,
    ) -> i64 {
        let Checked { supplier_kg, buffer_pool_kg, sequestered_on, measured } = removal;
        let Some(batch) = self.books.batches.next() else { return first_serial };
        let removal = Removal {
            issuance,
            sequestered_on,
            first_serial,
            supplier_kg,
            buffer_pool_kg,
            measured,
            batch,
        };
        let end = first_serial.saturating_add(removal.kg());
        let Ok(number) = self.record(removal, at) else { return first_serial };
        self.record_batch((number, at), owner, 0, supplier_kg);
        if buffer_pool_kg > 0 {
            self.record_batch((number, at), pool, supplier_kg, buffer_pool_kg);
        }
        end
    }

    fn record_batch(
        &mut self,
        (removal, at): (RemovalNo, Moment),
        owner: OrganisationNo,
        offset: i64,
        kg: i64,
    ) -> Option<BatchNo> {
        let batch = Batch {
            removal,
            owner,
            offset,
            kg,
            parent: None,
            left_child: None,
            delivery: None,
            retirement: None,
        };
        let number = self.record(batch, at).ok()?;
        self.enter(number);
        Some(number)
    }
}

fn check_removals(new: &[NewRemoval], today: Day) -> Result<Vec<Checked>, Refusal> {
    if new.is_empty() {
        return Err(Refusal::at("removals", "Credits are issued for one removal at least."));
    }
    let mut removals = Vec::with_capacity(new.len());
    let mut problems = Vec::new();
    for (index, removal) in (0_u32..).zip(new) {
        match check_removal(removal, today) {
            Ok(removal) => removals.push(removal),
            Err((property, message)) => problems.push(Problem {
                at: vec![
                    LocationStep::Name("removals".to_owned()),
                    LocationStep::Index(index),
                    LocationStep::Name(property.to_owned()),
                ],
                message: message.to_owned(),
            }),
        }
    }
    if problems.is_empty() { Ok(removals) } else { Err(Refusal::Invalid(problems)) }
}

fn check_removal(new: &NewRemoval, today: Day) -> Result<Checked, (&'static str, &'static str)> {
    let (supplier_kg, buffer_pool_kg) =
        (new.credit_quantity_kg, new.buffer_pool_credit_quantity_kg.unwrap_or_default());
    if supplier_kg < 1 {
        return Err(("credit_quantity_kg", "Issue 1 kg or more."));
    }
    if buffer_pool_kg < 0 {
        return Err(("buffer_pool_credit_quantity_kg", "Give 0 kg or more."));
    }
    let sequestered_on = match &new.sequestered_on {
        Some(date) => {
            Day::parse(&date.0).ok_or(("sequestered_on", "A day is written `2024-01-31`."))?
        }
        None => today,
    };
    if sequestered_on > today {
        return Err(("sequestered_on", "Carbon is stored before credits are issued for it."));
    }
    let measured = match &new.carbon_removal_data {
        Some(data)
            if supplier_kg.checked_add(buffer_pool_kg) == Some(data.net_carbon_removed_kg) =>
        {
            Some(check_measured(data)?)
        }
        Some(_) => {
            return Err(("carbon_removal_data", "Credits are issued for the net carbon removed."));
        }
        None => None,
    };
    Ok(Checked { supplier_kg, buffer_pool_kg, sequestered_on, measured })
}

fn check_measured(data: &CarbonRemovalData) -> Result<Measured, (&'static str, &'static str)> {
    let (emissions, counterfactuals, losses) =
        (data.emissions_kg, data.counterfactuals_kg, data.losses_kg);
    if [emissions, counterfactuals, losses].iter().any(|&kg| kg < 0) {
        return Err(("carbon_removal_data", "No part of it is negative."));
    }
    let gross = [emissions, counterfactuals, losses]
        .into_iter()
        .try_fold(data.net_carbon_removed_kg, i64::checked_add);
    if gross != Some(data.gross_carbon_removed_kg) {
        let message = "The gross is the net, the emissions, the counterfactuals and the losses.";
        return Err(("carbon_removal_data", message));
    }
    Ok(Measured { emissions, counterfactuals, losses })
}

fn check_reporting_period(new: &NewIssuance, removals: &[Checked]) -> Result<(Day, Day), Refusal> {
    let days = || removals.iter().map(|removal| removal.sequestered_on);
    let (first, last) = (days().min().unwrap_or_default(), days().max().unwrap_or_default());
    let (start, end) = check_period(
        ("reporting_period_start_at", new.reporting_period_start_at.as_ref()),
        ("reporting_period_end_at", new.reporting_period_end_at.as_ref()),
    )?;
    let (start, end) = (start.unwrap_or(first), end.unwrap_or(last));
    if start > first || end < last {
        let property =
            if start > first { "reporting_period_start_at" } else { "reporting_period_end_at" };
        return Err(Refusal::at(property, "Carbon is stored within the reporting period."));
    }
    Ok((start, end))
}
