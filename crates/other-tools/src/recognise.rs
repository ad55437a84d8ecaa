//! Which tools left their marks: in the config file, in the credentials file, and at the places of their own files.

use crate::{
    Surroundings, Tool,
    copied_keys::CopiedKeys,
    lines::{self, Lines},
    owner::{Owner, owner},
};
use daypass_config_parse::{Config, Dialect, Document};
use std::{collections::BTreeMap, path::PathBuf};

/// A tool that was recognised, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Recognised {
    /// The tool.
    pub tool: Tool,
    /// The profiles of the config file that an import would look at.
    pub profiles: Vec<String>,
    /// The sections of the credentials file that the tool wrote.
    pub credentials: Vec<String>,
    /// The files of the tool that exist.
    pub files: Vec<PathBuf>,
    /// The variable by which the tool is in use in this shell: its keys go before any profile.
    pub in_use: Option<&'static str>,
}

/// Lists the tools that left marks, in the order in which their fingerprints are tested. No file of theirs is opened.
pub fn recognised(
    around: &Surroundings,
    document: &Document,
    credentials: Option<&Document>,
) -> Vec<Recognised> {
    let found_lines = Lines::of(document);
    let headers: Vec<_> = found_lines.headers.iter().map(|header| header.quoted.clone()).collect();
    let quoted = lines::changed(document, &headers);
    let config = Config::new(&quoted, None, Dialect::AwsCli);
    let mut profiles: BTreeMap<Tool, Vec<String>> = BTreeMap::new();
    for profile in config.profiles() {
        if let Owner::Of(tool) = owner(&profile, around) {
            profiles.entry(tool).or_default().push(profile.name().to_owned());
        }
    }
    let empty = Document::default();
    let credentials = credentials.map(|document| Config::new(&empty, Some(document), Dialect::AwsCli));
    let mut copies: BTreeMap<Tool, Vec<String>> = BTreeMap::new();
    for section in credentials.iter().flat_map(Config::profiles) {
        if let CopiedKeys::Of(tool) = CopiedKeys::of(&section) {
            copies.entry(tool).or_default().push(section.name().to_owned());
        }
    }
    let all = Tool::ALL.into_iter().map(|tool| Recognised {
        tool,
        profiles: profiles.remove(&tool).unwrap_or_default(),
        credentials: copies.remove(&tool).unwrap_or_default(),
        files: files(tool, around),
        in_use: in_use(tool, around),
    });
    all.filter(Recognised::is_there).collect()
}

impl Recognised {
    fn is_there(&self) -> bool {
        let Self { tool: _, profiles, credentials, files, in_use } = self;
        !(profiles.is_empty() && credentials.is_empty() && files.is_empty() && in_use.is_none())
    }

    /// Returns the command that ends the tool's keys in this shell, if it is in use.
    pub fn way_out(&self) -> Option<&'static str> {
        self.in_use?;
        Some(match self.tool {
            Tool::AwsSsoCli => "aws-sso-clear",
            Tool::Granted => "assume -un",
            Tool::Awsume => "awsume -u",
            _ => "exit",
        })
    }
}

/// The files of a tool that exist.
fn files(tool: Tool, around: &Surroundings) -> Vec<PathBuf> {
    let home = |path: &str| around.home.join(path);
    let files = match tool {
        Tool::AwsSsoCli => vec![around.aws_sso_folder().join("config.yaml")],
        Tool::Granted => vec![around.granted_folder().join("config")],
        Tool::AwsVault => vec![home(".awsvault/keys"), home("Library/Keychains/aws-vault.keychain-db")],
        Tool::Leapp => vec![around.leapp_file()],
        Tool::AwsSsoUtil | Tool::Yawsso | Tool::AwsCliLegacy => Vec::new(),
        Tool::Awsume => vec![around.awsume_settings()],
        Tool::AwsSsoCredsHelper => vec![home(".aws/credentials.backup.firstrun")],
    };
    files.into_iter().filter(|path| path.exists()).collect()
}

fn in_use(tool: Tool, around: &Surroundings) -> Option<&'static str> {
    let variables: &[&'static str] = match tool {
        Tool::AwsSsoCli => &["AWS_SSO_PROFILE", "AWS_SSO_ROLE_ARN", "AWS_SSO_SESSION_EXPIRATION"],
        Tool::Granted => &[
            "GRANTED_SSO",
            "GRANTED_SSO_START_URL",
            "GRANTED_SSO_ROLE_NAME",
            "GRANTED_SSO_REGION",
            "GRANTED_SSO_ACCOUNT_ID",
            "GRANTED_COMMAND",
        ],
        Tool::AwsVault => &["AWS_VAULT"],
        Tool::Awsume => &["AWSUME_PROFILE", "AWSUME_EXPIRATION", "AWSUME_COMMAND"],
        _ => &[],
    };
    variables.iter().copied().find(|name| around.variable(name).is_some())
}
