//! Tables of aligned columns without frames, records where a table is too wide, tab-separated text, and CSV.

use crate::{Text, clean};

/// The spaces between two columns.
const GAP: usize = 3;

/// Aligns rows without a header; a cell wider than `widest` columns does not widen its column.
///
/// ```
/// use daypass_terminal::table;
///
/// let rows = [["dev", "corp"], ["a-long-name", "corp"]];
/// let lines: Vec<_> = table::columns(rows, 5).iter().map(|line| line.plain()).collect();
/// assert_eq!(lines, ["dev     corp", "a-long-name   corp"]);
/// ```
pub fn columns<R>(rows: impl IntoIterator<Item = R>, widest: usize) -> Vec<Text>
where
    R: IntoIterator<Item: Into<Text>>,
{
    let rows: Vec<Vec<Text>> =
        rows.into_iter().map(|row| row.into_iter().map(Into::into).collect()).collect();
    let widths = widths(&rows, widest);
    let line = |row: &Vec<Text>| {
        let mut text = Text::new();
        append_row(&mut text, row, &widths);
        text
    };
    rows.iter().map(line).collect()
}

/// The width of each column: that of its widest cell, at most `widest`.
fn widths(rows: &[Vec<Text>], widest: usize) -> Vec<usize> {
    let mut widths = Vec::new();
    for row in rows {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.columns().min(widest).max(*width);
        }
    }
    widths
}

/// Appends the cells of a row at their columns, without white space at the end.
fn append_row(text: &mut Text, row: &[Text], widths: &[usize]) {
    let mut gap = 0;
    for (cell, width) in row.iter().zip(widths) {
        if !cell.is_empty() {
            text.append_after(gap, cell);
            gap = 0;
        }
        gap += width.saturating_sub(cell.columns()) + GAP;
    }
    text.trim_end();
}

/// Writes a table with a header for a terminal of so many columns; `None` for no terminal, whatever the width.
///
/// A table that is wider becomes records: a line for each cell, behind the name of its column, without the empty ones. A value
/// that is wider still goes on below, indented, so that the terminal breaks no line.
///
/// ```
/// use daypass_terminal::table;
///
/// let (header, rows) = (["NAME", "EMAIL"], [["Production", "aws-production@example.com"]]);
/// assert_eq!(table::fitted(&header, rows, None).plain(), "NAME         EMAIL\nProduction   aws-production@example.com\n");
/// assert_eq!(table::fitted(&header, rows, Some(34)).plain(), "NAME   Production\nEMAIL  aws-production@example.com\n");
/// let narrow = table::fitted(&header, rows, Some(17)).plain();
/// assert_eq!(narrow, "NAME   Production\nEMAIL\n  aws-production@\n  example.com\n");
/// ```
pub fn fitted<H, R>(header: &[H], rows: impl IntoIterator<Item = R>, width: Option<usize>) -> Text
where
    H: Clone + Into<Text>,
    R: IntoIterator<Item: Into<Text>>,
{
    let header: Vec<Text> = header.iter().cloned().map(Into::into).collect();
    let rows = rows.into_iter().map(|row| row.into_iter().map(Into::into).collect());
    let rows: Vec<Vec<Text>> = std::iter::once(header).chain(rows).collect();
    let widths = widths(&rows, usize::MAX);
    let mut text = Text::new();
    for row in &rows {
        append_row(&mut text, row, &widths);
        text = text.newline();
    }
    match (width, rows.split_first()) {
        (Some(width), Some((header, rows))) if text.widest_line() > width => records(header, rows, width),
        _ => text,
    }
}

/// Writes each row as a record; see [`fitted`].
fn records(header: &[Text], rows: &[Vec<Text>], width: usize) -> Text {
    const GAP: usize = 2;
    let label = header.iter().map(Text::columns).max().unwrap_or_default();
    let mut text = Text::new();
    for (at, row) in rows.iter().enumerate() {
        if at > 0 {
            text = text.newline();
        }
        for (name, cell) in header.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let mut line = name.clone();
            if label + GAP + cell.columns() <= width {
                line.append_after(label + GAP - name.columns(), cell);
                text = text.line(line);
                continue;
            }
            text = text.line(line);
            for piece in cell.cut(width.saturating_sub(GAP)) {
                let mut line = Text::new();
                line.append_after(GAP, &piece);
                text = text.line(line);
            }
        }
    }
    text
}

/// Writes rows in a named format: `csv`, `text` (tab-separated, no header), or for any other name a table, which is fitted
/// into a terminal of `width` columns.
pub fn in_form(form: &str, header: &[&str], rows: &[Vec<String>], width: Option<usize>) -> Text {
    match form {
        "csv" => csv(header, rows),
        "text" => tabbed(rows),
        _ => fitted(header, rows.iter().cloned(), width),
    }
}

