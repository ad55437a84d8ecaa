//! Which symbols of a linker's map are functions of a cached answer.

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    path::{Path, PathBuf},
};

/// The file that names the functions of a cached answer; `cargo xtask hot --bless` writes it.
#[must_use]
pub fn hot_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("hot.txt")
}

/// The file that names the functions of commands that call AWS; `cargo xtask hot --bless` writes it, too.
#[must_use]
pub fn warm_file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("warm.txt")
}

/// The name of a function without hashes, and without the number that a second one of its name gets.
#[must_use]
pub fn plain(symbol: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    match name.rsplit_once('.') {
        Some((first, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => {
            first.to_owned()
        }
        _ => name,
    }
}

/// A number that another order does not have.
pub(crate) fn fingerprint(symbols: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    symbols.hash(&mut hasher);
    hasher.finish()
}

/// The names in `hot.txt` or `warm.txt`.
pub(crate) fn names(text: &str) -> BTreeSet<String> {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(str::to_owned).collect()
}

/// The symbols of the functions in a map of LLD.
pub(crate) fn functions(map: &str) -> impl Iterator<Item = &str> {
    map.lines().filter_map(|line| {
        let symbol = line.split_once(":(.text.")?.1.strip_suffix(')')?;
        // What the compiler holds for rare has a section of another name.
        Some(symbol.strip_prefix("unlikely.").unwrap_or(symbol))
    })
}

/// Those of them that are meant, a line each: first the hot ones, then the warm ones. A name without its hash may be that of
/// many functions, of which few run; so warm names that are few functions' come first.
pub(crate) fn symbols(map: &str, hot: &BTreeSet<String>, warm: &BTreeSet<String>) -> String {
    let mut by_name: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for symbol in functions(map) {
        let name = plain(symbol);
        if hot.contains(&name) || warm.contains(&name) {
            by_name.entry(name).or_default().insert(symbol);
        }
    }
    let (first, mut then): (Vec<_>, Vec<_>) = by_name.into_iter().partition(|(name, _)| hot.contains(name));
    let first: BTreeSet<&str> = first.into_iter().flat_map(|(_, symbols)| symbols).collect();
    then.sort_by_key(|(_, symbols)| symbols.len());
    let then = then.iter().flat_map(|(_, symbols)| symbols.iter().copied());
    first.into_iter().chain(then).flat_map(|symbol| [symbol, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = "\
         1481f0 1481f0 b9 16         /usr/lib/crtbeginS.o:(.text)
         1481f0 1481f0  0  1                 deregister_tm_clones
         148300 148300 40 16         /t/daypass.o:(.text._RNvCs1234_9hot_crate3run)
         148400 148400 40 16         /t/daypass.o:(.text._RNvCs1234_9hot_crate4cold)
         148480 148480 40 16         /t/daypass.o:(.text.unlikely._RNvCs1234_9hot_crate4grow)
         148500 148500 40 16         /t/daypass.o:(.text._ZN9hot_crate5other17h83ddccf78ea320acE)
";

    #[test]
    fn hashes_do_not_matter() {
        assert_eq!(plain("next_match.1350"), "next_match");
        let names =
            names("# a comment\nhot_crate::run\nhot_crate::other\nhot_crate::grow\nhot_crate::gone\n");
        let found = symbols(MAP, &names, &BTreeSet::new());
        assert_eq!(
            found,
            "_RNvCs1234_9hot_crate3run\n_RNvCs1234_9hot_crate4grow\n_ZN9hot_crate5other17h83ddccf78ea320acE\n"
        );
    }

    #[test]
    fn warm_ones_follow_and_names_of_many_come_last() {
        let map = format!(
            "{MAP}148500 148500 40 16         /t/daypass.o:(.text._ZN9hot_crate5other17h00ddccf78ea320acE)\n"
        );
        let found = symbols(
            &map,
            &names("hot_crate::cold\n"),
            &names("hot_crate::other\nhot_crate::run\nhot_crate::cold\n"),
        );
        let expected = "_RNvCs1234_9hot_crate4cold\n_RNvCs1234_9hot_crate3run\n\
             _ZN9hot_crate5other17h00ddccf78ea320acE\n_ZN9hot_crate5other17h83ddccf78ea320acE\n";
        assert_eq!(found, expected);
    }
}
