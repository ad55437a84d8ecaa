//! The pictures of screens, and the page that shows all of them.

use crate::screen;
use std::{fmt::Write as _, fs};
use xtask::places;

/// A picture: its name, what it shows, and the kept screens of which it is made, one below the other.
struct Picture {
    name: &'static str,
    title: &'static str,
    screens: &'static [&'static str],
}

const PICTURES: &[Picture] = &[
    Picture {
        name: "day",
        title: "A day with daypass: who is signed in, a sign-in, the profiles",
        screens: &["alone", "login", "profiles"],
    },
    Picture { name: "login", title: "A sign-in in the browser", screens: &["login"] },
    Picture {
        name: "login-code",
        title: "A sign-in with a code; the QR code is left out here",
        screens: &["login-code"],
    },
    Picture { name: "login-done", title: "Signed in already", screens: &["login-done"] },
    Picture { name: "login-all", title: "All sessions", screens: &["login-all"] },
    Picture { name: "login-denied", title: "A sign-in that was denied", screens: &["login-denied"] },
    Picture { name: "login-required", title: "A command that needs a sign-in", screens: &["login-required"] },
    Picture { name: "status", title: "Who is signed in, and until when", screens: &["status"] },
    Picture { name: "profiles", title: "The profiles", screens: &["profiles"] },
    Picture { name: "picker", title: "A profile or a role is picked", screens: &["picker"] },
    Picture { name: "doctor", title: "What is wrong with a home", screens: &["doctor"] },
    Picture { name: "alone", title: "daypass alone", screens: &["alone"] },
];

/// Returns each picture as a file of `docs` with its text, and the page.
pub(crate) fn all() -> Vec<(String, Result<String, String>)> {
    let pictures = PICTURES.iter().map(|picture| (format!("pictures/{}.svg", picture.name), draw(picture)));
    pictures.chain([("screens.md".to_owned(), Ok(page()))]).collect()
}

fn draw(picture: &Picture) -> Result<String, String> {
    let mut text = String::new();
    for screen in picture.screens {
        let file = places::root().join(format!("tests/e2e/screens/{screen}-80-colour.txt"));
        let kept = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        text.push_str(if text.is_empty() { "" } else { "␛[0m\n" });
        text.push_str(&kept);
    }
    screen::svg(picture.title, &text)
}

fn page() -> String {
    let mut page = "# Screens\n\nWhat daypass looks like, taken from a real terminal of 80 columns by `cargo xtask screens`, which \
        fails where a\nscreen has changed. Ports, times and codes are replaced, and the picture of a QR code is left out.\n"
        .to_owned();
    for Picture { name, title, .. } in PICTURES {
        let _ = write!(page, "\n## {title}\n\n![{title}](pictures/{name}.svg)\n");
    }
    page
}
