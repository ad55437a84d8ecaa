//! What settings there are, what they mean, and what they may hold.

use daypass_populate::Template;
use daypass_sso_types::Region;

/// What a setting holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// One text.
    Text,
    /// A list of texts.
    List,
    /// A table of texts.
    Keys,
}

/// A setting.
#[derive(Debug)]
#[non_exhaustive]
pub struct Known {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// What counts where nobody sets it.
    pub built_in: &'static str,
    /// A right line, for a person who wrote a wrong one.
    pub example: &'static str,
    /// Why a text cannot be used.
    pub(crate) check: fn(&str) -> Result<(), String>,
}

/// All of them.
pub const KNOWN: &[Known] = &[
    Known {
        name: "sso_session",
        shape: Shape::Text,
        built_in: "",
        example: "sso_session = \"corp\"",
        check: something,
    },
    Known {
        name: "browser",
        shape: Shape::Text,
        built_in: "",
        example: "browser = \"firefox -P work\"",
        check: something,
    },
    Known {
        name: "template",
        shape: Shape::Text,
        built_in: Template::DEFAULT,
        example: "template = \"{account}.{role}\"",
        check: |text| Template::parse(text).map(drop).map_err(|error| error.to_string()),
    },
    Known {
        name: "regions",
        shape: Shape::List,
        built_in: "",
        example: "regions = [\"eu-west-1\"]",
        check: |text| Region::new(text).map(drop).map_err(|error| error.to_string()),
    },
    Known {
        name: "include",
        shape: Shape::List,
        built_in: "",
        example: "include = [\"prod-*\"]",
        check: something,
    },
    Known {
        name: "exclude",
        shape: Shape::List,
        built_in: "",
        example: "exclude = [\"*/Billing\"]",
        check: something,
    },
    Known {
        name: "keys",
        shape: Shape::Keys,
        built_in: "",
        example: "keys = { output = \"json\" }",
        check: |_| Ok(()),
    },
    Known {
        name: ALLOWED,
        shape: Shape::List,
        built_in: "",
        example: "allowed_endpoints = [\"vpce-1.example.com\"]",
        check: host,
    },
];

/// Hosts that tokens may go to although the file that names them is not the person's own, or without TLS.
pub(crate) const ALLOWED: &str = "allowed_endpoints";

/// Those that may stand in `[sso-session.NAME]`, too: all but the one that says which session.
pub(crate) const PER_SESSION: &str = "sso-session";

/// `browser` alone may stand in `[account.NUMBER]`: it opens that account's console.
pub(crate) const PER_ACCOUNT: &str = "account";

fn host(text: &str) -> Result<(), String> {
    let is_host = !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']'));
    if is_host {
        Ok(())
    } else {
        Err("it is no host, such as vpce-1.example.com or localhost:4566".to_owned())
    }
}

fn something(text: &str) -> Result<(), String> {
    if text.trim().is_empty() { Err("it is empty".to_owned()) } else { Ok(()) }
}
