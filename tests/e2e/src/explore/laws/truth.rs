//! The exit codes that are right for the faults planted in a home, where there is one right answer.

use super::{
    super::spec::{CLOSED, DEPLOY, Kind, Profile, RESTART, Role, Spec, Token},
    faulty::{Codes, faulty, only},
    login::login,
    plain::{is_plain, sound, usual},
    words::named,
};

/// The right exit codes of a command line; nothing where more than one view is possible.
pub(super) fn codes(spec: &Spec, words: &[String]) -> Option<Codes> {
    if let Some(codes) = undecodable(spec, words) {
        return Some(codes);
    }
    if !is_plain(spec) {
        return None;
    }
    let (profile, session) = named(words);
    let has = |flag: &str| words.iter().any(|word| word == flag);
    match (words.first()?.as_str(), profile, session) {
        ("credentials" | "credential-process" | "exec", Some(name), None) => credentials(spec, name),
        ("configure", Some(name), None) if has("export-credentials") => credentials(spec, name),
        ("whoami", Some(name), None) => {
            // The service does not know keys that were planted.
            if matches!(answer(spec, name, 0)?.as_deref(), Ok("planted" | "static")) {
                return None;
            }
            let (codes, cause) = credentials(spec, name)?;
            if codes == [0] {
                faulty(spec, "GetCallerIdentity").unwrap_or(Some((codes, cause)))
            } else {
                Some((codes, cause))
            }
        }
        ("whoami", None, None) if has("--all") => everybody(spec),
        // Whether a profile takes a console sign-in is not what its kind says.
        ("login", ..) if has("--console") || has("--remote") => None,
        ("login", None, Some(name)) => login(spec, spec.session(name), words),
        ("login" | "sso", Some(name), None) if !has("logout") => match &spec.profile(name)?.kind {
            Kind::Sso { session, .. } if usual(spec.profile(name)?) => {
                login(spec, spec.session(session), words)
            }
            _ => None,
        },
        // A name may be nobody's, and a session that AWS does not revoke is told by the exit code.
        ("logout", None, None) if !has("--revoke") => only(0, "signing out works without a network"),
        ("profiles" | "settings" | "pin" | "prompt" | "complete-names" | "init" | "completions", ..) => {
            only(0, "it needs nothing but files")
        }
        ("doctor", ..) => Some((vec![0, 1], "1 for a finding that is an error".to_owned())),
        // Of a profile without a sign-in there is no status, and asking needs an answer.
        ("status", Some(_), _) => None,
        ("status", ..) if has("--verify") => None,
        ("status", ..) => Some((vec![0, 3], "3 where a sign-in is needed".to_owned())),
        ("serve", ..) if has("--no-such-flag") => only(2, "there is no such flag"),
        _ => None,
    }
}

/// A profile that nobody can read the name of is not the profile `default`.
fn undecodable(spec: &Spec, words: &[String]) -> Option<Codes> {
    let is_lost = |(name, value): &(String, String)| name == "AWS_PROFILE" && value.contains('\u{fffd}');
    let asks = ["credentials", "exec", "whoami"].contains(&words.first()?.as_str());
    let says = named(words) != (None, None)
        || words.iter().any(|word| ["--account", "--all"].contains(&word.as_str()));
    let is_meant = spec.variables.iter().any(is_lost) && asks && !says;
    is_meant.then(|| only(4, "AWS_PROFILE cannot be decoded")).flatten()
}

fn credentials(spec: &Spec, name: &str) -> Option<Codes> {
    let answer = answer(spec, name, 0)?;
    Some(match answer {
        Ok(_) => (vec![0], "credentials can be had".to_owned()),
        Err(codes) => codes,
    })
}

/// All profiles at once: no failure where each has an answer, those apart that have no source at all.
fn everybody(spec: &Spec) -> Option<Codes> {
    let is_answered = |profile: &Profile| {
        (profile.kind == Kind::Other("region") && profile.name == "default")
            || matches!(answer(spec, &profile.name, 0), Some(Ok(who)) if who != "planted" && who != "static")
    };
    let calls = ["GetCallerIdentity", "GetRoleCredentials"];
    if calls.iter().any(|operation| faulty(spec, operation).is_some()) || spec.profiles.is_empty() {
        return None;
    }
    if spec.profiles.iter().all(is_answered) {
        only(0, "every profile with a source has an answer")
    } else {
        None
    }
}

