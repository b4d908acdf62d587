use crate::names::{Triple, Triples};

/// Results that were computed before, by keys of three numbers, which come in any order and may be
/// very many.
#[derive(Debug)]
pub(crate) struct Memo<T> {
    keys: Triples,
    results: Vec<T>,
}

// Derived, it would only be there for results that have a default themselves.
impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { keys: Triples::default(), results: Vec::new() }
    }
}

impl<T> Memo<T> {
    pub(crate) fn get(&self, key: Triple) -> Option<&T> {
        self.results.get(self.keys.find_cold(key)? as usize)
    }

    /// The result for a key, computed now when it is not known.
    pub(crate) fn get_or_insert_with(&mut self, key: Triple, compute: impl FnOnce() -> T) -> &mut T {
        let known = self.keys.intern_cold(key) as usize;
        if known == self.results.len() {
            self.results.push(compute());
        }
        &mut self.results[known]
    }

    /// Remembers the result for a key that is not known.
    pub(crate) fn insert(&mut self, key: Triple, result: T) {
        self.keys.intern_cold(key);
        self.results.push(result);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_found_whatever_the_order_they_came_in() {
        let key = |number: u32| (1, number % 3, number);
        let mut memo = Memo::default();
        for number in [3, 1, 7] {
            memo.insert(key(number), number * 10);
        }
        assert_eq!(
            [1, 2, 3, 7, 9].map(|number| memo.get(key(number)).copied()),
            [Some(10), None, Some(30), Some(70), None]
        );
        assert_eq!(*memo.get_or_insert_with(key(7), || 0), 70);
        assert_eq!(*memo.get_or_insert_with(key(9), || 90), 90);
    }
}
