//! Strings that both sides know by number.

use crate::names::{NO_NAME, Names};

/// The strings that JavaScript and the engine both know by number.
///
/// A string crosses the boundary once, however many events of however many customers carry it.
/// JavaScript clears the dictionary when it has grown large, so it does not grow without end.
#[derive(Default)]
pub(super) struct Dictionary {
    names: Names,
    /// For each code, the code in one customer's names, and in which pass that was found out.
    known: Vec<(u32, u32)>,
    pass: u32,
    /// How often the dictionary was cleared.
    generation: u32,
}

impl Dictionary {
    pub(super) fn add(&mut self, name: &str) -> u32 {
        self.names.intern(name)
    }

    pub(super) fn clear(&mut self) {
        *self = Self { generation: self.generation.wrapping_add(1), ..Self::default() };
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    pub(super) fn generation(&self) -> u32 {
        self.generation
    }

    pub(super) fn name(&self, code: u32) -> Option<&str> {
        self.names.optional(code)
    }

    /// Begins to translate into another customer's names.
    pub(super) fn begin_pass(&mut self) {
        self.pass = self.pass.wrapping_add(1);
        self.known.resize(self.names.len(), (0, self.pass.wrapping_sub(1)));
    }

    /// The code of a name in `names`, given to it there now when it is new.
    #[inline]
    pub(super) fn translate(&mut self, code: u32, names: &mut Names) -> u32 {
        match self.known.get(code as usize) {
            Some(&(known, pass)) if pass == self.pass => known,
            _ => self.look_up(code, names),
        }
    }

    #[cold]
    fn look_up(&mut self, code: u32, names: &mut Names) -> u32 {
        let Some(name) = self.names.optional(code) else { return NO_NAME };
        let found = names.intern(name);
        if self.known.len() < self.names.len() {
            self.known.resize(self.names.len(), (0, self.pass.wrapping_sub(1)));
        }
        if let Some(known) = self.known.get_mut(code as usize) {
            *known = (found, self.pass);
        }
        found
    }
}
