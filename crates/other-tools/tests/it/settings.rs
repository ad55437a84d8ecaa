//! The settings of aws-sso-cli, granted and awsume, as their files have them.

use crate::home::Home;
use daypass_other_tools::{AwsSsoSettings, AwsumeSettings, ErrorKind, GrantedSettings, Yaml};

const AWS_SSO: &str = "\
SSOConfig:
  Main:
    StartUrl: https://main.awsapps.com/start
    SSORegion: eu-west-1
    DefaultRegion: eu-central-1
    Accounts:
      '000000000011':
        Name: Eleven
        Roles:
          Admin: {Profile: eleven}
          Top: {Via: 'arn:aws:iam::000000000011:role/Admin', SourceIdentity: ada, ExternalId: x, DefaultRegion: us-east-1}
  Half: {StartUrl: https://half.awsapps.com/start}
  Bad: {StartUrl: 'http://bad', SSORegion: eu-west-1}
  Gov:
    StartUrl: https://gov.awsapps.com/start
    SSORegion: us-gov-west-1
    Accounts: {21: {Roles: {Base: {}}}}
DefaultSSO: Gov
DefaultRegion: eu-north-1
ProfileFormat: '{{ .AccountId }}/{{ FirstItem .AccountName .RoleName }}'
";

const CACHE: &str = r#"{"SSO": {"Main": {"Roles": {"Accounts": {
        "11": {"Alias": "alias", "Roles": {"Admin": {}, "Cached": {"Profile": "from cache", "DefaultRegion": "eu-west-3"}}},
        "12": {"Roles": {"OnTop": {"Via": "11:Cached", "Profile": ""}}}}}}}}"#;

#[test]
fn aws_sso_cli_has_instances_and_roles_of_both_files() {
    let home = Home::new();
    home.write(".aws-sso/config.yaml", AWS_SSO);
    home.write(".aws-sso/cache.json", CACHE);
    home.write(".config/aws-sso/config.yaml", "");
    let settings = AwsSsoSettings::read(&home.around()).expect("settings");
    let folder = home.path().join(".aws-sso");
    assert_eq!(settings.reads, [folder.join("config.yaml"), folder.join("cache.json")]);
    assert_eq!(settings.unused, Some(home.path().join(".config/aws-sso/config.yaml")));
    let names: Vec<_> =
        settings.instances.iter().map(|one| (one.name.as_str(), one.region.as_str())).collect();
    assert_eq!(names, [("Main", "eu-west-1"), ("Gov", "us-gov-west-1")]);
    assert_eq!(
        settings.refused,
        [
            ("Half".to_owned(), "its start URL or its region is missing"),
            ("Bad".to_owned(), "its start URL or its region cannot be used"),
        ]
    );
    assert_eq!((settings.default, settings.instance("Main"), settings.only()), (Some(1), Some(0), None));
    assert_eq!(settings.template.as_deref(), Some("{id}/{role}"));
    assert_eq!((settings.nearest.len(), settings.untranslated.as_deref()), (1, None));
    let told: Vec<_> = settings
        .roles
        .iter()
        .map(|role| {
            let text = |field: &Option<String>| field.clone().unwrap_or_default();
            let via = role.via.clone().map(|(account, role)| format!("{account}:{role}"));
            [
                format!("{} {} {}", role.instance, role.account, role.name),
                text(&role.account_name),
                text(&role.profile),
                text(&role.region),
                text(&via),
                text(&role.external_id) + &text(&role.source_identity),
            ]
            .join(",")
        })
        .collect();
    assert_eq!(
        told,
        [
            "0 000000000011 Admin,alias,eleven,eu-central-1,,",
            "0 000000000011 Top,Eleven,,us-east-1,000000000011:Admin,xada",
            "1 21 Base,,,eu-north-1,,",
            "0 000000000011 Cached,alias,from cache,eu-west-3,,",
            "0 000000000012 OnTop,,,,000000000011:Cached,",
        ]
    );
    let found = settings.role(0, "000000000011", "Top").expect("a role");
    assert_eq!(found.key(), (0, "000000000011".to_owned(), "Top".to_owned()));
    assert!(settings.role(1, "000000000011", "Top").is_none());
}

#[test]
fn aws_sso_cli_without_a_file_has_nothing_and_with_one_instance_a_default() {
    let home = Home::new();
    let settings = AwsSsoSettings::read(&home.around()).expect("no file");
    assert_eq!((settings.root, settings.reads.len(), settings.template), (Yaml::Null, 0, None));
    home.write(
        "mine.yaml",
        "SSOConfig: {One: {StartUrl: https://a.awsapps.com/start, SSORegion: eu-west-1}}\nProfileFormat: '{{ if }}'\n",
    );
    let settings = AwsSsoSettings::read(&home.with("AWS_SSO_CONFIG", "~/mine.yaml")).expect("settings");
    assert_eq!((settings.default, settings.only(), settings.unused), (Some(0), Some(0), None));
    assert_eq!(settings.untranslated.as_deref(), Some("if has no counterpart"));
    home.write(
        "mine.yaml",
        "SSOConfig: {One: {StartUrl: https://a.awsapps.com/start, SSORegion: eu-west-1}}\n",
    );
    let settings = AwsSsoSettings::read(&home.with("AWS_SSO_CONFIG", "~/mine.yaml")).expect("settings");
    assert_eq!(settings.template.as_deref(), Some("{account|replace: :}:{role}"));
    assert!(settings.nearest.is_empty(), "the format that is not set is nobody's wish");
}

