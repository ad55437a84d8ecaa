//! `daypass pin`, `trust` and `untrust`: the pin of a folder, and whether it is followed.

use super::{PinFlags, TrustFlags, UntrustFlags};
use crate::{context::Context, exit::Exit, folder_pin::not_followed, report::Report};
use daypass_at_terminal::pin_text;
use daypass_pins::Answer;
use daypass_reports::Failure;
use daypass_terminal::Text;

pub(crate) fn run(context: &Context, flags: &PinFlags) -> Result<Exit, Report> {
    let named = [
        ("profile", &flags.profile),
        ("sso_session", &flags.sso_session),
        ("region", &context.global.region),
    ];
    let choices: Vec<_> =
        named.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?))).collect();
    let pins = context.pins()?;
    match choices.as_slice() {
        _ if flags.hook => {
            let (lines, why) = pins.hook_lines(|pin| context.is_guarded(pin));
            if let Some(why) = why {
                context.ui.warn(why);
            }
            context.print(&lines).map(|()| Exit::Done)
        }
        [] => match context.agreed_pin(false)? {
            Some(found) => {
                context.print(&Text::from(format!("{}: {}", found.file, pin_text(&found.pin))))?;
                Ok(Exit::Done)
            }
            None => said(context, Ok("No folder pin applies here.".to_owned())),
        },
        [("profile", "-")] => said(context, pins.remove()),
        choices => {
            refuse_missing(context, flags.profile.as_deref())?;
            said(context, pins.write(choices))
        }
    }
}

/// Fails for a profile that is not configured, with the one that was probably meant.
fn refuse_missing(context: &Context, profile: Option<&str>) -> Result<(), Report> {
    let Some(name) = profile else { return Ok(()) };
    let (files, settings) = (context.files_of(name)?, context.sign_in_settings()?);
    let config = files.config();
    match daypass_credentials::resolve(&config, &settings, name) {
        Err(error) if config.profile(name).is_none() => Err(context.credentials_failed(&error)),
        _ => Ok(()),
    }
}

/// Agrees to a pin, or refuses it for good.
pub(crate) fn trust(context: &Context, flags: &TrustFlags) -> Result<Exit, Report> {
    let answer = if flags.never { Answer::Never } else { Answer::Trust };
    said(context, context.pins()?.answer(flags.folder.as_deref(), Some(answer)))
}

/// Takes a decision about a pin back.
pub(crate) fn untrust(context: &Context, flags: &UntrustFlags) -> Result<Exit, Report> {
    said(context, context.pins()?.answer(flags.folder.as_deref(), None))
}

fn said(context: &Context, done: Result<String, Failure>) -> Result<Exit, Report> {
    context.ui.say(done.map_err(not_followed)?);
    Ok(Exit::Done)
}
