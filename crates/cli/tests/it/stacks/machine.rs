//! A machine with a company's files, on which the commands of a stack run one after another in one namespace.

use super::draw::Stack;
use crate::{company, home::Home};
use std::{collections::BTreeMap, fs, os::unix::fs::PermissionsExt as _};

const CONFIG: &str = "[sso-session corp]\nsso_start_url = https://d-9067000018.awsapps.com/start\nsso_region = eu-west-1\n\
    sso_registration_scopes = sso:account:access\n\
    [sso-session other]\nsso_start_url = https://d-9067000019.awsapps.com/start\nsso_region = eu-west-1\n\
    [default]\nsso_session = corp\nsso_account_id = 051234567822\nsso_role_name = AWSPowerUserAccess\nregion = eu-west-1\n\
    [profile dev]\nsso_session = corp\nsso_account_id = 051234567822\nsso_role_name = AWSPowerUserAccess\nregion = eu-west-1\n\
    [profile far]\nsso_session = corp\nsso_account_id = 051234567822\nsso_role_name = AWSPowerUserAccess\nregion = us-east-1\n";

/// A browser that notes its name and comes for the address.
const BROWSER: &str = "#!/bin/bash\nbasename \"$0\" >> \"$HOME/opened\"\naddress=${1#http://}; place=${address%%/*}\n\
    exec 3<>\"/dev/tcp/${place%:*}/${place#*:}\" || exit 1\n\
    printf 'GET /%s HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n' \"${address#*/}\" \"$place\" >&3\ncat <&3 >/dev/null\n";

/// The commands of a stack; `POPULATE`, `SESSION` and `REGION` are its flags.
const SCRIPT: &str = "mount -t overlay overlay -o lowerdir=\"$0\":/etc /etc || exit 99\n\
    cd \"$HOME/work\" || exit 98\n\
    run() { name=$1; shift; \"$DAYPASS\" \"$@\" >\"$HOME/out/$name.out\" 2>\"$HOME/out/$name.err\"; echo $? >\"$HOME/out/$name.code\"; }\n\
    run settings settings --output json\n\
    run accounts accounts --offline $SESSION\n\
    run exec exec $REGION -- sh -c 'echo \"$DAYPASS_EXEC $AWS_REGION\"'\n\
    run console console --profile dev --print --duration 2h\n\
    run open console --profile dev\n\
    run login login --sso-session corp --use-device-code --no-browser --force\n\
    run populate configure populate --sso-session corp --offline --yes $POPULATE\n";

/// The end of a command.
#[derive(Debug, Clone, Default)]
pub(super) struct End {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// What all commands of a stack did.
#[derive(Debug, Default)]
pub(super) struct Ends {
    pub(super) commands: BTreeMap<String, End>,
    /// The config file after `configure populate`, without what was there before.
    pub(super) written: String,
    /// The browser that was started.
    pub(super) browser: String,
}

/// A home that is signed in to `corp`.
pub(super) struct Machine {
    home: Home,
}

impl Machine {
    /// `None` where no namespace can be had.
    pub(super) fn signed_in() -> Option<Self> {
        let home = company::machine("format = 1\n").config(CONFIG);
        for browser in ["b0", "b1", "b2"] {
            home.write(browser, BROWSER);
            crate::home::make_executable(&home.path().join(browser));
        }
        fs::create_dir_all(home.path().join("work")).expect("a folder");
        let signed_in = company::run(&home, "login --sso-session corp --use-device-code --no-browser")?;
        assert_eq!(signed_in.code, Some(0), "{signed_in}");
        for words in ["roles --sso-session corp", "exec --profile dev -- true"] {
            let outcome = company::run(&home, words)?;
            assert_eq!(outcome.code, Some(0), "{outcome}");
        }
        Some(Self { home })
    }

    pub(super) fn path(&self) -> String {
        self.home.path().display().to_string()
    }

    /// Runs all commands with this stack.
    pub(super) fn live(&self, stack: &Stack) -> Ends {
        let folder = self.home.path();
        for name in ["etc/daypass", ".config", "out", "work/.daypass.toml", "opened"] {
            let path = folder.join(name);
            let _absent = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
        }
        fs::create_dir_all(folder.join("out")).expect("a folder");
        self.home.write(".aws/config", CONFIG);
        for (name, text) in &stack.files {
            self.home.write(name, text);
            for path in folder.join(name).ancestors().take_while(|path| *path != folder) {
                let mode = if path.is_dir() { 0o755 } else { 0o644 };
                fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode");
            }
        }
        let mut command = self.home.other("unshare");
        command.args(["-m", "sh", "-f", "-c", SCRIPT]).arg(folder.join("etc"));
        command.envs(stack.variables.iter().map(|(name, value)| (name, value)));
        let flag = |name: &str, value: &Option<String>| value.as_ref().map(|value| format!("{name} {value}"));
        command.env("SESSION", flag("--sso-session", &stack.session).unwrap_or_default());
        command.env("REGION", flag("--region", &stack.region).unwrap_or_default());
        let populate: Vec<_> =
            stack.populate.iter().map(|(flag, _, value)| format!("{flag} {value}")).collect();
        command.env("POPULATE", populate.join(" "));
        let _outcome = self.home.finish("a stack", command);
        let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
        let names = ["settings", "accounts", "exec", "console", "open", "login", "populate"];
        let end = |name: &str| End {
            code: read(&format!("out/{name}.code")).trim().parse().unwrap_or(-1),
            stdout: read(&format!("out/{name}.out")),
            stderr: read(&format!("out/{name}.err")),
        };
        let commands = names.iter().map(|name| ((*name).to_owned(), end(name))).collect();
        let written = read(".aws/config").replacen(CONFIG, "", 1);
        Ends { commands, written, browser: read("opened").trim().to_owned() }
    }
}
