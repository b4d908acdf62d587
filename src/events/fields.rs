//! The fields of an event, and where records carry them.

use serde::{Serialize, Serializer};

use super::path::Path;
use crate::definitions::{Fields, Reader};
use crate::error::code;
use crate::json;

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
    /// The same fields, of which records carry one at `path`; an engine refuses a path that no
    /// record can have.
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
                    reader.refuse(code::INVALID_VALUE, "must be a name, or names with dots between them");
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
                    fields.refuse(other.name(), code::INVALID_VALUE, message);
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
