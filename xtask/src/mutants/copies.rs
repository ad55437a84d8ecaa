//! Copies of the checkout for mutants to live in, each with a target folder that stays warm from crate to crate.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};
use xtask::places;

/// The copy of a worker, like the checkout: only what differs is written, so that cargo rebuilds no more than that.
pub(super) fn fresh(worker: usize) -> Result<PathBuf, String> {
    let folder = places::scratch(&format!("mutants-{worker}")).map_err(|error| error.to_string())?;
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
