//! Issues sessions and tokens for successful grants.

use super::model::{Access, Refresh, Session};
use crate::{site::Site, time::Moment};

/// Opens a session for a user and returns its index.
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

/// Which tokens a reply has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tokens {
    /// An access token for the whole session, for a client that may not refresh.
    Session,
    /// A short access token; the client's refresh token stays valid.
    Access,
    /// A short access token and a refresh token.
    AccessAndRefresh,
}

/// Issued tokens of a session.
pub(super) struct Issued {
    pub(super) access_token: String,
    /// The lifetime of the access token in seconds.
    pub(super) seconds: u64,
    pub(super) refresh_token: Option<String>,
}

/// Issues tokens for a session.
pub(super) fn issue(site: &mut Site, session: usize, which: Tokens, moment: Moment) -> Issued {
    let ends_at = site.oidc.sessions.get(session).map_or(moment.world, |session| session.ends_at);
    let left = ends_at.saturating_sub(moment.world).as_secs();
    let seconds = match which {
        Tokens::Session => left,
        Tokens::Access | Tokens::AccessAndRefresh => site.settings.access_token_seconds.min(left),
    };
    let access_token = site.ids.opaque("access token", 120);
    let access = Access { session, expires_at: moment.after(seconds) };
    site.oidc.access_tokens.insert(access_token.clone(), access);
    let refresh_token = (which == Tokens::AccessAndRefresh).then(|| {
        let refresh_token = site.ids.opaque("refresh token", 120);
        site.oidc.refresh_tokens.insert(refresh_token.clone(), Refresh { session, is_spent: false });
        refresh_token
    });
    Issued { access_token, seconds, refresh_token }
}
