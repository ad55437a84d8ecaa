//! Follows the pages of a listing, and makes sure that it ends.

use daypass_transport::Malformed;
use std::collections::HashSet;

/// How many pages without an item may come in a row.
const MAX_EMPTY_PAGES: u32 = 100;
/// How many pages a listing may have: with a hundred accounts each, more than any organisation has.
const MAX_PAGES: u32 = 10_000;

/// The position in a listing: the token of the next page, and the tokens so far.
///
/// Every listing ends: a token that came before, a hundred pages in a row without an item, and ten thousand pages in
/// all are errors.
///
/// ```
/// use daypass_portal_client::Pages;
///
/// let mut pages = Pages::default();
/// assert!(pages.add(20, Some("two".into()))?); // 20 items, and there is another page
/// assert_eq!(pages.next_token().as_deref(), Some("two"));
/// assert!(!pages.add(5, None)?); // the last page
/// # Ok::<(), daypass_transport::Malformed>(())
/// ```
#[derive(Debug, Default)]
pub struct Pages {
    next_token: Option<String>,
    seen: HashSet<String>,
    count: u32,
    empty: u32,
}

impl Pages {
    /// Returns the token to request the next page with; `None` for the first page.
    pub fn next_token(&self) -> Option<String> {
        self.next_token.clone()
    }

    /// Adds a page with this number of new items, and returns whether there is another page.
    ///
    /// # Errors
    /// The listing does not end: see [`Pages`].
    pub fn add(&mut self, items: usize, next_token: Option<String>) -> Result<bool, Malformed> {
        self.count += 1;
        self.empty = if items == 0 { self.empty + 1 } else { 0 };
        let Some(token) = next_token else { return Ok(false) };
        if !self.seen.insert(token.clone()) {
            return Err(Malformed::new("the same nextToken came twice"));
        }
        if self.empty >= MAX_EMPTY_PAGES {
            return Err(Malformed::new("100 pages came without an item, and still a nextToken"));
        }
        if self.count >= MAX_PAGES {
            return Err(Malformed::new("10000 pages came, and still a nextToken"));
        }
        self.next_token = Some(token);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds pages with `items(page)` items until that is an error; returns the number of pages and the error.
    fn pages(items: impl Fn(u32) -> usize) -> (u32, String) {
        let mut pages = Pages::default();
        for page in 1.. {
            if let Err(error) = pages.add(items(page), Some(page.to_string())) {
                return (page, error.to_string());
            }
        }
        (0, String::new())
    }

    #[test]
    fn t20_03_pages_without_end_end() {
        assert_eq!(pages(|_| 0), (100, "100 pages came without an item, and still a nextToken".to_owned()));
        // Single empty pages do not end a listing.
        let (count, error) = pages(|page| usize::from(page % 99 == 0));
        assert_eq!((count, error.as_str()), (10_000, "10000 pages came, and still a nextToken"));
    }
}
