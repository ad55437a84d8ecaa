//! The table of the variables by which an AI agent marks the programs that it starts.

use crate::Environment;

/// A variable by which an agent marks the programs that it starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AgentMark {
    /// The name in the environment.
    pub variable: &'static str,
    /// The value that it has; `None` for any that is not empty.
    pub value: Option<&'static str>,
    /// The name of the agent; `None` where the value names it.
    pub agent: Option<&'static str>,
    /// Whether the AWS CLI 2.36.7 knows it (`botocore/useragent.py`).
    pub is_of_aws_cli: bool,
}

const fn mark(
    variable: &'static str,
    value: Option<&'static str>,
    agent: &'static str,
    is_of_aws_cli: bool,
) -> AgentMark {
    AgentMark { variable, value, agent: Some(agent), is_of_aws_cli }
}

/// All marks: those of the AWS CLI first, in its order. Any program can set or remove these variables, so they may take
/// something away and never give anything.
pub const AGENT_MARKS: &[AgentMark] = &[
    mark("CLAUDECODE", Some("1"), "Claude Code", true),
    mark("GEMINI_CLI", Some("1"), "Gemini CLI", true),
    mark("CODEX_THREAD_ID", None, "Codex", true),
    mark("KIRO_SESSION_ID", None, "Kiro", true),
    mark("OPENCODE", None, "opencode", true),
    mark("ANTIGRAVITY_AGENT", None, "Antigravity", true),
    mark("AMP_CURRENT_THREAD_ID", None, "Amp", true),
    mark("PI_CODING_AGENT", Some("true"), "Pi", true),
    mark("COPILOT_CLI", Some("1"), "Copilot CLI", true),
    mark("CURSOR_AGENT", Some("1"), "Cursor", true),
    mark("CODEX_SANDBOX", None, "Codex", false),
    mark("AUGMENT_AGENT", None, "Augment", false),
    mark("CLINE_ACTIVE", None, "Cline", false),
    mark("COPILOT_AGENT", None, "Copilot", false),
    mark("GOOSE_TERMINAL", None, "Goose", false),
    AgentMark { variable: "AI_AGENT", value: None, agent: None, is_of_aws_cli: false },
];

/// The longest name of an agent that is taken from a variable, in characters.
const MOST_CHARACTERS: usize = 40;

impl Environment {
    /// Returns the name of the agent that runs this program, by the first mark that is set. A name that a variable gives is
    /// cut to 40 characters and may hold anything that a program put there.
    ///
    /// ```
    /// use daypass_environment::Environment;
    ///
    /// let agent = |name: &str, value: &str| Environment::of([(name, value)]).agent();
    /// assert_eq!(agent("CLAUDECODE", "1").as_deref(), Some("Claude Code"));
    /// assert_eq!(agent("CLAUDECODE", "0"), None);
    /// assert_eq!(agent("CODEX_THREAD_ID", "0199").as_deref(), Some("Codex"));
    /// assert_eq!(agent("AI_AGENT", "crush@1.2").as_deref(), Some("crush@1.2"));
    /// assert_eq!(agent("EDITOR", "vi"), None);
    /// ```
    pub fn agent(&self) -> Option<String> {
        AGENT_MARKS.iter().find_map(|mark| {
            let value = self.named(mark.variable).filter(|value| !value.is_empty())?;
            let value = value.to_string_lossy();
            let is_it = mark.value.is_none_or(|expected| value == expected);
            let name =
                || mark.agent.map_or_else(|| value.chars().take(MOST_CHARACTERS).collect(), str::to_owned);
            is_it.then(name)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_mark_is_known_by_its_value() {
        for mark in AGENT_MARKS {
            let agent = |value: &str| Environment::of([(mark.variable, value)]).agent();
            let expected = mark.agent.unwrap_or("x");
            assert_eq!(agent(mark.value.unwrap_or("x")).as_deref(), Some(expected), "{mark:?}");
            assert_eq!(agent(""), None, "{mark:?}");
            assert_eq!(agent("another").is_none(), mark.value.is_some(), "{mark:?}");
        }
        let names: BTreeSet<_> = AGENT_MARKS.iter().map(|mark| mark.variable).collect();
        assert_eq!(names.len(), AGENT_MARKS.len(), "no variable is there twice");
        assert_eq!(AGENT_MARKS.iter().filter(|mark| mark.is_of_aws_cli).count(), 10);
    }

    #[test]
    fn the_first_mark_counts_and_a_name_is_cut() {
        let both = Environment::of([("AI_AGENT", "x"), ("CURSOR_AGENT", "1")]);
        assert_eq!(both.agent().as_deref(), Some("Cursor"));
        let long = Environment::of([("AI_AGENT", "é".repeat(100))]);
        assert_eq!(long.agent().map(|name| name.chars().count()), Some(MOST_CHARACTERS));
    }
}
