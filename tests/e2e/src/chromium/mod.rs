//! `chromium`: a real browser, without a window, goes through both sign-ins, presses Allow and Deny, and looks at the book.
//!
//! It reads what a person would read, and looks for what a person would not see: complaints in the console, and
//! requests that leave this machine.

mod book;
mod driver;
mod expect;

use crate::stage::{self, Stage};
use daypass_testkit::world::START_URL;
use driver::Browser;
use expect::expect;
use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};
use xtask::{environment, process::Finished, tally::Tally};

const CONFIG: &str =
    "[sso-session corp]\nsso_region = eu-west-1\nsso_registration_scopes = sso:account:access\n";
/// How long daypass may take to pass its address to the browser.
const ADDRESS_WAIT: Duration = Duration::from_secs(20);

/// A sign-in, and how it has to end.
struct Case {
    name: &'static str,
    flow: &'static str,
    button: &'static str,
    /// Words in the heading of the last page.
    heading: &'static str,
    /// Words in the text of the last page.
    words: &'static str,
    code: i32,
}

const CASES: &[Case] = &[
    Case {
        name: "PKCE, Allow",
        flow: "pkce",
        button: "#allow",
        heading: "Signed in to corp",
        words: "Token until",
        code: 0,
    },
    Case {
        name: "PKCE, Deny",
        flow: "pkce",
        button: "#deny",
        heading: "Not signed in",
        words: "access_denied",
        code: 7,
    },
    Case {
        name: "device code, Allow",
        flow: "device",
        button: "#allow",
        heading: "Request approved",
        words: "Signed in as",
        code: 0,
    },
    Case {
        name: "device code, Deny",
        flow: "device",
        button: "#deny",
        heading: "Request denied",
        words: "Nothing was given access",
        code: 7,
    },
];

/// Runs all sign-ins; `--built` uses the programs that are already built.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let tools = environment::packaged("chromium", "chromium", &["--version"])
        .and_then(|()| environment::packaged("chromium-driver", "chromedriver", &["--version"]));
    if let Err(reason) = tools {
        tally.missing("a headless Chromium", &reason);
        return tally;
    }
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let build = if has("--built") { stage::built } else { stage::build };
    let ready = environment::fetch().and_then(|()| build()).and_then(|()| Browser::start());
    match ready {
        Err(reason) => tally.check("a headless Chromium", Err(reason)),
        Ok(browser) => {
            for case in CASES {
                tally.check(case.name, case.live(&browser));
            }
            tally.check("the short address leads to the same page", short_address(&browser));
            book::look(&browser, &mut tally);
        }
    }
    tally
}

impl Case {
    fn live(&self, browser: &Browser) -> Result<(), String> {
        let play = Play::open()?;
        let end = play.login(&["--flow", self.flow], |url| {
            browser.open(url)?;
            browser.page("access your data?")?;
            browser.press(self.button)?;
            let page = browser.page(self.heading)?;
            // The page of the redirect must not promise what is not yet kept.
            let kept = self.flow == "device" || play.has_token() == (self.code == 0);
            expect(kept, || format!("the page is ahead of the token file:\n{page}"))?;
            expect(page.contains(self.words), || format!("no word of {:?} in\n{page}", self.words))
        })?;
        stage::expect_code(&end, self.code)?;
        expect(play.has_token() == (self.code == 0), || "the token file is not as it should be".to_owned())?;
        quiet(browser)
    }
}

/// The address that the browser is given, and a person copies by hand where none opened: short, and with a secret.
fn short_address(browser: &Browser) -> Result<(), String> {
    let play = Play::open()?;
    let port = free_port()?;
    let end = play.login(&["--callback-port", &port.to_string()], |url| {
        expect(url.starts_with(&format!("http://127.0.0.1:{port}/go/")), || url.to_owned())?;
        browser.open(url)?;
        browser.page("access your data?")?;
        browser.press("#allow")?;
        browser.page("Signed in to corp").map(drop)
    })?;
    stage::expect_code(&end, 0)?;
    quiet(browser)
}

/// Checks that the console is empty and that no request went to another machine.
fn quiet(browser: &Browser) -> Result<(), String> {
    let complaints = browser.complaints()?;
    expect(complaints.is_empty(), || format!("in the console: {complaints:#?}"))?;
    let requests = browser.requests()?;
    // The browser's own pages are not ours.
    let here = ["http://127.0.0.1:", "data:", "chrome:", "chrome-untrusted:"];
    let foreign: Vec<_> =
        requests.iter().filter(|url| !here.iter().any(|own| url.starts_with(own))).collect();
    expect(foreign.is_empty() && !requests.is_empty(), || {
        format!("{} requests, and to others: {foreign:#?}", requests.len())
    })
}

/// A stage whose browser writes the address to a file.
struct Play {
    stage: Stage,
    script: PathBuf,
    url: PathBuf,
}

impl Play {
    fn open() -> Result<Self, String> {
        let stage = Stage::open("chromium-stage")?;
        let config = format!("{CONFIG}sso_start_url = {START_URL}\n");
        let (script, url) = (stage.home.join("hand-over"), stage.home.join("url"));
        let text =
            format!("#!/bin/sh\nprintf %s \"$1\" > '{0}.part' && mv '{0}.part' '{0}'\n", url.display());
        write(&stage.home.join(".aws/config"), &config)?;
        write(&script, &text)?;
        xtask::places::make_executable(&script).map_err(|error| error.to_string())?;
        Ok(Self { stage, script, url })
    }

    /// Signs in, and runs `person` with the address that the browser is given.
    fn login(
        &self,
        words: &[&str],
        person: impl FnOnce(&str) -> Result<(), String>,
    ) -> Result<Finished, String> {
        let run = self.stage.daypass().args(["login", "--sso-session", "corp"]).args(words);
        let run = run.env("BROWSER", &self.script).limit(60);
        thread::scope(|scope| {
            let login = scope.spawn(|| run.finish());
            let done = self.handed_over().and_then(|url| person(&url));
            let end = login.join().expect("it does not panic");
            done.map_err(|error| match &end {
                Ok(end) => format!("{error}\ndaypass said:\n{}", end.stderr),
                Err(_) => error,
            })?;
            end
        })
    }

    fn handed_over(&self) -> Result<String, String> {
        let start = Instant::now();
        while start.elapsed() < ADDRESS_WAIT {
            if let Ok(url) = fs::read_to_string(&self.url) {
                return Ok(url);
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err("no address was handed to the browser".to_owned())
    }

    fn has_token(&self) -> bool {
        let files = fs::read_dir(self.stage.home.join(".aws/sso/cache")).into_iter().flatten().flatten();
        files
            .map(|file| fs::read_to_string(file.path()))
            .any(|text| text.is_ok_and(|text| text.contains("accessToken")))
    }
}

fn free_port() -> Result<u16, String> {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    socket.map(|address| address.port()).map_err(|error| error.to_string())
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