/// The principal of a profile, or the reason why it has none.
fn answer(spec: &Spec, name: &str, depth: usize) -> Option<Result<String, Codes>> {
    let fails = |code: i32, cause: &str| Some(Err((vec![code], cause.to_owned())));
    if depth > 6 {
        return None;
    }
    let Some(profile) = spec.profile(name) else { return fails(4, "there is no such profile") };
    if !usual(profile) {
        return None;
    }
    match &profile.kind {
        Kind::Sso { session, account, role } => {
            let Some(session) = spec.session(session) else { return fails(4, "there is no such session") };
            if cached(spec, profile)? && sound(session) == Some(true) {
                return Some(Ok("planted".to_owned()));
            }
            if !sound(session)? {
                return fails(4, "the session lacks a key");
            }
            portal(spec, session.token, account, role)
        }
        Kind::Legacy { token, account, role } => {
            let tokens = spec.profiles.iter().filter_map(|profile| match profile.kind {
                Kind::Legacy { token, .. } => Some(token),
                _ => None,
            });
            if tokens.into_iter().any(|other| other != *token)
                || matches!(token, Token::NearEnd | Token::Aged | Token::Forgotten)
            {
                return None;
            }
            if cached(spec, profile)? {
                return Some(Ok("planted".to_owned()));
            }
            portal(spec, *token, account, role)
        }
        Kind::Chain { source, role } => {
            let first = match answer(spec, source, depth + 1)? {
                Err(codes) => return Some(Err(codes)),
                Ok(first) => first,
            };
            if let Some(faulty) = faulty(spec, "AssumeRole") {
                return faulty.map(Err);
            }
            let trusted = match *role {
                DEPLOY => !first.starts_with("arn:"),
                RESTART => first == DEPLOY,
                CLOSED => false,
                _ => return None,
            };
            // Keys that the service does not know are refused in their own words.
            if first == "static" || first == "planted" {
                return None;
            }
            if trusted {
                Some(Ok((*role).to_owned()))
            } else {
                fails(5, "the role does not trust the caller")
            }
        }
        // Following its own pointer, or naming it, are both right.
        Kind::Twin { profile } => match answer(spec, profile, depth + 1)? {
            Ok(principal) if depth == 0 => Some(Ok(principal)),
            _ => None,
        },
        Kind::Other("static") => {
            let has = |key: &str| profile.keys.iter().any(|(name, _)| name == key);
            (has("aws_access_key_id") && has("aws_secret_access_key")).then(|| Ok("static".to_owned()))
        }
        Kind::Other("login good") => Some(Ok("planted".to_owned())),
        Kind::Other("login aged") => match faulty(spec, "CreateOAuth2Token") {
            Some(faulty) => faulty.map(Err),
            None => fails(3, "the service does not renew the console sign-in"),
        },
        Kind::Other("login" | "login over" | "login torn") => {
            fails(3, "nobody is signed in with console credentials")
        }
        Kind::Other("process") => fails(1, "the program of its credential_process fails"),
        Kind::Other(_) => fails(4, "the profile has no credentials that daypass can get"),
    }
}

/// Whether good role credentials are cached; nothing where twins of a profile differ in it, since they share a file.
fn cached(spec: &Spec, profile: &Profile) -> Option<bool> {
    let twins = spec.profiles.iter().filter(|other| match (&other.kind, &profile.kind) {
        (Kind::Legacy { account, role, .. }, Kind::Legacy { account: a, role: r, .. }) => {
            (account, role) == (a, r)
        }
        (other, kind) => other == kind,
    });
    let mut roles: Vec<Role> = twins.map(|other| other.role).filter(|role| *role != Role::None).collect();
    roles.dedup();
    match roles.as_slice() {
        [] => Some(false),
        [role] => Some(*role == Role::Good),
        _ => None,
    }
}

/// What the portal gives for a token of that kind.
fn portal(spec: &Spec, token: Token, account: &str, role: &str) -> Option<Result<String, Codes>> {
    let fails = |code: i32, cause: &str| Some(Err((vec![code], cause.to_owned())));
    match token {
        // While a token is good, it serves, whatever becomes of its renewal.
        Token::Good | Token::OtherUser | Token::NearEnd => {}
        Token::Aged => {
            if let Some(faulty) = faulty(spec, "CreateToken") {
                return faulty.map(Err);
            }
        }
        Token::None | Token::Over | Token::Torn | Token::NoAccess => return fails(3, "nobody is signed in"),
        Token::Revoked => {
            let is_heard =
                faulty(spec, "GetRoleCredentials").is_none() && faulty(spec, "CreateToken").is_none();
            return if is_heard { fails(3, "the service has ended the session") } else { None };
        }
        Token::Forgotten => {
            return if faulty(spec, "CreateToken").is_none() {
                fails(3, "the service has forgotten the client")
            } else {
                None
            };
        }
        Token::OtherPortal | Token::Folder => return None,
    }
    if let Some(faulty) = faulty(spec, "GetRoleCredentials") {
        return faulty.map(Err);
    }
    let assigned = match account {
        "051234567822" => true,
        "111122223333" => role == "AWSReadOnlyAccess" && token != Token::OtherUser,
        _ => role == "AWSReadOnlyAccess",
    };
    if assigned { Some(Ok(format!("{account}/{role}"))) } else { fails(5, "the role is not assigned") }
}

/// Whether a profile stands on keys in a file, which signing out does not touch.
pub(super) fn is_static(spec: &Spec, name: &str) -> bool {
    let mut name = name.to_owned();
    for _ in 0..8 {
        match spec.profile(&name).map(|profile| &profile.kind) {
            Some(Kind::Other(_)) => return true,
            Some(Kind::Chain { source, .. }) => name.clone_from(source),
            Some(Kind::Twin { profile }) => name.clone_from(profile),
            _ => return false,
        }
    }
    true
}
