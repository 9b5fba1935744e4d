//! The mirror: a complete, verified copy of the public record, kept up to date with few requests.
//!
//! This module decides, without I/O: a [`Run`] says what to request from the registry and what to read and write in a
//! store, and receives the results. Rust decides; JavaScript (or a simulation) carries out.
//!
//! - [`refresh`]: reads the lists until they are proved complete, follows the batches, publishes in one transaction.
//! - [`verify`]: the laws, over everything that readers see, and the digest; on request, what the registry tells an account.
//! - [`schema`]: the tables of a store, with columns derived from the models of [`crate::model`].
//! - [`sql`]: the same as SQL, with views.
//! - [`action`], [`port`]: effects as data.
//! - `walk`, `batches`, `sweep`, `publish`: the parts of a refresh.
//! - `laws`: what must hold.
//! - [`statement`]: what an organisation held, received and passed on, and who held what at a given time.
//! - `tree`: the batches of issuances with everything that names them; `descent`: what each was split from.

pub mod action;
mod batches;
pub mod cell;
mod descent;
pub mod entity;
pub mod json;
mod laws;
mod list;
pub mod moment;
pub mod options;
pub mod page;
mod planner;
pub mod port;
mod publish;
pub mod record;
mod refresh;
pub mod report;
pub mod schema;
pub mod sql;
pub mod statement;
mod store;
mod sweep;
mod todo;
mod tree;
mod verify;
mod walk;

pub use action::{Action, Answer, Ask, Event, Rows, Write};
pub use options::{Options, Planted};
pub use port::Run;
pub use refresh::refresh;
pub use report::{Progress, Report};
pub use schema::Schema;
pub use statement::{holdings, statement};
pub use verify::verify;
