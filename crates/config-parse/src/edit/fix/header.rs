//! A header line of a config file, taken apart and written as every tool reads it.

use daypass_config_parse::FileKind;

/// What stands in a header line.
pub(super) struct Header<'l> {
    pub(super) prefix: &'static str,
    pub(super) name: &'l str,
    pub(super) comment: &'l str,
}

impl<'l> Header<'l> {
    pub(super) fn read(line: &'l str, file: FileKind) -> Option<Self> {
        let (inside, comment) = line.trim_start().strip_prefix('[')?.split_once(']')?;
        let inside = inside.trim();
        let found = ["sso-session", "services", "profile"]
            .into_iter()
            .find_map(|prefix| Some((prefix, inside.strip_prefix(prefix)?)))
            .filter(|(_, rest)| rest.starts_with([' ', '\t', '.', '"', '\'']));
        let (prefix, name) = match found {
            Some((prefix, rest)) => (prefix, rest.trim_start_matches([' ', '\t', '.'])),
            // `[profilefoo bar]` is the profile bar to the one tool that reads it.
            None if file == FileKind::Config && inside.starts_with("profile") && inside.contains(' ') => {
                ("profile", inside.split_once(' ')?.1.trim())
            }
            None => ("profile", inside),
        };
        let name = ['"', '\'']
            .iter()
            .find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote))
            .unwrap_or(name);
        (!name.is_empty()).then_some(Self { prefix, name, comment })
    }

    /// As every tool reads it.
    pub(super) fn plain(&self, file: FileKind) -> String {
        let name = plain_name(self.name);
        match (file, self.prefix) {
            (FileKind::Credentials, _) => format!("[{name}]"),
            (_, "profile") if name == "default" => "[default]".to_owned(),
            (_, prefix) => format!("[{prefix} {name}]"),
        }
    }
}

/// The name in letters that every tool takes.
pub(super) fn plain_name(name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.+@%:/-".contains(c);
    name.chars().filter(|c| *c != '\\').map(|c| if is_plain(c) { c } else { '-' }).collect()
}
