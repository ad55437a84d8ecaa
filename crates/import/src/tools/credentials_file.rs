//! The credentials file: which sections are copies of temporary keys. Only names are read, the mark of a manager, and how
//! an access key id begins; no secret is.

use crate::{
    Tool,
    draft::{Decision, Draft},
    owner::{Owner, owner},
};
use daypass_config_parse::Section;
use std::collections::BTreeSet;

/// What a section of the credentials file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Temporary keys that a tool writes with a mark.
    Of(Tool),
    /// Temporary keys that some tool wrote without a mark.
    SomeTool,
    /// Anything else.
    Other,
}

/// Reads the fingerprints of a section.
pub(crate) fn kind(section: &Section<'_>) -> Kind {
    let keys: BTreeSet<_> = section.keys().into_iter().collect();
    let three = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
    if section.get("manager") == Some("awsume") {
        return Kind::Of(Tool::Awsume);
    }
    if keys.contains("aws_security_token") && keys.contains("aws_session_expiration") {
        return Kind::Of(Tool::Yawsso);
    }
    let others = keys.iter().filter(|key| !three.contains(key) && **key != "region").count();
    let is_temporary = section.get("aws_access_key_id").is_some_and(|id| id.starts_with("ASIA"));
    let has_all = three.iter().all(|key| keys.contains(key));
    if others == 0 && has_all && is_temporary { Kind::SomeTool } else { Kind::Other }
}

pub(super) fn read(draft: &mut Draft<'_>) {
    let Some(credentials) = draft.credentials else { return };
    let mut ours = Vec::new();
    for section in credentials.profiles() {
        let name = section.name();
        let plain = name.replace("\\.", ".");
        let origin = exported_from(draft, &plain);
        match kind(&section) {
            Kind::Of(tool) if tool == draft.tool => ours.push(name),
            Kind::SomeTool if origin.is_some() => some_tool(draft, name, &plain),
            Kind::Other if draft.config.profile(name).is_none() => {
                draft.keep(name, format!("only in the credentials file, not of {}", draft.tool));
            }
            Kind::Of(_) | Kind::SomeTool | Kind::Other => {}
        }
    }
    temporary(draft, &ours);
    if draft.tool == Tool::AwsSsoCredsHelper {
        backups(draft);
    }
}

/// The profile of which a section of this name may be a copy: the same name, or with granted a suffix.
fn exported_from<'n>(draft: &Draft<'_>, name: &'n str) -> Option<&'n str> {
    let is_sso = |name: &str| {
        let decided = draft.profiles.iter().find(|profile| profile.name == name);
        let becomes = decided.is_some_and(|profile| matches!(profile.decision, Decision::Become { .. }));
        let native = draft.config.profile(name).is_some_and(|profile| {
            matches!(owner(&profile, draft.around), Owner::Native | Owner::Chain(_) | Owner::Of(_))
        });
        becomes || native
    };
    if is_sso(name) {
        return Some(name);
    }
    let ends = name.match_indices('-').filter(|_| draft.tool == Tool::Granted);
    ends.filter_map(|(at, _)| name.get(..at)).find(|name| is_sso(name))
}

fn some_tool(draft: &mut Draft<'_>, name: &str, plain: &str) {
    let what = format!("[{name}] in the credentials file");
    if name != plain {
        draft.left(
            what,
            "npm's ini package wrote the name with a backslash: no SDK finds it, so it shadows nothing",
        );
        return;
    }
    let why = match draft.tool {
        Tool::Granted => "keys that granted exported: expired, or soon will be",
        Tool::Leapp => {
            "keys that Leapp wrote and deletes when the session stops; while they stand there some SDKs take \
                        them before the new profile"
        }
        _ => "temporary keys",
    };
    draft.left(what, why);
    if draft.tool == Tool::Leapp {
        draft.warn(format!("stop the session {name} in Leapp: its keys shadow the profile"));
    } else if draft.config.profile(plain).is_some() {
        draft.warn(shadowed(name));
    }
}

fn shadowed(name: &str) -> String {
    format!(
        "[{name}] in the credentials file: several SDKs (Go, hence Terraform, and JavaScript) take keys of the same name \
         before SSO; remove that section"
    )
}

/// Names the sections that bear the tool's mark.
fn temporary(draft: &mut Draft<'_>, names: &[&str]) {
    for name in names {
        let why = match (draft.tool, *name) {
            (Tool::Yawsso, "default") => {
                "temporary keys of yawsso (`--default` or `set-default`): tools that are told no profile use them"
            }
            (_, name) if draft.config.profile(name).is_some() => "temporary keys, a copy of the profile",
            (Tool::Yawsso, _) => "a copy under another name: of which profile is not written anywhere",
            _ => "temporary keys of awsume",
        };
        draft.left(format!("[{name}] in the credentials file"), why);
        if draft.config.profile(name).is_some() {
            draft.warn(shadowed(name));
        } else {
            draft.warn(format!(
                "AWS_PROFILE={name} may be set in open shells or scripts: it finds nothing when the section goes"
            ));
        }
    }
}

fn backups(draft: &mut Draft<'_>) {
    for name in ["credentials.backup", "credentials.backup.firstrun"] {
        let path = draft.around.home.join(".aws").join(name);
        if path.is_file() {
            let shown = draft.around.shown(&path);
            draft.warn(format!("{shown} is a backup of the credentials file, with keys in clear"));
        }
    }
}
