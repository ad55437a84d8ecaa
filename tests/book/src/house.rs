//! The picture of the house: each crate above those on which it stands, from the table of walls.

use crate::{
    crates::{self, Crate},
    screen::times,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

const WIDTH: f32 = 760.0;
const BOX_HEIGHT: f32 = 30.0;
const ROW: f32 = 78.0;

/// Draws it.
pub(crate) fn svg() -> Result<String, String> {
    let crates = crates::all()?;
    let rows = rows(&crates);
    let places = places(&crates, &rows);
    let height = times(rows.len(), ROW) + 30.0;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"t\">\n\
         <title id=\"t\">The crates of daypass; a line leads down to a crate on which another stands</title>\n\
         <style>.card{{fill:#fbfbf9;stroke:#c9c7bf}}.box{{fill:#fff;stroke:#2f6f4f}}.line{{stroke:#8f8d86;fill:none;opacity:.55}}\
         text{{font:12px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#23221f}}\
         @media (prefers-color-scheme: dark){{.card{{fill:#1d2024;stroke:#3d4249}}.box{{fill:#262a30;stroke:#6cb892}}.line{{stroke:#9a9c9f}}text{{fill:#e9e7e1}}}}</style>\n\
         <rect class=\"card\" x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"10\"/>\n",
        WIDTH - 1.0,
        height - 1.0
    );
    for (name, Crate { stands_on, .. }) in &crates {
        for below in direct(&crates, stands_on) {
            if let (Some(from), Some(to)) = (places.get(name.as_str()), places.get(below)) {
                let (top, bottom) = (from.1 + BOX_HEIGHT, to.1);
                let middle = f32::midpoint(top, bottom);
                let _ = writeln!(
                    out,
                    "<path class=\"line\" d=\"M{:.0} {top:.0}C{:.0} {middle:.0} {:.0} {middle:.0} {:.0} {bottom:.0}\"/>",
                    from.0, from.0, to.0, to.0
                );
            }
        }
    }
    for (name, (x, y)) in &places {
        let width = width(name);
        let _ = writeln!(
            out,
            "<rect class=\"box\" x=\"{:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{BOX_HEIGHT}\" rx=\"6\"/>\
             <text x=\"{x:.0}\" y=\"{:.0}\" text-anchor=\"middle\">{name}</text>",
            x - width / 2.0,
            y + 19.0
        );
    }
    Ok(out + "</svg>\n")
}

fn width(name: &str) -> f32 {
    times(name.len(), 6.3) + 14.0
}

/// The crates by rows: the lowest that stand on nothing come last. A row that would be too wide is two.
fn rows(crates: &BTreeMap<String, Crate>) -> Vec<Vec<&str>> {
    let mut ranks: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for name in crates.keys() {
        ranks.entry(rank(crates, name)).or_default().push(name);
    }
    let mut rows = Vec::new();
    for row in ranks.into_values().rev() {
        let mut room = 0.0;
        for name in row {
            room -= width(name) + 12.0;
            if room < 0.0 {
                rows.push(Vec::new());
                room = WIDTH - 24.0 - width(name);
            }
            rows.last_mut().expect("a row was begun").push(name);
        }
    }
    rows
}

/// How many crates stand below each other under this one.
fn rank(crates: &BTreeMap<String, Crate>, name: &str) -> usize {
    let below = crates.get(name).map(|this| this.stands_on.as_slice()).unwrap_or_default();
    below.iter().map(|name| rank(crates, name) + 1).max().unwrap_or(0)
}

/// The middle of each crate's box from the left, and its upper edge. A crate is near the middle of those that stand on it.
fn places<'c>(crates: &BTreeMap<String, Crate>, rows: &[Vec<&'c str>]) -> BTreeMap<&'c str, (f32, f32)> {
    let mut places: BTreeMap<&str, (f32, f32)> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        let wish = |name: &str| {
            let above = places.iter().filter(|(above, _)| {
                crates.get(**above).is_some_and(|above| above.stands_on.iter().any(|below| below == name))
            });
            let middles: Vec<_> = above.map(|(_, (x, _))| *x).collect();
            if middles.is_empty() {
                WIDTH / 2.0
            } else {
                middles.iter().sum::<f32>() / times(middles.len(), 1.0)
            }
        };
        let mut row: Vec<_> = row.iter().map(|name| (*name, wish(name))).collect();
        row.sort_by(|one, other| one.1.total_cmp(&other.1));
        let gap = (WIDTH - row.iter().map(|(name, _)| width(name)).sum::<f32>()) / times(row.len() + 1, 1.0);
        let mut left = gap;
        for (name, _) in row {
            places.insert(name, (left + width(name) / 2.0, 24.0 + times(number, ROW)));
            left += width(name) + gap;
        }
    }
    places
}

/// The crates on which one stands, without those on which another of them stands, too.
fn direct<'c>(crates: &BTreeMap<String, Crate>, stands_on: &'c [String]) -> Vec<&'c str> {
    let mut further = BTreeSet::new();
    let mut open: Vec<&str> = stands_on.iter().map(String::as_str).collect();
    while let Some(name) = open.pop() {
        for below in crates.get(name).map(|this| this.stands_on.as_slice()).unwrap_or_default() {
            if further.insert(below.as_str()) {
                open.push(below);
            }
        }
    }
    stands_on.iter().map(String::as_str).filter(|name| !further.contains(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_crate_is_above_what_it_stands_on() {
        let crates = crates::all().expect("the table of walls");
        let places = places(&crates, &rows(&crates));
        assert_eq!(places.len(), crates.len());
        for (name, Crate { stands_on, .. }) in &crates {
            for below in stands_on {
                let upper = |name: &str| places.get(name).expect("a place").1;
                assert!(upper(name) < upper(below), "{name} {below}");
            }
        }
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(direct(&crates, &of(&["token-cache", "files", "sso-types"])), ["token-cache"]);
    }
}
