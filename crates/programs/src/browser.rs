//! Opens addresses in a browser, without waiting for the browser to end. Which browsers there are is the crate
//! `environment`'s to say.

use crate::{context::Context, exit::Exit, machine, report::Report};
use daypass_environment::Browsers;
use daypass_loopback::{Handover, hand_over};
use daypass_sso_types::WebAddress;
use std::{
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// A browser that ends with an error within this time has failed, and the next one is tried.
const BROWSER_FAILURE_WAIT: Duration = Duration::from_secs(10);
/// How long to wait for the browser to request the console's address.
const CONSOLE_REQUEST_WAIT: Duration = Duration::from_secs(60);

/// Whether a browser can be opened here for a session.
pub(crate) fn available(context: &Context, session: Option<&str>) -> bool {
    context.env.has_browser(preferred(context, session).as_deref())
}

/// Opens an address; `false` if no browser could be started.
pub(crate) fn open(context: &Context, session: Option<&str>, address: &WebAddress) -> bool {
    start_first(context.env.browsers(preferred(context, session).as_deref(), address), address)
}

/// Opens the console of an account, in the browser that the settings name for the account. The console's address works for
/// anyone who has it, so the browser's arguments hold a short address that leads there.
pub(crate) async fn open_console(
    context: &Context,
    session: Option<&str>,
    account: Option<&str>,
    url: &str,
) -> Result<Handover, Report> {
    let preferences = context.preferences().ok();
    let own =
        account.and_then(|account| preferences.as_ref()?.browser_of_account(account).map(str::to_owned));
    let browser = own.or_else(|| preferred(context, session));
    let open = |short: &str| {
        let address = WebAddress::parse(short).ok();
        address
            .is_some_and(|address| start_first(context.env.browsers(browser.as_deref(), &address), &address))
    };
    let mut secret = [0; 16];
    machine::entropy(&mut secret);
    hand_over(secret, url, CONSOLE_REQUEST_WAIT, open).await.map_err(|error| {
        Report::new(Exit::Failed, "cannot open a port on 127.0.0.1 for the browser").cause(&error)
    })
}

/// The browser that the settings name for a session; `None` if the settings file has an error, which stops no sign-in.
fn preferred(context: &Context, session: Option<&str>) -> Option<String> {
    context.preferences().ok()?.browser(session).map(str::to_owned)
}

/// Starts the first browser that can be started. If it soon ends with an error, a thread in the background starts the next
/// one.
fn start_first(browsers: Browsers, address: &WebAddress) -> bool {
    let or_else = browsers.or_system_default.then(|| address.as_argument());
    let mut commands = browsers.commands.into_iter();
    let Some(first) = commands.find_map(start) else {
        return or_else.is_some_and(|url| open_by_system(&url));
    };
    thread::spawn(move || {
        let mut running = Some(first);
        while let Some(mut child) = running {
            let started = machine::now();
            let failed = child.wait().is_ok_and(|status| !status.success());
            if !failed || machine::now().duration_since(started).unwrap_or_default() > BROWSER_FAILURE_WAIT {
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
