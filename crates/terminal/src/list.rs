//! The picker: chooses one of many lines by typing words that it contains, in any order.

use crate::{clean::is_shown, keys, output::Screen, raw_mode::RawMode};
use console::{Key, measure_text_width, truncate_str};
use std::io;

/// The most lines that are shown.
const MAX_SHOWN: usize = 12;

/// Returns how many lines fit below the question, with a count and the cursor's line below them.
fn room(rows: usize) -> usize {
    rows.saturating_sub(3).clamp(1, MAX_SHOWN)
}

/// Returns the index of the picked line; `None` if the person cancels.
pub(crate) fn pick(question: &str, items: &[String], start: usize) -> io::Result<Option<usize>> {
    let _mode = RawMode::keys_after_discard();
    let term = Screen::new();
    let folded: Vec<_> = items.iter().map(|item| item.to_lowercase()).collect();
    let (mut query, mut at, mut drawn) = (String::new(), start, Drawn { term: &term, widths: Vec::new() });
    let mut fits = order(&folded, &query);
    term.show_cursor(false)?;
    loop {
        let (rows, columns) = term.size();
        let shown = room(rows);
        drawn.draw(&lines(question, &query, items, &fits, at, (shown, columns)))?;
        let last = fits.len().saturating_sub(1);
        let before = query.len();
        match keys::next(&term)? {
            Key::Enter => {
                let Some(&picked) = fits.get(at) else { continue };
                drawn.clear()?;
                let item = items.get(picked).map_or("", String::as_str);
                term.write_line(&format!(
                    "{question}: {}",
                    item.split_whitespace().collect::<Vec<_>>().join(" ")
                ))?;
                return Ok(Some(picked));
            }
            // `\u{4}` is Ctrl-D. Ctrl-C is a key in raw mode; a signal would leave the cursor hidden.
            Key::CtrlC | Key::Escape | Key::Char('\u{4}') => return drawn.clear().map(|()| None),
            Key::ArrowDown | Key::Tab | Key::Char('\u{e}') => at = if at == last { 0 } else { at + 1 },
            Key::ArrowUp | Key::BackTab | Key::Char('\u{10}') => at = at.checked_sub(1).unwrap_or(last),
            Key::PageDown => at = (at + shown).min(last),
            Key::PageUp => at = at.saturating_sub(shown),
            Key::Home => at = 0,
            Key::End => at = last,
            Key::Backspace => drop(query.pop()),
            Key::Char('\u{15}') => query.clear(),
            Key::Char(c) if is_shown(c) => query.push(c),
            _ => {}
        }
        if query.len() != before {
            (fits, at) = (order(&folded, &query), 0);
        }
    }
}

/// The lines on the screen, which are cleared on drop.
struct Drawn<'t> {
    term: &'t Screen,
    /// The width of each line in columns.
    widths: Vec<usize>,
}

impl Drawn<'_> {
    fn draw(&mut self, lines: &[String]) -> io::Result<()> {
        self.clear()?;
        self.widths = lines.iter().map(|line| measure_text_width(line)).collect();
        self.term.write_line(&lines.join("\n"))
    }

    fn clear(&mut self) -> io::Result<()> {
        // A terminal that was made narrower has wrapped the lines.
        let columns = self.term.size().1.max(1);
        let rows = self.widths.drain(..).map(|width| width.div_ceil(columns).max(1)).sum();
        self.term.clear_last_lines(rows)
    }
}

impl Drop for Drawn<'_> {
    fn drop(&mut self) {
        let _closed = self.clear().and_then(|()| self.term.show_cursor(true));
    }
}

fn lines(
    question: &str,
    query: &str,
    items: &[String],
    fits: &[usize],
    at: usize,
    (room, columns): (usize, usize),
) -> Vec<String> {
    let cut = |line: String| truncate_str(&line, columns.saturating_sub(1), "…").into_owned();
    let first = (at + 1).saturating_sub(room);
    let shown = fits.iter().enumerate().skip(first).take(room);
    let mut lines = vec![cut(format!("{question}: {query}▏"))];
    lines.extend(shown.filter_map(|(place, &item)| {
        Some(cut(format!("{} {}", if place == at { '>' } else { ' ' }, items.get(item)?)))
    }));
    if fits.len() != items.len() || fits.len() > room {
        lines.push(cut(format!("  {} of {}", fits.len(), items.len())));
    }
    lines
}

