//! Plain tables: columns by three spaces, no frames, so that they are read and cut alike; and CSV.

use crate::{Text, clean};
use comfy_table::{ContentArrangement, Table};

/// Rows under a header, a line each without trailing blanks, no wider than the terminal. Every cell is one line.
pub fn lines(header: &[&str], rows: &[Vec<String>], width: usize) -> Vec<String> {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(header.iter().copied());
    table.add_rows(rows.iter().map(|row| row.iter().map(|cell| clean(cell)).collect::<Vec<_>>()));
    for column in table.column_iter_mut() {
        column.set_padding((0, 3));
    }
    table.to_string().lines().map(|line| line.trim_end().to_owned()).collect()
}

/// The same as text.
pub fn plain(header: &[&str], rows: &[Vec<String>], width: usize) -> Text {
    Text::lines(lines(header, rows, width))
}

/// The same in the form of this name: `csv`, `text` for cells with tabs between and no header, anything else for a table.
pub fn in_form(form: &str, header: &[&str], rows: &[Vec<String>], width: usize) -> Text {
    match form {
        "csv" => csv(header, rows),
        "text" => tabbed(rows),
        _ => plain(header, rows, width),
    }
}

/// Rows without a header, a tab between their cells.
pub fn tabbed(rows: &[Vec<String>]) -> Text {
    rows.iter().fold(Text::new(), |text, row| text.line(Text::tabbed(row)))
}

/// Comma-separated values (RFC 4180, but lines end in LF). A record is always one line.
pub fn csv(header: &[&str], rows: &[Vec<String>]) -> Text {
    let quote = |cell: &str| {
        let cell = clean(cell);
        if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let line = |cells: &[String]| cells.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(",");
    let header: Vec<_> = header.iter().map(|cell| cell.to_lowercase().replace(' ', "_")).collect();
    Text::lines(std::iter::once(line(&header)).chain(rows.iter().map(|row| line(row))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_a_line_whatever_it_holds() {
        let rows =
            [vec!["a\nb".to_owned(), "c\u{202e}d".to_owned()], vec!["e,\"f".to_owned(), String::new()]];
        insta::assert_snapshot!(plain(&["ONE", "TWO SO"], &rows, 80).plain(), @r#"
        ONE    TWO SO
        a b    c�d
        e,"f
        "#);
        insta::assert_snapshot!(csv(&["ONE", "TWO SO"], &rows).plain(), @r#"
        one,two_so
        a b,c�d
        "e,""f",
        "#);
        assert_eq!(in_form("text", &[], &rows, 80), tabbed(&rows));
        assert_eq!(tabbed(&rows).plain(), "a b\tc\u{fffd}d\ne,\"f\t\n");
    }
}
