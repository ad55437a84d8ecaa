//! Lines of all tools, and what each asks for.

use super::*;

fn vault(profile: &str, duration: Option<&str>) -> Process {
    Process::AwsVault { profile: Some(profile.to_owned()), duration: duration.map(str::to_owned) }
}

#[test]
fn lines_of_tools() {
    for (line, expected) in [
        ("aws-vault exec app-dev -j", vault("app-dev", None)),
        ("/usr/local/bin/aws-vault exec --json --prompt=osascript app-dev", vault("app-dev", None)),
        ("aws-vault exec --duration=4h --json app-dev --", vault("app-dev", Some("4h"))),
        ("aws-vault --prompt osascript export --format=json --no-session jdoe", vault("jdoe", None)),
        ("aws-vault exec --json -- dev", vault("dev", None)),
        ("aws-vault exec dev", Process::Other("aws-vault".into())),
        ("leapp session generate 1-2", Process::Leapp("1-2".into())),
        (
            "dgranted credential-process --auto-login --profile \"two words\"",
            Process::Granted(Some("two words".into())),
        ),
        ("aws2-wrap --process --profile x", Process::Other("aws2-wrap".into())),
        ("sh -c 'aws-vault exec x --json'", Process::Shell),
        ("env A=b aws-vault exec x --json", Process::Shell),
        ("aws-vault exec x --json | jq .", Process::Shell),
        ("aws-vault exec $(whoami) --json", Process::Shell),
        ("aws-vault exec 'x", Process::Shell),
        ("aws-vault exec `whoami` --json", Process::Shell),
        ("aws-vault exec \"$(whoami)\" --json", Process::Shell),
        ("aws-vault exec \"`whoami`\" --json", Process::Shell),
        ("aws-vault exec x --json; id", Process::Shell),
        ("aws-vault exec x --json > f", Process::Shell),
        // Quoted, or a variable: nothing that a shell would do.
        ("aws-vault exec 'a|b' --json", vault("a|b", None)),
        ("aws-vault exec \"a;b\" --json", vault("a;b", None)),
        ("aws-vault exec 'a\"b' --json", vault("a\"b", None)),
        ("aws-vault exec '$(x)`y`' --json", vault("$(x)`y`", None)),
        ("aws-vault exec $x --json", vault("$x", None)),
        ("leapp session start 1", Process::Other("leapp".into())),
        ("leapp workspace generate 1", Process::Other("leapp".into())),
        ("granted exp request --profile x", Process::Other("granted".into())),
        ("aws-sso-util login --profile x", Process::Other("aws-sso-util".into())),
        ("wrapper process -S x", Process::Other("wrapper".into())),
        ("wrapper -S x --arn y", Process::Other("wrapper".into())),
        ("aws-vault export x", Process::Other("aws-vault".into())),
        ("aws-vault export --format=env x", Process::Other("aws-vault".into())),
        ("aws-vault export --backend=json x", Process::Other("aws-vault".into())),
        ("aws-vault exec \"x\" --json | jq", Process::Shell),
        ("aws-vault exec 'x' --json; id", Process::Shell),
        ("aws-vault list --json", Process::Other("aws-vault".into())),
    ] {
        assert_eq!(Process::of(line, None), expected, "{line}");
    }
    let util = Process::of("/opt/bin/sso-creds --profile x", Some("/opt/bin/sso-creds"));
    assert!(matches!(util, Process::AwsSsoUtil(_)));
    let is_util = |line: &str, name: &str| matches!(Process::of(line, Some(name)), Process::AwsSsoUtil(_));
    assert!(is_util("/usr/bin/sso-creds --profile x", "sso-creds"));
    assert!(is_util("aws-sso-credential-process --profile x", "sso-creds"));
    assert!(!is_util("/usr/bin/other --profile x", "sso-creds"));
}

#[test]
fn lines_of_aws_sso_util() {
    for line in [
        "aws-sso-util credential-process --sso-start-url https://a --sso-region r --account-id 1 --role-name R",
        "aws-sso-credential-process --role-name=R --account-id=1 --sso-region=r --sso-start-url=https://a -v",
    ] {
        let Process::AwsSsoUtil(options) = Process::of(line, None) else { panic!("{line}") };
        let options: Vec<_> = options.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [
            ("--account-id", "1"),
            ("--role-name", "R"),
            ("--sso-region", "r"),
            ("--sso-start-url", "https://a"),
        ];
        assert_eq!(options, expected, "{line}");
    }
}

#[test]
fn lines_of_daypass() {
    for (line, expected) in [
        ("daypass credential-process --profile dev", Some("dev")),
        ("/usr/bin/daypass credential-process -p dev", Some("dev")),
        ("daypass credential-process", Some("default")),
        ("daypass whoami --profile dev", None),
        ("other credential-process --profile dev", None),
        ("daypass credential-process --profile dev | cat", None),
    ] {
        assert_eq!(daypass_profile(line).as_deref(), expected, "{line}");
    }
}

#[test]
fn roles_of_arns() {
    for (text, expected) in [
        ("arn:aws:iam::111122223333:role/Admin", Some(("111122223333", "Admin"))),
        ("arn:aws-cn:iam::111122223333:role/path/Admin", Some(("111122223333", "path/Admin"))),
        ("1:Admin", Some(("000000000001", "Admin"))),
        ("x:Admin", Some(("x", "Admin"))),
        (":Admin", None),
        ("1:", None),
        ("Admin", None),
        ("arn:aws:s3:::bucket", None),
    ] {
        let expected = expected.map(|(account, role)| (account.to_owned(), role.to_owned()));
        assert_eq!(role_of_arn(text), expected, "{text}");
    }
    assert_eq!((padded("12"), padded(""), padded("1x")), ("000000000012".into(), String::new(), "1x".into()));
}

#[test]
fn lines_of_aws_sso() {
    for line in [
        r#"/opt/homebrew/bin/aws-sso -S "Main Org" process --arn arn:aws:iam::011122223333:role/Admin"#,
        r#"aws-sso -u open -S "Main Org" process --arn 011122223333:Admin"#,
        r#"aws-sso --sso="Main Org" process --account 11122223333 --role Admin"#,
        r#"C:\Program Files\aws-sso\aws-sso.exe -S "Main Org" process -A 11122223333 -R Admin"#,
        r#""C:\Program Files\aws-sso\AWS-SSO.EXE" -S "Main Org" process --arn 11122223333:Admin"#,
        r#"/opt/bin/wrapper -S "Main Org" process --arn arn:aws:iam::011122223333:role/Admin"#,
    ] {
        let expected = AwsSsoProcess {
            instance: Some("Main Org".into()),
            account: Some("011122223333".into()),
            role: Some("Admin".into()),
            profile: None,
        };
        assert_eq!(Process::of(line, None), Process::AwsSso(expected), "{line}");
    }
    assert!(matches!(Process::of("aws-sso exec", None), Process::Other(_)));
}
