//! Renders `docs/` by mdBook into `target/book`.

use crate::pages;
use mdbook_driver::MDBook;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext, book::Book, errors::Result};
use std::path::{Component, Path, PathBuf};
use xtask::places;

/// Where files of the repository are read that are not in the book.
pub(crate) const REPOSITORY: &str = "https://github.com/daypass/daypass/blob/main/";

/// Renders the book and returns the folder.
pub(crate) fn render() -> std::result::Result<PathBuf, String> {
    let explain = |error: mdbook_preprocessor::errors::Error| format!("{error:#}");
    let mut book = MDBook::load(pages::folder()).map_err(explain)?;
    // The target folder may be elsewhere than the checkout.
    let folder = places::target().join("book");
    book.config.build.build_dir.clone_from(&folder);
    book.with_preprocessor(Links);
    book.build().map_err(explain)?;
    Ok(folder)
}

/// Leads links out of `docs` to the repository, and those to a README to the page that mdBook makes of it.
struct Links;

impl Preprocessor for Links {
    fn name(&self) -> &'static str {
        "links"
    }

    fn run(&self, _: &PreprocessorContext, mut book: Book) -> Result<Book> {
        book.for_each_chapter_mut(|chapter| {
            if let Some(path) = &chapter.source_path {
                chapter.content = led(&chapter.content, path);
            }
        });
        Ok(book)
    }
}

/// Returns the text of a page with each link as the rendered book needs it.
fn led(text: &str, page: &Path) -> String {
    let mut parts = text.split("](");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |done, part| {
        let (link, rest) = part.split_at(part.find([')', ' ', '\n']).unwrap_or(part.len()));
        let outside = outside(link, page).map(|path| format!("{REPOSITORY}{path}"));
        let link = outside.unwrap_or_else(|| match link.contains("://") {
            true => link.to_owned(),
            false => link.replace("README.md", "index.md"),
        });
        format!("{done}]({link}{rest}")
    })
}

/// Returns where a link leads, from the root of the repository, if that is outside of `docs`.
fn outside(link: &str, page: &Path) -> Option<String> {
    if link.contains("://") || link.starts_with('#') {
        return None;
    }
    let mut folders: Vec<String> = vec!["docs".to_owned()];
    folders.extend(page.parent()?.components().map(|part| part.as_os_str().to_string_lossy().into_owned()));
    for part in Path::new(link).components() {
        match part {
            Component::ParentDir => drop(folders.pop()?),
            Component::Normal(name) => folders.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    (folders.first()? != "docs").then(|| folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_out_of_the_book_are_addresses() {
        let text = "[a](../SECURITY.md#x) [b](settings.md) [c](evidence/oidc.md) ![d](pictures/day.svg)\n[e](https://e.com)";
        let begin = led(text, Path::new("begin.md"));
        assert!(begin.starts_with(&format!("[a]({REPOSITORY}SECURITY.md#x) [b](settings.md) ")), "{begin}");
        assert_eq!(begin.matches(REPOSITORY).count(), 1);
        let deeper = led("[a](../README.md) [b](../../README.md)", Path::new("evidence/README.md"));
        assert_eq!(deeper, format!("[a](../index.md) [b]({REPOSITORY}README.md)"));
    }
}
