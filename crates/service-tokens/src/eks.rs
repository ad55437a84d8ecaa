//! The token of an EKS cluster: the address of a signed GetCallerIdentity, which the cluster asks STS in the caller's place.
//! The cluster's name is a signed header, so that the token is good for one cluster.

use crate::{Error, ServiceToken};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use daypass_sso_types::{Credentials, Region};
use daypass_sts_client::signing::{Scope, presigned};
use daypass_transport::Endpoint;
use serde_json::Value;
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// How long the address is valid; EKS lets a token in for 15 min after its time.
const LIFETIME: Duration = Duration::from_secs(60);
/// When kubectl asks for the next token, as the AWS CLI says.
const RENEWED_AFTER: Duration = Duration::from_secs(14 * 60);
const CLUSTER_HEADER: &str = "x-k8s-aws-id";

/// A token of an EKS cluster.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ClusterToken {
    /// The token: `k8s-aws-v1.` and the address in base64.
    pub token: ServiceToken,
    /// When the caller has to ask for another one, a minute before EKS refuses this one.
    pub expires_at: SystemTime,
}

/// Makes the token of a cluster. `endpoint` is that of STS in the region of the credentials, as the AWS CLI asks it.
///
/// # Errors
/// Credentials or a name with characters that are not valid in a signature.
pub fn token(
    endpoint: &Endpoint,
    region: &Region,
    cluster: &str,
    credentials: &Credentials,
    now: SystemTime,
) -> Result<ClusterToken, Error> {
    let url = endpoint.uri("/?Action=GetCallerIdentity&Version=2011-06-15").to_string();
    let scope = Scope { service: "sts", region };
    let url = presigned(&url, &[(CLUSTER_HEADER, cluster)], LIFETIME, scope, credentials, now)?;
    let token = ServiceToken::new(format!("k8s-aws-v1.{}", BASE64_URL_SAFE_NO_PAD.encode(url)));
    Ok(ClusterToken { token, expires_at: now + RENEWED_AFTER })
}

impl ClusterToken {
    /// Returns the `ExecCredential` for kubectl, byte for byte as `aws eks get-token --output json` prints it.
    pub fn exec_credential(&self, version: ApiVersion) -> String {
        let seconds = self.expires_at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let time = i64::try_from(seconds).ok().and_then(|it| jiff::Timestamp::from_second(it).ok());
        let (version, token) = (version.name(), self.token.expose());
        format!(
            "{{\n    \"kind\": \"ExecCredential\",\n    \"apiVersion\": \"{version}\",\n    \"spec\": {{}},\n    \
             \"status\": {{\n        \"expirationTimestamp\": \"{}\",\n        \"token\": \"{token}\"\n    }}\n}}\n\n",
            time.unwrap_or_default()
        )
    }
}

/// The version of `client.authentication.k8s.io` in which kubectl reads the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ApiVersion {
    /// `v1`, since Kubernetes 1.22.
    V1,
    /// `v1beta1`; also where nobody says which.
    V1Beta1,
    /// `v1alpha1`, which newer clients refuse.
    V1Alpha1,
}

/// What is wrong with the text of KUBERNETES_EXEC_INFO; the answer goes on in a version that every client reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExecInfoFault {
    /// It is not JSON, or not an object.
    Unreadable,
    /// It names a version that is not known, or none.
    UnknownVersion,
    /// It names `v1alpha1`: the entry of the kubeconfig is old.
    DeprecatedVersion,
}

impl fmt::Display for ExecInfoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable => "it is not a JSON object",
            Self::UnknownVersion => "it names no known version of client.authentication.k8s.io",
            Self::DeprecatedVersion => "the kubeconfig names v1alpha1, which newer clients refuse",
        })
    }
}

impl ApiVersion {
    /// Returns the version that KUBERNETES_EXEC_INFO asks for (`None` or an empty text: it is not set), and what is wrong with
    /// that text.
    ///
    /// ```
    /// use daypass_service_tokens::eks::{ApiVersion, ExecInfoFault};
    ///
    /// let asked = |text: &str| ApiVersion::asked_for(Some(text));
    /// assert_eq!(asked(r#"{"apiVersion":"client.authentication.k8s.io/v1"}"#), (ApiVersion::V1, None));
    /// assert_eq!(asked("{"), (ApiVersion::V1Beta1, Some(ExecInfoFault::Unreadable)));
    /// assert_eq!(asked("{}"), (ApiVersion::V1Beta1, Some(ExecInfoFault::UnknownVersion)));
    /// assert_eq!(ApiVersion::asked_for(None), (ApiVersion::V1Beta1, None));
    /// ```
    pub fn asked_for(exec_info: Option<&str>) -> (Self, Option<ExecInfoFault>) {
        let Some(text) = exec_info.filter(|text| !text.is_empty()) else { return (Self::V1Beta1, None) };
        let Ok(Value::Object(info)) = serde_json::from_str(text) else {
            return (Self::V1Beta1, Some(ExecInfoFault::Unreadable));
        };
        let named = info.get("apiVersion").and_then(Value::as_str);
        match [Self::V1, Self::V1Beta1, Self::V1Alpha1].into_iter().find(|known| Some(known.name()) == named)
        {
            Some(Self::V1Alpha1) => (Self::V1Alpha1, Some(ExecInfoFault::DeprecatedVersion)),
            Some(version) => (version, None),
            None => (Self::V1Beta1, Some(ExecInfoFault::UnknownVersion)),
        }
    }

    /// Returns the version with its group, as it stands in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::V1 => "client.authentication.k8s.io/v1",
            Self::V1Beta1 => "client.authentication.k8s.io/v1beta1",
            Self::V1Alpha1 => "client.authentication.k8s.io/v1alpha1",
        }
    }
}
