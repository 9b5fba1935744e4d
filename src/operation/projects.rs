//! Projects and their documents.

use super::operations;
use crate::model::id::ProjectId;
use crate::model::page::Page;
use crate::model::project::{Project, ProjectDocument};

operations! {
    /// Projects and their documents.
    projects {
        /// A project by its id; `null` if there is none.
        get: Public Get "/projects/{id}" (id: ProjectId) -> Option<Project>;

        /// All projects, by name.
        list: Public Get "/projects" (page) -> Page<Project>;

        /// The documents that a project has published, by name.
        documents: Public Get "/projects/{id}/documents" (id: ProjectId, page)
            -> Page<ProjectDocument>;
    }
}
