//! Runs a command line: the hot path first, then clap, then the command.

use crate::{
    args::{Command, Configure, Global, Sso},
    command_line::{self, OURS},
    commands,
    context::Context,
    exit::Exit,
    machine, other_tools, quick,
    report::Report,
};
use clap::error::ErrorKind;
use daypass_command_lines::{Instead, Suggestion, Unread};
use daypass_environment::Environment;
use daypass_terminal::{Terminal, TerminalOptions, Text, bad};
use std::{ffi::OsString, process::ExitCode, sync::Arc};

/// Runs a command line, the program's name first.
pub fn run(words: &[OsString]) -> ExitCode {
    let lazily = Environment::lazily();
    if let Some(exit) = quick::answer(words, &lazily) {
        return ExitCode::from(exit.code());
    }
    daypass_signals::fail_beyond_limits();
    let words = &command_line::as_named(words);
    let args = match other_tools::read(words) {
        Ok(args) => args,
        Err(Unread::OtherTool(suggestion)) => return ExitCode::from(print_suggestion(&suggestion).code()),
        Err(Unread::Parser(error)) if error.kind() == ErrorKind::MissingSubcommand => {
            let report = Report::new(Exit::Usage, "there is no command behind the options")
                .advise("`daypass help` lists the commands, `daypass --version` prints the version.");
            report.show(&plain_terminal(), false, &OURS);
            return ExitCode::from(report.exit().code());
        }
        Err(Unread::Parser(error)) => return ExitCode::from(print_parser_answer(&error).code()),
    };
    let (global, command) = (args.global, args.command);
    // For `configure sso`, --output is a key of the profile.
    let is_wizard = matches!(command, Command::Configure(Configure::Sso(_)));
    let json = global.output.as_deref() == Some("json") && !is_wizard;
    // SDKs call `credential-process`, and some keep its standard input open for ever, so it never asks.
    let no_input =
        global.no_input || matches!(command, Command::CredentialProcess | Command::DockerCredential { .. });
    let env = Environment::process();
    let ui = Arc::new(Terminal::new(TerminalOptions {
        color: global.color.forced().or_else(|| env.color()),
        no_input,
        quiet: global.quiet,
        verbose: global.verbose,
        dumb: env.is_dumb_terminal(),
    }));
    if global.no_verify_ssl {
        ui.warn(
            "--no-verify-ssl: any server that answers in AWS's place gets the tokens and the credentials",
        );
    }
    let exit = match start(global, env, &ui, command) {
        Ok(exit) => exit,
        Err(report) => {
            report.show(&ui, json, &OURS);
            report.exit()
        }
    };
    ExitCode::from(exit.code())
}

/// Runs a command; those that need neither a home directory nor a profile run without them.
fn start(global: Global, env: Environment, ui: &Arc<Terminal>, command: Command) -> Result<Exit, Report> {
    match command {
        Command::Completions { shell } => commands::completions::run(ui, shell),
        Command::Man { command, folder } => commands::man::run(ui, &command, folder.as_deref()),
        Command::Init(flags) if !flags.writes() => commands::init::run(ui, &env, &flags),
        Command::Relay(flags) => commands::relay::run(ui, &env, flags),
        mut command => {
            machine::keep_memory_private();
            let mut context = Context::new(global, env, Arc::clone(ui))?;
            prepare(&mut context, &mut command)
                .and_then(|()| dispatch(&context, command))
                .map_err(|report| context.with_help(context.with_changes_made(report)))
        }
    }
}

/// What comes before a command: what it may not be run with, and whose it is.
fn prepare(context: &mut Context, command: &mut Command) -> Result<(), Report> {
    if !matches!(command, Command::Doctor(_)) {
        context.refuse_undecodable_profile()?;
    }
    // Those that show what is wrong, or leave nothing behind, work in any version.
    if !matches!(
        command,
        Command::Doctor(_) | Command::Settings(_) | Command::Logout(_) | Command::Sso(Sso::Logout(_))
    ) {
        context.refuse_outdated()?;
    }
    if let Command::Exec(flags) = command {
        commands::exec::adopt_profile(context, flags)?;
    }
    follow_pin(context, command)
}

/// Follows the pin of the working folder in a command whose options name no profile, session or role. `credential-process`
/// never does: the folder of the program that calls it means nothing.
fn follow_pin(context: &mut Context, command: &Command) -> Result<(), Report> {
    let is_named = match command {
        Command::Exec(flags) => flags.role.account.is_some(),
        Command::Console(flags) => flags.role.account.is_some(),
        Command::Credentials(flags) => flags.role.account.is_some(),
        Command::Whoami(flags) => flags.all || flags.role.account.is_some(),
        Command::Serve(flags) => !flags.profiles.is_empty() || flags.role.account.is_some(),
        Command::Login(flags) => flags.all || flags.start_url.is_some() || flags.sso_session.is_some(),
        Command::Accounts(flags) | Command::Roles(flags) => flags.sso_session.is_some(),
        Command::Configure(Configure::Populate(flags)) => flags.sso_session.is_some(),
        Command::Settings(_) => {
            match context.agreed_pin(false) {
                Ok(found) => context.pin = found,
                Err(report) => context.ui.warn(report.message()),
            }
            return Ok(());
        }
        _ => return Ok(()),
    };
    if is_named || context.global.profile.is_some() { Ok(()) } else { context.follow_pin() }
}

