//! Tests of the program: its output, its server, and invalid arguments.

use serde_json::Value;
use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_daypass-simulator");

/// Stops the program when it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Starts the program; returns it with its lines up to `# ready` and the JSON of that line.
fn start(arguments: &[&str]) -> (Running, Vec<String>, Value) {
    let mut child = Command::new(PROGRAM)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .map(Running)
        .expect("the program");
    let stdout = BufReader::new(child.0.stdout.take().expect("a pipe"));
    let mut lines = Vec::new();
    let ready = stdout.lines().map_while(Result::ok).find_map(|line| {
        let json = line.strip_prefix("# ready ").map(|json| serde_json::from_str(json).expect("JSON"));
        lines.push(line);
        json
    });
    (child, lines, ready.expect("a line that says it is ready"))
}

/// Sends a request and reads the whole reply.
fn exchange(url: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).expect("a connection");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    answer
}

/// A folder that is removed when it is dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("daypass-simulator-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("text").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn it_prints_exports_and_serves() {
    let (_child, lines, ready) =
        start(&["--scenario", "20x2", "--auto-approve", "--prefix", "idc", "--fault", "Logout drop x2"]);
    let names: Vec<_> =
        lines.iter().filter_map(|line| line.strip_prefix("export ")?.split_once('=')).collect();
    let (_, url) = names.first().expect("a variable");
    let wanted = ["SSO", "SSO_OIDC", "STS", "S3", "SIGNIN"].map(|name| format!("AWS_ENDPOINT_URL_{name}"));
    assert_eq!(names, wanted.iter().map(|name| (name.as_str(), *url)).collect::<Vec<_>>());
    assert_eq!((ready["url"].as_str(), ready["scenario"].as_str()), (Some(*url), Some("generated")));
    assert_eq!(ready["variables"]["AWS_ENDPOINT_URL_STS"].as_str(), Some(*url));
    let get = |path: &str| {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        exchange(url, &request)
    };
    let answer = get("/idc/_sim/state");
    assert!(answer.contains("\"accounts\":20"), "{answer}");
    let answer = get("/_sim/faults");
    assert!(answer.contains("Logout drop x2"), "{answer}");
}

#[test]
fn it_starts_signed_in() {
    let folder = Folder::new("signed-in");
    let (home, env_file) = (folder.path("home"), folder.path("env"));
    let arguments =
        ["--signed-in", &home, "--session", "corp", "--env-file", &env_file, "--scenario", "teams", "--user"];
    let (child, _, ready) = start(&[&arguments[..], &["brian@example.com"]].concat());
    let url = ready["url"].as_str().expect("a URL");
    assert_eq!(ready["home"].as_str(), Some(home.as_str()));

    let token_file = ready["token_file"].as_str().expect("a path");
    // The SHA-1 of "corp", as the AWS CLI names it.
    assert!(token_file.ends_with("cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"), "{token_file}");
    let token: Value = serde_json::from_slice(&fs::read(token_file).expect("the file")).expect("JSON");
    let mut members: Vec<_> = token.as_object().expect("an object").keys().collect();
    members.sort();
    assert_eq!(
        members,
        [
            "accessToken",
            "clientId",
            "clientSecret",
            "expiresAt",
            "refreshToken",
            "region",
            "registrationExpiresAt",
            "startUrl"
        ]
    );
    let ask = |path: &str| {
        let bearer = token["accessToken"].as_str().expect("a token");
        let head = "Host: localhost\r\nConnection: close";
        exchange(url, &format!("GET {path} HTTP/1.1\r\n{head}\r\nx-amz-sso_bearer_token: {bearer}\r\n\r\n"))
    };
    let config = fs::read_to_string(PathBuf::from(&home).join(".aws/config")).expect("the config");
    insta::assert_snapshot!(config, @r"
    [sso-session corp]
    sso_start_url = https://d-9067000018.awsapps.com/start#
    sso_region = eu-west-1
    sso_registration_scopes = sso:account:access

    [profile corp]
    sso_session = corp
    sso_account_id = 051234567822
    sso_role_name = AWSPowerUserAccess
    region = eu-west-1
    ");
    let answer = ask("/federation/credentials?account_id=051234567822&role_name=AWSPowerUserAccess");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // After a reset the token is valid again.
    exchange(
        url,
        "POST /_sim/reset HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    );
    assert!(ask("/assignment/accounts").starts_with("HTTP/1.1 200"));

    let exports = fs::read_to_string(&env_file).expect("the exports");
    insta::assert_snapshot!(exports.replace(url, "URL"), @r"
    export AWS_ENDPOINT_URL=URL
    export AWS_ENDPOINT_URL_SSO=URL
    export AWS_ENDPOINT_URL_SSO_OIDC=URL
    export AWS_ENDPOINT_URL_STS=URL
    export AWS_ENDPOINT_URL_S3=URL
    export AWS_ENDPOINT_URL_SIGNIN=URL
    ");
    drop(child);

    // An existing config is kept, the token is replaced, and an aged token is refused.
    fs::File::create(PathBuf::from(&home).join(".aws/config")).expect("an empty config");
    let (_child, _, ready) = start(&["--signed-in", &home, "--session", "corp", "--aged"]);
    assert_eq!(ready["token_file"].as_str(), Some(token_file));
    assert_eq!(fs::read(PathBuf::from(&home).join(".aws/config")).expect("the config"), b"");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(token_file).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let token: Value = serde_json::from_slice(&fs::read(token_file).expect("the file")).expect("JSON");
    let bearer = token["accessToken"].as_str().expect("a token");
    let head = format!("Host: localhost\r\nConnection: close\r\nx-amz-sso_bearer_token: {bearer}");
    let url = ready["url"].as_str().expect("a URL");
    let answer = exchange(url, &format!("GET /assignment/accounts HTTP/1.1\r\n{head}\r\n\r\n"));
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
}

#[test]
fn invalid_arguments_are_refused() {
    let check = |arguments: &[&str], code: i32, words: &str| {
        let output = Command::new(PROGRAM).args(arguments).output().expect("the program");
        let said = String::from_utf8_lossy(if code == 0 { &output.stdout } else { &output.stderr });
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    };
    check(&["--help"], 0, "Usage: daypass-simulator");
    check(&["--scenarios"], 0, "many-accounts");
    check(&["--port"], 2, "--port needs a value");
    check(&["--port", "99999"], 2, "is not a port");
    check(&["--scenario", "nowhere"], 2, "there are article");
    check(&["--faults"], 0, "date_skew");
    check(&["--fault", "CreateToken sloow_down"], 2, "no such fault");
    check(&["--aged"], 2, "go with --signed-in");
    check(&["--signed-in", "x", "--session", "a b"], 2, "is not letters");
    check(&["--signed-in", "x", "--user", "nobody"], 2, "no such user");
    check(&["--colour"], 2, "unknown argument");
}
