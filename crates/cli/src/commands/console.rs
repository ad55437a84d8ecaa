//! `daypass console`: the AWS web console in the browser, signed in as the profile's role.

use super::credentials::Subject;
use crate::{
    args::Console, browser, clipboard, context::Context, exit::Exit, failures::sts_failed, host,
    report::Report,
};
use daypass_credentials::Source;
use daypass_sso_types::Region;
use daypass_sts_client::console::{
    console_url, login_url, portal_url, read_sign_in_token, sign_in_token_request,
};
use daypass_transport::Service;

pub(crate) fn run(context: &Context, flags: &Console) -> Result<Exit, Report> {
    context.region()?;
    let subject = Subject::wanted(context, &flags.role, &["console"])?;
    let region = match subject.region() {
        Some(region) => region.clone(),
        None => Region::new("us-east-1").expect("a constant that is a region"),
    };
    let destination =
        match &flags.destination {
            Some(destination) => destination.clone(),
            None => {
                console_url(&region, flags.service.as_deref()).ok_or_else(|| {
                    Report::new(Exit::Usage, format!("the console's address in {region} is not known"))
                        .mend(["daypass", "console", "--destination", "URL"])
                })?
            }
        };
    let url = if flags.shortcut {
        shortcut(&subject, &destination)?
    } else {
        context.block_on(federate(context, flags, &subject, &region, &destination))?
    };
    if flags.print {
        context.print(&url)?;
    } else if flags.copy {
        let place = clipboard::copy(context, &url).ok_or_else(|| {
            Report::new(Exit::Failed, "there is no clipboard here").mend(["daypass", "console", "--print"])
        })?;
        let care = if flags.shortcut { "" } else { " It signs in whoever opens it." };
        context.ui.say(&format!("Copied the console's address to {place}.{care}"));
    } else if browser::open_console(
        context,
        subject.session().and_then(|session| session.name.as_deref()),
        subject.account(),
        &url,
    ) {
        context.ui.say(&format!("Opened the console as {}.", subject.name()));
    } else {
        return Err(
            Report::new(Exit::Failed, "no browser could be started").mend(["daypass", "console", "--print"])
        );
    }
    Ok(Exit::Done)
}

async fn federate(
    context: &Context,
    flags: &Console,
    subject: &Subject,
    region: &Region,
    destination: &str,
) -> Result<String, Report> {
    let provider = subject.provider(context)?;
    let credentials = subject.credentials(context, &provider).await?;
    let failed = |error: daypass_sts_client::Error| sts_failed(&error, subject.name());
    let endpoint = subject.endpoints().endpoint(Service::Signin, region);
    let endpoint = endpoint.map_err(|error| context.credentials_failed(&error))?;
    let request = sign_in_token_request(&endpoint, &credentials, flags.duration).map_err(failed)?;
    let response = provider.caller().send(request).await;
    let response = response.map_err(|error| {
        Report::new(Exit::Network, "the console's sign-in cannot be reached").cause(&error)
    })?;
    let token = read_sign_in_token(&response, host::now()).map_err(failed)?;
    let issuer = subject.session().map_or("", |session| session.start_url.as_str());
    Ok(login_url(&endpoint, issuer, destination, &token))
}

/// The portal's own link: no secret in it, but it needs a browser that is signed in to the portal.
fn shortcut(subject: &Subject, destination: &str) -> Result<String, Report> {
    match subject.source() {
        Some(Source::Sso { session, account, role }) => {
            Ok(portal_url(&session.start_url, account, Some(role), Some(destination)))
        }
        _ => Err(Report::new(
            Exit::Usage,
            "only a role of the access portal has a shortcut; this profile chains roles",
        )),
    }
}
