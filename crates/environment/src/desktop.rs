//! Finds the browsers and the clipboard of the person's desktop, if it is on this machine.

use crate::{
    Environment, Variable,
    browser_entries::{command, entries, is_only_text, is_relative},
};
use daypass_sso_types::WebAddress;

/// The commands that open an address, to be tried in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Browsers {
    /// The command lines as words. Try the next one if a command cannot be started or fails at once.
    pub commands: Vec<Vec<String>>,
    /// Whether to try the system's default browser after the commands.
    pub or_system_default: bool,
}

impl Environment {
    /// Whether this is an SSH session, so that the person's desktop is on another machine.
    pub fn is_ssh(&self) -> bool {
        self.hint(Variable::SshConnection).is_some() || self.hint(Variable::SshTty).is_some()
    }

    /// Returns the arguments with which `ssh` reaches this machine: the address at which this SSH session arrived.
    ///
    /// ```
    /// use daypass_environment::Environment;
    ///
    /// let here = |connection: &str| Environment::of([("SSH_CONNECTION", connection)]).ssh_destination();
    /// assert_eq!(here("192.0.2.1 50000 192.0.2.2 22").as_deref(), Some("192.0.2.2"));
    /// assert_eq!(here("192.0.2.1 50000 192.0.2.2 2222").as_deref(), Some("-p 2222 192.0.2.2"));
    /// assert_eq!(here("nonsense"), None);
    /// ```
    pub fn ssh_destination(&self) -> Option<String> {
        let connection = self.hint(Variable::SshConnection)?;
        // SSH_CONNECTION holds the client's address and port, then the server's.
        let mut words = connection.split_whitespace().skip(2);
        let (host, port) = (words.next()?, words.next()?);
        Some(if port == "22" { host.to_owned() } else { format!("-p {port} {host}") })
    }

    /// Whether a graphical browser can be opened: `preferred` or BROWSER names one, or there is a desktop and this is
    /// not an SSH session.
    pub fn has_browser(&self, preferred: Option<&str>) -> bool {
        let named = self.hint(Variable::Browser);
        if preferred.into_iter().chain(named.as_deref()).any(|browsers| !is_only_text(browsers)) {
            return true;
        }
        let set = [Variable::Display, Variable::WaylandDisplay, Variable::WslDistro];
        !self.is_ssh()
            && (cfg!(any(windows, target_os = "macos")) || set.iter().any(|&var| self.hint(var).is_some()))
    }

    /// Returns how to open this address: with `preferred` only, else with the browsers of BROWSER, else, in WSL, with
    /// the browser of Windows, and at last with the system's default browser. Text browsers are left out, and programs by a
    /// relative path, which the working folder would choose. Entries are separated by `:`, on Windows by `;`. An address that is not [for a browser](WebAddress::is_for_a_browser) gets no command.
    ///
    /// ```
    /// use daypass_environment::Environment;
    /// use daypass_sso_types::WebAddress;
    ///
    /// let here = Environment::of([("BROWSER", "w3m:firefox -P 'my work' %s --new-tab")]);
    /// let address = WebAddress::parse("https://example.com/?a=1&b=2")?;
    /// let browsers = here.browsers(None, &address);
    /// assert_eq!(browsers.commands, [["firefox", "-P", "my work", "https://example.com/?a=1&b=2", "--new-tab"]]);
    /// assert!(browsers.or_system_default);
    /// assert!(!here.browsers(Some("chromium"), &address).or_system_default);
    /// # Ok::<(), daypass_sso_types::InvalidAddress>(())
    /// ```
    pub fn browsers(&self, preferred: Option<&str>, address: &WebAddress) -> Browsers {
        let url = &address.as_argument();
        let (commands, or_system_default) = if !address.is_for_a_browser() {
            (Vec::new(), false)
        } else if let Some(browser) = preferred {
            (command(browser, url).into_iter().collect(), false)
        } else if let Some(browsers) = self.hint(Variable::Browser) {
            // The system's way to a default browser may look at BROWSER itself.
            let is_whole = !entries(&browsers).any(is_relative);
            (entries(&browsers).filter_map(|browser| command(browser, url)).collect(), is_whole)
        } else if self.hint(Variable::WslDistro).is_some() {
            (of_windows(url), true)
        } else {
            (Vec::new(), true)
        };
        Browsers { commands, or_system_default }
    }

    /// Returns the commands, as words, that copy standard input to the clipboard. Try the next one if a command cannot
    /// be started or fails. There are none in an SSH session, because the desktop of this machine is not the person's.
    ///
    /// ```
    /// use daypass_environment::Environment;
    ///
    /// let ssh = Environment::of([("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22"), ("DISPLAY", ":0")]);
    /// assert!(ssh.clipboards().is_empty());
    /// ```
    pub fn clipboards(&self) -> &'static [&'static [&'static str]] {
        if self.hint(Variable::SshConnection).is_some() {
            &[]
        } else if cfg!(target_os = "macos") {
            &[&["pbcopy"]]
        } else if cfg!(windows) || self.hint(Variable::WslDistro).is_some() {
            &[&["clip.exe"]]
        } else if self.hint(Variable::WaylandDisplay).is_some() {
            &[&["wl-copy"], &["xclip", "-selection", "clipboard"]]
        } else if self.hint(Variable::Display).is_some() {
            &[&["xclip", "-selection", "clipboard"], &["xsel", "--clipboard", "--input"]]
        } else {
            &[]
        }
    }
}

