//! Faults of console sign-ins (`aws login`): their files, their folder, the profiles that name them. `lNN` is the case of that
//! number in the list of cases of `aws login`.
#![cfg(unix)]

use super::{Home, all};

/// SHA-256 of the ARN.
const FILE: &str = ".aws/login/cache/8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json";
const KEY: &str = include_str!("ada.pem");
const PROFILE: &str = "
[profile me]
login_session = arn:aws:iam::111122223333:user/ada
region = us-east-1
";

/// {"iat":IAT,"sub":"arn:aws:iam::111122223333:user/ada","session_arn":"arn:aws:signin:us-east-1:111122223333:session/5"}
const TODAY: &str = "eyJpYXQiOjE3OTUzNDgwMDAsInN1YiI6ImFybjphd3M6aWFtOjoxMTExMjIyMjMzMzM6dXNlci9hZGEiLCJzZXNzaW9uX2FybiI6ImFybjphd3M6c2lnbmluOnVzLWVhc3QtMToxMTExMjIyMjMzMzM6c2Vzc2lvbi81In0";
const LONG_AGO: &str = "eyJpYXQiOjE1Nzc4MzY4MDAsInN1YiI6ImFybjphd3M6aWFtOjoxMTExMjIyMjMzMzM6dXNlci9hZGEiLCJzZXNzaW9uX2FybiI6ImFybjphd3M6c2lnbmluOnVzLWVhc3QtMToxMTExMjIyMjMzMzM6c2Vzc2lvbi81In0";

