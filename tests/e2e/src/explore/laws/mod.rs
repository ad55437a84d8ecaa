//! The laws that hold in every home, and one home lived through.

mod agree;
mod broken;
mod child;
mod clean;
mod doctor;
mod ends;
mod faulty;
mod files;
mod interrupted;
mod login;
mod peers;
mod plain;
mod remedies;
mod tried_line;
mod truth;
mod words;

pub(super) use broken::Broken;

use super::{peer::Peer, place::Place, spec::Spec};

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
    if wants(agree::LAW) && plain::is_plain(spec) && spec.faults.is_empty() {
        broken.extend(agree::check(place, spec)?);
    }
    if wants(child::LAW) && spec.faults.is_empty() {
        broken.extend(child::check(place, spec)?);
    }
    if let Some(after) = spec.interrupted {
        broken.extend(interrupted::check(place, spec, after)?);
    }
    if let Some(peer) = peer {
        broken.extend(peers::check(place, spec, peer)?);
    }
    Ok(broken)
}
