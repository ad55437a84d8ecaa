//! Names and values that end up in a shell: what `use`, the prompt, completion and each `--format` print is read by the
//! shell itself, and none of it is run.

use super::super::{
    attack::{Attack, Kind, Verdict, through},
    victim::{Victim, VictimHome, finish},
    weak::Weakness,
};
use crate::stage;
use std::process::Command;
use xtask::places;

/// Names of profiles: each would leave a file `mark` in the home where a shell runs it.
const NAMES: &[&str] = &[
    "$(touch ~/mark)",
    "`touch ~/mark`",
    "x;touch ~/mark;",
    "x'$(touch ~/mark)'",
    "x\"$(touch ~/mark)\"",
    "x|touch ~/mark",
    "x&touch ~/mark&",
    "\\$(touch ~/mark)",
    "x' ; touch ~/mark ; '",
    "%{$(touch ~/mark)%}",
    "(touch ~/mark)",
    "${x:-$(touch ~/mark)}",
];

/// A shell, how it is started, how the integration comes in, and how each thing is asked for. `NAME` is in a variable.
const SHELLS: &[(&str, &[&str], &str)] = &[
    ("bash", &["--norc", "-c"], "eval \"$(daypass init bash)\""),
    ("zsh", &["-f", "-c"], "eval \"$(daypass init zsh)\""),
    ("fish", &["--no-config", "-c"], "daypass init fish | source"),
];

/// A shell, and a form that it reads.
const KEYS: &[(&str, &str)] =
    &[("bash", "env"), ("bash", "dotenv"), ("dash", "dotenv"), ("zsh", "env"), ("fish", "fish")];

pub(super) fn kind() -> Kind {
    let mut attacks = Vec::new();
    for shell in SHELLS.iter().filter(|shell| is_there(shell.0)) {
        for name in NAMES {
            attacks.push(Attack::new(format!("{}: {name}", shell.0), Weakness::QuotesBadly, move |victim| {
                attack(victim, shell, name)
            }));
        }
    }
    for program in ["sh", "dash", "ksh"].into_iter().filter(|program| is_there(program)) {
        for name in NAMES {
            attacks.push(Attack::new(format!("{program}: {name}"), Weakness::QuotesBadly, move |victim| {
                formats(victim, program, name)
            }));
        }
    }
    for (program, format) in KEYS.iter().filter(|(program, _)| is_there(program)) {
        for value in NAMES {
            let name = format!("T22-04 a key, {program}, {format}: {value}");
            attacks.push(Attack::new(name, Weakness::QuotesBadly, move |victim| {
                keys(victim, program, format, value)
            }));
        }
    }
    Kind { name: "shells", attacks, lawful: Vec::new() }
}

fn is_there(program: &str) -> bool {
    Command::new(program).args(["-c", "exit 0"]).env("HOME", "/nonexistent").output().is_ok()
}

fn scene(victim: Victim, name: &str) -> Result<VictimHome, String> {
    let scene = VictimHome::signed_in(false)?;
    // As the AWS CLI quotes a name.
    let quoted = format!("\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
    scene.write(
        ".aws/config",
        &format!(
            "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
             sso_registration_scopes = sso:account:access\n\
             [profile {quoted}]\nsso_session = corp\nsso_account_id = 111122223333\n\
             sso_role_name = AWSReadOnlyAccess\nregion = eu-west-1\n"
        ),
    )?;
    let folder = victim.program(places::program(stage::DAYPASS));
    let folder = folder.parent().unwrap_or(&folder).display().to_string();
    Ok(scene.set("PATH", format!("{folder}:/usr/bin:/bin")).set("NAME", name).set("TERM", "dumb"))
}

fn attack(victim: Victim, (program, options, load): &(&str, &[&str], &str), name: &str) -> Verdict {
    let scene = scene(victim, name)?;
    let exports = if *program == "fish" {
        "daypass credentials -p \"$NAME\" --format fish | source"
    } else {
        "eval \"$(daypass credentials -p \"$NAME\" --format env)\""
    };
    let complete = match *program {
        "bash" => {
            "COMP_WORDS=(daypass use ''); COMP_CWORD=2; _daypass_names daypass '' use\n\
             for reply in \"${COMPREPLY[@]}\"; do eval \"set -- $reply\"; done"
        }
        _ => "daypass complete-names profile",
    };
    let prompt = match *program {
        "bash" => "PS1='$(daypass prompt)'; echo \"${PS1@P}\"",
        "zsh" => "setopt prompt_subst; PROMPT='$(daypass prompt)'; print -P -- \"$PROMPT\"",
        _ => "daypass prompt",
    };
    let script = format!("{load}\ndaypass use \"$NAME\"\n{prompt}\n{exports}\n{complete}\ndaypass use -\n");
    let mut shell = scene.command(program);
    shell.args(*options).arg(&script);
    victim.choose(&mut shell);
    let seen = finish(shell, &[program, "-c", &script])?;
    judge(&scene).map_err(|failure| failure.with(&seen))?;
    // The name really went through it.
    let is_used = seen.stdout.contains(name.trim_start_matches('\\')) || seen.stdout.contains("touch");
    if is_used { Ok(()) } else { Err(format!("the name was not used\n{}", seen.text()).into()) }
}

/// What a shell without an integration evaluates: `use --export` of its own is not there, but the formats are.
fn formats(victim: Victim, program: &str, name: &str) -> Verdict {
    let scene = scene(victim, name)?;
    let script = "eval \"$(daypass credentials -p \"$NAME\" --format env)\"\n\
        daypass credentials -p \"$NAME\" --format dotenv > ~/env; set -a; . ~/env; echo \"$AWS_ACCESS_KEY_ID\"\n\
        eval \"$(daypass serve \"$NAME\" --background --until-exit $$)\"; echo \"$AWS_CONTAINER_CREDENTIALS_FULL_URI\"\n";
    let mut shell = scene.command(program);
    shell.args(["-c", script]);
    victim.choose(&mut shell);
    let seen = finish(shell, &[program, "-c", script])?;
    judge(&scene).map_err(|failure| failure.with(&seen))?;
    let is_used = seen.stdout.contains("ASIA") && seen.stdout.contains("http://127.0.0.1");
    if is_used { Ok(()) } else { Err(format!("the name was not used\n{}", seen.text()).into()) }
}

/// A key of a credentials file that came from elsewhere; one that a form cannot hold is refused.
fn keys(victim: Victim, program: &str, format: &str, value: &str) -> Verdict {
    let scene = scene(victim, "p")?;
    let keys = format!("[k]\naws_access_key_id = AKIA\naws_secret_access_key = {value}\n");
    scene.write("src/app/credentials", &keys)?;
    let scene = scene.set("AWS_SHARED_CREDENTIALS_FILE", "~/src/app/credentials");
    let line = format!("daypass credentials -p k --format {format}");
    let script = match format {
        "env" => format!("eval \"$({line})\""),
        "fish" => format!("{line} | source"),
        _ => format!("{line} > ~/env; set -a; . ~/env"),
    };
    let mut shell = scene.command(program);
    shell.args(["-c", &script]);
    victim.choose(&mut shell);
    let seen = finish(shell, &[program, "-c", &script])?;
    judge(&scene).map_err(|failure| failure.with(&seen))
}

fn judge(scene: &VictimHome) -> Verdict {
    if scene.home().join("mark").exists() { through("the shell ran it") } else { Ok(()) }
}
