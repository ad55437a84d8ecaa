//! Lines under headings, such as the parts of a plan.

use daypass_terminal::{Text, strong};

/// Writes the parts that have lines, each below its title, with an empty line between them.
///
/// ```
/// use daypass_at_terminal::sections;
///
/// let text = sections([("Config file", vec![" + [profile dev]".to_owned()]), ("Settings", Vec::new())]);
/// assert_eq!(text.plain(), "Config file\n + [profile dev]\n");
/// ```
pub fn sections<'t>(parts: impl IntoIterator<Item = (&'t str, Vec<String>)>) -> Text {
    let parts = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
    parts.fold(Text::new(), |text, (title, lines)| {
        let gap = if text.is_empty() { Text::new() } else { Text::new().newline() };
        text + gap + Text::new().line(strong(title)) + Text::lines(lines)
    })
}
