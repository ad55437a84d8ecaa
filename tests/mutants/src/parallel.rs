//! Does the same with each of many things, several at a time.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Returns the results in the order of the things.
pub(crate) fn each<T: Sync, R: Send>(jobs: usize, things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(at) else { return };
                    let result = work(thing);
                    results.lock().expect("nobody panics with it").push((at, result));
                }
            });
        }
    });
    let mut results = results.into_inner().expect("nobody panics with it");
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn results_are_in_the_order_of_the_things() {
        let things: Vec<u32> = (0..100).collect();
        let expected: Vec<u32> = (1..101).collect();
        assert_eq!(each(3, &things, |thing| thing + 1), expected);
        assert!(each(3, &[], |thing: &u32| thing + 1).is_empty());
    }
}
