//! The peak memory of a process, as the kernel tells whoever waits for it.

use std::{
    fs,
    path::{Path, PathBuf},
};
use xtask::process::Run;

/// Runs what it is given and says its peak memory in KiB.
const PEAK_C: &str = r#"
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int count, char **words) {
    struct rusage usage;
    int status;
    pid_t child = fork();
    if (child == 0) { freopen("/dev/null", "w", stdout); execv(words[1], words + 1); _exit(127); }
    if (count < 2 || wait4(child, &status, 0, &usage) != child || status != 0) return 1;
    printf("%ld\n", usage.ru_maxrss);
    return 0;
}
"#;

/// Builds the program that starts another and prints its peak memory in KiB.
pub(super) fn build(folder: &Path) -> Result<PathBuf, String> {
    let (source, program) = (folder.join("peak.c"), folder.join("peak"));
    fs::write(&source, PEAK_C).map_err(|error| format!("{}: {error}", source.display()))?;
    Run::hermetic("cc").args(["-O2", "-w", "-o"]).arg(&program).arg(&source).text()?;
    Ok(program)
}

/// Reads what it printed.
pub(super) fn kib(text: &str) -> Result<u64, String> {
    text.trim().parse().map_err(|_| format!("no figure of memory: {text:?}"))
}
