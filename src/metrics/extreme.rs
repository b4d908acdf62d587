//! The smallest or largest number in a window.

use std::collections::VecDeque;

/// The smallest or largest number in a window that only moves forward.
///
/// Holds the candidates that can still become the extreme: each is beaten by none that came after.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extreme {
    candidates: VecDeque<(u32, f64)>,
}

impl Extreme {
    /// The event at `position`, the newest or the oldest so far, enters with `number`.
    pub(crate) fn enter(&mut self, position: u32, number: f64, largest: bool) {
        let beats = |newer: f64, older: f64| if largest { newer >= older } else { newer <= older };
        match self.candidates.front() {
            Some(&(first, newer)) if position < first => {
                if !beats(newer, number) {
                    self.candidates.push_front((position, number));
                }
            }
            _ => {
                while self.candidates.back().is_some_and(|&(_, older)| beats(number, older)) {
                    self.candidates.pop_back();
                }
                self.candidates.push_back((position, number));
            }
        }
    }

    /// The event at `position`, the oldest so far, leaves.
    pub(crate) fn leave(&mut self, position: u32) {
        if self.candidates.front().is_some_and(|&(oldest, _)| oldest == position) {
            self.candidates.pop_front();
        }
    }

    pub(crate) fn value(&self) -> Option<f64> {
        self.candidates.front().map(|&(_, number)| number)
    }

    pub(crate) fn clear(&mut self) {
        self.candidates.clear();
    }
}
