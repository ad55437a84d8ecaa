//! Which import would help a person who has nothing set up, or who names a profile that is another tool's.

use crate::ImportPlan;
use daypass_config_parse::Document;
use daypass_other_tools::{Recognised, Surroundings, Tool, recognised};

/// The import that helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "callers say something else of each")]
pub enum HelpfulImport {
    /// None: no tool left what helps.
    None,
    /// The import from this tool.
    From(Tool),
    /// One of several: a person chooses.
    OneOf,
}

impl HelpfulImport {
    /// Finds the import that sets up the first session.
    pub fn that_begins(around: &Surroundings, config: &Document, credentials: Option<&Document>) -> Self {
        Self::that(around, config, credentials, ImportPlan::adds_session)
    }

    /// Finds the import that takes over this profile. A profile of the AWS CLI in its older form works as it is, and an import
    /// that would leave things as they are is no help.
    pub fn of_profile(
        around: &Surroundings,
        config: &Document,
        credentials: Option<&Document>,
        profile: &str,
    ) -> Self {
        let takes_over = |plan: &ImportPlan| plan.tool != Tool::AwsCliLegacy && plan.takes_over(profile);
        Self::that(around, config, credentials, takes_over)
    }

    fn that(
        around: &Surroundings,
        config: &Document,
        credentials: Option<&Document>,
        helps: impl Fn(&ImportPlan) -> bool,
    ) -> Self {
        let is_help = |found: &Recognised| {
            let plan = ImportPlan::new(found.tool, around, config, credentials);
            // The file of Leapp is opened by the import alone.
            plan.map_or(found.tool == Tool::Leapp && !found.files.is_empty(), |plan| helps(&plan))
        };
        let found = recognised(around, config, credentials);
        let mut tools = found.iter().filter(|found| is_help(found)).map(|found| found.tool);
        match (tools.next(), tools.next()) {
            (None, _) => Self::None,
            (Some(tool), None) => Self::From(tool),
            _ => Self::OneOf,
        }
    }

    /// Returns the words of the command; `None` if no import helps.
    pub fn command(self) -> Option<Vec<String>> {
        let words = ["daypass", "import"].into_iter();
        match self {
            Self::None => None,
            Self::From(tool) => Some(words.chain([tool.name()]).map(str::to_owned).collect()),
            Self::OneOf => Some(words.map(str::to_owned).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_names_the_one_tool() {
        for (import, expected) in [
            (HelpfulImport::None, None),
            (HelpfulImport::From(Tool::Leapp), Some("daypass import leapp")),
            (HelpfulImport::OneOf, Some("daypass import")),
        ] {
            assert_eq!(import.command().map(|words| words.join(" ")).as_deref(), expected);
        }
    }
}
