//! Pages of lists, and the tokens of next pages.

use crate::{
    call::Call,
    failure::{Failure, INVALID_REQUEST},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// One page of a list, and the token of the page after it.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) next: Option<String>,
}

impl<T> Page<T> {
    /// Returns the page that the request asks for; a token of another list is refused.
    pub(super) fn of(
        call: &Call<'_>,
        page_size: usize,
        list: &str,
        items: impl Iterator<Item = T>,
    ) -> Result<Self, Failure> {
        let size = match call.query("max_result") {
            None => page_size.max(1),
            Some(size) => size
                .parse()
                .ok()
                .filter(|size| (1..=100).contains(size))
                .ok_or_else(|| INVALID_REQUEST.because("max_result must be 1 to 100."))?,
        };
        let start = match call.query("next_token").filter(|token| !token.is_empty()) {
            None => 0,
            Some(token) => {
                let text = URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                let start =
                    text.as_deref().and_then(|text| text.split_once(' ')).filter(|(of, _)| *of == list);
                let start = start.and_then(|(_, start)| start.parse().ok());
                start.ok_or_else(|| INVALID_REQUEST.because("The next_token is not valid."))?
            }
        };
        let mut rest = items.skip(start);
        let items: Vec<_> = rest.by_ref().take(size).collect();
        let next = rest.next().map(|_| URL_SAFE_NO_PAD.encode(format!("{list} {}", start + size)));
        Ok(Self { items, next })
    }
}
