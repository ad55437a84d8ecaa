//! A screen without what differs from run to run: ports, times of day, dates, codes, the picture of an address.
//! Everything keeps its width, so that columns stand where they stood.

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// As long as a real one.
const SECRET: &str = "00112233445566778899aabbccddeeff";

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Normalizes a screen, and shows each escape as `␛`.
pub(super) fn normal(text: &str) -> String {
    let text = dates_over_lines(text);
    let lines = text.lines().map(|line| line_of(&line.replace('\u{1b}', "␛")));
    lines.map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Normalizes dates in which a line ends: `24 Feb`, and `2027` in the next line.
fn dates_over_lines(text: &str) -> String {
    let mut text = text.to_owned();
    for month in MONTHS {
        let places: Vec<_> = text.match_indices(month).map(|(at, _)| at).collect();
        for at in places.into_iter().rev() {
            let (before, after) =
                (text.get(..at).unwrap_or_default(), text.get(at + 3..).unwrap_or_default());
            let day = before.trim_end_matches([' ', '\n']);
            let start = day.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let year = after.get(1..5).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
            let gaps = (before.get(day.len()..).unwrap_or_default(), after.get(..1).unwrap_or_default());
            let is_date = start < day.len() && year.is_some() && matches!(gaps.0, " " | "\n");
            if is_date && matches!(gaps, ("\n", " ") | (" ", "\n")) {
                let date = format!("20{}Feb{}2027", gaps.0, gaps.1);
                text.replace_range(start..at + 3 + 5, &date);
            }
        }
    }
    text
}

fn line_of(line: &str) -> String {
    let line = picture(line);
    let line = replace(&line, |rest| {
        let port = rest.strip_prefix("127.0.0.1:")?;
        let digits = port.chars().take_while(char::is_ascii_digit).count();
        Some((10 + digits, "127.0.0.1:54321".to_owned()))
    });
    let line = secret(&line);
    let line = replace(&line, date);
    let line = replace(&line, |rest| shaped(rest, "00:00").then(|| (5, "18:32".to_owned())));
    let line = replace(&line, |rest| shaped(rest, "0:00 left").then(|| (9, "9:59 left".to_owned())));
    // Tomorrow has its day.
    let line = DAYS.iter().fold(line, |line, day| line.replace(&format!("until {day} 18:32"), "until 18:32"));
    replace(&line, |rest| shaped(rest, "AAAA-AAAA").then(|| (9, "JMCM-TVWQ".to_owned())))
}

/// The secret in the short address of a sign-in.
fn secret(line: &str) -> String {
    let Some((before, rest)) = line.split_once(":54321/go/") else { return line.to_owned() };
    let after = rest.trim_start_matches(|c: char| c.is_ascii_hexdigit());
    format!("{before}:54321/go/{SECRET}{after}")
}

/// `1 Feb 2027` and `20 Feb 2027` take the same room, where room follows.
fn date(rest: &str) -> Option<(usize, String)> {
    let (day, after) = rest.split_once(' ')?;
    let (month, after) = after.split_once(' ')?;
    let year = after.get(..4)?;
    let is_number = |text: &str, least: usize| {
        text.len() >= least && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !(is_number(day, 1) && day.len() <= 2 && MONTHS.contains(&month) && is_number(year, 4)) {
        return None;
    }
    let length = day.len() + 1 + 3 + 1 + 4;
    let room = usize::from(day.len() == 1 && rest.get(length..).is_some_and(|rest| rest.starts_with("  ")));
    Some((length + room, "20 Feb 2027".to_owned()))
}

/// `A` stands for a capital or a digit, `0` for a digit, the rest for itself; nothing of the kind follows.
fn shaped(rest: &str, shape: &str) -> bool {
    let fits = |(byte, wanted): (u8, u8)| match wanted {
        b'A' => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        b'0' => byte.is_ascii_digit(),
        _ => byte == wanted,
    };
    let bytes = rest.as_bytes();
    bytes.len() >= shape.len()
        && bytes.iter().copied().zip(shape.bytes()).all(fits)
        && !bytes.get(shape.len()).is_some_and(u8::is_ascii_alphanumeric)
}

/// The QR code of an address with a port in it, and the letters of a code, which are indented.
fn picture(line: &str) -> String {
    let is_dot = |c: char| matches!(c, '▀' | '▄' | '█');
    let plain: String = line
        .split('␛')
        .map(
            |part| {
                if part.starts_with('[') { part.split_once('m').map_or("", |(_, rest)| rest) } else { part }
            },
        )
        .collect();
    if plain.starts_with("  ") && plain.contains(is_dot) && plain.chars().all(|c| is_dot(c) || c == ' ') {
        return format!("  {}", "▒".repeat(54));
    }
    match (line.find(is_dot), line.rfind(is_dot)) {
        (Some(first), Some(last)) if line.contains(['▀', '▄']) => {
            let (before, rest) = line.split_at(first);
            let (code, after) = rest.split_at(last - first + '█'.len_utf8());
            format!("{before}{}{after}", "▒".repeat(code.chars().count()))
        }
        _ => line.to_owned(),
    }
}

/// Replaces what `find` finds at the beginning of a word: its length, and what stands for it.
fn replace(line: &str, find: impl Fn(&str) -> Option<(usize, String)>) -> String {
    let (mut text, mut rest, mut is_inside) = (String::new(), line, false);
    while let Some(c) = rest.chars().next() {
        let found = if is_inside { None } else { find(rest) };
        let (length, shown) = found.unwrap_or_else(|| (c.len_utf8(), c.to_string()));
        text.push_str(&shown);
        // An escape sequence ends in a letter, behind which a word begins.
        is_inside = c.is_ascii_alphanumeric() && !text.ends_with('m');
        rest = rest.get(length..).unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::normal;

    #[test]
    fn what_differs_is_the_same() {
        for (seen, expected) in [
            (
                "until 07:05 (1 h), by itself until 1 Mar 2027.",
                "until 18:32 (1 h), by itself until 20 Feb 2027.",
            ),
            ("until 1 Mar\n2027.", "until 20 Feb\n2027."),
            ("until 24\nDec 2026", "until 20\nFeb 2027"),
            ("x  1 Mar 2027   y", "x  20 Feb 2027  y"),
            (
                "http://127.0.0.1:40001/go/f0e1d2c3b4a5968778695a4b3c2d1e0f  x",
                "http://127.0.0.1:54321/go/00112233445566778899aabbccddeeff  x",
            ),
            ("approval · 9:58 left", "approval · 9:59 left"),
            ("code ABCD-1234", "code JMCM-TVWQ"),
            ("  █▀ ▄█  x", "  ▒▒▒▒▒  x"),
            ("  \u{1b}[1m █▀ ▄█", "  ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒"),
            ("████░░ 41 m", "████░░ 41 m"),
            ("\u{1b}[1m07:05\u{1b}[0m", "␛[1m18:32␛[0m"),
        ] {
            assert_eq!(normal(seen), format!("{expected}\n"));
        }
    }
}
