//! `tidy`: rules about files that no compiler checks. Also a test.

use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{places, tally::Tally};

/// A text file of the checkout.
struct File {
    path: String,
    text: String,
}

impl File {
    fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    /// Test code may be longer, and may read the environment.
    fn is_test(&self) -> bool {
        ["/tests/", "/benches/", "/fuzz/"].iter().any(|folder| self.path.contains(folder))
    }

    fn is_member_manifest(&self) -> bool {
        // Fuzz targets and measurements of peers are workspaces of their own.
        self.path.ends_with("/Cargo.toml") && !self.text.lines().any(|line| line == "[workspace]")
    }

    fn sibling(&self, name: &str) -> PathBuf {
        places::root().join(&self.path).with_file_name(name)
    }
}

/// A rule: its text, the files that it applies to, and a function that finds what is wrong with one file.
struct Rule {
    what: &'static str,
    about: fn(&File) -> bool,
    fault: fn(&File) -> Option<String>,
}

const RULES: &[Rule] = &[
    Rule {
        what: "each Rust file begins with a //! line that says its one idea",
        about: File::is_rust,
        fault: |file| (!file.text.starts_with("//! ")).then(|| "no //! in the first line".to_owned()),
    },
    Rule {
        what: "no Rust file is longer than 300 lines, no test than 400",
        about: File::is_rust,
        fault: |file| {
            let (lines, limit) = (file.text.lines().count(), if file.is_test() { 400 } else { 300 });
            (lines > limit).then(|| format!("{lines} lines, the limit is {limit}"))
        },
    },
    Rule {
        what: "no line ends in white space, each file in one newline",
        about: |_| true,
        fault: untidy_end,
    },
    Rule {
        what: "nothing is left for later, silenced or ignored",
        about: File::is_rust,
        fault: |file| {
            // Put together here, so that this file does not find itself.
            let banned = ["todo!", "dbg!", "unimplemented!"].map(|name| format!("{name}("));
            let attributes = ["allow(", "should_panic"].map(|name| format!("[{name}"));
            holds(&file.text, &[&banned[..], &attributes].concat(), |before| {
                before.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            })
        },
    },
    Rule {
        what: "an ignored test is the other half of one that runs it: a function child…",
        about: File::is_rust,
        fault: |file| {
            let attribute = format!("#[{}", "ignore");
            let mut ignored = file.text.split(attribute.as_str()).skip(1);
            let stray =
                ignored.find(|rest| !rest.split("fn ").nth(1).is_some_and(|name| name.starts_with("child")));
            stray.map(|_| attribute.clone())
        },
    },
    Rule {
        what: "only crates/environment/src/environment.rs or the relay's program reads the environment",
        about: |file| {
            let reads = ["crates/environment/src/environment.rs", "crates/relay/src/main.rs"];
            let is_product = file.path.starts_with("crates/") && !file.is_test();
            file.is_rust() && is_product && !reads.contains(&&*file.path)
        },
        fault: |file| {
            let calls = ["env::var(", "env::var_os(", "env::vars(", "env::vars_os(", "env::home_dir("];
            holds(&file.text, &calls.map(str::to_owned), |_| false)
        },
    },
    Rule {
        what: "only crates/terminal writes to a terminal and changes its mode",
        about: |file| {
            let talks = ["crates/terminal/", "crates/relay/", "crates/simulator/", "crates/testkit/"];
            file.is_rust()
                && file.path.starts_with("crates/")
                && !file.is_test()
                && !talks.iter().any(|folder| file.path.starts_with(folder))
        },
        fault: |file| {
            let calls = ["io::stdout(", "io::stderr(", "Term::stderr(", "Term::stdout(", "tcsetattr("];
            holds(&file.text, &calls.map(str::to_owned), |_| false)
        },
    },
    Rule {
        what: "no file names a folder of somebody's machine",
        about: |_| true,
        fault: |file| {
            let folders = ["work", "root", "tmp/spec"].map(|name| format!("/{name}/"));
            holds(&file.text, &folders, |before| {
                before.ends_with(|c: char| c.is_alphanumeric() || "._-}*".contains(c))
            })
        },
    },
    Rule {
        what: "each crate takes the workspace's lints",
        about: File::is_member_manifest,
        fault: |file| {
            (!file.text.contains("[lints]\nworkspace = true"))
                .then(|| "no [lints] workspace = true".to_owned())
        },
    },
    Rule {
        what: "each crate has a README.md",
        about: File::is_member_manifest,
        fault: |file| (!file.sibling("README.md").exists()).then(|| "no README.md beside it".to_owned()),
    },
    Rule {
        what: "each published crate has the licence texts",
        about: |file| file.is_member_manifest() && file.path.starts_with("crates/"),
        fault: |file| {
            let is_published = !file.text.lines().any(|line| line == "publish = false");
            let mut texts = ["LICENSE-APACHE", "LICENSE-MIT"].into_iter();
            let lost = texts.find(|name| is_published && !file.sibling(name).exists());
            lost.map(|name| format!("no {name} beside it"))
        },
    },
    Rule {
        what: "no snapshot waits for review",
        about: |file| file.has_extension("new") || file.path.contains(".pending-snap"),
        fault: |_| Some("a pending snapshot: accept or remove it".to_owned()),
    },
    Rule { what: "no Rust file is forgotten by the one above it", about: File::is_rust, fault: forgotten },
    Rule {
        what: "every link in a document leads to a file",
        about: |file| file.has_extension("md"),
        fault: dead_link,
    },
    Rule {
        what: "the page of docs/ that a comment names is there, and its heading too",
        about: File::is_rust,
        fault: dead_page,
    },
];

