//! The book is true: every command line in a block is run, those in sentences and tables are read by the parser.
//!
//! In a block of `console` a line that begins with `$ ` is run by bash, block by block, each in a home of its own that is signed
//! in. `aws`, `ssh`, `docker` and `terraform` are stand-ins there, which fail without what they need.

use crate::home::{Home, Outcome, make_executable};
use daypass_simulator::{AutoApprove, World};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Lines that ask before they write, and what is said where there is no terminal to ask on.
const ASK: &[(&str, &str)] = &[
    ("daypass configure populate --sso-session corp --region eu-west-1", "there is no terminal to ask on"),
    ("daypass init --install", "there is no terminal to ask on"),
    ("daypass init bash --install", "there is no terminal to ask on"),
];

const CONFIG: &str = "\
[profile dev]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-1
[profile work]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = AWSReadOnlyAccess
region = eu-west-1
[profile my-sso-profile]
sso_session = corp
sso_account_id = 051234567822
sso_role_name = AWSPowerUserAccess
region = eu-west-1
[sso-session corp]
sso_start_url = https://d-9067000018.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
";

/// What stands in for programs that are not ours, and on what each insists.
const STAND_INS: &[(&str, &str)] = &[
    // It comes for the page, as a browser does.
    (
        "browser",
        "IFS=/ read -r _ _ host path <<< \"$1\"\nexec 3<>\"/dev/tcp/${host%:*}/${host#*:}\"\n\
      printf 'GET /%s HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n' \"$path\" \"$host\" >&3\ntimeout 5 head -n 1 <&3",
    ),
    (
        "aws",
        "[ -n \"$AWS_ACCESS_KEY_ID$AWS_CONTAINER_CREDENTIALS_FULL_URI\" ] || [[ \" $* \" == *' --profile '* ]]",
    ),
    ("terraform", "[ -n \"$AWS_CONTAINER_CREDENTIALS_FULL_URI\" ] && [ \"$1\" = plan -o \"$1\" = apply ]"),
    (
        "docker",
        "[ \"$1\" = run ] || exit 1; [ -n \"$AWS_ACCESS_KEY_ID\" ] || [[ \"$*\" == *'.aws:'* ]] || relayed \"$@\"",
    ),
    ("podman", "[ \"$1\" = run ] && relayed \"$@\""),
    ("kubectl", "[ \"$1 $2\" = 'exec -i' ] && relayed \"$@\""),
    ("wsl.exe", "relayed \"$@\""),
    // The relay's words have a meaning: nothing is at the other end here, but they are read (2 is for wrong ones). Behind
    // `--entrypoint` the image comes first.
    (
        "relayed",
        "[[ \"$*\" != *'-e AWS_CONTAINER_CREDENTIALS_FULL_URI'* ]] || \
         export AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/p\n\
         until [ \"$1\" = daypass-relay ]; do shift || exit 1; done; shift; [[ $1 == -* ]] || shift\n\
      daypass relay \"$@\" < /dev/null > /dev/null 2>&1; [ $? != 2 ]",
    ),
    (
        "ssh",
        "[[ \"$*\" == *daypass-relay* ]] && exec relayed \"$@\"\n\
         [[ \"$1 $2\" =~ ^-L\\ ([0-9]+):127.0.0.1:([0-9]+)$ ]] && [ ${BASH_REMATCH[1]} = ${BASH_REMATCH[2]} ]",
    ),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns README and the pages of the book, those that are generated from code included.
fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    let docs = fs::read_dir(root().join("docs")).expect("the book").flatten().map(|entry| entry.path());
    for path in docs.chain([root().join("README.md")]) {
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = fs::read_to_string(&path).expect("a page");
            let name = path.strip_prefix(root()).expect("below the root").display().to_string();
            pages.insert(name, text);
        }
    }
    pages
}

