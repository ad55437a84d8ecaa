//! `daypass console`: opens the AWS web console, signed in as the role of the profile.

use super::Console;
use crate::{
    args::AssumedRoleDuration, browser, command_line, commands::subject::Subject, context::Context,
    exit::Exit, machine, report::Report,
};
use daypass_credentials::{Source, closest};
use daypass_loopback::Handover;
use daypass_programs::copy_to_clipboard;
use daypass_settings::Attempt;
use daypass_sso_types::Region;
use daypass_sts_client::console::{self, ConsoleLogin, console_url, portal_url, service_names, service_path};
use daypass_terminal::Text;
use daypass_transport::{Endpoint, Service};
use std::time::Duration;

pub(crate) fn run(context: &Context, flags: &Console) -> Result<Exit, Report> {
    if flags.duration.is_some_and(|time| !console::SESSION_DURATION.contains(&time)) {
        return Err(Report::new(Exit::Usage, "--duration: a console session lasts from 15m to 12h"));
    }
    context.region()?;
    context.refuse(Attempt::Console(flags.duration))?;
    if flags.shortcut {
        context.refuse(Attempt::ConsoleShortcut)?;
    }
    let subject = Subject::wanted(
        context,
        &flags.role,
        if flags.print { &["console", "--print"] } else { &["console"] },
    )?
    .assuming(context, &flags.assumed, AssumedRoleDuration::default())?;
    // Nothing is taken by a sign-out.
    let (subject, _passage) = match flags.sign_out {
        true => (subject, None),
        false => subject
            .guarded(context, "console", &flags.guard)
            .map(|(subject, passage)| (subject, Some(passage)))?,
    };
    let region = match subject.plan().service_region() {
        Some(region) => region.clone(),
        None => Region::new("us-east-1").expect("a constant that is a region"),
    };
    let destination = destination(&region, flags)?;
    let url = if flags.sign_out {
        console::sign_out_url(&signin(context, &subject, &region)?, &destination)
    } else if flags.shortcut {
        shortcut(&subject, &destination)?
    } else {
        context.block_on(federate(context, flags, &subject, &region, &destination))?
    };
    if flags.print {
        context.print(&Text::from(&url))?;
    } else if flags.copy {
        let place = copy(context, &url)
            .ok_or_else(|| Report::new(Exit::Failed, "there is no clipboard here").try_command(printing()))?;
        let warning = if flags.shortcut || flags.sign_out { "" } else { " It signs in anyone who opens it." };
        context.ui.say(format!("Copied the console's address to {place}.{warning}"));
    } else {
        let done = match flags.sign_out {
            true => "Opened the console's sign-out.".to_owned(),
            false => format!("Opened the console as {}.", subject.name()),
        };
        show(context, &subject, &url, done)?;
    }
    Ok(Exit::Done)
}

/// Copies a text with the desktop's program, else with the terminal (OSC 52), which works over SSH, too, and says where it
/// went.
fn copy(context: &Context, text: &str) -> Option<&'static str> {
    if copy_to_clipboard(context.env.clipboards(), text) {
        return Some("the clipboard");
    }
    context.ui.copy(text).then_some("the clipboard of this terminal, if it has one")
}

/// Opens the URL in the browser of the account or of the session.
fn show(context: &Context, subject: &Subject, url: &str, done: String) -> Result<(), Report> {
    let session = subject.plan().session().and_then(|session| session.name.as_deref());
    let failed = |what: &str| Report::new(Exit::Failed, what).try_command(printing());
    match context.block_on(browser::open_console(context, session, subject.plan().account(), url))? {
        Handover::Followed => {
            context.ui.say(done);
            Ok(())
        }
        Handover::NotOpened => Err(failed("no browser could be started")),
        Handover::NotFollowed => {
            Err(failed("the browser did not come for the console's address within a minute"))
        }
    }
}

/// The page to open: the console's home, the page of a service, or `--destination`, if it is a page of an AWS console.
fn destination(region: &Region, flags: &Console) -> Result<String, Report> {
    match &flags.destination {
        Some(given) => console::destination(region, given).ok_or_else(|| {
            Report::new(Exit::Usage, format!("{given:?} is not a page of an AWS console"))
                .fact("expected", "an https URL of an AWS console, or a path such as /s3/buckets")
        }),
        None => console_url(region, page(flags)?).ok_or_else(|| {
            Report::new(Exit::Usage, format!("the console's address in {region} is not known"))
        }),
    }
}

/// The path of the service's page. An unknown service is refused, since a wrong link looks like a missing permission;
/// `--destination` opens any page.
fn page(flags: &Console) -> Result<Option<&str>, Report> {
    let Some(name) = flags.service.as_deref() else { return Ok(None) };
    if let Some(path) = service_path(name) {
        return Ok(Some(path));
    }
    let report = Report::new(Exit::Usage, format!("daypass knows no console page of {name}"));
    let meant = closest(name, service_names());
    let retyped = meant.and_then(|meant| command_line::OURS.retyped(name, meant).map(|line| (meant, line)));
    Err(match retyped {
        Some((meant, line)) => report.fact("did you mean", meant).try_command(line),
        None => report
            .advise("Any page of the console opens by --destination, such as --destination /s3/buckets."),
    })
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
    let endpoint = signin(context, subject, region)?;
    let issuer = subject.plan().session().map_or("", |session| session.start_url.as_str());
    // AWS gives the session of a chained role an hour at most, and takes no length for it.
    let is_chained = matches!(subject.plan().source(), Source::AssumeRole(_));
    let most = context.settings_files().policy().max_console_duration();
    let most = most.filter(|most| !is_chained || *most < Duration::from_secs(3600));
    let login = ConsoleLogin { destination, issuer, duration: flags.duration.or(most) };
    login.url(provider.caller(), &endpoint, &credentials, machine::now()).await.map_err(|error| {
        let report = Report::of_sts(&error, "the console's sign-in", subject.name(), &context.skew);
        match login.is_refused_for_its_duration(&error) {
            true => report.fact(
                "look at",
                "--duration: the console session of a chained role cannot be given one; it lasts an hour at most",
            ),
            false => report,
        }
    })
}

/// The service that signs browsers in to the console.
fn signin(context: &Context, subject: &Subject, region: &Region) -> Result<Endpoint, Report> {
    let endpoint = subject.plan().endpoints().endpoint(Service::Signin, region);
    endpoint.map_err(|error| context.credentials_failed(&error))
}

/// The shortcut link of the portal: without a secret, for a browser that is signed in to the portal.
fn shortcut(subject: &Subject, destination: &str) -> Result<String, Report> {
    match subject.plan().source() {
        Source::Sso { session, account, role } => {
            Ok(portal_url(&session.start_url, account, Some(role), Some(destination)))
        }
        _ => Err(Report::new(
            Exit::Usage,
            "only a role of the access portal has a shortcut; this profile chains roles",
        )),
    }
}

/// The typed command line with `--print`.
fn printing() -> Vec<String> {
    let words = command_line::typed().into_iter().filter(|word| word != "--copy");
    words.chain(["--print".to_owned()]).collect()
}
