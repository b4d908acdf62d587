use std::cmp::Ordering;

/// How many texts there is room for at first.
const FIRST: usize = 16;

/// Texts one behind the other, each known by its place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    bytes: String,
    /// Where each text ends in `bytes`; it begins where the one before ends.
    ends: Vec<u32>,
}

impl Texts {
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    #[inline]
    pub(crate) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.bytes.get(start as usize..end as usize)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at).unwrap_or_default())
    }

    #[inline]
    pub(crate) fn push(&mut self, text: &str) {
        if self.ends.is_empty() {
            self.reserve(FIRST);
        }
        self.bytes.push_str(text);
        self.ends.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
    }

    /// Makes room for so many short texts.
    #[cold]
    pub(crate) fn reserve(&mut self, texts: usize) {
        self.ends.reserve(texts);
        self.bytes.reserve(8 * texts);
    }

    /// The place of a text among texts that are in order.
    pub(crate) fn find_in_order(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.get(middle)?.cmp(text) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Forgets the texts from the place `length` on.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.ends.truncate(length);
        self.bytes.truncate(self.ends.last().copied().unwrap_or_default() as usize);
    }
}
