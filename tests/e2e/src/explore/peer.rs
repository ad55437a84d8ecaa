//! boto3 in a home: one Python process with boto3 loaded, which forks for each question.

use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdout, Stdio},
    sync::{Mutex, PoisonError},
};
use xtask::{peers, process::Run};

/// Pinned, so that a red run means that we changed.
const PACKAGES: &[&str] = &["boto3==1.43.11", "awscli==1.45.11"];

/// Answers each line, `{"variables": …, "profile": …}`, with `{"Arn": …}` or `{"error": …}`.
const DRIVER: &str = r#"
import json, os, sys, boto3
for line in iter(sys.stdin.readline, ""):
    asked = json.loads(line)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os.environ.clear()
        os.environ.update(asked["variables"])
        try:
            session = boto3.Session(profile_name=asked["profile"])
            client = session.client("sts", region_name=session.region_name or "eu-west-1")
            answer = {"Arn": client.get_caller_identity()["Arn"]}
        except BaseException as error:
            answer = {"error": type(error).__name__ + ": " + str(error)}
        os.write(writer, json.dumps(answer).encode())
        os._exit(0)
    os.close(writer)
    answer = b""
    while chunk := os.read(reader, 65536):
        answer += chunk
    os.close(reader)
    os.waitpid(child, 0)
    print(answer.decode() or json.dumps({"error": "it ended"}), flush=True)
"#;

/// A running boto3, for one home after the other.
pub(super) struct Peer(Mutex<(Child, BufReader<ChildStdout>)>);

impl Peer {
    pub(super) fn start() -> Result<Self, String> {
        let python = peers::python("venv", PACKAGES)?.join("python");
        let run = Run::hermetic(python).args(["-c", DRIVER]).driven();
        let mut child = run.spawn(Stdio::piped(), Stdio::null())?;
        let answers = BufReader::new(child.stdout.take().ok_or("standard output is a pipe")?);
        Ok(Self(Mutex::new((child, answers))))
    }

    /// Returns the principal of a profile, or boto3's error.
    pub(super) fn ask(&self, variables: &BTreeMap<String, String>, profile: &str) -> Result<Value, String> {
        let mut inner = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (child, answers) = &mut *inner;
        let question = json!({ "variables": variables, "profile": profile });
        let stdin = child.stdin.as_mut().ok_or("standard input is a pipe")?;
        writeln!(stdin, "{question}").map_err(|error| format!("boto3: {error}"))?;
        let mut line = String::new();
        answers.read_line(&mut line).map_err(|error| format!("boto3: {error}"))?;
        serde_json::from_str(&line).map_err(|error| format!("boto3 said {line:?}: {error}"))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let (child, _) = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        drop(child.kill());
        drop(child.wait());
    }
}
