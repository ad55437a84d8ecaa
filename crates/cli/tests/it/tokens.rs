//! `daypass token` and docker's credential helper through the binary. What the tokens are, byte for byte, is a matter of the
//! crate `service-tokens`; here is whose they are, and what is printed where.

use crate::home::Home;
use daypass_simulator::{AutoApprove, Operation, World};
use daypass_testkit::Outcome;

/// A profile with the keys of the documentation, and one without a region.
const CONFIG: &str = "\
[profile keys]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
region = eu-west-1
[profile nowhere]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
";

fn keys() -> Home {
    Home::new().config(CONFIG)
}

/// A home that is signed in, with the endpoints of the registries.
fn signed_in() -> Home {
    let dev = "[profile dev]\nsso_session = corp\nsso_account_id = 051234567822\nsso_role_name = AWSPowerUserAccess\n\
               region = eu-west-1\n[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\n\
               sso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n";
    let home = Home::with(World::demo()).config(dev);
    home.server().world().lock().set_auto_approve(AutoApprove::Allow);
    let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
    let url = home.server().url();
    ["AWS_ENDPOINT_URL_ECR", "AWS_ENDPOINT_URL_ECR_PUBLIC", "AWS_ENDPOINT_URL_CODEARTIFACT"]
        .into_iter()
        .fold(home, |home, name| home.set(name, &url))
}

