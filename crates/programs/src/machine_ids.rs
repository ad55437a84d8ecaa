//! The texts that may be the id of this machine, as the library of Leapp reads it.

use std::process::{Command, Stdio};

/// Files of Linux that hold the id, in the order in which Leapp looks, then the host name.
const FILES: [&str; 3] = ["/var/lib/dbus/machine-id", "/etc/machine-id", "/proc/sys/kernel/hostname"];

/// The longest of these files, in bytes.
const MAX_BYTES: u64 = 4096;

/// Lists the texts that may be the id of this machine: on Linux of files, on macOS of `ioreg`, on Windows of the registry.
pub fn machine_ids() -> Vec<String> {
    if cfg!(target_os = "macos") {
        let said = said_by("ioreg", &["-rd1", "-c", "IOPlatformExpertDevice"]);
        return after(&said, "IOPlatformUUID")
            .map(|id| id.trim_matches(['=', ' ', '"']).to_owned())
            .into_iter()
            .collect();
    }
    if cfg!(windows) {
        let key = r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Cryptography";
        let said = said_by("reg", &["query", key, "/v", "MachineGuid"]);
        return after(&said, "REG_SZ").map(str::to_owned).into_iter().collect();
    }
    let read = |path: &&str| daypass_files::read(path.as_ref(), MAX_BYTES).ok().flatten();
    let texts = FILES.iter().filter_map(read).filter_map(|bytes| String::from_utf8(bytes).ok());
    texts.filter_map(|text| text.lines().next().map(str::to_owned)).collect()
}

/// The standard output of a program of the operating system; empty if it does not run.
fn said_by(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default()
}

/// The rest of the line after a word.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let line = text.lines().find(|line| line.contains(word))?;
    line.split_once(word).map(|(_, rest)| rest.trim_start_matches('"').trim())
}
