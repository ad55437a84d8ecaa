//! Compares the codes with the page that explains them.

use std::{collections::BTreeSet, fs};

#[test]
fn the_page_has_every_code_and_no_other() {
    let page =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/doctor.md")).expect("the page");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next());
    let is_code = |word: &&str| word.len() == 4 && word.ends_with(|c: char| c.is_ascii_digit());
    let told: BTreeSet<String> = rows.filter(is_code).map(str::to_owned).collect();
    let there: BTreeSet<String> = daypass_doctor::codes().into_iter().collect();
    assert_eq!(told, there);
    assert_eq!(there.len(), daypass_doctor::count(true));
}
