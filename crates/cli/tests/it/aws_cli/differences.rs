//! The table of what differs from the AWS CLI on purpose.

use super::{home, signed_in};
use crate::home::Home;
use std::{fs, path::Path};

/// A difference, and what shows it.
struct Difference {
    /// The spelling.
    command: &'static str,
    aws: &'static str,
    daypass: &'static str,
    why: &'static str,
    shows: fn(&Home) -> bool,
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        command: "every spelling",
        aws: "exit codes 252 to 255",
        daypass: "the exit codes of daypass: 2 usage, 3 login required, 4 configuration, 5 refused, 6 network",
        why: "a script can tell a sign-in that is needed from a network that is down",
        shows: |home| home.run("configure export-credentials --profile nobody").code == Some(4),
    },
    Difference {
        command: "every spelling",
        aws: "errors begin with `aws: [ERROR]:`",
        daypass: "errors begin with `error:` and end with the command to try; with `--output json` they are JSON",
        why: "a person reads what to do, and a program reads members",
        shows: |home| home.run("sso login --profile nobody").stderr.starts_with("error: "),
    },
    Difference {
        command: "every spelling",
        aws: "`--output yaml`, `yaml-stream` and `off`, and tables with frames",
        daypass: "`--output json` and `text`; `table` is without frames, where there is one",
        why: "no script parses a table, and YAML would be a library for one form",
        shows: |home| home.run("sso list-accounts --profile work --output yaml").code == Some(2),
    },
    Difference {
        command: "`--query`",
        aws: "the members of an object that the expression makes keep their order",
        daypass: "they are in the order of their names",
        why: "the library of JMESPath sorts them; JSON has no order, and `--output text` sorts them in the AWS CLI, too",
        shows: |home| {
            let found = home.run("whoami --profile work --query {z:Account,a:Account} --output json");
            found.stdout == "{\n    \"a\": \"111122223333\",\n    \"z\": \"111122223333\"\n}\n"
        },
    },
    Difference {
        command: "`--endpoint-url`, `--no-sign-request`, `--max-items`, `--starting-token`",
        aws: "obeyed by operations",
        daypass: "refused, with what to do instead; `--no-paginate` and `--page-size` change nothing",
        why: "an endpoint on the command line would get tokens; a listing is always whole",
        shows: |home| {
            home.run("sso list-accounts --endpoint-url https://example.com")
                .stderr
                .contains("AWS_ENDPOINT_URL")
        },
    },
    Difference {
        command: "`--debug`",
        aws: "prints tokens and secrets",
        daypass: "prints each request without a secret",
        why: "traces end up in tickets",
        shows: |home| !home.run("whoami --profile work --debug").stderr.contains("aoa"),
    },
    Difference {
        command: "`sso login`",
        aws: "signs in anew each time",
        daypass: "does nothing while the sign-in is valid; `--force` signs in anew",
        why: "nobody wants a browser for a sign-in that is good; the line of success is printed all the same",
        shows: |home| home.run("sso login --profile work").stderr.contains("Nothing to do"),
    },
    Difference {
        command: "`sso login`, `configure sso`",
        aws: "prints all that it says on standard output",
        daypass: "says it on standard error; on standard output are the line of success and, with `--no-browser`, the \
                  address and the code",
        why: "standard output is for what a script reads",
        shows: |home| home.run("sso login --profile work").stdout.lines().count() == 1,
    },
    Difference {
        command: "`sso logout`",
        aws: "ignores `--profile` and signs out of all sessions",
        daypass: "`--profile`, `--sso-session` and a name sign out of that session alone, and it says who stays signed in",
        why: "whoever names a session means it; without a name all sessions are meant, as in the AWS CLI",
        shows: |home| {
            home.run("sso logout --profile work --dry-run").stderr.contains("Would sign out of corp")
        },
    },
    Difference {
        command: "`configure sso`",
        aws: "an empty answer to the first question makes a legacy profile",
        daypass: "it takes the recommended session; `--sso-session ''` makes a legacy profile",
        why: "a legacy profile cannot renew its sign-in",
        shows: |home| home.run("configure sso --help").stdout.contains("empty in `configure sso`"),
    },
    Difference {
        command: "every spelling",
        aws: "a profile without any source gets the credentials of the container or of the instance",
        daypass: "it gets none; `credential_source` in the profile, alone or with a role, asks them",
        why: "on a machine that is no instance the question costs seconds, and a typing mistake would become another identity",
        shows: |home| {
            home.write(".aws/config", "[profile nothing]\nregion = eu-west-1\n");
            let mut command = home.command("sts get-caller-identity --profile nothing");
            command.env("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/x");
            command.output().is_ok_and(|output| output.status.code() == Some(4))
        },
    },
    Difference {
        command: "every spelling",
        aws: "a `credential_process` is run in each process, from any config file, for as long as it takes; its standard error \
              is shown if it fails",
        daypass: "it is run until its keys expire, from config files of your own, for a minute at most; its standard error is \
                  shown at once",
        why: "twenty tools at once start one program; a checkout brings a config file, too",
        shows: |home| {
            home.write("checkout/config", "[profile x]\ncredential_process = /bin/sh -c 'touch ~/started'\n");
            let mut command = home.command("configure export-credentials --profile x");
            command.env("AWS_CONFIG_FILE", home.path().join("checkout/config"));
            command.output().is_ok_and(|output| output.status.code() == Some(4))
                && !home.path().join("started").exists()
        },
    },
    Difference {
        command: "every spelling",
        aws: "the metadata of an instance is asked without a session where that fails (IMDSv1)",
        daypass: "by sessions alone (IMDSv2)",
        why: "a request that a program was tricked into would do for IMDSv1",
        shows: |home| {
            home.write(".aws/config", "[profile i]\ncredential_source = Ec2InstanceMetadata\n");
            home.server().world().lock().add_fault("StartInstanceSession bare=404".parse().expect("a fault"));
            let mut command = home.command("configure export-credentials --profile i");
            command.env("AWS_EC2_METADATA_SERVICE_ENDPOINT", home.server().url());
            command.output().is_ok_and(|output| output.status.code() == Some(6))
        },
    },
    Difference {
        command: "`configure export-credentials`",
        aws: "counts the profiles of `_AWS_CLI_PROFILE_CHAIN` and stops after four",
        daypass: "knows no such variable; a `credential_process` that asks for its own line is told so at once",
        why: "only a loop is one, not a long chain",
        shows: |home| {
            let home = home.command("configure export-credentials --profile work");
            let mut command = home;
            let output = command.env("_AWS_CLI_PROFILE_CHAIN", "a,b,c,work").output();
            output.is_ok_and(|output| output.status.success())
        },
    },
    Difference {
        command: "`configure export-credentials`",
        aws: "six formats, without quotes around what a shell would read otherwise",
        daypass: "eleven formats; such values are quoted, or refused where a format cannot carry them",
        why: "a line that is evaluated must not run a value; keys of AWS have no such characters",
        shows: |home| {
            home.run("configure export-credentials --profile work --format nushell").code == Some(0)
        },
    },
    Difference {
        command: "`configure list`",
        aws: "prints a part of the table where the credentials cannot be had",
        daypass: "prints nothing on standard output and fails",
        why: "half a table looks like a whole one",
        shows: |home| home.run("configure list --profile nobody").stdout.is_empty(),
    },
    Difference {
        command: "`configure list`",
        aws: "names both variables of the environment, as Python writes a list, and calls a `--region` imds",
        daypass: "names the variable that counts, and `--region`",
        why: "the column is for where the value is from",
        shows: |home| {
            let list = home.run("configure list --profile work --region eu-west-3").stdout;
            list.contains("region     : eu-west-3                : manual           : --region\n")
        },
    },
    Difference {
        command: "`configure get`, `configure set`",
        aws: "know the sections `[plugins]` and `[preview]`",
        daypass: "do not",
        why: "they are the AWS CLI's own",
        shows: |home| home.run("configure get plugins.cli_legacy_plugin_path").code == Some(1),
    },
    Difference {
        command: "`configure set`",
        aws: "writes the file in place, and loses its line ends and what it cannot read",
        daypass: "replaces it under a lock, changes that line alone, and refuses a value that no reader would read back",
        why: "the file is the person's",
        shows: |home| {
            home.write(".aws/config", "[default]\r\nregion = x\r\n");
            home.run("configure set region eu-west-1").code == Some(0)
                && home.read(".aws/config") == "[default]\r\nregion = eu-west-1\r\n"
        },
    },
    Difference {
        command: "`sso list-accounts`, `list-account-roles`, `get-role-credentials`",
        aws: "need `--access-token`, and ask the portal of the client region",
        daypass: "use the sign-in where no token is given, and ask the portal of the session's region unless `--region` says \
                  another; a session has to be configured",
        why: "no token has to stand on a command line, where every user of the machine can read it",
        shows: |home| home.run("sso list-accounts --profile work").code == Some(0),
    },
];

