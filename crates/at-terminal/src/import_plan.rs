//! The plan of an import as text: what changes, what stays and why, and how a person leaves the other tool.

use crate::sections;
use daypass_import::{Action, ImportPlan};
use daypass_populate::diff;
use daypass_terminal::{Text, strong};

/// Writes the plan of an import: a summary, then the changes, the `settings` that are added as lines, what stays as it is and
/// why, and what is not taken over. At most `most` changes of a kind are shown.
///
/// ```
/// use daypass_at_terminal::import_text;
/// use daypass_config_parse::Document;
/// use daypass_import::ImportPlan;
/// use daypass_other_tools::{Surroundings, Tool};
///
/// let config = Document::parse(
///     "[profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n\
///      sso_account_id = 111122223333\nsso_role_name = Admin\n",
/// );
/// let plan = ImportPlan::new(Tool::AwsCliLegacy, &Surroundings::new("/home/me"), &config, None)?;
/// let text = import_text(&plan, &["browser = firefox".to_owned()], 10).plain();
/// assert!(text.contains("1 profile changed") && text.contains("Config file\n"));
/// assert!(text.ends_with("Settings\n + browser = firefox\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_text(plan: &ImportPlan, settings: &[String], most: usize) -> Text {
    let kept = plan.profiles.iter().filter(|profile| profile.action == Action::Keep);
    let kept =
        kept.map(|profile| format!("   {}: {}", profile.name, profile.reason.as_deref().unwrap_or_default()));
    let parts = sections([
        ("Config file", diff(&plan.changes, most, true)),
        ("Marks that go", plan.marks.iter().map(|mark| format!(" - {mark}")).collect()),
        ("Settings", settings.iter().map(|line| format!(" + {line}")).collect()),
        ("Profiles that stay as they are", first(kept.collect(), most)),
        ("Not taken over", plan.left.iter().map(|left| format!("   {}: {}", left.what, left.why)).collect()),
    ]);
    let gap = if parts.is_empty() { Text::new() } else { Text::new().newline() };
    Text::new().line(plan.to_string()) + gap + parts
}

/// Writes the steps by which a person leaves the tool of an import, below a heading; none of them is done by the import.
///
/// ```
/// use daypass_at_terminal::leave_text;
/// use daypass_config_parse::Document;
/// use daypass_import::ImportPlan;
/// use daypass_other_tools::{Surroundings, Tool};
///
/// let around = Surroundings::new("/home/me");
/// let plan = ImportPlan::new(Tool::AwsVault, &around, &Document::default(), None)?;
/// assert!(leave_text(&plan).plain().starts_with(&format!("\nTo leave {}\n * ", Tool::AwsVault)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn leave_text(plan: &ImportPlan) -> Text {
    let steps = plan.tool.leave().iter().map(|step| format!(" * {step}"));
    let title = format!("To leave {}", plan.tool);
    Text::new().newline().line(strong(title.as_str())) + Text::lines(steps)
}

/// Returns the first lines, and how many more there are.
fn first(mut lines: Vec<String>, most: usize) -> Vec<String> {
    let more = lines.len().saturating_sub(most);
    lines.truncate(most);
    lines.extend((more > 0).then(|| format!("   … and {more} more (--plan shows all)")));
    lines
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn a_long_list_says_how_much_it_leaves_out() {
        let lines = || ["   a", "   b", "   c"].map(str::to_owned).to_vec();
        assert_eq!(first(lines(), 1), ["   a", "   … and 2 more (--plan shows all)"]);
        assert_eq!(first(lines(), 3), lines());
    }
}