/// Prints the answer of clap: help and version on standard output, usage errors on standard error.
fn print_parser_answer(error: &clap::Error) -> Exit {
    let terminal = plain_terminal();
    let said = error.render();
    if !error.use_stderr() {
        let printed = terminal.print(&Text::styled_block(&said.ansi().to_string()));
        return if printed.is_ok() { Exit::Done } else { Exit::Failed };
    }
    // Clap suggests `--` before an unknown option, which makes the option an argument.
    let said: Vec<_> =
        said.to_string().lines().filter(|line| !is_escape_tip(line)).map(str::to_owned).collect();
    let said = said.join("\n").replace("\n\n\n", "\n\n");
    let said = said.trim_end();
    terminal.error(match said.strip_prefix("error:") {
        Some(rest) => bad("error:") + Text::block(rest),
        None => Text::block(said),
    });
    Exit::Usage
}

/// The terminal for messages before the options are known.
fn plain_terminal() -> Terminal {
    let env = Environment::process();
    Terminal::new(TerminalOptions {
        color: env.color(),
        dumb: env.is_dumb_terminal(),
        ..TerminalOptions::default()
    })
}

fn is_escape_tip(line: &str) -> bool {
    line.trim_start().starts_with("tip: to pass ")
}

/// Prints the suggestion for a word of another tool.
fn print_suggestion(suggestion: &Suggestion) -> Exit {
    let terminal = plain_terminal();
    let report = Report::new(Exit::Usage, format!("daypass has no {}", suggestion.word));
    let report = match &suggestion.instead {
        Instead::Type(words) => report.try_command(words),
        Instead::Say(sentence) => report.advise(sentence),
    };
    report.show(&terminal, false, &OURS);
    report.exit()
}

fn dispatch(context: &Context, command: Command) -> Result<Exit, Report> {
    match command {
        Command::Overview => commands::overview::run(context),
        Command::Configure(Configure::Sso(flags)) => commands::configure::sso::run(context, &flags),
        Command::Configure(Configure::SsoSession(flags)) => {
            commands::configure::sso_session::run(context, &flags)
        }
        Command::Configure(Configure::Populate(flags)) => commands::configure::populate::run(context, &flags),
        Command::Configure(Configure::ExportCredentials(flags)) => {
            commands::credentials::export(context, &flags)
        }
        Command::Import(flags) => commands::import::run(context, &flags),
        Command::Eject(flags) => commands::eject::run(context, &flags),
        Command::Credentials(flags) => commands::credentials::run(context, &flags),
        Command::Configure(Configure::ListProfiles) => commands::profiles::names(context),
        Command::Configure(Configure::List) => commands::configure::in_force::run(context),
        Command::Configure(Configure::Get(flags)) => commands::configure::key::get(context, &flags),
        Command::Configure(Configure::Set(flags)) => commands::configure::key::set(context, &flags),
        Command::Sso(Sso::ListAccounts(flags)) => commands::portal_api::list_accounts(context, &flags),
        Command::Sso(Sso::ListAccountRoles(flags)) => {
            commands::portal_api::list_account_roles(context, &flags)
        }
        Command::Sso(Sso::GetRoleCredentials(flags)) => {
            commands::portal_api::role_credentials(context, &flags)
        }
        Command::Profiles(flags) => commands::profiles::run(context, &flags),
        Command::Login(flags) => commands::login::run(context, &flags),
        Command::Sso(Sso::Login(mut flags)) => {
            flags.flow.prints_address = flags.flow.no_browser;
            flags.prints_success = true;
            commands::login::run(context, &flags)
        }
        Command::Logout(flags) => commands::logout::run(context, &flags),
        Command::Sso(Sso::Logout(mut flags)) => {
            flags.keeps_console = true;
            commands::logout::run(context, &flags)
        }
        Command::Status(flags) => commands::status::run(context, &flags),
        Command::Whoami(flags) => commands::whoami::run(context, &flags),
        Command::CredentialProcess => commands::credentials::process(context),
        Command::Exec(flags) => commands::exec::run(context, &flags),
        Command::Console(flags) => commands::console::run(context, &flags),
        Command::Accounts(flags) => commands::accounts::run(context, &flags),
        Command::Roles(flags) => commands::roles::run(context, &flags),
        Command::Init(flags) => commands::init::change(context, &flags),
        Command::Use(flags) => commands::init::switch(context, &flags),
        Command::CompleteNames { kind, prefix } => Ok(quick::names(&kind, &prefix, &context.env)),
        Command::Pin(flags) => commands::pin::run(context, &flags),
        Command::Trust(flags) => commands::pin::trust(context, &flags),
        Command::Untrust(flags) => commands::pin::untrust(context, &flags),
        Command::Vault(command) => commands::vault::run(context, &command),
        Command::Settings(flags) => commands::settings::run(context, &flags),
        Command::Prompt { shell } => Ok(quick::prompt(&context.env, shell.as_deref() == Some("zsh"))),
        Command::Token(token) => commands::token::run(context, &token),
        Command::DockerCredential(flags) => commands::token::docker(context, &flags.verb),
        Command::Serve(flags) => commands::serve::run(context, &flags),
        Command::Lease(command) => commands::lease::run(context, command),
        Command::Lend(flags) => commands::lease::lend(context, &flags),
        Command::Ssh(flags) => commands::lease::ssh(context, &flags),
        Command::Doctor(flags) => commands::doctor::run(context, &flags),
        Command::Completions { .. } | Command::Man { .. } | Command::Relay(_) => Ok(Exit::Done),
    }
}
