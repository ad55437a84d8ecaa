//! Circles in a graph: sets of nodes that all reach each other.

use std::collections::{BTreeMap, BTreeSet};

/// Returns each set of two or more nodes in which every node reaches every other node.
pub(super) fn circles<'n>(edges: &BTreeMap<&'n str, BTreeSet<&'n str>>) -> Vec<BTreeSet<&'n str>> {
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        edges.keys().map(|node| (*node, reached_from(node, edges))).collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|nodes| nodes.contains(to));
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for node in edges.keys() {
        if leads(node, node) && !found.iter().any(|circle| circle.contains(node)) {
            found.push(
                edges.keys().copied().filter(|other| leads(node, other) && leads(other, node)).collect(),
            );
        }
    }
    found.retain(|circle| circle.len() > 1);
    found
}

fn reached_from<'n>(node: &str, edges: &BTreeMap<&'n str, BTreeSet<&'n str>>) -> BTreeSet<&'n str> {
    let (mut reached, mut waiting) = (BTreeSet::new(), vec![node]);
    while let Some(node) = waiting.pop() {
        for next in edges.get(node).into_iter().flatten() {
            if reached.insert(*next) {
                waiting.push(next);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_goes_round() {
        let edges = [
            ("a", vec!["b"]),
            ("b", vec!["c"]),
            ("c", vec!["a", "d"]),
            ("d", vec!["e"]),
            ("e", vec!["d"]),
            ("f", vec!["a"]),
        ];
        let edges = edges.into_iter().map(|(from, to)| (from, to.into_iter().collect())).collect();
        let found: Vec<Vec<_>> =
            circles(&edges).into_iter().map(|circle| circle.into_iter().collect()).collect();
        assert_eq!(found, [vec!["a", "b", "c"], vec!["d", "e"]]);
    }
}
