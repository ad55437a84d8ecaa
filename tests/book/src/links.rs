//! Checks the links of the rendered book: each leads to a page that is there, and to a heading that is on it.

use crate::render::REPOSITORY;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use xtask::places;

/// What mdBook writes besides the pages.
const NO_PAGES: [&str; 3] = ["404.html", "print.html", "toc.html"];

/// A page: where it leads, and what may be led to.
struct Page {
    links: Vec<String>,
    names: BTreeSet<String>,
}

/// Fails for each link without an end. Addresses elsewhere are not called; those of files of this repository are looked up.
pub(crate) fn none_is_dead(folder: &Path) -> Result<(), String> {
    let pages = read(folder)?;
    let mut dead = Vec::new();
    for (path, page) in &pages {
        for link in &page.links {
            if let Err(reason) = lead(folder, &pages, path, link) {
                let shown = path.strip_prefix(folder).unwrap_or(path).display();
                dead.push(format!("{shown}: {link}: {reason}"));
            }
        }
    }
    if pages.len() < 20 {
        dead.push(format!("{} pages: is the check looking at the book?", pages.len()));
    }
    if dead.is_empty() { Ok(()) } else { Err(dead.join("\n")) }
}

fn read(folder: &Path) -> Result<BTreeMap<PathBuf, Page>, String> {
    let explain = |error: std::io::Error| error.to_string();
    let mut pages = BTreeMap::new();
    for path in places::files_below(folder).map_err(explain)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.extension().is_some_and(|extension| extension == "html") && !NO_PAGES.contains(&&*name) {
            let text = fs::read_to_string(&path).map_err(explain)?;
            let links = [attributes(&text, "href"), attributes(&text, "src")].concat();
            pages.insert(path, Page { links, names: attributes(&text, "id").into_iter().collect() });
        }
    }
    Ok(pages)
}

/// Returns the values of an attribute; mdBook writes them in double quotes.
fn attributes(html: &str, name: &str) -> Vec<String> {
    let begin = format!(" {name}=\"");
    let values = html.split(begin.as_str()).skip(1).filter_map(|rest| rest.split('"').next());
    values.map(|value| value.replace("&amp;", "&").replace("&#x27;", "'")).collect()
}

fn lead(folder: &Path, pages: &BTreeMap<PathBuf, Page>, from: &Path, link: &str) -> Result<(), &'static str> {
    let (link, heading) = link.split_once('#').unwrap_or((link, ""));
    if let Some(file) = link.strip_prefix(REPOSITORY) {
        return if places::root().join(file).exists() {
            Ok(())
        } else {
            Err("no such file in the repository")
        };
    }
    if link.contains("://") || link.starts_with("data:") || link.starts_with("mailto:") {
        return Ok(());
    }
    let path = match link {
        "" => from.to_owned(),
        _ => folder.join(from.parent().unwrap_or(folder)).join(link),
    };
    let path = path.canonicalize().map_err(|_| "nothing there")?;
    let page = pages.iter().find(|(page, _)| page.canonicalize().is_ok_and(|page| page == path));
    match page {
        Some((_, page)) if !heading.is_empty() && !page.names.contains(heading) => {
            Err("no such heading there")
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dead_links_are_found() {
        let folder = places::fresh("book-links").expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
        write("b.html", "<h2 id=\"here\">x</h2>");
        write(
            "a.html",
            "<a href=\"b.html#here\"> <a href=\"b.html#gone\"> <img src=\"c.svg\"> <a href=\"#\"> <a href=\"https://e.com\">",
        );
        let error = none_is_dead(&folder).expect_err("two are dead");
        for (what, is_dead) in
            [("b.html#gone", true), ("c.svg", true), ("b.html#here", false), ("e.com", false)]
        {
            assert_eq!(error.contains(what), is_dead, "{what}: {error}");
        }
        let file = format!("{REPOSITORY}no-such-file.md");
        assert_eq!(lead(&folder, &BTreeMap::new(), &folder, &file), Err("no such file in the repository"));
    }
}
