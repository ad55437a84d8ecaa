//! Sources that are asked: programs and web identities are cached by their end, one process asks for all, and whoever asks
//! for itself is told so.

use crate::bench::{Bench, NOW, now};
use daypass_config_parse::{Config, Dialect, Document};
use daypass_credentials::{
    Error, ErrorKind, Fault, Plan, ProcessLine, RunProcess, Settings, SourceError, SourceErrorKind, Trust,
    resolve,
};
use daypass_transport::BoxFuture;
use std::{
    error::Error as _,
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

const CONFIG: &str = "[profile p]\ncredential_process = prog 'a b'\n[profile twin]\ncredential_process = prog 'a b'\n\
                      [profile other]\ncredential_process = prog c\n";

/// A runner that prints a text, and counts.
#[derive(Default)]
struct Runner {
    printed: Mutex<String>,
    runs: AtomicUsize,
    within: Option<&'static str>,
}

impl RunProcess for Runner {
    fn is_within(&self, line: &ProcessLine) -> bool {
        self.within == Some(line.profile())
    }

    fn run<'a>(&'a self, line: &'a ProcessLine) -> BoxFuture<'a, Result<Vec<u8>, SourceError>> {
        assert_eq!(line.words().first().map(String::as_str), Some("prog"));
        self.runs.fetch_add(1, Ordering::SeqCst);
        let printed = self.printed.lock().expect("lock").clone();
        Box::pin(async move {
            match printed.is_empty() {
                true => Err(SourceError::new(SourceErrorKind::Process, "it failed")),
                false => Ok(printed.into_bytes()),
            }
        })
    }
}

impl Runner {
    fn printing(text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { printed: Mutex::new(text.into()), ..Self::default() })
    }

    fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }
}

fn plan(name: &str) -> Plan {
    let document = Document::parse(CONFIG);
    resolve(&Config::new(&document, None, Dialect::AwsCli), &Settings::default(), name).expect("a plan")
}

fn keys(end: &str) -> String {
    let end = if end.is_empty() { String::new() } else { format!(r#","Expiration":"{end}""#) };
    format!(r#"{{"Version":1,"AccessKeyId":"A","SecretAccessKey":"planted","SessionToken":"planted"{end}}}"#)
}

#[test]
fn a_program_is_run_once_for_as_long_as_its_keys_are_good() {
    let (bench, runner) = (Bench::new([]), Runner::printing(keys("2026-11-22T13:00:00Z")));
    let provider = bench.provider().with_process_runner(runner.clone());
    assert_eq!(provider.cached(&plan("p")), None);
    for name in ["p", "p", "twin"] {
        let got = now(provider.credentials(&plan(name))).expect("credentials");
        assert_eq!(got.access_key_id, "A", "{name}");
    }
    assert!(provider.cached(&plan("twin")).is_some(), "one line, one entry");
    assert_eq!((runner.runs(), provider.cached(&plan("other"))), (1, None));
    // Less than 15 min are left.
    bench.set_clock(SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 46 * 60));
    let _again = now(provider.credentials(&plan("p"))).expect("credentials");
    assert_eq!(runner.runs(), 2);
    assert_eq!(bench.asked(), [""; 0]);
}

#[test]
fn keys_without_an_end_are_not_written_down() {
    let (bench, runner) = (Bench::new([]), Runner::printing(keys("")));
    let provider = bench.provider().with_process_runner(runner.clone());
    for _ in 0..2 {
        let _keys = now(provider.credentials(&plan("p"))).expect("credentials");
    }
    assert_eq!((runner.runs(), provider.cached(&plan("p"))), (2, None));
    assert!(std::fs::read_dir(bench.path("cli")).map_or(true, |files| files.count() == 0));
}

#[test]
fn what_goes_wrong_with_a_program() {
    let fails = |runner: Arc<Runner>| {
        let provider = Bench::new([]).provider().with_process_runner(runner);
        now(provider.credentials(&plan("p"))).expect_err("no credentials")
    };
    let of = |error: &Error| (error.kind(), error.to_string());
    let silent = fails(Runner::printing(""));
    assert_eq!(of(&silent), (ErrorKind::Service, "it failed".to_owned()));
    for text in [
        "nothing",
        "[]",
        "{}",
        r#"{"Version":2,"AccessKeyId":"A","SecretAccessKey":"B"}"#,
        r#"{"Version":1,"AccessKeyId":"A"}"#,
        r#"{"Version":1,"AccessKeyId":"A\n","SecretAccessKey":"B"}"#,
        r#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"B","Expiration":"soon"}"#,
        &keys("2026-11-22T12:00:00Z"),
    ] {
        let error = fails(Runner::printing(text));
        let message = "credential_process of profile p printed no credentials".to_owned();
        assert_eq!(of(&error), (ErrorKind::Service, message), "{text}");
        assert!(error.source().is_some() && !format!("{error:?}").contains("planted"), "{error:?}");
    }
    let itself = Arc::new(Runner { within: Some("p"), ..Runner::default() });
    let error = fails(itself.clone());
    assert_eq!((error.kind(), itself.runs()), (ErrorKind::Configuration, 0));
    assert_eq!(error.to_string(), "credential_process of profile p asks for itself");
    let none = now(Bench::new([]).provider().credentials(&plan("p"))).expect_err("no runner");
    assert!(none.to_string().contains("this program starts none"), "{none}");
}

/// A config file of somebody else starts no program, and sends no file.
#[test]
fn sources_of_others_are_refused() {
    let trust = Trust { foreign_config: Some(PathBuf::from("/checkout/config")), ..Trust::default() };
    let settings = Settings { trust: Some(Arc::new(trust)), ..Settings::default() };
    for (text, key) in [
        ("credential_process = prog", "credential_process"),
        ("role_arn = r\nweb_identity_token_file = /t", "web_identity_token_file"),
        ("role_arn = r\nsource_profile = q\n[profile q]\ncredential_process = prog", "credential_process"),
    ] {
        let document = Document::parse(format!("[profile p]\n{text}\n"));
        let config = Config::new(&document, None, Dialect::AwsCli);
        let error = resolve(&config, &settings, "p").expect_err(text);
        assert!(
            matches!(error.fault(), Some(Fault::ForeignSource { key: found, .. }) if *found == key),
            "{text}"
        );
        assert_eq!(error.facts(), [("file", "/checkout/config".to_owned())]);
        assert_eq!(error.remedy(), None);
    }
    // In the person's own credentials file it stands for the person.
    let (config, credentials) =
        (Document::parse(""), Document::parse_credentials("[p]\ncredential_process = prog\n"));
    let config = Config::new(&config, Some(&credentials), Dialect::AwsCli);
    assert_eq!(
        resolve(&config, &settings, "p").map(|plan| plan.name().to_owned()).ok().as_deref(),
        Some("p")
    );
}
