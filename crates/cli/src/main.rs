//! The program `daypass`.

fn main() -> std::process::ExitCode {
    daypass_cli::run(std::env::args_os().collect())
}
