//! The browser of a session or an account, as the settings name it.

use crate::{context::Context, exit::Exit, machine, report::Report};
use daypass_loopback::{Handover, hand_over};
use daypass_programs::open_browser;
use daypass_sso_types::WebAddress;
use std::time::Duration;

/// How long to wait for the browser to request the console's address.
const CONSOLE_REQUEST_WAIT: Duration = Duration::from_secs(60);

/// Whether a browser can be opened here for a session.
pub(crate) fn available(context: &Context, session: Option<&str>) -> bool {
    context.env.has_browser(preferred(context, session).as_deref())
}

/// Opens an address; `false` if no browser could be started.
pub(crate) fn open(context: &Context, session: Option<&str>, address: &WebAddress) -> bool {
    let browsers = context.env.browsers(preferred(context, session).as_deref(), address);
    open_browser(browsers, address, machine::now)
}

/// Opens the console of an account, in the browser that the settings name for the account. The console's address works for
/// anyone who has it, so the browser's arguments hold a short address that leads there.
pub(crate) async fn open_console(
    context: &Context,
    session: Option<&str>,
    account: Option<&str>,
    url: &str,
) -> Result<Handover, Report> {
    let browser = context.lenient_preferences().console_browser(session, account).map(str::to_owned);
    let open = |short: &str| {
        WebAddress::parse(short).is_ok_and(|address| {
            open_browser(context.env.browsers(browser.as_deref(), &address), &address, machine::now)
        })
    };
    let mut secret = [0; 16];
    machine::entropy(&mut secret);
    hand_over(secret, url, CONSOLE_REQUEST_WAIT, open).await.map_err(|error| {
        Report::new(Exit::Failed, "cannot open a port on 127.0.0.1 for the browser").cause(&error)
    })
}

/// The browser that the settings name for a session; an error in the person's settings file stops no sign-in.
fn preferred(context: &Context, session: Option<&str>) -> Option<String> {
    context.lenient_preferences().browser(session).map(str::to_owned)
}
