//! Other people's cases, and what four readers were seen to do (docs/evidence/config-files.md); counts are printed.
#![expect(clippy::print_stdout, reason = "the counts are the point")]

use std::{fs, path::PathBuf};

use daypass_config_parse::{Batch, Code, Config, Dialect, Document, Section, SectionName};
use serde_json::{Map, Value, json};

/// Vectors that are not matched on purpose, with the reason.
const DELIBERATE: &[(&str, &str)] = &[];

/// The folder of the vectors: that of the repository, unless another is named.
fn vectors() -> PathBuf {
    #[expect(clippy::disallowed_methods, reason = "a test may be told where the vectors are")]
    let told = std::env::var_os("DAYPASS_VECTORS").map(PathBuf::from);
    told.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors").into())
}

fn cases(path: &str) -> Value {
    let bytes = fs::read(vectors().join(path)).expect("the vectors are whole");
    serde_json::from_slice(&bytes).expect("the vectors are JSON")
}

fn section(section: Section<'_>, dialect: Dialect) -> Value {
    let value = |key: &str| match section.is_nested(key) && dialect == Dialect::AwsCli {
        true => {
            section.nested_pairs(key).map(|(k, v)| (k.to_owned(), json!(v))).collect::<Map<_, _>>().into()
        }
        false => json!(section.get(key)),
    };
    section.keys().into_iter().map(|key| (key.to_owned(), value(key))).collect::<Map<_, _>>().into()
}

/// What we read, in the vectors' shape.
fn read(config: &str, credentials: &str, dialect: Dialect) -> Result<Value, Code> {
    let (config, credentials) = (Document::parse(config), Document::parse_credentials(credentials));
    for file in [&config, &credentials] {
        if let Some(refused) = file.refused_by(dialect) {
            return Err(refused.code());
        }
    }
    let read = Config::new(&config, Some(&credentials), dialect);
    let map = |sections: Vec<Section<'_>>| -> Value {
        sections.into_iter().map(|s| (s.name().to_owned(), section(s, dialect))).collect::<Map<_, _>>().into()
    };
    Ok(
        json!({ "profiles": map(read.profiles().collect()), "ssoSessions": map(read.sso_sessions().collect()) }),
    )
}

fn report(what: &str, total: usize, missed: &[String]) {
    let unexpected: Vec<_> =
        missed.iter().filter(|name| DELIBERATE.iter().all(|(known, _)| known != name)).collect();
    println!("{what}: {} of {total} match", total - missed.len());
    for (name, reason) in DELIBERATE.iter().filter(|(name, _)| missed.iter().any(|m| m == name)) {
        println!("  not on purpose: {name}: {reason}");
    }
    assert!(unexpected.is_empty(), "{what}: {unexpected:#?}");
}

#[test]
fn the_sdk_dialect_passes_the_cross_sdk_suite() {
    let suite = cases("smithy-rs/profile-parser-tests.json");
    let tests = suite["tests"].as_array().expect("a list");
    let mut missed = Vec::new();
    for test in tests {
        let text = |file: &str| test["input"][file].as_str().unwrap_or_default();
        let got = read(text("configFile"), text("credentialsFile"), Dialect::Sdk);
        let expected = &test["output"];
        let matches = match (&got, expected["errorContaining"].as_str()) {
            (Err(code), Some(message)) => errors(message).contains(code),
            (Ok(got), None) => {
                got["profiles"] == expected["config"]["profiles"]
                    && got["ssoSessions"]
                        == expected["config"].get("sso_sessions").cloned().unwrap_or(json!({}))
            }
            (Ok(_), Some(_)) | (Err(_), None) => false,
        };
        if !matches {
            println!("{test} gave {got:?}");
            missed.push(test["name"].to_string());
        }
    }
    report("smithy-rs/profile-parser-tests.json, Sdk", tests.len(), &missed);
}

/// The suite's error messages as our codes.
fn errors(message: &str) -> &'static [Code] {
    match message {
        "Expected a profile definition" => &[Code::OutsideSection],
        "Expected an '=' sign defining a property" => &[Code::NoDelimiter, Code::ColonDelimiter],
        "Expected a property definition" | "Expected a property definition, found continuation" => {
            &[Code::IndentedKey]
        }
        "Sub-property did not have a name" => &[Code::NestedNoKey],
        "Expected an '=' sign defining a sub-property" => &[Code::NestedNoEquals],
        "Property did not have a name" => &[Code::NoKey],
        "Profile definition must end with ']'" => {
            &[Code::UnclosedHeader, Code::TextAfterHeader, Code::CommentInHeader]
        }
        _ => &[],
    }
}

/// Compares with what a tool was seen to return.
fn observed(what: &str, tool: &str, dialect: Dialect, cases: &Value, parts: impl Fn(&Value) -> [Value; 3]) {
    let cases = cases.as_array().expect("a list");
    let mut missed = Vec::new();
    for case in cases {
        let [config, credentials, seen] = parts(case);
        let got =
            read(config.as_str().unwrap_or_default(), credentials.as_str().unwrap_or_default(), dialect);
        let matches = match &got {
            Ok(got) => got == &seen,
            Err(_) => seen.get("error").is_some(),
        };
        if !matches {
            println!("{case}\n gave {got:?}");
            missed.push(case["name"].to_string());
        }
    }
    report(&format!("{what}, {tool}"), cases.len(), &missed);
}

