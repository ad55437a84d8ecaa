//! `init --install` and `--uninstall`: planned, asked, written with a backup, and taken out again to the byte, in homes whose start
//! files are missing, linked, read-only, elsewhere, or in another encoding.

use crate::{
    home::Home,
    shells::{NUSHELL, run},
};
use std::{fs, path::Path};

const CONFIG: &str = "[profile dev]\n";

/// The paths and contents of all files below the home, without daypass's state and the AWS files.
fn files(home: &Home) -> Vec<(String, Vec<u8>)> {
    fn walk(at: &Path, home: &Path, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(at).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(home).expect("below").display().to_string();
            if path.is_dir() && ![".aws", ".local"].contains(&name.as_str()) {
                walk(&path, home, found);
            } else if path.is_file() {
                found.push((name, fs::read(&path).expect("it is read")));
            }
        }
    }
    let mut found = Vec::new();
    walk(home.path(), home.path(), &mut found);
    found.sort();
    found
}

/// `daypass use` leads to the integration, whatever SHELL says.
#[test]
fn use_without_the_integration_leads_to_it() {
    for (shell, lines) in [
        (Some("/bin/zsh"), &["init --install", "init --install --yes"][..]),
        (Some("/bin/tcsh"), &["init bash --install", "init bash --install --yes"]),
        (None, &["init bash --install", "init bash --install --yes"]),
    ] {
        let home = Home::new().config(CONFIG);
        let run = |words: &str| {
            let mut command = home.command(words);
            command.envs(shell.map(|shell| ("SHELL", shell)));
            home.finish(words, command)
        };
        let mut outcome = run("use dev");
        for line in lines {
            assert!(outcome.stderr.ends_with(&format!("try: daypass {line}\n")), "{shell:?} {outcome}");
            outcome = run(line);
        }
        assert_eq!(outcome.code, Some(0), "{shell:?} {outcome}");
        let outcome = run("use dev");
        assert!(outcome.stderr.ends_with("sh has it\n") && outcome.code == Some(2), "{shell:?} {outcome}");
    }
    let outcome = Home::new().run("init --uninstall");
    assert!(outcome.stderr.ends_with("try: daypass init bash --uninstall\n"), "{outcome}");
}

