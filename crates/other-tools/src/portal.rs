//! Portals: when two start URLs are one portal, and how a session of a portal is called.

use daypass_sso_types::StartUrl;

/// Returns the start URL without `/`, `#` and `#/` at its end.
pub fn without_tail(url: &str) -> &str {
    url.trim_end_matches(['/', '#'])
}

/// Returns the form in which two start URLs of one portal are equal: host in lower case, no tail.
pub fn normal(url: &str) -> String {
    let url = without_tail(url);
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end =
        url.get(after_scheme..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| at + after_scheme);
    let (host, path) = url.split_at_checked(end).unwrap_or((url, ""));
    host.to_lowercase() + path
}

/// Returns a name for a session of this portal: the first label of the host, or the last segment of the path for hosts
/// that begin with `start.`, which all portals of a partition share.
pub fn name(url: &str) -> String {
    let host = StartUrl::new(url).map(|url| url.host()).unwrap_or_default();
    let label = match host.starts_with("start.") {
        true => without_tail(url).rsplit('/').next().unwrap_or_default().to_owned(),
        false => host.split('.').next().unwrap_or_default().to_owned(),
    };
    let label = plain(&label);
    if label.is_empty() { "sso".to_owned() } else { label }
}

/// Turns a name of another tool into the name of a session: letters without accents, and `-` for each run of other
/// signs.
pub fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in daypass_populate::transliterated(name).chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-') {
            plain.push(c);
        } else {
            plain.push(' ');
        }
    }
    let words: Vec<_> =
        plain.split(' ').map(|word| word.trim_matches('-')).filter(|word| !word.is_empty()).collect();
    words.join("-").trim_matches(['-', '.']).to_owned()
}

/// Returns the first of `name`, `name-2`, `name-3` and so on that is not taken.
pub fn free(name: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..=u32::MAX).map(|count| format!("{name}-{count}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !is_taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portals_and_names() {
        for (url, expected, label) in [
            ("https://Example.awsapps.com/start#/", "https://example.awsapps.com/start", "example"),
            ("https://example.awsapps.com/Start/", "https://example.awsapps.com/Start", "example"),
            (
                "https://d-90670a1b2c.awsapps.com/start/#",
                "https://d-90670a1b2c.awsapps.com/start",
                "d-90670a1b2c",
            ),
            (
                "https://start.home.awsapps.cn/directory/d-96670abcde/",
                "https://start.home.awsapps.cn/directory/d-96670abcde",
                "d-96670abcde",
            ),
            // A short host, whose path keeps its case.
            ("https://A.co/Start", "https://a.co/Start", "a"),
            ("A.co/Start", "a.co/Start", "sso"),
        ] {
            assert_eq!((normal(url).as_str(), name(url).as_str()), (expected, label), "{url}");
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        for (taken, expected) in
            [(&[][..], "corp"), (&["corp-2"], "corp"), (&["corp"], "corp-2"), (&["corp-2", "corp"], "corp-3")]
        {
            assert_eq!(free("corp", |name| taken.contains(&name)), expected, "{taken:?}");
        }
    }

    #[test]
    fn names_of_other_tools_become_plain() {
        for (name, expected) in [
            ("Gov / Prod (ü)", "Gov-Prod-u"),
            ("Main Org", "Main-Org"),
            ("gov again", "gov-again"),
            ("cn", "cn"),
            ("a_b.c-d", "a_b.c-d"),
            ("日本", ""),
        ] {
            assert_eq!(plain(name), expected, "{name}");
        }
    }
}
