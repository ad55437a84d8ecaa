//! The ways in which a config file that is not the person's own names an endpoint, and the commands that read it.

/// How the file comes in.
#[derive(Clone, Copy)]
pub(super) enum How {
    /// AWS_CONFIG_FILE has this text; the file lies in `~/src/app`, `PROJECT` is that folder.
    Config(&'static str),
    /// The same through a link in `~/.aws`.
    Link,
    /// The same through a link to the folder.
    LinkedFolder,
    /// AWS_CONFIG_FILE names this file below the home.
    At(&'static str),
    /// AWS_SHARED_CREDENTIALS_FILE; the config is the person's own.
    Credentials,
    /// The person's own file, which everybody may write.
    Mode(&'static str, u32),
}

/// How it comes in; the endpoints that it names; the command; whether the access token is over; services that the
/// environment leaves at the real place.
pub(super) type Row = (&'static str, How, &'static str, &'static str, bool, &'static [&'static str]);

const PROFILE: &str = "endpoint_url = RECORDER";
const OIDC: &[&str] = &["SSO_OIDC"];
const PORTAL: &[&str] = &["SSO"];
const BOTH: &[&str] = &["SSO", "SSO_OIDC"];
pub(super) const CHECKOUT: How = How::Config("$PROJECT/config");

pub(super) const ROWS: &[Row] = &[
    ("credentials", CHECKOUT, PROFILE, "credentials -p p", false, &[]),
    ("credential-process", CHECKOUT, PROFILE, "credential-process --profile p", false, &[]),
    ("a file by its whole path", How::Config("WHOLE/config"), PROFILE, "credentials -p p", false, &[]),
    ("a file below the home", How::Config("~/src/app/config"), PROFILE, "credentials -p p", false, &[]),
    (
        "a way through ~/.aws",
        How::Config("~/.aws/../src/app/config"),
        PROFILE,
        "credentials -p p",
        false,
        &[],
    ),
    ("a relative path", How::Config("src/app/config"), PROFILE, "credentials -p p", false, &[]),
    ("a link in ~/.aws", How::Link, PROFILE, "credentials -p p", false, &[]),
    ("a credentials file", How::Credentials, PROFILE, "credentials -p p", false, &[]),
    ("an own file that all may write", How::Mode("config", 0o666), PROFILE, "credentials -p p", false, &[]),
    ("an own folder that all may write", How::Mode("", 0o777), PROFILE, "credentials -p p", false, &[]),
    ("a folder that is a link in ~/.aws", How::LinkedFolder, PROFILE, "credentials -p p", false, &[]),
    (
        "a way through ~/.config/aws",
        How::Config("~/.config/aws/../../src/app/config"),
        PROFILE,
        "whoami -p p",
        false,
        &[],
    ),
    ("a name that begins as ~/.aws", How::At(".awsome/config"), PROFILE, "credentials -p p", false, &[]),
    (
        "a variable inside the path",
        How::Config("${PROJECT}/./config"),
        PROFILE,
        "credentials -p p",
        false,
        &[],
    ),
    ("slashes", How::Config("//$PROJECT//config"), PROFILE, "credentials -p p", false, &[]),
    ("upper case", CHECKOUT, "ENDPOINT_URL = RECORDER", "credentials -p p", false, &[]),
    ("blanks", CHECKOUT, "endpoint_url =     RECORDER   ", "credentials -p p", false, &[]),
    ("localhost", CHECKOUT, "endpoint_url = LOCALHOST", "credentials -p p", false, &[]),
    (
        "told to obey",
        CHECKOUT,
        "ignore_configured_endpoint_urls = false\nendpoint_url = RECORDER",
        "credentials -p p",
        false,
        &[],
    ),
    (
        "the default's",
        CHECKOUT,
        "[default]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = AWSReadOnlyAccess\nendpoint_url = RECORDER",
        "credentials -p default",
        false,
        &[],
    ),
    (
        "a source profile's",
        CHECKOUT,
        "endpoint_url = RECORDER\n[profile chain]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\nregion = eu-west-1",
        "exec -p chain -- true",
        false,
        &[],
    ),
    (
        "a profile of our own program",
        CHECKOUT,
        "endpoint_url = RECORDER\n[profile own]\ncredential_process = daypass credential-process --profile p",
        "credentials -p own",
        false,
        &[],
    ),
    ("a refresh", CHECKOUT, PROFILE, "credentials -p p", true, &[]),
    (
        "a refresh, services sso_oidc",
        CHECKOUT,
        "services = s\n[services s]\nsso_oidc =\n  endpoint_url = RECORDER",
        "whoami -p p",
        true,
        PORTAL,
    ),
    (
        "a refresh, services sso-oidc",
        CHECKOUT,
        "services = s\n[services s]\nsso-oidc =\n  endpoint_url = RECORDER",
        "accounts -p p",
        true,
        PORTAL,
    ),
    (
        "services sso",
        CHECKOUT,
        "services = s\n[services s]\nsso =\n  endpoint_url = RECORDER",
        "credentials -p p",
        false,
        OIDC,
    ),
    ("accounts", CHECKOUT, PROFILE, "accounts -p p --refresh", false, &[]),
    ("roles", CHECKOUT, PROFILE, "roles -p p --refresh", false, &[]),
    ("populate", CHECKOUT, PROFILE, "configure populate --sso-session corp --plan -p p", false, &[]),
    ("status", CHECKOUT, PROFILE, "status --verify -p p", false, &[]),
    ("logout", CHECKOUT, PROFILE, "logout", false, &[]),
    ("logout of all", CHECKOUT, PROFILE, "logout --all", false, &[]),
    (
        "a new sign-in",
        CHECKOUT,
        PROFILE,
        "login -p p --force --use-device-code --no-browser --timeout 2s",
        false,
        &[],
    ),
    (
        "STS",
        CHECKOUT,
        "services = s\n[services s]\nsts =\n  endpoint_url = RECORDER",
        "whoami -p p",
        false,
        BOTH,
    ),
    (
        "STS of a chain",
        CHECKOUT,
        "[profile chain]\nrole_arn = arn:aws:iam::111122223333:role/Deploy\nsource_profile = p\nregion = eu-west-1\nendpoint_url = RECORDER",
        "credentials -p chain",
        false,
        BOTH,
    ),
    (
        "the console",
        CHECKOUT,
        "services = s\n[services s]\nsignin =\n  endpoint_url = RECORDER",
        "console -p p --print",
        false,
        BOTH,
    ),
    ("exec", CHECKOUT, PROFILE, "exec -p p -- true", false, &[]),
    ("export-credentials", CHECKOUT, PROFILE, "configure export-credentials --profile p", false, &[]),
    ("all profiles", CHECKOUT, PROFILE, "whoami --all", false, &[]),
    ("doctor", CHECKOUT, PROFILE, "doctor", true, &[]),
];
