//! Edits of what is public: projects are renamed, hidden and brought back, and suppliers described anew.

use super::arena::{ProjectNo, SupplierNo};
use super::index::List;
use super::party::check_text;
use super::refusal::Refusal;
use super::{Ledger, by_name};
use crate::input::input;
use isometric_registry::model::id::{ProjectId, SupplierId};

input! {
    /// A project's new name.
    pub(crate) struct ProjectName {
        /// Which project.
        project_id: ProjectId,
        /// Its name from now on.
        name: String,
    }
}

input! {
    /// A project.
    pub(crate) struct ProjectReference {
        /// Which project.
        project_id: ProjectId,
    }
}

input! {
    /// What a supplier says of itself from now on; what is left out is not said any more.
    pub(crate) struct SupplierDescription {
        /// Which supplier.
        supplier_id: SupplierId,
        /// What it does, in a sentence.
        short_description: Option<String>,
        /// What it does, at length.
        long_description: Option<String>,
    }
}

impl Ledger {
    /// Gives a project another name; its place in the list changes with it.
    pub(crate) fn rename_project(&mut self, new: ProjectName) -> Result<ProjectNo, Refusal> {
        let number = self.named("project_id", &new.project_id.0)?;
        check_text("name", &new.name)?;
        self.unlist_project(number);
        if let Some(project) = self.books.projects.get_mut(number) {
            project.name = new.name;
        }
        self.list_project(number);
        Ok(number)
    }

    /// Takes a project out of the public record, or brings it back.
    pub(crate) fn set_hidden(
        &mut self,
        project: &ProjectReference,
        hidden: bool,
    ) -> Result<ProjectNo, Refusal> {
        let number = self.named("project_id", &project.project_id.0)?;
        self.unlist_project(number);
        if let Some(project) = self.books.projects.get_mut(number) {
            project.hidden = hidden;
        }
        self.list_project(number);
        Ok(number)
    }

    /// Changes what a supplier says of itself.
    pub(crate) fn describe_supplier(
        &mut self,
        new: SupplierDescription,
    ) -> Result<SupplierNo, Refusal> {
        let number = self.named("supplier_id", &new.supplier_id.0)?;
        if let Some(supplier) = self.books.suppliers.get_mut(number) {
            supplier.short_description = new.short_description;
            supplier.long_description = new.long_description;
        }
        Ok(number)
    }

    /// Whether a project is in the public record.
    pub(crate) fn is_public(&self, number: ProjectNo) -> bool {
        self.books.projects.get(number).is_some_and(|project| !project.hidden)
    }

    /// Puts a project into its lists, unless it is hidden.
    pub(super) fn list_project(&mut self, number: ProjectNo) {
        let Some(project) = self.books.projects.get(number).filter(|one| !one.hidden) else {
            return;
        };
        self.index.append(List::SupplierProjects(project.supplier), number);
        let order = by_name(&self.books.projects, |project| &project.name);
        self.index.add(List::Projects, number, &order);
    }

    fn unlist_project(&mut self, number: ProjectNo) {
        let Some(project) = self.books.projects.get(number) else { return };
        self.index.remove(List::SupplierProjects(project.supplier), number, &|one, other| {
            one.cmp(&other)
        });
        let order = by_name(&self.books.projects, |project| &project.name);
        self.index.remove(List::Projects, number, &order);
    }
}
