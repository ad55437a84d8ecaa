//! What the installer meets, and what must come of it.

use crate::server::Fault;

/// One run of `install.sh`.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What the server does with a file.
    pub(crate) fault: Option<(&'static str, Fault)>,
    /// Tools that are not there.
    pub(crate) without: &'static [&'static str],
    /// Whether an older version is there.
    pub(crate) has_old: bool,
    /// Arguments after `--from ADDRESS --to FOLDER`; a later one wins.
    pub(crate) arguments: &'static str,
    /// Whether the script has a key: that of the release, or another one.
    pub(crate) key: Option<Key>,
    /// What the program of the release does.
    pub(crate) program: &'static str,
    pub(crate) code: i32,
    pub(crate) says: &'static str,
    pub(crate) leaves: Leaves,
}

/// What is in the folder afterwards.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Leaves {
    /// What was there before, byte for byte.
    Before,
    /// The new version, all of it and nothing else.
    New,
    /// No file.
    Nothing,
}

/// The key in the script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// The one that signed the release.
    Right,
    /// Another one.
    Wrong,
}

/// The program of the release says its version.
const RUNS: &str = "#!/bin/sh\necho daypass 0.2.0\n";

/// All is well.
pub(crate) const GOOD: Case = Case {
    name: "a new install",
    fault: None,
    without: &[],
    has_old: false,
    arguments: "",
    key: None,
    program: RUNS,
    code: 0,
    says: "daypass 0.2.0 is installed: ",
    leaves: Leaves::New,
};
/// Nothing is installed.
const BAD: Case = Case { code: 1, leaves: Leaves::Before, ..GOOD };
/// The file of the release that the server changes.
const ARCHIVE: &str = "tar.gz";
const SUMS: &str = "SHA256SUMS";

pub(crate) const CASES: &[Case] = &[
    GOOD,
    Case { name: "wget alone", without: &["curl"], ..GOOD },
    Case {
        name: "no curl, no wget",
        without: &["curl", "wget"],
        says: "neither curl nor wget is here",
        ..BAD
    },
    Case { name: "shasum instead of sha256sum", without: &["sha256sum"], ..GOOD },
    Case { name: "openssl instead of sha256sum", without: &["sha256sum", "shasum"], ..GOOD },
    Case {
        name: "nothing to check a sum with",
        without: &["sha256sum", "shasum", "openssl"],
        says: "so nothing can be checked",
        ..BAD
    },
    Case { name: "an old version is replaced", has_old: true, says: "in place of daypass 0.1.0", ..GOOD },
    Case {
        name: "a changed archive",
        fault: Some((ARCHIVE, Fault::Changed)),
        says: "does not have the sum",
        ..BAD
    },
    Case {
        name: "a changed archive over an old version",
        fault: Some((ARCHIVE, Fault::Changed)),
        has_old: true,
        says: "does not have the sum",
        ..BAD
    },
    Case {
        name: "an archive cut on its way",
        fault: Some((ARCHIVE, Fault::Cut)),
        says: "cannot fetch",
        ..BAD
    },
    Case {
        name: "an archive cut, with wget",
        fault: Some((ARCHIVE, Fault::Cut)),
        without: &["curl"],
        says: "cannot fetch",
        ..BAD
    },
    Case {
        name: "an archive cut and called whole",
        fault: Some((ARCHIVE, Fault::Short)),
        has_old: true,
        says: "does not have the sum",
        ..BAD
    },
    Case { name: "sums cut on their way", fault: Some((SUMS, Fault::Cut)), says: "cannot fetch", ..BAD },
    Case {
        name: "sums cut and called whole",
        fault: Some((SUMS, Fault::Short)),
        says: "has no package for",
        ..BAD
    },
    Case {
        name: "sums that are a web page",
        fault: Some((SUMS, Fault::Page)),
        says: "has no package for",
        ..BAD
    },
    Case { name: "no sums", fault: Some((SUMS, Fault::Missing)), says: "cannot fetch", ..BAD },
    Case {
        name: "no archive",
        fault: Some((ARCHIVE, Fault::Missing)),
        has_old: true,
        says: "cannot fetch",
        ..BAD
    },
    Case { name: "a server that is broken", fault: Some((SUMS, Fault::Broken)), says: "cannot fetch", ..BAD },
    Case {
        name: "a place that cannot be written",
        arguments: "--to /proc/daypass",
        says: "cannot write in",
        ..BAD
    },
    Case {
        name: "a file where a folder must be",
        arguments: "--to {folder}/is-a-file/below",
        says: "cannot write in",
        ..BAD
    },
    Case {
        name: "a folder where the program must be",
        arguments: "--to {folder}/has-a-folder",
        says: "is a folder: nothing is installed",
        ..BAD
    },
    Case { name: "a program for another machine", program: "\u{7f}ELF", says: "does not run here", ..BAD },
    Case {
        name: "a program that fails",
        program: "#!/bin/sh\nexit 1\n",
        says: "does not run here",
        has_old: true,
        ..BAD
    },
    Case { name: "a place with blanks", arguments: "--to {folder}/a_b/my_place", ..GOOD },
    Case {
        name: "an address that is not https",
        arguments: "--from http://example.com/x",
        says: "is not https",
        ..BAD
    },
    Case { name: "an unknown option", arguments: "--frm x", code: 2, says: "--uninstall", ..BAD },
    Case {
        name: "uninstall",
        arguments: "--uninstall",
        has_old: true,
        says: "daypass is removed from",
        leaves: Leaves::Nothing,
        ..GOOD
    },
    Case {
        name: "uninstall where nothing is",
        arguments: "--uninstall",
        says: "nothing is installed",
        ..BAD
    },
    Case {
        name: "the right signature",
        key: Some(Key::Right),
        says: "The signature of the release is right",
        ..GOOD
    },
    Case {
        name: "another's signature",
        key: Some(Key::Wrong),
        says: "signature of SHA256SUMS is wrong",
        ..BAD
    },
    Case {
        name: "sums changed after they were signed",
        key: Some(Key::Right),
        fault: Some((SUMS, Fault::Changed)),
        says: "signature of SHA256SUMS is wrong",
        ..BAD
    },
    Case {
        name: "no signature where one is promised",
        key: Some(Key::Right),
        fault: Some(("minisig", Fault::Missing)),
        says: "cannot fetch",
        ..BAD
    },
    Case {
        name: "a signature that cannot be checked",
        key: Some(Key::Right),
        without: &["minisign"],
        says: "There is no minisign here",
        ..GOOD
    },
];
