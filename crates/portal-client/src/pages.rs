//! Page after page, with an end: what follows `nextToken` goes through here.

use daypass_transport::Malformed;
use std::collections::HashSet;

/// Pages in a row without anything new, after which a listing is given up.
const MOST_EMPTY: u32 = 100;
/// Pages of one listing: a hundred accounts each, more than any organisation has.
const MOST: u32 = 10_000;

/// Where a listing is: which page comes next, and whether the service leads round in circles.
///
/// A listing ends: a token that came before, a hundred pages in a row without an item, and ten thousand pages in all
/// are errors.
///
/// ```
/// use daypass_portal_client::Pages;
///
/// let mut pages = Pages::default();
/// assert!(pages.turn(20, Some("two".into()))?); // 20 items, and a page more
/// assert_eq!(pages.next_token().as_deref(), Some("two"));
/// assert!(!pages.turn(5, None)?); // the last
/// # Ok::<(), daypass_transport::Malformed>(())
/// ```
#[derive(Debug, Default)]
pub struct Pages {
    next_token: Option<String>,
    seen: HashSet<String>,
    turned: u32,
    empty: u32,
}

impl Pages {
    /// What to ask the next page with; `None` for the first.
    pub fn next_token(&self) -> Option<String> {
        self.next_token.clone()
    }

    /// Turns a page that held so many new items. Gives whether there is one more.
    pub fn turn(&mut self, items: usize, next_token: Option<String>) -> Result<bool, Malformed> {
        self.turned += 1;
        self.empty = if items == 0 { self.empty + 1 } else { 0 };
        let Some(token) = next_token else { return Ok(false) };
        if !self.seen.insert(token.clone()) {
            return Err(Malformed::new("the same nextToken came twice"));
        }
        if self.empty >= MOST_EMPTY {
            return Err(Malformed::new("100 pages came without an item, and still a nextToken"));
        }
        if self.turned >= MOST {
            return Err(Malformed::new("10000 pages came, and still a nextToken"));
        }
        self.next_token = Some(token);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Turns pages of so many items until that ends, however it does.
    fn pages(items: impl Fn(u32) -> usize) -> (u32, String) {
        let mut pages = Pages::default();
        for page in 1.. {
            if let Err(error) = pages.turn(items(page), Some(page.to_string())) {
                return (page, error.to_string());
            }
        }
        (0, String::new())
    }

    #[test]
    fn t20_03_pages_without_end_end() {
        assert_eq!(pages(|_| 0), (100, "100 pages came without an item, and still a nextToken".to_owned()));
        // Empty pages in between are none of that.
        let (count, error) = pages(|page| usize::from(page % 99 == 0));
        assert_eq!((count, error.as_str()), (10_000, "10000 pages came, and still a nextToken"));
    }
}
