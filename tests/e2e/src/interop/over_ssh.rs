//! boto3 on a remote host, with a real sshd in a network namespace of its own: by `daypass ssh`, through what its server
//! forwards, and by a relay at each end of ssh's own pipes where it forwards nothing.

use super::{
    boxed::BOTO3,
    home::{PROFILE, json},
};
use crate::stage::{RELAY, Stage};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::{environment, places, process::Run};

/// What the remote shell runs: standard output is the relay's, and the program's goes into a file.
const REMOTE: &str = "
exec 3<&0
'RELAY' --stdio --port 9911 --address-file 'FOLDER/address' <&3 &
exec >'FOLDER/keys.json' 3<&-
until [ -s 'FOLDER/address' ]; do sleep 0.1; done
export AWS_CONTAINER_CREDENTIALS_FULL_URI=\"$(cat 'FOLDER/address')\" AWS_REGION=eu-west-1 HOME='FOLDER/empty'
'PYTHON' 'FOLDER/look.py' LATER PORT
";

/// Fails with what is missing.
pub(super) fn ready() -> Result<(), String> {
    environment::packaged("openssh-client", "ssh", &["-V"])?;
    environment::packaged("openssh-server", "sshd", &["-V"])
}

/// A host that ssh reaches, with an sshd in a network namespace of its own for each connection.
struct Host {
    folder: PathBuf,
    proxy: String,
}

impl Host {
    /// Makes its keys and its server's settings, beside the home.
    fn new(stage: &Stage, name: &str, settings: &str) -> Result<Self, String> {
        let explain = |error: std::io::Error| error.to_string();
        let folder = stage.home.with_file_name(name);
        fs::create_dir_all(folder.join("empty")).map_err(explain)?;
        for name in ["host", "user"] {
            let words = ["-q", "-t", "ed25519", "-N", "", "-f"];
            Run::hermetic("ssh-keygen").args(words).arg(folder.join(name)).text()?;
        }
        let at = |name: &str| folder.join(name).display().to_string();
        let server = format!(
            "HostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n{settings}\n",
            at("host"),
            at("user.pub")
        );
        fs::write(folder.join("sshd_config"), server).map_err(explain)?;
        fs::write(folder.join("look.py"), BOTO3).map_err(explain)?;
        // sshd wants its whole path, and an existing /run/sshd.
        let sshd = ["/usr/sbin/sshd"].into_iter().map(PathBuf::from).find(|path| path.exists());
        let sshd = sshd.or_else(|| places::on_path("sshd")).ok_or("no sshd")?;
        let proxy = format!(
            "unshare -n -m sh -c 'ip link set lo up; mount -t tmpfs none /run; mkdir /run/sshd; exec {} -i -f {}'",
            sshd.display(),
            at("sshd_config")
        );
        Ok(Self { folder, proxy })
    }

    /// Words for ssh.
    fn options(&self) -> [String; 6] {
        let at = |name: &str| self.folder.join(name).display().to_string();
        [
            "-Fnone".to_owned(),
            format!("-oProxyCommand={}", self.proxy),
            "-oStrictHostKeyChecking=no".to_owned(),
            "-oBatchMode=yes".to_owned(),
            format!("-oUserKnownHostsFile={}", at("known")),
            format!("-i{}", at("user")),
        ]
    }
}

/// Returns what boto3 printed on the other host, which forbids every forwarding.
pub(super) fn keys(stage: &Stage, socket: &Path, python: &Path, later: &str) -> Result<Value, String> {
    let host = Host::new(stage, "ssh", "DisableForwarding yes")?;
    let port = stage.url.rsplit(':').next().unwrap_or_default();
    let script = REMOTE
        .replace("RELAY", &places::program(RELAY).display().to_string())
        .replace("FOLDER", &host.folder.display().to_string())
        .replace("PYTHON", &python.display().to_string())
        .replace("LATER", later)
        .replace("PORT", port);
    let run =
        stage.run(places::program(RELAY)).args(["--answer", "--socket"]).arg(socket).args(["--", "ssh"]);
    run.args(host.options()).arg("root@remote").arg(script).text()?;
    let text = fs::read_to_string(host.folder.join("keys.json")).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| format!("{error} in {text:?}"))
}

/// Servers by what they allow, and the way that `daypass ssh` takes there.
pub(super) const LENT: [(&str, &str); 2] = [
    ("daypass ssh by a forwarded port: boto3, across a renewal", "AllowStreamLocalForwarding no"),
    ("daypass ssh by a forwarded socket: boto3, across a renewal", "PermitListen none"),
];

/// Returns what boto3 printed on the other host, to which `daypass ssh` lends the profile.
pub(super) fn lent(
    stage: &Stage,
    (_, settings): (&str, &str),
    python: &Path,
    later: &str,
) -> Result<Value, String> {
    let programs = places::program(RELAY).parent().map(Path::to_owned).unwrap_or_default();
    let folder = format!("ssh-{}", settings.split(' ').next().unwrap_or_default());
    let settings = format!("{settings}\nSetEnv PATH={}:/usr/bin:/bin", programs.display());
    let host = Host::new(stage, &folder, &settings)?;
    let port = stage.url.rsplit(':').next().unwrap_or_default();
    let run = stage.daypass().args(["ssh", "--profile", PROFILE]);
    let run = run.args(host.options().map(|option| format!("--ssh-option={option}")));
    let run = run.args(["root@remote", "--", "env"]);
    let run = run.arg(format!("HOME={}", host.folder.join("empty").display())).arg(python);
    json(run.arg(host.folder.join("look.py")).args([later, port]))
}
