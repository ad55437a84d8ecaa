//! The tools whose files this crate reads, their names, and the steps by which a person leaves each.

use std::{fmt, str::FromStr};

/// A tool whose files and profiles this crate reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Tool {
    /// aws-sso-cli of synfinatic: the program `aws-sso`.
    AwsSsoCli,
    /// granted of common-fate and fwdcloudsec: the programs `granted` and `assume`.
    Granted,
    /// aws-vault of 99designs and of ByteNess.
    AwsVault,
    /// Leapp of Noovolari.
    Leapp,
    /// aws-sso-util of benkehoe.
    AwsSsoUtil,
    /// yawsso.
    Yawsso,
    /// awsume.
    Awsume,
    /// aws-sso-creds-helper: the program `ssocreds`.
    AwsSsoCredsHelper,
    /// Profiles of the AWS CLI that have `sso_start_url` themselves.
    AwsCliLegacy,
}

impl Tool {
    /// All tools, in the order in which their fingerprints are tested.
    pub const ALL: [Self; 9] = [
        Self::AwsSsoCli,
        Self::Granted,
        Self::AwsVault,
        Self::Leapp,
        Self::AwsSsoUtil,
        Self::AwsCliLegacy,
        Self::Awsume,
        Self::Yawsso,
        Self::AwsSsoCredsHelper,
    ];

