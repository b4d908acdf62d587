//! Where the fields of an event stand, for looking up the members of a record while scanning it.

use super::{EventFields, Field};
use crate::json::{Scanner, Token};

/// The fields and their paths as a tree.
#[derive(Debug)]
pub(crate) struct FieldTree {
    fields: EventFields,
    members: Members,
}

impl FieldTree {
    pub(crate) fn new(fields: EventFields) -> Self {
        let mut members = Members::default();
        for field in Field::ALL {
            let names: Vec<&str> = fields.path(field).split('.').collect();
            members.insert(&names, field);
        }
        Self { fields, members }
    }

    /// The fields that the tree is of.
    pub(crate) const fn fields(&self) -> &EventFields {
        &self.fields
    }

    /// The members of a record.
    pub(crate) const fn members(&self) -> &Members {
        &self.members
    }
}

impl Default for FieldTree {
    fn default() -> Self {
        Self::new(EventFields::default())
    }
}

/// The members of an object that are fields, or have some inside.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members {
    list: Vec<Member>,
}

#[derive(Debug, Clone)]
struct Member {
    name: Box<str>,
    /// The key as most JSON has it; none for one that takes an escape.
    key: Option<Token>,
    target: Target,
}

/// What a member of a record is.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Field(Field),
    Object(Members),
}

impl Members {
    fn insert(&mut self, names: &[&str], field: Field) {
        let Some((name, inner)) = names.split_first() else { return };
        let known = self.list.iter().position(|member| *member.name == **name);
        let at = known.unwrap_or_else(|| {
            let target =
                if inner.is_empty() { Target::Field(field) } else { Target::Object(Self::default()) };
            self.list.push(Member { name: (*name).into(), key: Token::key(name), target });
            self.list.len() - 1
        });
        if let Some(Member { target: Target::Object(tree), .. }) = self.list.get_mut(at) {
            tree.insert(inner, field);
        }
    }

    /// What the member is whose key comes next and is stepped over, for a key as most JSON has it.
    /// Records mostly repeat the order of the one before, so the search begins where the last one
    /// ended; `hint` carries that place.
    #[inline(always)]
    pub(crate) fn next(&self, scanner: &mut Scanner<'_>, hint: &mut usize) -> Option<&Target> {
        for _ in 0..=self.list.len() {
            let Some(member) = self.list.get(*hint) else {
                *hint = 0;
                continue;
            };
            *hint += 1;
            if member.key.as_ref().is_some_and(|key| scanner.eat_token(key)) {
                return Some(&member.target);
            }
        }
        None
    }

    /// What the member `key` is.
    pub(crate) fn find(&self, key: &str) -> Option<&Target> {
        self.list.iter().find(|member| *member.name == *key).map(|member| &member.target)
    }
}
