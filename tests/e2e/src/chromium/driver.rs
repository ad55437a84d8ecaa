//! A headless Chromium told what to do through chromedriver (W3C WebDriver: plain HTTP and JSON on loopback).

use serde_json::{Value, json};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};
use xtask::{places, process::Run};

/// The member that holds an element's id in answers (WebDriver, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// How long a page may take to become what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// One browser with an empty profile; it ends with this value.
pub(super) struct Browser {
    driver: Child,
    host: String,
    session: String,
    folder: PathBuf,
}

impl Browser {
    /// Starts chromedriver on a free port, and through it the browser.
    pub(super) fn start() -> Result<Self, String> {
        let folder = places::fresh("chromium").map_err(|error| error.to_string())?;
        let mut driver = Run::hermetic("chromedriver")
            .env("HOME", &folder)
            .arg("--port=0")
            .spawn(Stdio::piped(), Stdio::null())?;
        let stdout = driver.stdout.take().expect("standard output is a pipe");
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            line.split_once("successfully on port ").map(|(_, rest)| rest.trim_end_matches('.').to_owned())
        });
        // Read on, so that the driver never writes into a closed pipe.
        thread::spawn(move || lines.for_each(drop));
        let host = port.map(|port| format!("127.0.0.1:{port}"));
        let mut browser = Self { driver, host: host.unwrap_or_default(), session: String::new(), folder };
        let answer = browser.post("/session", &json!({ "capabilities": browser.capabilities() }))?;
        let id = answer.get("sessionId").and_then(Value::as_str);
        browser.session = id.map(str::to_owned).ok_or_else(|| format!("no session: {answer}"))?;
        Ok(browser)
    }

    fn capabilities(&self) -> Value {
        let profile = format!("--user-data-dir={}", self.folder.join("profile").display());
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &profile,
        ];
        json!({ "alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "goog:chromeOptions": { "args": arguments },
        } })
    }

    /// Opens an address and waits until its page is there.
    pub(super) fn open(&self, url: &str) -> Result<(), String> {
        self.command("url", &json!({ "url": url })).map(drop)
    }

    /// Presses what the selector finds.
    pub(super) fn press(&self, selector: &str) -> Result<(), String> {
        let id = self.find(selector)?;
        self.command(&format!("element/{id}/click"), &json!({})).map(drop)
    }

    /// Waits for a page whose heading has these words; all of its text as a person reads it.
    pub(super) fn page(&self, heading: &str) -> Result<String, String> {
        let start = Instant::now();
        loop {
            let text = self.find("main").and_then(|id| self.ask(&format!("element/{id}/text")));
            let seen = match text {
                Ok(Value::String(text)) if text.lines().next().is_some_and(|line| line.contains(heading)) => {
                    return Ok(text);
                }
                other => format!("{other:?}"),
            };
            if start.elapsed() > PATIENCE {
                return Err(format!("no page about {heading:?}; there is {seen}"));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// What the pages wrote to the console as errors or warnings since the last look.
    pub(super) fn complaints(&self) -> Result<Vec<String>, String> {
        let entries = self.log("browser")?;
        let text = |entry: &Value| entry.get("message").and_then(Value::as_str).map(str::to_owned);
        Ok(entries.iter().filter_map(text).collect())
    }

    /// The addresses that pages asked for since the last look.
    pub(super) fn requests(&self) -> Result<Vec<String>, String> {
        let entries = self.log("performance")?;
        let url = |entry: &Value| {
            let event: Value = serde_json::from_str(entry.get("message")?.as_str()?).ok()?;
            let sent = event.pointer("/message/method")? == "Network.requestWillBeSent";
            let url = event.pointer("/message/params/request/url")?.as_str()?;
            sent.then(|| url.to_owned())
        };
        Ok(entries.iter().filter_map(url).collect())
    }

    fn log(&self, kind: &str) -> Result<Vec<Value>, String> {
        match self.command("se/log", &json!({ "type": kind }))? {
            Value::Array(entries) => Ok(entries),
            other => Err(format!("the {kind} log is {other}")),
        }
    }

    fn find(&self, selector: &str) -> Result<String, String> {
        let found = self.command("element", &json!({ "using": "css selector", "value": selector }))?;
        let id = found.get(ELEMENT).and_then(Value::as_str);
        id.map(str::to_owned).ok_or_else(|| format!("{selector}: {found}"))
    }

    fn command(&self, name: &str, body: &Value) -> Result<Value, String> {
        self.post(&format!("/session/{}/{name}", self.session), body)
    }

    fn ask(&self, name: &str) -> Result<Value, String> {
        self.exchange("GET", &format!("/session/{}/{name}", self.session), "")
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.exchange("POST", path, &body.to_string())
    }

    /// One request on a connection of its own; the `value` of the answer.
    fn exchange(&self, method: &str, path: &str, body: &str) -> Result<Value, String> {
        let explain = |error: std::io::Error| format!("chromedriver, {path}: {error}");
        let mut stream = TcpStream::connect(&self.host).map_err(explain)?;
        stream.set_read_timeout(Some(Duration::from_secs(60))).map_err(explain)?;
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.host,
            body.len()
        );
        stream.write_all((head + body).as_bytes()).map_err(explain)?;
        let (status, answer) = read(&mut BufReader::new(stream)).map_err(explain)?;
        let answer: Value = serde_json::from_slice(&answer).map_err(|error| format!("{path}: {error}"))?;
        let value = answer.get("value").cloned().unwrap_or_default();
        if status == 200 { Ok(value) } else { Err(format!("chromedriver, {path}: {status} {value}")) }
    }
}

/// Status and body of an answer whose length is said, as chromedriver does; it may keep the connection open.
fn read(stream: &mut impl std::io::BufRead) -> std::io::Result<(u16, Vec<u8>)> {
    let (mut status, mut length) = (0, 0);
    for (index, line) in stream.by_ref().lines().enumerate() {
        let line = line?;
        if index == 0 {
            status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
        } else if line.is_empty() {
            break;
        } else if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or_default();
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((status, body))
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.exchange("DELETE", &format!("/session/{}", self.session), ""));
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
