//! Offers that exclude each other.

use serde::Serialize;

use super::event_check::{WINDOW_DAYS, event_type};
use crate::definitions::Fields;
use crate::error::code;
use crate::sort;

/// Offers of which a customer sees one: `mutual_exclusion`.
///
/// Having seen one within the window suppresses the others; within one decision only the
/// best-ranked one stays.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExclusionCheck {
    /// The offers that exclude each other, at least two.
    pub offers: Vec<String>,
    /// The kind of event that counts as seeing an offer.
    pub event_type: String,
    /// How long having seen one counts, in days.
    pub window_days: u32,
}

impl ExclusionCheck {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let offers = fields.required("offers", |reader| {
            let mut offers = reader.list(|offer| offer.text())?;
            sort::list(&mut offers, Ord::cmp);
            offers.dedup();
            if offers.len() < 2 {
                reader.refuse(code::INVALID_VALUE, "must name at least two offers");
                return None;
            }
            Some(offers)
        });
        let event_type = event_type(fields);
        let window_days = fields.or("windowDays", 365, |reader| reader.whole_in(WINDOW_DAYS));
        Some(Self { offers: offers?, event_type: event_type?, window_days: window_days? })
    }
}
