//! The pin of the working folder: followed where neither a flag nor a variable says who to be.

use crate::{context::Context, exit::Exit, guarding, machine, report::Report};
use daypass_at_terminal::{FolderPins, FollowedPin, pin_text};
use daypass_environment::{Environment, Paths, Variable};
use daypass_guard::Ask;
use daypass_pins::Pin;
use daypass_reports::Failure;
use daypass_sso_types::Region;

/// The pin of the working folder that may be followed without a question, for the prompt.
pub(crate) fn followed(env: &Environment) -> Option<Pin> {
    let paths = Paths::of(env).ok()?;
    pins(&paths).ok()?.followed(|pin| is_guarded(env, &paths, pin)).ok()?.map(|found| found.pin)
}

fn is_guarded(env: &Environment, paths: &Paths, pin: &Pin) -> bool {
    let guard = pin.profile().and_then(|profile| guarding::of_profile(env, paths, profile));
    guard.is_some_and(|guard| guard.ask != Ask::Nothing)
}

fn pins(paths: &Paths) -> Result<FolderPins<'_>, Report> {
    let folder = std::env::current_dir()
        .map_err(|error| Report::new(Exit::Failed, "cannot find out the working folder").cause(&error))?;
    Ok(FolderPins::new(paths, folder, machine::pause))
}

impl Context {
    /// The pins of the working folder.
    pub(crate) fn pins(&self) -> Result<FolderPins<'_>, Report> {
        pins(&self.paths)
    }

    /// Takes the pin of the working folder for what no flag and no variable says. Where one does, a pin that says something
    /// else is told of, and one that may not be followed keeps nobody from working.
    pub(crate) fn follow_pin(&mut self) -> Result<(), Report> {
        let named = self.named_profile();
        let is_named = named.is_some() || self.env.is_set(Variable::AccessKeyId);
        let found = match self.agreed_pin(!is_named) {
            Err(report) if is_named => {
                self.ui.log(1, report.message());
                return Ok(());
            }
            found => found?,
        };
        if let (Some(found), Some(named)) = (&found, named)
            && found.pin.profile().is_some_and(|profile| profile != named)
        {
            let (file, chosen) = (&found.file, pin_text(&found.pin));
            self.ui.say(format!("The environment says {named}, not {file} ({chosen})."));
        }
        self.pin = found;
        Ok(())
    }

    /// The pin of the working folder, if there is one and it may be followed; `asks` lets the person agree to it.
    pub(crate) fn agreed_pin(&self, asks: bool) -> Result<Option<FollowedPin>, Report> {
        let pins = self.pins()?;
        let found = match asks && self.ui.prompts() {
            true => self.block_on(async { Ok(pins.asked(&self.ui, |pin| self.is_guarded(pin))?) })?,
            false => pins.followed(|pin| self.is_guarded(pin)),
        };
        found.map_err(not_followed)
    }

    /// Whether what a pin chooses has a guard that asks.
    pub(crate) fn is_guarded(&self, pin: &Pin) -> bool {
        is_guarded(&self.env, &self.paths, pin)
    }

    /// The region that the pin chooses for this profile.
    pub(crate) fn pinned_region(&self, whose: Option<&str>) -> Option<Region> {
        let pin = &self.pin.as_ref()?.pin;
        let is_for = pin.profile().is_none() || whose.is_none() || whose == pin.profile();
        pin.region().filter(|_| is_for).and_then(|region| Region::new(region).ok())
    }
}

/// Reports a pin that is not used.
pub(crate) fn not_followed(failure: Failure) -> Report {
    Report::of(Exit::Configuration, failure)
}
