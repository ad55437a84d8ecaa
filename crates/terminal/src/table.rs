//! Plain tables: columns by two spaces, no frames, so that they are read and cut alike.

use comfy_table::{ContentArrangement, Table};

/// Rows under a header, as text without trailing blanks, no wider than the terminal.
pub fn plain(header: &[&str], rows: &[Vec<String>], width: usize) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(header.iter().copied());
    table.add_rows(rows);
    for column in table.column_iter_mut() {
        column.set_padding((0, 3));
    }
    table.to_string().lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Comma-separated values (RFC 4180, but lines end in LF).
pub fn csv(header: &[&str], rows: &[Vec<String>]) -> String {
    let quote = |cell: &str| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let line = |cells: Vec<String>| cells.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(",") + "\n";
    let header = line(header.iter().map(|cell| cell.to_lowercase().replace(' ', "_")).collect());
    rows.iter().fold(header, |text, row| text + &line(row.clone()))
}
