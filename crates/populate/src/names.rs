//! Distinct names: what two profiles become that ask for one name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A name that a profile asks for, and what tells it apart from others that ask for the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameRequest {
    /// The name.
    pub(crate) name: String,
    /// The account's id.
    pub(crate) id: String,
    /// The profile's region.
    pub(crate) region: Option<String>,
}

/// Names that no profile of ours takes, in lower case: `default` is everybody's, and the JavaScript SDK reads no
/// file that has `__proto__` in it.
const NEVER: [&str; 2] = ["default", "__proto__"];

/// One name for each request, in their order. Names that differ only in case count as one name.
///
/// All requests for one name, and a request for a name that is taken, get `-ID` with the account's id appended. Those
/// that still meet get `-REGION`; those that even then do, all but the first, `-2`, `-3` and so on.
pub(crate) fn distinct(requests: &[NameRequest], taken: &HashSet<String>) -> Vec<String> {
    let is_taken = |name: &str| NEVER.contains(&name) || taken.contains(name);
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
    // The last number of each name: many profiles may ask for one.
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
    fn rules() {
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
