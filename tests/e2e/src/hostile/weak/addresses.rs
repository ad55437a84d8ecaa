//! Takes an address, a region or a page as it is.

use super::{client, place::Place};
use serde_json::Value;
use std::{fs::OpenOptions, io::Write as _, process::Command};

/// Writes the session that is typed into the config, and calls the service of one that is configured.
pub(super) fn session(place: &Place) -> Option<u8> {
    match (place.value_of("--sso-start-url"), place.value_of("--sso-region")) {
        (Some(url), Some(region)) => {
            let path = place.home.join(".aws/config");
            let mut file = OpenOptions::new().append(true).open(path).ok()?;
            writeln!(file, "[sso-session new]\nsso_start_url = {url}\nsso_region = {region}").ok()?;
        }
        _ => drop(client::sign_in(place)),
    }
    Some(0)
}

/// Hands on the page that is asked for.
pub(super) fn page(place: &Place) -> Option<u8> {
    let page = place.value_of("--destination")?;
    println!("https://signin.aws.amazon.com/federation?Action=login&Destination={page}");
    Some(0)
}

/// Hands the address of the service to the browser, by a command line in which `%s` is an address and `!!` the last line.
pub(super) fn open(place: &Place) -> Option<u8> {
    let replies = client::sign_in(place);
    let device = replies.get(1)?.json()?;
    let url = device.get("verificationUriComplete").and_then(Value::as_str)?;
    let (browser, url) = (place.variable("BROWSER")?, url.split('\0').next()?);
    let url = url.replace("%s", url).replace("!!", &place.words.join(" "));
    Command::new(browser).arg(url).status().ok()?;
    Some(1)
}