    /// Returns the name by which a person names the tool.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AwsSsoCli => "aws-sso-cli",
            Self::Granted => "granted",
            Self::AwsVault => "aws-vault",
            Self::Leapp => "leapp",
            Self::AwsSsoUtil => "aws-sso-util",
            Self::Yawsso => "yawsso",
            Self::Awsume => "awsume",
            Self::AwsSsoCredsHelper => "aws-sso-creds-helper",
            Self::AwsCliLegacy => "aws-cli-legacy",
        }
    }

    /// Returns other names of the tool: its program, or what people call it.
    pub const fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::AwsSsoCli => &["aws-sso"],
            Self::Granted => &["assume"],
            Self::AwsSsoCredsHelper => &["ssocreds"],
            Self::AwsCliLegacy => &["aws-cli", "aws", "legacy"],
            Self::AwsVault | Self::Leapp | Self::AwsSsoUtil | Self::Yawsso | Self::Awsume => &[],
        }
    }

    /// Whether this tool works on profiles that bear the marks of `owner`. Tools that have no marks of
    /// their own in the config file work on the profiles that the AWS CLI wrote.
    pub fn takes(self, owner: Self) -> bool {
        let legacy = matches!(
            self,
            Self::AwsVault | Self::AwsSsoUtil | Self::Yawsso | Self::Awsume | Self::AwsSsoCredsHelper
        );
        self == owner
            || (legacy && owner == Self::AwsCliLegacy)
            || (self == Self::Awsume && owner == Self::AwsSsoUtil)
    }

    /// Returns the steps by which a person leaves the tool after its profiles were taken over. None of them is done by a program.
    pub const fn leave(self) -> &'static [&'static str] {
        match self {
            Self::AwsSsoCli => &[
                "remove the block between `# BEGIN_AWS_SSO_CLI` and `# END_AWS_SSO_CLI` in ~/.aws/config (the import does it for the profiles it converts)",
                "aws-sso logout, once for each SSO instance",
                "aws-sso setup completions --uninstall (blocks in ~/.bash_profile and ~/.zshrc, files in ~/.config/fish)",
                "delete the secure store entry `aws-sso-cli` / `aws-sso-cli-records` (or the folder secure/, or store.json)",
                "delete the config folder (~/.aws-sso or ~/.config/aws-sso)",
            ],
            Self::Granted => &[
                "granted registry remove, if a registry is configured: `assume` would write its profiles again",
                "granted sso-tokens clear --all; granted cache clear",
                "granted uninstall (the shell alias in ~/.bashrc, ~/.bash_profile, ~/.zshenv or config.fish, and the config, cache and state folders)",
                "delete the keyring services granted-aws-sso-tokens, granted-aws-session-credentials, granted-aws-iam-credentials, granted-aws-idc-user-codes and granted-cf (or the folders secure-storage-* in the config folder)",
                "remove the browser's native messaging manifest io.commonfate.granted.json and the extension",
                "delete ~/.granted/registries/ (clones)",
            ],
            Self::AwsVault => &[
                "aws-vault clear, then `aws-vault remove PROFILE` for each stored key that is no longer needed",
                "delete the keychain aws-vault (macOS: ~/Library/Keychains/aws-vault.keychain-db), the Secret Service collection awsvault, the KWallet folder aws-vault, the Windows credentials `aws-vault:*`, the pass entries, or the folder ~/.awsvault/keys/",
                "remove shell aliases and AWS_VAULT_* from rc files, and `aws-vault exec NAME --` from Makefiles and .envrc files",
            ],
            Self::Leapp => &[
                "stop every session in Leapp first (it deletes the sections it wrote), then quit Leapp",
                "delete the keychain service Leapp: accounts aws-sso-integration-access-token-ID, ID-iam-user-aws-session-access-key-id, ID-iam-user-aws-session-secret-access-key, current-workspace",
                "delete ~/.Leapp (lock file, backup, plugins) and the logs (~/.config/Leapp, ~/Library/Logs/Leapp, %APPDATA%\\Leapp)",
                "look at ~/.aws/credentials.leapp.bkp: the credentials file from before Leapp",
            ],
            Self::AwsSsoUtil => &[
                "aws-sso-util logout",
                "uninstall the programs (pipx uninstall aws-sso-util)",
                "remove AWS_DEFAULT_SSO_START_URL, AWS_DEFAULT_SSO_REGION and AWS_CONFIGURE_* from rc files",
                "delete ~/.aws/sso/aws-sso-util credential-process-log.txt: it holds credentials if debugging was on",
            ],
            Self::Yawsso => &[
                "delete the sections of ~/.aws/credentials that hold aws_session_expiration and aws_security_token (yawsso's): they shadow the profiles",
                "pip uninstall yawsso; remove cron or shell lines that call it",
            ],
            Self::Awsume => &[
                "awsume -k (stops autoawsume), awsume -u",
                "delete the sections of ~/.aws/credentials with `manager = awsume` (autoawsume-*, output profiles)",
                "remove the lines `alias awsume=…` and the completion from rc files",
                "delete ~/.awsume, or the awsume folders under XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME and XDG_STATE_HOME: cached keys lie there in clear",
                "pip or pipx uninstall awsume and its plug-ins",
            ],
            Self::AwsSsoCredsHelper => &[
                "delete the sections that `ssocreds` wrote in ~/.aws/credentials (aws_access_key_id, aws_secret_access_key, aws_session_token, region and nothing else, named as an SSO profile)",
                "delete ~/.aws/credentials.backup and ~/.aws/credentials.backup.firstrun: copies with keys in clear",
                "npm uninstall -g aws-sso-creds-helper; remove shell aliases with `ssocreds`",
            ],
            Self::AwsCliLegacy => &[
                "nothing: the AWS CLI goes on reading the same file",
                "sign in once more: tokens in ~/.aws/sso/cache were named after the start URL, and are now named after the session",
            ],
        }
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The error for a name that is no tool's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownTool;

impl fmt::Display for UnknownTool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Tool::ALL.iter().map(|tool| tool.name()).collect();
        write!(f, "the tools are {}", names.join(", "))
    }
}

impl std::error::Error for UnknownTool {}

impl FromStr for Tool {
    type Err = UnknownTool;

    fn from_str(text: &str) -> Result<Self, UnknownTool> {
        let text = text.to_ascii_lowercase();
        let is_it = |tool: &Self| tool.name() == text || tool.other_names().contains(&text.as_str());
        Self::ALL.into_iter().find(is_it).ok_or(UnknownTool)
    }
}
