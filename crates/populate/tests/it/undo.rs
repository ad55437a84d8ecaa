//! Tests of undoing a run after the file was edited: what a person did meanwhile stays.

use daypass_config_parse::{Config, Dialect, Document, SectionKind, SectionName};
use daypass_populate::{
    AccountRoles, Backup, Change, ChangeKind, Changeset, KeyChange, NotUndoneReason, PopulateOptions,
    Template, edits,
};
use daypass_sso_types::{AccountId, RoleName};

const BEFORE: &str = "# mine\n[profile hand]\nregion = eu-west-1\n";

/// The file after a run that gives these roles these keys, and its backup.
fn run(before: Option<&str>, roles: &[&str], keys: &[(&str, &str)]) -> (String, Backup) {
    let roles: Vec<_> = roles.iter().map(|role| RoleName::new(*role).expect("a role")).collect();
    let id = AccountId::new("111122223333").expect("an account");
    let listing = [AccountRoles { id: &id, name: Some("Dev"), email: None, roles: Some(&roles) }];
    let keys = keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    let options = PopulateOptions::new("corp", Template::default()).with_keys(keys);
    let mut file = Document::parse(before.unwrap_or_default());
    let plan = Changeset::plan(&listing, &Config::new(&file, None, Dialect::AwsCli), &options);
    let changes = plan.applied(true);
    file.apply(&edits(&changes)).expect("changes that can be made");
    (text(&file), Backup::new(before.map(|text| text.as_bytes().to_vec()), changes))
}

fn text(file: &Document) -> String {
    String::from_utf8_lossy(file.as_bytes()).into_owned()
}

/// What undoing gives, what it does, and what it leaves.
fn undone(now: &str, backup: &Backup) -> (String, Vec<String>, Vec<String>) {
    let undo = backup.undo(&Document::parse(now)).expect("an edit that can be made");
    assert!(!undo.is_exact, "{now}");
    let does = undo.changes.iter().map(|change| format!("{} {}", change.kind.word(), change.name)).collect();
    let kept = undo.kept.iter().map(ToString::to_string).collect();
    (undo.after.as_ref().map(text).unwrap_or_default(), does, kept)
}

#[test]
fn a_file_that_nobody_edited_is_restored_by_its_bytes() {
    for before in [Some(BEFORE), Some(""), None] {
        let (after, backup) = run(before, &["Admin", "Read"], &[]);
        let undo = backup.undo(&Document::parse(&*after)).expect("an edit that can be made");
        assert!(undo.is_exact && undo.kept.is_empty());
        assert_eq!(undo.after.as_ref().map(text).as_deref(), before);
        assert!(undo.changes.iter().all(|change| change.note.is_empty()), "{:?}", undo.changes);
        let kinds: Vec<_> = undo.changes.iter().map(|change| (change.kind, change.name.as_str())).collect();
        assert_eq!(kinds, [(ChangeKind::Gone, "Dev.Admin"), (ChangeKind::Gone, "Dev.Read")]);
    }
}

#[test]
fn new_profiles_go_unless_somebody_made_them_theirs() {
    let (after, backup) = run(Some(BEFORE), &["Admin", "Read"], &[("output", "json")]);
    let (admin, read) = ("gone Dev.Admin".to_owned(), "gone Dev.Read".to_owned());
    let section = |name: &str| {
        let begin = after.find(&format!("[profile {name}]")).expect("it is there");
        let rest = &after.get(begin + 1..).expect("a section");
        let end = rest.find("[profile").map_or(after.len(), |end| begin + 1 + end);
        after.get(begin..end).expect("a section").to_owned()
    };
    for (now, does, kept, has) in [
        (format!("{after}# more\n"), vec![admin.clone(), read.clone()], vec![], ""),
        // It was removed, or has no mark any more.
        (after.replace(&section("Dev.Admin"), ""), vec![read.clone()], vec![], ""),
        (
            after.replacen("daypass_session = corp\n", "", 1),
            vec![read.clone()],
            vec!["[profile Dev.Admin] is gone, or no longer a profile of daypass".to_owned()],
            "[profile Dev.Admin]",
        ),
        // A key has another value, none, or is new.
        (
            after.replacen("output = json", "output = text", 1),
            vec![read.clone()],
            vec!["[profile Dev.Admin] was changed since (output)".to_owned()],
            "output = text",
        ),
        (
            after.replacen("output = json\n", "", 1) + "# more\n",
            vec![admin.clone(), read.clone()],
            vec![],
            "",
        ),
        (
            after.replacen("output = json", "output = json\ncli_pager = cat", 1),
            vec![read.clone()],
            vec!["[profile Dev.Admin] was changed since (cli_pager)".to_owned()],
            "cli_pager = cat",
        ),
    ] {
        let (undone, did, left) = undone(&now, &backup);
        assert_eq!((did, left), (does, kept), "{now}");
        assert!(undone.starts_with(BEFORE) && undone.contains(has), "{undone}");
        assert_eq!(undone.contains("[profile Dev.Admin]"), !has.is_empty(), "{undone}");
        assert!(!undone.contains("[profile Dev.Read]"), "{undone}");
    }
}

