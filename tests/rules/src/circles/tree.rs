//! The files of one crate as a tree of modules, and which of them a path leads to.

use super::source::{Import, Source};
use std::collections::{BTreeMap, BTreeSet};

/// A module's place in its crate; the root is empty.
type Place = Vec<String>;

/// The number of re-exports that are followed; more would be a circle of re-exports.
const DEEPEST: usize = 16;

/// The modules of a crate that have a file.
pub(super) struct Tree(BTreeMap<Place, (String, Source)>);

impl Tree {
    /// Builds the tree from files, by the path below the root's folder, without files that no other file declares.
    pub(super) fn new(files: Vec<(String, Source)>) -> Self {
        let mut tree = Self(files.into_iter().map(|(path, source)| (place(&path), (path, source))).collect());
        let declared: Vec<Place> = tree.0.keys().filter(|place| tree.is_declared(place)).cloned().collect();
        tree.0.retain(|place, _| declared.contains(place));
        tree
    }

    fn is_declared(&self, place: &[String]) -> bool {
        let Some((name, parent)) = place.split_last() else { return true };
        let declares = |(_, source): &(String, Source)| source.children.contains(name);
        self.0.get(parent).is_some_and(declares) && self.is_declared(parent)
    }

    /// Returns the files that each file needs, as the documentation of `circles` defines "needs".
    pub(super) fn edges(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        self.0.iter().map(|(place, (path, source))| (path.as_str(), self.needs(place, source))).collect()
    }

    fn needs(&self, place: &Place, source: &Source) -> BTreeSet<&str> {
        let imports = source.imports.iter().filter_map(|import| {
            let target = self.target(place, import)?;
            let is_below = target.len() > place.len() && target.starts_with(place);
            (!(import.is_public && is_below)).then_some(target)
        });
        let paths = source.paths.iter().filter_map(|path| self.resolve(place, path, DEEPEST));
        let targets = imports.chain(paths).filter(|target| *target != place);
        targets.filter_map(|target| self.0.get(target)).map(|(path, _)| path.as_str()).collect()
    }

    fn target(&self, place: &Place, import: &Import) -> Option<&Place> {
        self.resolve(place, &import.path, DEEPEST)
    }

    /// Returns the module that defines the item of a path; `None` if another crate defines it.
    fn resolve(&self, from: &Place, path: &[String], depth: usize) -> Option<&Place> {
        let depth = depth.checked_sub(1)?;
        let (first, mut rest) = path.split_first()?;
        let mut at = from.clone();
        match first.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => {
                at.pop()?;
            }
            child if self.child(from, child).is_some() => at.push(child.to_owned()),
            _ => return None,
        }
        while let Some((word, tail)) = rest.split_first() {
            if word == "super" {
                at.pop()?;
            } else if self.child(&at, word).is_some() {
                at.push(word.clone());
            } else {
                return self.definition(&at, word, tail, depth);
            }
            rest = tail;
        }
        self.0.get_key_value(&at).map(|(place, _)| place)
    }

    /// Returns the module that defines a name of this module: this one, or the source of a `use`.
    fn definition(&self, at: &Place, word: &str, tail: &[String], depth: usize) -> Option<&Place> {
        let (here, (_, source)) = self.0.get_key_value(at)?;
        if source.items.contains(word) {
            return Some(here);
        }
        if let Some(import) = source.imports.iter().find(|import| import.name == word) {
            let path: Vec<_> = import.path.iter().chain(tail).cloned().collect();
            return self.resolve(at, &path, depth);
        }
        let globs = source.imports.iter().filter(|import| import.name == "*");
        let found = globs.filter_map(|glob| {
            let module = self.resolve(at, &glob.path, depth)?;
            let (_, source) = self.0.get(module)?;
            let has = source.items.contains(word) || source.imports.iter().any(|import| import.name == word);
            has.then(|| self.definition(module, word, tail, depth)).flatten()
        });
        // A macro's product, or a method of a type: the module that was named answers for it.
        found.into_iter().next().or(Some(here))
    }

    fn child(&self, of: &Place, name: &str) -> Option<&Place> {
        let (_, source) = self.0.get(of)?;
        let place: Place = of.iter().cloned().chain([name.to_owned()]).collect();
        let found = self.0.get_key_value(&place).filter(|_| source.children.contains(name));
        found.map(|(place, _)| place)
    }
}

/// Returns the module of a file: `a/b.rs` and `a/b/mod.rs` are `a::b`; `lib.rs` and `main.rs` at the top are the root.
fn place(path: &str) -> Place {
    let mut parts: Place = path.strip_suffix(".rs").unwrap_or(path).split('/').map(str::to_owned).collect();
    let is_root = parts.len() == 1 && parts.iter().all(|part| part == "lib" || part == "main");
    if is_root || (parts.len() > 1 && parts.last().is_some_and(|last| last == "mod")) {
        parts.pop();
    }
    parts
}