#[test]
fn the_suite_as_each_tool_was_seen_to_read_it() {
    let path = "observed/profile-parser-tests-by-sdk.json";
    let all = cases(path);
    for (tool, dialect) in [("botocore", Dialect::AwsCli), ("rust", Dialect::Sdk)] {
        observed(path, tool, dialect, &all, |case| {
            let input = &case["input"];
            [input["config"].clone(), input["credentials"].clone(), case["got"][tool].clone()]
        });
    }
}

#[test]
fn quirks_as_each_tool_was_seen_to_read_them() {
    let path = "observed/parser-quirks-by-sdk.json";
    let all = cases(path);
    for (tool, dialect) in [("botocore", Dialect::AwsCli), ("rust", Dialect::Sdk)] {
        observed(path, tool, dialect, &all, |case| {
            [case["config"].clone(), case["credentials"].clone(), case["observed"][tool].clone()]
        });
    }
}

#[test]
fn botocores_sample_files() {
    let folder = vectors();
    let check = |name: &str, expected: Value| {
        let document = Document::parse(fs::read(folder.join("botocore/cfg").join(name)).expect("a sample"));
        let got = if let Some(refused) = document.refused_by(Dialect::AwsCli) {
            json!(refused.code().id())
        } else {
            let config = Config::new(&document, None, Dialect::AwsCli);
            config
                .profiles()
                .map(|p| (p.name().to_owned(), section(p, Dialect::AwsCli)))
                .collect::<Map<_, _>>()
                .into()
        };
        assert_eq!(got, expected, "{name}");
    };
    let keys = |id: &str, secret: &str| json!({ "aws_access_key_id": id, "aws_secret_access_key": secret });
    let personal =
        json!({ "aws_access_key_id": "fie", "aws_secret_access_key": "baz", "aws_security_token": "fiebaz" });
    check(
        "aws_bad_profile",
        json!({
            "default": keys("default", "default"),
            "my profile": keys("default", "default"),
            "personal1": keys("access_personal1", "key_personal1"),
        }),
    );
    check("aws_config", json!({ "default": keys("foo", "bar"), "personal": personal }));
    check("aws_config_bad", json!("C104"));
    check("aws_config_badbytes", json!("C101"));
    check(
        "aws_config_nested",
        json!({ "default": {
            "aws_access_key_id": "foo", "aws_secret_access_key": "bar", "region": "us-west-2",
            "s3": { "signature_version": "s3v4", "addressing_style": "path" },
            "cloudwatch": { "signature_version": "v4" },
        }}),
    );
    check("aws_config_nested_bad", json!("C113"));
    check("aws_config_nocreds", json!({ "default": { "region": "us-west-2" } }));
    check("aws_config_other", json!({ "default": keys("other_foo", "other_bar"), "personal": personal }));
    check("aws_credentials", json!("C104"));
    check("aws_sso_session_config", json!({ "default": { "sso_session": "sso" } }));
    check(
        "aws_services_config",
        json!({
            "default": { "endpoint_url": "https://localhost:1234/", "services": "my-services" },
        }),
    );
    check("boto_config", json!({}));
    check(
        "foo_config",
        json!({
            "default": { "aws_access_key_id": "foo", "aws_secret_access_key": "bar", "foo_region": "us-west-1" },
            "foo": { "aws_access_key_id": "fie", "aws_secret_access_key": "baz" },
        }),
    );
    let services =
        Document::parse(fs::read(folder.join("botocore/cfg/aws_services_config")).expect("a sample"));
    for dialect in [Dialect::AwsCli, Dialect::Sdk] {
        let config = Config::new(&services, None, dialect);
        let block = config.services("my-services").expect("it is there");
        assert_eq!(block.nested("s3", "endpoint_url"), Some("https://localhost:5678/"));
        assert_eq!(block.nested("dynamodb", "endpoint_url"), Some("https://localhost:8888/"));
    }
    println!("botocore/cfg: 14 files checked");
}

/// Botocore's endpoint cases begin with profiles and services: written by us, they read as they were meant.
#[test]
fn botocores_endpoint_profiles_are_written_and_read() {
    let suite = cases("botocore/configured-endpoint-url-tests.json");
    let suites = suite["testSuites"].as_array().expect("a list");
    let (mut count, objects) = (0, |value: &Value| value.as_object().cloned().unwrap_or_default());
    for suite in suites {
        let mut batch = Batch::new();
        for (name, keys) in &objects(&suite["profiles"]) {
            for (key, value) in &objects(keys) {
                batch = batch.set(&SectionName::profile(name), key, value.as_str().expect("text"));
            }
        }
        for (name, keys) in &objects(&suite["services"]) {
            for (key, subs) in &objects(keys) {
                for (sub_key, value) in &objects(subs) {
                    let section = SectionName::services(name);
                    batch = batch.set_nested(&section, key, sub_key, value.as_str().expect("text"));
                }
            }
        }
        let mut file = Document::parse("");
        file.apply(&batch).expect("every tool reads these");
        assert_eq!(file.lint(), [], "nobody minds what we write");
        for dialect in [Dialect::AwsCli, Dialect::Sdk] {
            let config = Config::new(&file, None, dialect);
            for (name, keys) in &objects(&suite["profiles"]) {
                assert_eq!(config.profile(name).map(|p| section(p, dialect)).as_ref(), Some(keys));
                count += 1;
            }
            for (name, keys) in &objects(&suite["services"]) {
                let block = config.services(name).expect("just written");
                for (key, subs) in &objects(keys) {
                    let read: Map<_, _> =
                        block.nested_pairs(key).map(|(k, v)| (k.to_owned(), json!(v))).collect();
                    assert_eq!(&Value::from(read), subs);
                    count += 1;
                }
            }
        }
    }
    println!("botocore/configured-endpoint-url-tests.json: {count} sections and blocks written and read");
}
