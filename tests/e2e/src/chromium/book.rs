//! The book, looked at in a browser: each page at the width of a phone and of a desk, light and dark.

use super::{driver::Browser, expect::expect};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};
use xtask::{places, tally::Tally};

const WIDTHS: [u32; 2] = [360, 1280];
/// What mdBook writes besides the pages.
const NO_PAGES: [&str; 3] = ["404.html", "print.html", "toc.html"];
/// What is asked of a page: how much wider than its room it is, or a part of it that scrolls as a whole; pictures that are
/// none; the colour behind the text. A table and a block of code may scroll by themselves.
const LOOK: &str = "const parts = [document.documentElement, ...document.querySelectorAll('main, .page, .page-wrapper, .content')];\n\
    const empty = [...document.images].filter(image => !image.complete || image.naturalWidth === 0);\n\
    return { wider: Math.max(...parts.map(part => part.scrollWidth - part.clientWidth)), empty: empty.map(image => image.src),\n\
    background: getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor };";

/// Looks at all pages.
pub(super) fn look(browser: &Browser, tally: &mut Tally) {
    let pages = pages();
    if pages.len() < 20 {
        tally.missing("the book", "it is not rendered: cargo xtask book");
        return;
    }
    for width in WIDTHS {
        for (theme, is_dark) in [("light", false), ("dark", true)] {
            let scheme = json!({ "name": "prefers-color-scheme", "value": theme });
            let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false });
            let result = browser
                .devtools("Emulation.setDeviceMetricsOverride", size)
                .and_then(|()| {
                    browser.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme] }))
                })
                .and_then(|()| pages.iter().try_for_each(|page| one(browser, page, is_dark)));
            tally.check(&format!("the book at {width} px, {theme}: {} pages", pages.len()), result);
        }
    }
    let reset = browser.devtools("Emulation.clearDeviceMetricsOverride", json!({}));
    tally.check("the browser has its own size again", reset);
}

fn pages() -> Vec<PathBuf> {
    let files = places::files_below(&places::target().join("book")).unwrap_or_default();
    let is_page = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".html") && !NO_PAGES.contains(&&*name)
    };
    files.into_iter().filter(is_page).collect()
}

fn one(browser: &Browser, page: &PathBuf, is_dark: bool) -> Result<(), String> {
    let page = fs::canonicalize(page).map_err(|error| error.to_string())?;
    let name = page.display();
    browser.open(&format!("file://{name}"))?;
    let seen = browser.ask(LOOK)?;
    let wider = seen.get("wider").and_then(Value::as_f64).unwrap_or(f64::NAN);
    expect(wider < 1.0, || format!("{name} is wider than the screen: {seen}"))?;
    expect(seen.get("empty") == Some(&json!([])), || format!("{name} has pictures that are none: {seen}"))?;
    let background = seen.get("background").and_then(Value::as_str).unwrap_or_default();
    let light = lightness(background).ok_or_else(|| format!("{name}: no background in {background}"))?;
    expect((light < 0.4) == is_dark, || format!("{name} is of the other kind: {background}"))?;
    let complaints = browser.complaints()?;
    expect(complaints.is_empty(), || format!("{name}, in the console: {complaints:#?}"))
}

/// The lightness, from 0 to 1, of the first colour that is no transparent one.
fn lightness(colours: &str) -> Option<f64> {
    colours.split("rgb").filter_map(|colour| colour.split(')').next()?.split_once('(')).find_map(
        |(_, parts)| {
            let parts: Vec<f64> = parts.split(',').filter_map(|part| part.trim().parse().ok()).collect();
            match parts.as_slice() {
                [.., alpha] if parts.len() == 4 && *alpha == 0.0 => None,
                [red, green, blue, ..] => Some((red + green + blue) / 3.0 / 255.0),
                _ => None,
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::lightness;

    #[test]
    fn what_is_transparent_does_not_count() {
        assert_eq!(lightness("rgba(0, 0, 0, 0)rgb(255, 255, 255)"), Some(1.0));
        assert!(lightness("rgb(22, 25, 35)rgba(0, 0, 0, 0)").is_some_and(|light| light < 0.2));
        assert_eq!(lightness("transparent"), None);
    }
}
