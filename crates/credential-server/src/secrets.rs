//! The secrets of a served role, and the variables that hand them to an SDK.

use daypass_sso_types::Entropy;

/// The secrets of one role: an unguessable path, and the token that a request must carry.
#[derive(Clone)]
pub struct Secrets {
    path: String,
    token: String,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    /// Draws 16 bytes for the path and 32 bytes for the token. The entropy must be cryptographically secure.
    pub fn new(entropy: &dyn Entropy) -> Self {
        let (mut path, mut token) = ([0; 16], [0; 32]);
        entropy.fill(&mut path);
        entropy.fill(&mut token);
        Self { path: format!("/{}", hex::encode(path)), token: hex::encode(token) }
    }

    /// Secrets that a test can write down.
    #[cfg(test)]
    pub(crate) fn fixed(path: &str, token: &str) -> Self {
        Self { path: path.to_owned(), token: token.to_owned() }
    }

    /// Returns the path, with its slash.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the whole value of the `Authorization` header.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns the names and values of the variables by which an SDK finds this role at this port.
    ///
    /// They hold the token. Put them in the environment of one program, not in arguments, which other users can read.
    pub fn variables(&self, port: u16) -> [(&'static str, String); 2] {
        [
            ("AWS_CONTAINER_CREDENTIALS_FULL_URI", format!("http://127.0.0.1:{port}{}", self.path)),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", self.token.clone()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_hidden_from_debug() {
        let secrets = Secrets::new(&|buffer: &mut [u8]| buffer.fill(7));
        assert_eq!((secrets.path().len(), secrets.token().len()), (33, 64));
        assert!(!format!("{secrets:?}").contains("07"));
    }
}
