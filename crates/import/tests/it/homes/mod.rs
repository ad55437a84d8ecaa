//! A full home of each tool that has settings: what is taken over, what is left and why, and what is warned of.

mod aws_sso_cli;
mod aws_sso_util;
mod aws_vault;
mod awsume;
mod granted;
mod legacy;

use daypass_config_parse::Document;
use daypass_import::ImportPlan;
use daypass_other_tools::{Surroundings, Tool};
use std::{fs, path::Path};

/// A home directory with the files of a tool.
#[derive(Default)]
struct Home<'a> {
    files: &'a [(&'a str, &'a str)],
    variables: &'a [(&'a str, &'a str)],
    config: &'a str,
    credentials: &'a str,
}

impl Home<'_> {
    /// Writes the plan as lines.
    fn told(&self, tool: Tool) -> String {
        let home = tempfile::tempdir().expect("a folder");
        for (path, text) in self.files {
            write(&home.path().join(path), text);
        }
        let mut around = Surroundings::new(home.path());
        for (name, value) in self.variables {
            around.variables.insert((*name).to_owned(), (*value).to_owned());
        }
        let credentials = Document::parse_credentials(self.credentials);
        let config = Document::parse(self.config);
        let plan = ImportPlan::new(tool, &around, &config, Some(&credentials)).expect("a plan");
        told(&plan).replace(&home.path().display().to_string(), "HOME")
    }
}

#[expect(clippy::disallowed_methods, reason = "a test makes the files of another tool")]
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn told(plan: &ImportPlan) -> String {
    let mut lines: Vec<String> = plan.reads.iter().map(|path| format!("read {}", path.display())).collect();
    for session in &plan.sessions {
        let is = if session.exists { "exists" } else { "new" };
        lines.push(format!("session {} {} {} {is}", session.name, session.start_url, session.region));
    }
    for profile in &plan.profiles {
        let why = profile.reason.as_deref().unwrap_or_default();
        lines.push(format!("{} {} {why}", profile.action.word(), profile.name).trim_end().to_owned());
    }
    for setting in &plan.settings {
        lines.push(format!("set {} = {}", setting.full_name(), setting.value.shown()));
    }
    lines.extend(plan.left.iter().map(|left| format!("left {}: {}", left.what, left.why)));
    lines.extend(plan.warnings.iter().map(|warning| format!("warn {warning}")));
    lines.extend(plan.marks.iter().map(|mark| format!("mark {mark}")));
    lines.push("--".to_owned());
    lines.push(String::from_utf8_lossy(plan.after.as_bytes()).into_owned());
    lines.join("\n")
}
