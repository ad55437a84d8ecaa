//! The weak twin of daypass: a program with one weakness, which does with its home, its folder, its environment and its
//! services what an attack hopes for. It invents nothing: what it gives away is what it found.

mod addresses;
mod client;
mod files;
mod listeners;
mod place;
mod planted;
mod programs;
mod replies;
mod sends;
mod shells;

use place::Place;
pub(super) use place::VARIABLE;
use std::process::ExitCode;

/// Runs the weak twin if this process is one.
pub(crate) fn run() -> Option<ExitCode> {
    let name = std::env::var(VARIABLE).ok()?;
    let (_, _, run) = WEAKNESSES.iter().find(|(_, known, _)| *known == name)?;
    let place = Place::of_process();
    Some(run(&place).map_or(ExitCode::from(3), ExitCode::from))
}

/// What a weak twin does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weakness {
    /// Sends what it has to any endpoint that is named.
    ObeysEndpoints,
    /// Takes any start URL and region.
    TakesSessions,
    /// Hands on any page of the console.
    TakesPages,
    /// Opens whatever lies at a path, through links, to read and to write, and waits for it.
    OpensAnything,
    /// Leaves files open that others can read.
    LeavesModes,
    /// Runs, reads and fills what its folder and its environment hold.
    UsesAnything,
    /// Quotes a name for a shell by what surrounds it alone.
    QuotesBadly,
    /// Says what it is told.
    RepeatsWords,
    /// Stores and prints whatever a service replies.
    TakesReplies,
    /// Hands any address to the browser, by way of a shell.
    OpensAddresses,
    /// Goes where a reply leads, and takes a reply that it does not understand for the end of the session.
    BelievesReplies,
    /// Prints what a service says as it is.
    PrintsReplies,
    /// Takes every address in its environment for a proxy.
    ObeysProxies,
    /// Verifies no certificate.
    VerifiesNothing,
    /// Takes the bytes of a connection for a reply, up to their end.
    TakesBytes,
    /// Answers everybody, on every address, a few at a time.
    AnswersEverybody,
    /// Gives secrets to other programs as arguments.
    TellsProcesses,
    /// Writes files as the umask has it.
    WritesForAll,
    /// Believes, uses and fills whatever lies in the home.
    BelievesFiles,
}

/// A function that is weak; its value is the exit code, or 3 if there is none.
type Run = fn(&Place) -> Option<u8>;

const WEAKNESSES: &[(Weakness, &str, Run)] = &[
    (Weakness::ObeysEndpoints, "obeys-endpoints", |place| Some(sends::to_endpoints(place))),
    (Weakness::TakesSessions, "takes-sessions", addresses::session),
    (Weakness::TakesPages, "takes-pages", addresses::page),
    (Weakness::OpensAnything, "opens-anything", |place| Some(files::open_all(place))),
    (Weakness::LeavesModes, "leaves-modes", |_| Some(0)),
    (Weakness::UsesAnything, "uses-anything", programs::use_all),
    (Weakness::QuotesBadly, "quotes-badly", shells::quote),
    (Weakness::RepeatsWords, "repeats-words", |place| Some(files::repeat(place))),
    (Weakness::TakesReplies, "takes-replies", replies::take),
    (Weakness::OpensAddresses, "opens-addresses", addresses::open),
    (Weakness::BelievesReplies, "believes-replies", replies::believe),
    (Weakness::PrintsReplies, "prints-replies", |place| Some(replies::print(place))),
    (Weakness::ObeysProxies, "obeys-proxies", sends::to_proxies),
    (Weakness::VerifiesNothing, "verifies-nothing", sends::over_tls),
    (Weakness::TakesBytes, "takes-bytes", replies::take_bytes),
    (Weakness::AnswersEverybody, "answers-everybody", listeners::answer),
    (Weakness::TellsProcesses, "tells-processes", programs::tell),
    (Weakness::WritesForAll, "writes-for-all", files::write_for_all),
    (Weakness::BelievesFiles, "believes-files", |place| Some(planted::believe(place))),
];

impl Weakness {
    /// Its name, in [`VARIABLE`].
    pub(super) fn name(self) -> &'static str {
        WEAKNESSES.iter().find(|(weakness, ..)| *weakness == self).map_or("", |(_, name, _)| name)
    }

    /// Whether it waits for what never comes: it is stopped soon, and has hung.
    pub(super) fn waits(self) -> bool {
        matches!(self, Self::OpensAnything | Self::UsesAnything | Self::TakesBytes)
    }
}
