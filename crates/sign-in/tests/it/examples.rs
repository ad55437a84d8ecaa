//! Runs the examples.

use crate::sign_in::Presser;
use daypass_environment::Environment;
use daypass_simulator::{Server, World};
use std::{fs, path::Path};

#[path = "../../examples/credentials.rs"]
#[expect(dead_code, reason = "its main reads this machine's environment")]
pub(crate) mod credentials;
#[path = "../../examples/own_event_loop.rs"]
pub(crate) mod own_event_loop;
#[path = "../../examples/without_tokio.rs"]
mod without_tokio;

/// Returns the first Rust example after a heading.
fn example_after(text: &str, heading: &str) -> String {
    let behind = text.split_once(heading).expect("the heading").1;
    let example = behind.split_once("```rust\n").expect("an example").1;
    example.split_once("```").expect("its end").0.to_owned()
}

/// Compares the example in this crate's README and in the project's with the example that is run.
#[test]
fn the_readme_shows_the_example_that_runs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let file = fs::read_to_string(folder.join("examples/credentials.rs")).expect("the example");
    let run: Vec<_> = file.lines().collect();
    for (path, heading) in [("README.md", "# daypass-sign-in"), ("../../README.md", "## The crates")] {
        let Ok(text) = fs::read_to_string(folder.join(path)) else {
            println!("skipped: there is no {path} here");
            continue;
        };
        for line in example_after(&text, heading).lines() {
            assert!(run.contains(&line), "{path}: {line}");
        }
    }
}

#[test]
fn the_credentials_example_signs_in_by_browser_and_by_code() {
    for (has_browser, told) in [(true, "browser approved"), (false, "none code approved")] {
        let server = Server::start(World::demo(), 0).expect("a free port");
        let home = tempfile::tempdir().expect("a folder");
        fs::create_dir(home.path().join(".aws")).expect("a folder");
        let config = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/demo/demo.config");
        fs::copy(config, home.path().join(".aws/config")).expect("a config");
        let place = [("HOME", home.path().display().to_string()), ("AWS_PROFILE", "dev".to_owned())];
        let environment = Environment::of(place.into_iter().chain(server.variables()));
        let (mut person, _pages) = Presser::new("allow");
        person.has_browser = has_browser;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        for _ in 0..2 {
            let got = runtime.block_on(credentials::run(&environment, &person));
            assert!(got.expect("credentials").access_key_id.starts_with("ASIA"));
            assert_eq!(person.told(), told, "asked once");
        }
    }
}

#[test]
fn the_event_loop_example_signs_in() {
    own_event_loop::main().expect("it signs in");
}

#[test]
fn the_example_without_tokio_signs_in() {
    without_tokio::main().expect("it signs in");
}
