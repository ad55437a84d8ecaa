//! The lines that show the code of a device flow.

use daypass_terminal::{Text, big_code, qr_code, strong};

/// Shows the code and the address where it is entered, with a QR code if there is room: rows and columns.
pub(crate) fn code_lines(
    label: &str,
    (code, uri, complete): (&str, &str, Option<&str>),
    is_opened: bool,
    room: Option<(usize, usize)>,
) -> Vec<Text> {
    let mut lines: Vec<Text> = vec![
        format!("Sign in to {label}:").into(),
        format!("  address  {uri}").into(),
        "  code     " + strong(code),
    ];
    let for_large = room.filter(|(rows, _)| *rows >= 12);
    let large = for_large.and_then(|(_, columns)| big_code(code, columns.saturating_sub(2)));
    if let Some(large) = &large {
        lines.push("".into());
        lines.extend(large.iter().map(|line| "  " + strong(line)));
        lines.push("".into());
    }
    if is_opened {
        lines.push("The address has been opened in your browser.".into());
        return lines;
    }
    if let Some((rows, columns)) = room {
        let below_the_rest = rows.saturating_sub(if large.is_some() { 11 } else { 6 });
        let picture = qr_code(complete.unwrap_or(uri), columns, below_the_rest).unwrap_or_default();
        lines.extend(picture.iter().map(Text::from));
    }
    if let Some(complete) = complete {
        lines.push(format!("or, with the code filled in:  {complete}").into());
    }
    lines
}