/// Returns the commands that open the browser of Windows from WSL. PowerShell and cmd.exe parse the address as a part
/// of their own language, so that what means something there is escaped; the address has no double quotes, bars or angle
/// brackets, nor the quotes beyond ASCII that PowerShell takes for its own.
fn of_windows(url: &str) -> Vec<Vec<String>> {
    let start = format!("Start-Process '{}'", url.replace('\'', "''"));
    let mut escaped = String::with_capacity(url.len());
    for c in url.chars() {
        // `%NAME%` would be the value of a variable, and `!NAME!` too, where that is switched on.
        if "&()%!,;=".contains(c) {
            escaped.push('^');
        }
        escaped.push(c);
    }
    let commands: [&[&str]; 3] = [
        &["wslview", url],
        &["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", &start],
        &["cmd.exe", "/c", "start", "", &escaped],
    ];
    commands.map(|words| words.iter().map(|&word| word.to_owned()).collect()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn here(variables: &[(&str, &str)]) -> Environment {
        Environment::of(variables.iter().copied())
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn a_browser_wants_a_desktop_of_the_person() {
        const SSH: (&str, &str) = ("SSH_TTY", "/dev/pts/0");
        for (variables, preferred, expected) in [
            (&[][..], None, false),
            (&[("DISPLAY", ":0")], None, true),
            (&[("WAYLAND_DISPLAY", "wayland-0")], None, true),
            (&[("WSL_DISTRO_NAME", "Debian")], None, true),
            (&[("DISPLAY", ":0"), SSH], None, false),
            (&[("BROWSER", "firefox"), SSH], None, true),
            (&[("BROWSER", "w3m")], None, false),
            (&[SSH], Some("firefox"), true),
            (&[SSH], Some("lynx"), false),
            (&[("BROWSER", "./evil::../evil")], None, false),
        ] {
            assert_eq!(here(variables).has_browser(preferred), expected, "{variables:?} {preferred:?}");
        }
    }

    #[test]
    fn wsl_opens_the_browser_of_windows() {
        let address = WebAddress::parse("https://example.com/?a='1'&b=2").expect("an address");
        let browsers = here(&[("WSL_DISTRO_NAME", "Debian")]).browsers(None, &address);
        let last: Vec<_> = browsers.commands.iter().filter_map(|words| words.last()).collect();
        let url = address.as_str();
        let quoted = format!("Start-Process '{}'", url.replace('\'', "''"));
        assert_eq!(last, [url, &quoted, "https://example.com/?a^='1'^&b^=2"]);
        let hostile = "https://example.com/?a|calc&%PATH%\u{2019};calc;\u{2018}\"^<>`!x!";
        let address = WebAddress::parse(hostile).expect("an address");
        for command in here(&[("WSL_DISTRO_NAME", "Debian")]).browsers(None, &address).commands {
            let argument = command.last().expect("an argument");
            assert!(argument.is_ascii() && !argument.contains(['|', '"', '<', '>', '`']), "{argument}");
            if command.first().is_some_and(|program| program == "cmd.exe") {
                let bare = |at: usize| !argument.get(..at).is_some_and(|before| before.ends_with('^'));
                assert!(argument.match_indices(['&', '%', '!']).all(|(at, _)| !bare(at)), "{argument}");
            }
        }
        // A program of the working folder is no browser, nor is what the system would make of the variable.
        let browsers = here(&[("BROWSER", "./evil")]).browsers(None, &address);
        assert_eq!(browsers, Browsers { commands: Vec::new(), or_system_default: false });
    }

    #[test]
    fn what_is_no_address_for_a_browser_is_not_opened() {
        let address = WebAddress::parse("http://example.com/").expect("an address");
        let browsers = here(&[("BROWSER", "firefox")]).browsers(Some("firefox"), &address);
        assert_eq!(browsers, Browsers { commands: Vec::new(), or_system_default: false });
    }

    /// A colon belongs to the path of a browser on Windows (W5).
    #[cfg(windows)]
    #[test]
    fn w5_a_semicolon_separates_browsers() {
        let address = WebAddress::parse("https://example.com/").expect("an address");
        let found = here(&[("BROWSER", r"C:\a.exe;D:\b.exe %s")]).browsers(None, &address);
        let programs: Vec<_> = found.commands.iter().filter_map(|words| words.first()).collect();
        assert_eq!(programs, [r"C:\a.exe", r"D:\b.exe"]);
    }
}
