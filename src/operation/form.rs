//! Which form of a body is meant, if there are several: a beneficiary is an organisation or a person.

use crate::model::table::{Kind, Property, Table};

/// The form that has the most of the given properties; among equals the one whose name is given, or the first.
/// `text_of` returns the text of a property, and the inner `None` for a property that is present but not text.
#[must_use]
pub fn choose_form<'a>(
    forms: &'static [&'static Table],
    text_of: impl Fn(&str) -> Option<Option<&'a str>>,
) -> Option<&'static Table> {
    let fitness = |table: &&&'static Table| {
        let is_given = |property: &&Property| text_of(property.name).is_some();
        let is_named = |property: &Property| match property.kind {
            Kind::Constant(name) => text_of(property.name) == Some(Some(name)),
            _ => false,
        };
        let known = table.properties.iter().filter(is_given).count();
        (known, table.properties.iter().any(is_named))
    };
    forms.iter().rev().max_by_key(fitness).copied()
}
