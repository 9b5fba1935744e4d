//! Records in the order of their creation, each identified by its number.

use core::num::NonZeroU32;

use isometric_registry::model::id::IdKind;
use serde::{Deserialize, Serialize};

use super::Books;
use super::records::{
    Batch, Checkout, Delivery, Document, Issuance, Order, Organisation, Project, Refund, Removal,
    Retirement, Supplier, Transfer,
};
use super::refusal::Refusal;

/// The number of a record of one kind, from 1.
pub(crate) trait Handle: Copy + Ord + 'static {
    /// The kind of the record's id.
    const KIND: IdKind;
    /// The content of a record.
    type Record: 'static;
    fn records(books: &Books) -> &Arena<Self, Self::Record>;
    fn records_mut(books: &mut Books) -> &mut Arena<Self, Self::Record>;
    fn of(number: NonZeroU32) -> Self;
    fn number(self) -> NonZeroU32;

    /// The same without its kind, as indexes store it.
    fn raw(self) -> u32 {
        self.number().get()
    }

    fn from_raw(raw: u32) -> Option<Self> {
        NonZeroU32::new(raw).map(Self::of)
    }
}

/// Declares the kinds of handles.
macro_rules! handles {
    ( $( $name:ident = $kind:ident: $record:ident in $records:ident; )* ) => { $(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(NonZeroU32);

        impl Handle for $name {
            const KIND: IdKind = IdKind::$kind;
            type Record = $record;

            fn records(books: &Books) -> &Arena<Self, $record> {
                &books.$records
            }

            fn records_mut(books: &mut Books) -> &mut Arena<Self, $record> {
                &mut books.$records
            }

            fn of(number: NonZeroU32) -> Self {
                Self(number)
            }

            fn number(self) -> NonZeroU32 {
                self.0
            }
        }
    )* };
}

handles! {
    OrganisationNo = Organisation: Organisation in organisations;
    SupplierNo = Supplier: Supplier in suppliers;
    ProjectNo = Project: Project in projects;
    DocumentNo = ProjectDocument: Document in documents;
    IssuanceNo = Issuance: Issuance in issuances;
    RemovalNo = Removal: Removal in removals;
    BatchNo = CreditBatch: Batch in batches;
    OrderNo = Order: Order in orders;
    DeliveryNo = Delivery: Delivery in deliveries;
    TransferNo = Transfer: Transfer in transfers;
    RetirementNo = Retirement: Retirement in retirements;
    RefundNo = BufferPoolRefund: Refund in refunds;
    CheckoutNo = SupplierStripeConfiguration: Checkout in checkouts;
}

/// All records of one kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Arena<H, T> {
    records: Vec<T>,
    /// When the id of each record was created, in milliseconds since 1970.
    #[serde(with = "steps")]
    made: Vec<i64>,
    #[serde(skip)]
    handle: core::marker::PhantomData<H>,
}

impl<H, T> Default for Arena<H, T> {
    fn default() -> Self {
        Self { records: Vec::new(), made: Vec::new(), handle: core::marker::PhantomData }
    }
}

impl<H: Handle, T> Arena<H, T> {
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The number of the next record; `None` if there are no numbers left.
    pub(crate) fn next(&self) -> Option<H> {
        H::from_raw(u32::try_from(self.records.len()).ok()?.checked_add(1)?)
    }

    /// Adds a record whose id is of this millisecond.
    pub(crate) fn push(&mut self, record: T, made: i64) -> Option<H> {
        let handle = self.next()?;
        self.records.push(record);
        self.made.push(made);
        Some(handle)
    }

    /// When the id of a record was made.
    pub(crate) fn made(&self, handle: H) -> Option<i64> {
        self.made.get(position(handle)).copied()
    }

    pub(crate) fn get(&self, handle: H) -> Option<&T> {
        self.records.get(position(handle))
    }

    /// The same, as a refusal if there is none.
    pub(crate) fn found(&self, handle: H) -> Result<&T, Refusal> {
        self.get(handle).ok_or(Refusal::Missing(H::KIND))
    }

    pub(crate) fn get_mut(&mut self, handle: H) -> Option<&mut T> {
        self.records.get_mut(position(handle))
    }

    pub(crate) fn handles(&self) -> impl Iterator<Item = H> + use<H, T> {
        let last = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        (1..=last).filter_map(H::from_raw)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (H, &T)> {
        self.handles().zip(&self.records)
    }
}

fn position<H: Handle>(handle: H) -> usize {
    usize::try_from(handle.raw().wrapping_sub(1)).unwrap_or(usize::MAX)
}

/// Numbers that are each close to the one before, stored as differences: a byte each.
mod steps {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        numbers: &[i64],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let before = core::iter::once(&0).chain(numbers);
        let steps = numbers.iter().zip(before).map(|(number, before)| number.wrapping_sub(*before));
        steps.collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<i64>, D::Error> {
        let mut numbers = Vec::<i64>::deserialize(deserializer)?;
        let mut before = 0_i64;
        for number in &mut numbers {
            before = before.wrapping_add(*number);
            *number = before;
        }
        Ok(numbers)
    }
}
