//! TLS by rustls and ring, with trusted roots that are read at the first handshake and not before.

use crate::{Error, ErrorKind};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, InvalidMessage, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

/// A client configuration that touches no file.
pub(super) fn config(ca_bundle: Option<PathBuf>, verify: bool) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trust = match (verify, ca_bundle) {
        (false, _) => Trust::Anybody,
        (true, Some(path)) => Trust::Bundle(path),
        (true, None) => Trust::System,
    };
    let verifier = Verifier { trust, provider: provider.clone(), built: OnceLock::new() };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::new(ErrorKind::Tls, "").with_source(error))?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

#[derive(Debug)]
enum Trust {
    System,
    Bundle(PathBuf),
    Anybody,
}

#[derive(Debug)]
struct Verifier {
    trust: Trust,
    provider: Arc<CryptoProvider>,
    built: OnceLock<Result<Option<Arc<WebPkiServerVerifier>>, RootsError>>,
}

/// No trusted roots to verify by. Travels through rustls as [`rustls::Error::Other`].
#[derive(Debug, Clone)]
pub(super) struct RootsError(String);

impl fmt::Display for RootsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RootsError {}

impl Verifier {
    /// `None` where nothing is to be verified.
    fn web_pki(&self) -> Result<Option<&WebPkiServerVerifier>, rustls::Error> {
        match self.built.get_or_init(|| self.build()) {
            Ok(verifier) => Ok(verifier.as_deref()),
            Err(error) => Err(rustls::Error::Other(rustls::OtherError(Arc::new(error.clone())))),
        }
    }

    fn build(&self) -> Result<Option<Arc<WebPkiServerVerifier>>, RootsError> {
        let found = match &self.trust {
            Trust::Anybody => return Ok(None),
            Trust::System => rustls_native_certs::load_native_certs(),
            Trust::Bundle(path) if path.is_dir() => {
                rustls_native_certs::load_certs_from_paths(None, Some(path))
            }
            Trust::Bundle(path) => {
                is_bundle(path)?;
                rustls_native_certs::load_certs_from_paths(Some(path), None)
            }
        };
        let mut roots = RootCertStore::empty();
        let (taken, _) = roots.add_parsable_certificates(found.certs);
        if taken == 0 {
            let cause = found.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
            return Err(RootsError(match &self.trust {
                Trust::Bundle(path) => {
                    format!("the CA bundle {} holds no usable certificate{cause}", path.display())
                }
                Trust::System | Trust::Anybody => {
                    format!("this system has no trusted root certificates{cause}")
                }
            }));
        }
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), self.provider.clone())
            .build()
            .map(Some)
            .map_err(|error| RootsError(error.to_string()))
    }
}

/// What is longer is no bundle, in bytes: Mozilla's whole list has some 200 KB.
const MOST_BYTES: u64 = 64 << 20;

/// Nothing that would block or have no end. A pipe that a shell has opened for this process, as in
/// `AWS_CA_BUNDLE=<(cat a.pem b.pem)`, ends.
fn is_bundle(path: &Path) -> Result<(), RootsError> {
    let Ok(data) = std::fs::metadata(path) else { return Ok(()) };
    let is_handed_in = ["/dev/fd", "/proc"].iter().any(|folder| path.starts_with(folder));
    let why = match () {
        () if data.len() > MOST_BYTES => format!("is longer than {MOST_BYTES} bytes"),
        () if data.is_file() || is_handed_in => return Ok(()),
        () => "is not a file".to_owned(),
    };
    Err(RootsError(format!("the CA bundle {} {why}", path.display())))
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        match self.web_pki()? {
            Some(verifier) => {
                verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            }
            None => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// A failed handshake in words a person can act on.
#[expect(clippy::wildcard_enum_match_arm, reason = "the rest has no better words than rustls's own")]
pub(super) fn in_words(error: &rustls::Error) -> String {
    use CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet, NotValidYetContext,
        Revoked, UnknownIssuer,
    };
    let words = match error {
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            "what answers there does not speak TLS"
        }
        rustls::Error::InvalidCertificate(reason) => match reason {
            UnknownIssuer => {
                "its certificate is not signed by an authority this machine trusts; behind a TLS-inspecting proxy, \
                 set AWS_CA_BUNDLE to the proxy's CA certificate"
            }
            Expired | ExpiredContext { .. } => {
                "its certificate has expired, or this machine's clock is ahead"
            }
            NotValidYet | NotValidYetContext { .. } => {
                "its certificate is not valid yet, or this machine's clock is behind"
            }
            NotValidForName | NotValidForNameContext { .. } => "its certificate is for another host",
            Revoked => "its certificate has been revoked",
            // The verifier's own error, by the one name that it has.
            CertificateError::Other(reason) if reason.to_string().contains("CaUsedAsEndEntity") => {
                "its certificate is made for an authority (CA:TRUE), and no server's; it needs one of its own"
            }
            _ => return error.to_string(),
        },
        _ => return error.to_string(),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_has_a_length() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bundle.pem");
        let file = std::fs::File::create(&path).expect("made");
        for (length, is_good) in [(0, true), (MOST_BYTES, true), (MOST_BYTES + 1, false)] {
            file.set_len(length).expect("all of it holes");
            assert_eq!(is_bundle(&path).is_ok(), is_good, "{length}");
        }
    }

    #[test]
    fn a_certificate_that_was_taken_back_is_said_to_be_that() {
        let revoked = rustls::Error::InvalidCertificate(CertificateError::Revoked);
        assert_eq!(in_words(&revoked), "its certificate has been revoked");
    }
}
