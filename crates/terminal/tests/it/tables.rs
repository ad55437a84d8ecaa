//! Tables to the last character: what is trimmed, what is styled, where a record breaks.

use daypass_terminal::{Text, strong, table};

#[test]
fn a_row_has_no_white_space_at_its_end() {
    for (row, expected) in [
        (["a".into(), " ".into()], Text::from("a")),
        (["a".into(), Text::new()], "a".into()),
        (["a".into(), strong("b  ")], "a   " + strong("b")),
        (["a".into(), strong(" ")], "a".into()),
        ([strong(" "), Text::new()], Text::new()),
        ([strong("a "), strong("  ")], strong("a")),
        ([strong("a"), "b".into()], strong("a") + "   b"),
        (["a".into(), "c" + strong("d") + " "], "a   c" + strong("d")),
        (["a".into(), "c " + strong("d")], "a   c " + strong("d")),
    ] {
        assert_eq!(table::columns([row], 40), [expected]);
    }
}

/// Each character of a text that is put together keeps its style.
#[test]
fn a_styled_part_stays_where_it_is() {
    let joined = Text::from("ab") + ("c" + strong("d") + "e");
    assert_eq!(joined, "abc" + strong("d") + "e");
    assert_eq!((joined.plain().as_str(), joined.first_lines(1)), ("abcde", "abc" + strong("d") + "e"));
}

#[test]
fn a_table_that_fits_exactly_is_a_table() {
    let fitted = |row: [&str; 2], width| table::fitted(&["A", "B"], [row], Some(width)).plain();
    assert_eq!(fitted(["x", "y"], 5), "A   B\nx   y\n");
    assert_eq!(fitted(["x", "y"], 4), "A  x\nB  y\n");
    // A value stays behind its name as long as both fit.
    assert_eq!(fitted(["abc", "wxyz"], 6), "A  abc\nB\n  wxyz\n");
    assert_eq!(fitted(["abcd", "wxyz"], 7), "A  abcd\nB  wxyz\n");
}

#[test]
fn a_long_value_is_cut_at_spaces_that_are_needed() {
    let cut = |value: &str, width| {
        let text = table::fitted(&["X", "Y"], [[value, "a longer one"]], Some(width)).plain();
        let lines = text.lines().skip(1).take_while(|line| *line != "Y");
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    // What is left fits, and stays whole.
    assert_eq!(cut("aaaa b c", 7), ["  aaaa", "  b c"]);
    // A space at the beginning is no place to cut at.
    assert_eq!(cut(" abcdefgh", 6), ["   abc", "  defg", "  h"]);
    assert_eq!(cut("abcd efgh", 6), ["  abcd", "  efgh"]);
}

#[test]
fn columns_are_chosen_by_their_names_in_csv() {
    let rows = [["1", "prod", "8 h"], ["2", "dev", ""]].map(|row| row.map(str::to_owned).to_vec());
    let header = ["ACCOUNT", "NAME", "TOKEN EXPIRES"];
    let chosen = |names: &[&str]| table::chosen(&header, &rows, names);
    let of = |cells: &[&[&str]]| {
        cells.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    };
    for (names, expected_header, cells) in [
        (&["name"][..], vec!["NAME"], &[&["prod"][..], &["dev"]][..]),
        (&["Token_Expires", " account "], vec!["TOKEN EXPIRES", "ACCOUNT"], &[&["8 h", "1"], &["", "2"]]),
        (&["name", "name"], vec!["NAME", "NAME"], &[&["prod", "prod"], &["dev", "dev"]]),
        (&[], vec![], &[&[], &[]]),
    ] {
        assert_eq!(chosen(names), Ok((expected_header, of(cells))), "{names:?}");
    }
    let refused = "no column is called rol\u{fffd}; there are account, name, token_expires";
    assert_eq!(chosen(&["name", "rol\u{7}"]), Err(refused.to_owned()));
}
