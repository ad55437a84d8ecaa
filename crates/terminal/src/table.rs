//! Tables of aligned columns without frames, records where a table is too wide, tab-separated text, and CSV.

use crate::{Text, clean};
use std::ops::Range;

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
    let mut cells = Cells::default();
    rows.into_iter().for_each(|row| cells.push_row(row));
    let line = |row| {
        let mut text = Text::new();
        cells.append_row(&mut text, row, widest);
        text
    };
    cells.rows().map(line).collect()
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
    let mut cells = Cells::default();
    cells.push_row(header.iter().cloned());
    rows.into_iter().for_each(|row| cells.push_row(row));
    let mut text = Text::new();
    for row in cells.rows() {
        cells.append_row(&mut text, row, usize::MAX);
        text = text.newline();
    }
    match width {
        Some(width) if text.widest_line() > width => cells.records(width),
        _ => text,
    }
}

/// The cells of all rows in one text, since an allocation for each of many cells takes longer than its characters.
#[derive(Default)]
struct Cells {
    text: Text,
    /// The place of each cell in the text, and its width.
    places: Vec<(Range<usize>, usize)>,
    /// The number of cells of each row.
    counts: Vec<usize>,
    /// The width of the widest cell of each column.
    widths: Vec<usize>,
}

impl Cells {
    fn push_row<C: Into<Text>>(&mut self, row: impl IntoIterator<Item = C>) {
        let before = self.places.len();
        for (at, cell) in row.into_iter().enumerate() {
            let (start, cell) = (self.text.len(), cell.into());
            let columns = cell.columns();
            self.text.extend(&cell);
            self.places.push((start..self.text.len(), columns));
            match self.widths.get_mut(at) {
                Some(width) => *width = columns.max(*width),
                None => self.widths.push(columns),
            }
        }
        self.counts.push(self.places.len() - before);
    }

    fn rows(&self) -> impl Iterator<Item = &[(Range<usize>, usize)]> {
        let mut rest = self.places.as_slice();
        self.counts.iter().map_while(move |count| rest.split_off(..*count))
    }

    /// Appends the cells of a row at their columns, without white space at the end. A cell wider than `widest` columns does
    /// not widen its column.
    fn append_row(&self, text: &mut Text, row: &[(Range<usize>, usize)], widest: usize) {
        let mut gap = 0;
        for ((cell, columns), width) in row.iter().zip(&self.widths) {
            if !cell.is_empty() {
                text.append_spaces(gap);
                text.append_part(&self.text, cell.clone());
                gap = 0;
            }
            gap += width.min(&widest).saturating_sub(*columns) + GAP;
        }
        text.trim_end();
    }

    /// Writes each row but the header, which is the first, as a record; see [`fitted`].
    fn records(&self, width: usize) -> Text {
        const GAP: usize = 2;
        let mut rows = self.rows().map(|row| row.iter().map(|(cell, _)| self.text.part(cell.clone())));
        let header: Vec<Text> = rows.next().into_iter().flatten().collect();
        let label = header.iter().map(Text::columns).max().unwrap_or_default();
        let mut text = Text::new();
        for (at, row) in rows.enumerate() {
            if at > 0 {
                text = text.newline();
            }
            for (name, cell) in header.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                text.extend(name);
                let (indent, pieces) = if label + GAP + cell.columns() <= width {
                    (label + GAP - name.columns(), vec![cell])
                } else {
                    text = text.newline();
                    (GAP, cell.cut(width.saturating_sub(GAP)))
                };
                for piece in pieces {
                    text.append_spaces(indent);
                    text = text.line(piece);
                }
            }
        }
        text
    }
}

/// Writes rows in a named format: `csv`, `text` (tab-separated, no header), or for any other name a table, which is fitted
/// into a terminal of `width` columns.
pub fn in_form(form: &str, header: &[&str], rows: &[Vec<String>], width: Option<usize>) -> Text {
    match form {
        "csv" => csv(header, rows),
        "text" => tabbed(rows),
        _ => fitted(header, rows, width),
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
