//! Transferees: the organisations to which your organisation can transfer credits.

use super::operations;
use crate::model::organisation::Organisation;
use crate::model::page::Page;

operations! {
    /// The organisations to which your organisation can transfer credits.
    transferees {
        /// The organisations to which your organisation can transfer credits.
        list: Private Get "/transferees" (page) -> Page<Organisation>;
    }
}
