//! Category affinity: views of categories, scored by how new the category is.

use super::definition::CategoryAffinity;
use super::sorted_map::SortedMap;

/// Scores one view of `category`.
///
/// `weight` is the share that time has left of a view that arrives late. `is_category` is false for
/// unknown keys, which the view does not touch.
pub(super) fn view(
    rule: &CategoryAffinity,
    values: &mut SortedMap<f64>,
    category: &str,
    weight: f64,
    is_category: &dyn Fn(&str) -> bool,
) {
    let held = values.ids().filter(|key| is_category(key)).count();
    if let Some(value) = values.get_mut(category) {
        *value += rule.later_points * weight;
        return;
    }
    for (_, value) in values.iter_mut().filter(|(key, _)| is_category(key)) {
        *value -= rule.new_category_penalty * weight;
    }
    if held >= usize::try_from(rule.keep).unwrap_or(usize::MAX) {
        let categories = values.iter().filter(|(key, _)| is_category(key));
        let lowest = categories.min_by(|(_, left), (_, right)| left.total_cmp(right));
        if let Some(lowest) = lowest.map(|(key, _)| key.to_owned()) {
            values.remove(&lowest);
        }
    }
    let points = if held == 0 { rule.first_points } else { rule.later_points };
    values.set(category.to_owned(), points * weight);
}
