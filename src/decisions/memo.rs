//! Answers that were found before, by what was asked.

use crate::history::{Cell, Cells};

/// A map for keys of three numbers, which come in any order and may be very many.
#[derive(Debug)]
pub(super) struct Answers<Answer> {
    keys: Cells,
    answers: Vec<Answer>,
}

// Derived, it would ask the same of the answers.
impl<Answer> Default for Answers<Answer> {
    fn default() -> Self {
        Self { keys: Cells::default(), answers: Vec::new() }
    }
}

impl<Answer> Answers<Answer> {
    /// The answer for a key; none when it is not known.
    pub(super) fn get(&self, key: Cell) -> Option<&Answer> {
        self.answers.get(self.keys.look_up(key)? as usize)
    }

    /// The answer for a key, which is made when it is not known.
    pub(super) fn or_make(&mut self, key: Cell, make: impl FnOnce() -> Answer) -> &mut Answer {
        let known = self.keys.code(key) as usize;
        if known == self.answers.len() {
            self.answers.push(make());
        }
        &mut self.answers[known]
    }

    /// Takes note of the answer for a key that is not known.
    pub(super) fn insert(&mut self, key: Cell, answer: Answer) {
        self.keys.code(key);
        self.answers.push(answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_found_whatever_the_order_they_came_in() {
        let key = |offer: u32| Cell { event_type: 1, channel: offer % 3, offer };
        let mut answers = Answers::default();
        for number in [3, 1, 7] {
            answers.insert(key(number), number * 10);
        }
        assert_eq!(
            [1, 2, 3, 7, 9].map(|number| answers.get(key(number)).copied()),
            [Some(10), None, Some(30), Some(70), None]
        );
        assert_eq!(*answers.or_make(key(7), || 0), 70);
        assert_eq!(*answers.or_make(key(9), || 90), 90);
    }
}
