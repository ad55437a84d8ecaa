//! Opening an address: the browser of the settings, else those of BROWSER in turn, else the system's browser; never a
//! text browser in this terminal.

use crate::{context::Context, host};
use daypass_environment::Variable;
use daypass_sso_types::WebAddress;
use std::{
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// How soon a browser that fails has ended. One that ends later was open, and no other takes its place.
const FAILS_WITHIN: Duration = Duration::from_secs(10);

/// Browsers that would take the terminal over.
const TEXT_BROWSERS: [&str; 6] = ["lynx", "w3m", "links", "links2", "elinks", "browsh"];

/// Whether a browser can be opened from here: one is named, or there is a desktop.
pub(crate) fn available(context: &Context, session: Option<&str>) -> bool {
    let env = &context.env;
    if set(context, session).is_some_and(|browser| !only_text(&browser)) {
        return true;
    }
    if env.hint(Variable::Browser).is_some_and(|browser| !only_text(&browser)) {
        return true;
    }
    if remote(context) {
        return false;
    }
    cfg!(any(windows, target_os = "macos"))
        || env.hint(Variable::Display).is_some()
        || env.hint(Variable::WaylandDisplay).is_some()
        || env.hint(Variable::WslDistro).is_some()
}

/// Whether the person sits at another machine.
pub(crate) fn remote(context: &Context) -> bool {
    context.env.hint(Variable::SshConnection).is_some() || context.env.hint(Variable::SshTty).is_some()
}

/// What to say to `ssh` to reach this machine again: the address that this SSH session came to.
pub(crate) fn ssh_host(context: &Context) -> Option<String> {
    let connection = context.env.hint(Variable::SshConnection)?;
    // The other side's address and port, then ours.
    let mut words = connection.split_whitespace().skip(2);
    let (host, port) = (words.next()?, words.next()?);
    Some(if port == "22" { host.to_owned() } else { format!("-p {port} {host}") })
}

/// Opens an address, without waiting for the browser to end. Says whether something was started.
pub(crate) fn open(context: &Context, session: Option<&str>, url: &str) -> bool {
    open_with(context, set(context, session), url)
}

/// The same for the console of an account, which may have a browser of its own.
pub(crate) fn open_console(
    context: &Context,
    session: Option<&str>,
    account: Option<&str>,
    url: &str,
) -> bool {
    let preferences = context.preferences().ok();
    let own =
        account.and_then(|account| preferences.as_ref()?.browser_of_account(account).map(str::to_owned));
    open_with(context, own.or_else(|| set(context, session)), url)
}

/// Only https and this machine are opened, by the parts of the address, so that nothing that a server sends can start
/// another program or look like this machine. What is handed on is the normal form.
fn open_with(context: &Context, set: Option<String>, url: &str) -> bool {
    let Some(address) = WebAddress::parse(url).ok().filter(WebAddress::is_for_a_browser) else {
        return false;
    };
    let url = address.as_str();
    if let Some(browser) = set {
        return command(&browser, url).is_some_and(|command| in_turn(vec![command], None));
    }
    let mut commands = Vec::new();
    if let Some(browsers) = context.env.hint(Variable::Browser) {
        commands.extend(browsers.split(':').filter_map(|browser| command(browser, url)));
    } else if context.env.hint(Variable::WslDistro).is_some() {
        commands.extend(of_windows(url));
    }
    in_turn(commands, Some(url.to_owned()))
}

/// The ways from WSL to the browser of Windows. PowerShell and cmd.exe read the address as a part of their own
/// language, in which quotes and ampersands are escaped.
fn of_windows(url: &str) -> Vec<Command> {
    let mut commands = vec![Command::new("wslview"), Command::new("powershell.exe"), Command::new("cmd.exe")];
    let start = format!("Start-Process '{}'", url.replace('\'', "''"));
    let arguments = [
        vec![url.to_owned()],
        ["-NoProfile", "-NonInteractive", "-Command", &start].map(str::to_owned).into(),
        ["/c", "start", "", &url.replace('&', "^&")].map(str::to_owned).into(),
    ];
    for (command, arguments) in commands.iter_mut().zip(arguments) {
        command.args(arguments);
    }
    commands
}

/// Starts the first of these that can be started. Where that one fails at once, as its exit code says, the next is
/// started in the background, and at the end the system's browser with `or_else`.
fn in_turn(commands: Vec<Command>, or_else: Option<String>) -> bool {
    let mut commands = commands.into_iter();
    let Some(first) = commands.find_map(start) else {
        return or_else.is_some_and(|url| system(&url));
    };
    thread::spawn(move || {
        let mut running = Some(first);
        while let Some(mut child) = running {
            let started = host::now();
            let failed = child.wait().is_ok_and(|status| !status.success());
            if !failed || host::now().duration_since(started).unwrap_or_default() > FAILS_WITHIN {
                return;
            }
            running = commands.find_map(start);
        }
        if let Some(url) = or_else {
            system(&url);
        }
    });
    true
}

fn start(mut command: Command) -> Option<Child> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()
}

fn system(url: &str) -> bool {
    let options = webbrowser::BrowserOptions::new().with_suppress_output(true).to_owned();
    webbrowser::open_browser_with_options(webbrowser::Browser::Default, url, &options).is_ok()
}

/// The browser that the settings name for a session. Settings with a mistake stop no sign-in.
fn set(context: &Context, session: Option<&str>) -> Option<String> {
    context.preferences().ok()?.browser(session).map(str::to_owned)
}

/// One entry of BROWSER: words as a shell splits them, `%s` stands for the address, else it comes last.
fn command(browser: &str, url: &str) -> Option<Command> {
    let words = split(browser);
    let (program, rest) = words.split_first()?;
    if only_text(browser) {
        return None;
    }
    let mut command = Command::new(program);
    let mut placed = false;
    for word in rest.iter().filter(|word| *word != "&") {
        placed |= word.contains("%s");
        command.arg(word.replace("%s", url));
    }
    if !placed {
        command.arg(url);
    }
    Some(command)
}

fn only_text(browsers: &str) -> bool {
    browsers.split(':').all(|browser| {
        let words = split(browser);
        let program = words.first().map(|word| word.rsplit('/').next().unwrap_or(word).to_owned());
        program.is_none_or(|program| TEXT_BROWSERS.contains(&program.as_str()))
    })
}

/// Words as a POSIX shell splits them, as far as quotes and backslashes go.
fn split(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (None, '\'' | '"') => {
                quote = Some(c);
                open = true;
            }
            (None, c) if c.is_whitespace() => {
                if open {
                    words.push(std::mem::take(&mut word));
                    open = false;
                }
            }
            (None | Some('"'), '\\') => {
                word.extend(chars.next());
                open = true;
            }
            _ => {
                word.push(c);
                open = true;
            }
        }
    }
    if open {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_as_a_shell_does() {
        for (text, expected) in [
            ("firefox", vec!["firefox"]),
            ("firefox -P 'my work' %s", vec!["firefox", "-P", "my work", "%s"]),
            (r#""/Program Files/b" -x"#, vec!["/Program Files/b", "-x"]),
            (r"a\ b", vec!["a b"]),
            ("", vec![]),
            ("a ''", vec!["a", ""]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn text_browsers_are_left_alone() {
        for (browsers, text_only) in
            [("w3m", true), ("/usr/bin/lynx %s", true), ("lynx:firefox", false), ("firefox", false)]
        {
            assert_eq!(only_text(browsers), text_only, "{browsers}");
        }
    }
}
