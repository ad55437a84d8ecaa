//! A headless Chromium, driven through chromedriver with fantoccini on a runtime of its own.

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

/// How long the test waits for an element of a page.
const ELEMENT_WAIT: Duration = Duration::from_secs(20);
/// The interval at which the test looks for the element.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// How long one WebDriver command may take.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(60);

/// A browser with an empty profile, which is closed on drop.
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

    /// Opens an address and waits until the page is loaded.
    pub(super) fn open(&self, url: &str) -> Result<(), String> {
        self.wait(self.client.goto(url))
    }

    /// Clicks the element that a selector finds.
    pub(super) fn press(&self, selector: &str) -> Result<(), String> {
        self.wait(async { self.client.find(Locator::Css(selector)).await?.click().await })
    }

    /// Runs a script in the page and returns what it returns.
    pub(super) fn ask(&self, script: &str) -> Result<Value, String> {
        self.wait(self.client.execute(script, Vec::new()))
    }

    /// Sends a command of the DevTools protocol.
    pub(super) fn devtools(&self, command: &'static str, parameters: Value) -> Result<(), String> {
        self.wait(self.client.issue_cmd(DevTools(command, parameters))).map(drop)
    }

    /// Waits for a page whose heading has these words, and returns its visible text.
    pub(super) fn page(&self, heading: &str) -> Result<String, String> {
        let look = async || self.client.find(Locator::Css("main")).await?.text().await;
        let mut seen = Ok(String::new());
        let found = async {
            loop {
                seen = look().await;
                match &seen {
                    Ok(text) if text.lines().next().is_some_and(|line| line.contains(heading)) => return,
                    _ => time::sleep(POLL_INTERVAL).await,
                }
            }
        };
        let found = self.runtime.block_on(async { time::timeout(ELEMENT_WAIT, found).await });
        match (found, seen) {
            (Ok(()), Ok(text)) => Ok(text),
            (_, seen) => Err(format!("no page about {heading:?}; there is {seen:?}")),
        }
    }

    /// Returns the errors and warnings that pages wrote to the console since the last call.
    pub(super) fn complaints(&self) -> Result<Vec<String>, String> {
        let entries = self.log("browser")?;
        let text = |entry: &Value| entry.get("message").and_then(Value::as_str).map(str::to_owned);
        Ok(entries.iter().filter_map(text).collect())
    }

    /// Returns the addresses that pages requested since the last call.
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
        let limited = async { time::timeout(COMMAND_TIMEOUT, command).await };
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

/// Fetches the new entries of a log, with a Selenium command that is not in the WebDriver standard.
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

/// Sends a command of the DevTools protocol by way of chromedriver.
#[derive(Debug)]
struct DevTools(&'static str, Value);

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.0, "params": self.1 }).to_string()))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.runtime.block_on(self.client.clone().close()));
        drop(self.driver.kill());
        drop(self.driver.wait());
    }
}
