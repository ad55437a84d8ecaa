//! Folder pins: entering and leaving a folder, nested, linked, changed and foreign pins. No command gets an identity that nobody
//! agreed to.

use crate::{
    home::{Home, Outcome},
    shells,
};
use std::{fs, os::unix::fs::symlink};

const CONFIG: &str = "[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = s\n\
    [profile dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = s\nregion = us-east-1\n\
    [profile prod]\naws_access_key_id = AKIAPROD\naws_secret_access_key = s\n";

fn home() -> Home {
    let home = Home::new().config(CONFIG);
    home.write("a/.daypass.toml", "profile = 'dev'\nregion = 'eu-west-1'\n");
    home.write("a/b/c/.daypass.toml", "profile = 'prod'\n");
    fs::create_dir_all(home.path().join("other")).expect("a folder");
    home
}

/// The command line in this folder of the home.
fn run(home: &Home, folder: &str, words: &str) -> Outcome {
    let mut command = home.command(words);
    command.current_dir(home.path().join(folder));
    home.finish(words, command)
}

/// The access key and the region that a command gets in this folder.
fn identity(home: &Home, folder: &str) -> String {
    let outcome = run(home, folder, "exec -- env");
    let value = |name: &str| {
        let line = outcome.stdout.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once('=').map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    match outcome.code {
        Some(0) => format!("{} {}", value("AWS_ACCESS_KEY_ID="), value("AWS_REGION=")),
        code => format!("exit {}", code.unwrap_or(-1)),
    }
}

/// Gives a file or folder to another user; `false`, and said, where that is not allowed.
fn give(home: &Home, path: &str) -> bool {
    let is_given = std::os::unix::fs::lchown(home.path().join(path), Some(4711), None).is_ok();
    if !is_given {
        println!("skipped: only root can give a file away");
    }
    is_given
}

#[test]
fn each_folder_has_its_identity() {
    let home = home();
    for (folder, expected) in [
        ("a", "AKIADEV eu-west-1"),
        ("a/b", "AKIADEV eu-west-1"),
        ("a/b/c", "AKIAPROD "),
        ("other", "AKIADEFAULT "),
    ] {
        assert_eq!(identity(&home, folder), expected, "{folder}");
    }
    assert_eq!(run(&home, "a/b", "prompt").ok().stdout, "dev\n");
    assert_eq!(run(&home, "other", "prompt").ok().stdout, "");
    // A link to a folder is that folder, and a link to a pin is that pin.
    symlink(home.path().join("a"), home.path().join("other/linked")).expect("a link");
    symlink("../a/.daypass.toml", home.path().join("other/.daypass.toml")).expect("a link");
    assert_eq!(identity(&home, "other/linked/b"), "AKIADEV eu-west-1");
    assert_eq!(identity(&home, "other"), "AKIADEV eu-west-1");
}

#[test]
fn what_a_person_says_goes_before_the_folder() {
    let home = home();
    let flag = run(&home, "a", "exec --profile prod -- env").ok();
    assert!(flag.stdout.contains("AKIAPROD") && !flag.stdout.contains("eu-west-1"), "{flag}");
    let home = home.set("AWS_PROFILE", "prod");
    let variable = run(&home, "a", "exec -- env").ok();
    assert!(variable.stdout.contains("AKIAPROD") && !variable.stdout.contains("eu-west-1"), "{variable}");
    assert!(
        variable
            .stderr
            .contains("The environment says prod, not ~/a/.daypass.toml (profile dev, region eu-west-1)."),
        "{variable}"
    );
    let home = home.set("AWS_REGION", "us-west-2").set("AWS_PROFILE", "dev");
    assert_eq!(identity(&home, "a"), "AKIADEV us-west-2");
    // `credential-process` is asked by programs, whose folder means nothing.
    let home = self::home();
    let process = run(&home, "a", "credential-process").ok();
    assert!(process.stdout.contains("AKIADEFAULT"), "{process}");
}

#[test]
fn a_pin_can_choose_and_nothing_else() {
    let home = home();
    for (text, said) in [
        (
            "profile = 'dev'\nendpoint_url = 'http://evil.example'\n",
            "~/x/.daypass.toml:2: a pin has no `endpoint_url`",
        ),
        ("browser = 'sh -c evil'\n", "~/x/.daypass.toml:1: a pin has no `browser`"),
        ("[guard.'*']\n", "~/x/.daypass.toml:1: a pin has no `guard`"),
        ("profile = 'nobody'\n", "nobody"),
        ("region = 'a b'\n", "~/x/.daypass.toml:1: `region` cannot be \"a b\""),
    ] {
        home.write("x/.daypass.toml", text);
        let refused = run(&home, "x", "exec -- env");
        assert!(refused.code == Some(4) && refused.stderr.contains(said), "{text}: {refused}");
        assert!(refused.stdout.is_empty(), "{refused}");
        // It keeps nobody who says who to be from working.
        assert!(run(&home, "x", "exec --profile dev -- env").ok().stdout.contains("AKIADEV"));
    }
}

#[test]
fn a_pin_of_another_user_is_followed_only_as_it_was_agreed_to() {
    let home = home();
    home.write("theirs/.daypass.toml", "profile = 'prod'\n");
    fs::create_dir_all(home.path().join("theirs/below")).expect("a folder");
    if !give(&home, "theirs") {
        return;
    }
    insta::assert_snapshot!(run(&home, "theirs/below", "exec -- env"), @r"
    $ daypass exec -- env
    [stderr]
    error: ~/theirs/.daypass.toml is not followed: the user with id 4711 owns it or its folder
      chooses  profile prod
    try: daypass trust
    [exit 4]
    ");
    assert_eq!(run(&home, "theirs", "prompt").ok().stdout, "");
    let process = run(&home, "theirs", "credential-process").ok();
    assert!(process.stdout.contains("AKIADEFAULT"), "{process}");
    let trusted = run(&home, "theirs/below", "trust").ok();
    assert!(
        trusted
            .stderr
            .contains("~/theirs/.daypass.toml is followed while it has this content: profile prod."),
        "{trusted}"
    );
    assert_eq!(identity(&home, "theirs/below"), "AKIAPROD ");
    // Changed, it is another pin.
    home.write("theirs/.daypass.toml", "profile = 'dev'\n");
    let changed = run(&home, "theirs", "exec -- env");
    assert!(
        changed.code == Some(4) && changed.stderr.contains("its content has changed since you agreed to it"),
        "{changed}"
    );
    // For good, it counts as absent, and the command line below says so.
    let never = run(&home, "theirs", "trust --never").ok();
    assert!(never.stderr.contains("is never followed"), "{never}");
    assert_eq!(identity(&home, "theirs"), "AKIADEFAULT ");
    drop(run(&home, "", "untrust theirs").ok());
    assert_eq!(identity(&home, "theirs"), "exit 4");
}

#[test]
fn pin_writes_shows_and_removes() {
    let home = home();
    insta::assert_snapshot!(run(&home, "other", "pin dev --region us-west-2"), @r"
    $ daypass pin dev --region us-west-2
    [stderr]
    ~/other/.daypass.toml chooses profile dev, region us-west-2 in this folder and below.
    [exit 0]
    ");
    assert_eq!(home.read("other/.daypass.toml"), "profile = \"dev\"\nregion = \"us-west-2\"\n");
    assert_eq!(
        run(&home, "other", "pin").ok().stdout,
        "~/other/.daypass.toml: profile dev, region us-west-2\n"
    );
    assert_eq!(identity(&home, "other"), "AKIADEV us-west-2");
    drop(run(&home, "other", "pin prod").ok());
    assert_eq!(home.read("other/.daypass.toml"), "profile = \"prod\"\nregion = \"us-west-2\"\n");
    let nobody = run(&home, "other", "pin nobody");
    assert!(nobody.code == Some(4) && home.read("other/.daypass.toml").contains("prod"), "{nobody}");
    drop(run(&home, "other", "pin -").ok());
    assert!(!home.path().join("other/.daypass.toml").exists());
    let none = run(&home, "other", "pin -");
    assert_eq!(none.code, Some(4), "{none}");
    assert!(run(&home, "other", "pin").ok().stderr.contains("No folder pin applies here."));
    assert_eq!(run(&home, "other", "trust").code, Some(4));
}

#[test]
fn settings_say_what_the_folder_chooses() {
    let home = home();
    home.write("a/.daypass.toml", "profile = 'dev'\nsso_session = 'corp'\nregion = 'eu-west-1'\n");
    home.write(".config/daypass/settings.toml", "sso_session = 'mine'\n");
    let shown = run(&home, "a", "settings --output text").ok().stdout;
    for line in [
        "sso_session\tcorp\t~/a/.daypass.toml:2\tmine (~/.config/daypass/settings.toml:1)\n",
        "profile\tdev\t~/a/.daypass.toml:1\t\n",
        "region\teu-west-1\t~/a/.daypass.toml:3\t\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let home = home.set("AWS_PROFILE", "prod");
    let shown = run(&home, "a", "settings --output text").ok().stdout;
    assert!(shown.contains("profile\tprod\tAWS_PROFILE\tdev (~/a/.daypass.toml:1)\n"), "{shown}");
    home.write("a/.daypass.toml", "profil = 'dev'\n");
    let warned = run(&home, "a", "settings").ok();
    assert!(warned.stderr.contains("~/a/.daypass.toml:1: a pin has no `profil`"), "{warned}");
}

/// What the shells show as one walks: entering, leaving, nested, a pin that changes, a choice of one's own, a refusal.
const WALK: &str = "
cd ~/a; PIN; SHOW
cd ~/a/b; PIN; SHOW
cd ~/a/b/c; PIN; SHOW
cd ~/other; PIN; SHOW
cd ~/a; PIN; daypass use prod; PIN; SHOW
cd ~/other; PIN; SHOW
cd ~/a; daypass use -; PIN; SHOW
daypass trust --never 2>/dev/null; PIN; SHOW
daypass untrust 2>/dev/null; PIN; SHOW
echo \"profile = 'prod'\" > ~/a/.daypass.toml; PIN; SHOW
cd ~/theirs; PIN 2>/dev/null; SHOW
rm ~/a/.daypass.toml; cd ~/a; PIN; SHOW
";
const WALKED: &str =
    "dev eu-west-1\ndev eu-west-1\nprod \n \nprod \nprod \ndev eu-west-1\n \ndev eu-west-1\nprod \n \n \n";

#[test]
fn a_shell_follows_as_one_walks() {
    for (program, options, load, pin) in [
        ("bash", &["-c"][..], "set -u\neval \"$(daypass init bash)\"", "eval \"${PROMPT_COMMAND}\""),
        (
            "zsh",
            &["-f", "-c"],
            "set -u\neval \"$(daypass init zsh)\"",
            "for f in $precmd_functions; do $f; done",
        ),
        ("fish", &["--no-config", "-c"], "daypass init fish | source", "emit fish_prompt"),
    ] {
        let home = home();
        home.write("theirs/.daypass.toml", "profile = 'prod'\n");
        if !give(&home, "theirs") {
            return;
        }
        let (unset, show) = match program {
            "fish" => ("set -e AWS_ACCESS_KEY_ID", "echo \"$AWS_PROFILE $AWS_REGION\""),
            _ => ("unset AWS_ACCESS_KEY_ID", "echo \"${AWS_PROFILE-} ${AWS_REGION-}\""),
        };
        // In fish an event's output cannot be redirected.
        let walk = WALK.replace("PIN 2>/dev/null", "PIN").replace("PIN", pin).replace("SHOW", show);
        let script = format!("{load}\n{unset}\n{walk}");
        if let Some(shown) = shells::run(&home, program, options, &script) {
            let (shown, said): (Vec<&str>, Vec<&str>) =
                shown.lines().partition(|line| !line.starts_with(['d', 'w']) || line.starts_with("dev"));
            assert_eq!(shown.join("\n") + "\n", WALKED, "{program}: {said:?}");
            let not_followed = "warning: ~/theirs/.daypass.toml is not followed: the user with id 4711 owns it or its folder";
            assert!(said.iter().any(|line| line.starts_with(not_followed)), "{program}: {said:?}");
        }
    }
}

/// The exit code of the last command stays what it was, and a program is started only where a pin is new.
#[test]
fn the_hook_is_not_noticed() {
    let home = home();
    let script = "eval \"$(daypass init bash)\"\nunset AWS_ACCESS_KEY_ID\ncd ~/a; _daypass_pin\n\
        command() { echo started >&2; }\n(exit 7); _daypass_pin; echo $?\ncd ~/a/b; _daypass_pin\ncd ~/other; _daypass_pin\necho \"${AWS_PROFILE-none}\"";
    let shown = shells::run(&home, "bash", &["-c"], script);
    assert_eq!(shown.as_deref(), Some("7\nnone\n"));
    // The keys of an outer `exec` stay.
    let script = "eval \"$(daypass init bash)\"\nDAYPASS_EXEC=dev\nunset AWS_ACCESS_KEY_ID\ncd ~/a; _daypass_pin; echo \"${AWS_PROFILE-none}\"";
    assert_eq!(shells::run(&home, "bash", &["-c"], script).as_deref(), Some("none\n"));
}
