//! T19, and T05 of `console` and `whoami`: wrong arguments exit 2 before any call, and errors have causes.

use super::t04_environment::{CONFIG, signed_in};
use daypass_simulator::Operation;

/// T19-02: a duration that no console session has is refused before anybody is asked.
#[test]
fn t19_02_a_console_session_has_bounds() {
    let home = signed_in(CONFIG);
    let asked = || home.server().world().lock().count(Operation::GetRoleCredentials);
    let before = asked();
    for duration in ["13h", "14m", "0s"] {
        let outcome = home.run(&format!("console -p p --print --duration {duration}"));
        assert_eq!(outcome.code, Some(2), "{outcome}");
        assert!(outcome.stderr.contains("from 15m to 12h"), "{outcome}");
    }
    assert_eq!(asked(), before);
    let _outcome = home.run("console -p p --print --duration 12h").ok();
}

/// T19-05: a page that is not known is no link.
#[test]
fn t19_05_a_page_that_is_not_known() {
    let home = signed_in(CONFIG);
    let outcome = home.run("console -p p --print --service s4");
    assert_eq!(outcome.code, Some(2), "{outcome}");
    assert!(outcome.stderr.ends_with("try: daypass console -p p --print --service s3\n"), "{outcome}");
    let outcome = home.run("console -p p --print --service something-else");
    assert!(outcome.code == Some(2) && outcome.stderr.contains("--destination"), "{outcome}");
    for (service, path) in [("s3", "s3"), ("ssm", "systems-manager"), ("ec2", "ec2")] {
        let outcome = home.run(&format!("console -p p --print --service {service}")).ok();
        assert!(outcome.stdout.contains(&format!("%2F{path}%2Fhome")), "{outcome}");
    }
    let _outcome = home.run("console -p p --print --destination /something-else/home").ok();
}

/// T05-05: what AWS answers to a chained role with a duration.
#[test]
fn t05_05_a_chained_role_takes_no_duration() {
    let chain = "[profile chain]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\n";
    let home = signed_in(&format!("{CONFIG}{chain}"));
    home.server().world().lock().add_fault("GetSigninToken html=400 always".parse().expect("a fault"));
    let outcome = home.run("console -p p --print --duration 12h");
    assert_eq!(outcome.code, Some(6), "{outcome}");
    for said in ["--duration", "chained role", "an hour at most"] {
        assert!(outcome.stderr.contains(said), "{outcome}");
    }
    assert!(!outcome.stderr.contains("STS") && !outcome.stderr.contains("cannot be reached"), "{outcome}");
    let outcome = home.run("console -p p --print");
    assert!(!outcome.stderr.contains("--duration"), "{outcome}");
}

/// T05-06: a wrong clock is told wherever AWS refuses.
#[test]
fn t05_06_whoami_tells_of_the_clock() {
    let home = signed_in(CONFIG);
    let world = home.server().world();
    let _kept = home.run("credentials -p p").ok();
    world.lock().settings_mut().skew_seconds = 7200;
    world.lock().add_fault(
        r#"GetCallerIdentity answer={"status": 403, "content_type": "text/xml", "body": "<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>Signature expired: x is now earlier than y</Message></Error></ErrorResponse>"} always"#
            .parse()
            .expect("a fault"),
    );
    for words in ["whoami -p p", "whoami -p p --output json"] {
        let outcome = home.run(words);
        assert_eq!(outcome.code, Some(5), "{outcome}");
        assert!(outcome.stderr.contains("behind AWS's; set it right first"), "{outcome}");
    }
}

/// T05-07: a proxy that fails is told with one label.
#[test]
fn t05_07_a_proxy_is_looked_at_once() {
    let home = signed_in(CONFIG)
        .set("HTTP_PROXY", "http://127.0.0.1:9")
        .set("NO_PROXY", "nowhere.example")
        .set("AWS_MAX_ATTEMPTS", "1");
    let outcome = home.run("credentials -p p");
    assert_eq!(outcome.code, Some(6), "{outcome}");
    assert_eq!(outcome.stderr.matches("look at").count(), 1, "{outcome}");
    assert!(outcome.stderr.contains("HTTP_PROXY"), "{outcome}");
}

/// T19-01: what AWS says of keys is its verdict, in a chain, too.
#[test]
fn t19_01_a_refusal_in_a_chain_is_one() {
    let chain = "[profile chain]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\n";
    for code in
        ["InvalidClientTokenId", "ExpiredToken", "SignatureDoesNotMatch", "RequestExpired", "AccessDenied"]
    {
        let home = signed_in(&format!("{CONFIG}{chain}"));
        home.server()
            .world()
            .lock()
            .add_fault(format!("AssumeRole error={code} always").parse().expect("a fault"));
        let outcome = home.run("credentials -p chain");
        assert!(matches!(outcome.code, Some(3 | 5)), "{code} {outcome}");
    }
}
