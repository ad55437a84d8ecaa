//! Tables of aligned columns without frames, tab-separated text, and CSV.

use crate::{Text, clean};

/// The spaces between two columns.
const GAP: usize = 3;

/// Aligns rows under a header, one line per row, without trailing spaces.
///
/// A cell is always one line; its style has no width.
///
/// ```
/// use daypass_terminal::{bad, table};
///
/// let rows = [["dev".into(), bad("signed out")], ["partner".into(), "8 h".into()]].map(Vec::from);
/// let lines = table::lines(&["SESSION", "TOKEN"], &rows);
/// assert_eq!(lines[1].plain(), "dev       signed out");
/// ```
pub fn lines<R>(header: &[&str], rows: impl IntoIterator<Item = R>) -> Vec<Text>
where
    R: IntoIterator<Item: Into<Text>>,
{
    let header = header.iter().map(|&cell| cell.into()).collect();
    let rows = rows.into_iter().map(|row| row.into_iter().map(Into::into).collect());
    aligned(std::iter::once(header).chain(rows), usize::MAX)
}

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
    aligned(rows.into_iter().map(|row| row.into_iter().map(Into::into).collect()), widest)
}

/// Aligns rows; each cell is measured once.
fn aligned(rows: impl Iterator<Item = Vec<Text>>, widest: usize) -> Vec<Text> {
    let sized = |cell: Text| (cell.columns(), cell);
    let rows: Vec<Vec<_>> = rows.map(|row| row.into_iter().map(sized).collect()).collect();
    let column = |at| rows.iter().filter_map(|row| row.get(at)).map(|(width, _)| *width).max();
    let widths: Vec<usize> = (0..).map_while(column).map(|column| column.min(widest)).collect();
    let line = |row: &Vec<(usize, Text)>| {
        let mut text = Text::new();
        let mut gap = 0;
        for ((width, cell), widest) in row.iter().zip(&widths) {
            if !cell.is_empty() {
                text.append_after(gap, cell);
                gap = 0;
            }
            gap += widest.saturating_sub(*width) + GAP;
        }
        text.trim_end()
    };
    rows.iter().map(line).collect()
}

/// Writes a table with a header, as [`lines`] aligns it, as one text.
pub fn plain<R>(header: &[&str], rows: impl IntoIterator<Item = R>) -> Text
where
    R: IntoIterator<Item: Into<Text>>,
{
    Text::lines(lines(header, rows))
}

/// Writes rows in a named format: `csv`, `text` (tab-separated, no header), or a table for any other name.
pub fn in_form(form: &str, header: &[&str], rows: &[Vec<String>]) -> Text {
    match form {
        "csv" => csv(header, rows),
        "text" => tabbed(rows),
        _ => plain(header, rows),
    }
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
    let header: Vec<_> = header.iter().map(|cell| cell.to_lowercase().replace(' ', "_")).collect();
    Text::lines(std::iter::once(line(&header)).chain(rows.iter().map(|row| line(row))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_always_one_line() {
        let rows =
            [vec!["a\nb".to_owned(), "c\u{202e}d".to_owned()], vec!["e,\"f".to_owned(), String::new()]];
        insta::assert_snapshot!(plain(&["ONE", "TWO SO"], &rows).plain(), @r#"
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
        insta::assert_snapshot!(plain(&["A", "B", "C"], &wide).plain(), @r"
        A      B   C
        日本       x
        a
        ");
        assert_eq!(in_form("text", &[], &rows), tabbed(&rows));
        assert_eq!(tabbed(&rows).plain(), "a b\tc\u{fffd}d\ne,\"f\t\n");
    }
}
