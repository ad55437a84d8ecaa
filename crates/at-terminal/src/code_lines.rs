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

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: (&str, &str, Option<&str>) =
        ("AB-CD", "https://d.example", Some("https://d.example?c=AB-CD"));

    fn lines(is_opened: bool, room: Option<(usize, usize)>) -> Vec<String> {
        code_lines("corp", CODE, is_opened, room).iter().map(Text::plain).collect()
    }

    #[test]
    fn the_code_is_as_large_as_there_is_room_for() {
        let begin = ["Sign in to corp:", "  address  https://d.example", "  code     AB-CD"];
        let complete = "or, with the code filled in:  https://d.example?c=AB-CD";
        assert_eq!(lines(false, None), [&begin[..], &[complete]].concat());
        let opened = "The address has been opened in your browser.";
        assert_eq!(lines(true, None), [&begin[..], &[opened]].concat());
        // Rows and columns, whether the code is drawn in large letters, and whether there is a picture of the address.
        for (room, large, picture) in [
            ((60, 80), true, true),
            ((12, 80), true, false),
            ((11, 80), false, false),
            ((60, 20), false, false),
            ((23, 80), true, false),
            ((30, 80), true, true),
        ] {
            let lines = lines(false, Some(room));
            assert!(
                lines.starts_with(&begin.map(str::to_owned))
                    && lines.last().is_some_and(|last| last == complete)
            );
            let is_drawn = |line: &String| line.contains(['█', '▀', '▄']);
            let (behind, rest) = (lines.get(4..).unwrap_or_default(), lines.get(3));
            let has_large = rest.is_some_and(String::is_empty) && behind.first().is_some_and(is_drawn);
            let wide = lines.iter().filter(|line| is_drawn(line) && line.chars().count() > 32).count();
            assert_eq!((has_large, wide > 8), (large, picture), "{room:?}: {lines:#?}");
            assert!(lines.len() < room.0.max(12), "{room:?}");
        }
    }
}
