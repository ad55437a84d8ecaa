//! The protocol of docker's credential helpers: a verb as the argument, an address or an object on standard input, JSON or
//! one sentence on standard output. An exit code other than 0 means that the output is that sentence.
//!
//! docker shows what a helper writes to standard output, and not what it writes to standard error.

use crate::ecr::{Registry, RegistryLogin};
use serde_json::{Value, json};

/// The sentence by which docker knows that a helper has nothing for a registry; it then goes on without a login.
pub const NOT_FOUND: &str = "credentials not found in native keychain";

/// How long the input of docker may be, in bytes; an address or a small object.
pub const MAX_INPUT_BYTES: u64 = 64 * 1024;

/// What docker asks a helper for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DockerRequest {
    /// The login of this registry, whose address goes into the answer as docker wrote it.
    Get(Registry, String),
    /// The registries that the helper has logins for.
    List,
    /// Nothing is to be done: what docker stores or erases for ECR is made anew each time.
    Nothing,
    /// The helper has nothing for this registry.
    NotFound,
    /// The helper keeps no passwords, and docker is about to lose one.
    CannotStore(String),
}

impl DockerRequest {
    /// Reads a request: the verb (`get`, `list`, `store`, `erase`) and standard input. `None` for another verb.
    ///
    /// ```
    /// use daypass_service_tokens::docker::DockerRequest;
    ///
    /// let server = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
    /// assert!(matches!(DockerRequest::read("get", server), Some(DockerRequest::Get(..))));
    /// assert_eq!(DockerRequest::read("get", "ghcr.io"), Some(DockerRequest::NotFound));
    /// let mine = r#"{"ServerURL":"ghcr.io","Username":"me","Secret":"s"}"#;
    /// assert_eq!(DockerRequest::read("store", mine), Some(DockerRequest::CannotStore("ghcr.io".to_owned())));
    /// ```
    pub fn read(verb: &str, input: &str) -> Option<Self> {
        let server = input.trim();
        Some(match verb {
            "get" => match Registry::of_server(server) {
                Some(registry) => Self::Get(registry, server.to_owned()),
                None => Self::NotFound,
            },
            "list" => Self::List,
            "erase" if Registry::of_server(server).is_some() => Self::Nothing,
            "erase" => Self::NotFound,
            "store" => {
                let object: Value = serde_json::from_str(input).unwrap_or_default();
                let server = object.get("ServerURL").and_then(Value::as_str).unwrap_or_default();
                match Registry::of_server(server) {
                    Some(_) => Self::Nothing,
                    None => Self::CannotStore(server.to_owned()),
                }
            }
            _ => return None,
        })
    }
}

/// Returns the answer to `get`, which holds the password.
pub fn login_json(server: &str, login: &RegistryLogin) -> String {
    let (user, secret) = (&login.username, login.password.expose());
    json!({ "ServerURL": server, "Username": user, "Secret": secret }).to_string()
}

/// Returns the answer to `list`: the user of each registry that has an address.
pub fn list_json(registries: &[Registry]) -> String {
    let servers = registries.iter().filter_map(Registry::server);
    Value::Object(servers.map(|server| (server, "AWS".into())).collect()).to_string()
}
