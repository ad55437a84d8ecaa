//! What a line means, what is typed in its place, and what is refused.

use crate::parser::reading;
use daypass_command_lines::foreign_lines;

fn check(rows: &[(&str, &str)]) {
    for (line, expected) in rows {
        assert_eq!(reading(line), *expected, "{line}");
    }
}

#[test]
fn options_of_other_tools_are_translated() {
    check(&[
        ("whoami", "whoami"),
        ("whoami --debug", "whoami -vv"),
        ("--debug sso login x", "-vv sso login x"),
        ("whoami --no-cli-pager -p dev", "whoami -p dev"),
        ("whoami --no-color --json", "whoami --color=never --output=json"),
        ("whoami --page-size 5 -p dev", "whoami -p dev"),
        ("whoami --page-size=5 -p dev", "whoami -p dev"),
        ("whoami -p dev --page-size", "whoami -p dev"),
        ("login --headless --force-refresh x", "login --no-browser --force x"),
        ("configure populate --dry-run", "configure populate --plan"),
        ("settings list", "settings"),
        ("settings print --cli-auto-prompt", "settings"),
        ("completions -s bash", "completions bash"),
        // An option of `login` alone, elsewhere.
        ("whoami --headless", "no argument --headless"),
        ("accounts --debugg", "no argument --debugg"),
        ("accounts --debug=all", "accounts -vv"),
        // What another program gets is its own.
        ("exec --debug -p dev -- aws --debug help", "exec -vv -p dev -- aws --debug help"),
    ]);
}

#[test]
fn commands_of_other_tools_are_translated() {
    check(&[
        ("sts get-caller-identity", "whoami"),
        ("sts get-caller-identity -p dev --debug", "whoami -p dev -vv"),
        ("-p dev sts get-caller-identity", "-p dev whoami"),
        ("completion zsh", "completions zsh"),
        ("version", "says --version"),
        ("-v version", "says -v --version"),
        ("help", "says --help"),
        ("help login", "says login --help"),
        ("-v help login", "says -v login --help"),
        ("accounts help", "says accounts --help"),
        ("login help", "says login --help"),
        ("status help", "says status --help"),
        // Neither is the last word.
        ("accounts help me", "no argument help"),
        ("login help --force", "no value help"),
        ("completions csh", "no value csh"),
        ("completions csh help", "no value csh"),
        ("nonsense", "no command nonsense"),
        ("-v", "says usage"),
    ]);
}

#[test]
fn a_word_of_a_command_is_its_profile_or_region_where_it_can_be_nothing_else() {
    check(&[
        ("whoami work", "whoami --profile=work"),
        ("console work --print", "console --profile=work --print"),
        ("credential-process work", "credential-process --profile=work"),
        ("credentials work --format env", "credentials --profile=work --format env"),
        ("exec work -- aws", "exec --profile=work -- aws"),
        // Nothing is run: the word can be the command.
        ("exec work", "no argument work"),
        ("exec work --", "no argument work"),
        ("whoami work -p other", "no argument work"),
        ("whoami -p other work", "no argument work"),
        ("whoami --profile=other work", "no argument work"),
        ("whoami --account 1 work", "no argument work"),
        ("whoami --account=1 work", "no argument work"),
        ("whoami --role admin work", "whoami --role admin --profile=work"),
        ("console one two", "no argument two"),
        ("accounts work", "no argument work"),
        ("whoami --frob", "no argument --frob"),
        (
            "login https://corp.example/start eu-west-1",
            "login https://corp.example/start --sso-region=eu-west-1",
        ),
        ("login https://corp.example/start here", "no argument here"),
        ("login corp eu-west-1", "no argument eu-west-1"),
        ("login https://corp.example/start --frob-x", "no argument --frob-x"),
        ("logout https://corp.example/start eu-west-1", "no argument eu-west-1"),
    ]);
}

#[test]
fn an_option_before_its_command_goes_behind_it() {
    check(&[
        ("-y configure populate", "configure populate -y"),
        ("--no-browser sso login x", "sso login --no-browser x"),
        ("--serve exec -p dev -- aws", "exec --serve -p dev -- aws"),
        ("--refresh -v roles", "-v roles --refresh"),
        ("-p dev --no-browser login", "-p dev login --no-browser"),
        // It is no option of this command.
        ("--serve roles", "no argument --serve"),
    ]);
}

