//! What a successful grant brings: a session, its tokens, and the reply that carries them.

use super::model::{Access, Refresh, Session};
use crate::{reply, site::Site, time::Moment};
use daypass_transport::Response;
use serde_json::json;

/// Opens a session for a user.
pub(super) fn open(site: &mut Site, user: &str, client_id: &str, scopes: &[String], moment: Moment) -> usize {
    site.oidc.sessions.push(Session {
        user: user.to_owned(),
        client_id: client_id.to_owned(),
        scopes: scopes.to_vec(),
        ends_at: moment.after(site.settings.session_seconds),
        is_over: false,
    });
    site.oidc.sessions.len() - 1
}

/// Which tokens a reply brings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tokens {
    /// One for the whole session: this client may not refresh.
    Session,
    /// A short one; the refresh token that the client has goes on.
    Access,
    /// A short one, and a refresh token.
    AccessAndRefresh,
}

/// Issues tokens for a session.
pub(super) fn issue(site: &mut Site, session: usize, which: Tokens, moment: Moment) -> Response {
    let ends_at = site.oidc.sessions.get(session).map_or(moment.world, |session| session.ends_at);
    let left = ends_at.saturating_sub(moment.world).as_secs();
    let life = match which {
        Tokens::Session => left,
        Tokens::Access | Tokens::AccessAndRefresh => site.settings.access_token_seconds.min(left),
    };
    let access_token = site.ids.opaque("access token", 120);
    let mut body = json!({ "accessToken": access_token, "tokenType": "Bearer", "expiresIn": life });
    site.oidc.access_tokens.insert(access_token, Access { session, expires_at: moment.after(life) });
    if let (Tokens::AccessAndRefresh, Some(body)) = (which, body.as_object_mut()) {
        let refresh_token = site.ids.opaque("refresh token", 120);
        body.insert("refreshToken".to_owned(), json!(refresh_token));
        site.oidc.refresh_tokens.insert(refresh_token, Refresh { session, is_spent: false });
    }
    reply::json(200, &body)
}
