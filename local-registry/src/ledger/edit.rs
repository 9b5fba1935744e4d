//! Edits of public data: renames, hides and restores projects, and describes suppliers.

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
        /// The project.
        project_id: ProjectId,
        /// Its new name.
        name: String,
    }
}

input! {
    /// A project.
    pub(crate) struct ProjectReference {
        /// The project.
        project_id: ProjectId,
    }
}

input! {
    /// A supplier's new descriptions; omitted ones are removed.
    pub(crate) struct SupplierDescription {
        /// The supplier.
        supplier_id: SupplierId,
        /// A one-sentence description.
        short_description: Option<String>,
        /// A longer description.
        long_description: Option<String>,
    }
}

impl Ledger {
    /// Renames a project; its place in the list changes accordingly.
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

    /// Hides a project from the public record, or restores it.
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

    /// Changes a supplier's descriptions.
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
