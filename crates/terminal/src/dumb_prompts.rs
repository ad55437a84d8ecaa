//! Questions on a terminal without cursor control (`TERM=dumb`), asked and answered in whole lines.

use crate::output::Screen;
use std::io;

/// Reads a line; `None` at the end of input.
pub(crate) fn read(question: &str) -> io::Result<Option<String>> {
    Screen::new().write(question)?;
    let mut answer = String::new();
    let length = io::stdin().read_line(&mut answer)?;
    Ok((length > 0).then(|| answer.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Asks for one of several items by its number or by a part that only it has; an empty answer is the item at `start`.
pub(crate) fn pick(question: &str, items: &[String], start: usize) -> io::Result<Option<usize>> {
    let screen = Screen::new();
    screen.write_line(&format!("{question}:"))?;
    for (at, item) in items.iter().enumerate() {
        screen.write_line(&format!("{:>4}  {item}", at + 1))?;
    }
    loop {
        let Some(answer) = read(&format!("number or a part of the line [{}]: ", start + 1))? else {
            return Ok(None);
        };
        match item_of(&answer, items, start) {
            Ok(at) => return Ok(Some(at)),
            Err(fits) => screen.write_line(&format!("  {fits} of {} lines match", items.len()))?,
        }
    }
}

/// Asks for yes or no.
pub(crate) fn confirm(question: &str, default: bool) -> io::Result<Option<bool>> {
    loop {
        let Some(answer) = read(question)? else { return Ok(None) };
        match answer.trim().to_lowercase().as_str() {
            "" => return Ok(Some(default)),
            "y" | "yes" => return Ok(Some(true)),
            "n" | "no" => return Ok(Some(false)),
            _ => {}
        }
    }
}

/// Returns the item that an answer means, or the number of items that it matches.
fn item_of(answer: &str, items: &[String], start: usize) -> Result<usize, usize> {
    let answer = answer.trim().to_lowercase();
    if answer.is_empty() && start < items.len() {
        return Ok(start);
    }
    let numbered = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    if let Some(at) = numbered.filter(|at| *at < items.len()) {
        return Ok(at);
    }
    let mut fits = (0..items.len())
        .filter(|at| items.get(*at).is_some_and(|item| item.to_lowercase().contains(&answer)));
    match (fits.next(), fits.count()) {
        (Some(only), 0) => Ok(only),
        (first, more) => Err(usize::from(first.is_some()) + more),
    }
}

#[cfg(test)]
mod tests {
    use super::item_of;

    #[test]
    fn an_answer_is_a_number_or_a_part_or_empty() {
        let items =
            ["payments-prod 111122223333", "payments-dev 111122223334", "Search 3"].map(str::to_owned);
        for (answer, expected) in [
            ("", Ok(1)),
            ("1", Ok(0)),
            (" 3 ", Ok(2)),
            ("DEV", Ok(1)),
            ("search", Ok(2)),
            ("payments", Err(2)),
            ("4", Ok(1)),
            ("0", Err(0)),
            ("x", Err(0)),
        ] {
            assert_eq!(item_of(answer, &items, 1), expected, "{answer:?}");
        }
        assert_eq!(item_of("", &items, 3), Err(3), "there is none to start at");
    }
}
