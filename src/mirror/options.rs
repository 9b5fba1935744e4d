//! The options of a refresh.

/// The options of a refresh.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The address of the registry. A store holds the copy of only one registry.
    pub origin: String,
    /// The most requests for re-reading what no list announces.
    pub sweep: u32,
    /// A fault that a simulation must find.
    pub planted: Option<Planted>,
}

/// Faults that mirrors of such lists have had. They exist to check that the simulation finds them, and are not compiled
/// into the package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planted {
    /// A list counts as read at the first known id.
    StopAtFirstKnown,
    /// The position in a list is saved before the rows that were read on the way.
    CheckpointBeforeRows,
    /// The contents of one page are published separately.
    PagePublishedAlone,
    /// The count of a list is not compared.
    CountIgnored,
    /// The last copy of an organisation wins, even if it contains less.
    ThinOverFull,
    /// Records that a pass has not seen count as gone, even if it did not reach the end.
    DeletionFromPartialWalk,
}

impl Options {
    /// Whether this fault is planted.
    pub(super) fn has(&self, fault: Planted) -> bool {
        cfg!(feature = "planted-faults") && self.planted == Some(fault)
    }
}
