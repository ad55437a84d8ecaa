//! A screen of a real terminal as SVG: from the text that `cargo xtask screens` keeps, with its escapes shown as `␛`.

use std::fmt::Write as _;

/// Columns of the terminal.
const COLUMNS: usize = 80;
/// Width and height of a cell, and the border, in pixels.
const CELL: (f32, f32) = (8.4, 19.0);
const BORDER: f32 = 16.0;
/// The bar above the screen.
const BAR: f32 = 30.0;
const FOREGROUND: &str = "#e6e4de";
const BACKGROUND: &str = "#1b1d21";
/// The eight colours of a terminal, and the eight bright ones.
const COLOURS: [&str; 16] = [
    "#3a3d43", "#e0796b", "#8fbf7f", "#d9b26a", "#7ba7dd", "#bd93c9", "#73b8b4", "#d5d3cc", "#7d8188",
    "#ef9486", "#a7d597", "#ecc987", "#9bc0ee", "#d3afdd", "#93d0cc", "#ffffff",
];

/// How a cell looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Style {
    is_bold: bool,
    is_dim: bool,
    foreground: Option<usize>,
    background: Option<usize>,
}

/// Characters of one style, side by side.
#[derive(Debug, PartialEq, Eq)]
struct Span {
    column: usize,
    text: String,
    style: Style,
}

/// Draws a screen. `title` is said by a reader of screens.
pub(crate) fn svg(title: &str, text: &str) -> Result<String, String> {
    let lines = lines(text)?;
    let width = BORDER * 2.0 + times(COLUMNS, CELL.0);
    let height = BAR + BORDER * 2.0 + times(lines.len(), CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" \
         role=\"img\" aria-labelledby=\"t\">\n<title id=\"t\">{}</title>\n\
         <style>text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre;fill:{FOREGROUND}}}\
         .b{{font-weight:700}}.d{{opacity:.65}}</style>\n\
         <rect width=\"{width:.0}\" height=\"{height:.0}\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n",
        escaped(title)
    );
    for (place, colour) in ["#e0796b", "#d9b26a", "#8fbf7f"].iter().enumerate() {
        let _ = writeln!(out, "<circle cx=\"{}\" cy=\"16\" r=\"5\" fill=\"{colour}\"/>", 20 + 18 * place);
    }
    for (row, spans) in lines.iter().enumerate() {
        let top = BAR + BORDER + times(row, CELL.1);
        for span in spans {
            draw(&mut out, span, top);
        }
    }
    Ok(out + "</svg>\n")
}

fn draw(out: &mut String, span: &Span, top: f32) {
    let left = BORDER + times(span.column, CELL.0);
    let width = times(span.text.chars().count(), CELL.0);
    if let Some(colour) = span.style.background.and_then(|colour| COLOURS.get(colour)) {
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{colour}\"/>",
            CELL.1
        );
    }
    if span.text.trim().is_empty() {
        return;
    }
    let class = match (span.style.is_bold, span.style.is_dim) {
        (true, _) => " class=\"b\"",
        (_, true) => " class=\"d\"",
        _ => "",
    };
    let fill = span.style.foreground.and_then(|colour| COLOURS.get(colour));
    let fill = fill.map(|colour| format!(" style=\"fill:{colour}\"")).unwrap_or_default();
    let _ = writeln!(
        out,
        "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\"{class}{fill}>{}</text>",
        top + 14.0,
        escaped(&span.text)
    );
}

/// Returns so many times a length.
pub(crate) fn times(count: usize, length: f32) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX)) * length
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Reads a screen into lines of spans; a long line is broken as the terminal breaks it.
fn lines(text: &str) -> Result<Vec<Vec<Span>>, String> {
    let mut style = Style::default();
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut cells: Vec<(char, Style)> = Vec::new();
        let mut rest = line.chars();
        while let Some(c) = rest.next() {
            if c != '␛' {
                cells.push((c, style));
                continue;
            }
            let code: String = rest.by_ref().take_while(|c| *c != 'm').collect();
            let codes =
                code.strip_prefix('[').ok_or_else(|| format!("an escape that sets no style: {code:?}"))?;
            style = styled(style, codes)?;
        }
        let rows = cells.chunks(COLUMNS).map(spans).collect::<Vec<_>>();
        lines.extend(if rows.is_empty() { vec![Vec::new()] } else { rows });
    }
    Ok(lines)
}

fn spans(cells: &[(char, Style)]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (column, (c, style)) in cells.iter().enumerate() {
        match spans.last_mut() {
            Some(span) if span.style == *style => span.text.push(*c),
            _ => spans.push(Span { column, text: c.to_string(), style: *style }),
        }
    }
    spans
}

/// Applies the codes of one escape; one that is unknown is an error, so that no picture is wrong in silence.
fn styled(style: Style, codes: &str) -> Result<Style, String> {
    codes.split(';').try_fold(style, |style, code| {
        let number: usize =
            if code.is_empty() { 0 } else { code.parse().map_err(|_| format!("no style: {code:?}"))? };
        Ok(match number {
            0 => Style::default(),
            1 => Style { is_bold: true, ..style },
            2 => Style { is_dim: true, ..style },
            22 => Style { is_bold: false, is_dim: false, ..style },
            30..=37 => Style { foreground: Some(number - 30), ..style },
            39 => Style { foreground: None, ..style },
            40..=47 => Style { background: Some(number - 40), ..style },
            49 => Style { background: None, ..style },
            90..=97 => Style { foreground: Some(number - 90 + 8), ..style },
            100..=107 => Style { background: Some(number - 100 + 8), ..style },
            _ => return Err(format!("no style: {number}")),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_and_long_lines() {
        let long = format!("␛[1mbold␛[0m {}␛[31mred␛[39m", "x".repeat(76));
        let rows = lines(&long).expect("known styles");
        assert_eq!(rows.len(), 2);
        let [bold, plain] = rows.first().map(Vec::as_slice).expect("a line") else { panic!("{rows:?}") };
        assert!(bold.style.is_bold && bold.text == "bold" && plain.column == 4, "{rows:?}");
        let red = rows.get(1).and_then(|line| line.last()).expect("a span");
        assert_eq!((red.text.as_str(), red.style.foreground), ("red", Some(1)));
        assert!(lines("␛[5mblink").is_err() && lines("␛]0;title").is_err());
        let svg = svg("a < b", "$ x & y\n").expect("a picture");
        assert!(svg.contains("a &lt; b") && svg.contains("$ x &amp; y"), "{svg}");
    }
}
