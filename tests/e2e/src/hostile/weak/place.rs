//! What a weak twin finds: its words, its environment, its home, the config files that are named.

use serde_json::Value;
use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// The variable that makes this program a weak twin, with the name of its weakness.
pub(crate) const VARIABLE: &str = "DAYPASS_WEAK";

/// Where a weak twin runs.
pub(super) struct Place {
    pub(super) words: Vec<String>,
    pub(super) variables: Vec<(String, String)>,
    pub(super) home: PathBuf,
}

impl Place {
    pub(super) fn of_process() -> Self {
        let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
        let variables: Vec<_> = std::env::vars_os().map(|(name, value)| (text(name), text(value))).collect();
        let words = std::env::args_os().skip(1).map(text).collect();
        let home = std::env::var_os("HOME").unwrap_or_default().into();
        Self { words, variables, home }
    }

    pub(super) fn variable(&self, name: &str) -> Option<&str> {
        self.variables.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The endpoint of the environment, else the first of the config.
    pub(super) fn endpoint(&self) -> Option<String> {
        let own = self.variable("AWS_ENDPOINT_URL").map(str::to_owned);
        own.or_else(|| self.config_value("endpoint_url"))
    }

    /// The value behind a word among the arguments, such as that of `--sso-region`.
    pub(super) fn value_of(&self, flag: &str) -> Option<&str> {
        let mut words = self.words.iter().skip_while(|word| *word != flag);
        words.nth(1).map(String::as_str)
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words.iter().any(|known| known == word)
    }

    /// The texts of both config files, whoever named them.
    pub(super) fn config(&self) -> String {
        let named = |name: &str, own: &str| match self.variable(name) {
            Some(path) => self.expanded(path),
            None => self.home.join(own),
        };
        let files = [
            named("AWS_CONFIG_FILE", ".aws/config"),
            named("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"),
        ];
        files.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
    }

    /// The first value of a key in them, in whatever letters it is written.
    pub(super) fn config_value(&self, key: &str) -> Option<String> {
        values(&self.config()).find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// `~` and variables, as a shell knows them.
    fn expanded(&self, path: &str) -> PathBuf {
        let mut path = path.to_owned();
        if let Some(rest) = path.strip_prefix("~/") {
            path = format!("{}/{rest}", self.home.display());
        }
        for (name, value) in &self.variables {
            path = path.replace(&format!("${{{name}}}"), value).replace(&format!("${name}"), value);
        }
        PathBuf::from(path)
    }

    /// Everything in the caches, as text.
    pub(super) fn secrets(&self) -> String {
        let caches =
            [".aws/sso/cache", ".aws/cli/cache", ".aws/login/cache"].map(|name| self.home.join(name));
        let files = caches.iter().flat_map(fs::read_dir).flatten().flatten();
        files.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
    }

    /// The file of a token, and what it holds.
    pub(super) fn token(&self) -> Option<(PathBuf, Value)> {
        let files = fs::read_dir(self.home.join(".aws/sso/cache")).into_iter().flatten().flatten();
        files.map(|entry| entry.path()).find_map(|path| {
            let value: Value = serde_json::from_str(&fs::read_to_string(&path).ok()?).ok()?;
            value.get("accessToken").is_some().then_some((path, value))
        })
    }
}

/// Keys in lower case, and values, of each line of a config.
pub(super) fn values(config: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = config.lines().filter_map(|line| line.split_once('='));
    pairs.map(|(key, value)| (key.trim().to_lowercase(), value.trim().to_owned()))
}

/// Reads a file for as long as it takes to get some text from it: what never ends is waited for, and so is what never
/// begins.
pub(super) fn wait_for(path: &Path) -> String {
    const MUCH: usize = 16 << 20;
    let mut bytes = vec![0; 1 << 16];
    loop {
        let (mut text, mut length) = (Vec::new(), 0);
        if let Ok(mut file) = fs::File::open(path) {
            while let Ok(read @ 1..) = file.read(&mut bytes) {
                length += read;
                if length > MUCH {
                    // It goes on so to the end, which does not come.
                    thread::sleep(Duration::from_secs(600));
                }
                text.extend_from_slice(bytes.get(..read).unwrap_or_default());
            }
        }
        if length > 0 {
            return String::from_utf8_lossy(&text).into_owned();
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Every file and folder below a folder, without following links.
pub(super) fn below(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(entry.path());
            }
            found.push(entry.path());
        }
    }
    found
}
