//! The marks that tools leave: in the config file, in the credentials file, at the places of their files, in variables.

use crate::home::Home;
use daypass_config_parse::Document;
use daypass_other_tools::{Recognised, Surroundings, recognised};
use std::fs;

fn told(found: &Recognised) -> String {
    format!(
        "{} {:?} {:?} {} {:?} {:?}",
        found.tool,
        found.profiles,
        found.credentials,
        found.files.len(),
        found.in_use,
        found.way_out()
    )
}

#[test]
fn a_tool_is_recognised_by_each_of_its_marks() {
    let home = Home::new();
    let mut around = home.around();
    let config = Document::parse("[profile a]\ngranted_sso_start_url = x\n[profile b]\nregion = x\n");
    let nothing = Document::parse("[profile b]\nregion = x\n");
    let all = |around: &Surroundings, config: &Document, credentials: &str| {
        let credentials = Document::parse_credentials(credentials);
        recognised(around, config, Some(&credentials)).iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(all(&around, &nothing, ""), [""; 0]);
    assert_eq!(all(&around, &config, ""), [r#"granted ["a"] [] 0 None None"#]);
    assert_eq!(all(&around, &nothing, "[x]\nmanager = awsume\n"), [r#"awsume [] ["x"] 0 None None"#]);
    for (variable, expected) in [
        ("AWS_SSO_PROFILE", r#"aws-sso-cli [] [] 0 Some("AWS_SSO_PROFILE") Some("aws-sso-clear")"#),
        ("GRANTED_COMMAND", r#"granted [] [] 0 Some("GRANTED_COMMAND") Some("assume -un")"#),
        ("AWS_VAULT", r#"aws-vault [] [] 0 Some("AWS_VAULT") Some("exit")"#),
        ("AWSUME_PROFILE", r#"awsume [] [] 0 Some("AWSUME_PROFILE") Some("awsume -u")"#),
    ] {
        let mut around = home.around();
        around.variables.insert(variable.to_owned(), "x".to_owned());
        assert_eq!(all(&around, &nothing, ""), [expected]);
        around.variables.insert(variable.to_owned(), String::new());
        assert_eq!(all(&around, &nothing, ""), [""; 0]);
    }
    let xdg = home.path().join("xdg");
    around.variables.insert("XDG_CONFIG_HOME".to_owned(), xdg.display().to_string());
    for (path, expected) in [
        ("xdg/aws-sso/config.yaml", "aws-sso-cli"),
        ("xdg/granted/config", "granted"),
        (".awsvault/keys", "aws-vault"),
        (".Leapp/Leapp-lock.json", "leapp"),
        ("xdg/awsume/config.yaml", "awsume"),
        (".awsume/config.yaml", "awsume"),
        (".aws/credentials.backup.firstrun", "aws-sso-creds-helper"),
        (".granted/config", "granted"),
        (".aws-sso/config.yaml", "aws-sso-cli"),
    ] {
        home.write(path, "");
        assert_eq!(all(&around, &nothing, ""), [format!("{expected} [] [] 1 None None")], "{path}");
        fs::remove_file(home.path().join(path)).expect("removed");
    }
    // The old folder is in force once it is there.
    home.write("xdg/aws-sso/config.yaml", "");
    home.write("xdg/granted/config", "");
    assert_eq!(all(&around, &nothing, ""), [""; 0]);
    fs::remove_dir_all(home.path().join(".aws-sso")).expect("removed");
    fs::remove_dir_all(home.path().join(".granted")).expect("removed");
    assert_eq!(all(&around, &nothing, "").len(), 2);
    around.variables.insert("XDG_CONFIG_HOME".to_owned(), String::new());
    assert_eq!(all(&around, &nothing, ""), [""; 0], "aws-sso-cli looks at the root of the file system then");
}