/// The folder `~/.aws-sso` wins over the newer one, whose file then does nothing.
#[test]
fn the_settings_of_aws_sso_cli_that_are_not_in_force_are_named() {
    let home = Home::new();
    let unused = || AwsSsoSettings::read(&home.around()).expect("settings").unused;
    assert_eq!(unused(), None);
    home.write(".config/aws-sso/config.yaml", "SSOConfig: {}\n");
    assert_eq!(unused(), None, "it is in force");
    home.write(".aws-sso/config.yaml", "SSOConfig: {}\n");
    assert_eq!(unused(), Some(home.path().join(".config/aws-sso/config.yaml")));
    std::fs::remove_file(home.path().join(".config/aws-sso/config.yaml")).expect("removed");
    assert_eq!(unused(), None);
}

#[test]
fn roles_of_the_cache_of_aws_sso_cli_have_their_instance() {
    let home = Home::new();
    home.write(
        ".aws-sso/config.yaml",
        "SSOConfig:\n  One: {StartUrl: https://a.awsapps.com/start, SSORegion: eu-west-1}\n  \
         Two: {StartUrl: https://b.awsapps.com/start, SSORegion: eu-west-1}\n",
    );
    home.write(
        ".aws-sso/cache.json",
        r#"{"SSO": {"Two": {"Roles": {"Accounts": {"11": {"Alias": "x", "Roles": {"Admin": {"Profile": "p"}}}}}}}}"#,
    );
    let settings = AwsSsoSettings::read(&home.around()).expect("settings");
    let roles: Vec<_> = settings.roles.iter().map(|role| (role.key(), role.profile.as_deref())).collect();
    assert_eq!(roles, [((1, "000000000011".to_owned(), "Admin".to_owned()), Some("p"))]);
}

#[test]
fn granted_has_sections_browsers_and_the_keys_of_the_rest() {
    let home = Home::new();
    assert_eq!(GrantedSettings::read(&home.around()).expect("no file"), GrantedSettings::default());
    home.write(
        ".granted/config",
        "\u{feff}DefaultBrowser = 'CHROME'\nCustomBrowserPath = ' /usr/bin/chrome '\nCustomSSOBrowserPath = '/usr/bin/firefox'\n\
         ExportSSOToken = false\nAccessRequestURL = ''\nOrdering = 'Alphabetical'\n\
         [ProfileRegistry]\nRequiredKeys = { a = 'b' }\nVariables = {}\n\
         [[ProfileRegistry.Registries]]\nname = 'only a name'\n\
         [[ProfileRegistry.Registries]]\nurl = 'https://me:SECRET@git.example.com/x.git'\n\
         [SSO.main]\nStartURL = 'https://main.awsapps.com/start'\nSSORegion = 'ue1'\nPrefix = 'p-'\n\
         [SSO.other]\nSSORegion = 'us-east-2'\nProfileTemplate = '{{ .RoleName }}'\n",
    );
    let settings = GrantedSettings::read(&home.around()).expect("settings");
    assert_eq!(settings.path, Some(home.path().join(".granted/config")));
    let browsers = [&settings.browser, &settings.browser_path, &settings.sso_browser_path];
    assert_eq!(
        browsers.map(Option::as_deref),
        [Some("CHROME"), Some("/usr/bin/chrome"), Some("/usr/bin/firefox")]
    );
    assert_eq!(settings.others, ["Ordering", "ProfileRegistry"]);
    assert_eq!(settings.registries, ["only a name", "https://git.example.com/x.git"]);
    assert_eq!(settings.registry_keys, ["RequiredKeys"]);
    let sections: Vec<_> = settings
        .sections
        .iter()
        .map(|one| {
            let text = |field: &Option<String>| field.clone().unwrap_or_default();
            [&one.name, &text(&one.start_url), &text(&one.region()), &one.prefix, &text(&one.template)]
                .map(String::clone)
        })
        .collect();
    assert_eq!(
        sections,
        [
            ["main", "https://main.awsapps.com/start", "us-east-1", "p-", ""],
            ["other", "", "us-east-2", "", "{{ .RoleName }}"],
        ]
    );
}

#[test]
fn awsume_has_its_settings_as_text() {
    let home = Home::new();
    assert_eq!(AwsumeSettings::read(&home.around()).expect("no file"), None);
    home.write(".awsume/config.yaml", "role-duration: 0\nconsole: {browser_command: x}\n");
    let settings = AwsumeSettings::read(&home.around()).expect("settings").expect("a file");
    assert_eq!(settings.path, home.path().join(".awsume/config.yaml"));
    assert_eq!(settings.root.text_at("role-duration"), Some("0"));
    assert_eq!(
        settings.root.get("console").and_then(|console| console.text_at("browser_command")),
        Some("x")
    );
}

#[test]
fn a_file_that_is_not_in_its_format_is_an_error_that_names_the_line() {
    for (path, text, words) in [
        (".granted/config", "a = 1\nb = [\n", "line 2 is not TOML"),
        (".aws-sso/config.yaml", "a: [\n", "is not YAML"),
        (".aws-sso/cache.json", "{", "it is not JSON"),
        (".awsume/config.yaml", "a: [\n", "is not YAML"),
    ] {
        let home = Home::new();
        home.write(path, text);
        let around = home.around();
        let granted = GrantedSettings::read(&around).err();
        let found = granted.or(AwsSsoSettings::read(&around).err()).or(AwsumeSettings::read(&around).err());
        let error = found.expect("the file is malformed");
        assert_eq!((error.kind(), error.path()), (ErrorKind::Malformed, home.path().join(path).as_path()));
        assert!(error.message("~/x").ends_with(words), "{error}");
        assert!(error.message("~/x").starts_with("~/x cannot be understood: "), "{error}");
        assert_eq!(error.to_string(), error.message(&error.path().display().to_string()));
    }
}
