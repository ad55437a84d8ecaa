//! Home folders with a given number of profiles, sessions, cache files, accounts or roles, signed in.

use daypass_simulator::{SignIn, World};
use daypass_testkit::Home;
use std::{fmt::Write as _, path::PathBuf, time::SystemTime};

/// The kind of item that a home has many of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Many {
    /// Profiles of one session.
    Profiles,
    /// Sessions, each with a profile and a token.
    Sessions,
    /// Profiles with a portal of their own and no session, each signed in.
    Portals,
    /// Profiles that are wrong: a third name a session that is not there, a third form one long chain of roles, a third
    /// have keys beside their session, which doctor fixes.
    Broken,
    /// Token files of other portals, and role files of other profiles.
    CacheFiles,
    /// Accounts in the organisation, with two roles each.
    Accounts,
    /// Roles in each of four accounts.
    Roles,
}

/// The profile whose keys are in the cache; it is the last in the file.
pub(crate) const CACHED: &str = "work";
/// A profile whose keys have to be fetched, of a role that the organisation has.
pub(crate) const FETCHED: &str = "real";
/// sha1 of `{"accountId":"111122223333","roleName":"Admin","sessionName":"corp"}`.
const ROLE_FILE: &str = "0cdbf32b99792a73981dd3f142bc63ab50240b44";

/// A home with `count` of them, a good token for the session `corp`, and keys for [`CACHED`].
pub(crate) fn home(many: Many, count: usize, daypass: PathBuf) -> Result<Home, String> {
    let (accounts, roles) = match many {
        Many::Accounts => (count, 2),
        Many::Roles => (4, count),
        _ => (2, 2),
    };
    let mut world = World::generated(accounts, roles, 1).map_err(|error| error.to_string())?;
    let mut files = Vec::new();
    let mut tokens = vec!["corp".to_owned()];
    let portal = Portal { start_url: world.start_url().to_owned(), region: world.region().to_owned() };
    let mut config = portal.session("corp");
    if many == Many::Sessions {
        for number in 1..count {
            let name = format!("s{number}");
            config += &portal.session(&name);
            config += &profile(&format!("team-{number}"), &name, &account(number), "Admin");
            tokens.push(name);
        }
    }
    if many == Many::Profiles {
        for number in 1..count {
            config += &profile(&format!("team-{number}"), "corp", &account(number), "Admin");
        }
    }
    if many == Many::Portals {
        for number in 1..count {
            let url = format!("https://p{number}.awsapps.com/start");
            config += &format!(
                "[profile team-{number}]\nsso_start_url = {url}\nsso_region = {}\nsso_account_id = {}\nsso_role_name = Admin\n\n",
                portal.region,
                account(number)
            );
            tokens.push(url);
        }
    }
    if many == Many::Broken {
        for number in 1..count / 3 {
            config +=
                &profile(&format!("team-{number}"), &format!("gone-{number}"), &account(number), "Admin");
            config += &format!(
                "[profile chain-{number}]\nrole_arn = arn:aws:iam::{}:role/R\nsource_profile = chain-{}\n\n",
                account(number),
                number + 1
            );
            config += profile(&format!("two-{number}"), "corp", &account(number), "Admin").trim_end();
            config += &format!("\naws_access_key_id = AKIA{number}\naws_secret_access_key = EXAMPLE\n\n");
        }
    }
    let first = world.sign_in(&SignIn::new("corp"), SystemTime::now()).ok_or("nobody can sign in")?;
    let theirs = world.config(&first);
    let said = |key: &str| theirs.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_prefix("= "));
    let (account, role_name) = (said("sso_account_id"), said("sso_role_name"));
    let (account, role_name) = account.zip(role_name).ok_or("the organisation has no role")?;
    config += &profile(FETCHED, "corp", account, role_name);
    config += &profile(CACHED, "corp", "111122223333", "Admin");
    for name in tokens {
        let signed_in = world.sign_in(&SignIn::new(&name), SystemTime::now()).ok_or("nobody can sign in")?;
        let mut text = signed_in.file();
        if many == Many::Portals && name != "corp" {
            text = text.replace(&portal.start_url, &name);
        }
        files.push((format!(".aws/sso/cache/{}", signed_in.file_name()), text));
    }
    if many == Many::CacheFiles {
        let (_, token) = files.first().cloned().unwrap_or_default();
        for number in 0..count {
            files.push((format!(".aws/sso/cache/{number:040x}.json"), token.replace("awsapps", "other")));
            files.push((format!(".aws/cli/cache/{number:040x}.json"), role()));
        }
    }
    files.push((format!(".aws/cli/cache/{ROLE_FILE}.json"), role()));
    let home = Home::with(world).with_program(daypass).config(&config);
    for (name, text) in files {
        home.write(&name, &text);
    }
    Ok(home)
}

/// The portal that the sessions sign in to.
struct Portal {
    start_url: String,
    region: String,
}

impl Portal {
    fn session(&self, name: &str) -> String {
        let Self { start_url, region } = self;
        format!(
            "[sso-session {name}]\nsso_region = {region}\nsso_start_url = {start_url}\nsso_registration_scopes = sso:account:access\n\n"
        )
    }
}

fn profile(name: &str, session: &str, account: &str, role: &str) -> String {
    let mut text = String::new();
    let _written = writeln!(
        text,
        "[profile {name}]\nsso_session = {session}\nsso_account_id = {account}\nsso_role_name = {role}\nregion = eu-west-1\noutput = json\n"
    );
    text
}

/// The number of an account that nobody has.
fn account(number: usize) -> String {
    (200_000_000_000 + number).to_string()
}

/// Keys of a role, as the AWS CLI keeps them, good for long.
fn role() -> String {
    let token = "IQoJb3JpZ2luX2VjEXAMPLE".repeat(40);
    format!(
        r#"{{"ProviderType": "sso", "Credentials": {{"AccessKeyId": "ASIAEXAMPLEEXAMPLE00", "SecretAccessKey": "EXAMPLE/EXAMPLE/EXAMPLE/EXAMPLE/EXAMPLE/", "SessionToken": "{token}", "Expiration": "2099-01-01T00:00:00Z", "AccountId": "111122223333"}}}}"#
    )
}