/// Returns the indexes of matching lines, the best match first, equal matches in their order.
fn order(folded: &[String], query: &str) -> Vec<usize> {
    let query = query.to_lowercase();
    let words: Vec<_> = query.split_whitespace().collect();
    let fit = |(at, line): (usize, &String)| {
        let rank: Option<usize> = words.iter().map(|word| rank(line, word)).sum();
        Some((rank?, at))
    };
    let mut fits: Vec<_> = folded.iter().enumerate().filter_map(fit).collect();
    fits.sort_unstable();
    fits.into_iter().map(|(_, at)| at).collect()
}

/// Ranks a query word in a line: 0 at the start of a word, 1 within a word, more if its letters are scattered.
fn rank(line: &str, word: &str) -> Option<usize> {
    let mut found = line.match_indices(word).peekable();
    if found.peek().is_some() {
        let begins = |at: usize| {
            line.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
        };
        return Some(usize::from(!found.any(|(at, _)| begins(at))));
    }
    line.split_whitespace().filter_map(|column| scattered(column, word)).min()
}

/// Ranks the letters of a query word that occur in order, with other letters between, within one column.
fn scattered(column: &str, word: &str) -> Option<usize> {
    let mut letters = word.chars().peekable();
    let (mut begun, mut between) = (false, 0);
    for c in column.chars() {
        if letters.next_if_eq(&c).is_some() {
            begun = true;
        } else if begun && letters.peek().is_some() {
            between += 1;
        }
    }
    letters.peek().is_none().then_some(between + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(query: &str) -> String {
        let items = [
            "payments-prod   111122223333 AdministratorAccess  corp",
            "payments-dev    111122223334 AdministratorAccess  corp",
            "search-prod     111122223335 ReadOnlyAccess       corp",
            "Équipe-prod     111122223336 ReadOnlyAccess       partner",
        ];
        let folded = items.map(str::to_lowercase);
        let names = order(&folded, query).into_iter().map(|at| items[at].split(' ').next().unwrap_or(""));
        names.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_match_in_any_order_and_with_scattered_letters() {
        for (query, expected) in [
            ("", "payments-prod payments-dev search-prod Équipe-prod"),
            ("adm pay", "payments-prod payments-dev"),
            ("PROD pay", "payments-prod"),
            ("3335", "search-prod"),
            ("éq", "Équipe-prod"),
            ("pprod", "Équipe-prod payments-prod"),
            ("dev", "payments-dev"),
            ("nothing at all", ""),
        ] {
            assert_eq!(found(query), expected, "{query}");
        }
    }

    #[test]
    fn the_best_fit_goes_first() {
        for (query, lines, expected) in [
            // At the beginning of a word before within one.
            ("prod", ["reprod", "a prod"], [1, 0]),
            // The fewer letters between those that were typed; what stands before and behind does not count.
            ("ac", ["abbc", "zzabczz"], [1, 0]),
            // Both words within others before one of them apart.
            ("ac xy", ["abc xy", "zac zxy"], [1, 0]),
            ("prod", ["prod-1", "prod-2"], [0, 1]),
        ] {
            assert_eq!(order(&lines.map(str::to_owned), query), expected, "{query} {lines:?}");
        }
    }

    #[test]
    fn how_many_there_are_is_said_where_not_all_are_shown() {
        let items: Vec<_> = (0..4).map(|at| format!("line {at}")).collect();
        for (fits, room, said) in [
            (&[0, 1, 2, 3][..], 4, None),
            (&[0, 1, 2, 3], 3, Some("  4 of 4")),
            (&[0, 1], 4, Some("  2 of 4")),
            (&[], 4, Some("  0 of 4")),
        ] {
            let shown = lines("Which", "", &items, fits, 0, (room, 80));
            let last = shown.last().filter(|line| line.contains(" of ")).map(String::as_str);
            assert_eq!(last, said, "{fits:?} {room}");
            assert_eq!(shown.len(), 1 + fits.len().min(room) + usize::from(said.is_some()));
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let items: Vec<_> = (0..40).map(|at| format!("profile {at} {}", "é".repeat(90))).collect();
        let shown = lines("Which", "pro", &items, &order(&items, "pro"), 30, (room(24), 40));
        assert_eq!(shown.len(), MAX_SHOWN + 2);
        assert!(shown.iter().all(|line| measure_text_width(line) < 40), "{shown:#?}");
        assert!(shown.iter().any(|line| line.starts_with("> profile 30 ")), "{shown:#?}");
        for rows in 4..20 {
            let shown = lines("Which", "pro", &items, &order(&items, "pro"), 30, (room(rows), 40));
            assert!(shown.len() < rows, "{rows} rows: {shown:#?}");
            assert!(shown.iter().any(|line| line.starts_with("> profile 30 ")), "{shown:#?}");
        }
    }
}
