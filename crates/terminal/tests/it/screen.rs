//! What stands on a terminal's screen after what was written to it.

/// The lines of the screen, without blanks at their ends. Knows the sequences that this crate and console write: erase a
/// line or the rest of it, go up, down or left, show and hide the cursor; others are dropped.
pub(crate) fn screen(written: &str) -> String {
    let (mut lines, mut row, mut column) = (vec![Vec::new()], 0_usize, 0_usize);
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        if lines.len() <= row {
            lines.resize(row + 1, Vec::new());
        }
        match c {
            '\r' => column = 0,
            '\n' => row += 1,
            '\u{8}' => column = column.saturating_sub(1),
            '\u{1b}' => {
                let mut sequence = String::new();
                for c in rest.by_ref().skip(1) {
                    sequence.push(c);
                    if c.is_ascii_alphabetic() {
                        break;
                    }
                }
                let (number, letter) = sequence.split_at(sequence.len().saturating_sub(1));
                let count = number.parse().unwrap_or(1);
                let Some(line) = lines.get_mut(row) else { continue };
                match letter {
                    "A" => row = row.saturating_sub(count),
                    "B" => row += count,
                    "D" => column = column.saturating_sub(count),
                    "K" if number == "2" => line.clear(),
                    "K" => line.truncate(column),
                    _ => {}
                }
            }
            c => {
                let Some(line) = lines.get_mut(row) else { continue };
                if line.len() <= column {
                    line.resize(column + 1, ' ');
                }
                if let Some(cell) = line.get_mut(column) {
                    *cell = c;
                }
                column += 1;
            }
        }
    }
    let lines = lines.into_iter().map(|line| line.into_iter().collect::<String>().trim_end().to_owned());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
