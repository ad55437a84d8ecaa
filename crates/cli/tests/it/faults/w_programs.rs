//! W3, W4: programs of Windows in `exec`: found by PATHEXT, with exit codes of 32 bits.
#![cfg(windows)]

use super::aged::signed_in;

#[test]
fn w4_an_exit_code_keeps_its_32_bits() {
    let home = signed_in();
    for code in [0, 3, 255, 256, 259, 1000, -1_073_741_819, -1] {
        let outcome = home.run(&format!("exec -p dev -- cmd.exe /d /c exit {code}"));
        assert_eq!(outcome.code, Some(code), "{outcome}");
    }
}

#[test]
fn w3_a_batch_file_on_path_is_found_without_its_ending() {
    let home = signed_in();
    home.write("bin/tool.cmd", "@echo off\r\necho %1 %AWS_REGION%\r\nexit /b 7\r\n");
    let path = format!(r"{}\bin;C:\windows\system32", home.path().display());
    let home = home.set("PATH", &path);
    for name in ["tool", "tool.cmd", "TOOL"] {
        let outcome = home.run(&format!("exec -p dev -- {name} x"));
        assert_eq!((outcome.code, outcome.stdout.trim()), (Some(7), "x eu-west-3"), "{outcome}");
    }
    let outcome = home.run("exec -p dev -- no-such-tool");
    assert_eq!(outcome.code, Some(127), "{outcome}");
}
