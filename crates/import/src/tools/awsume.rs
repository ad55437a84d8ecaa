//! awsume: settings in YAML; its single sign-on is that of aws-sso-util or of the AWS CLI.

use super::{aws_sso_util, conversion::each};
use crate::draft::Draft;
use daypass_other_tools::{AwsumeSettings, Error, Yaml};
use daypass_settings::SettingValue;
use daypass_sso_types::Region;

pub(super) fn read(draft: &mut Draft<'_>) -> Result<(), Error> {
    if let Some(AwsumeSettings { path, root, .. }) = AwsumeSettings::read(draft.around)? {
        draft.reads.push(path);
        for (key, value) in root.entries() {
            setting(draft, key, value);
        }
    }
    each(draft, aws_sso_util::convert);
    if let Some(profile) = draft.around.variable("AWS_PROFILE").filter(|name| name.starts_with("autoawsume-"))
    {
        let text =
            format!("AWS_PROFILE={profile} is set in this shell: it stops working when the section goes");
        draft.warn(text);
    }
    Ok(())
}

fn setting(draft: &mut Draft<'_>, key: &str, value: &Yaml) {
    let text = value.text().unwrap_or_default();
    match key {
        "region" if text.is_empty() => {}
        "region" if Region::new(text).is_ok() => {
            draft.set(None, "regions", SettingValue::List(vec![text.to_owned()]));
        }
        "region" => draft.left("region", "it is no region"),
        "colors" | "fuzzy-match" => draft.left(key, "how daypass looks and finds is its own"),
        "role-duration" if matches!(text, "" | "0") => {}
        "role-duration" => draft.left(
            format!("role-duration {text}"),
            "a default for all roles has no counterpart; `duration_seconds` in a profile is kept",
        ),
        "role-session-name" => draft.left(
            format!("role-session-name {text}"),
            "a default for all roles has no counterpart; `role_session_name` in a profile is kept",
        ),
        "config-file" | "credentials-file" => {
            let variable =
                if key == "config-file" { "AWS_CONFIG_FILE" } else { "AWS_SHARED_CREDENTIALS_FILE" };
            draft.left(
                format!("{key} {text}"),
                format!("another file is not read without being named: set {variable} to it"),
            );
        }
        "console" => {
            for (below, _) in value.entries() {
                let why = if below == "browser_command" {
                    "{profile} in a browser command has no counterpart"
                } else {
                    "of a plug-in"
                };
                draft.left(format!("console.{below}"), why);
            }
        }
        _ => draft.left(key, "of a plug-in"),
    }
}
