//! What is wrong with one of many events.

use serde::Serialize;

use crate::error::Issue;

/// What is wrong with one event, and which one it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventIssue {
    /// The event's position in what was given.
    pub index: usize,
    /// Where, why and how to mend it.
    #[serde(flatten)]
    pub issue: Issue,
}

/// The list that events are read from, for the paths of issues with them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventList<'l> {
    name: &'l str,
    /// Where in the list those stand that are read; none when all of them are.
    places: Option<&'l [usize]>,
}

impl<'l> EventList<'l> {
    /// A list of nothing but events that are read.
    pub(crate) const EVENTS: EventList<'static> = EventList { name: "events", places: None };

    /// A list of which only the events at some places are read.
    pub(crate) fn with_places(name: &'l str, places: &'l [usize]) -> Self {
        Self { name, places: Some(places) }
    }

    /// What the list is called in paths.
    pub(crate) const fn name(&self) -> &'l str {
        self.name
    }

    /// An issue with a member of the event that is read at `index`; with all of it when the member
    /// has no name.
    pub(crate) fn issue(&self, index: usize, member: &str, code: &'static str, message: &str) -> EventIssue {
        let index = self.places.and_then(|places| places.get(index)).copied().unwrap_or(index);
        let dot = if member.is_empty() { "" } else { "." };
        let path = format!("{}[{index}]{dot}{member}", self.name);
        EventIssue { index, issue: Issue::new(path, code, message) }
    }
}
