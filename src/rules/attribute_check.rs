//! Conditions over the attributes of a customer or a candidate.

use serde::Serialize;
use serde_json::Value;

use super::OnMissing;
use crate::definitions::{Fields, words};
use crate::error::code;

/// A customer's or candidate's attribute compared with a value: `attribute_condition`.
///
/// The attribute is looked for among those given with the decision, then among the candidate's
/// own, then in the offer catalog.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributeCheck {
    /// The attribute's name.
    pub attribute: String,
    /// How it is compared.
    pub operator: AttributeOperator,
    /// With what; a list for `in` and `not_in`, absent for `exists`.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub value: Value,
    /// What happens when there is no such attribute.
    pub on_missing: OnMissing,
}

/// The ten ways to compare an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttributeOperator {
    /// The same value.
    Eq,
    /// Another value.
    Neq,
    /// A larger number, or a later string by code points.
    Gt,
    /// A number or string at least as large.
    Gte,
    /// A smaller number or earlier string.
    Lt,
    /// A number or string at most as large.
    Lte,
    /// One of a list.
    In,
    /// None of a list.
    NotIn,
    /// There is such an attribute; with the value false, there is none.
    Exists,
    /// A list that has the value, or a string that has it as a part.
    Contains,
}

words!(AttributeOperator {
    Eq = "eq",
    Neq = "neq",
    Gt = "gt",
    Gte = "gte",
    Lt = "lt",
    Lte = "lte",
    In = "in",
    NotIn = "not_in",
    Exists = "exists",
    Contains = "contains",
});

impl AttributeOperator {
    /// The comparison in words: `more than`, `one of`, …
    ///
    /// ```
    /// assert_eq!(lookback::rules::AttributeOperator::NotIn.in_words(), "none of");
    /// ```
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Eq => "equal to",
            Self::Neq => "other than",
            Self::Gt => "more than",
            Self::Gte => "at least",
            Self::Lt => "less than",
            Self::Lte => "at most",
            Self::In => "one of",
            Self::NotIn => "none of",
            Self::Exists => "present",
            Self::Contains => "with",
        }
    }

    /// Whether a value of this kind can be compared with in this way.
    fn takes(self, value: &Value) -> bool {
        match self {
            Self::Gt | Self::Gte | Self::Lt | Self::Lte => value.is_number() || value.is_string(),
            Self::In | Self::NotIn => value.as_array().is_some_and(|values| values.iter().all(is_scalar)),
            Self::Exists => value.is_boolean(),
            Self::Eq | Self::Neq | Self::Contains => is_scalar(value),
        }
    }

    fn wants(self) -> &'static str {
        match self {
            Self::Gt | Self::Gte | Self::Lt | Self::Lte => "a number or a string",
            Self::In | Self::NotIn => "a list of strings, numbers or booleans",
            Self::Exists => "true or false",
            Self::Eq | Self::Neq | Self::Contains => "a string, a number or a boolean",
        }
    }
}

fn is_scalar(value: &Value) -> bool {
    value.is_string() || value.is_number() || value.is_boolean()
}

impl AttributeCheck {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let attribute = fields.required("attribute", |reader| reader.text());
        let operator = fields.required("operator", |reader| reader.word::<AttributeOperator>());
        let value = fields.get("value");
        let on_missing = OnMissing::read(fields);
        let operator = operator?;
        let value = match value {
            None if operator == AttributeOperator::Exists => Value::Null,
            None => {
                fields.refuse("value", code::REQUIRED, format!("is required with {}", operator.as_str()));
                return None;
            }
            Some(reader) if operator.takes(reader.value()) => reader.value().clone(),
            Some(reader) => {
                reader.refuse(code::WRONG_TYPE, format!("{} needs {}", operator.as_str(), operator.wants()));
                return None;
            }
        };
        Some(Self { attribute: attribute?, operator, value, on_missing: on_missing? })
    }
}
