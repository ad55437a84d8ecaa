//! Starts the simulator as a process of its own, so that its work is not done by the measuring process.

use std::{
    io::{BufRead as _, BufReader},
    process::Child,
    sync::mpsc,
    thread,
    time::Duration,
};

/// The simulator's program.
pub(crate) const SIMULATOR: &str = "daypass-simulator";

/// Reads the address from the first lines that the simulator prints; later lines are discarded.
pub(crate) fn first_url(server: &mut Child) -> Result<String, String> {
    let stdout = server.stdout.take().expect("standard output is a pipe");
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
                drop(sender.send(format!("http://127.0.0.1:{port}")));
            }
        }
    });
    receiver
        .recv_timeout(Duration::from_secs(20))
        .map_err(|_| "the simulator did not say its address".to_owned())
}
