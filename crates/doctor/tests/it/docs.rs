//! Compares the codes with the page that explains them.

use std::{collections::BTreeSet, fs};

#[test]
fn the_page_has_every_code_and_no_other() {
    let page =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/doctor.md")).expect("the page");
    // Each row can be led to: `doctor.md#C101`.
    let rows = page.lines().filter_map(|line| line.strip_prefix("| <a id=\"")?.split_once("\"></a>"));
    let told: BTreeSet<String> = rows
        .map(|(address, rest)| {
            assert!(rest.starts_with(&format!("{address} | ")), "{address}: {rest}");
            address.to_owned()
        })
        .collect();
    let there: BTreeSet<String> = daypass_doctor::codes().into_iter().collect();
    assert_eq!(told, there);
    assert_eq!(there.len(), daypass_doctor::count(true));
}
