//! Opens addresses in a browser.

use daypass_environment::Browsers;
use daypass_sso_types::WebAddress;
use std::{
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, SystemTime},
};

/// A browser that ends with an error within this time has failed, and the next one is tried.
const BROWSER_FAILURE_WAIT: Duration = Duration::from_secs(10);

/// Opens an address in the first browser that can be started; `false` if there is none.
///
/// It does not wait for the browser to end. If the browser soon ends with an error, a thread in the background starts the next
/// one; `now` is its clock.
pub fn open_browser(browsers: Browsers, address: &WebAddress, now: fn() -> SystemTime) -> bool {
    let or_else = browsers.or_system_default.then(|| address.as_argument());
    let mut commands = browsers.commands.into_iter();
    let Some(first) = commands.find_map(start) else {
        return or_else.is_some_and(|url| open_by_system(&url));
    };
    thread::spawn(move || {
        let mut running = Some(first);
        while let Some(mut child) = running {
            let started = now();
            let failed = child.wait().is_ok_and(|status| !status.success());
            if !failed || now().duration_since(started).unwrap_or_default() > BROWSER_FAILURE_WAIT {
                return;
            }
            running = commands.find_map(start);
        }
        if let Some(url) = or_else {
            open_by_system(&url);
        }
    });
    true
}

fn start(words: Vec<String>) -> Option<Child> {
    let mut words = words.into_iter();
    let mut command = Command::new(words.next()?);
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()
}

fn open_by_system(url: &str) -> bool {
    let options = webbrowser::BrowserOptions::new().with_suppress_output(true).to_owned();
    webbrowser::open_browser_with_options(webbrowser::Browser::Default, url, &options).is_ok()
}