/// Returns the blocks of `console` as the lines that are typed, without their comments; a backslash goes on in the next line.
fn typed(page: &str) -> impl Iterator<Item = Vec<String>> {
    let blocks = page.split("```console\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let uncommented = |line: &str| line.split("  # ").next().unwrap_or(line).trim().to_owned();
    blocks.map(move |block| {
        let block = block.replace("\\\n", " ");
        // The project's own commands are run by CI itself.
        let lines = block.lines().filter_map(|line| line.strip_prefix("$ "));
        lines.map(uncommented).filter(|line| !line.starts_with("cargo ")).collect()
    })
}

#[cfg(unix)]
#[test]
fn every_command_in_a_block_runs() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, page) in pages() {
        for block in typed(&page).filter(|block| !block.is_empty()) {
            let reader = Reader::new();
            for line in block {
                count += 1;
                let outcome = reader.types(&line);
                if !is_as_told(&line, &outcome) {
                    wrong.push(format!("{name}: {line}\n{outcome}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 60, "{count} command lines: is the test looking at the book?");
}

fn is_as_told(line: &str, outcome: &Outcome) -> bool {
    match ASK.iter().find(|(asks, _)| *asks == line) {
        Some((_, said)) => outcome.code == Some(2) && outcome.stderr.contains(said),
        None => outcome.code == Some(0),
    }
}

/// Somebody who types what the book says.
struct Reader {
    home: Home,
}

impl Reader {
    fn new() -> Self {
        let home = Home::with(World::demo()).config(CONFIG);
        home.server().world().lock().set_auto_approve(AutoApprove::Allow);
        let _signed_in = home.run("login --sso-session corp --use-device-code --no-browser").ok();
        for (name, insists) in STAND_INS {
            home.write(&format!("bin/{name}"), &format!("#!/bin/bash\n{insists}\n"));
            make_executable(&home.path().join("bin").join(name));
        }
        plant(&home);
        Self { home }
    }

    fn types(&self, line: &str) -> Outcome {
        let program =
            Path::new(env!("CARGO_BIN_EXE_daypass")).parent().expect("a folder").display().to_string();
        let (shell, options) = if line.contains("init zsh") { ("zsh", "-fc") } else { ("bash", "-c") };
        let mut command = self.home.other(shell);
        let bin = self.home.path().join("bin");
        command.env("PATH", format!("{}:{program}:/usr/bin:/bin", bin.display()));
        command.env("SHELL", "/bin/bash").env("BROWSER", bin.join("browser")).current_dir(self.home.path());
        // A server in the background ends with the shell that has started it.
        let script = line.replace("--background", "--background --until-exit $$");
        let script = script.replace("lease new", "lease new --until-exit $$");
        command.args([options, &format!("{script}\nexit $?")]);
        if Command::new(shell).arg("-c").arg("exit 0").output().is_err() {
            println!("skipped: no {shell}");
            return self.home.run("--version");
        }
        self.home.finish(line, command)
    }
}

/// What other tools left, for the pages about them.
fn plant(home: &Home) {
    let portal = "SSORegion: eu-west-1\n        StartUrl: https://d-9067000018.awsapps.com/start";
    home.write(".aws-sso/config.yaml", &format!("SSOConfig:\n    Default:\n        {portal}\n"));
    home.write("code/shop/README.md", "a folder to pin\n");
    home.write(".granted/config", "DefaultBrowser = \"STDOUT\"\n");
}

/// `daypass …` between backticks, with the placeholders of the pages filled in.
#[test]
fn every_command_in_a_sentence_is_one() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, page) in pages() {
        if name.ends_with("cli-reference.md") {
            continue;
        }
        let blocks = page.split("```").step_by(2).collect::<String>();
        for quoted in blocks.split('`').skip(1).step_by(2) {
            let Some(line) = quoted.strip_prefix("daypass ") else { continue };
            // A pattern, and a line of a shell around it.
            if line.contains(['<', '…', '|', '$', '\\']) {
                continue;
            }
            count += 1;
            let words = line.split_whitespace().map(filled);
            let words: Vec<_> = std::iter::once("daypass".to_owned()).chain(words).collect();
            if let Err(error) = daypass_cli::args::definition().try_get_matches_from(&words)
                && error.exit_code() != 0
            {
                wrong.push(format!("{name}: {quoted}: {error}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 100, "{count} command lines: is the test looking at the book?");
}

/// The relay's words in files of compose and of dev containers, as a list or as a line of a shell.
#[test]
fn the_relay_in_a_file_is_started_with_words_that_it_has() {
    let mut count = 0;
    for (name, page) in pages() {
        for block in page.split("```").skip(1).step_by(2).filter(|block| block.starts_with(['j', 'y'])) {
            for line in block.lines() {
                let list = line.split_once("[\"daypass-relay\",").map(|(_, rest)| format!("[{rest}"));
                let words: Vec<String> = match (list, line.split_once(" daypass-relay --")) {
                    (Some(list), _) => serde_json::from_str(&list).expect("a list"),
                    (None, Some((_, rest))) => {
                        format!("--{rest}").split_whitespace().map(str::to_owned).collect()
                    }
                    _ => continue,
                };
                let words = words.into_iter().take_while(|word| word != ">").map(Into::into);
                let options = daypass_relay::Options::parse(words);
                assert!(options.is_ok_and(|options| options.socket.is_some()), "{name}: {line}");
                count += 1;
            }
        }
    }
    assert_eq!(count, 2, "is the test looking at the book?");
}

/// With `-v` an error names its section of the book, and `doctor` each finding's row; there are such places for all.
#[test]
fn errors_and_findings_have_an_address() {
    use daypass_cli::exit::Exit;
    let page = |name: &str| fs::read_to_string(root().join("docs").join(name)).expect("a page");
    let troubleshooting = page("troubleshooting.md");
    for exit in [
        Exit::Failed,
        Exit::Usage,
        Exit::LoginRequired,
        Exit::Configuration,
        Exit::Refused,
        Exit::Network,
        Exit::SignInDenied,
        Exit::Interrupted,
        Exit::Terminated,
        Exit::HungUp,
    ] {
        let heading = format!("\n### {}\n\nExit {}", exit.word(), exit.code());
        let interrupted = format!("\n### {}\n", Exit::Interrupted.word());
        assert!(troubleshooting.contains(&heading) || heading.starts_with(&interrupted), "{heading}");
    }
    let book = "https://github.com/daypass/daypass/blob/main/docs/";
    let home = Home::with(World::demo()).config(CONFIG);
    let failed = home.run("whoami -p dev -v");
    assert!(failed.stderr.ends_with(&format!("{book}troubleshooting.md#login_required\n")), "{failed}");
    assert!(!home.run("whoami -p dev").stderr.contains(book));
    let home = home.config("[profile dev]\nsso_session = nobody\n");
    let found = home.run("doctor -v");
    let codes: Vec<_> = found.stderr.split("doctor.md#").skip(1).filter_map(|rest| rest.get(..4)).collect();
    assert!(codes.contains(&"P505"), "{found}");
    let doctor = page("doctor.md");
    assert!(codes.iter().all(|code| doctor.contains(&format!("<a id=\"{code}\"></a>"))), "{codes:?}");
}

fn filled(word: &str) -> String {
    let word = word.trim_matches(['\'', '"']);
    match word {
        "URL" => "https://example.com".to_owned(),
        "ID" => "111122223333".to_owned(),
        "SHELL" => "bash".to_owned(),
        "PID" => "1".to_owned(),
        "TIME" => "15m".to_owned(),
        "ARN" => "arn:aws:iam::111122223333:role/Deploy".to_owned(),
        word => word.to_owned(),
    }
}
