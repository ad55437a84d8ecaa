//! Faults that are planted in the caches and their folders.

use super::*;
use daypass_sso_types::ClientSecret;
use daypass_token_cache::ClientEndpoints;

#[test]
fn faults_of_caches() {
    let table: &[(&str, FixedBy, Plant)] = &[
        #[cfg(unix)]
        ("C151", Safe, |home| {
            home.write(
                ".aws/credentials",
                "[old]\naws_access_key_id = AKIA\naws_secret_access_key = s3cr3t\n",
            );
            mode(&home, ".aws/credentials", 0o644);
            home
        }),
        #[cfg(unix)]
        ("K201", Safe, |home| {
            mode(&home, ".aws/sso/cache", 0o755);
            home
        }),
        #[cfg(unix)]
        ("K201", Safe, |home| {
            mode(&home, ".aws/cli/cache", 0o750);
            home
        }),
        ("K202", Command("mv "), |home| {
            fs::remove_dir_all(home.path().join(".aws/sso/cache")).expect("removed");
            home.write(".aws/sso/cache", "a file");
            home
        }),
        #[cfg(unix)]
        ("K203", Safe, |home| {
            mode(&home, TOKEN, 0o644);
            home
        }),
        #[cfg(unix)]
        ("K203", Safe, |home| {
            mode(&home, ROLE, 0o640);
            home
        }),
        ("K204", Safe, |home| {
            home.write(TOKEN, "{\"accessToken\": \"aoaEXAM");
            aged(&home, TOKEN);
            home
        }),
        ("K205", Safe, |home| {
            home.write(TOKEN, "");
            aged(&home, TOKEN);
            home
        }),
        ("K206", Command("rm "), |home| {
            home.write(&format!("{TOKEN}.corrupt"), "{");
            mode(&home, &format!("{TOKEN}.corrupt"), 0o600);
            home
        }),
        ("K207", Safe, |home| {
            let file = ".aws/sso/cache/.x.json.1-1.daypass-tmp";
            home.write(file, "{}");
            mode(&home, file, 0o600);
            aged(&home, file);
            home
        }),
        ("K209", Safe, |home| {
            let file = ".aws/sso/cache/2a5a0e0b4a9e1f6f0d3b1a2c3d4e5f6071829304.json";
            home.write(
                file,
                r#"{"clientId": "id", "clientSecret": "s3cr3t", "expiresAt": "2020-01-01T00:00:00Z"}"#,
            );
            mode(&home, file, 0o600);
            home
        }),
    ];
    for (code, fixed_by, plant) in table {
        check(code, fixed_by, *plant);
    }
}

#[test]
fn faults_of_tokens() {
    let table: &[(&str, FixedBy, Plant)] = &[
        ("K210", Command("daypass login --sso-session corp --force"), |home| {
            home.write(TOKEN, &token(&[("region", Some("\"eu-west-1\""))]));
            home
        }),
        ("K211", Command("daypass login --sso-session corp --force"), |home| {
            home.write(TOKEN, &token(&[("startUrl", Some("\"https://d-other.awsapps.com/start\""))]));
            home
        }),
        ("K212", Command("daypass login --sso-session corp --force"), |home| {
            home.write(TOKEN, &token(&[("refreshToken", None)]));
            home
        }),
        ("K213", Command("daypass login --sso-session corp --force"), |home| {
            home.write(TOKEN, &token(&[("registrationExpiresAt", Some("\"2020-01-01T00:00:00Z\""))]));
            home
        }),
        ("K216", Command("daypass login --sso-session corp --force"), |home| {
            let clients = ClientEndpoints::at(home.path().join(".local/state/daypass/clients"));
            clients.bind("id", &ClientSecret::new("secret"), &[]).expect("written");
            home.set("AWS_ENDPOINT_URL", "https://sso.internal")
        }),
        ("K214", Safe, |home| {
            home.write(TOKEN, &token(&[("expiresAt", Some("\"2098-01-01T00:00:00UTC\""))]));
            home
        }),
        ("K214", Safe, |home| {
            home.write(
                TOKEN,
                &token(&[
                    ("expiresAt", Some("\"2098-01-01T00:00:00+00:00\"")),
                    ("refreshToken", Some("\"aorEXAMPLE\"")),
                ]),
            );
            home
        }),
    ];
    for (code, fixed_by, plant) in table {
        check(code, fixed_by, *plant);
    }
}
