//! `browser`: a scripted browser, which opens an address and presses Allow, or Deny.

use daypass_testkit::browser;
use xtask::tally::Tally;

/// Opens the given address. Programs start it through `BROWSER`, so it prints nothing unless it fails.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let button = if arguments.iter().any(|argument| argument == "--deny") { "deny" } else { "allow" };
    match arguments.iter().find(|argument| !argument.starts_with("--")) {
        None => tally.check("browser URL", Err("no address was given".to_owned())),
        Some(url) => tally.check(url, browser::visit(url, button).map(drop)),
    }
    tally
}