/// Checks every rule on every file.
pub(crate) fn run(_: &[String]) -> Tally {
    let mut tally = Tally::default();
    let files = match files() {
        Ok(files) => files,
        Err(error) => {
            tally.check("the files of the checkout can be read", Err(error.to_string()));
            return tally;
        }
    };
    for rule in RULES {
        let faults: Vec<String> = files
            .iter()
            .filter(|file| (rule.about)(file))
            .filter_map(|file| (rule.fault)(file).map(|fault| format!("{}: {fault}", file.path)))
            .collect();
        tally.check(rule.what, if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) });
    }
    tally
}

fn files() -> std::io::Result<Vec<File>> {
    let root = places::root();
    let mut files = Vec::new();
    for path in places::files()? {
        // Data need not be text; the rules are about what people write.
        if let Ok(text) = fs::read_to_string(&path) {
            let path = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            files.push(File { path, text });
        }
    }
    Ok(files)
}

/// Finds the first of `needles` in the text, with its line; `exempt` is given the part of the line before it.
fn holds(text: &str, needles: &[String], exempt: fn(&str) -> bool) -> Option<String> {
    text.lines().enumerate().find_map(|(number, line)| {
        needles.iter().find_map(|needle| {
            let (before, _) = line.split_once(needle.as_str())?;
            (!exempt(before)).then(|| format!("line {}: {needle}", number + 1))
        })
    })
}

fn untidy_end(file: &File) -> Option<String> {
    // Fixtures and snapshots may need such lines; they are somebody else's text.
    let written = ["rs", "toml", "md", "yml", "yaml"].iter().any(|extension| file.has_extension(extension));
    if !written || file.path.contains("/fixtures/") {
        return None;
    }
    let line = file.text.lines().position(|line| line.ends_with([' ', '\t']));
    match line {
        Some(line) => Some(format!("line {}: white space at its end", line + 1)),
        None if file.text.is_empty() => None,
        None if !file.text.ends_with('\n') || file.text.ends_with("\n\n") => {
            Some("the end of the file".to_owned())
        }
        None => None,
    }
}

/// Finds files that no other file declares: Rust does not compile them, so that a test in one never fails.
fn forgotten(file: &File) -> Option<String> {
    let path = Path::new(&file.path);
    let (stem, folder) = (path.file_stem()?.to_str()?, path.parent()?);
    let in_modules = file.path.contains("/src/") || file.path.contains("/tests/it/");
    let is_root = ["main", "lib", "build"].contains(&stem) || folder.ends_with("bin");
    if !in_modules || is_root {
        return None;
    }
    let (module, folder) =
        if stem == "mod" { (folder.file_name()?.to_str()?, folder.parent()?) } else { (stem, folder) };
    let name = folder.file_name()?.to_str()?;
    let above = ["mod.rs", "lib.rs", "main.rs"].map(|file| folder.join(file)).into_iter();
    let declared = above.chain([folder.with_file_name(format!("{name}.rs"))]).any(|parent| {
        let text = fs::read_to_string(places::root().join(parent)).unwrap_or_default();
        text.lines().any(|line| line.trim_end().ends_with(&format!("mod {module};")))
    });
    (!declared).then(|| format!("no `mod {module};` above it"))
}

fn dead_link(file: &File) -> Option<String> {
    file.text.split("](").skip(1).find_map(|rest| {
        let link = rest.split([')', '#', ' ']).next()?;
        let outside = link.is_empty() || link.contains("://") || link.starts_with("mailto:");
        (!outside && !file.sibling(link).exists()).then(|| format!("nothing at {link}"))
    })
}

fn dead_page(file: &File) -> Option<String> {
    file.text.split("docs/").skip(1).find_map(|rest| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_./#".contains(c);
        let named = rest.split(|c| !is_part(c)).next()?.trim_end_matches('.');
        let (page, heading) = named.split_once('#').unwrap_or((named, ""));
        let page = page.strip_suffix(".md").map(|_| format!("docs/{page}"))?;
        let text = fs::read_to_string(places::root().join(&page)).ok();
        let has_heading = |text: &str| heading.is_empty() || text.lines().any(|line| anchor(line) == heading);
        (!text.is_some_and(|text| has_heading(&text))).then(|| format!("nothing at {page}#{heading}"))
    })
}

/// Returns the anchor of a heading: lower case, hyphens for spaces, no punctuation.
fn anchor(line: &str) -> String {
    let words = line.trim_start_matches('#').trim().to_lowercase();
    words.chars().filter(|c| c.is_alphanumeric() || "- _".contains(*c)).collect::<String>().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_checkout_is_tidy() {
        assert_eq!(super::run(&[]).failed, 0, "see the list above");
    }

    #[test]
    fn each_rule_finds_what_it_is_for() {
        let bad = super::File {
            path: "crates/x/src/bad.rs".to_owned(),
            text: format!("fn f() {{ {}!() }} \n// /{}/x\n{}", "todo", "root", "x\n".repeat(300)),
        };
        let finds = |about: &str| {
            let rule = super::RULES.iter().find(|rule| rule.what.contains(about)).expect(about);
            (rule.fault)(&bad).is_some()
        };
        for about in ["//! line", "longer than 300", "white space", "left for later", "somebody's machine"] {
            assert!(finds(about), "{about}");
        }
        assert!(!finds("ignored test") && !finds("reads the environment"));
        assert!(super::forgotten(&bad).is_some());
        let points =
            |to: &str| super::dead_page(&super::File { path: String::new(), text: format!("// docs/{to}") });
        assert_eq!(points("evidence/oidc.md#polling. And more"), None);
        assert!(points("evidence/oidc.md#nowhere").is_some() && points("evidence/nothing.md").is_some());
    }
}
