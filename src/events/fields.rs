use serde::{Serialize, Serializer};

use super::path::Path;
use crate::definitions::{Fields, Reader};
use crate::json::{self, Scanner, Token};

/// A field of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is described with the event")]
pub enum Field {
    Id,
    EventType,
    Timestamp,
    Channel,
    Offer,
    Value,
    Properties,
}

impl Field {
    pub(crate) const ALL: [Self; 7] = [
        Self::Id,
        Self::EventType,
        Self::Timestamp,
        Self::Channel,
        Self::Offer,
        Self::Value,
        Self::Properties,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::EventType => "eventType",
            Self::Timestamp => "timestamp",
            Self::Channel => "channel",
            Self::Offer => "offer",
            Self::Value => "value",
            Self::Properties => "properties",
        }
    }
}

/// Where a platform's own records carry the fields of an event (`eventFields`).
///
/// A dotted path reaches into nested objects. The default is the fields' own names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventFields {
    paths: [Path; 7],
}

impl Default for EventFields {
    fn default() -> Self {
        Self { paths: Field::ALL.map(own_name) }
    }
}

#[expect(clippy::unwrap_used, reason = "the names are constants without dots")]
fn own_name(field: Field) -> Path {
    Path::new(field.name()).unwrap()
}

impl EventFields {
    /// The same fields, of which records carry one at `path`; an engine refuses a path that no record can have.
    ///
    /// ```
    /// use lookback::{Configuration, Engine, EventFields, events::Field};
    ///
    /// let event_fields = EventFields::default().with(Field::Offer, "outcome.offerId");
    /// assert_eq!(event_fields.path(Field::Offer), "outcome.offerId");
    /// assert!(Engine::new(Configuration { event_fields, ..Configuration::default() }).is_ok());
    /// ```
    #[must_use]
    pub fn with(mut self, field: Field, path: impl Into<String>) -> Self {
        if let Some(place) = self.paths.get_mut(field as usize) {
            *place = Path::unchecked(path.into());
        }
        self
    }

    /// Where records carry `field`.
    ///
    /// ```
    /// use lookback::{EventFields, events::Field};
    ///
    /// assert_eq!(EventFields::default().path(Field::EventType), "eventType");
    /// ```
    pub fn path(&self, field: Field) -> &str {
        self.paths.get(field as usize).map_or(field.name(), Path::as_str)
    }

    pub(crate) fn read(reader: Reader<'_>) -> Option<Self> {
        let mut fields = reader.object()?;
        let mut mapped = Self::default();
        let mut whole = true;
        for field in Field::ALL {
            let read = |reader: Reader<'_>| {
                let path = Path::new(&reader.text()?);
                if path.is_none() {
                    reader.refuse("invalid_value", "must be a name, or names with dots between them");
                }
                path
            };
            match fields.optional(field.name(), read) {
                Some(Some(path)) => {
                    if let Some(place) = mapped.paths.get_mut(field as usize) {
                        *place = path;
                    }
                }
                Some(None) => {}
                None => whole = false,
            }
        }
        mapped.refuse_overlaps(&fields);
        fields.finish();
        whole.then_some(mapped)
    }

    /// A member cannot be both a field and an object that holds another field.
    fn refuse_overlaps(&self, fields: &Fields<'_>) {
        for field in Field::ALL {
            for other in Field::ALL {
                let (path, inner) = (self.path(field), self.path(other));
                let inside = inner.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
                let twice = path == inner && (field as usize) < other as usize;
                if inside || twice {
                    let message = format!(
                        "{} cannot be read as {} and as {}",
                        json::quoted(inner),
                        other.name(),
                        field.name()
                    );
                    fields.refuse(other.name(), "invalid_value", message);
                }
            }
        }
    }
}

impl Serialize for EventFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Field::ALL.iter().map(|field| (field.name(), self.path(*field))))
    }
}

/// The fields' paths as a tree, to look up members of a record while scanning it.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldTree {
    members: Vec<Member>,
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
    Object(FieldTree),
}

impl FieldTree {
    pub(crate) fn new(fields: &EventFields) -> Self {
        let mut tree = Self::default();
        for field in Field::ALL {
            let names: Vec<&str> = fields.path(field).split('.').collect();
            tree.insert(&names, field);
        }
        tree
    }

    fn insert(&mut self, names: &[&str], field: Field) {
        let Some((name, inner)) = names.split_first() else { return };
        let known = self.members.iter().position(|member| *member.name == **name);
        let at = known.unwrap_or_else(|| {
            let target =
                if inner.is_empty() { Target::Field(field) } else { Target::Object(Self::default()) };
            self.members.push(Member { name: (*name).into(), key: Token::key(name), target });
            self.members.len() - 1
        });
        if let Some(Member { target: Target::Object(tree), .. }) = self.members.get_mut(at) {
            tree.insert(inner, field);
        }
    }

    /// What the member is whose key comes next and is stepped over, for a key as most JSON has it.
    /// Records mostly repeat the order of the one before, so the search begins where the last one
    /// ended; `hint` carries that place.
    #[inline(always)]
    pub(crate) fn next(&self, scanner: &mut Scanner<'_>, hint: &mut usize) -> Option<&Target> {
        for _ in 0..=self.members.len() {
            let Some(member) = self.members.get(*hint) else {
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
        self.members.iter().find(|member| *member.name == *key).map(|member| &member.target)
    }
}
