//! `import` and `eject`: homes of other tools are taken over and given back, byte for byte.

use crate::home::Home;
use serde_json::Value;
use std::{fs, path::Path};

const GRANTED: &str = "\
# mine
[profile dev]   # first
granted_sso_start_url = https://d-9067000018.awsapps.com/start#/
granted_sso_region = eu-west-1
granted_sso_account_id = 111122223333
granted_sso_role_name = Admin
credential_process = granted credential-process --profile dev

[profile hand]
region = eu-north-1
s3 =
  max_concurrent_requests = 20
";

fn granted() -> Home {
    let home = Home::new().config(GRANTED);
    home.write(".granted/config", "CustomBrowserPath = '/usr/bin/firefox'\n");
    home
}

/// Every file below the home with its contents.
fn everything(home: &Home) -> Vec<(String, Vec<u8>)> {
    fn walk(folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            match entry.path() {
                path if path.is_dir() => walk(&path, files),
                path => files.push((path.display().to_string(), fs::read(&path).unwrap_or_default())),
            }
        }
    }
    let mut files = Vec::new();
    walk(home.path(), &mut files);
    files.sort();
    files
}

#[test]
fn what_other_tools_left_is_listed() {
    let home = granted();
    insta::assert_snapshot!(home.run("import"), @"
    $ daypass import
    TOOL      FOUND                          TRY
    granted   1 profile, ~/.granted/config   daypass import granted
    [exit 0]
    ");
    insta::assert_snapshot!(home.run("import --output json"), @r#"
    $ daypass import --output json
    [
      {
        "credentials": [],
        "files": [
          "~/.granted/config"
        ],
        "in_use": null,
        "profiles": [
          "dev"
        ],
        "tool": "granted",
        "try": "daypass import granted"
      }
    ]
    [exit 0]
    "#);
    let empty = Home::new().config("[profile a]\nregion = eu-west-1\n");
    insta::assert_snapshot!(empty.run("import"), @"
    $ daypass import
    [stderr]
    No other sign-in tool left anything here.
    [exit 0]
    ");
    insta::assert_snapshot!(empty.run("import --plan"), @"
    $ daypass import --plan
    [stderr]
    error: which tool to import from is not given
    try: daypass import
    [exit 2]
    ");
}

#[test]
fn a_plan_writes_nothing_and_says_what_stays() {
    let home = granted();
    let before = everything(&home);
    insta::assert_snapshot!(home.run("import granted --plan"), @"
    $ daypass import granted --plan
    granted: 1 new session; 1 profile changed, 0 added, 1 as they are.

    Config file
     + [sso-session d-9067000018]
     ~ [profile dev]               sso_session = d-9067000018, sso_account_id = 111122223333, sso_role_name = Admin, no granted_sso_start_url, no granted_sso_region, no granted_sso_account_id, no granted_sso_role_name, no credential_process

    Settings
     + browser = /usr/bin/firefox %s
     + sso_session = d-9067000018

    Profiles that stay as they are
       hand: not of granted

    To leave granted
     * granted registry remove, if a registry is configured: `assume` would write its profiles again
     * granted sso-tokens clear --all; granted cache clear
     * granted uninstall (the shell alias in ~/.bashrc, ~/.bash_profile, ~/.zshenv or config.fish, and the config, cache and state folders)
     * delete the keyring services granted-aws-sso-tokens, granted-aws-session-credentials, granted-aws-iam-credentials, granted-aws-idc-user-codes and granted-cf (or the folders secure-storage-* in the config folder)
     * remove the browser's native messaging manifest io.commonfate.granted.json and the extension
     * delete ~/.granted/registries/ (clones)
    [exit 0]
    ");
    assert_eq!(everything(&home), before);
    let plan: Value =
        serde_json::from_str(&home.run("import granted --plan --output json").ok().stdout).expect("JSON");
    assert_eq!(plan["profiles"][0]["action"], "convert");
    assert_eq!(plan["settings"]["browser"], "/usr/bin/firefox %s");
    // Without a terminal and without --yes nothing is written, and the flag is named.
    insta::assert_snapshot!(home.run("import granted").stderr, @"
    error: 4 changes not written: there is no terminal to ask on
    try: daypass import granted --yes
    ");
    assert_eq!(everything(&home), before);
}

#[test]
fn an_import_is_written_once_and_undone() {
    let home = granted();
    let before = everything(&home);
    let wrote = home.run("import granted --yes").ok();
    assert!(wrote.stderr.contains("Wrote 4 changes. To undo it: daypass import --undo\n"), "{wrote}");
    insta::assert_snapshot!(home.read(".aws/config"), @"
    # mine
    [profile dev]   # first
    sso_session = d-9067000018
    sso_account_id = 111122223333
    sso_role_name = Admin

    [profile hand]
    region = eu-north-1
    s3 =
      max_concurrent_requests = 20

    [sso-session d-9067000018]
    sso_start_url = https://d-9067000018.awsapps.com/start
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access
    ");
    insta::assert_snapshot!(home.read(".config/daypass/settings.toml"), @r#"
    browser = "/usr/bin/firefox %s"
    sso_session = "d-9067000018"
    "#);
    let (config, settings) = (home.read(".aws/config"), home.read(".config/daypass/settings.toml"));

    let again = home.run("import granted --yes").ok();
    assert!(again.stderr.contains("Nothing to write.\n"), "{again}");
    assert_eq!((home.read(".aws/config"), home.read(".config/daypass/settings.toml")), (config, settings));

    let undone = home.run("import --undo --yes").ok();
    assert!(undone.stderr.contains("~/.aws/config is as it was before the run.\n"), "{undone}");
    let state = |files: Vec<(String, Vec<u8>)>| -> Vec<_> {
        files.into_iter().filter(|(path, _)| !path.contains("state")).collect()
    };
    assert_eq!(state(everything(&home)), before);
    insta::assert_snapshot!(home.run("import --undo --yes").stderr, @"error: there is no run of import on ~/.aws/config to undo");
}

#[test]
fn what_was_edited_since_stays_when_an_import_is_undone() {
    let home = granted();
    let _wrote = home.run("import granted --yes").ok();
    let edited = home
        .read(".aws/config")
        .replace("[profile dev]   # first\n", "[profile dev]   # first\noutput = text\n");
    let mine = "\n[profile later]\nregion = eu-south-1\n";
    home.write(".aws/config", &format!("{edited}{mine}"));
    let undone = home.run("import --undo --yes").ok();
    assert!(undone.stderr.contains("not undone: [profile dev] was changed since (output)\n"), "{undone}");
    // The session stays, since the profile that stays names it.
    assert_eq!(home.read(".aws/config"), format!("{edited}{mine}"));
    home.write(".aws/config", &format!("{}{mine}", edited.replace("output = text\n", "")));
    assert!(home.run("import --undo --yes").code != Some(0), "each import is undone once");
}

#[test]
fn own_profiles_are_those_of_populate() {
    let home = granted();
    let _wrote = home.run("import granted --yes --own").ok();
    assert!(
        home.read(".aws/config").contains("daypass_session = d-9067000018\n"),
        "{}",
        home.read(".aws/config")
    );
}

#[test]
fn a_file_that_cannot_be_used_is_an_error_if_the_tool_was_named() {
    let home = granted();
    home.write(".granted/config", "a = [\n");
    insta::assert_snapshot!(home.run("import granted --yes"), @"
    $ daypass import granted --yes
    [stderr]
    error: ~/.granted/config cannot be understood: line 1 is not TOML
    [exit 4]
    ");
    let _listed = home.run("import").ok();
    home.write(".Leapp/Leapp-lock.json", "U2FsdGVkX18BAgMEBQYHCNsFthKa8IJMPBWjLeit3Xk=");
    insta::assert_snapshot!(home.run("import leapp --machine-id x"), @"
    $ daypass import leapp --machine-id x
    [stderr]
    error: ~/.Leapp/Leapp-lock.json cannot be opened: it was encrypted on another machine
    usage: daypass import leapp --machine-id <ID>
    [exit 4]
    ");
    insta::assert_snapshot!(home.run("import jumpcloud").stderr, @"
    error: invalid value 'jumpcloud' for '[TOOL]'
      [possible values: aws-sso-cli, granted, aws-vault, leapp, aws-sso-util, aws-cli-legacy, awsume, yawsso, aws-sso-creds-helper]

    For more information, try '--help'.
    ");
}

#[test]
fn errors_name_the_import_instead_of_a_new_set_up() {
    let home = granted();
    insta::assert_snapshot!(home.run("credentials --profile dev").stderr, @"
    error: credential_process of profile dev cannot be started (~/.aws/config:2)
      program  granted
      because  No such file or directory (os error 2)
    try: daypass import granted
    ");
    insta::assert_snapshot!(home.run("login").stderr, @"
    error: no sso-session is configured
    try: daypass import granted
    ");
    insta::assert_snapshot!(home.run("status"), @"
    $ daypass status
    No session is configured. Begin with:  daypass import granted
    [exit 0]
    ");
    let doctor = home.run("doctor");
    assert!(
        doctor.stderr.contains("1 profile of granted: daypass import granted takes them over.\n"),
        "{doctor}"
    );
}

#[test]
fn eject_gives_back_the_bytes_from_before_the_import() {
    let home = granted();
    home.write(".bashrc", "# mine\neval \"$(daypass init bash)\"\nalias ll='ls -l'\n");
    let _wrote = home.run("import granted --yes").ok();
    insta::assert_snapshot!(home.run("eject --plan"), @r#"
    $ daypass eject --plan
    Config file
     ~ [profile dev]               no sso_session, no sso_account_id, no sso_role_name, granted_sso_start_url = https://d-9067000018.awsapps.com/start#/, granted_sso_region = eu-west-1, granted_sso_account_id = 111122223333, granted_sso_role_name = Admin, credential_process = granted credential-process --profile dev
     - [sso-session d-9067000018]

    Shells
     - ~/.bashrc:2: eval "$(daypass init bash)"

    Files and folders of daypass
     - ~/.config/daypass/settings.toml
     - ~/.local/state/daypass
    [exit 0]
    "#);
    assert_ne!(home.read(".aws/config"), GRANTED);
    insta::assert_snapshot!(home.run("eject").stderr, @"
    error: 4 changes not written: there is no terminal to ask on
    try: daypass eject --yes
    ");
    let ejected = home.run("eject --yes").ok();
    assert!(ejected.stderr.contains("Profiles are those of the AWS CLI now,"), "{ejected}");
    assert_eq!(home.read(".aws/config"), GRANTED);
    assert_eq!(home.read(".bashrc"), "# mine\nalias ll='ls -l'\n");
    let traces: Vec<_> =
        everything(&home).into_iter().filter(|(path, _)| path.contains("daypass/")).collect();
    assert!(traces.is_empty(), "{traces:?}");
    insta::assert_snapshot!(home.run("eject --yes").stderr, @"Nothing of daypass is left here.");
}

#[test]
fn eject_leaves_profiles_of_the_aws_cli() {
    let home = Home::new().config(
        "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
         [profile dev]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\n\
         daypass_session = corp\n# twin\n[profile dev.process]\n\
         credential_process = /opt/bin/daypass credential-process --profile dev\ndaypass_session = corp\n\
         [profile lost]\ncredential_process = daypass credential-process --profile gone\n\
         [profile own]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = Admin\n\
         credential_process = daypass credential-process --profile own\n",
    );
    home.write(
        ".aws/credentials",
        "[mine]\naws_access_key_id = AKIAX\n[keys]\naws_access_key_id = ASIAX\nx_daypass_session = corp\n",
    );
    let ejected = home.run("eject --yes").ok();
    assert!(
        ejected
            .stderr
            .contains("[profile lost] stays as it is: its process names gone, which does not exist"),
        "{ejected}"
    );
    insta::assert_snapshot!(home.read(".aws/config"), @"
    [sso-session corp]
    sso_start_url = https://d-9067000018.awsapps.com/start
    sso_region = eu-west-1
    [profile dev]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Admin
    region = eu-west-1
    # twin
    [profile dev.process]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Admin
    region = eu-west-1
    [profile lost]
    credential_process = daypass credential-process --profile gone
    [profile own]
    sso_session = corp
    sso_account_id = 111122223333
    sso_role_name = Admin
    ");
    assert_eq!(home.read(".aws/credentials"), "[mine]\naws_access_key_id = AKIAX\n");
}

/// The samples of all tools, which lie beside the repository, through the program: written, written again, undone, ejected.
#[test]
fn each_sample_comes_back_to_the_byte() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/peers-files");
    let Ok(tools) = fs::read_dir(&folder) else {
        println!("skipped: the vectors of other tools are not in {}", folder.display());
        return;
    };
    for case in tools.flatten().filter_map(|tool| fs::read_dir(tool.path()).ok()).flatten().flatten() {
        let Ok(expected) = fs::read(case.path().join("expected.json")) else { continue };
        let expected: Value = serde_json::from_slice(&expected).expect("JSON");
        let mut home = Home::new();
        copy(&case.path().join("home"), home.path());
        let root = home.path().display().to_string();
        for (name, value) in expected["env"].as_object().into_iter().flatten() {
            home = home.set(name, &value.as_str().unwrap_or_default().replace("$HOME", &root));
        }
        let id = expected["machine_id"].as_str().map(|id| format!(" --machine-id {id}")).unwrap_or_default();
        let import = format!("import {}{id} --yes", expected["peer"].as_str().expect("a tool"));
        let before = everything(&home);
        let outcome = home.run(&import).ok();
        let after = everything(&home);
        for secret in expected["secrets"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            assert!(!outcome.to_string().contains(secret), "{outcome}");
        }
        let again = home.run(&import).ok();
        assert!(again.stderr.contains("Nothing "), "{again}");
        assert_eq!(everything(&home), after, "{again}");
        let without_state = |files: Vec<(String, Vec<u8>)>| -> Vec<_> {
            files.into_iter().filter(|(path, _)| !path.contains("state")).collect()
        };
        let is_change = without_state(after) != before;
        if is_change {
            let undone = home.run("import --undo --yes").ok();
            assert_eq!(without_state(everything(&home)), before, "{undone}");
            let _again = home.run(&import).ok();
        }
        let ejected = home.run("eject --yes").ok();
        assert_eq!(everything(&home), before, "{ejected}");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        match entry.path() {
            path if path.is_dir() => copy(&path, &target),
            path => {
                let bytes = fs::read(path).expect("a file");
                fs::File::create(&target)
                    .and_then(|mut file| std::io::Write::write_all(&mut file, &bytes))
                    .expect("a file");
            }
        }
    }
}

#[test]
fn a_tool_that_left_nothing_changes_nothing() {
    let home = Home::new().config("[profile a]\nregion = eu-west-1\n");
    let before = everything(&home);
    insta::assert_snapshot!(home.run("import aws-vault --yes"), @"
    $ daypass import aws-vault --yes
    [stderr]
    Nothing of aws-vault was found here.
    [exit 0]
    ");
    assert_eq!(everything(&home), before);
}
