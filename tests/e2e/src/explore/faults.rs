//! Faults that daypass once had, each as the edit of its source that puts it back.
//!
//! A row names no file: its text must be in exactly one file below `crates`, so that files can move.

/// A fault, and the edit that puts it back.
pub(super) struct Fault {
    /// The fault as a person sees it.
    pub(super) name: &'static str,
    /// The text of the source as it is.
    pub(super) from: &'static str,
    /// The text that has the effect of the old fault.
    pub(super) to: &'static str,
}

pub(super) const FAULTS: &[Fault] = &[
    Fault {
        name: "login aborts on a terminal with two sessions",
        from: "(None, _) => configured(context, flags, &files)?,",
        to: "(None, _) => context.block_on(async { configured(context, flags, &files) })?,",
    },
    Fault {
        name: "a [default] with only a region is taken for somebody",
        from: "profile.name() == \"default\" && !has_source(profile)",
        to: "profile.name() == \"default\" && !has_source(profile) && profile.get(\"region\").is_none()",
    },
    Fault {
        name: "login has nothing to do for a session that the portal refused",
        from: "self.report_save(\"the end of the refused session\", self.tokens.save_token(&key, &token));",
        to: "",
    },
    Fault {
        name: "logout --all leaves the keys of chained roles",
        from: "flat_map(|plan| plan.cache_keys().collect::<Vec<_>>())",
        to: "flat_map(|plan| plan.cache_keys().last())",
    },
    Fault {
        name: "doctor finds nothing about a broken chain of roles",
        from: "found.extend(chains::unusable(&view, &found));",
        to: "",
    },
    Fault {
        name: "control characters of a config file reach the terminal",
        from: "!(c.is_control() || HIDDEN",
        to: "!(c.is_ascii_control() || HIDDEN",
    },
    Fault {
        name: "a remedy for a name that begins with a dash does not parse",
        from: "let is_odd = is_ours && (word.is_empty() || word.starts_with('-'));",
        to: "let is_odd = is_ours && word.is_empty();",
    },
    Fault {
        name: "a redirect or a proxy's refusal is taken for a verdict of AWS",
        from: "(K::MALFORMED, Cause::Foreign(error))",
        to: "(K::of(&error).unwrap_or(K::UNEXPECTED), Cause::Service(error))",
    },
    Fault {
        name: "the child of exec keeps what an outer environment says of who it is",
        from: "child.remove.extend(Variable::identity().map(Variable::name));",
        to: "",
    },
    Fault {
        name: "a variable that cannot be decoded counts as not set",
        from: "Ok(text.map_err(|_| Error::undecodable(variable))?.filter(|text| !text.is_empty()))",
        to: "Ok(text.ok().flatten().filter(|text| !text.is_empty()))",
    },
];
