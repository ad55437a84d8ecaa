//! Reads the XML of the Query protocol: elements by their local names, at any depth.

use crate::{Error, error};
use daypass_transport::{Malformed, Response, ServiceError};
use roxmltree::{Document, Node};
use std::time::SystemTime;

/// Passes the result element `name` of a successful reply to `read`.
pub(crate) fn result<T>(
    response: &Response,
    name: &str,
    now: SystemTime,
    read: impl FnOnce(Node<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    if !response.status().is_success() {
        return Err(error::refused(response, now));
    }
    if ServiceError::read(response).is_html() {
        return Err(Malformed::web_page().into());
    }
    let text = std::str::from_utf8(response.body()).map_err(|_| error::malformed("not UTF-8"))?;
    let document = Document::parse(text).map_err(|_| error::malformed("not XML"))?;
    read(element(document.root(), name)?)
}

/// Finds the first element of this name below `node`.
pub(crate) fn element<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Result<Node<'a, 'input>, Error> {
    node.descendants()
        .find(|node| node.is_element() && node.tag_name().name() == name)
        .ok_or_else(|| error::malformed(format!("its element {name} is missing")))
}

/// Returns the text of the first element of this name below `node`; an empty text is an error.
pub(crate) fn text(node: Node<'_, '_>, name: &str) -> Result<String, Error> {
    let text = element(node, name)?.text().map(str::trim).unwrap_or_default();
    if text.is_empty() {
        Err(error::malformed(format!("its element {name} is empty")))
    } else {
        Ok(text.to_owned())
    }
}

/// Returns the text of an element as a key or a token, checked by [`daypass_transport::opaque`].
pub(crate) fn opaque(node: Node<'_, '_>, name: &str) -> Result<String, Error> {
    Ok(daypass_transport::opaque(text(node, name)?, name)?)
}
