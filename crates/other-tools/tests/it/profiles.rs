//! What a profile is, and how its tool reads it.

use crate::home::Home;
use daypass_config_parse::{Config, Dialect, Document};
use daypass_other_tools::{
    CopiedKeys, DefaultPortal, Identity, Owner, Surroundings, Tool, lines, lines::Lines, owner, vault_keys,
};

#[test]
fn the_owner_is_told_by_keys_and_processes() {
    let around = Surroundings::new("/home/me");
    for (section, expected) in [
        (
            "credential_process = aws-sso -S M process --arn 1:R\ngranted_sso_region = x",
            Owner::Of(Tool::AwsSsoCli),
        ),
        ("granted_sso_region = x", Owner::Of(Tool::Granted)),
        ("common_fate_generated_from = x", Owner::Of(Tool::Granted)),
        ("credential_process = granted credential-process --profile x", Owner::Of(Tool::Granted)),
        ("credential_process = aws-vault exec x --json", Owner::Of(Tool::AwsVault)),
        ("mfa_process = x\nsso_account_name = x", Owner::Of(Tool::AwsVault)),
        ("credential_process = leapp session generate 1", Owner::Of(Tool::Leapp)),
        ("credential_process = aws-sso-util credential-process", Owner::Of(Tool::AwsSsoUtil)),
        ("sso_auto_populated = true\nsso_session = x", Owner::Of(Tool::AwsSsoUtil)),
        ("sso_account_name = x", Owner::Of(Tool::AwsSsoUtil)),
        ("credential_process = a | b", Owner::Shell),
        ("credential_process = saml2aws login", Owner::Program("saml2aws".to_owned())),
        ("credential_process =\nsso_session = x", Owner::Native),
        ("role_arn = x\nsource_profile = base", Owner::Chain("base".to_owned())),
        ("source_profile = base", Owner::Other),
        ("sso_start_url = x\nsso_session = x", Owner::Of(Tool::AwsCliLegacy)),
        ("region = x", Owner::Other),
    ] {
        let document = Document::parse(format!("[profile p]\n{section}\n"));
        let config = Config::new(&document, None, Dialect::AwsCli);
        assert_eq!(owner(&config.profile("p").expect("a profile"), &around), expected, "{section}");
    }
}

#[test]
fn a_tool_without_marks_of_its_own_works_on_profiles_of_the_aws_cli() {
    let taken = |tool: Tool| Tool::ALL.into_iter().filter(|owner| tool.takes(*owner)).collect::<Vec<_>>();
    assert_eq!(taken(Tool::Granted), [Tool::Granted]);
    assert_eq!(taken(Tool::Awsume), [Tool::AwsSsoUtil, Tool::AwsCliLegacy, Tool::Awsume]);
    assert_eq!(taken(Tool::Yawsso), [Tool::AwsCliLegacy, Tool::Yawsso]);
    for tool in Tool::ALL {
        assert_eq!(tool.name().parse(), Ok(tool));
        assert!(tool.other_names().iter().all(|name| name.parse() == Ok(tool)));
    }
    let unknown = "saml2aws".parse::<Tool>().expect_err("no tool of these").to_string();
    assert!(unknown.starts_with("the tools are aws-sso-cli, granted, "), "{unknown}");
}

#[test]
fn copies_in_the_credentials_file_are_told_by_their_keys() {
    let keys = "aws_access_key_id = ASIA1\naws_secret_access_key = x\naws_session_token = x\n";
    for (section, expected) in [
        (format!("{keys}manager = awsume\n"), CopiedKeys::Of(Tool::Awsume)),
        (format!("{keys}aws_security_token = x\naws_session_expiration = x\n"), CopiedKeys::Of(Tool::Yawsso)),
        (format!("{keys}aws_security_token = x\n"), CopiedKeys::Other),
        (keys.to_owned(), CopiedKeys::SomeTool),
        (format!("{keys}region = x\n"), CopiedKeys::SomeTool),
        (format!("{keys}output = x\n"), CopiedKeys::Other),
        (keys.replace("ASIA", "AKIA"), CopiedKeys::Other),
        ("aws_access_key_id = ASIA1\n".to_owned(), CopiedKeys::Other),
    ] {
        let (empty, document) = (Document::default(), Document::parse_credentials(format!("[p]\n{section}")));
        let config = Config::new(&empty, Some(&document), Dialect::AwsCli);
        assert_eq!(CopiedKeys::of(&config.profile("p").expect("a section")), expected, "{section}");
    }
}

#[test]
fn an_identity_is_read_from_the_keys_of_the_aws_cli_or_of_a_tool() {
    let document = Document::parse(
        "[profile p]\nsso_session = corp\nsso_start_url = https://a\nsso_account_id = 1\n\
         granted_sso_start_url = https://b\ngranted_sso_region = r\ngranted_sso_role_name = R\n",
    );
    let config = Config::new(&document, None, Dialect::AwsCli);
    let profile = config.profile("p").expect("a profile");
    let told = |prefix: &str| {
        let of = Identity::of(&profile, prefix);
        [of.session, of.start_url, of.region, of.account, of.role].map(Option::unwrap_or_default)
    };
    assert_eq!(told(""), ["corp", "https://a", "", "1", ""]);
    assert_eq!(told("granted_"), ["corp", "https://b", "r", "", "R"]);
}

