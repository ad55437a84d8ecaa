//! Law 4, at Ctrl-C: what an interruption says is true, and a config file is as it was or as it was meant to be.

use super::{super::place::Place, super::spec::Spec, broken::Broken, files::is_named, words::shape};
use std::time::Duration;

const LAW: &str = "4 files";

/// Runs the first command line and interrupts it.
pub(super) fn check(place: &mut Place, spec: &Spec, after: Duration) -> Result<Vec<Broken>, String> {
    let Some(words) = spec.commands.first() else { return Ok(Vec::new()) };
    place.make(spec)?;
    let seen = place.interrupted(words, after)?;
    let verb = shape(words);
    let mut broken = Vec::new();
    if seen.hung {
        broken.push(Broken::new(LAW, format!("{verb}: goes on after Ctrl-C"), &[&seen]));
    }
    let config =
        seen.changed.iter().find(|name| [".aws/config", ".aws/credentials"].contains(&name.as_str()));
    if seen.code == Some(130) {
        if let Some(name) = config.filter(|name| !seen.stderr.contains(name.as_str())) {
            broken.push(Broken::new(
                LAW,
                format!("{verb}: interrupted, has changed {name} and does not say so"),
                &[&seen],
            ));
        } else if seen.stderr.contains("nothing was changed")
            && seen.changed.iter().any(|name| !name.starts_with(".local/") && !is_named(&seen, name))
        {
            broken.push(Broken::new(
                LAW,
                format!("{verb}: interrupted, says that nothing was changed"),
                &[&seen],
            ));
        }
    }
    Ok(broken)
}
