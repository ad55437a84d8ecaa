//! What the AWS CLI v2 does at sign-in, configuration, logout and in its caches, case by case: the test that shows what
//! we do. The letters are those of our collection of its behaviour: B device flow, C PKCE, D start
//! URLs, F refresh, G credentials, H logout, I `configure sso`, J `configure sso-session`, K prompts, P names of cache
//! files. A `!` means that we do better on purpose.

mod configure;
mod console;
mod login;
mod logout;
mod table;

use crate::home::Home;
use daypass_simulator::World;

const SESSION: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start#\n\
    sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n";
/// sha1 of `corp`.
const TOKEN: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

fn home(config: &str) -> Home {
    Home::with(World::demo()).config(config)
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

/// The registrations in the cache: names below the home, and contents.
fn registrations(home: &Home) -> Vec<(String, String)> {
    let cache = std::fs::read_dir(home.path().join(".aws/sso/cache")).into_iter().flatten().flatten();
    let names = cache.map(|entry| format!(".aws/sso/cache/{}", entry.file_name().to_string_lossy()));
    let files = names.filter(|name| name != TOKEN);
    files.map(|name| (name.clone(), home.read(&name))).collect()
}
