//! A reader for each tool: it looks at the tool's files and decides what each profile becomes.

mod aws_sso_cli;
mod aws_sso_counterparts;
mod aws_sso_util;
mod aws_vault;
mod awsume;
mod conversion;
mod credentials_file;
mod granted;
mod granted_settings;
mod leapp;
mod legacy;

use crate::draft::Draft;
use daypass_other_tools::{Error, Tool};

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
        // Yawsso, aws-sso-creds-helper and the AWS CLI itself.
        _ => {
            legacy::read(draft);
            Ok(())
        }
    }?;
    credentials_file::read(draft);
    Ok(())
}
