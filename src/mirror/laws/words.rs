//! How a law that is broken is told of.

/// Kilograms, or that there are none on record.
pub(super) fn in_kg(kg: Option<i128>) -> String {
    kg.map_or_else(|| "an unknown quantity".to_owned(), |kg| format!("{kg} kg"))
}

/// Ids, one after the other.
pub(super) fn listed<T: AsRef<str>>(ids: &[T]) -> String {
    if ids.is_empty() {
        return "none".to_owned();
    }
    ids.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(" and ")
}

/// The totals of a project that differ from what its batches come to.
pub(super) fn differing(stated: [Option<i128>; 4], found: [i128; 4]) -> String {
    ["issued", "issued to the buffer pool", "retired", "retired from the buffer pool"]
        .into_iter()
        .zip(stated.into_iter().zip(found))
        .filter(|&(_, (stated, found))| stated != Some(found))
        .map(|(name, (stated, found))| {
            format!("it says {} were {name}, its batches say {found} kg", in_kg(stated))
        })
        .collect::<Vec<_>>()
        .join("; ")
}
