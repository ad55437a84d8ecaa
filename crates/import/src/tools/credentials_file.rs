//! The credentials file: what is said of the copies of temporary keys in it.

use crate::draft::{Decision, Draft};
use daypass_other_tools::{CopiedKeys, Owner, Tool, owner};

pub(super) fn read(draft: &mut Draft<'_>) {
    let Some(credentials) = draft.credentials else { return };
    let mut ours = Vec::new();
    for section in credentials.profiles() {
        let name = section.name();
        let plain = name.replace("\\.", ".");
        let origin = exported_from(draft, &plain);
        match CopiedKeys::of(&section) {
            CopiedKeys::Of(tool) if tool == draft.tool => ours.push(name),
            CopiedKeys::SomeTool if origin.is_some() => some_tool(draft, name, &plain),
            CopiedKeys::Other if draft.config.profile(name).is_none() => {
                draft.keep(name, format!("only in the credentials file, not of {}", draft.tool));
            }
            CopiedKeys::Of(_) | CopiedKeys::SomeTool | CopiedKeys::Other => {}
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
