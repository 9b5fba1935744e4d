//! Records with a time: their lists are in the order of that time, because commits can be late.

use core::cmp::Ordering;

use super::Books;
use super::arena::{DeliveryNo, Handle, IssuanceNo, RetirementNo, TransferNo};
use crate::calendar::Moment;

/// A kind of record with a time.
pub(crate) trait Timed: Handle {
    fn at(record: &Self::Record) -> Moment;
}

/// Names for each kind the property that holds its time.
macro_rules! timed {
    ( $( $handle:ident at $moment:ident; )* ) => { $(
        impl Timed for $handle {
            fn at(record: &Self::Record) -> Moment {
                record.$moment
            }
        }
    )* };
}

timed! {
    IssuanceNo at issued_at;
    DeliveryNo at at;
    TransferNo at at;
    RetirementNo at at;
}

/// The order of records by time; at the same time, in the order of their commits.
pub(crate) fn by_time<H: Timed>(books: &Books) -> impl Fn(u32, u32) -> Ordering {
    let records = H::records(books);
    move |one, other| {
        let at = |raw: u32| H::from_raw(raw).and_then(|number| records.get(number)).map(H::at);
        at(one).cmp(&at(other)).then(one.cmp(&other))
    }
}
