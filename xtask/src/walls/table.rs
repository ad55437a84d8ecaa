//! The walls: which of our crates each may name, and what it must not reach by any path.

/// What one crate may depend on.
pub(super) struct Wall {
    pub(super) name: &'static str,
    /// Our crates it names, exactly: an edge more or less is a change of the architecture.
    pub(super) ours: &'static [&'static str],
    /// Crates it must not reach by any path, with its default features.
    pub(super) never: &'static [&'static str],
    /// Crates it must reach, so that the bans are known to see something.
    pub(super) reaches: &'static [&'static str],
}

/// An asynchronous runtime, an HTTP client, TLS, and anything that compiles C.
const NETWORK: &[&str] = &["tokio", "hyper", "reqwest", "rustls", "ring", "cc", "cmake", "openssl-sys"];
/// The same without the runtime: `aws-sigv4` brings tokio's locks with it.
const CLIENTS: &[&str] = &["hyper", "reqwest", "rustls", "ring", "cc", "cmake", "openssl-sys", "clap"];
/// What serves on loopback makes no call of its own, and knows neither a terminal nor a command line.
const CLIENTS_AND_TERMINAL: &[&str] =
    &["reqwest", "rustls", "ring", "cc", "cmake", "openssl-sys", "clap", "console", "webbrowser"];
/// A file format or a file store: no network and no HTTP vocabulary either.
const FILES: &[&str] =
    &["tokio", "hyper", "reqwest", "rustls", "ring", "cc", "cmake", "openssl-sys", "http", "url"];

/// What writes to a terminal knows neither a command line nor AWS.
const TERMINAL: &[&str] = &[
    "tokio",
    "hyper",
    "reqwest",
    "rustls",
    "ring",
    "cc",
    "cmake",
    "openssl-sys",
    "http",
    "clap",
    "serde_json",
];

pub(super) const WALLS: &[Wall] = &[
    Wall { name: "sso-types", ours: &[], never: FILES, reaches: &["zeroize"] },
    Wall { name: "config-parse", ours: &[], never: FILES, reaches: &["nom"] },
    Wall { name: "terminal", ours: &[], never: TERMINAL, reaches: &["console"] },
    Wall { name: "files", ours: &[], never: FILES, reaches: &["rustix"] },
    Wall { name: "token-cache", ours: &["files", "sso-types"], never: FILES, reaches: &["sha1"] },
    Wall { name: "transport", ours: &["sso-types"], never: NETWORK, reaches: &["http"] },
    Wall { name: "oidc-device", ours: &["sso-types", "transport"], never: NETWORK, reaches: &["http"] },
    Wall { name: "portal-client", ours: &["sso-types", "transport"], never: NETWORK, reaches: &["http"] },
    Wall { name: "sts-client", ours: &["sso-types", "transport"], never: CLIENTS, reaches: &["aws-sigv4"] },
    Wall {
        name: "credentials",
        ours: &[
            "config-parse",
            "oidc-device",
            "portal-client",
            "sso-types",
            "sts-client",
            "token-cache",
            "transport",
        ],
        never: CLIENTS,
        reaches: &["nom"],
    },
    Wall { name: "loopback", ours: &[], never: CLIENTS_AND_TERMINAL, reaches: &["hyper", "tokio"] },
    Wall {
        name: "credential-server",
        ours: &["credentials", "loopback", "sso-types", "token-cache", "transport"],
        never: CLIENTS_AND_TERMINAL,
        reaches: &["hyper", "nom"],
    },
    Wall {
        name: "inventory",
        ours: &["files", "portal-client", "sso-types", "token-cache", "transport"],
        never: &["tokio", "hyper", "reqwest", "rustls", "ring", "cc", "clap", "console"],
        reaches: &["serde_json", "http"],
    },
    Wall {
        name: "doctor",
        ours: &["config-parse", "credentials", "files", "sso-types", "token-cache", "transport"],
        never: CLIENTS_AND_TERMINAL,
        reaches: &["nom", "serde_json"],
    },
    Wall { name: "populate", ours: &["config-parse", "sso-types"], never: FILES, reaches: &["serde_json"] },
    Wall {
        name: "environment",
        ours: &["config-parse", "credentials", "sso-types", "token-cache", "transport"],
        never: CLIENTS,
        reaches: &["http"],
    },
    Wall {
        name: "sign-in",
        ours: &["credentials", "loopback", "oidc-device", "sso-types", "token-cache", "transport"],
        never: CLIENTS_AND_TERMINAL,
        reaches: &["hyper", "nom"],
    },
    Wall {
        name: "simulator",
        ours: &["transport"],
        never: &[
            "reqwest",
            "rustls",
            "daypass-config-parse",
            "daypass-oidc-device",
            "daypass-portal-client",
            "daypass-sts-client",
            "daypass-token-cache",
            "daypass-credentials",
            "aws-sigv4",
        ],
        reaches: &["hyper"],
    },
    Wall {
        name: "cli",
        ours: &[
            "config-parse",
            "credential-server",
            "credentials",
            "doctor",
            "environment",
            "inventory",
            "loopback",
            "files",
            "populate",
            "portal-client",
            "sign-in",
            "sso-types",
            "sts-client",
            "terminal",
            "token-cache",
            "transport",
        ],
        never: &["openssl-sys", "native-tls", "aws-lc-rs"],
        reaches: &["reqwest", "tokio", "ring", "clap"],
    },
    Wall { name: "testkit", ours: &["simulator", "transport"], never: &["aws-sigv4"], reaches: &["ureq"] },
    Wall { name: "e2e", ours: &["simulator", "testkit"], never: &["aws-sigv4"], reaches: &["xtask"] },
    Wall { name: "benches", ours: &["simulator", "testkit"], never: &["aws-sigv4"], reaches: &["xtask"] },
];
