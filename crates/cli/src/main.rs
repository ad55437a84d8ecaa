//! The program `daypass`.

/// musl's own allocator makes a system call for nearly every block, which doubles the time of a cached answer.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

fn main() -> std::process::ExitCode {
    daypass_cli::run(&std::env::args_os().collect::<Vec<_>>())
}
