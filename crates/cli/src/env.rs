//! The environment: every variable daypass reads, with its meaning, in one table.

use std::ffi::OsString;

/// What shadows a profile that AWS_PROFILE names, in the AWS CLI or in any SDK, or is stale beside it. `exec` keeps it
/// from its command, `daypass use` clears it.
pub(crate) const SHADOWING: [&str; 13] = [
    "AWS_DEFAULT_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
];

macro_rules! variables {
    ($($variant:ident $name:literal $doc:literal;)*) => {
        /// A variable that daypass reads.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(clippy::exhaustive_enums, reason = "the table of this program, not an API")]
        pub enum Var {
            $(#[doc = $doc] $variant,)*
        }

        impl Var {
            /// All of them, for the reference page.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the environment.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it means.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }
        }
    };
}

variables! {
    Home "HOME" "The home directory (Unix); without it, the user database.";
    UserProfile "USERPROFILE" "The home directory (Windows).";
    ConfigFile "AWS_CONFIG_FILE" "The config file instead of `~/.aws/config`; empty means none.";
    CredentialsFile "AWS_SHARED_CREDENTIALS_FILE" "The credentials file instead of `~/.aws/credentials`; empty means none.";
    Profile "AWS_PROFILE" "The profile, where `--profile` is not given.";
    DefaultProfile "AWS_DEFAULT_PROFILE" "The profile, where AWS_PROFILE is not set either.";
    Region "AWS_REGION" "The client region, before the profile's.";
    DefaultRegion "AWS_DEFAULT_REGION" "The client region, where AWS_REGION is not set.";
    AccessKeyId "AWS_ACCESS_KEY_ID" "Static credentials, used where no `--profile` is given.";
    SecretAccessKey "AWS_SECRET_ACCESS_KEY" "See AWS_ACCESS_KEY_ID.";
    SessionToken "AWS_SESSION_TOKEN" "See AWS_ACCESS_KEY_ID.";
    CredentialExpiration "AWS_CREDENTIAL_EXPIRATION" "When the credentials of AWS_ACCESS_KEY_ID end.";
    Exec "DAYPASS_EXEC" "Set by `exec` for its command: the profile; in use there, where no other is named.";
    EndpointUrl "AWS_ENDPOINT_URL" "Endpoint of every service.";
    EndpointUrlSso "AWS_ENDPOINT_URL_SSO" "Endpoint of the portal API.";
    EndpointUrlSsoOidc "AWS_ENDPOINT_URL_SSO_OIDC" "Endpoint of SSO OIDC.";
    EndpointUrlSts "AWS_ENDPOINT_URL_STS" "Endpoint of STS.";
    EndpointUrlSignin "AWS_ENDPOINT_URL_SIGNIN" "Endpoint of console federation.";
    IgnoreConfiguredEndpoints "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" "`true`: no endpoint overrides at all.";
    UseFips "AWS_USE_FIPS_ENDPOINT" "`true`: FIPS endpoints.";
    UseDualStack "AWS_USE_DUALSTACK_ENDPOINT" "`true`: dual-stack endpoints.";
    CaBundle "AWS_CA_BUNDLE" "File of the certificate authorities to trust instead of the system's.";
    MaxAttempts "AWS_MAX_ATTEMPTS" "Attempts for each call, 3 where not set.";
    StateHome "XDG_STATE_HOME" "Where `daypass/` keeps locks and backups, instead of `~/.local/state`.";
    ConfigHome "XDG_CONFIG_HOME" "Where `daypass/settings.toml` is, instead of `~/.config`.";
    Browser "BROWSER" "The browser: commands separated by `:`, `%s` stands for the address.";
    Display "DISPLAY" "An X11 display: a browser can be opened.";
    WaylandDisplay "WAYLAND_DISPLAY" "A Wayland display: a browser can be opened.";
    SshConnection "SSH_CONNECTION" "This is an SSH session: the browser is elsewhere.";
    SshTty "SSH_TTY" "This is an SSH session: the browser is elsewhere.";
    WslDistro "WSL_DISTRO_NAME" "This is WSL: the browser is that of Windows.";
    TimeZone "TZ" "The time zone in which times are shown.";
    NoColor "NO_COLOR" "Not empty: no colour.";
    CliColor "CLICOLOR" "`0`: no colour.";
    CliColorForce "CLICOLOR_FORCE" "Not empty and not `0`: colour even without a terminal.";
}

/// The environment of this process, or of a test.
pub struct Env(Box<dyn Fn(&'static str) -> Option<OsString>>);

impl std::fmt::Debug for Env {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Env")
    }
}

impl Env {
    /// The environment of this process.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn process() -> Self {
        Self(Box::new(std::env::var_os))
    }

    /// Exactly these variables, for tests.
    pub fn of<const N: usize>(variables: [(&'static str, &str); N]) -> Self {
        let variables = variables.map(|(name, value)| (name, OsString::from(value)));
        Self(Box::new(move |wanted| {
            variables.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.clone())
        }))
    }

    /// The command line of this process. What stands behind `--` is another program's, and nobody's business.
    pub(crate) fn words() -> Vec<String> {
        let words = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned());
        let mut words: Vec<String> = std::iter::once("daypass".to_owned()).chain(words).collect();
        if let Some(end) = words.iter().position(|word| word == "--") {
            words.truncate(end + 1);
            words.push("COMMAND".to_owned());
        }
        words
    }

    /// The same with what was meant in place of something wrong; none where the wrong one came from elsewhere.
    pub(crate) fn retyped(wrong: &str, meant: &str) -> Option<Vec<String>> {
        let mut words = Self::words();
        let is_it = |word: &String| {
            word.strip_suffix(wrong).is_some_and(|rest| rest.is_empty() || rest.ends_with('='))
        };
        let word = words.iter_mut().skip(1).find(|word| is_it(word))?;
        word.truncate(word.len() - wrong.len());
        word.push_str(meant);
        Some(words)
    }

    /// The value as it is, even when empty.
    pub fn raw(&self, var: Var) -> Option<OsString> {
        (self.0)(var.name())
    }

    /// The value as text; empty and undecodable count as not set.
    pub fn text(&self, var: Var) -> Option<String> {
        self.raw(var).and_then(|value| value.into_string().ok()).filter(|value| !value.is_empty())
    }

    /// `true` in any case is true, `false` is false, anything else is not set, as the SDKs read booleans.
    pub fn boolean(&self, var: Var) -> Option<bool> {
        match self.text(var)?.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// Any variable by name, for `$NAME` inside AWS_CONFIG_FILE.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn named(name: &str) -> Option<String> {
        std::env::var_os(name).and_then(|value| value.into_string().ok())
    }

    /// The home directory as the AWS CLI finds it: HOME, else the user database; USERPROFILE on Windows.
    pub fn home(&self) -> Option<std::path::PathBuf> {
        let var = if cfg!(windows) { Var::UserProfile } else { Var::Home };
        self.raw(var).filter(|home| !home.is_empty()).map(Into::into).or_else(|| {
            #[expect(clippy::disallowed_methods, reason = "the one place that finds the home directory")]
            std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
        })
    }

    /// What the environment says about colour, if it says anything (NO_COLOR, CLICOLOR, CLICOLOR_FORCE).
    pub fn color(&self) -> Option<bool> {
        if self.text(Var::NoColor).is_some() {
            return Some(false);
        }
        if self.text(Var::CliColorForce).is_some_and(|value| value != "0") {
            return Some(true);
        }
        self.text(Var::CliColor).filter(|value| value == "0").map(|_| false)
    }
}
