//! A home as the code of a test of crates/cli, to be pasted there.

use super::spec::{Browser, File, Foreign, Kind, Person, Role, Spec, Token};
use std::fmt::Write as _;

/// The test. What is cached is said in comments where it takes more than a line.
pub(super) fn test(spec: &Spec, name: &str) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments<'_>| {
        let _written = writeln!(text, "{words}");
    };
    line(format_args!("#[test]\nfn {name}() {{"));
    line(format_args!("    let home = Home::with(World::demo()){};", variables(spec)));
    match spec.file {
        File::None => {}
        File::Folder => line(format_args!("    home.write(\".aws/config/x\", \"\"); // a folder")),
        File::Loop => line(format_args!("    // ~/.aws/config is a link to itself")),
        File::Utf16 | File::Latin1 | File::ByteOrderMark => {
            line(format_args!(
                "    home.write_bytes(\".aws/config\", b\"{}\"); // {:?}",
                spec.config().escape_ascii(),
                spec.file
            ));
        }
        File::Plain | File::CarriageReturns => {
            line(format_args!(
                "    home.write(\".aws/config\", {:?});",
                String::from_utf8_lossy(&spec.config())
            ));
        }
    }
    if !spec.credentials.is_empty() {
        line(format_args!("    home.write(\".aws/credentials\", {:?});", spec.credentials_file()));
    }
    if spec.homeless {
        line(format_args!("    // HOME is not set, and the user database knows nobody"));
    }
    if spec.foreign != Foreign::Nothing {
        line(format_args!("    // another user's: {:?}", spec.foreign));
    }
    if spec.browser != Browser::None {
        line(format_args!("    // the browser: {:?}", spec.browser));
    }
    if spec.person == Person::Allows {
        line(format_args!("    home.server().world().lock().set_auto_approve(AutoApprove::Allow);"));
    }
    for session in spec.sessions.iter().filter(|session| session.token != Token::None) {
        line(format_args!("    // the token of {:?}: {:?}", session.name, session.token));
    }
    for profile in &spec.profiles {
        if let Kind::Legacy { token, .. } = profile.kind
            && token != Token::None
        {
            line(format_args!("    // the token of the portal of {:?}: {token:?}", profile.name));
        }
        if profile.role != Role::None {
            line(format_args!("    // the role credentials of {:?}: {:?}", profile.name, profile.role));
        }
    }
    for fault in &spec.faults {
        line(format_args!(
            "    home.server().world().lock().add_fault({fault:?}.parse().expect(\"a fault\"));"
        ));
    }
    for words in &spec.commands {
        let terminal = if spec.terminal { " // on a terminal" } else { "" };
        let whole = words.join(" ");
        if words.iter().any(|word| word.contains(char::is_whitespace)) {
            line(format_args!("    let mut command = home.command(\"\");\n    command.args({words:?});"));
            line(format_args!("    let _outcome = home.finish({whole:?}, command);{terminal}"));
        } else {
            line(format_args!("    let _outcome = home.run({whole:?});{terminal}"));
        }
    }
    line(format_args!("}}"));
    text
}

fn variables(spec: &Spec) -> String {
    spec.variables.iter().map(|(name, value)| format!(".set({name:?}, {value:?})")).collect()
}

/// How large a home is: what is smaller is shown first.
pub(super) fn weight(spec: &Spec) -> usize {
    spec.config().len() + spec.commands.len() * 40 + spec.faults.len() * 20 + spec.variables.len() * 20
}
