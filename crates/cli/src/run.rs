//! From words to an exit code: the hot path first, then clap, then the command.

use crate::{
    args::{self, Args, Command, Configure, Sso},
    commands,
    context::Context,
    env::Env,
    exit::Exit,
    hot, integration,
    report::Report,
};
use clap::Parser as _;
use std::{ffi::OsString, process::ExitCode};

/// Runs a command line, the program's name first.
pub fn run(words: Vec<OsString>) -> ExitCode {
    let env = Env::process();
    if let Some(exit) = hot::answer(&words, &env)
        .or_else(|| integration::answer(&words, &env))
        .or_else(|| integration::segment::answer(&words, &env))
    {
        return ExitCode::from(exit.code());
    }
    let args = match args::narrow(&words).map_or_else(|| Args::try_parse_from(words), Ok) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are answers, on stdout; the rest are usage errors, on stderr.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
            let _closed = error.print();
            return ExitCode::from(exit.code());
        }
    };
    let context = Context::new(args.global, env);
    // On `configure sso`, --output is the profile's own.
    let json = context.wants_json() && !matches!(args.command, Command::Configure(Configure::Sso(_)));
    let exit = match dispatch(&context, args.command) {
        Ok(exit) => exit,
        Err(report) => {
            let report = context.with_what_was_done(report);
            report.show(&context.ui, json);
            report.exit()
        }
    };
    ExitCode::from(exit.code())
}

fn dispatch(context: &Context, command: Command) -> Result<Exit, Report> {
    match command {
        Command::Configure(Configure::Sso(flags)) => commands::configure_sso::run(context, &flags),
        Command::Configure(Configure::SsoSession(flags)) => commands::configure_session::run(context, &flags),
        Command::Configure(Configure::Populate(flags)) => commands::populate::run(context, &flags),
        Command::Configure(Configure::ExportCredentials(flags)) | Command::Credentials(flags) => {
            commands::credentials::run(context, &flags)
        }
        Command::Configure(Configure::ListProfiles) | Command::Profiles => commands::profiles::run(context),
        Command::Login(flags) | Command::Sso(Sso::Login(flags)) => commands::login::run(context, &flags),
        Command::Logout(flags) | Command::Sso(Sso::Logout(flags)) => commands::logout::run(context, &flags),
        Command::Status(flags) => commands::status::run(context, &flags),
        Command::Whoami(flags) => commands::whoami::run(context, &flags),
        Command::CredentialProcess => commands::credentials::process(context),
        Command::Exec(flags) => commands::exec::run(context, &flags),
        Command::Console(flags) => commands::console::run(context, &flags),
        Command::Accounts(flags) => commands::portal::accounts(context, &flags),
        Command::Roles(flags) => commands::portal::roles(context, &flags),
        Command::Init { shell } => commands::init::run(context, shell),
        Command::Use(flags) => commands::init::switch(context, &flags),
        Command::CompleteNames { kind, prefix } => Ok(integration::print(&kind, &prefix, &context.env)),
        Command::Settings => commands::settings::run(context),
        Command::Prompt => Ok(integration::segment::print(&context.env)),
        Command::Man { folder } => commands::man::run(context, folder.as_deref()),
        Command::Serve(flags) => commands::serve::run(context, &flags),
        Command::Doctor(flags) => commands::doctor::run(context, &flags),
        Command::Completions { shell } => commands::completions::run(context, shell),
    }
}
