//! The ids of rules.

use super::Rule;
use crate::definitions::Reader;
use crate::error::code;
use crate::json;
use crate::names::Names;

/// Gives an id to every rule that has none, and refuses an id that is given twice.
///
/// It is the rule's name, with a number at the end where that is taken.
///
/// Rules that could not be read are passed over.
pub(super) fn assign(rules: &mut [Option<Rule>], readers: &[Reader<'_>]) {
    let mut taken = Names::default();
    for (rule, reader) in rules.iter().zip(readers) {
        let Some(id) = rule.as_ref().map(|rule| &rule.id).filter(|id| !id.is_empty()) else { continue };
        if !taken.insert(id) {
            reader.refuse_member(
                "id",
                code::DUPLICATE_KEY,
                format!("another rule has the id {}", json::quoted(id)),
            );
        }
    }
    for rule in rules.iter_mut().flatten().filter(|rule| rule.id.is_empty()) {
        let mut id = rule.name.clone();
        let mut number = 2;
        while !taken.insert(&id) {
            id = format!("{} {number}", rule.name);
            number += 1;
        }
        rule.id = id;
    }
}
