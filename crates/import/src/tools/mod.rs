//! A reader for each tool: it looks at the tool's files and decides what each profile becomes.

mod aws_sso_cli;
mod aws_sso_counterparts;
mod aws_sso_settings;
mod aws_sso_util;
mod aws_vault;
mod awsume;
mod conversion;
mod credentials_file;
mod granted;
mod granted_settings;
mod leapp;
mod legacy;

use crate::{Error, Tool, draft::Draft};
use daypass_config_parse::Section;

/// Reads the files of the draft's tool.
pub(crate) fn read(draft: &mut Draft<'_>) -> Result<(), Error> {
    match draft.tool {
        Tool::AwsSsoCli => aws_sso_cli::read(draft),
        Tool::Granted => granted::read(draft),
        Tool::AwsVault => {
            aws_vault::read(draft);
            Ok(())
        }
        Tool::Leapp => leapp::read(draft),
        Tool::AwsSsoUtil => {
            aws_sso_util::read(draft);
            Ok(())
        }
        Tool::Awsume => awsume::read(draft),
        Tool::Yawsso | Tool::AwsSsoCredsHelper | Tool::AwsCliLegacy => {
            legacy::read(draft);
            Ok(())
        }
    }?;
    credentials_file::read(draft);
    Ok(())
}

/// The tool whose mark a section of the credentials file bears.
pub(crate) fn credentials_kind(section: &Section<'_>) -> Option<Tool> {
    match credentials_file::kind(section) {
        credentials_file::Kind::Of(tool) => Some(tool),
        credentials_file::Kind::SomeTool | credentials_file::Kind::Other => None,
    }
}
