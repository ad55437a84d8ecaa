//! AWS SSO OIDC as values: client registration, device grant, authorization code with PKCE, refresh.
