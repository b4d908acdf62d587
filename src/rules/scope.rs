//! Where a rule applies.

use serde::Serialize;

use crate::definitions::{Fields, words};
use crate::error::code;

/// Where a rule applies. Written as `scope` and `scopeId`; everywhere when there is no scope.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "scope", content = "scopeId", rename_all = "snake_case")]
pub enum Scope {
    /// To every candidate.
    #[default]
    Global,
    /// To the candidates of one offer.
    Offer(String),
    /// To the candidates on one channel.
    Channel(String),
    /// To the candidates of one category.
    Category(String),
}

/// The part of a candidate that a scope or a count refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    /// Everything together.
    Global,
    /// The candidate's offer.
    Offer,
    /// The candidate's channel.
    Channel,
    /// The candidate's category.
    Category,
}

words!(ScopeKind { Global = "global", Offer = "offer", Channel = "channel", Category = "category" });

impl Scope {
    /// What kind of scope this is.
    ///
    /// ```
    /// use lookback::rules::{Scope, ScopeKind};
    ///
    /// assert_eq!(Scope::Channel("email".to_owned()).kind(), ScopeKind::Channel);
    /// ```
    pub fn kind(&self) -> ScopeKind {
        match self {
            Self::Global => ScopeKind::Global,
            Self::Offer(_) => ScopeKind::Offer,
            Self::Channel(_) => ScopeKind::Channel,
            Self::Category(_) => ScopeKind::Category,
        }
    }

    /// The id that goes with the scope; none for the global one.
    ///
    /// ```
    /// use lookback::rules::Scope;
    ///
    /// assert_eq!(Scope::Channel("email".to_owned()).id(), Some("email"));
    /// assert_eq!(Scope::Global.id(), None);
    /// ```
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Global => None,
            Self::Offer(id) | Self::Channel(id) | Self::Category(id) => Some(id),
        }
    }

    /// Reads `scope` and `scopeId`. A scope without its id never turns into "everywhere".
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let kind = fields.or("scope", ScopeKind::Global, |reader| reader.word());
        let id = fields.optional("scopeId", |reader| reader.text());
        let (kind, id) = (kind?, id?);
        let scope = match kind {
            ScopeKind::Global if id.is_some() => {
                fields.refuse(
                    "scope",
                    code::REQUIRED,
                    "scopeId is given; say with scope what it is the id of",
                );
                return None;
            }
            ScopeKind::Global => return Some(Self::Global),
            ScopeKind::Offer => Self::Offer,
            ScopeKind::Channel => Self::Channel,
            ScopeKind::Category => Self::Category,
        };
        if id.is_none() {
            fields.refuse("scopeId", code::REQUIRED, "is required with this scope");
        }
        id.map(scope)
    }
}