#[test]
fn changed_keys_go_back_one_by_one() {
    let (before, _) = run(Some(BEFORE), &["Admin"], &[("output", "json"), ("cli_pager", "cat")]);
    let (after, backup) = run(Some(&before), &["Admin"], &[("output", "text"), ("cli_pager", "less")]);
    let changed = "changed Dev.Admin".to_owned();
    let told = |what: &str| vec![format!("[profile Dev.Admin] {what}")];
    for (now, does, kept, output, pager) in [
        (format!("{after}# more\n"), vec![changed.clone()], vec![], "json", "cat"),
        (
            after.replace("output = text", "output = yaml"),
            vec![changed.clone()],
            told("was changed since (output)"),
            "yaml",
            "cat",
        ),
        (
            after.replace("output = text", "output = yaml").replace("= less", "= more"),
            vec![],
            told("was changed since (output, cli_pager)"),
            "yaml",
            "more",
        ),
        // A person has put one of them back already.
        (after.replace("output = text", "output = json"), vec![changed.clone()], vec![], "json", "cat"),
        (
            after.replace("daypass_session = corp\n", ""),
            vec![],
            told("is gone, or no longer a profile of daypass"),
            "text",
            "less",
        ),
    ] {
        let (undone, did, left) = undone(&now, &backup);
        assert_eq!((did, left), (does, kept), "{now}");
        for line in [format!("output = {output}\n"), format!("cli_pager = {pager}\n")] {
            assert!(undone.contains(&line), "{line} {undone}");
        }
    }
}

#[test]
fn removed_profiles_come_back_unless_the_name_is_taken() {
    let (before, _) = run(Some(BEFORE), &["Admin", "Read"], &[]);
    let (after, backup) = run(Some(&before), &["Admin"], &[]);
    assert!(!after.contains("Dev.Read"), "{after}");
    let (text, does, kept) = undone(&format!("{after}# more\n"), &backup);
    assert_eq!((does, kept), (vec!["new Dev.Read".to_owned()], vec![]));
    assert!(text.contains("[profile Dev.Read]") && text.contains("sso_role_name = Read"), "{text}");
    let notes = |now: &str| {
        let undo = backup.undo(&Document::parse(now)).expect("an edit that can be made");
        undo.changes.iter().map(|change| change.note.clone()).collect::<Vec<_>>()
    };
    assert_eq!(notes(&after), ["comes back"]);
    let again = format!("{after}\n[profile Dev.Read]\nregion = x\n");
    let undo = backup.undo(&Document::parse(&*again)).expect("nothing to do");
    assert_eq!(undo.kept.first().map(|kept| &kept.reason), Some(&NotUndoneReason::ExistsAgain));
    assert_eq!(
        undo.kept.first().map(ToString::to_string).as_deref(),
        Some("[profile Dev.Read] exists again")
    );
    assert_eq!((undo.changes.len(), undo.after.as_ref().map(self::text)), (0, Some(again)));
}

/// A run that changed more than keys keeps both texts; a profile that was edited since is not among what is undone.
#[test]
fn a_run_of_more_than_keys_goes_back_section_by_section() {
    let text = |x: u8| format!("# mark {x}\n[profile a]\nx = {x}\n\n[profile b]\nx = {x}\n");
    let key = |name: &str| {
        let keys = vec![KeyChange::new("x", Some("1".to_owned()), Some("2".to_owned()))];
        Change::new(ChangeKind::Changed, &SectionName::profile(name), "", keys)
    };
    let session = SectionName::new(SectionKind::SsoSession, "s");
    let session = Change::new(ChangeKind::Changed, &session, "", Vec::new());
    let changes = vec![key("a"), key("b"), session];
    let backup = Backup::of_texts(Some(text(1).into()), text(2).into(), changes);
    let read = Backup::from_bytes(&backup.to_bytes()).expect("whole");
    assert_eq!(read, backup);
    let json = backup.changes.iter().map(|change| change.to_json().to_string()).collect::<Vec<_>>().concat();
    assert!(json.contains("\"profile\":\"a\"") && json.contains("\"sso-session\":\"s\""), "{json}");
    let undo = backup.undo(&Document::parse(text(2))).expect("undone");
    assert!(undo.is_exact && undo.changes.len() == 3, "{undo:?}");
    assert_eq!(undo.after.as_ref().map(self::text), Some(text(1)));
    let none = Backup::of_texts(None, text(2).into(), Vec::new());
    assert!(none.undo(&Document::parse(text(2))).expect("undone").after.is_none());
    let now = text(2).replacen("x = 2", "x = 3", 1);
    let (after, does, kept) = undone(&now, &backup);
    assert_eq!(after, text(1).replacen("x = 1", "x = 3", 1));
    assert_eq!(
        (does, kept),
        (
            vec!["changed b".to_owned(), "changed s".to_owned()],
            vec!["[profile a] was changed since (x)".to_owned()]
        )
    );
}

