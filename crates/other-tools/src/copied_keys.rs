//! Sections of the credentials file that are copies of temporary keys. Only names are read, the mark of a manager, and how an
//! access key id begins; no secret is.

use crate::Tool;
use daypass_config_parse::Section;
use std::collections::BTreeSet;

/// What a section of the credentials file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a tool, some tool, or none")]
pub enum CopiedKeys {
    /// Temporary keys that a tool writes with a mark.
    Of(Tool),
    /// Temporary keys that some tool wrote without a mark.
    SomeTool,
    /// Anything else.
    Other,
}

impl CopiedKeys {
    /// Reads the fingerprints of a section.
    ///
    /// ```
    /// use daypass_config_parse::{Config, Dialect, Document};
    /// use daypass_other_tools::{CopiedKeys, Tool};
    ///
    /// let credentials = Document::parse_credentials("[autoawsume-dev]\nmanager = awsume\n");
    /// let empty = Document::default();
    /// let config = Config::new(&empty, Some(&credentials), Dialect::AwsCli);
    /// let section = config.profile("autoawsume-dev").expect("a section");
    /// assert_eq!(CopiedKeys::of(&section), CopiedKeys::Of(Tool::Awsume));
    /// ```
    pub fn of(section: &Section<'_>) -> Self {
        let keys: BTreeSet<_> = section.keys().into_iter().collect();
        let three = ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"];
        if section.get("manager") == Some("awsume") {
            return Self::Of(Tool::Awsume);
        }
        if keys.contains("aws_security_token") && keys.contains("aws_session_expiration") {
            return Self::Of(Tool::Yawsso);
        }
        let others = keys.iter().filter(|key| !three.contains(key) && **key != "region").count();
        let is_temporary = section.get("aws_access_key_id").is_some_and(|id| id.starts_with("ASIA"));
        let has_all = three.iter().all(|key| keys.contains(key));
        if others == 0 && has_all && is_temporary { Self::SomeTool } else { Self::Other }
    }
}
