//! Parses the program's arguments.

use daypass_simulator::{AutoApprove, SignIn};
use std::path::PathBuf;

pub(crate) const USAGE: &str = "\
A simulated AWS IAM Identity Center on loopback.

Usage: daypass-simulator [OPTIONS]

  --port N           listen on this port of 127.0.0.1 (default: one that is free)
  --scenario WHAT    a scenario by name, or a TOML file (default: article), or ACCOUNTSxROLES, as in 2000x5
  --prefix PATH      answer below this path too
  --auto-approve     allow every sign-in without asking
  --auto-deny        deny every sign-in without asking
  --fault LINE       let something go wrong, as in 'CreateToken slow_down x3'; may be repeated
  --log FILE         write a line for each request

  --signed-in HOME   begin signed in: write the token into HOME/.aws/sso/cache, and HOME/.aws/config unless it exists
  --session NAME     the sso-session of that sign-in, and the profile in the config (default: sim)
  --user NAME        who is signed in (default: the scenario's first user)
  --aged             the access token has expired, the refresh token is good

  --env-file FILE    write the lines 'export AWS_ENDPOINT_URL=…' and so on into a file, for a shell to source
  --scenarios        list the scenarios by name
  --faults           list the faults by name
  --help             this text

The last line of what it prints at its start is '# ready' and JSON: url, port, pid, scenario, region, start_url, variables
and, with --signed-in, home, session, profile and token_file. All files are written by then.
";

/// What the program does.
pub(crate) enum Command {
    Serve(Box<Arguments>),
    ListScenarios,
    ListFaults,
    Help,
}

/// The arguments of the server.
pub(crate) struct Arguments {
    pub(crate) port: u16,
    pub(crate) scenario: String,
    pub(crate) prefix: String,
    pub(crate) auto_approve: Option<AutoApprove>,
    pub(crate) faults: Vec<String>,
    pub(crate) log: Option<PathBuf>,
    /// The home folder to write into, and the user to sign in there.
    pub(crate) signed_in: Option<(PathBuf, SignIn)>,
    pub(crate) env_file: Option<PathBuf>,
}

pub(crate) fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut parsed = Arguments {
        port: 0,
        scenario: "article".to_owned(),
        prefix: String::new(),
        auto_approve: None,
        faults: Vec::new(),
        log: None,
        signed_in: None,
        env_file: None,
    };
    let (mut home, mut who, mut is_told_who) = (None, SignIn::new("sim"), false);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value; see --help"));
        match argument.as_str() {
            "--port" => {
                let value = value()?;
                parsed.port = value.parse().map_err(|_| format!("--port: {value:?} is not a port"))?;
            }
            "--scenario" => parsed.scenario = value()?,
            "--prefix" => parsed.prefix = value()?,
            "--fault" => parsed.faults.push(value()?),
            "--log" => parsed.log = Some(value()?.into()),
            "--env-file" => parsed.env_file = Some(value()?.into()),
            "--auto-approve" => parsed.auto_approve = Some(AutoApprove::Allow),
            "--auto-deny" => parsed.auto_approve = Some(AutoApprove::Deny),
            "--signed-in" => home = Some(PathBuf::from(value()?)),
            "--session" => (who.session, is_told_who) = (value()?, true),
            "--user" => (who.user, is_told_who) = (Some(value()?), true),
            "--aged" => (who.is_aged, is_told_who) = (true, true),
            "--scenarios" => return Ok(Command::ListScenarios),
            "--faults" => return Ok(Command::ListFaults),
            "--help" | "-h" => return Ok(Command::Help),
            other => return Err(format!("unknown argument {other:?}; see --help")),
        }
    }
    if home.is_none() && is_told_who {
        return Err("--session, --user and --aged go with --signed-in HOME; see --help".to_owned());
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if who.session.is_empty() || !who.session.chars().all(is_plain) {
        return Err(format!("--session: {:?} is not letters, digits, '-', '_' and '.'", who.session));
    }
    parsed.signed_in = home.map(|home| (home, who));
    Ok(Command::Serve(Box::new(parsed)))
}
