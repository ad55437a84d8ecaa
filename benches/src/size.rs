//! `bench size`: measures the release binary and its machine code by crate, from the linker's map.

use super::figures;
use daypass_release::Build;
use std::{collections::HashMap, fs, path::Path};
use xtask::{environment, places, process::Run, tally::Tally};

/// The largest size of a release on glibc in bytes; more must be a decision.
pub(super) const MOST: u64 = 6_780_000;
/// The largest size of a static release in bytes, which contains its C library.
pub(super) const MOST_STATIC: u64 = 8_000_000;
/// How many crates are printed; the rest is summed up.
const NAMED: usize = 15;

/// Builds the program, unless `--built` is given, and measures it.
pub(super) fn run(arguments: &[String]) -> Tally {
    let mut tally = Tally::default();
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        tally.skip("bench size", "its figures are those of Linux on x86-64");
        return tally;
    }
    let is_built = arguments.iter().any(|argument| argument == "--built");
    let built = if is_built { Ok(()) } else { environment::fetch().and_then(|()| build()) };
    if let Err(reason) = built {
        tally.check("the program is built", Err(reason));
        return tally;
    }
    check(&mut tally, "gnu", &Build::new(&places::target()).program(), MOST);
    made_of();
    tally
}

/// Builds the release.
pub(super) fn build() -> Result<(), String> {
    Build::new(&places::target()).run(&Run::cargo).map(drop)
}

pub(super) fn check(tally: &mut Tally, name: &str, program: &Path, most: u64) {
    let size = fs::metadata(program).map_or(u64::MAX, |file| file.len());
    #[expect(clippy::cast_precision_loss, reason = "far under 2^52 bytes")]
    figures::note(format!("{name}, stripped"), size as f64, "bytes", most as f64);
    let result = if size < most { Ok(()) } else { Err(format!("not under {most} bytes")) };
    tally.check(&format!("{name}, stripped: {size} bytes"), result);
}

/// Prints the parts, largest first.
pub(super) fn made_of() {
    let Ok(text) = fs::read_to_string(Build::new(&places::target()).map()) else { return };
    let (mut crates, mut sections) = (HashMap::new(), HashMap::new());
    for (section, size) in entries(&text) {
        match section.strip_prefix(".text.") {
            Some(symbol) => *crates.entry(of_crate(symbol)).or_insert(0) += size,
            None if section == ".text" => *crates.entry("C and assembly".to_owned()).or_insert(0) += size,
            // `.rodata..L__unnamed_1` and its like belong to `.rodata`.
            None => {
                let known = ["rodata", "data.rel.ro", "eh_frame", "gcc_except_table", "debug", "bss", "data"];
                let name = known.iter().find(|name| section.trim_start_matches('.').starts_with(*name));
                *sections.entry(name.map_or("others", |name| name).to_owned()).or_insert(0) += size;
            }
        }
    }
    print("machine code by crate", crates);
    print("other sections", sections);
}

/// Reads names and sizes of input sections from a map of LLD, the linker that rustc uses on this platform.
fn entries(map: &str) -> impl Iterator<Item = (&str, u64)> {
    map.lines().filter_map(|line| {
        let (numbers, section) = line.split_once(":(")?;
        let size = u64::from_str_radix(numbers.split_ascii_whitespace().nth(2)?, 16).ok()?;
        Some((section.strip_suffix(')')?, size))
    })
}

/// Returns the crate of a mangled name: in both mangling schemes, the first name of its path.
fn of_crate(symbol: &str) -> String {
    let symbol = symbol.strip_prefix("unlikely.").unwrap_or(symbol);
    let named = if let Some(rest) = symbol.strip_prefix("_ZN") {
        let (length, rest) = number(rest);
        let first = rest.get(..length).unwrap_or(rest);
        // `<a::b::C as d::E>::f` belongs to a.
        let first = first.rsplit("$LT$").next().unwrap_or(first).trim_start_matches(['_', '&']);
        first.split([':', '.', '$']).next().map(str::to_owned)
    } else {
        symbol.strip_prefix("_R").and_then(|rest| rest.find("Cs").and_then(|at| rest.get(at + 2..))).and_then(
            |rest| {
                let (_, rest) = rest.split_once('_')?;
                let (length, rest) = number(rest);
                rest.trim_start_matches('_').get(..length).map(str::to_owned)
            },
        )
    };
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "C and assembly".to_owned())
}

fn number(text: &str) -> (usize, &str) {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits).unwrap_or(("", text));
    (number.parse().unwrap_or(0), rest)
}

fn print(what: &str, parts: HashMap<String, u64>) {
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_by_key(|(name, size)| (u64::MAX - size, name.clone()));
    let all: u64 = parts.iter().map(|(_, size)| size).sum();
    println!("         {what}: {} KB", all / 1000);
    for (name, size) in parts.iter().take(NAMED) {
        println!("         {:>8} KB  {name}", size / 1000);
    }
    let rest: u64 = parts.iter().skip(NAMED).map(|(_, size)| size).sum();
    println!("         {:>8} KB  all others", rest / 1000);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_name_their_crate() {
        for (symbol, expected) in [
            ("_ZN11daypass_cli2ui2Ui3bad17h83ddccf78ea320acE", "daypass_cli"),
            (
                "_ZN69_$LT$clap_builder..error..Error$u20$as$u20$core..fmt..Display$GT$3fmt17hE",
                "clap_builder",
            ),
            ("_RNvMs_NtCs1234_7mycrate3fooNtB4_3Bar3baz", "mycrate"),
            ("ring_core_0_17_14__x25519", "C and assembly"),
        ] {
            assert_eq!(of_crate(symbol), expected, "{symbol}");
        }
    }

    #[test]
    fn a_map_is_read() {
        let map = "             VMA              LMA     Size Align Out     In      Symbol\n          114b00           114b00   3dd9f7    64 .text\n          114b00           114b00       10     1         /tmp/a.o:(.text.a)\n          114b00           114b00       10     1                 a\n          4f35e0           4f35e0        5     8         b.rlib(b.o):(.rodata)\n";
        let found: Vec<_> = entries(map).collect();
        assert_eq!(found, [(".text.a", 16), (".rodata", 5)]);
    }
}
