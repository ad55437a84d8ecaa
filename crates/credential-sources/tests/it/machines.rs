//! The metadata of an instance, the endpoint of a container and a web identity, against the simulator in this process.

use daypass_credential_sources::{Error, ErrorKind, ExternalSource, MachineSettings, WebIdentity};
use daypass_simulator::{InProcess, Operation, SharedWorld, World};
use daypass_sso_types::{AccessToken, AccountId, Credentials};
use daypass_testkit::socket::{NoSleep, at};
use daypass_transport::{BoxFuture, Caller, Endpoint, Sleep};
use std::{path::Path, sync::Arc, time::Duration};

const NOW: u64 = 1_795_348_800;

fn world() -> SharedWorld {
    World::scenario("machines").expect("a scenario").into()
}

fn caller(world: &SharedWorld, sleep: Arc<dyn Sleep>) -> Caller {
    let transport = InProcess::new(world.clone(), || at(NOW));
    Caller::new(Arc::new(transport), sleep, Arc::new(|bytes: &mut [u8]| bytes.fill(0)))
}

/// A timer that never ends: a request that is answered does not wait for it.
struct Never;

impl Sleep for Never {
    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

async fn asked(world: &SharedWorld, named: &str, settings: &MachineSettings) -> Result<Credentials, Error> {
    let source = ExternalSource::of_machine(named, settings).expect("a machine")?;
    assert_eq!(source.cache_key(), None);
    source.credentials(&caller(world, Arc::new(Never)), None, at(NOW)).await
}

fn instance() -> MachineSettings {
    MachineSettings { metadata_endpoint: Some("http://127.0.0.1:1".to_owned()), ..MachineSettings::default() }
}

fn container(uri: &str) -> MachineSettings {
    MachineSettings { container_full_uri: Some(uri.to_owned()), ..MachineSettings::default() }
}

#[expect(clippy::disallowed_methods, reason = "a file of a test, in a folder of its own")]
fn write(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
    std::fs::write(path, bytes)
}

#[tokio::test]
async fn an_instance_is_asked_by_a_session() {
    let world = world();
    let keys = asked(&world, "Ec2InstanceMetadata", &instance()).await.expect("credentials");
    assert_eq!(keys.expires_at, Some(at(NOW + 6 * 3600)));
    assert!(keys.session_token.is_some());
    let asked: Vec<_> = world.lock().log().map(|entry| entry.operation).collect();
    assert_eq!(
        asked,
        [Operation::StartInstanceSession, Operation::GetInstanceRole, Operation::GetInstanceCredentials]
    );
}

#[tokio::test]
async fn an_instance_that_gives_nothing() {
    for (fault, message) in [
        ("StartInstanceSession bare=403", "the instance gives no credentials"),
        ("StartInstanceSession drop", "no metadata service of an instance answers"),
        ("StartInstanceSession empty", "the instance gives no credentials"),
        ("GetInstanceRole bare=404", "the instance has no role"),
        ("GetInstanceCredentials malformed", "the instance gives no credentials"),
        ("GetInstanceCredentials object", "the instance gives no credentials"),
        (
            r#"GetInstanceCredentials set={"Expiration":"2020-01-01T00:00:00Z"}"#,
            "the instance gives no credentials",
        ),
    ] {
        let world = world();
        world.lock().add_fault(fault.parse().expect("a fault"));
        let error = asked(&world, "Ec2InstanceMetadata", &instance()).await.expect_err(fault);
        assert_eq!((error.kind(), &*error.to_string()), (ErrorKind::Network, message), "{fault}");
        assert_eq!(error.facts().first(), Some(&("endpoint", "http://127.0.0.1:1".to_owned())), "{fault}");
    }
    // Nobody answers: the timer ends first.
    let world = world();
    world.lock().add_fault("StartInstanceSession hold".parse().expect("a fault"));
    let source = ExternalSource::of_machine("Ec2InstanceMetadata", &instance()).expect("one").expect("one");
    let late = source.credentials(&caller(&world, Arc::new(NoSleep)), None, at(NOW)).await;
    assert_eq!(late.expect_err("late").to_string(), "no metadata service of an instance answers");
}

#[tokio::test]
async fn a_container_is_asked_with_its_secret() {
    let world = world();
    let open = container("http://127.0.0.1:1/container/credentials");
    let keys = asked(&world, "EcsContainer", &open).await.expect("credentials");
    assert_eq!(keys.expires_at, Some(at(NOW + 6 * 3600)));
    let guarded = container("http://[::1]:1/guarded/container/credentials");
    let refused = asked(&world, "EcsContainer", &guarded).await.expect_err("no secret");
    assert_eq!(
        (refused.kind(), refused.facts().last()),
        (ErrorKind::Network, Some(&("status", "401".to_owned())))
    );
    let token = |text: &str| Some(AccessToken::new(text));
    let told = MachineSettings { container_token: token("planted-container-token"), ..guarded.clone() };
    let _keys = asked(&world, "EcsContainer", &told).await.expect("credentials");
    assert!(!format!("{told:?}").contains("planted"));
    // The file wins, and is read each time.
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    let in_file = MachineSettings {
        container_token: token("wrong"),
        container_token_file: Some(file.clone()),
        ..guarded.clone()
    };
    let absent = asked(&world, "EcsContainer", &in_file).await.expect_err("no file");
    assert_eq!(absent.kind(), ErrorKind::Configuration);
    write(&file, "planted-container-token").expect("written");
    let _keys = asked(&world, "EcsContainer", &in_file).await.expect("credentials");
    write(&file, "planted\nx-evil: 1").expect("written");
    let odd = asked(&world, "EcsContainer", &in_file).await.expect_err("no header");
    assert_eq!(odd.kind(), ErrorKind::Configuration);
}

#[test]
fn which_endpoints_a_container_may_name() {
    let is_good = |uri: &str| {
        let source = ExternalSource::of_machine("EcsContainer", &container(uri)).expect("a container");
        source.map(|_| ()).map_err(|error| assert_eq!(error.kind(), ErrorKind::Configuration)).is_ok()
    };
    for uri in [
        "http://127.0.0.1:8080/x?y=z",
        "http://localhost/x",
        "http://[::1]/x",
        "http://169.254.170.2/v2/credentials/1",
        "http://169.254.170.23/v1/credentials",
        "http://[fd00:ec2::23]/v1/credentials",
        "https://credentials.example/x",
    ] {
        assert!(is_good(uri), "{uri}");
    }
    for uri in [
        "",
        "x",
        "http://",
        "http://192.0.2.1/x",
        "http://127.0.0.1.example/x",
        "ftp://localhost/x",
        "http://169.254.169.254/x",
    ] {
        assert!(!is_good(uri), "{uri}");
    }
    let relative = MachineSettings {
        container_relative_uri: Some("/v2/credentials/1".to_owned()),
        ..container("http://192.0.2.1/x")
    };
    let source = ExternalSource::of_machine("EcsContainer", &relative)
        .expect("a container")
        .expect("the relative one");
    assert!(format!("{source:?}").contains("http://169.254.170.2/v2/credentials/1"), "{source:?}");
    assert!(ExternalSource::of_machine("Environment", &relative).is_none());
    for wrong in [
        MachineSettings::default(),
        MachineSettings { metadata_disabled: true, ..instance() },
        MachineSettings { metadata_endpoint: Some("no url".to_owned()), ..instance() },
    ] {
        for named in ["EcsContainer", "Ec2InstanceMetadata"] {
            let made = ExternalSource::of_machine(named, &wrong).expect("a machine");
            assert!(made.is_err() || wrong.metadata_endpoint.is_none(), "{named} {wrong:?}");
        }
    }
}

/// A token of the issuer that the role trusts; the simulator looks at no signature.
const TOKEN: &str = "e30.eyJpc3MiOiJodHRwczovL29pZGMuc2ltLmV4YW1wbGUiLCJhdWQiOiJzdHMuYW1hem9uYXdzLmNvbSIsImV4cCI6NDAwMDAwMDAwMH0.x";

#[tokio::test]
async fn a_web_identity_is_exchanged() {
    let world = world();
    let folder = tempfile::tempdir().expect("a folder");
    let identity = |name: &str, session: Option<&str>| {
        ExternalSource::WebIdentity(Box::new(WebIdentity {
            role_arn: "arn:aws:iam::111122223333:role/Pod".to_owned(),
            session_name: session.map(str::to_owned),
            token_file: folder.path().join(name),
            region: "eu-west-1".parse().expect("a region"),
            endpoint: Endpoint::custom("http://127.0.0.1:1").expect("an endpoint"),
        }))
    };
    write(folder.path().join("token"), format!("{TOKEN}\n")).expect("written");
    write(folder.path().join("other"), "no.jwt").expect("written");
    write(folder.path().join("latin"), [0xe9]).expect("written");
    let ask = async |source: ExternalSource| {
        source.credentials(&caller(&world, Arc::new(NoSleep)), None, at(NOW)).await
    };
    let source = identity("token", Some("me"));
    assert_eq!(source.role_arn(), Some("arn:aws:iam::111122223333:role/Pod"));
    let keys = ask(source).await.expect("credentials");
    assert_eq!(keys.account_id.as_ref().map(AccountId::as_str), Some("111122223333"));
    let _named_by_time = ask(identity("token", None)).await.expect("credentials");
    for (name, kind) in [
        ("nothing", ErrorKind::Configuration),
        ("latin", ErrorKind::Configuration),
        ("other", ErrorKind::Refused),
    ] {
        let error = ask(identity(name, None)).await.expect_err(name);
        assert_eq!(error.kind(), kind, "{name}: {error}");
    }
    for (fault, kind) in [
        ("AssumeRoleWithWebIdentity drop x9", ErrorKind::Network),
        ("AssumeRoleWithWebIdentity error=ExpiredTokenException", ErrorKind::Refused),
        ("AssumeRoleWithWebIdentity error=ValidationError", ErrorKind::Service),
    ] {
        world.lock().add_fault(fault.parse().expect("a fault"));
        assert_eq!(ask(identity("token", None)).await.expect_err(fault).kind(), kind, "{fault}");
        world.lock().clear_faults();
    }
    // As in the AWS CLI, a name that was made is no part of the key.
    let keys = [identity("token", None), identity("other", None), identity("token", Some("me"))];
    let keys = keys.map(|source| source.cache_key());
    assert!(keys[0] == keys[1] && keys[0] != keys[2] && keys[0].is_some());
}
