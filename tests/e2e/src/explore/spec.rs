//! A home before it is made: what is in its files, caches and environment, how the service behaves, what is run.

use std::time::Duration;

/// A home. Everything in it can be left out by itself, which is how a failing one is shrunk.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spec {
    pub(super) sessions: Vec<Session>,
    pub(super) profiles: Vec<Profile>,
    /// Sections of the credentials file: name, keys and values.
    pub(super) credentials: Vec<(String, Vec<(String, String)>)>,
    /// Lines at the end of the config file that belong to nothing above.
    pub(super) stray: Vec<String>,
    pub(super) file: File,
    /// Variables beside those that every home has; U+FFFD in a value stands for a byte that is no UTF-8.
    pub(super) variables: Vec<(String, String)>,
    /// HOME is not set, and the user database does not know who runs this.
    pub(super) homeless: bool,
    pub(super) foreign: Foreign,
    pub(super) browser: Browser,
    /// Faults of the service, as the simulator reads them.
    pub(super) faults: Vec<String>,
    pub(super) person: Person,
    /// Command lines, word by word.
    pub(super) commands: Vec<Vec<String>>,
    /// The first command runs on a terminal.
    pub(super) terminal: bool,
    /// The first command is interrupted after that time, in a run of its own.
    pub(super) interrupted: Option<Duration>,
}

/// A block `[sso-session …]`, and what the cache holds of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Session {
    pub(super) name: String,
    pub(super) keys: Vec<(String, String)>,
    pub(super) token: Token,
}

/// What is cached of a session, or of a legacy profile's portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    None,
    Good,
    /// 20 s left, and it renews.
    NearEnd,
    /// Ended, and it renews.
    Aged,
    /// Ended, without a refresh token.
    Over,
    /// The service has ended the session.
    Revoked,
    /// Ended, and the service has forgotten the client registration.
    Forgotten,
    /// Half a file.
    Torn,
    /// JSON without an access token.
    NoAccess,
    /// Good, of another user of the same portal.
    OtherUser,
    /// Good, with `startUrl` and `region` of another portal.
    OtherPortal,
    /// A folder where the file would be.
    Folder,
}

/// A block `[profile …]`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Profile {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) keys: Vec<(String, String)>,
    pub(super) role: Role,
}

/// Where the credentials of a profile come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A session by name, an account and a role.
    Sso { session: String, account: &'static str, role: &'static str },
    /// A portal of its own.
    Legacy { token: Token, account: &'static str, role: &'static str },
    /// A role over another profile.
    Chain { source: String, role: &'static str },
    /// Our own program, for another profile.
    Twin { profile: String },
    /// The keys say it all.
    Other(&'static str),
}

/// Role credentials in the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    None,
    Good,
    Over,
    Torn,
}

/// How the config file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum File {
    Plain,
    CarriageReturns,
    ByteOrderMark,
    Utf16,
    /// One byte that is no UTF-8, in a comment.
    Latin1,
    /// A folder where the file would be.
    Folder,
    /// A link to itself.
    Loop,
    None,
}

/// What in the home is another user's, who lets nobody else at it, as after a `sudo daypass`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Foreign {
    Nothing,
    /// `~/.aws/config`, which cannot be read.
    Config,
    /// `~/.aws/credentials`, which cannot be read.
    Credentials,
    /// The cached tokens, which cannot be read.
    Tokens,
    /// The cached role credentials, which cannot be read.
    Roles,
    /// The folder of the tokens, which cannot be looked into.
    Cache,
    /// `~/.aws` and all in it, which can be read and not changed.
    Folder,
    /// The home itself, in which nothing new can be made.
    Home,
}

/// What BROWSER names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Browser {
    /// It is not set.
    None,
    /// A program that shows the page, where the person does what they do.
    Works,
    /// A program that is not there.
    Missing,
    /// A program that fails.
    Fails,
}

/// What a person does about a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    Allows,
    Denies,
    Sleeps,
}

pub(super) const URL: &str = "https://d-9067000018.awsapps.com/start#";
pub(super) const REGION: &str = "eu-west-1";
pub(super) const DEPLOY: &str = "arn:aws:iam::111122223333:role/Deploy";
pub(super) const RESTART: &str = "arn:aws:iam::111122223333:role/Restart";
pub(super) const CLOSED: &str = "arn:aws:iam::111122223333:role/Closed";

impl Profile {
    /// The lines below its header.
    pub(super) fn lines(&self) -> Vec<(String, String)> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut lines = match &self.kind {
            Kind::Sso { session, account, role } => vec![
                pair("sso_session", session),
                pair("sso_account_id", account),
                pair("sso_role_name", role),
            ],
            Kind::Legacy { account, role, .. } => vec![
                pair("sso_start_url", URL),
                pair("sso_region", REGION),
                pair("sso_account_id", account),
                pair("sso_role_name", role),
            ],
            Kind::Chain { source, role } => vec![pair("role_arn", role), pair("source_profile", source)],
            Kind::Twin { profile } => {
                vec![pair("credential_process", &format!("daypass credential-process --profile {profile}"))]
            }
            Kind::Other(_) => Vec::new(),
        };
        lines.extend(self.keys.iter().cloned());
        lines
    }
}

impl Spec {
    /// The profile of that name, if there is exactly one.
    pub(super) fn profile(&self, name: &str) -> Option<&Profile> {
        let mut found = self.profiles.iter().filter(|profile| profile.name == name);
        found.next().filter(|_| found.next().is_none())
    }

    /// The session of that name, if there is exactly one.
    pub(super) fn session(&self, name: &str) -> Option<&Session> {
        let mut found = self.sessions.iter().filter(|session| session.name == name);
        found.next().filter(|_| found.next().is_none())
    }

    /// The config file as it is written.
    pub(super) fn config(&self) -> Vec<u8> {
        let mut text = String::new();
        let mut block = |header: String, lines: &[(String, String)]| {
            text.push_str(&header);
            text.push('\n');
            for (name, value) in lines {
                text.push_str(&format!("{name} = {value}\n"));
            }
            text.push('\n');
        };
        for profile in &self.profiles {
            let header = if profile.name == "default" {
                "[default]".to_owned()
            } else {
                format!("[profile {}]", quoted(&profile.name))
            };
            block(header, &profile.lines());
        }
        for session in &self.sessions {
            block(format!("[sso-session {}]", quoted(&session.name)), &session.keys);
        }
        for line in &self.stray {
            text.push_str(line);
            text.push('\n');
        }
        match self.file {
            File::CarriageReturns => text.replace('\n', "\r\n").into_bytes(),
            File::ByteOrderMark => format!("\u{feff}{text}").into_bytes(),
            File::Utf16 => {
                let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
                units.flat_map(u16::to_le_bytes).collect()
            }
            File::Latin1 => [b"# caf\xe9\n".as_slice(), text.as_bytes()].concat(),
            File::Plain | File::Folder | File::Loop | File::None => text.into_bytes(),
        }
    }

    /// The credentials file; nothing if there is none.
    pub(super) fn credentials_file(&self) -> String {
        let sections = self.credentials.iter().map(|(name, lines)| {
            let lines = lines.iter().map(|(name, value)| format!("{name} = {value}\n"));
            format!("[{name}]\n{}", lines.collect::<String>())
        });
        sections.collect()
    }
}

/// As the AWS CLI reads a name in a header: words of a shell.
fn quoted(name: &str) -> String {
    if name.contains([' ', '"', '\'']) {
        format!("\"{}\"", name.replace('"', "\\\""))
    } else {
        name.to_owned()
    }
}
