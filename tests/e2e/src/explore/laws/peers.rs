//! Law 6: where a real AWS client answers for an identity, ours is the same.

use super::{
    super::place::Place,
    super::running::Seen,
    super::spec::Spec,
    super::{
        peer::Peer,
        spec::{File, Foreign, Kind},
    },
    broken::Broken,
    words::headline,
};
use serde_json::Value;

const LAW: &str = "6 peers";

/// Asks both who a profile is, each in a home as it was made.
pub(super) fn check(place: &mut Place, spec: &Spec, peer: &Peer) -> Result<Vec<Broken>, String> {
    // boto3 cannot read those, or would wait for its own attempts.
    if matches!(spec.file, File::Folder | File::Loop | File::None)
        || !spec.faults.is_empty()
        || spec.foreign != Foreign::Nothing
        || spec.homeless
        || spec.variables.iter().any(|(_, value)| value.contains('\u{fffd}'))
    {
        return Ok(Vec::new());
    }
    let mut broken = Vec::new();
    for profile in &spec.profiles {
        place.make(spec)?;
        let theirs = peer.ask(place.variables(), &profile.name)?;
        let Some(arn) = theirs.get("Arn").and_then(Value::as_str) else { continue };
        place.make(spec)?;
        let ours = place.run(&["whoami".to_owned(), format!("--profile={}", profile.name)])?;
        let identity: Value = serde_json::from_str(&ours.stdout).unwrap_or_default();
        let kind = match &profile.kind {
            Kind::Sso { .. } => "sso",
            Kind::Legacy { .. } => "legacy",
            Kind::Chain { .. } => "chain",
            Kind::Twin { .. } => "twin",
            Kind::Other(kind) => kind,
        };
        let what = match identity.get("Arn").and_then(Value::as_str) {
            Some(found) if found == arn => continue,
            Some(_) => format!("{kind}: another identity than boto3's"),
            None => format!("{kind}: boto3 answers, whoami exit {:?} ({})", ours.code, headline(spec, &ours)),
        };
        broken.push(Broken::new(LAW, what, &[&said(&profile.name, arn), &ours]));
    }
    Ok(broken)
}

fn said(profile: &str, arn: &str) -> Seen {
    Seen {
        words: vec![format!("(boto3, profile {profile})")],
        code: Some(0),
        stdout: arn.to_owned(),
        stderr: String::new(),
        hung: false,
        changed: Vec::new(),
    }
}
