//! Law 4: a command that fails, or is interrupted, has changed no file but those it names; one that only looks changes
//! none.

use super::{super::running::Seen, broken::Broken, words::shape};

const LAW: &str = "4 files";
const LOOKING: &[&str] = &[
    "status",
    "profiles",
    "settings",
    "pin",
    "prompt",
    "complete-names",
    "init",
    "completions",
    "doctor",
    "man",
];

pub(super) fn check(seen: &Seen) -> Vec<Broken> {
    let verb = shape(&seen.words);
    let has = |flag: &str| seen.words.iter().any(|word| word == flag);
    let looks = seen.words.first().is_some_and(|word| LOOKING.contains(&word.as_str()))
        && !has("--fix")
        // It renews what has ended.
        && !has("--verify")
        || has("--dry-run")
        || has("--plan")
        || has("list-profiles");
    let failed = seen.code != Some(0);
    let mut broken = Vec::new();
    for name in &seen.changed {
        let is_named = is_named(seen, name);
        let is_config =
            [".aws/config", ".aws/credentials", ".config/daypass/settings.toml"].contains(&name.as_str());
        // A listing that was asked for anew is kept; a plan may look at the service.
        let is_listing = name.starts_with(".local/state/") || name.starts_with(".cache/");
        let kind =
            if is_config { name.as_str() } else { name.rsplit_once('/').map_or("", |(folder, _)| folder) };
        if failed && is_config && !is_named {
            broken.push(Broken::new(
                LAW,
                format!("{verb}: fails (exit {:?}) and changes {kind}", seen.code),
                &[seen],
            ));
        } else if looks && !is_named && !is_listing && !renews(seen, name) {
            broken.push(Broken::new(LAW, format!("{verb}: only looks, and changes {kind}"), &[seen]));
        }
    }
    broken
}

/// Whether a command says the name of a file, or that under which it was set aside.
pub(super) fn is_named(seen: &Seen, name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    let stem = file.split(".json").next().unwrap_or_default();
    seen.stderr.contains(stem) || seen.stdout.contains(stem)
}

/// A plan asks the service, and a token that is near its end is renewed for that.
fn renews(seen: &Seen, name: &str) -> bool {
    seen.words.iter().any(|word| word == "--plan") && name.starts_with(".aws/sso/cache/")
}
