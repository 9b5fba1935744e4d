//! Projects and their documents.

use core::cmp::Ordering;
use isometric_registry::model::id::{ProjectId, SupplierId};

use isometric_registry::model::project::{Pathway, ProjectStatus};
use isometric_registry::model::scalar::CalendarDate;

use super::Ledger;
use super::arena::{Arena, DocumentNo, Handle, ProjectNo};
use super::collate::compare;
use super::index::List;
use super::party::{check_country, check_location, check_text};
use super::records::{Document, Place, Project, ProjectTotals};
use super::refusal::Refusal;
use crate::calendar::{Day, Moment};
use crate::input::input;

input! {
    /// A new project. Omitted properties get made-up values.
    pub(crate) struct NewProject {
        /// Its supplier.
        supplier_id: SupplierId,
        /// Its name.
        name: String,
        pathway: Pathway,
        /// ISO 3166-1 alpha-3, such as `GBR`.
        country_code: String,
        /// Default: `validated`, so that credits can be issued.
        status: Option<ProjectStatus>,
        /// Default: a generated one.
        short_code: Option<String>,
        /// Default: the pathway.
        process_key: Option<String>,
        /// Default: the process, as a slug.
        protocol_slug: Option<String>,
        validator_name: Option<String>,
        current_verifier_name: Option<String>,
        crediting_period_start: Option<CalendarDate>,
        crediting_period_end: Option<CalendarDate>,
        location: Option<Place>,
        /// Whether it has the ICVCM's Core Carbon Principles label. Default: `false`.
        ccp_approved: Option<bool>,
    }
}

input! {
    /// A new document.
    pub(crate) struct NewDocument {
        /// Its project.
        project_id: ProjectId,
        /// Its name.
        display_name: String,
        /// Its address.
        url: String,
    }
}

impl Ledger {
    /// Adds a project.
    pub(crate) fn add_project(
        &mut self,
        new: NewProject,
        now: Moment,
    ) -> Result<ProjectNo, Refusal> {
        let supplier = self.named("supplier_id", &new.supplier_id.0)?;
        check_text("name", &new.name)?;
        check_country(&new.country_code)?;
        check_location(new.location.as_ref())?;
        if matches!(new.pathway, Pathway::Unknown(_)) {
            let known = Pathway::TABLE.values.join("`, `");
            return Err(Refusal::at("pathway", format!("A pathway is one of `{known}`.")));
        }
        let status = new.status.unwrap_or(ProjectStatus::Validated);
        if matches!(status, ProjectStatus::Unknown(_)) {
            let known = ProjectStatus::TABLE.values.join("`, `");
            return Err(Refusal::at("status", format!("A status is one of `{known}`.")));
        }
        check_period(
            ("crediting_period_start", new.crediting_period_start.as_ref()),
            ("crediting_period_end", new.crediting_period_end.as_ref()),
        )?;
        let short_code = new.short_code.map(|code| self.check_short_code(code)).transpose()?;
        let process_key = new.process_key.unwrap_or_else(|| new.pathway.as_str().to_owned());
        check_text("process_key", &process_key)?;
        let number = self.record(
            Project {
                supplier,
                name: new.name,
                status,
                short_code: short_code.unwrap_or_default(),
                protocol_slug: new.protocol_slug.unwrap_or_else(|| process_key.replace('_', "-")),
                process_key,
                pathway: new.pathway,
                country_code: new.country_code,
                validator_name: new.validator_name,
                current_verifier_name: new.current_verifier_name,
                crediting_period_start: new.crediting_period_start,
                crediting_period_end: new.crediting_period_end,
                location: new.location,
                ccp_approved: new.ccp_approved == Some(true),
                hidden: false,
                totals: ProjectTotals::default(),
            },
            now,
        )?;
        let made_up = self.unused_short_code(number);
        if let Some(project) = self.books.projects.get_mut(number)
            && project.short_code.is_empty()
        {
            project.short_code = made_up;
        }
        self.enter_project(number);
        Ok(number)
    }

    /// Adds a document to a project.
    pub(crate) fn add_document(
        &mut self,
        new: NewDocument,
        now: Moment,
    ) -> Result<DocumentNo, Refusal> {
        let project = self.named("project_id", &new.project_id.0)?;
        check_text("display_name", &new.display_name)?;
        check_text("url", &new.url)?;
        let NewDocument { display_name, url, .. } = new;
        let document = Document { project, display_name, url };
        let number = self.record(document, now)?;
        self.enter_document(number);
        Ok(number)
    }

    pub(super) fn enter_project(&mut self, number: ProjectNo) {
        let Some(project) = self.books.projects.get(number) else { return };
        self.short_codes.insert(project.short_code.clone(), number);
        self.list_project(number);
    }

    pub(super) fn enter_document(&mut self, number: DocumentNo) {
        let Some(document) = self.books.documents.get(number) else { return };
        let order = by_name(&self.books.documents, |document| &document.display_name);
        self.index.add(List::Documents(document.project), number, &order);
    }

    fn check_short_code(&self, code: String) -> Result<String, Refusal> {
        let fits = code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if !fits || !(2..=8).contains(&code.len()) {
            let message = "A short code is 2 to 8 capital letters and digits.";
            return Err(Refusal::at("short_code", message));
        }
        if self.short_codes.contains_key(&code) {
            return Err(Refusal::Conflict(
                "A project with this short code is there already.".to_owned(),
            ));
        }
        Ok(code)
    }

    /// Four characters of the project's id, the last if they will do, that no other project has for
    /// its code.
    fn unused_short_code(&self, number: ProjectNo) -> String {
        let id = self.id(number);
        let text = id.split_at_checked(4).map_or(id.as_str(), |(_, text)| text);
        (0..text.len().saturating_sub(3))
            .rev()
            .filter_map(|start| text.get(start..start.saturating_add(4)))
            .find(|code| !self.short_codes.contains_key(*code))
            .unwrap_or(text)
            .to_owned()
    }
}

/// The order of records by name, as a locale has it, and by number where names are equal.
pub(crate) fn by_name<H: Handle, T>(
    records: &Arena<H, T>,
    name: impl Fn(&T) -> &String,
) -> impl Fn(u32, u32) -> Ordering {
    move |one, other| {
        let key = |raw: u32| H::from_raw(raw).and_then(|number| records.get(number)).map(&name);
        let by_name = match (key(one), key(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        };
        by_name.then(one.cmp(&other))
    }
}

/// A day that a property of a request gives.
pub(super) fn check_day(
    property: &str,
    date: Option<&CalendarDate>,
) -> Result<Option<Day>, Refusal> {
    let Some(date) = date else { return Ok(None) };
    match Day::parse(&date.0) {
        Some(day) => Ok(Some(day)),
        None => Err(Refusal::at(property, "A day is written `2024-01-31`.")),
    }
}

/// The days between which something lies, both named with their property.
pub(super) fn check_period(
    start: (&str, Option<&CalendarDate>),
    end: (&str, Option<&CalendarDate>),
) -> Result<(Option<Day>, Option<Day>), Refusal> {
    let period = (check_day(start.0, start.1)?, check_day(end.0, end.1)?);
    if let (Some(first), Some(last)) = period
        && first > last
    {
        return Err(Refusal::at(end.0, "A period does not end before it starts."));
    }
    Ok(period)
}