/// The file of a console sign-in with these members in the place of the usual ones; none takes one away.
fn login(change: &[(&str, Option<&str>)]) -> String {
    let (key, id) = (format!("{KEY:?}"), format!("\"e30.{TODAY}.planted\""));
    let mut members = vec![
        (
            "accessToken",
            r#"{"accessKeyId": "A", "secretAccessKey": "planted", "sessionToken": "planted", "accountId": "111122223333", "expiresAt": "2026-11-22T12:10:00Z"}"#,
        ),
        ("tokenType", r#""aws_sigv4""#),
        ("clientId", r#""arn:aws:signin:::devtools/same-device""#),
        ("refreshToken", r#""planted""#),
        ("idToken", id.as_str()),
        ("dpopKey", key.as_str()),
    ];
    for (key, value) in change {
        members.retain(|(known, _)| known != key);
        members.extend(value.map(|value| (*key, value)));
    }
    let members: Vec<_> = members.iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

/// Signs in: a profile and a file that is as it should be, with these members.
fn signed_in(home: &Home, change: &[(&str, Option<&str>)]) {
    home.with(PROFILE).put(FILE, &login(change)).mode(".aws/login/cache", 0o700);
}

#[test]
fn l46_l48_l63_faults_of_the_files_and_of_their_folder() {
    insta::assert_snapshot!(all(&[
        ("as it should be", |home| signed_in(home, &[])),
        ("with a region of its own", |home| signed_in(home, &[("signInRegion", Some(r#""us-east-1""#))])),
        ("others read the file", |home| { signed_in(home, &[]); home.mode(FILE, 0o644); }),
        ("others list the folder", |home| { signed_in(home, &[]); home.mode(".aws/login/cache", 0o755); }),
        ("empty", |home| { signed_in(home, &[]); home.put(FILE, ""); }),
        ("torn", |home| { signed_in(home, &[]); home.put(FILE, login(&[]).get(..90).unwrap_or_default()); }),
        ("a list", |home| { signed_in(home, &[]); home.put(FILE, "[]"); }),
        ("with a tail", |home| { signed_in(home, &[]); home.put(FILE, &format!("{}tail", login(&[]))); }),
        ("no refresh token", |home| signed_in(home, &[("refreshToken", None)])),
        ("a damaged key", |home| signed_in(home, &[("dpopKey", Some(r#""planted""#))])),
        ("a file instead of the folder", |home| {
            home.with(PROFILE).put(".aws/login/cache", "");
        }),
        ("a folder that not every tool finds", |home| { home.set("AWS_LOGIN_CACHE_DIRECTORY", "~/x"); }),
        ("an empty folder", |home| { home.set("AWS_LOGIN_CACHE_DIRECTORY", ""); }),
    ]), @r#"
    # as it should be

    # with a region of its own

    # others read the file
    K203 error 8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json a file with a token or credentials is open to others (mode 0644) | anyone with an account on this machine can act as you | Close("~/.aws/login/cache/8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json", 384)
    # others list the folder
    K201 warning cache the folder is open to others (mode 0755) | other users of this machine can list the files | Close("~/.aws/login/cache", 448)
    # empty
    K205 error 8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json the cache file is empty because its writer was interrupted | the AWS CLI and the SDKs fail on it instead of signing in | Remove("~/.aws/login/cache/8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json")
    # torn
    K204 error 8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json the cache file is damaged: it ends in the middle of its JSON | the AWS CLI and the SDKs fail on it instead of signing in | SetAside("~/.aws/login/cache/8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json")
    # a list
    K204 error 8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json the cache file is damaged: it holds JSON, but not a single object | the AWS CLI and the SDKs fail on it instead of signing in | SetAside("~/.aws/login/cache/8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json")
    # with a tail
    K214 warning 8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json the file of a sign-in has a time, a type or a tail that not every SDK reads | Rust and Go refuse the file or lose the refresh; every SDK reads YYYY-MM-DDTHH:MM:SSZ | Rewrite("~/.aws/login/cache/8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json")
    # no refresh token
    K217 warning 8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json a console sign-in cannot be refreshed: its file has no refreshToken | every AWS tool needs a new sign-in after 15 minutes; most fail at once | Remedy(SignInAgain(Profile("me")))
    # a damaged key
    K217 warning 8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json a console sign-in cannot be refreshed: its dpopKey is damaged | every AWS tool needs a new sign-in after 15 minutes; most fail at once | Remedy(SignInAgain(Profile("me")))
    # a file instead of the folder
    K202 error cache something other than a folder is in the place of the cache folder | no AWS tool finds or stores a sign-in | mv ~/.aws/login/cache ~/.aws/login/cache.old
    K220 note config:17 nobody is signed in as arn:aws:iam::111122223333:user/ada, which profile me uses | every AWS tool that uses the profile asks for a sign-in | Remedy(SignIn(Profile("me")))
    # a folder that not every tool finds
    E411 warning AWS_LOGIN_CACHE_DIRECTORY has a '~' or '$' that not every tool expands | JavaScript, Rust and Java look for sign-ins in a folder of that very name | export AWS_LOGIN_CACHE_DIRECTORY=~/x
    # an empty folder
    E410 warning AWS_LOGIN_CACHE_DIRECTORY is empty | the AWS CLI, boto3 and JavaScript look in the working folder, and `aws login` loses its sign-in; Go and daypass use the usual folder | unset AWS_LOGIN_CACHE_DIRECTORY
    "#);
}

#[test]
fn l38_l51_l60_faults_of_profiles_and_sessions() {
    insta::assert_snapshot!(all(&[
        ("nobody has signed in", |home| { home.with(PROFILE); }),
        ("the session is over", |home| signed_in(home, &[
            ("idToken", Some(&format!("\"e30.{LONG_AGO}.planted\""))),
            ("accessToken", Some(r#"{"accessKeyId": "A", "secretAccessKey": "planted", "expiresAt": "2020-01-01T00:00:00Z"}"#)),
        ])),
        ("of another region", |home| signed_in(home, &[("signInRegion", Some(r#""us-east-2""#))])),
        ("no profile uses it", |home| { signed_in(home, &[]); home.with(""); }),
        ("keys beside it", |home| {
            signed_in(home, &[]);
            home.with(&format!("{PROFILE}aws_access_key_id = A\naws_secret_access_key = planted\n"));
        }),
        ("keys in the other file", |home| {
            signed_in(home, &[]);
            home.put(".aws/credentials", "[me]\naws_access_key_id = A\naws_secret_access_key = planted\n");
        }),
        ("a process beside it", |home| {
            signed_in(home, &[]);
            home.with(&format!("{PROFILE}credential_process = /bin/true\n"));
        }),
        ("no identity", |home| { home.with("\n[profile me]\nlogin_session = \"arn:aws:iam::111122223333:root\"\nregion = us-east-1\n"); }),
    ]), @r#"
    # nobody has signed in
    K220 note config:17 nobody is signed in as arn:aws:iam::111122223333:user/ada, which profile me uses | every AWS tool that uses the profile asks for a sign-in | Remedy(SignIn(Profile("me")))
    # the session is over
    K220 note config:17 the session is over of arn:aws:iam::111122223333:user/ada, which profile me uses | every AWS tool that uses the profile asks for a sign-in | Remedy(SignIn(Profile("me")))
    # of another region
    K218 warning config:17 profile me is of us-east-1, and its console sign-in of us-east-2 | the AWS CLI 2.36, Rust and Go refresh in the profile's region, where AWS refuses; boto3, JavaScript and daypass do not | Remedy(SignInAgain(Profile("me")))
    # no profile uses it
    K219 note 8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json a console sign-in of arn:aws:iam::111122223333:user/ada that no profile uses | no tool; whoever reads the file can use the session until it ends | Remedy(RemoveFiles(["~/.aws/login/cache/8a94dcaf071ee6a78db9a6b90e40b539573c9c8ef33a82541e6d9d2ceda11e00.json"]))
    # keys beside it
    P542 warning config:17 profile me has login_session and static keys | JavaScript uses the keys; the AWS CLI, boto3, Rust and daypass the sign-in | Remedy(Advice("Remove login_session or static keys from profile me."))
    # keys in the other file
    P542 warning config:17 profile me has login_session and keys in the credentials file | the AWS CLI, boto3, JavaScript and daypass use the keys; Rust the sign-in | Remedy(Advice("Remove login_session or keys in the credentials file from profile me."))
    # a process beside it
    P542 warning config:17 profile me has login_session and a credential_process | JavaScript runs the process; the AWS CLI, boto3, Rust and daypass use the sign-in | Remedy(Advice("Remove login_session or a credential_process from profile me."))
    # no identity
    C129 warning config:17 the quotation marks are part of the value for everyone but the Go SDK; remove them | this place is ignored or misread by the AWS CLI, the Rust, Java and Kotlin SDKs, the JavaScript SDK
    P534 error config:17 login_session of profile me: "\"arn:aws:iam::111122223333:root\"" is not the ARN of a console identity, such as arn:aws:iam::111122223333:user/ada | daypass refuses the profile; some AWS tools ignore the value, others fail
    "#);
}
