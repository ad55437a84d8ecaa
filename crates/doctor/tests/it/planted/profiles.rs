//! Faults of profiles, sessions and what they refer to.
#![cfg(unix)]

use super::all;

#[test]
fn sources_and_sessions() {
    insta::assert_snapshot!(all(&[
        ("keys beside a sign-in", |home| { home.instead("sso_role_name", "aws_access_key_id = A\naws_secret_access_key = planted\nsso_role_name"); }),
        ("keys in the other file", |home| { home.put(".aws/credentials", "[dev]\naws_access_key_id = A\naws_secret_access_key = planted\n"); }),
        ("half a key beside a sign-in", |home| { home.instead("sso_role_name", "aws_access_key_id = A\nsso_role_name"); }),
        ("the other half", |home| { home.instead("sso_role_name", "aws_secret_access_key = planted\nsso_role_name"); }),
        ("a program beside a sign-in", |home| { home.instead("sso_role_name", "credential_process = /bin/sh -c x\nsso_role_name"); }),
        ("a role without source beside a sign-in", |home| { home.instead("sso_role_name", "role_arn = arn:aws:iam::111122223333:role/R\nsso_role_name"); }),
        ("a role beside a sign-in", |home| { home.instead("sso_role_name", "role_arn = arn:aws:iam::111122223333:role/R\nsource_profile = ops\nsso_role_name"); }),
        ("a source without a role beside a sign-in", |home| { home.instead("sso_role_name", "source_profile = ops\nsso_role_name"); }),
        ("the session's own value again", |home| { home.instead("sso_role_name", "sso_region = us-east-1\nsso_role_name"); }),
        ("another value than the session's", |home| { home.instead("sso_role_name", "sso_region = eu-west-1\nsso_start_url = https://d-abc123.awsapps.com/start\nsso_role_name"); }),
        ("a client region in the session", |home| { home.instead("sso_region = us-east-1", "sso_region = us-east-1\nregion = eu-west-1"); }),
        ("the same client region in the session", |home| { home.instead("sso_region = us-east-1", "sso_region = us-east-1\nregion = us-east-1"); }),
        ("no such session", |home| { home.instead("sso_session = corp", "sso_session = crop"); }),
        ("a session without region", |home| { home.instead("sso_region = us-east-1\n", ""); }),
        ("a session without anything", |home| { home.with("\n[sso-session bare]\n"); }),
        ("no role", |home| { home.instead("sso_role_name = Admin\n", ""); }),
        ("no account", |home| { home.instead("sso_account_id = 111122223333\n", ""); }),
        ("no session at all", |home| { home.instead("sso_session = corp\n", ""); }),
        ("a legacy profile without region", |home| { home.instead("sso_session = corp\n", "sso_start_url = https://d-abc123.awsapps.com/start\n"); }),
        ("no account number", |home| { home.instead("111122223333", "1111-2222"); }),
        ("no role name", |home| { home.instead("Admin", "a/b"); }),
        ("no region of a profile that signs in", |home| { home.instead("Admin\nregion = us-east-1", "Admin\nregion = eu west"); }),
        ("no region of another", |home| { home.instead("dev\nregion = us-east-1", "dev\nregion = eu west"); }),
        ("a portal of another region", |home| { home.instead("https://d-abc123.awsapps.com/start", "https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws"); }),
        ("a legacy portal of another region", |home| { home.instead("sso_session = corp\n", "sso_start_url = https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws\nsso_region = us-east-1\n"); }),
    ]), @r#"
    # keys beside a sign-in
    P501 error config:8 profile dev has SSO settings and static keys | the AWS CLI, boto3 and Rust sign in; JavaScript and Go use the static keys | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"] }
    # keys in the other file
    P501 error credentials:2 profile dev has SSO settings and static keys | the AWS CLI, boto3 and Rust sign in; JavaScript and Go use the static keys | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"] }
    # half a key beside a sign-in
    P514 error config:8 profile dev has aws_access_key_id without aws_secret_access_key | Go refuses the profile even if it has SSO settings; the AWS CLI, boto3 and Rust fail when they use the keys | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"] }
    # the other half
    P514 error config:8 profile dev has aws_secret_access_key without aws_access_key_id | Go refuses the profile even if it has SSO settings; the AWS CLI, boto3 and Rust fail when they use the keys | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["aws_access_key_id", "aws_secret_access_key", "aws_session_token"] }
    # a program beside a sign-in
    P502 warning config:8 profile dev has SSO settings and a credential_process | JavaScript runs the process; the AWS CLI, boto3, Rust and Go sign in | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["credential_process"] }
    # a role without source beside a sign-in
    P522 error config:8 profile dev has role_arn and no source_profile | the AWS CLI, boto3 and Rust refuse the profile; JavaScript ignores the role; Go assumes it with the sign-in's credentials | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["role_arn"] }
    # a role beside a sign-in
    P537 warning config:8 profile dev has a role to assume and SSO settings of its own | every AWS tool assumes the role; the SSO settings are ignored | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["sso_session", "sso_account_id", "sso_role_name"] }
    P524 error config:9 source_profile of profile dev leads back to dev | every AWS tool refuses the profile | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["role_arn", "source_profile"] }
    P524 error config:15 source_profile of profile ops leads back to ops | every AWS tool refuses the profile | CommentOut { section: SectionName { kind: Profile, name: "ops" }, keys: ["role_arn", "source_profile"] }
    # a source without a role beside a sign-in

    # the session's own value again
    P503 error config:8 profile dev has sso_region beside its sso_session | Rust refuses the profile; the other tools accept it while both values are equal | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["sso_region"] }
    # another value than the session's
    P503 error config:9 profile dev has sso_start_url and sso_region beside its sso_session | the AWS CLI, boto3, Rust and Go refuse the profile; JavaScript takes the session's value | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["sso_start_url", "sso_region"] }
    # a client region in the session
    P504 error config:10 profile dev and its sso-session corp contradict each other in region | the AWS CLI and boto3 refuse the profile; the other SDKs ignore the session's value | CommentOut { section: SectionName { kind: SsoSession, name: "corp" }, keys: ["region"] }
    # the same client region in the session

    # no such session
    P505 error config:6 profile dev names the sso-session crop, which does not exist | every AWS tool refuses the profile | Remedy(ConfigureSession("crop"))
    # a session without region
    P506 error config:1 sso-session corp lacks sso_region | every AWS tool refuses the profiles of this session | Remedy(ConfigureSession("corp"))
    # a session without anything
    P506 error config:16 sso-session bare lacks sso_start_url and sso_region | every AWS tool refuses the profiles of this session | Remedy(ConfigureSession("bare"))
    # no role
    P507 error config:6 profile dev lacks sso_role_name | every AWS tool refuses the profile; Go calls the portal with an empty name | Remedy(ConfigureProfile("dev"))
    # no account
    P507 error config:6 profile dev lacks sso_account_id | every AWS tool refuses the profile; Go calls the portal with an empty name | Remedy(ConfigureProfile("dev"))
    # no session at all
    P508 error config:5 profile dev lacks sso_start_url and sso_region and has no sso_session | every AWS tool refuses the profile; Rust goes on to container and instance credentials | Remedy(ConfigureProfile("dev"))
    # a legacy profile without region
    P508 error config:5 profile dev lacks sso_region and has no sso_session | every AWS tool refuses the profile; Rust goes on to container and instance credentials | Remedy(ConfigureProfile("dev"))
    # no account number
    P511 error config:7 sso_account_id of profile dev is not twelve digits | every AWS tool fails with this profile, some only when they call AWS | Remedy(ConfigureProfile("dev"))
    # no role name

    # no region of a profile that signs in
    P513 error config:9 region of profile dev is not a region such as eu-west-1 | every AWS tool fails with this profile, some only when they call AWS
    # no region of another
    P513 error config:14 region of profile ops is not a region such as eu-west-1 | every AWS tool fails with this profile, some only when they call AWS | CommentOut { section: SectionName { kind: Profile, name: "ops" }, keys: ["region"] }
    # a portal of another region
    P540 error config:3 the portal of sso-session corp is in eu-west-1, and sso_region names another region | every sign-in fails: the service of that region does not know the portal | Remedy(ConfigureSessionKey { session: "corp", key: "sso_region", value: Some("eu-west-1") })
    K211 warning ee0bfd2552fbd840c02cc48b6e823320543c450f.json the token of corp is of another portal than its sso_start_url | every AWS tool uses it for this session nevertheless | Remedy(SignInAgain(Session("corp")))
    # a legacy portal of another region
    P516 note config:6 profile dev without sso_session: the token is not refreshed | a sign-in every few hours; only tools that know no sso-session (Terraform before AWS provider 5, old SDKs) need such a profile | Convert { profiles: ["dev"] }
    P540 error config:7 the portal of profile dev is in eu-west-1, and sso_region names another region | every sign-in fails: the service of that region does not know the portal | Remedy(ConfigureProfile("dev"))
    "#);
}

