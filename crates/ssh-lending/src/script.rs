//! The scripts that run on the host, for any POSIX sh. They come by standard input.

/// Makes a private folder, and says where it is and whether a relay is installed.
pub(crate) const FIND: &str = "\
umask 077
d=$(mktemp -d \"${XDG_RUNTIME_DIR:-/tmp}/daypass.XXXXXXXXXX\" 2>/dev/null) || d=$(mktemp -d /tmp/daypass.XXXXXXXXXX) || exit 91
echo \"folder $d\"
if command -v daypass-relay >/dev/null 2>&1; then echo 'relay daypass-relay'
elif command -v daypass >/dev/null 2>&1; then echo 'relay daypass relay'
fi
";

/// The name of the script in the folder that runs the command.
pub(crate) const RUN: &str = "run";
/// The name of the forwarded socket in the folder.
pub(crate) const SOCKET: &str = "aws.sock";

/// Variables that SDKs prefer to the endpoint.
const OTHER_IDENTITIES: &str = "AWS_PROFILE AWS_DEFAULT_PROFILE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN \
    AWS_SECURITY_TOKEN AWS_CREDENTIAL_EXPIRATION AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE \
    AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/// What a folder holds, and what the host may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) folder: String,
    pub(crate) relay: Option<String>,
}

impl Found {
    /// Reads what [`FIND`] says; the host's login script may say more.
    pub(crate) fn read(said: &str) -> Option<Self> {
        let line = |name: &str| said.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        let folder = line("folder")?;
        let is_plain = folder.starts_with('/') && folder.contains("/daypass.") && is_plain(folder);
        let relay = line("relay").filter(|relay| ["daypass-relay", "daypass relay"].contains(relay));
        is_plain.then(|| Self { folder: folder.to_owned(), relay: relay.map(str::to_owned) })
    }
}

/// Writes the file that runs the command behind a forwarded port, and removes it if it is not run within a minute.
pub(crate) fn behind_port(folder: &str, variables: &[(String, String)], command: &[String]) -> String {
    let set: String = variables.iter().map(|(name, value)| format!("export {name}={value}\n")).collect();
    let run = format!("rm -rf '{folder}'\nunset {OTHER_IDENTITIES}\n{set}exec {}\n", words(command));
    written(folder, &run)
}

/// Writes the file that runs the command behind a relay at the forwarded socket. Where the connection ends and the command
/// does not, without a terminal, it is told to: the relay would go on listening. In a container whose first process takes no
/// orphans the server's process stays as a zombie, which can be signalled; then the shell has another parent.
pub(crate) fn behind_socket(
    folder: &str,
    relay: &str,
    variables: &[(String, String)],
    command: &[String],
) -> String {
    let set: String = variables.iter().map(|(name, value)| format!("export {name}={value}\n")).collect();
    let run = format!(
        "rm -f '{folder}/{RUN}'\nunset {OTHER_IDENTITIES}\n{set}p=$PPID\n\
         (while kill -0 \"$p\" 2>/dev/null; do\n\
         q=$p; [ ! -r /proc/$$/stat ] || read -r _ _ _ q _ </proc/$$/stat; [ \"$q\" = \"$p\" ] || break; sleep 1\n\
         done; rm -rf '{folder}'; kill -HUP 0) </dev/null >/dev/null 2>&1 &\n\
         w=$!\n{relay} --socket '{folder}/{SOCKET}' -- {}\ns=$?\nkill \"$w\" 2>/dev/null\nrm -rf '{folder}'\nexit \"$s\"\n",
        words(command)
    );
    written(folder, &run)
}

fn written(folder: &str, run: &str) -> String {
    format!(
        "umask 077\ncat > '{folder}/{RUN}' <<'daypass-end' || exit 92\n{run}daypass-end\n\
         (sleep 60; rm -f '{folder}/{RUN}'; [ -S '{folder}/{SOCKET}' ] || rm -rf '{folder}') </dev/null >/dev/null 2>&1 &\n"
    )
}

/// Removes the folder, where nothing will run in it.
pub(crate) fn removed(folder: &str) -> String {
    format!("rm -rf '{folder}'\n")
}

/// The command in a shell's words; a login shell without one.
fn words(command: &[String]) -> String {
    if command.is_empty() {
        return "\"${SHELL:-/bin/sh}\" -l".to_owned();
    }
    let quoted = command.iter().map(|word| format!("'{}'", word.replace('\'', "'\\''")));
    quoted.collect::<Vec<_>>().join(" ")
}

/// Says whether a shell reads a text as it is.
pub(crate) fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-:/.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_host_says_is_read_between_its_greetings() {
        let found = |said: &str| Found::read(said);
        let folder = "folder /run/user/1000/daypass.Ab12\n";
        let read = found(&format!("Welcome!\n{folder}relay daypass relay\n")).expect("a folder");
        assert_eq!(
            (read.folder.as_str(), read.relay.as_deref()),
            ("/run/user/1000/daypass.Ab12", Some("daypass relay"))
        );
        assert_eq!(found(folder).expect("a folder").relay, None);
        for said in [
            "",
            "folder",
            "folder x",
            "folder /tmp/'; rm -rf /daypass.",
            "folder /etc",
            "relay daypass-relay",
        ] {
            assert_eq!(found(said), None, "{said}");
        }
        let other = found(&format!("{folder}relay sh -c evil\n")).expect("a folder");
        assert_eq!(other.relay, None, "a host chooses no words");
    }

    #[test]
    fn a_word_of_the_command_is_one_word_there() {
        let command = ["a b".to_owned(), "it's".to_owned(), "$HOME".to_owned(), String::new()];
        assert_eq!(words(&command), r"'a b' 'it'\''s' '$HOME' ''");
    }
}
