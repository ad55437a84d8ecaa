//! `demo`: runs the commands of a day against the simulator and shows them as a screencast would; with `--program FILE` those
//! of another build.

use crate::stage::{self, Stage};
use daypass_testkit::world::{ACCOUNT, ROLE, START_URL};
use std::{fs, path::PathBuf};
use xtask::{environment, places, process::Run, tally::Tally};

const PROFILE: &str = "my-sso-profile";

/// Runs the demo; `--interactive` uses the person's own browser and terminal.
pub(crate) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    println!("Building daypass and its simulator …");
    let build = if has("--built") { stage::built } else { stage::build };
    let stage = environment::fetch().and_then(|()| build()).and_then(|()| Stage::open("demo"));
    match stage {
        Err(reason) => tally.check("the simulator is up and daypass is built", Err(reason)),
        Ok(stage) => {
            println!("The simulator answers at {}, home is {}\n", stage.url, stage.home.display());
            let program = arguments.iter().skip_while(|argument| *argument != "--program").nth(1);
            let program = program.map_or_else(|| places::program(stage::DAYPASS), PathBuf::from);
            let mut day = Day { stage, program, interactive: has("--interactive"), shown: tally };
            day.live();
            tally = day.shown;
            let (requests, home) = (day.stage.requests().len(), &day.stage.home);
            println!("The day is over: {} steps, both ways to sign in (PKCE and device code),", tally.passed);
            println!("{requests} requests to the simulator. Its home folder is left at {}", home.display());
        }
    }
    tally
}

struct Day {
    stage: Stage,
    program: PathBuf,
    interactive: bool,
    shown: Tally,
}

impl Day {
    fn live(&mut self) {
        println!(
            "# Once: a session and a profile. Every question has a flag; the browser opens, you press Allow.\n"
        );
        let session = ["--sso-session", "my-sso", "--sso-start-url", START_URL, "--sso-region", "eu-west-1"];
        let profile = [
            "--sso-account-id",
            ACCOUNT,
            "--sso-role-name",
            ROLE,
            "--region",
            "eu-west-1",
            "--output",
            "json",
        ];
        // A person picks account and role, and answers the rest.
        let answers: &[&str] = if self.interactive { &[] } else { &profile };
        let wizard = [&["configure", "sso", "--profile", PROFILE], &session[..], answers].concat();
        self.daypass(&wizard, 0, "");
        self.file(".aws/config", "[sso-session my-sso]");

        println!("# Each morning. There is nothing to do while the session is good.\n");
        self.daypass(&["login", "--profile", PROFILE], 0, "");
        self.daypass(&["whoami", "--profile", PROFILE], 0, "\"Arn\"");

        println!("# Every other AWS tool goes on as if `aws sso login` had run.\n");
        self.aws(&["s3", "ls", "--profile", PROFILE]);

        println!("# Tools that know no SSO get credentials.\n");
        self.daypass(&["credentials", "--profile", PROFILE, "--format", "env"], 0, "AWS_SESSION_TOKEN=");
        self.daypass(&["status"], 0, "my-sso");

        println!("# In the evening.\n");
        self.daypass(&["logout"], 0, "");
        self.daypass(&["credentials", "--profile", PROFILE, "--no-input"], 3, "daypass login");

        println!("# The next day over SSH: a code instead of a redirect.\n");
        self.daypass(&["login", "--profile", PROFILE, "--use-device-code"], 0, "");
        self.daypass(&["whoami", "--profile", PROFILE], 0, "\"Arn\"");
        self.daypass(&["logout", "--profile", PROFILE], 0, "");
    }

    /// Runs daypass, shows the command and its output, and checks the exit code and the expected words.
    fn daypass(&mut self, arguments: &[&str], code: i32, words: &str) {
        let run = self.stage.run(&self.program).args(arguments);
        self.show(run, code, words);
    }

    /// Runs the real AWS CLI, if it is installed.
    fn aws(&mut self, arguments: &[&str]) {
        match places::on_path("aws") {
            Some(aws) => {
                let run = self.stage.run(aws).args(arguments);
                self.show(run, 0, "");
            }
            None => {
                self.shown.skip(&format!("aws {}", arguments.join(" ")), "no AWS CLI on this machine's PATH");
            }
        }
    }

    fn show(&mut self, run: Run, code: i32, words: &str) {
        let what = run.shown().to_owned();
        println!("$ {}", folded(&what));
        let result = if self.interactive {
            run.own_browser().interactive().code().map(|found| (found, words.to_owned()))
        } else {
            run.merged()
        };
        let result = result.and_then(|(found, output)| {
            if !self.interactive {
                println!("{}", output.trim_end());
            }
            if found != Some(code) {
                return Err(format!("ended with {found:?}, not {code}"));
            }
            if output.contains(words) { Ok(()) } else { Err(format!("does not say {words:?}")) }
        });
        println!();
        match result {
            Ok(()) => self.shown.passed += 1,
            Err(_) => self.shown.check(&what, result),
        }
    }

    fn file(&mut self, name: &str, words: &str) {
        let text = fs::read_to_string(self.stage.home.join(name)).unwrap_or_default();
        println!("$ cat ~/{name}\n{}\n", text.trim_end());
        if self.interactive || text.contains(words) {
            self.shown.passed += 1;
        } else {
            self.shown.check(&format!("cat ~/{name}"), Err(format!("does not hold {words:?}")));
        }
    }
}

/// Breaks a long command into several lines.
fn folded(command: &str) -> String {
    if command.len() <= 100 { command.to_owned() } else { command.replace(" --", " \\\n    --") }
}