#[test]
fn what_profiles_refer_to() {
    insta::assert_snapshot!(all(&[
        ("no such source", |home| { home.instead("source_profile = dev", "source_profile = nobody"); }),
        ("a source without credentials", |home| { home.instead("source_profile = dev", "source_profile = empty\n[profile empty]\noutput = json"); }),
        ("keys of the environment that are not there", |home| { home.instead("source_profile = dev", "credential_source = Environment"); }),
        ("keys of the environment", |home| {
            home.set("AWS_ACCESS_KEY_ID", "A").set("AWS_SECRET_ACCESS_KEY", "planted").set("AWS_SESSION_TOKEN", "planted");
            home.instead("source_profile = dev", "credential_source = Environment");
        }),
        ("a token of the web, and a role", |home| { home.with("\n[profile w]\nweb_identity_token_file = /t\nrole_arn = arn:aws:iam::111122223333:role/R\nregion = us-east-1\n"); }),
        ("a token of the web, and none", |home| { home.with("\n[profile w]\nweb_identity_token_file = /t\nregion = us-east-1\n"); }),
        ("a role that lasts too long", |home| { home.with("duration_seconds = 99999\n"); }),
        ("no such block", |home| { home.with("services = nowhere\n"); }),
        ("one spelling in a block", |home| { home.with("services = s\n\n[services s]\nsso_oidc =\n  endpoint_url = http://localhost:1\n"); }),
        ("the other spelling", |home| { home.with("services = s\n\n[services s]\nsso-oidc =\n  endpoint_url = http://localhost:1\n"); }),
        ("both spellings", |home| { home.with("services = s\n\n[services s]\nsso-oidc =\n  endpoint_url = http://localhost:1\nsso_oidc =\n  endpoint_url = http://localhost:1\n"); }),
        ("no certificates", |home| { home.with("ca_bundle = /nowhere/ca.pem\n"); }),
        ("certificates under a home", |home| { home.with("ca_bundle = ~/ca.pem\n"); }),
        ("no address", |home| { home.with("endpoint_url = localhost:4566\n"); }),
        ("an address and FIPS", |home| { home.with("endpoint_url = http://localhost:1\nuse_fips_endpoint = true\n"); }),
        ("an address and dual stack", |home| { home.with("endpoint_url = http://localhost:1\nuse_dualstack_endpoint = True\n"); }),
        ("an address and no FIPS", |home| { home.with("endpoint_url = http://localhost:1\nuse_fips_endpoint = false\n"); }),
        ("legacy profiles", |home| {
            let own = |name: &str| format!("\n[profile {name}]\nsso_start_url = https://d-abc123.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n");
            home.with(&["a", "b", "c", "d"].map(own).concat());
        }),
        ("one portal in three spellings", |home| {
            let own = |name: &str, url: &str| format!("\n[profile {name}]\nsso_start_url = {url}\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = us-east-1\n");
            let url = "https://d-abc123.awsapps.com/start";
            home.with(&[own("a", &format!("{url}/")), own("b", url), own("c", &format!("{url}#/"))].concat());
        }),
        ("no client region", |home| { home.instead("Admin\nregion = us-east-1", "Admin"); }),
        ("no client region, but one for all", |home| { home.set("AWS_REGION", "us-east-1").instead("Admin\nregion = us-east-1", "Admin"); }),
    ]), @r#"
    # no such source
    P521 error config:13 profile ops names the source_profile nobody, which does not exist | every AWS tool refuses the profile | Remedy(ConfigureProfile("nobody"))
    # a source without credentials
    P534 error config:16 profile ops takes its credentials from profile empty, which has none | every AWS tool refuses the profile
    # keys of the environment that are not there
    P534 warning config:13 profile ops takes credentials from the environment, where AWS_ACCESS_KEY_ID is not set | every AWS tool that is started here with this profile
    # keys of the environment

    # a token of the web, and a role
    P530 error config:17 web_identity_token_file of profile w names no file | no AWS tool gets credentials from it
    # a token of the web, and none
    P534 error config:17 profile w has web_identity_token_file and no role_arn | every AWS tool refuses the profile, unless AWS_ROLE_ARN is set
    # a role that lasts too long
    P534 error config:15 duration_seconds of profile ops: it is a number of seconds from 900 to 43200 | daypass refuses the profile; some AWS tools ignore the value, others fail
    # no such block
    P525 error config:15 profile ops names the services block nowhere, which does not exist | the AWS CLI and boto3 refuse the profile; JavaScript and Rust call AWS's own endpoints | CommentOut { section: SectionName { kind: Profile, name: "ops" }, keys: ["services"] }
    # one spelling in a block
    P526 warning config:17 services block s has only one of the spellings sso_oidc and sso-oidc | Rust reads sso-oidc and calls AWS's own endpoint | SetEndpoint { services: "s", key: "sso-oidc", value: "http://localhost:1" }
    # the other spelling
    P526 warning config:17 services block s has only one of the spellings sso_oidc and sso-oidc | all but Rust read sso_oidc and call AWS's own endpoint | SetEndpoint { services: "s", key: "sso_oidc", value: "http://localhost:1" }
    # both spellings

    # no certificates
    P530 error config:15 ca_bundle of profile ops names no file | the AWS CLI, boto3 and Go cannot make any call | CommentOut { section: SectionName { kind: Profile, name: "ops" }, keys: ["ca_bundle"] }
    # certificates under a home

    # no address
    P531 error config:15 endpoint_url of profile ops is not an http or https address | every call with this profile fails | CommentOut { section: SectionName { kind: Profile, name: "ops" }, keys: ["endpoint_url"] }
    # an address and FIPS
    P532 error config:15 profile ops has endpoint_url and FIPS or dual stack | Rust, JavaScript and Go refuse the two together; the AWS CLI and boto3 take endpoint_url | CommentOut { section: SectionName { kind: Profile, name: "ops" }, keys: ["use_fips_endpoint", "use_dualstack_endpoint"] }
    # an address and dual stack
    P532 error config:15 profile ops has endpoint_url and FIPS or dual stack | Rust, JavaScript and Go refuse the two together; the AWS CLI and boto3 take endpoint_url | CommentOut { section: SectionName { kind: Profile, name: "ops" }, keys: ["use_fips_endpoint", "use_dualstack_endpoint"] }
    # an address and no FIPS

    # legacy profiles
    P516 note config:17 4 profiles (a, b, c, …) without sso_session: the token is not refreshed | a sign-in every few hours; only tools that know no sso-session (Terraform before AWS provider 5, old SDKs) need such a profile | Convert { profiles: ["a", "b", "c", "d"] }
    # one portal in three spellings
    P516 note config:17 3 profiles (a, b, c) without sso_session: the token is not refreshed | a sign-in every few hours; only tools that know no sso-session (Terraform before AWS provider 5, old SDKs) need such a profile | Convert { profiles: ["a", "b", "c"] }
    P541 note config:17 one portal is spelled in 3 ways in profiles without sso_session | the AWS CLI and every SDK: each spelling needs a sign-in, because the token's file name derives from it
    # no client region
    P517 note config:5 profile dev without region; the fix sets the region of the sign-in, us-east-1 | calls fail with a missing region, except where AWS_REGION is set; profiles inherit nothing from [default] | Set { key: "region", values: [("dev", "us-east-1")] }
    # no client region, but one for all
    "#);
}

#[test]
fn programs_that_give_credentials() {
    insta::assert_snapshot!(all(&[
        ("a program that asks for itself", |home| { home.with("\n[profile x]\nregion = us-east-1\ncredential_process = daypass credential-process --profile x\n"); }),
        ("a sign-in that asks for itself", |home| { home.set("PATH", "/nowhere").instead("sso_role_name", "credential_process = daypass credential-process --profile dev\nsso_role_name"); }),
        ("no program", |home| { home.with("\n[profile x]\nregion = us-east-1\ncredential_process = /nowhere/program\n"); }),
        ("no program in the path", |home| {
            home.set("PATH", "/nowhere:/nothing").with("\n[profile x]\nregion = us-east-1\ncredential_process = program --x\n");
        }),
        ("a folder for a program", |home| {
            let path = home.path(".aws").display().to_string();
            home.with(&format!("\n[profile x]\nregion = us-east-1\ncredential_process = {path}\n"));
        }),
        ("what is no program", |home| {
            let path = home.path(".aws/config").display().to_string();
            home.with(&format!("\n[profile x]\nregion = us-east-1\ncredential_process = {path}\n"));
        }),
        ("a program", |home| { home.with("\n[profile x]\nregion = us-east-1\ncredential_process = /bin/sh -c x\n"); }),
        ("one that needs a shell", |home| { home.with("\n[profile x]\nregion = us-east-1\ncredential_process = $HOME/bin/program\n"); }),
        ("one that needs a shell, with a quotation", |home| { home.with("\n[profile x]\nregion = us-east-1\ncredential_process = $HOME/bin/program 'a'\n"); }),
        ("one that needs a shell, in the other file", |home| { home.put(".aws/credentials", "[x]\ncredential_process = $HOME/bin/program\n"); }),
        ("a quotation without its end", |home| { home.with("\n[profile x]\nregion = us-east-1\ncredential_process = \"/bin/sh\n"); }),
    ]), @r#"
    # a program that asks for itself
    P527 error config:18 credential_process of profile x asks for profile x itself | no AWS tool gets credentials from it | CommentOut { section: SectionName { kind: Profile, name: "x" }, keys: ["credential_process"] }
    # a sign-in that asks for itself
    P502 warning config:8 profile dev has SSO settings and a credential_process | JavaScript runs the process; the AWS CLI, boto3, Rust and Go sign in | CommentOut { section: SectionName { kind: Profile, name: "dev" }, keys: ["credential_process"] }
    P528 error config:8 credential_process of profile dev starts a program that does not exist | no AWS tool gets credentials from it
    # no program
    P528 error config:18 credential_process of profile x starts a program that does not exist | no AWS tool gets credentials from it | CommentOut { section: SectionName { kind: Profile, name: "x" }, keys: ["credential_process"] }
    # no program in the path
    P528 error config:18 credential_process of profile x starts a program that does not exist | no AWS tool gets credentials from it
    # a folder for a program
    P528 error config:18 credential_process of profile x starts a program that does not exist | no AWS tool gets credentials from it | CommentOut { section: SectionName { kind: Profile, name: "x" }, keys: ["credential_process"] }
    # what is no program
    P528 error config:18 credential_process of profile x starts a program that does not exist | no AWS tool gets credentials from it | CommentOut { section: SectionName { kind: Profile, name: "x" }, keys: ["credential_process"] }
    # a program

    # one that needs a shell
    P529 error config:18 credential_process of profile x needs a shell | the AWS CLI and boto3 start it without one; the other SDKs use sh | Set { key: "credential_process", values: [("x", "sh -c '$HOME/bin/program'")] }
    # one that needs a shell, with a quotation
    P529 error config:18 credential_process of profile x needs a shell | the AWS CLI and boto3 start it without one; the other SDKs use sh
    # one that needs a shell, in the other file
    P529 error credentials:2 credential_process of profile x needs a shell | the AWS CLI and boto3 start it without one; the other SDKs use sh
    # a quotation without its end
    P533 error config:18 credential_process of profile x has an unclosed quotation mark | no AWS tool gets credentials from it
    "#);
}

#[test]
fn text_of_the_files() {
    insta::assert_snapshot!(all(&[
        ("another encoding", |home| {
            let bytes: Vec<u8> = super::HEALTHY.bytes().chain(*b"# caf\xe9\n").collect();
            home.put_bytes(".aws/config", &bytes);
        }),
        ("another encoding and a line to fix", |home| {
            let bytes: Vec<u8> = super::HEALTHY.bytes().chain(*b"# caf\xe9\noutput = \"json\"\nservices = nowhere\n").collect();
            home.put_bytes(".aws/config", &bytes);
        }),
        ("an encoding that nobody reads", |home| {
            let bytes: Vec<u8> = format!("\u{feff}{}", super::HEALTHY).encode_utf16().flat_map(u16::to_le_bytes).collect();
            home.put_bytes(".aws/config", &bytes);
        }),
        ("a line that is refused", |home| { home.with("hello world\n"); }),
        ("a line that is misread", |home| { home.with("output = \"json\"\n"); }),
        ("a line of the other file", |home| { home.put(".aws/credentials", "[profile old]\naws_access_key_id = A\naws_secret_access_key = planted\n"); }),
    ]), @"
    # another encoding
    C101 error config:15 the file is not UTF-8 (most likely Windows-1252); save it as UTF-8 | the AWS CLI and boto3 refuse the whole file; Rust reads it as empty | Line(Config, NotUtf8)
    # another encoding and a line to fix
    C101 error config:15 the file is not UTF-8 (most likely Windows-1252); save it as UTF-8 | the AWS CLI and boto3 refuse the whole file; Rust reads it as empty | Line(Config, NotUtf8)
    C129 warning config:16 the quotation marks are part of the value for everyone but the Go SDK; remove them | this place is ignored or misread by the AWS CLI, the Rust, Java and Kotlin SDKs, the JavaScript SDK
    P525 error config:17 profile ops names the services block nowhere, which does not exist | the AWS CLI and boto3 refuse the profile; JavaScript and Rust call AWS's own endpoints
    # an encoding that nobody reads
    C101 error config the file is UTF-16 (little-endian); save it as UTF-8 | no AWS tool finds anything in the file | Line(Config, NotUtf8)
    # a line that is refused
    C105 error config:15 this line is neither a header nor a comment and has no '='; write it as key = value, or begin it with # | the whole file is refused by the AWS CLI, the Rust, Java and Kotlin SDKs; this place is ignored or misread by the JavaScript SDK, the Go SDK | Line(Config, NoDelimiter)
    # a line that is misread
    C129 warning config:15 the quotation marks are part of the value for everyone but the Go SDK; remove them | this place is ignored or misread by the AWS CLI, the Rust, Java and Kotlin SDKs, the JavaScript SDK | Line(Config, QuotedValue)
    # a line of the other file
    C124 warning credentials:1 a credentials file has plain names only: the AWS CLI takes the prefix as part of the name and the SDKs drop the section; write [NAME], or move the section to the config file | this place is ignored or misread by the AWS CLI, the Rust, Java and Kotlin SDKs, the JavaScript SDK | Line(Credentials, PrefixInCredentials)
    ");
}
