//! What is said of a settings file that cannot be used.

use daypass_settings::UserSettings;
use std::{error::Error as _, io};

fn from(bytes: &[u8]) -> Result<Option<UserSettings>, daypass_settings::UnusableSettings> {
    UserSettings::from_file(Ok::<_, io::Error>(Some(bytes.to_vec())))
}

#[test]
fn a_file_that_can_be_used_or_is_not_there() {
    assert!(from(b"browser = 'firefox'\n").is_ok_and(|settings| settings.is_some()));
    assert!(UserSettings::from_file(Ok::<_, io::Error>(None)).is_ok_and(|settings| settings.is_none()));
}

#[test]
fn mistakes_are_told_by_their_lines() {
    let two =
        from(b"browser = 'x'\ntempalte = 'x'\nbrwoser = 'y'\nregoins = []\n").expect_err("three mistakes");
    let problems = two.problems();
    assert_eq!(problems.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(two.message("~/s"), format!("~/s:2: {}", problems[0].1));
    assert_eq!(two.to_string(), format!("the file:2: {}", problems[0].1));
    let further = format!("line 3: {}; line 4: {}", problems[1].1, problems[2].1);
    assert_eq!(two.further(), Some(further));
    assert!(two.source().is_none());
    let one = from(b"tempalte = 'x'\n").expect_err("a mistake");
    assert_eq!((one.problems().len(), one.further()), (1, None));
}

#[test]
fn a_file_that_cannot_be_read_is_one_problem() {
    let denied = || UserSettings::from_file(Err(io::Error::other("no access"))).expect_err("not read");
    for (error, cause) in [(denied(), "no access"), (from(b"\xff").expect_err("no UTF-8"), "invalid utf-8")] {
        assert_eq!(error.message("~/s"), "the settings in ~/s cannot be read");
        assert_eq!(error.further(), None);
        let problems = error.problems();
        let [(1, text)] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(text.starts_with("the settings cannot be read: ") && text.contains(cause), "{text}");
        assert!(error.source().is_some_and(|source| source.to_string().contains(cause)));
    }
}
