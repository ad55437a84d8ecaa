//! A headless Chromium told what to do through chromedriver: fantoccini, on a runtime of its own.

use fantoccini::{Client, ClientBuilder, Locator, error::CmdError, wd::WebDriverCompatibleCommand};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    future::Future,
    io::{BufRead as _, BufReader},
    process::{Child, ChildStdout, Stdio},
    thread,
    time::Duration,
};
use tokio::{runtime::Runtime, time};
use url::{ParseError, Url};
use xtask::{places, process::Run};

/// How long a page may take to become what is waited for, and how often it is looked at.
const PATIENCE: Duration = Duration::from_secs(20);
const GLANCE: Duration = Duration::from_millis(20);
/// How long any one command may take.
const LIMIT: Duration = Duration::from_secs(60);

/// One browser with an empty profile; it ends with this value.
pub(super) struct Browser {
    driver: Child,
    runtime: Runtime,
    client: Client,
}

impl Browser {
    /// Starts chromedriver on a free port, and through it the browser.
    pub(super) fn start() -> Result<Self, String> {
        let folder = places::fresh("chromium").map_err(|error| error.to_string())?;
        let run = Run::hermetic("chromedriver").env("HOME", &folder).arg("--port=0");
        let mut driver = run.spawn(Stdio::piped(), Stdio::null())?;
        let profile = format!("--user-data-dir={}", folder.join("profile").display());
        let begun = driver.stdout.take().ok_or_else(|| "standard output is a pipe".to_owned());
        let begun = begun.and_then(|stdout| connect(stdout, &profile));
        let (runtime, client) = begun.inspect_err(|_| drop(driver.kill()))?;
        Ok(Self { driver, runtime, client })
    }

    /// Opens an address and waits until its page is there.
    pub(super) fn open(&self, url: &str) -> Result<(), String> {
        self.wait(self.client.goto(url))
    }

    /// Presses what the selector finds.
    pub(super) fn press(&self, selector: &str) -> Result<(), String> {
        self.wait(async { self.client.find(Locator::Css(selector)).await?.click().await })
    }

    /// Waits for a page whose heading has these words; all of its text as a person reads it.
    pub(super) fn page(&self, heading: &str) -> Result<String, String> {
        let look = async || self.client.find(Locator::Css("main")).await?.text().await;
        let mut seen = Ok(String::new());
        let found = async {
            loop {
                seen = look().await;
                match &seen {
                    Ok(text) if text.lines().next().is_some_and(|line| line.contains(heading)) => return,
                    _ => time::sleep(GLANCE).await,
                }
            }
        };
        let found = self.runtime.block_on(async { time::timeout(PATIENCE, found).await });
        match (found, seen) {
            (Ok(()), Ok(text)) => Ok(text),
            (_, seen) => Err(format!("no page about {heading:?}; there is {seen:?}")),
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

    fn log(&self, kind: &'static str) -> Result<Vec<Value>, String> {
        match self.wait(self.client.issue_cmd(TakeLog(kind)))? {
            Value::Array(entries) => Ok(entries),
            other => Err(format!("the {kind} log is {other}")),
        }
    }

    fn wait<T>(&self, command: impl Future<Output = Result<T, CmdError>>) -> Result<T, String> {
        let limited = async { time::timeout(LIMIT, command).await };
        let end = self.runtime.block_on(limited).map_err(|_| "chromedriver does not answer".to_owned())?;
        end.map_err(|error| format!("chromedriver: {error}"))
    }
}

/// Waits for the port that chromedriver names, and opens the browser through it.
fn connect(stdout: ChildStdout, profile: &str) -> Result<(Runtime, Client), String> {
    let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let port = lines.find_map(|line| {
        line.split_once("successfully on port ").map(|(_, rest)| rest.trim_end_matches('.').to_owned())
    });
    // Read on, so that the driver never writes into a closed pipe.
    thread::spawn(move || lines.for_each(drop));
    let url = format!("http://127.0.0.1:{}", port.ok_or("chromedriver names no port")?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities(profile));
    let client = runtime.block_on(builder.connect(&url)).map_err(|error| error.to_string())?;
    Ok((runtime, client))
}

fn capabilities(profile: &str) -> serde_json::Map<String, Value> {
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
        profile,
    ];
    [
        ("browserName".to_owned(), json!("chrome")),
        ("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL", "performance": "ALL" })),
        ("goog:chromeOptions".to_owned(), json!({ "args": arguments })),
    ]
    .into_iter()
    .collect()
}

/// What a log has gathered since it was last taken: a command of Selenium's that the standard does not know.
#[derive(Debug)]
struct TakeLog(&'static str);

impl WebDriverCompatibleCommand for TakeLog {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": self.0 }).to_string()))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.runtime.block_on(self.client.clone().close()));
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
