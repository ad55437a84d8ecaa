//! What holds for every config file: an import twice is an import once, its undoing gives the bytes back, and lines of
//! other sections stay.

use daypass_config_parse::Document;
use daypass_import::{Action, ImportPlan};
use daypass_other_tools::{Surroundings, Tool};
use daypass_populate::Backup;
use proptest::prelude::*;

/// The text of one section, of any tool or of none.
fn section(index: usize) -> impl Strategy<Value = String> {
    let url = prop_oneof![
        Just("https://corp.awsapps.com/start"),
        Just("https://corp.awsapps.com/start#/"),
        Just("https://CORP.awsapps.com/start/"),
        Just("https://start.home.awsapps.cn/directory/d-96670abcde"),
        Just("http://elsewhere"),
    ];
    let region = prop_oneof![Just("eu-west-1"), Just("us-east-1")];
    let id = prop_oneof![Just("111122223333"), Just("012345678901"), Just("12345678901"), Just("")];
    let name = prop_oneof![Just("p"), Just("two words"), Just("a.b/c:d")];
    let comment = prop_oneof![
        Just(""),
        Just("# a comment\n"),
        Just("; another\n\n"),
        Just("s3 =\n  max_queue_size = 5\n")
    ];
    let kind = 0..9_usize;
    let end = prop_oneof![Just("\n"), Just(""), Just("\n\n"), Just("# tail\n")];
    (url, region, id, name, comment, kind, end).prop_map(move |(url, region, id, name, comment, kind, end)| {
        let name = format!("{name}{index}");
        let sso = format!("sso_start_url = {url}\nsso_region = {region}\n{comment}sso_account_id = {id}\nsso_role_name = Admin\n");
        let granted = sso.replace("sso_", "granted_sso_");
        let body = match kind {
            0 => sso,
            1 => format!("{granted}credential_process = granted credential-process --profile \"{name}\"\n"),
            2 => format!("credential_process = aws-vault exec --json p{}\n{comment}", index.saturating_sub(1)),
            3 => format!("{sso}credential_process = aws-sso-util credential-process --profile {name}\n"),
            4 => format!("role_arn = arn:aws:iam::{id}:role/R\nsource_profile = p{}\n{comment}", index.saturating_sub(1)),
            5 => format!("include_profile = p{}\nsso_account_id = {id}\nsso_role_name = R\n", index.saturating_sub(1)),
            6 => format!("{comment}region = {region}\noutput = json\n"),
            7 => format!("[sso-session s{index}]\nsso_start_url = {url}\nsso_region = {region}\n{comment}"),
            _ => format!("{sso}common_fate_generated_from = aws-sso\n"),
        };
        match body.strip_prefix("[sso-session") {
            Some(_) => format!("{body}{end}"),
            None => format!("[profile {name}]\n{body}{end}"),
        }
    })
}

fn config() -> impl Strategy<Value = String> {
    (0..6_usize)
        .prop_flat_map(|count| (0..count).map(section).collect::<Vec<_>>())
        .prop_map(|sections| sections.concat())
}

fn plan(tool: Tool, document: &Document) -> ImportPlan {
    ImportPlan::new(tool, &Surroundings::new("/nowhere"), document, None).expect("no file of a tool is there")
}

fn text(document: &Document) -> String {
    String::from_utf8(document.as_bytes().to_vec()).expect("UTF-8")
}

proptest! {
    #[test]
    fn an_import_is_idempotent_and_undone_to_the_byte(config in config(), at in 0..Tool::ALL.len()) {
        let tool = Tool::ALL[at];
        let before = Document::parse(config.clone());
        let planned = plan(tool, &before);
        let again = plan(tool, &planned.after);
        prop_assert_eq!(text(&again.after), text(&planned.after), "twice");
        prop_assert!(again.changes.is_empty(), "{:?}", again.changes);

        let backup = Backup::of_texts(Some(config.clone().into_bytes()), planned.after.as_bytes().to_vec(), planned.changes.clone());
        let backup = Backup::from_bytes(&backup.to_bytes()).expect("a backup");
        let undo = backup.undo(&planned.after).expect("it can be undone");
        prop_assert!(undo.is_exact);
        prop_assert_eq!(text(&undo.after.expect("a file")), config.clone());

        // A section that the person adds afterwards stays, and everything else still comes back.
        let mine = "[profile later]\nregion = eu-north-1\n";
        let tail = if planned.after.is_empty() || text(&planned.after).ends_with('\n') { "" } else { "\n" };
        let edited = Document::parse(format!("{}{tail}{mine}", text(&planned.after)));
        let undo = backup.undo(&edited).expect("it can be undone");
        let undone = text(&undo.after.expect("a file"));
        prop_assert!(undone.ends_with(mine));
        prop_assert_eq!(undone.strip_suffix(mine).map(str::trim_end), Some(config.trim_end()));
    }

    #[test]
    fn kept_sections_keep_their_lines(config in config(), at in 0..Tool::ALL.len()) {
        let before = Document::parse(config.clone());
        let plan = plan(Tool::ALL[at], &before);
        let after = text(&plan.after);
        let kept = plan.profiles.iter().filter(|profile| profile.action == Action::Keep);
        for profile in kept {
            let header = format!("[profile {}]\n", profile.name);
            let Some((_, rest)) = config.split_once(&header) else { continue };
            let body = rest.split("\n[").next().unwrap_or_default().trim_end();
            prop_assert!(after.contains(&format!("{header}{body}")), "{}: {after}", profile.name);
        }
    }
}
