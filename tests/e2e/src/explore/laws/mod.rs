//! The laws that hold in every home, and one home lived through.

mod agree;
mod broken;
mod clean;
mod doctor;
mod ends;
mod files;
mod interrupted;
mod peers;
mod remedies;
mod truth;
mod words;

pub(super) use broken::Broken;

use super::{
    peer::Peer,
    place::Place,
    spec::{File, Spec},
};

/// Makes the home, runs its command lines, each in a home as it was, and holds the laws.
///
/// `peer` is asked, too, where there is one: it is slow. Where one law alone is asked for, those that take many
/// processes are left out.
pub(super) fn live(
    place: &mut Place,
    spec: &Spec,
    peer: Option<&Peer>,
    alone: Option<&str>,
) -> Result<Vec<Broken>, String> {
    let wants = |law: &str| alone.is_none_or(|alone| alone == law);
    let mut broken = Vec::new();
    for (number, words) in spec.commands.iter().enumerate() {
        place.make(spec)?;
        let seen = if number == 0 && spec.terminal { place.on_terminal(words)? } else { place.run(words)? };
        broken.extend(ends::check(spec, &seen));
        broken.extend(clean::check(place, spec, &seen));
        broken.extend(files::check(&seen));
        if wants(doctor::LAW) {
            broken.extend(doctor::check(place, spec, &seen)?);
        }
        if wants(remedies::LAW) {
            broken.extend(remedies::check(place, spec, &seen)?);
        }
    }
    if wants(agree::LAW) && is_plain(spec) && spec.faults.is_empty() {
        broken.extend(agree::check(place, spec)?);
    }
    if let Some(after) = spec.interrupted {
        broken.extend(interrupted::check(place, spec, after)?);
    }
    if let Some(peer) = peer {
        broken.extend(peers::check(place, spec, peer)?);
    }
    Ok(broken)
}

/// A home of which it is known what has to come out: usual names, one of each, nothing odd in files or environment.
fn is_plain(spec: &Spec) -> bool {
    let is_usual = |name: &str| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || "._-@/".contains(c)) && !name.starts_with('-')
    };
    let names = spec.sessions.iter().map(|session| &session.name);
    let names = names.chain(spec.profiles.iter().map(|profile| &profile.name));
    let unique = spec.sessions.iter().all(|session| spec.session(&session.name).is_some())
        && spec.profiles.iter().all(|profile| spec.profile(&profile.name).is_some());
    let harmless = ["CI", "NO_COLOR", "COLUMNS", "SSH_CONNECTION"];
    unique
        && names.into_iter().all(|name| is_usual(name))
        && matches!(spec.file, File::Plain | File::CarriageReturns | File::ByteOrderMark)
        && spec.stray.is_empty()
        && spec.credentials.is_empty()
        && spec.variables.iter().all(|(name, _)| harmless.contains(&name.as_str()))
}
