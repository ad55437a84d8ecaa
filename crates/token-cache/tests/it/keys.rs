//! File names: the tables of hashes, and those observed (docs/evidence/cache-files.md).

use crate::help::vector;
use daypass_token_cache::{AssumeRoleKey, CacheKey, RegistrationKey, RoleKey};
use serde_json::Value;
use std::fs;

const URL: &str = "https://d-abc123.awsapps.com/start";

fn check(key: CacheKey, expected: &str) {
    assert_eq!(key.to_string(), expected);
    assert_eq!(CacheKey::from_file_name(&key.file_name()), Some(key));
}

#[test]
fn tokens() {
    check(CacheKey::for_start_url(URL), "40a89917e3175433e361b710a9d43528d7f1890a");
    check(
        CacheKey::for_start_url("https://d-abc123.awsapps.com/start/"),
        "efc31dacc9f40d3b937b7214601a881f4c2500c4",
    );
    check(
        CacheKey::for_start_url("https://d-abc123.awsapps.com/start#/"),
        "1d20e6889e22d083cdaba8ccfc0f15209544e0c0",
    );
    check(
        CacheKey::for_start_url("https://identitycenter.amazonaws.com/ssoins-1234"),
        "fc092fa58092b5efcdd3d6fd1c90a9e7e2378bc4",
    );
    check(
        CacheKey::for_start_url("https://d-92671207e4.awsapps.com/start"),
        "13f9d35043871d073ab260e020f0ffde092cb14b",
    );
    for (name, expected) in [
        ("C", "32096c2e0eff33d844ee6d675407ace18289357d"),
        ("corp", "ee0bfd2552fbd840c02cc48b6e823320543c450f"),
        ("my corp", "2603e49e9877a1061664a5a7f900ffb84f872d49"),
        ("admin", "d033e22ae348aeb5660fc2140aec35850c4da997"),
        ("my-sso", "0ad374308c5a4e22f723adf10145eafad7c4031c"),
        ("ünï", "146f11febcba34ed0d0f8824d4d8a1b23c8480c7"),
    ] {
        check(CacheKey::for_session(name), expected);
    }
}

#[test]
fn registrations() {
    let check_one = |region, scopes: Option<&[&str]>, session_name, expected| {
        let scopes: Option<Vec<String>> =
            scopes.map(|scopes| scopes.iter().map(|scope| (*scope).to_owned()).collect());
        let key = RegistrationKey { region, scopes: scopes.as_deref(), session_name, start_url: URL };
        check(CacheKey::for_registration(&key), expected);
    };
    let access = ["sso:account:access"];
    check_one("us-east-1", None, None, "c7029af06842ab71c7d71a4f2d85fc584e0c5528");
    check_one("us-west-2", None, None, "d75f79f67bab3f92a2b1450471c0c2574de0dca4");
    check_one("us-east-1", Some(&access), Some("corp"), "addcb57439d169e8a20b46759331461d35fb9eb3");
    check_one("us-east-1", None, Some("corp"), "eee07c02d946a9100b152aa4c14c0e2b2f7a7db4");
    check_one("us-east-1", Some(&[]), Some("corp"), "e774566612729b9d241f993142b8cad4b7e6cf7e");
    check_one(
        "us-east-1",
        Some(&["sso:account:access", "codewhisperer:completions"]),
        Some("corp"),
        "68f34883d79c7d75a992e2922631a60a6d6e0890",
    );
    check_one("us-east-1", Some(&access), Some("ünï"), "07e59d8d52fefe50704daf9d9b6b3736188f7b5f");
}

#[test]
fn roles() {
    let check_one = |account_id, role_name, session_name, start_url, expected| {
        check(CacheKey::for_role(&RoleKey { account_id, role_name, session_name, start_url }), expected);
    };
    let hash = "0cdbf32b99792a73981dd3f142bc63ab50240b44";
    check_one("111122223333", "Admin", Some("corp"), None, hash);
    check_one("111122223333", "Admin", Some("corp"), Some(URL), hash);
    check_one("111122223333", "Admin", None, Some(URL), "6ba1a5b49a2db9c919d9b0a8de4788d7f6cca24c");
    check_one(
        "1234567890",
        "test-role",
        None,
        Some("https://d-92671207e4.awsapps.com/start"),
        "048db75bbe50955c16af7aba6ff9c41a3131bb7e",
    );
    check_one("111122223333", "Rôle", Some("corp"), None, "e466a81fa8b5a6bfcfd528009074136d2db63e89");
}

#[test]
fn assumed_roles() {
    let arn = "arn:aws:iam::123456789012:role/RoleA";
    let key = AssumeRoleKey { role_arn: arn, ..AssumeRoleKey::default() };
    check(CacheKey::for_assume_role(&key), "330942beff5b0648244cebd8031e0bfca87ac4a0");
    // sha1 of what Python's json.dumps(arguments, sort_keys=True) gives for all five.
    let key = AssumeRoleKey {
        role_arn: arn,
        role_session_name: Some("me"),
        external_id: Some("é\"x"),
        serial_number: Some("arn:aws:iam::123456789012:mfa/me"),
        duration_seconds: Some(3600),
    };
    check(CacheKey::for_assume_role(&key), "a696fa688b8da6ba8f14bbd74c65cb366a172ecb");
}

#[test]
fn names_of_other_files_are_no_keys() {
    for name in
        ["session.db", "botocore-client-id-us-east-1.json", "EE0BFD2552FBD840C02CC48B6E823320543C450F.json"]
    {
        assert_eq!(CacheKey::from_file_name(name), None, "{name}");
    }
    assert_eq!(CacheKey::from_file_name(&format!("{}.json", "+1".repeat(20))), None);
    assert_eq!(CacheKey::from_file_name(&format!("{}.json", "é".repeat(20))), None);
}

#[test]
fn observed_names() {
    let path = vector("observed/cache-file-names.json");
    let all: Value = serde_json::from_slice(&fs::read(path).expect("file")).expect("JSON");
    let text = |value: &Value, name: &str| value[name].as_str().map(str::to_owned);
    let mut count = 0;
    let mut check_name = |case: &Value, key: CacheKey| {
        let file = text(case, "file").expect("a file");
        assert_eq!(file.rsplit('/').next(), Some(key.file_name().as_str()), "{case}");
        count += 1;
    };
    for case in all["tokens"].as_array().expect("tokens") {
        check_name(case, CacheKey::for_session(case["input"].as_str().expect("an input")));
    }
    for case in all["registrations"].as_array().expect("registrations") {
        let args = &case["args"];
        let scopes: Option<Vec<String>> = serde_json::from_value(args["scopes"].clone()).expect("scopes");
        let (region, start_url, session) =
            (text(args, "region"), text(args, "startUrl"), text(args, "session_name"));
        check_name(
            case,
            CacheKey::for_registration(&RegistrationKey {
                region: &region.expect("a region"),
                scopes: scopes.as_deref(),
                session_name: session.as_deref(),
                start_url: &start_url.expect("a start URL"),
            }),
        );
    }
    for case in all["roleCredentials"].as_array().expect("roleCredentials") {
        let args = &case["args"];
        check_name(
            case,
            CacheKey::for_role(&RoleKey {
                account_id: &text(args, "accountId").expect("an account"),
                role_name: &text(args, "roleName").expect("a role"),
                session_name: text(args, "sessionName").as_deref(),
                start_url: text(args, "startUrl").as_deref(),
            }),
        );
    }
    assert_eq!(count, 12);
}