#[test]
fn eks_prints_what_kubectl_reads() {
    let home = keys();
    let eks = home.run("token eks --cluster-name prod --profile keys").ok();
    let value: serde_json::Value = serde_json::from_str(&eks.stdout).expect("JSON");
    assert_eq!(
        value.get("apiVersion").and_then(|it| it.as_str()),
        Some("client.authentication.k8s.io/v1beta1")
    );
    let token = value.pointer("/status/token").and_then(|it| it.as_str()).expect("a token");
    assert!(token.starts_with("k8s-aws-v1.aHR0cHM6Ly9zdHMuZXUtd2VzdC0xLmFtYXpvbmF3cy5jb20v"), "{token}");
    assert!(eks.stdout.starts_with("{\n    \"kind\": \"ExecCredential\",\n"), "{eks}");
    assert_eq!(eks.stderr, "");

    let home = home.set("KUBERNETES_EXEC_INFO", r#"{"apiVersion":"client.authentication.k8s.io/v1"}"#);
    let query = "token eks --cluster-name prod --profile keys --query apiVersion --output text";
    assert_eq!(home.run(query).ok().stdout, "client.authentication.k8s.io/v1\n");
    let home = home.set("KUBERNETES_EXEC_INFO", "{");
    let warned = home.run("token eks --cluster-id 1 --profile keys --region cn-north-1").ok();
    assert!(
        warned.stderr.contains("KUBERNETES_EXEC_INFO: it is not a JSON object; answering in"),
        "{warned}"
    );
    assert!(
        warned.stdout.contains("k8s-aws-v1.aHR0cHM6Ly9zdHMuY24tbm9ydGgtMS5hbWF6b25hd3MuY29tLmNuL"),
        "{warned}"
    );
    // This home has no AWS: a token costs no call.
}

#[test]
fn rds_prints_a_password() {
    let rds = keys().run("token rds --hostname db.example --port 5432 --username ada --profile keys").ok();
    let begin =
        "db.example:5432/?Action=connect&DBUser=ada&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA";
    assert!(rds.stdout.starts_with(begin) && rds.stdout.lines().count() == 1, "{rds}");
}

#[test]
fn without_a_region_there_is_no_token() {
    for token in
        ["eks --cluster-name c", "rds --hostname h --port 1 --username u", "ecr", "codeartifact --domain d"]
    {
        let outcome = keys().run(&format!("token {token} --profile nowhere"));
        assert_eq!((outcome.code, &*outcome.stdout), (Some(2), ""), "{outcome}");
        assert!(outcome.stderr.contains("no region says where the service is"), "{outcome}");
    }
}

#[test]
fn ecr_and_codeartifact_are_asked_once() {
    let home = signed_in();
    let count = |operation| home.server().world().lock().count(operation);
    let password = home.run("token ecr --profile dev --region eu-west-1").ok().stdout;
    assert!(password.trim_end().len() > 40, "{password}");
    let _public = home.run("token ecr --public --profile dev").ok();
    let token =
        home.run("token codeartifact --domain d --duration-seconds 900 --profile dev --region eu-west-1");
    assert!(token.ok().stdout.trim_end().len() > 40);
    let asked = [Operation::GetEcrToken, Operation::GetEcrPublicToken, Operation::GetCodeArtifactToken];
    assert_eq!(asked.map(count), [1, 1, 1]);
    let owned = "token codeartifact --domain d --domain-owner 999999999999 --profile dev --region eu-west-1";
    let refused = home.run(owned);
    assert_eq!(refused.code, Some(5), "{refused}");
    assert!(refused.stderr.contains("AWS refused access"), "{refused}");
}

/// Runs the helper as docker does: a verb, and an address on standard input.
fn docker(home: &Home, verb: &str, input: &str) -> Outcome {
    let mut shell = home.other("sh");
    shell.args(["-c", "printf %s \"$INPUT\" | \"$DAYPASS\" docker-credential \"$VERB\""]);
    shell.env("AWS_PROFILE", "dev").env("INPUT", input).env("VERB", verb);
    home.finish(&format!("docker-credential {verb}"), shell)
}

const REGISTRY: &str = "051234567822.dkr.ecr.eu-west-1.amazonaws.com";

#[test]
fn docker_is_answered() {
    let home = signed_in();
    for server in [REGISTRY, "https://public.ecr.aws"] {
        let got = docker(&home, "get", &format!("{server}\n")).ok();
        let value: serde_json::Value = serde_json::from_str(&got.stdout).expect("JSON");
        let text = |name: &str| value.get(name).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
        assert_eq!((text("ServerURL"), text("Username")), (server.to_owned(), "AWS".to_owned()));
        assert!(text("Secret").len() > 40 && got.stderr.is_empty(), "{got}");
    }
    let other = docker(&home, "get", "ghcr.io");
    assert_eq!((other.code, &*other.stdout), (Some(1), "credentials not found in native keychain\n"));
    let listed = docker(&home, "list", "").ok().stdout;
    assert_eq!(listed, format!("{{\"https://{REGISTRY}\":\"AWS\",\"https://public.ecr.aws\":\"AWS\"}}\n"));
    let stored = |server: &str| format!(r#"{{"ServerURL":"{server}","Username":"AWS","Secret":"x"}}"#);
    assert_eq!(docker(&home, "store", &stored(REGISTRY)).ok().stdout, "");
    assert_eq!(docker(&home, "erase", REGISTRY).ok().stdout, "");
    let lost = docker(&home, "store", &stored("ghcr.io"));
    assert_eq!(lost.code, Some(1), "{lost}");
    assert!(lost.stdout.contains("daypass stores no passwords"), "{lost}");
    let odd = docker(&home, "version", "");
    assert_eq!(odd.code, Some(2), "{odd}");
}

/// docker shows standard output alone, and asks nobody.
#[test]
fn docker_is_told_what_is_missing() {
    let home = signed_in();
    home.server()
        .world()
        .lock()
        .add_fault("GetEcrToken error=AccessDeniedException".parse().expect("a fault"));
    let refused = docker(&home, "get", REGISTRY);
    assert_eq!(refused.code, Some(5), "{refused}");
    assert!(refused.stdout.contains("AWS refused access"), "{refused}");
    let _out = home.run("logout").ok();
    let out = docker(&home, "get", REGISTRY);
    assert_eq!(out.code, Some(3), "{out}");
    assert!(out.stdout.contains("try: daypass login"), "{out}");
}

#[test]
fn the_program_is_a_helper_by_its_name() {
    let home = signed_in();
    let mut shell = home.other("sh");
    shell.args([
        "-c",
        "ln -s \"$DAYPASS\" ~/docker-credential-daypass && ~/docker-credential-daypass list </dev/null",
    ]);
    let listed = {
        shell.env("AWS_PROFILE", "dev");
        home.finish("list", shell).ok()
    };
    assert!(listed.stdout.contains(REGISTRY), "{listed}");
}
