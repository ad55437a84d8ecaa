//! Writes any text in the characters that every SDK reads in a profile's name: `A-Za-z0-9_.+@%:/-`.

/// Removes accents from Latin letters and replaces every other run of characters outside `A-Za-z0-9_.+@%:/-` with one
/// `-`: a text that every SDK reads in a profile's name.
///
/// ```
/// assert_eq!(daypass_populate::transliterated("Équipe Données"), "Equipe-Donnees");
/// ```
pub fn transliterated(text: &str) -> String {
    plain(text)
}

pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    // A hyphen that replaces something absorbs the hyphens next to it.
    let mut replaced = false;
    for c in text.chars() {
        if c == '-' && replaced {
            continue;
        }
        if c.is_ascii_alphanumeric() || "_.+@%:/-".contains(c) {
            plain.push(c);
            replaced = false;
        } else if let Some(letters) = letters(c) {
            plain.push_str(letters);
            replaced = replaced && letters.is_empty();
        } else {
            if !plain.ends_with('-') {
                plain.push('-');
            }
            replaced = true;
        }
    }
    plain
}

/// Returns a letter without its accent, and an empty text for a combining accent.
fn letters(c: char) -> Option<&'static str> {
    const ACCENTED: [(&str, &str); 58] = [
        ("A", "ÀÁÂÃÄÅĀĂĄǍ"),
        ("a", "àáâãäåāăąǎª"),
        ("AE", "Æ"),
        ("ae", "æ"),
        ("C", "ÇĆĈĊČ"),
        ("c", "çćĉċč"),
        ("D", "ÐĎĐ"),
        ("d", "ðďđ"),
        ("E", "ÈÉÊËĒĔĖĘĚ"),
        ("e", "èéêëēĕėęě"),
        ("G", "ĜĞĠĢǦ"),
        ("g", "ĝğġģǧ"),
        ("H", "ĤĦ"),
        ("h", "ĥħ"),
        ("I", "ÌÍÎÏĨĪĬĮİ"),
        ("i", "ìíîïĩīĭįı"),
        ("IJ", "Ĳ"),
        ("ij", "ĳ"),
        ("J", "Ĵ"),
        ("j", "ĵ"),
        ("K", "Ķ"),
        ("k", "ķĸ"),
        ("L", "ĹĻĽĿŁ"),
        ("l", "ĺļľŀł"),
        ("N", "ÑŃŅŇŊ"),
        ("n", "ñńņňŉŋ"),
        ("O", "ÒÓÔÕÖØŌŎŐ"),
        ("o", "òóôõöøōŏőº"),
        ("OE", "Œ"),
        ("oe", "œ"),
        ("R", "ŔŖŘ"),
        ("r", "ŕŗř"),
        ("S", "ŚŜŞŠȘ"),
        ("s", "śŝşšșſ"),
        ("SS", "ẞ"),
        ("ss", "ß"),
        ("T", "ŢŤŦȚ"),
        ("t", "ţťŧț"),
        ("TH", "Þ"),
        ("th", "þ"),
        ("U", "ÙÚÛÜŨŪŬŮŰŲ"),
        ("u", "ùúûüũūŭůűų"),
        ("W", "Ŵ"),
        ("w", "ŵ"),
        ("Y", "ÝŶŸ"),
        ("y", "ýÿŷ"),
        ("Z", "ŹŻŽ"),
        ("z", "źżž"),
        // Vietnamese letters with two marks, in composed form.
        ("A", "ẠẢẤẦẨẪẬẮẰẲẴẶ"),
        ("a", "ạảấầẩẫậắằẳẵặ"),
        ("E", "ẸẺẼẾỀỂỄỆ"),
        ("e", "ẹẻẽếềểễệ"),
        ("O", "ỌỎỐỒỔỖỘỚỜỞỠỢƠ"),
        ("o", "ọỏốồổỗộớờởỡợơ"),
        ("U", "ỤỦỨỪỬỮỰƯ"),
        ("u", "ụủứừửữựư"),
        ("I", "ỊỈ"),
        ("i", "ịỉ"),
    ];
    if ('\u{300}'..='\u{36f}').contains(&c) {
        return Some("");
    }
    ACCENTED.iter().find(|(_, accented)| accented.contains(c)).map(|(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    #[test]
    fn plain() {
        for (text, expected) in [
            ("Équipe Données", "Equipe-Donnees"),
            ("Données", "Donnees"),
            ("Straße Łódź Çağ", "Strasse-Lodz-Cag"),
            ("a  b", "a-b"),
            ("a - b", "a-b"),
            ("a -\u{301} b", "a-b"),
            ("a--b", "a--b"),
            ("e\u{301}-b", "e-b"),
            ("a é-b", "a-e-b"),
            ("日本", "-"),
            ("x.y_z+1@2%3:4/5-6", "x.y_z+1@2%3:4/5-6"),
            ("", ""),
        ] {
            assert_eq!(super::transliterated(text), expected, "{text}");
        }
    }
}
