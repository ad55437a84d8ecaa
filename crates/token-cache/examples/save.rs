//! Saves and reads one file of each kind: the writer that `cargo xtask crash` kills at every system call.
//!
//! `save prepare|write|recover token|registration|role|login|config|in-place FOLDER empty|old|leftover|link`
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "an instrument, not the library")]

use daypass_files::{WritePolicy, write};
use daypass_sso_types::{AccessToken, ClientSecret, Credentials, SecretAccessKey};
use daypass_token_cache::{
    CacheKey, Error, LoginEntry, LoginKey, Registration, RoleEntry, Saved, Store, Token,
};
use std::{
    error::Error as StdError,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, UNIX_EPOCH},
};

/// The contents of a file: those before the save, or those that it writes.
#[derive(Clone, Copy)]
enum Value {
    Old,
    New,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [action, kind, folder, before] = arguments.as_slice() else {
        println!(
            "save prepare|write|recover token|registration|role|login|config|in-place FOLDER empty|old|leftover|link"
        );
        return ExitCode::from(2);
    };
    let file = File { kind, folder: Path::new(folder) };
    let done = match action.as_str() {
        "prepare" => file.prepare(before),
        "write" => {
            // A mark in the system call trace: the calls before it belong to the start of the process.
            drop(fs::metadata("the-save-begins"));
            file.save(Value::New).map(drop).map_err(Into::into)
        }
        _ => file.recover(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let kind = error.downcast_ref().map(Error::kind);
            println!("{kind:?}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The file under test.
struct File<'a> {
    kind: &'a str,
    folder: &'a Path,
}

impl File<'_> {
    /// Prepares the folder as it is before the save: empty, or with an old file, a leftover or a symbolic link.
    fn prepare(&self, before: &str) -> Result<(), Box<dyn StdError>> {
        if before == "empty" {
            return Ok(());
        }
        let _saved = self.save(Value::Old)?;
        let path = self.path();
        let beside = |name: &str| path.with_file_name(name);
        if before == "leftover" {
            fs::write(beside(".x.json.1-0.daypass-tmp"), "{")?;
        }
        #[cfg(unix)]
        if before == "link" {
            let real = self.folder.join("elsewhere");
            fs::create_dir(&real)?;
            fs::rename(&path, real.join("file"))?;
            std::os::unix::fs::symlink(real.join("file"), &path)?;
        }
        Ok(())
    }

    /// Reads the file, saves it again and reads it again, and prints what the two readers saw on one line.
    fn recover(&self) -> Result<(), Box<dyn StdError>> {
        let before = self.read()?;
        let _saved = self.save(Value::New)?;
        let after = self.read()?;
        println!("{before} then {after}, {} left over", leftovers(self.folder)?);
        Ok(())
    }

    fn save(&self, value: Value) -> Result<Saved, Error> {
        let (text, end) = (value.text(), UNIX_EPOCH + Duration::from_secs(1_795_402_559));
        let (store, key) = self.store();
        match self.kind {
            "token" => store.save_token(&key, &Token::new(AccessToken::new(text), end)),
            "registration" => {
                store.save_registration(&key, &Registration::new(text, ClientSecret::new("s"), end))
            }
            "role" | "login" => {
                let credentials = Credentials {
                    access_key_id: text.to_owned(),
                    secret_access_key: SecretAccessKey::new("s"),
                    session_token: None,
                    expires_at: Some(end),
                    account_id: None,
                };
                match self.kind {
                    "login" => store.save_login(&login(), &LoginEntry::new(credentials)),
                    _ => store.save_role(&key, &RoleEntry::sso(credentials)),
                }
            }
            // Writes as the AWS CLI does, to show that the crash test finds it.
            "in-place" => {
                let json = format!("{{\"accessToken\": \"{text}\"}}");
                drop(fs::create_dir_all(store.dir()));
                drop(fs::write(self.path(), json));
                Ok(Saved::default())
            }
            _ => Ok(write(&self.path(), text.as_bytes(), WritePolicy::UserFile)?),
        }
    }

    fn read(&self) -> Result<String, Box<dyn StdError>> {
        let (store, key) = self.store();
        let seen = match self.kind {
            "token" | "in-place" => {
                store.load_token(&key)?.map(|token| token.access_token.expose().to_owned())
            }
            "registration" => store.load_registration(&key)?.map(|registration| registration.client_id),
            "login" => store.load_login(&login())?.map(|login| login.credentials.access_key_id),
            "role" => store.load_role(&key)?.map(|role| role.credentials.access_key_id),
            _ => fs::read_to_string(self.path()).ok(),
        };
        Ok(seen.unwrap_or_else(|| "nothing".to_owned()))
    }

    fn store(&self) -> (Store, CacheKey) {
        (Store::at(self.folder.join("cache")), CacheKey::for_session("corp"))
    }

    fn path(&self) -> PathBuf {
        let (store, key) = self.store();
        match self.kind {
            "config" => self.folder.join("aws/config"),
            "login" => store.login_path(&login()),
            _ => store.path(&key),
        }
    }
}

fn login() -> LoginKey {
    LoginKey::of("arn:aws:iam::111122223333:user/ada")
}

impl Value {
    fn text(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

fn leftovers(folder: &Path) -> Result<usize, std::io::Error> {
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            count += leftovers(&entry.path())?;
        } else if entry.file_name().to_string_lossy().ends_with(".daypass-tmp") {
            count += 1;
        }
    }
    Ok(count)
}
