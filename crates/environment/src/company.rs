//! Finds the settings files of an organisation, and checks that only root can write them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The longest settings file that is read, in bytes: 1 MiB.
const MOST_BYTES: u64 = 1 << 20;

/// Returns the folder of an organisation's settings on this system. No variable moves it: a person who sets variables
/// could otherwise avoid what is locked there.
pub fn company_folder() -> &'static Path {
    Path::new(if cfg!(target_os = "macos") {
        "/Library/Application Support/daypass"
    } else if cfg!(windows) {
        r"C:\ProgramData\daypass"
    } else {
        "/etc/daypass"
    })
}

/// Reads the settings files of an organisation, in an order in which a later file wins over an earlier one:
/// `settings.toml`, then the `.toml` files in `settings.d` by name. Each comes with its text, or with the reason why it
/// cannot be read or trusted: only root may be able to write a file and its folder (access lists of Windows are not
/// checked). A folder `settings.d` that cannot be listed comes with its reason, too: it may lock something.
///
/// ```
/// use daypass_environment::{company_files, company_folder};
///
/// for (path, text) in company_files(company_folder()) {
///     println!("{}: {}", path.display(), text.map_or_else(|reason| reason, |text| format!("{} bytes", text.len())));
/// }
/// ```
pub fn company_files(folder: &Path) -> Vec<(PathBuf, Result<String, String>)> {
    let drop_ins = folder.join("settings.d");
    let listed = fs::read_dir(&drop_ins).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()
    });
    let (mut paths, unlisted) = match listed {
        Ok(paths) => (paths, None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Vec::new(), None),
        Err(error) => (Vec::new(), Some((drop_ins, Err(format!("the folder cannot be listed: {error}"))))),
    };
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths.insert(0, folder.join("settings.toml"));
    let text = |path: &Path| -> Result<Option<String>, String> {
        let bytes = daypass_files::read_roots(path, MOST_BYTES).map_err(|error| error.to_string())?;
        bytes.map(String::from_utf8).transpose().map_err(|_| "it is not UTF-8".to_owned())
    };
    let files = paths.into_iter().filter_map(|path| text(&path).transpose().map(|text| (path, text)));
    files.chain(unlisted).collect()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "what an administrator writes")]
    fn the_files_in_their_order_and_only_roots() {
        let home = tempfile::tempdir().expect("a folder");
        assert!(company_files(&home.path().join("none")).is_empty());
        let folder = home.path().join("daypass");
        fs::create_dir_all(folder.join("settings.d")).expect("a folder");
        for name in ["settings.d/20-b.toml", "settings.d/10-a.toml", "settings.d/notes.txt", "settings.toml"]
        {
            fs::write(folder.join(name), name).expect("written");
        }
        let is_root = daypass_files::owner(&folder) == Some(0);
        let names = |found: Vec<(PathBuf, Result<String, String>)>| {
            found
                .into_iter()
                .map(|(path, text)| (path.ends_with("10-a.toml"), text.is_ok()))
                .collect::<Vec<_>>()
        };
        for name in ["", "settings.d"] {
            fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o755)).expect("a mode");
        }
        // A file of a person's is believed nowhere.
        let found = company_files(&folder);
        assert_eq!(names(found), [(false, is_root), (true, is_root), (false, is_root)]);
        // Neither is one that others can write, or one in a folder that they can.
        fs::set_permissions(folder.join("settings.toml"), fs::Permissions::from_mode(0o664)).expect("a mode");
        fs::set_permissions(folder.join("settings.d"), fs::Permissions::from_mode(0o777)).expect("a mode");
        assert_eq!(names(company_files(&folder)), [(false, false), (true, false), (false, false)]);
    }
    #[test]
    #[expect(clippy::disallowed_methods, reason = "what an administrator writes")]
    fn a_folder_that_cannot_be_listed_is_not_an_empty_one() {
        let home = tempfile::tempdir().expect("a folder");
        fs::write(home.path().join("settings.d"), "").expect("written");
        let found = company_files(home.path());
        assert!(matches!(&found[..], [(path, Err(_))] if path.ends_with("settings.d")), "{found:?}");
    }
}
