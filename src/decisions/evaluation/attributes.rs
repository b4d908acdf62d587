use std::cmp::Ordering;

use serde_json::{Number, Value};

use crate::rules::{AttributeCheck, AttributeOperator};

/// Whether an attribute is as a rule requires, if there is such an attribute.
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
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => numbers(left, right).is_some_and(Ordering::is_eq),
        _ => left == right,
    }
}

/// Numbers compare with numbers, strings with strings by code points; nothing else compares.
fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => numbers(left, right),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// Whole numbers that a program gives may be larger than a double can distinguish.
fn numbers(left: &Number, right: &Number) -> Option<Ordering> {
    match (left.as_i128(), right.as_i128()) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        assert!(same(&json!(1), &json!(1.0)));
        assert!(same(&json!(-0.0), &json!(0)) && same(&json!(0.0), &json!(-0.0)));
        assert!(!same(&json!(1), &json!("1")) && !same(&json!(1), &json!(null)));
    }

    #[test]
    fn whole_numbers_that_no_double_tells_apart_are_different() {
        let (small, large) = (json!(9_007_199_254_740_992_u64), json!(9_007_199_254_740_993_u64));
        assert!(same(&large, &large) && !same(&small, &large));
        assert_eq!(compare(&small, &large), Some(Ordering::Less));
        assert_eq!(compare(&json!(u64::MAX), &json!(i64::MIN)), Some(Ordering::Greater));
    }
}