#[test]
fn every_difference_is_one() {
    for difference in DIFFERENCES {
        let home = signed_in();
        assert!((difference.shows)(&home), "{}: {}", difference.command, difference.daypass);
    }
    assert!(home().run("sso login --help").code == Some(0));
}

/// The page is made of the table. `INSTA_UPDATE=always cargo test -p daypass-cli aws_cli` writes it.
#[test]
fn the_page() {
    let rows: String = DIFFERENCES
        .iter()
        .map(|row| format!("| {} | {} | {} | {} |\n", row.command, row.aws, row.daypass, row.why))
        .collect();
    let page = format!(
        "# The AWS CLI's spellings\n\n\
         A script changes one word, `aws` to `daypass`, for\n\
         `sso login`, `sso logout`, `configure sso`, `configure sso-session`, `configure export-credentials`,\n\
         `configure list-profiles`, `configure list`, `configure get`, `configure set`, `sso list-accounts`,\n\
         `sso list-account-roles`, `sso get-role-credentials` and `sts get-caller-identity`: the flags are those of AWS CLI\n\
         2.36.7, and what a script parses is on the same stream with the same bytes. The AWS CLI's global options are taken\n\
         before and behind the command. What differs on purpose:\n\n\
         | spelling | the AWS CLI | daypass | because |\n| --- | --- | --- | --- |\n{rows}"
    );
    crate::docs::check("aws-cli.md", &page);
}

/// A page that no test reads is no promise.
#[test]
fn the_page_is_linked() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for name in ["README.md", "SHORTCOMINGS.md"] {
        let text = fs::read_to_string(root.join(name)).expect("a document");
        assert!(text.contains("(docs/aws-cli.md)"), "{name}");
    }
}
