//! Copies of the checkout for commands that change files: `mutants` and `minimal`.

use crate::places;
use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

/// Updates the copy of that name to the checkout; only changed files are written, so cargo rebuilds only those.
pub fn fresh(name: &str) -> Result<PathBuf, String> {
    let folder = places::scratch(name).map_err(|error| error.to_string())?;
    like_the_checkout(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

fn like_the_checkout(folder: &Path) -> io::Result<()> {
    let relative = |files: Vec<PathBuf>, root: &Path| {
        let below = |path: PathBuf| path.strip_prefix(root).map(Path::to_owned);
        files.into_iter().filter_map(|path| below(path).ok()).collect::<BTreeSet<_>>()
    };
    let root = places::root();
    let wanted = relative(places::files()?, &root);
    for old in relative(places::files_below(folder)?, folder).difference(&wanted) {
        fs::remove_file(folder.join(old))?;
    }
    for path in wanted {
        let (from, to) = (root.join(&path), folder.join(&path));
        if fs::read(&to).ok() != Some(fs::read(&from)?) {
            fs::create_dir_all(to.parent().unwrap_or(folder))?;
            fs::copy(from, to)?;
        }
    }
    Ok(())
}
