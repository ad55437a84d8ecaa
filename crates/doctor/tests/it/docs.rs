//! The page of codes has all of them, and no other.

use std::{collections::BTreeSet, fs};

#[test]
fn every_code_stands_on_the_page() {
    let page =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/doctor.md")).expect("the page");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next());
    let is_code = |word: &&str| word.len() == 4 && word.ends_with(|c: char| c.is_ascii_digit());
    let told: BTreeSet<String> = rows.filter(is_code).map(str::to_owned).collect();
    let there: BTreeSet<String> = daypass_doctor::codes().into_iter().collect();
    assert_eq!(told, there);
    assert_eq!(there.len(), daypass_doctor::count(true));
}
