//! What a refresh is told.

/// How a refresh is to be done.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The address of the registry. A store holds the copy of one registry only.
    pub origin: String,
    /// How many requests at most go into reading anew what nothing announces.
    pub sweep: u32,
    /// A fault that a simulation must find.
    pub planted: Option<Planted>,
}

/// Faults that mirrors of such lists have had. They are there to show that the simulation finds them, and are not
/// compiled into the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// A list is taken as read at the first id that is known.
    StopAtFirstKnown,
    /// The place in a walk is saved before the rows that were read on the way.
    CheckpointBeforeRows,
    /// What one page brought is published by itself.
    PagePublishedAlone,
    /// The count of a list is not compared.
    CountIgnored,
    /// The last copy of an organisation wins, even if it says less.
    ThinOverFull,
    /// What a walk has not seen is gone, even if it did not reach the end.
    DeletionFromPartialWalk,
}

impl Options {
    /// Whether this fault is planted.
    pub(super) fn has(&self, fault: Planted) -> bool {
        cfg!(feature = "planted-faults") && self.planted == Some(fault)
    }
}
