use std::cmp::Ordering;

use serde_json::Value;

use crate::rules::{AttributeCheck, AttributeOperator};

/// Whether an attribute is as a rule asks for; none when there is no such attribute.
pub(super) fn holds(check: &AttributeCheck, found: Option<&Value>) -> Option<bool> {
    let wanted = &check.value;
    if check.operator == AttributeOperator::Exists {
        return Some(found.is_some() == wanted.as_bool().unwrap_or(true));
    }
    let found = found?;
    let compares = |accepts: fn(Ordering) -> bool| compare(found, wanted).is_some_and(accepts);
    let listed = || wanted.as_array().is_some_and(|values| values.iter().any(|value| same(value, found)));
    Some(match check.operator {
        AttributeOperator::Eq => same(found, wanted),
        AttributeOperator::Neq => !same(found, wanted),
        AttributeOperator::Gt => compares(Ordering::is_gt),
        AttributeOperator::Gte => compares(Ordering::is_ge),
        AttributeOperator::Lt => compares(Ordering::is_lt),
        AttributeOperator::Lte => compares(Ordering::is_le),
        AttributeOperator::In => listed(),
        AttributeOperator::NotIn => !listed(),
        AttributeOperator::Contains => match (found, wanted) {
            (Value::Array(values), _) => values.iter().any(|value| same(value, wanted)),
            (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
            _ => false,
        },
        AttributeOperator::Exists => true,
    })
}

/// Whether two values are the same; 1 and 1.0 are.
fn same(left: &Value, right: &Value) -> bool {
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => left.total_cmp(&right).is_eq(),
        _ => left == right,
    }
}

/// Numbers compare with numbers, strings with strings by code points; nothing else compares.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => None,
    }
}
