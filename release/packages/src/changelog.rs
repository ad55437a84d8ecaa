//! The changelog (Keep a Changelog): the section of a version, and how a release gets one.

/// The text of a version's section; that of what is not released, if it has none yet.
pub(crate) fn section<'t>(text: &'t str, version: &str) -> Option<&'t str> {
    let of = |name: &str| {
        let start = text.find(&format!("\n## [{name}]"))?;
        let body = text.get(start + 1..)?.split_once('\n')?.1;
        Some(body.find("\n## [").and_then(|end| body.get(..end)).unwrap_or(body).trim())
    };
    of(version).or_else(|| of("Unreleased"))
}

/// Gives what is not released the version and the date, below a new empty section.
pub(crate) fn released(text: &str, version: &str, date: &str) -> Result<String, String> {
    if text.contains(&format!("\n## [{version}]")) {
        return Err(format!("the changelog has {version} already"));
    }
    match section(text, "Unreleased") {
        None => Err("the changelog has no section Unreleased".to_owned()),
        Some("") => Err("nothing is written below Unreleased".to_owned()),
        Some(_) => {
            let new = format!("\n## [Unreleased]\n\n## [{version}] - {date}\n");
            Ok(text.replacen("\n## [Unreleased]\n", &new, 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# Changelog\n\n## [Unreleased]\n\n### Fixed\n\n- It.\n\n## [0.1.0] - 2026-01-01\n\n- First.\n";

    #[test]
    fn a_release_takes_what_is_unreleased() {
        let text = released(TEXT, "0.2.0", "2026-11-26").unwrap();
        assert_eq!(section(&text, "Unreleased"), Some(""));
        assert_eq!(section(&text, "0.2.0"), Some("### Fixed\n\n- It."));
        assert_eq!(section(&text, "0.1.0"), Some("- First."));
        assert_eq!(section(TEXT, "0.2.0"), Some("### Fixed\n\n- It."));
        assert!(released(&text, "0.3.0", "2026-11-27").is_err(), "nothing is new");
        assert!(released(TEXT, "0.1.0", "2026-11-27").is_err(), "it is released");
        assert!(released("# Changelog\n", "0.1.0", "2026-11-27").is_err(), "there is no section");
    }
}
