//! Encodes and decodes text in URLs, forms, HTML and XML.

/// Percent-encodes all but the unreserved characters of RFC 3986.
pub(crate) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Decodes percent-encoding; in a form a plus is a space.
pub(crate) fn decode(text: &str, plus_is_space: bool) -> String {
    let mut rest = text.as_bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        let escaped = tail.split_first_chunk::<2>().and_then(|(digits, tail)| {
            let mut value = [0];
            hex::decode_to_slice(digits, &mut value).ok()?;
            Some((value, tail))
        });
        match (byte, escaped) {
            (b'%', Some(([value], tail))) => {
                decoded.push(value);
                rest = tail;
            }
            (b'+', _) if plus_is_space => decoded.push(b' '),
            _ => decoded.push(*byte),
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Parses the pairs of a query string or a form.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true))
        })
        .collect()
}

/// Escapes text for an element or a quoted attribute of HTML or XML.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_trips_and_oddities() {
        for text in ["", "a b+c&d=%41", "héé/\u{1F600}~", "%"] {
            assert_eq!(decode(&encode(text), true), text);
        }
        assert_eq!(decode("%4", true), "%4");
        assert_eq!(decode("a+b%zz", true), "a b%zz");
        assert_eq!(decode("a+b", false), "a+b");
        assert_eq!(pairs("a=1&&b&c=x=y"), [("a", "1"), ("b", ""), ("c", "x=y")].map(owned));
        assert_eq!(escape("<a href='\"'>&"), "&lt;a href=&#39;&quot;&#39;&gt;&amp;");
    }

    fn owned((name, value): (&str, &str)) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }
}
