//! A relay at each end of ssh's own pipes: boto3 on a remote host, with a real sshd in a network namespace of its own, which
//! forbids every forwarding.

use super::boxed::BOTO3;
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

/// Returns what boto3 printed on the other host.
pub(super) fn keys(stage: &Stage, socket: &Path, python: &Path, later: &str) -> Result<Value, String> {
    let explain = |error: std::io::Error| error.to_string();
    let folder = stage.home.with_file_name("ssh");
    fs::create_dir_all(folder.join("empty")).map_err(explain)?;
    for name in ["host", "user"] {
        let words = ["-q", "-t", "ed25519", "-N", "", "-f"];
        Run::hermetic("ssh-keygen").args(words).arg(folder.join(name)).text()?;
    }
    let at = |name: &str| folder.join(name).display().to_string();
    let server = format!(
        "HostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nDisableForwarding yes\n",
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
    let port = stage.url.rsplit(':').next().unwrap_or_default();
    let script = REMOTE
        .replace("RELAY", &places::program(RELAY).display().to_string())
        .replace("FOLDER", &folder.display().to_string())
        .replace("PYTHON", &python.display().to_string())
        .replace("LATER", later)
        .replace("PORT", port);
    let run =
        stage.run(places::program(RELAY)).args(["--answer", "--socket"]).arg(socket).args(["--", "ssh"]);
    let run =
        run.args(["-F", "none", "-o", &format!("ProxyCommand={proxy}"), "-o", "StrictHostKeyChecking=no"]);
    let run = run.args(["-o", "BatchMode=yes", "-o", &format!("UserKnownHostsFile={}", at("known"))]);
    run.args(["-i", &at("user"), "root@remote"]).arg(script).text()?;
    let text = fs::read_to_string(folder.join("keys.json")).map_err(explain)?;
    serde_json::from_str(&text).map_err(|error| format!("{error} in {text:?}"))
}
