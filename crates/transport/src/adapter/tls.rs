//! Configures TLS by rustls and ring; trusted roots are read at the first handshake.

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

/// Builds the client configuration without reading a file.
pub(super) fn config(ca_bundle: Option<PathBuf>, verify: bool) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let roots = match (verify, ca_bundle) {
        (false, _) => Roots::Unverified,
        (true, Some(path)) => Roots::Bundle(path),
        (true, None) => Roots::System,
    };
    let verifier = Verifier { roots, provider: provider.clone(), built: OnceLock::new() };
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::new(ErrorKind::Tls, "").with_source(error))?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

#[derive(Debug)]
enum Roots {
    System,
    Bundle(PathBuf),
    Unverified,
}

#[derive(Debug)]
struct Verifier {
    roots: Roots,
    provider: Arc<CryptoProvider>,
    built: OnceLock<Result<Option<Arc<WebPkiServerVerifier>>, RootsError>>,
}

/// The error that no trusted roots could be read. It passes through rustls as [`rustls::Error::Other`].
#[derive(Debug, Clone)]
pub(super) struct RootsError(String);

impl fmt::Display for RootsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for RootsError {}

impl Verifier {
    /// Returns the verifier, and reads the roots at the first call; `None` if certificates are not verified.
    fn web_pki(&self) -> Result<Option<&WebPkiServerVerifier>, rustls::Error> {
        match self.built.get_or_init(|| self.build()) {
            Ok(verifier) => Ok(verifier.as_deref()),
            Err(error) => Err(rustls::Error::Other(rustls::OtherError(Arc::new(error.clone())))),
        }
    }

    fn build(&self) -> Result<Option<Arc<WebPkiServerVerifier>>, RootsError> {
        let found = match &self.roots {
            Roots::Unverified => return Ok(None),
            Roots::System => rustls_native_certs::load_native_certs(),
            Roots::Bundle(path) if path.is_dir() => {
                rustls_native_certs::load_certs_from_paths(None, Some(path))
            }
            Roots::Bundle(path) => {
                check_bundle(path)?;
                rustls_native_certs::load_certs_from_paths(Some(path), None)
            }
        };
        let mut roots = RootCertStore::empty();
        let (taken, _) = roots.add_parsable_certificates(found.certs);
        if taken == 0 {
            let cause = found.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
            return Err(RootsError(match &self.roots {
                Roots::Bundle(path) => {
                    format!("the CA bundle {} holds no usable certificate{cause}", path.display())
                }
                Roots::System | Roots::Unverified => {
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

/// The longest CA bundle that is read, in bytes: 64 MiB. Mozilla's whole list has some 200 KB.
const MAX_BUNDLE_BYTES: u64 = 64 << 20;

/// Refuses a path whose reading could block or not end. A pipe that a shell has opened for this process, as in
/// `AWS_CA_BUNDLE=<(cat a.pem b.pem)`, ends and is allowed.
fn check_bundle(path: &Path) -> Result<(), RootsError> {
    let Ok(data) = std::fs::metadata(path) else { return Ok(()) };
    let is_pipe_of_shell = ["/dev/fd", "/proc"].iter().any(|folder| path.starts_with(folder));
    let why = match () {
        () if data.len() > MAX_BUNDLE_BYTES => format!("is longer than {MAX_BUNDLE_BYTES} bytes"),
        () if data.is_file() || is_pipe_of_shell => return Ok(()),
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

/// Describes a failed handshake in words that a person can act on.
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
            // The error of webpki has no variant in rustls: only its name identifies it.
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
        for (length, is_good) in [(0, true), (MAX_BUNDLE_BYTES, true), (MAX_BUNDLE_BYTES + 1, false)] {
            file.set_len(length).expect("all of it holes");
            assert_eq!(check_bundle(&path).is_ok(), is_good, "{length}");
        }
    }

    #[test]
    fn a_revoked_certificate_is_named_as_revoked() {
        let revoked = rustls::Error::InvalidCertificate(CertificateError::Revoked);
        assert_eq!(in_words(&revoked), "its certificate has been revoked");
    }

    #[test]
    fn a_reason_without_words_of_its_own_is_told_in_those_of_rustls() {
        let reason = rustls::OtherError(Arc::new(std::io::Error::other("an odd reason")));
        let error = rustls::Error::InvalidCertificate(CertificateError::Other(reason));
        assert!(in_words(&error).contains("an odd reason"), "{error}");
    }
}
