//! Unique names for profiles whose template gives one name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The name that a profile should get, and the parts that can make it unique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameRequest {
    /// The name.
    pub(crate) name: String,
    /// The account's id.
    pub(crate) id: String,
    /// The profile's region.
    pub(crate) region: Option<String>,
}

/// Names that no new profile gets, in lower case: `default` belongs to the person, and the JavaScript SDK fails on a
/// file with `__proto__`.
const RESERVED: [&str; 2] = ["default", "__proto__"];

/// Returns a unique name for each request, in their order. Names that differ only in case count as equal.
///
/// Requests with equal names, and a request for a taken name, get `-ID` appended, the account's id. If names are still
/// equal, they get `-REGION`; if they are even then, all but the first get `-2`, `-3` and so on.
pub(crate) fn distinct(requests: &[NameRequest], taken: &HashSet<String>) -> Vec<String> {
    let is_taken = |name: &str| RESERVED.contains(&name) || taken.contains(name);
    let mut names: Vec<String> = requests.iter().map(|request| request.name.clone()).collect();
    for part in
        [|request: &NameRequest| Some(request.id.clone()), |request: &NameRequest| request.region.clone()]
    {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            groups.entry(name.to_ascii_lowercase()).or_default().push(at);
        }
        for (name, group) in groups {
            let parts: BTreeSet<_> = group.iter().filter_map(|at| requests.get(*at)).map(part).collect();
            if parts.len() < 2 && !is_taken(&name) {
                continue;
            }
            for at in group {
                let tail = requests.get(at).and_then(part).unwrap_or_default();
                if let Some(name) = names.get_mut(at).filter(|name| !tail.is_empty() && !name.contains(&tail))
                {
                    name.push('-');
                    name.push_str(&tail);
                }
            }
        }
    }
    let mut used = HashSet::new();
    // The last number used for each name, so that many equal names take linear time.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for name in &mut names {
        let mut next = name.clone();
        let number = numbers.entry(name.to_ascii_lowercase()).or_insert(1);
        while is_taken(&next.to_ascii_lowercase()) || !used.insert(next.to_ascii_lowercase()) {
            *number += 1;
            next = format!("{name}-{number}");
        }
        *name = next;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_and_taken_names_get_suffixes() {
        type Case = (
            &'static [(&'static str, &'static str, &'static str)],
            &'static [&'static str],
            &'static [&'static str],
        );
        let cases: [Case; 9] = [
            (&[("a", "001", ""), ("b", "002", "")], &[], &["a", "b"]),
            (&[("a", "001", ""), ("a", "002", "")], &[], &["a-001", "a-002"]),
            (&[("Acme", "001", ""), ("acme", "002", "")], &[], &["Acme-001", "acme-002"]),
            (&[("a", "001", "r1"), ("a", "001", "r2")], &[], &["a-r1", "a-r2"]),
            (&[("a", "001", "r"), ("a", "001", "r")], &[], &["a", "a-2"]),
            (&[("a", "001", "")], &["a"], &["a-001"]),
            (&[("a", "001", "")], &["a", "a-001"], &["a-001-2"]),
            (&[("default", "001", ""), ("__proto__", "002", "")], &[], &["default-001", "__proto__-002"]),
            (
                &[("a", "001", ""), ("a", "002", ""), ("a-001", "003", "")],
                &[],
                &["a-001", "a-002", "a-001-2"],
            ),
        ];
        for (requests, taken, expected) in cases {
            let request = |(name, id, region): &(&str, &str, &str)| NameRequest {
                name: (*name).to_owned(),
                id: (*id).to_owned(),
                region: Some((*region).to_owned()).filter(|region| !region.is_empty()),
            };
            let requests: Vec<_> = requests.iter().map(request).collect();
            let taken = taken.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(distinct(&requests, &taken), expected, "{requests:?}");
        }
    }
}