/// Chooses columns by the names that they have in [`csv`], in any case and in any order.
///
/// # Errors
/// A name that no column has, in a sentence with the names that there are.
///
/// ```
/// use daypass_terminal::table;
///
/// let rows = [["111122223333", "prod", "Admin"].map(str::to_owned).to_vec()];
/// let (header, rows) = table::chosen(&["ACCOUNT", "NAME", "ROLE"], &rows, &["role", "account"]).unwrap();
/// assert_eq!((header, rows), (vec!["ROLE", "ACCOUNT"], vec![vec!["Admin".to_owned(), "111122223333".to_owned()]]));
/// ```
pub fn chosen<'h, N: AsRef<str>>(
    header: &[&'h str],
    rows: &[Vec<String>],
    names: &[N],
) -> Result<(Vec<&'h str>, Vec<Vec<String>>), String> {
    let place = |name: &N| {
        let name = name.as_ref().trim();
        let found = header.iter().position(|column| csv_name(column).eq_ignore_ascii_case(name));
        found.ok_or_else(|| {
            let names: Vec<_> = header.iter().map(|column| csv_name(column)).collect();
            format!("no column is called {}; there are {}", clean(name), names.join(", "))
        })
    };
    let places = names.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    let row = |row: &Vec<String>| places.iter().filter_map(|place| row.get(*place).cloned()).collect();
    let header = places.iter().filter_map(|place| header.get(*place).copied()).collect();
    Ok((header, rows.iter().map(row).collect()))
}

/// The name of a column in CSV: `TOKEN EXPIRES` is `token_expires`.
fn csv_name(column: &str) -> String {
    column.to_lowercase().replace(' ', "_")
}

/// Writes rows without a header, with a tab between cells.
pub fn tabbed(rows: &[Vec<String>]) -> Text {
    rows.iter().fold(Text::new(), |text, row| text.line(Text::tabbed(row)))
}

/// Writes comma-separated values (RFC 4180, but lines end in LF). A record is always one line.
pub fn csv(header: &[&str], rows: &[Vec<String>]) -> Text {
    let quote = |cell: &str| {
        let cell = clean(cell);
        if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
    };
    let line = |cells: &[String]| cells.iter().map(|cell| quote(cell)).collect::<Vec<_>>().join(",");
    let header: Vec<_> = header.iter().map(|cell| csv_name(cell)).collect();
    Text::lines(std::iter::once(line(&header)).chain(rows.iter().map(|row| line(row))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_always_one_line() {
        let rows =
            [vec!["a\nb".to_owned(), "c\u{202e}d".to_owned()], vec!["e,\"f".to_owned(), String::new()]];
        insta::assert_snapshot!(fitted(&["ONE", "TWO SO"], rows.clone(), None).plain(), @r#"
        ONE    TWO SO
        a b    c�d
        e,"f
        "#);
        insta::assert_snapshot!(csv(&["ONE", "TWO SO"], &rows).plain(), @r#"
        one,two_so
        a b,c�d
        "e,""f",
        "#);
        let wide =
            [["日本", "", "x"].map(str::to_owned).to_vec(), ["a", " ", " "].map(str::to_owned).to_vec()];
        insta::assert_snapshot!(fitted(&["A", "B", "C"], wide, None).plain(), @r"
        A      B   C
        日本       x
        a
        ");
        assert_eq!(in_form("text", &[], &rows, None), tabbed(&rows));
        assert_eq!(tabbed(&rows).plain(), "a b\tc\u{fffd}d\ne,\"f\t\n");
    }

    #[test]
    fn the_space_between_columns_has_no_style() {
        let rows = [[crate::strong("a"), "b".into()], ["a-long-name".into(), crate::strong("c")]];
        let lines: Vec<String> = columns(rows, 5).iter().map(|line| line.render(true).into_owned()).collect();
        assert_eq!(lines, ["\u{1b}[1ma\u{1b}[0m       b", "a-long-name   \u{1b}[1mc\u{1b}[0m"]);
    }

    /// No line is wider than the terminal, whatever is in it.
    #[test]
    fn a_table_fits_the_terminal() {
        let rows = [
            ["arn:aws:sts::111122223333:assumed-role/Admin/person@example.com", "日本日本日本日本", "8 h"],
            ["short", "", "2 d"],
        ];
        for width in 6..120 {
            let text = fitted(&["ARN", "NAME", "LEFT"], rows, Some(width)).plain();
            let most = text.lines().map(clean::columns).max();
            assert!(most <= Some(width), "{width}: {most:?}\n{text}");
        }
        let words = fitted(&["PORTAL"], [["a portal · eu-west-1"]], Some(12)).plain();
        assert_eq!(words, "PORTAL\n  a portal ·\n  eu-west-1\n");
        insta::assert_snapshot!(fitted(&["ARN", "NAME", "LEFT"], rows, Some(40)).plain(), @"
        ARN
          arn:aws:sts::111122223333:assumed-role
          /Admin/person@example.com
        NAME  日本日本日本日本
        LEFT  8 h

        ARN   short
        LEFT  2 d
        ");
    }
}
