//! The formats of `--format`: JSON of the crate `credentials`, or variables as a shell sets them.

use super::Format;
use daypass_credentials::formats::CredentialText;
use daypass_shell_integration::credential_lines;
use daypass_sso_types::{Credentials, Region};
use daypass_terminal::shell::{Assignment, UnsupportedValue};

/// Renders the credentials in this format, for a shell with the region. Each line ends with a newline. Fails if the format
/// cannot carry a value.
pub(super) fn render(
    format: Format,
    credentials: &Credentials,
    region: Option<&Region>,
) -> Result<String, UnsupportedValue> {
    let assignment = match format {
        Format::Process => return Ok(CredentialText::of(credentials).process_json()),
        Format::Json => return Ok(CredentialText::of(credentials).json()),
        Format::Env => Assignment::Export,
        Format::EnvNoExport => Assignment::Posix,
        Format::Powershell => Assignment::Powershell,
        Format::WindowsCmd => Assignment::Cmd,
        Format::Fish => Assignment::Fish,
        Format::Nushell => Assignment::Nushell,
        Format::Elvish => Assignment::Elvish,
        Format::Xonsh => Assignment::Xonsh,
        Format::Dotenv => Assignment::Dotenv,
    };
    credential_lines(assignment, credentials, region)
}
