//! Answers that were found before, by what was asked.

/// A map for keys that mostly come in ascending order; small, and quick for those.
#[derive(Debug, Default)]
pub(super) struct Memo<Key, Answer>(Vec<(Key, Answer)>);

impl<Key: Ord, Answer> Memo<Key, Answer> {
    /// The answer for a key; none when it is not known.
    pub(super) fn get(&self, key: &Key) -> Option<&Answer> {
        self.place(key).ok().and_then(|at| self.0.get(at)).map(|(_, answer)| answer)
    }

    /// Takes note of an answer.
    pub(super) fn insert(&mut self, key: Key, answer: Answer) {
        match self.place(&key) {
            Ok(at) => {
                if let Some(known) = self.0.get_mut(at) {
                    known.1 = answer;
                }
            }
            Err(at) => self.0.insert(at, (key, answer)),
        }
    }

    fn place(&self, key: &Key) -> Result<usize, usize> {
        match self.0.last() {
            Some((last, _)) if last < key => Err(self.0.len()),
            _ => self.0.binary_search_by(|(known, _)| known.cmp(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_found_in_whichever_order_they_came() {
        let mut memo = Memo::default();
        for key in [3, 1, 7, 1] {
            memo.insert(key, key * 10);
        }
        assert_eq!(
            [1, 2, 3, 7, 9].map(|key| memo.get(&key).copied()),
            [Some(10), None, Some(30), Some(70), None]
        );
    }
}