/// What is removed first, then changed, then made; and each as a backup keeps it.
#[test]
fn a_run_of_all_kinds_is_undone_in_their_order() {
    let (before, _) = run(Some(BEFORE), &["Admin", "Read"], &[("output", "json")]);
    let (after, backup) = run(Some(&before), &["Admin", "Write"], &[("output", "text")]);
    let backup = Backup::from_bytes(&backup.to_bytes()).expect("whole");
    let (text, does, kept) = undone(&format!("{after}# more\n"), &backup);
    assert_eq!(does, ["new Dev.Read", "changed Dev.Admin", "gone Dev.Write"]);
    assert_eq!(kept, [""; 0]);
    assert!(text.contains("Dev.Read") && !text.contains("Dev.Write"), "{text}");
    let notes: Vec<_> = backup.changes.iter().map(|change: &Change| change.note.as_str()).collect();
    assert_eq!(notes.last(), Some(&"no longer assigned"));
    assert!(Backup::from_bytes(b"{}\n").is_err() && Backup::from_bytes(b"").is_err());
}

#[test]
fn texts_of_sections_come_back_where_they_are_as_the_run_left_them() {
    const BEFORE: &str = "# BEGIN\n[profile a]\nx = 1\n[start r]\n\n[profile b]\ny = 1\n\n[end r]\n";
    const AFTER: &str =
        "[profile a]\nsso_session = s\n\n[profile b]\ny = 2\n\n[sso-session s]\nsso_region = r\n";
    for (now, expected, kept) in [
        // Nothing was edited but the end, where a section came.
        (format!("{AFTER}\n[profile new]\nz = 1\n"), format!("{BEFORE}\n[profile new]\nz = 1\n"), &[][..]),
        // An edited profile stays, and so does the session that it names; the other one comes back.
        (
            AFTER.replace("sso_session = s\n", "sso_session = s\nmine = 1\n"),
            "# BEGIN\n[profile a]\nsso_session = s\nmine = 1\n\n[start r]\n\n[profile b]\ny = 1\n\n[end r]\n\
             [sso-session s]\nsso_region = r\n"
                .to_owned(),
            &["[profile a] was changed since (mine)"][..],
        ),
        // A profile that was removed since stays away.
        (
            AFTER.replace("[profile b]\ny = 2\n\n", ""),
            "# BEGIN\n[profile a]\nx = 1\n[start r]\n\n[end r]\n".to_owned(),
            &[][..],
        ),
        // Bytes that are not UTF-8 are none of this.
        (
            format!("# caf\u{1}\n{AFTER}"),
            format!("# caf\u{1}\n{AFTER}").replace(AFTER, &BEFORE.replace("# BEGIN\n", "")),
            &[][..],
        ),
    ] {
        let bytes =
            |text: &str| text.bytes().map(|byte| if byte == 1 { 0xe9 } else { byte }).collect::<Vec<_>>();
        let backup = Backup::of_texts(Some(BEFORE.into()), AFTER.into(), Vec::new());
        let undo = backup.undo(&Document::parse(bytes(&now))).expect("an edit that can be made");
        let found = undo.after.expect("a file").into_bytes();
        assert_eq!(String::from_utf8_lossy(&found), String::from_utf8_lossy(&bytes(&expected)), "{now}");
        assert_eq!(undo.kept.iter().map(ToString::to_string).collect::<Vec<_>>(), kept);
    }
    // A file that the run made goes.
    let backup = Backup::of_texts(None, AFTER.into(), Vec::new());
    assert!(backup.undo(&Document::parse(AFTER)).expect("an edit").after.is_none());
    for cut in [0, 10, AFTER.len()] {
        let bytes = Backup::of_texts(Some(BEFORE.into()), AFTER.into(), Vec::new()).to_bytes();
        assert!(Backup::from_bytes(bytes.get(..cut).unwrap_or_default()).is_err() || cut > 40, "{cut}");
    }
}