#[test]
fn identities_are_joined_portal_by_portal() {
    let of = |pairs: &'static [(&str, &str)]| {
        Identity::from(|key| {
            pairs.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned())
        })
    };
    let own = of(&[("sso_start_url", "u # mine"), ("sso_role_name", "R"), ("sso_account_id", "")]);
    assert_eq!((own.start_url.as_deref(), own.account.as_deref()), (Some("u"), None));
    assert_eq!(own.missing(), ["account", "region of the portal"]);
    assert!(!own.is_complete() && !own.is_nobody() && !own.is_login_only() && !own.is_region_only());
    let joined = own.clone().or(of(&[("sso_session", "s"), ("sso_region", "r"), ("sso_account_id", "1")]));
    assert_eq!((joined.session.as_deref(), joined.region.as_deref()), (None, Some("r")));
    assert!(joined.is_complete());
    let portal = of(&[("sso_start_url", "u"), ("sso_region", "r")]);
    assert!(portal.is_login_only() && portal.is_nobody() && !portal.is_region_only());
    assert!(!of(&[("sso_start_url", "u")]).is_login_only());
    assert!(of(&[("sso_session", "s")]).is_login_only());
    assert!(of(&[("sso_region", "r")]).is_region_only());
}

#[test]
fn aws_vault_includes_and_inherits() {
    let document = Document::parse(
        "[default]\nsso_session = d\nsso_start_url = u\nsso_role_name = R\nregion = x\noutput = json\n\
         [profile bare]\nsso_account_id = 1\n[profile own]\nsso_session = s\n\
         [profile chain]\nrole_arn = a\nsource_profile = bare\n\
         [profile up]\ninclude_profile = older\nregion = y\n[profile older]\nparent_profile = up\nregion = z\nca_bundle = c\n",
    );
    let config = Config::new(&document, None, Dialect::AwsCli);
    let told = |name: &str| {
        let keys = vault_keys(&config, name).into_iter().map(|(key, value)| format!("{key}={value}"));
        keys.collect::<Vec<_>>().join(" ")
    };
    for (name, expected) in [
        ("bare", "sso_account_id=1 sso_session=d sso_start_url=u sso_role_name=R region=x"),
        ("own", "sso_session=s sso_role_name=R region=x"),
        ("chain", "role_arn=a source_profile=bare"),
        ("up", "region=y ca_bundle=c"),
        ("gone", ""),
    ] {
        assert_eq!(told(name), expected, "{name}");
    }
}

#[test]
fn the_default_portal_is_a_url_or_a_pattern() {
    let home = Home::new();
    for (text, url, expected) in [
        ("https://corp.awsapps.com/start/", "https://Corp.awsapps.com/start", true),
        ("^https://.*\\.awsapps\\.com/start$", "https://corp.awsapps.com/start", true),
        ("https://c.*z", "https://corp.awsapps.com/start", false),
        ("corp", "https://corp.awsapps.com/start", false),
    ] {
        let default = DefaultPortal::of(&home.with("AWS_SSO_LOGIN_DEFAULT_SSO_START_URL", text));
        assert_eq!(default.expect("a portal").is(url, "eu-west-1"), expected, "{text} {url}");
    }
    let mut around = home.with("AWS_DEFAULT_SSO_START_URL", "https://a.awsapps.com/start");
    around.variables.insert("AWS_DEFAULT_SSO_REGION".to_owned(), "eu-west-1".to_owned());
    let default = DefaultPortal::of(&around).expect("a portal");
    assert!(default.is("https://a.awsapps.com/start", "eu-west-1"));
    assert!(!default.is("https://a.awsapps.com/start", "us-east-1"));
    around.variables.insert("AWS_CONFIGURE_SSO_DEFAULT_SSO_START_URL".to_owned(), "x".to_owned());
    assert_eq!(DefaultPortal::of(&around).expect("a portal").start_url, "x");
}

#[test]
fn lines_are_changed_from_their_ends_and_repeated_profiles_are_told() {
    let document = Document::parse("[profile two words]\na = 1\n[profile x]\na = 1\na = 2\n");
    let found = Lines::of(&document);
    let quoted = found.headers.first().expect("a header without quotes").quoted.clone();
    let removed = lines::LineChange::removal(20..26);
    let after = lines::changed(&document, &[removed, quoted]);
    assert_eq!(after.as_bytes(), b"[profile \"two words\"]\n[profile x]\na = 1\na = 2\n");
    assert_eq!(lines::repeated(&document).into_iter().collect::<Vec<_>>(), ["x"]);
}
