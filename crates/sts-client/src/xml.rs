//! Reading the Query protocol's XML: elements by their local names, wherever they are.

use crate::{Error, error};
use daypass_transport::{Malformed, Response, ServiceError};
use roxmltree::{Document, Node};
use std::time::SystemTime;

/// Gives the result element of a successful reply to `read`.
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

/// The first element of this name below.
pub(crate) fn element<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Result<Node<'a, 'input>, Error> {
    node.descendants()
        .find(|node| node.is_element() && node.tag_name().name() == name)
        .ok_or_else(|| error::malformed(format!("its element {name} is missing")))
}

/// The text of the first element of this name below; an empty one is as good as none.
pub(crate) fn text(node: Node<'_, '_>, name: &str) -> Result<String, Error> {
    let text = element(node, name)?.text().map(str::trim).unwrap_or_default();
    if text.is_empty() {
        Err(error::malformed(format!("its element {name} is empty")))
    } else {
        Ok(text.to_owned())
    }
}

/// A key or a token, as [`daypass_transport::opaque`] says.
pub(crate) fn opaque(node: Node<'_, '_>, name: &str) -> Result<String, Error> {
    Ok(daypass_transport::opaque(text(node, name)?, name)?)
}
