//! Records in the order they were made, each known by its number.

use core::num::NonZeroU32;

use isometric_registry::model::id::IdKind;
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;

/// The number of a record of one kind, from 1.
pub(crate) trait Handle: Copy + Ord {
    /// The kind of the record's id.
    const KIND: IdKind;
    fn of(number: NonZeroU32) -> Self;
    fn number(self) -> NonZeroU32;

    /// The same without its kind, as indexes hold it.
    fn raw(self) -> u32 {
        self.number().get()
    }

    fn from_raw(raw: u32) -> Option<Self> {
        NonZeroU32::new(raw).map(Self::of)
    }
}

/// Declares the kinds of handles.
macro_rules! handles {
    ( $( $name:ident = $kind:ident; )* ) => { $(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $name(NonZeroU32);

        impl Handle for $name {
            const KIND: IdKind = IdKind::$kind;

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
    OrganisationNo = Organisation;
    SupplierNo = Supplier;
    ProjectNo = Project;
    DocumentNo = ProjectDocument;
    IssuanceNo = Issuance;
    RemovalNo = Removal;
    BatchNo = CreditBatch;
    OrderNo = Order;
    DeliveryNo = Delivery;
    TransferNo = Transfer;
    RetirementNo = Retirement;
    RefundNo = BufferPoolRefund;
    CheckoutNo = SupplierStripeConfiguration;
}

/// All records of one kind.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Arena<H, T> {
    records: Vec<T>,
    #[serde(skip)]
    handle: core::marker::PhantomData<H>,
}

impl<H, T> Default for Arena<H, T> {
    fn default() -> Self {
        Self { records: Vec::new(), handle: core::marker::PhantomData }
    }
}

impl<H: Handle, T> Arena<H, T> {
    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The number that the next record gets; `None` when there are no numbers left.
    pub(crate) fn next(&self) -> Option<H> {
        H::from_raw(u32::try_from(self.records.len()).ok()?.checked_add(1)?)
    }

    pub(crate) fn push(&mut self, record: T) -> Option<H> {
        let handle = self.next()?;
        self.records.push(record);
        Some(handle)
    }

    pub(crate) fn get(&self, handle: H) -> Option<&T> {
        self.records.get(position(handle))
    }

    /// The same, as a refusal where there is none.
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
