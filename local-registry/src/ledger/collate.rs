//! The order of names as people expect it, and as a database with a locale produces it: letters are compared before
//! accents and case, not by their bytes.

use core::cmp::Ordering;

/// Letters with accents, and the letters without them.
const ACCENTED: [(char, &str); 16] = [
    ('a', "àáâãäåāăąÀÁÂÃÄÅĀĂĄ"),
    ('c', "çćčÇĆČ"),
    ('d', "ďđĎĐ"),
    ('e', "èéêëēėęěÈÉÊËĒĖĘĚ"),
    ('g', "ğĞ"),
    ('i', "ìíîïīįıÌÍÎÏĪĮİ"),
    ('l', "łľŁĽ"),
    ('n', "ñńňÑŃŇ"),
    ('o', "òóôõöøōőÒÓÔÕÖØŌŐ"),
    ('r', "řŘ"),
    ('s', "śšşßŚŠŞ"),
    ('t', "ťţŤŢ"),
    ('u', "ùúûüūůűÙÚÛÜŪŮŰ"),
    ('y', "ýÿÝŸ"),
    ('z', "źžżŹŽŻ"),
    ('\'', "‘’“”\""),
];

/// Compares two names: by their letters, then by accents and case, small letters first.
pub(super) fn compare(one: &str, other: &str) -> Ordering {
    let letters = |text: &'_ str| text.chars().map(base).collect::<Vec<_>>();
    letters(one).cmp(&letters(other)).then_with(|| {
        let rest = |text: &'_ str| {
            text.chars().map(|letter| (letter.is_ascii_uppercase(), letter)).collect::<Vec<_>>()
        };
        rest(one).cmp(&rest(other))
    })
}

/// The small letter that a letter is a form of, by its class: punctuation, digits, letters.
fn base(letter: char) -> (u8, char) {
    let plain = ACCENTED.iter().find(|(_, forms)| forms.contains(letter));
    let plain = plain.map_or(letter.to_ascii_lowercase(), |(plain, _)| *plain);
    let class = match plain {
        _ if plain.is_ascii_digit() => 1,
        _ if plain.is_ascii_lowercase() || !plain.is_ascii() => 2,
        _ => 0,
    };
    (class, plain)
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn names_are_in_the_order_of_a_dictionary() {
        let sorted = [
            "“Quoted” Biochar",
            "Ärmel 10",
            "armel biochar",
            "Ärmel Biochar",
            "Armel Biochar North",
            "banana",
            "Banana",
            "Çelik",
            "Coast",
            "Łódź",
            "Zebra",
            "Ωmega",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|one, other| compare(one, other));
        assert_eq!(names, sorted);
    }
}