#[test]
fn what_daypass_does_not_have_leads_to_a_line_that_it_takes() {
    check(&[
        ("current", "current -> try daypass whoami"),
        ("current -p dev", "current -> try daypass whoami -p dev"),
        // What the line does not take is left out.
        ("auth login --browser firefox", "auth login -> try daypass login"),
        ("assume -un", "assume -un -> try daypass use -"),
        ("assume dev -un", "assume -un -> try daypass use -"),
        ("assume dev", "assume -> try daypass use dev"),
        ("assume -c dev", "assume -c -> try daypass console dev"),
        ("config get", "config get -> try daypass settings"),
        ("config sso", "config -> try daypass settings"),
        ("env -p dev", "env -> try daypass credentials --format env -p dev"),
        // The first of several lines does not take it, the second does.
        ("export --format json", "export -> try daypass credentials --format json"),
        ("run -p dev -- aws s3 ls", "run -> try daypass exec -p dev -- aws s3 ls"),
        ("run -- assume -un", "run -> try daypass exec -- assume -un"),
        // Options stand behind `--` as another program's.
        ("assume -- -un", "assume -> try daypass use -- -un"),
        ("list-accounts", "list-accounts -> try daypass accounts"),
        ("-p dev list-accounts", "list-accounts -> try daypass accounts"),
    ]);
}

#[test]
fn services_of_aws_are_run_by_exec() {
    check(&[
        ("s3 ls", "s3 -> try daypass exec -- aws s3 ls"),
        ("-p dev s3 ls --recursive", "s3 -> try daypass exec -p dev -- aws s3 ls --recursive"),
        (
            "sts decode-authorization-message",
            "sts -> try daypass exec -- aws sts decode-authorization-message",
        ),
        ("sts", "sts -> try daypass exec -- aws sts"),
        ("glue get-tables", "glue -> try daypass exec -- aws glue get-tables"),
        ("-p dev glue list-jobs", "glue -> try daypass exec -p dev -- aws glue list-jobs"),
        ("glue", "no command glue"),
        ("glue tables", "no command glue"),
        // An option that is refused is no service.
        ("whoami --glue get-tables", "no argument --glue"),
    ]);
}

#[test]
fn an_option_of_another_tool_is_replaced_in_its_place() {
    check(&[
        ("console -s ec2", "console -s -> try daypass console --service ec2"),
        ("console -s=ec2 --print", "console -s -> try daypass console --service ec2 --print"),
        ("login -f", "login -f -> try daypass login --force"),
        ("login -u firefox corp", "login -u -> try daypass login --no-browser corp"),
        ("login -u=firefox corp", "login -u -> try daypass login --no-browser corp"),
        ("exec -p dev -n -- aws", "exec -n -> try daypass exec -p dev -- aws"),
        ("exec -t 123456 -p dev -- aws", "exec -t -> try daypass exec -p dev -- aws"),
        ("whoami --format json", "--format -> try daypass whoami --output json"),
        ("-v --who", "--who -> try daypass -v whoami"),
        // Two of them: the suggestion for the first one is read again.
        ("exec -n -s -p dev -- aws", "exec -n -> try daypass exec --serve -p dev -- aws"),
        // The line that comes of it is refused.
        ("login -f --frob", "no argument -f"),
        ("credentials -f x", "credentials -f -> try daypass credentials --write-credentials <NAME>"),
    ]);
}

#[test]
fn a_sentence_says_what_no_command_does() {
    for (line, begin) in [
        ("add work", "add -> say daypass keeps no long-lived keys"),
        ("whoami --no-sign-request", "--no-sign-request -> say daypass signs"),
        ("exec --ec2-server -p dev -- aws", "exec --ec2-server -> say Programs get credentials"),
        ("assume -bp", "assume -bp -> say The browser of a session"),
        ("settings set browser", "settings set -> say The settings file is yours to edit"),
    ] {
        let reading = reading(line);
        assert!(reading.starts_with(begin), "{line}: {reading}");
    }
}

#[test]
fn a_line_is_translated_only_so_often() {
    let line = format!("accounts{}", " --debug".repeat(17));
    assert_eq!(reading(&line), "no argument --debug");
    let line = format!("accounts{}", " --debug".repeat(16));
    assert_eq!(reading(&line), format!("accounts{}", " -vv".repeat(16)));
}

#[test]
fn all_lines_with_a_suggestion_are_listed() {
    let lines = foreign_lines();
    for line in ["auth login", "s3api", "whoami --format", "exec -t x", "update", "assume -bp"] {
        assert_eq!(lines.iter().filter(|known| *known == line).count(), 1, "{line}");
    }
    assert!(lines.iter().all(|line| !line.is_empty() && !line.contains(['#', ',', '_'])), "{lines:?}");
}
