//! Names in the form of the command line.

/// `creditBatches` and `credit_batches` as `credit-batches`.
pub(crate) fn kebab(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        match letter {
            '_' => text.push('-'),
            letter if letter.is_ascii_uppercase() => {
                text.push('-');
                text.push(letter.to_ascii_lowercase());
            }
            letter => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn words_are_joined_by_dashes() {
        assert_eq!(kebab("createFromOldestCredits"), "create-from-oldest-credits");
        assert_eq!(kebab("to_organisation_id"), "to-organisation-id");
        assert_eq!(kebab("list"), "list");
    }
}