#[test]
fn a_plan_is_shown_and_written_when_agreed() {
    let home = Home::new().config(CONFIG);
    home.write_bytes(".bashrc", b"alias ll='ls -l'\n");
    let before = files(&home);
    insta::assert_snapshot!(home.run("init bash --install --plan"), @"
    $ daypass init bash --install --plan
     + ~/.bashrc: [ ! -r ~/.config/daypass/daypass.bash ] || . ~/.config/daypass/daypass.bash # daypass init --install
     + ~/.config/daypass/daypass.bash
    [exit 0]
    ");
    insta::assert_snapshot!(home.run("init bash --install"), @"
    $ daypass init bash --install
     + ~/.bashrc: [ ! -r ~/.config/daypass/daypass.bash ] || . ~/.config/daypass/daypass.bash # daypass init --install
     + ~/.config/daypass/daypass.bash
    [stderr]
    error: 2 changes not written: there is no terminal to ask on
    try: daypass init bash --install --yes
    [exit 2]
    ");
    assert_eq!(files(&home), before, "nothing is written without agreement");
    insta::assert_snapshot!(home.run("init bash --install --yes"), @"
    $ daypass init bash --install --yes
     + ~/.bashrc: [ ! -r ~/.config/daypass/daypass.bash ] || . ~/.config/daypass/daypass.bash # daypass init --install
     + ~/.config/daypass/daypass.bash
    [stderr]
    The next bash has the integration.
    [exit 0]
    ");
    insta::assert_snapshot!(home.run("init bash --install --yes"), @"
    $ daypass init bash --install --yes
    [stderr]
    Nothing to write.
    [exit 0]
    ");
    insta::assert_snapshot!(home.run("init bash --uninstall --plan"), @"
    $ daypass init bash --uninstall --plan
     - ~/.bashrc: [ ! -r ~/.config/daypass/daypass.bash ] || . ~/.config/daypass/daypass.bash # daypass init --install
     - ~/.config/daypass/daypass.bash
    [exit 0]
    ");
    insta::assert_snapshot!(home.run("init bash --uninstall --yes"), @"
    $ daypass init bash --uninstall --yes
     - ~/.bashrc: [ ! -r ~/.config/daypass/daypass.bash ] || . ~/.config/daypass/daypass.bash # daypass init --install
     - ~/.config/daypass/daypass.bash
    [stderr]
    The next bash is without the integration.
    [exit 0]
    ");
    assert_eq!(files(&home), before);
    insta::assert_snapshot!(home.run("init bash --uninstall --yes"), @"
    $ daypass init bash --uninstall --yes
    [stderr]
    Nothing to write.
    [exit 0]
    ");
    let backups = fs::read_dir(home.path().join(".local/state/daypass/backups")).expect("backups");
    assert!(backups.count() >= 2, "each change of a file keeps what was in it");
}

/// Whatever was in the start file comes back, byte for byte; and a link stays a link.
#[test]
fn all_start_files_come_back_to_the_byte() {
    let befores: [Option<&[u8]>; 6] =
        [None, Some(b""), Some(b"x=1"), Some(b"x=1\n"), Some(b"x=1\r\ny=2\r\n"), Some(b"# caf\xe9\n")];
    for (shell, file) in [
        ("bash", ".bashrc"),
        ("zsh", ".zshrc"),
        ("elvish", ".config/elvish/rc.elv"),
        ("powershell", ".config/powershell/Microsoft.PowerShell_profile.ps1"),
    ] {
        for bytes in befores {
            let home = Home::new().config(CONFIG);
            if let Some(bytes) = bytes {
                home.write_bytes(file, bytes);
            }
            let before = files(&home);
            let installed = home.run(&format!("init {shell} --install --yes")).ok();
            assert_eq!(files(&home).len(), before.len() + 1 + usize::from(bytes.is_none()), "{installed}");
            drop(home.run(&format!("init {shell} --uninstall --yes")).ok());
            assert_eq!(files(&home), before, "{shell} {bytes:?}");
        }
    }
    for shell in ["fish", "nushell", "xonsh"] {
        let home = Home::new().config(CONFIG);
        drop(home.run(&format!("init {shell} --install --yes")).ok());
        assert_eq!(files(&home).len(), 1, "{shell} reads the file where it lies");
        drop(home.run(&format!("init {shell} --uninstall --yes")).ok());
        assert_eq!(files(&home), [], "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn a_linked_start_file_stays_a_link() {
    let home = Home::new().config(CONFIG);
    home.write_bytes("dotfiles/bashrc", b"x=1\n");
    let link = home.path().join(".bashrc");
    std::os::unix::fs::symlink("dotfiles/bashrc", &link).expect("a link");
    drop(home.run("init bash --install --yes").ok());
    assert!(link.is_symlink());
    assert!(
        fs::read_to_string(home.path().join("dotfiles/bashrc"))
            .expect("it is read")
            .contains("# daypass init")
    );
    drop(home.run("init bash --uninstall --yes").ok());
    assert!(link.is_symlink());
    assert_eq!(fs::read(&link).expect("it is read"), b"x=1\n");
}

/// A start file that may not be written, such as one of a configuration manager, is an error with the line to add; nothing else
/// is written. Root may write to any file but those of the kernel.
#[test]
fn a_start_file_that_cannot_be_written_stays_and_the_line_is_said() {
    let home = Home::new().config(CONFIG);
    fs::create_dir(home.path().join(".bashrc")).expect("a folder");
    insta::assert_snapshot!(home.run("init bash --install --yes"), @"
    $ daypass init bash --install --yes
    [stderr]
    error: cannot read what bash starts with
      because  cannot read ~/.bashrc: it is a folder
    [exit 1]
    ");
    assert_eq!(files(&home), []);
    let kernels = Path::new("/sys/kernel/notes");
    if !kernels.exists() {
        return println!("skipped: no {}", kernels.display());
    }
    std::os::unix::fs::symlink(kernels, home.path().join(".zshrc")).expect("a link");
    let refused = home.run("init zsh --install --yes");
    assert_eq!(refused.code, Some(4), "{refused}");
    let line = "line     [ ! -r ~/.config/daypass/daypass.zsh ] || . ~/.config/daypass/daypass.zsh # daypass init --install";
    assert!(refused.stderr.contains("cannot write") && refused.stderr.contains(line), "{refused}");
    assert!(!home.path().join(".config").exists(), "{refused}");
}

#[test]
fn zdotdir_and_the_config_folder_are_obeyed() {
    let home = Home::new().config(CONFIG);
    let (zsh, config) = (home.path().join("zsh"), home.path().join("xdg"));
    fs::create_dir_all(&zsh).expect("a folder");
    let home = home.set("ZDOTDIR", &zsh.display().to_string());
    let home = home.set("XDG_CONFIG_HOME", &config.display().to_string());
    drop(home.run("init zsh --install --yes").ok());
    let names: Vec<_> = files(&home).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["xdg/daypass/daypass.zsh", "zsh/.zshrc"]);
    let ejected = home.run("eject --yes").ok();
    assert_eq!(files(&home), [], "{ejected}");
}

/// Each shell, started as for a person, has the integration without a start of daypass.
#[test]
fn an_installed_shell_has_use_and_starts_no_program() {
    let home = Home::new().config(CONFIG);
    for shell in ["bash", "zsh", "fish", "nushell", "xonsh"] {
        drop(home.run(&format!("init {shell} --install --yes")).ok());
    }
    // A `daypass` that is noticed stands first in PATH until the shell is there.
    let counted = home.path().join("counted");
    home.write_bytes("bin/daypass", format!("#!/bin/sh\necho started >> {}\n", counted.display()).as_bytes());
    let path = home.path().join("bin").display().to_string();
    #[cfg(unix)]
    fs::set_permissions(home.path().join("bin/daypass"), std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("it can be run");
    for (shell, program, options, say) in [
        ("bash", "bash", &["-i", "-c"][..], "type -t daypass"),
        ("zsh", "zsh", &["-i", "-c"], "whence -w daypass"),
        ("fish", "fish", &["-i", "-c"], "type -t daypass"),
        ("nushell", NUSHELL, &["--commands"], "print (scope commands | where name == daypass | get 0.type)"),
        ("xonsh", "xonsh", &["-i", "-c"], "print('daypass-use' in aliases)"),
    ] {
        let script = if shell == "nushell" {
            format!("source ~/.config/nushell/autoload/daypass.nu; {say}")
        } else {
            say.to_owned()
        };
        let Some(shown) = run_first(&home, &path, program, options, &script) else { continue };
        let expected = if shell == "xonsh" {
            "True"
        } else if shell == "nushell" {
            "custom"
        } else {
            "function"
        };
        assert!(shown.contains(expected), "{shell}: {shown}");
        assert!(!counted.exists(), "{shell} starts daypass");
    }
}

/// Runs a script in a shell that finds this folder first.
fn run_first(home: &Home, folder: &str, program: &str, options: &[&str], script: &str) -> Option<String> {
    run(home, program, &["--version"], "")?;
    let mut command = home.other(program);
    command.args(options).arg(script).env("PATH", format!("{folder}:/usr/bin:/bin")).env("TERM", "dumb");
    let output = command.stdin(std::process::Stdio::null()).output().expect("it starts");
    Some(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}
