//! A chart of bars as a picture: figures of one measurement, each unit on a scale of its own, a limit as a line.

use std::fmt::Write as _;

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bar {
    pub(crate) label: String,
    pub(crate) value: f64,
    pub(crate) unit: String,
    /// The limit, if one is set.
    pub(crate) most: Option<f64>,
}

const WIDTH: f64 = 760.0;
const LABELS: f64 = 300.0;
const BARS: f64 = 330.0;
const ROW: f64 = 26.0;
const HEAD: f64 = 44.0;
const GAP: f64 = 12.0;

/// Draws the bars under a title, in their order; units in the order of their first bar.
pub(crate) fn svg(title: &str, bars: &[Bar]) -> String {
    let mut units: Vec<&str> = Vec::new();
    for bar in bars {
        if !units.contains(&bar.unit.as_str()) {
            units.push(&bar.unit);
        }
    }
    let mut drawn = String::new();
    let mut top = HEAD;
    for unit in units {
        let bars: Vec<&Bar> = bars.iter().filter(|bar| bar.unit == unit).collect();
        // A limit far above all bars would leave nothing of them; its line is left out then, and its number is in the text.
        let largest = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
        let limits = bars.iter().filter_map(|bar| bar.most).filter(|most| *most <= largest * 4.0);
        let scale = limits.fold(largest, f64::max);
        for bar in bars {
            draw(&mut drawn, bar, scale, top);
            top += ROW;
        }
        top += GAP;
    }
    let title = escaped(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {top:.0}\" width=\"{WIDTH}\" height=\"{top:.0}\" role=\"img\" \
         aria-labelledby=\"t\">\n<title id=\"t\">{title}</title>\n\
         <style>.card{{fill:#fbfbf9;stroke:#c9c7bf}}.bar{{fill:#2f6f4f}}.over{{fill:#a83c2b}}.limit{{stroke:#8f8d86;stroke-width:1.5;stroke-dasharray:3 3}}\
         text{{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#23221f}}.t{{font-weight:600}}\
         @media (prefers-color-scheme: dark){{.card{{fill:#1d2024;stroke:#3d4249}}.bar{{fill:#6cb892}}.over{{fill:#e0796b}}.limit{{stroke:#9a9c9f}}text{{fill:#e9e7e1}}}}</style>\n\
         <rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"{:.0}\" height=\"{:.0}\" rx=\"10\"/>\n\
         <text class=\"t\" x=\"16\" y=\"26\">{title}</text>\n{drawn}</svg>\n",
        WIDTH - 1.0,
        top - 1.0
    )
}

fn draw(out: &mut String, bar: &Bar, scale: f64, top: f64) {
    let Bar { label, value, unit, most } = bar;
    let length = |value: f64| if scale > 0.0 { (value / scale * BARS).clamp(0.0, BARS) } else { 0.0 };
    let (baseline, width) = (top + 17.0, length(*value));
    let is_over = most.is_some_and(|most| *value > most);
    let class = if is_over { "over" } else { "bar" };
    let limit = most.map(|most| format!(", at most {}", number(most))).unwrap_or_default();
    if let Some(most) = most.filter(|most| *most <= scale) {
        let x = LABELS + length(most);
        let _ = writeln!(out, "<path class=\"limit\" d=\"M{x:.1} {:.0}v22\"/>", top + 1.0);
    }
    let _ = writeln!(
        out,
        "<text x=\"{:.0}\" y=\"{baseline:.0}\" text-anchor=\"end\">{}</text>\
         <rect class=\"{class}\" x=\"{LABELS}\" y=\"{:.0}\" width=\"{width:.1}\" height=\"16\" rx=\"2\"/>\
         <text x=\"{:.1}\" y=\"{baseline:.0}\">{} {}{limit}</text>",
        LABELS - 10.0,
        escaped(&shortened(label)),
        top + 4.0,
        LABELS + width + 6.0,
        number(*value),
        escaped(unit),
    );
}

/// A label that has room left of the bars.
fn shortened(label: &str) -> String {
    const MOST: usize = 42;
    if label.chars().count() <= MOST {
        return label.to_owned();
    }
    label.chars().take(MOST - 1).collect::<String>() + "…"
}

/// A number with three digits that count, and thousands apart.
pub(crate) fn number(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let (whole, rest) =
        text.split_once('.').map_or((text, String::new()), |(whole, rest)| (whole, format!(".{rest}")));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + &rest
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, value: f64, unit: &str, most: Option<f64>) -> Bar {
        Bar { label: label.to_owned(), value, unit: unit.to_owned(), most }
    }

    #[test]
    fn numbers_are_read_at_a_glance() {
        for (value, text) in [
            (0.0, "0"),
            (0.1234, "0.123"),
            (1.5, "1.5"),
            (12.34, "12.3"),
            (1_946_696.0, "1,946,696"),
            (-0.04, "-0.04"),
            (-1234.0, "-1,234"),
        ] {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn each_unit_has_its_scale_and_a_limit_its_line() {
        let bars = [
            bar("fast & <small>", 1.0, "ms", Some(2.0)),
            bar("slow", 3.0, "ms", Some(2.0)),
            bar("many", 5000.0, "profiles", None),
            bar("far below", 1.0, "B", Some(1000.0)),
        ];
        let svg = svg("what it costs", &bars);
        assert!(svg.contains("fast &amp; &lt;small&gt;") && svg.contains(">1 ms, at most 2<"), "{svg}");
        // The longest bar of each unit fills its room.
        assert_eq!(svg.matches("width=\"330.0\" height=\"16\"").count(), 3, "{svg}");
        assert_eq!(svg.matches("class=\"limit\"").count(), 2, "{svg}");
        assert_eq!(svg.matches("class=\"over\"").count(), 1, "{svg}");
    }
}
