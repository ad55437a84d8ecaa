//! The portal: a sign-in service, an access portal and a network that lie, break off, flood and send elsewhere.

mod addresses;
mod bodies;
mod network;
mod replies;
mod tls;
mod wire;
mod words;

use super::attack::Kind;

pub(super) fn kinds() -> Vec<Kind> {
    vec![
        replies::kind(),
        addresses::kind(),
        bodies::kind(),
        words::kind(),
        network::kind(),
        tls::kind(),
        wire::kind(),
    ]
}
