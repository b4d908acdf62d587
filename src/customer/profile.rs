//! A customer's behavior profile: visits are applied to it, and it is read at any instant.

use serde::Serialize;
use serde_json::Value;

use super::{Customer, OnInvalid};
use crate::definitions::unknown;
use crate::error::{Error, ErrorCode, Issue, Result, code};
use crate::events::{EventIssue, EventList};
use crate::json;
use crate::profiles::{
    ContactBehaviorProfile, Interaction, PatternDistance, ProfileFacet, XConnectFacet, normalized_id,
};
use crate::time::Instant;

/// What became of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct InteractionResult {
    /// False when an interaction with this id was applied before, and then nothing was done.
    pub applied: bool,
    /// How many of its plain events are in the history now that were not before.
    pub appended: usize,
    /// How many had an id that was seen before, and the same content.
    pub duplicates: usize,
    /// Those that had an id seen before, but other content; the first to arrive stays.
    pub conflicts: Vec<EventIssue>,
}

impl Customer {
    /// Applies a visit: its change events to the profile, its plain events to the history; all of
    /// it or nothing.
    ///
    /// A visit is `{ id?, startDateTime, events?, profileScores? }`; its plain events have the
    /// shape that the configuration's `eventFields` describe.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidEvent`] with everything that is wrong; nothing is applied.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// let visit = json!({
    ///     "id": "visit-1",
    ///     "startDateTime": "2026-03-10T09:00:00Z",
    ///     "events": [
    ///         { "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } },
    ///         { "eventType": "click", "timestamp": "2026-03-10T09:01:00Z" }
    ///     ]
    /// });
    /// assert_eq!(customer.apply_interaction(&visit)?.appended, 1);
    /// assert!(!customer.apply_interaction(&visit)?.applied);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply_interaction(&mut self, interaction: &Value) -> Result<InteractionResult> {
        let set = &self.compiled.profiles;
        let read = Interaction::from_json(interaction, set)?;
        let change = self.profile.prepare(set, &read)?;
        if !change.is_new() {
            return Ok(InteractionResult::default());
        }
        let (places, events): (Vec<usize>, Vec<&Value>) = read.plain_events(interaction).unzip();
        let list = format!("interaction.{}", read.events);
        let list = EventList::with_places(&list, &places);
        // As text, so that there is one judge of what is a good event.
        let (incoming, invalid) = self.gather(&json::to_string(&events), events.len(), &list)?;
        let appended = self.commit(incoming, invalid, OnInvalid::Reject, &list)?;
        let applied = self.profile.commit(change);
        Ok(InteractionResult {
            applied,
            appended: appended.appended,
            duplicates: appended.duplicates,
            conflicts: appended.conflicts,
        })
    }

    /// The profile as it reads at `now`, or as the last interaction left it.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # customer.apply_interaction(&json!({ "startDateTime": "2026-03-10T09:00:00Z", "events": [{
    /// #     "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } }] }))?;
    /// let profile = customer.behavior_profile(None);
    /// let reader = profile.scores.get("reader").ok_or("never scored")?;
    /// assert_eq!(reader.matched_pattern_id.as_deref(), Some("fan"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn behavior_profile(&self, now: Option<Instant>) -> ContactBehaviorProfile {
        self.profile.read(&self.compiled.profiles, now)
    }

    /// How near the customer is to each pattern of a profile, in the order they are defined: at
    /// `now`, or as the last interaction left it.
    ///
    /// Empty when nothing can match yet.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a profile that is not defined.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # customer.apply_interaction(&json!({ "startDateTime": "2026-03-10T09:00:00Z", "events": [{
    /// #     "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } }] }))?;
    /// assert_eq!(customer.pattern_distances("reader", None)?[0].distance, 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pattern_distances(&self, profile: &str, now: Option<Instant>) -> Result<Vec<PatternDistance>> {
        let set = &self.compiled.profiles;
        let id = normalized_id(profile);
        if set.definition(&id).is_none() {
            let message = unknown("profile", "id", profile, &set.ids().collect::<Vec<_>>());
            return Err(Error::single(
                ErrorCode::NotFound,
                Issue::new("profileId", code::NOT_FOUND, message),
            ));
        }
        Ok(self.profile.pattern_distances(set, &id, now))
    }

    /// The profile in xConnect's JSON, as the last interaction left it.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # customer.apply_interaction(&json!({ "startDateTime": "2026-03-10T09:00:00Z", "events": [{
    /// #     "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } }] }))?;
    /// let written = lookback::json::to_string(&customer.to_xconnect());
    /// assert!(written.contains(r#""SourceInteractionStartDateTime":"2026-03-10T09:00:00.0000000Z""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_xconnect(&self) -> XConnectFacet {
        self.profile.to_xconnect(&self.compiled.profiles)
    }

    /// Puts a profile from xConnect's JSON, or from [`Customer::behavior_profile`]'s, in the place
    /// of the customer's own. The interactions seen before stay seen.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`] with everything that is wrong; nothing is changed.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// customer.load_behavior_profile(&json!({ "Scores": [{ "Key": "reader", "Value": {
    ///     "ProfileDefinitionId": "reader", "ScoreCount": 1, "Values": [{ "Key": "news", "Value": 3 }]
    /// } }] }))?;
    /// assert_eq!(customer.behavior_profile(None).scores.get("reader").map(|reader| reader.score), Some(3.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load_behavior_profile(&mut self, facet: &Value) -> Result<()> {
        let loaded = ProfileFacet::from_json(facet, &self.compiled.profiles)?;
        self.profile.replace_scores(loaded);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Configuration, Engine};

    fn customer() -> Customer {
        let configuration = Configuration::from_value(&json!({
            "metrics": [{
                "name": "Clicks", "key": "clicks", "aggregationType": "count", "eventType": "click", "windowDays": 7,
            }],
            "profiles": [{
                "id": "{24DFF2CF-B30A-4B75-8967-2FE3DEE0B4A2}", "keys": ["a"], "halfLifeDays": 1,
                "patterns": [{ "id": "x", "values": { "a": 1 } }],
            }],
        }));
        Engine::new(configuration.unwrap()).unwrap().customer()
    }

    fn visit() -> Value {
        json!({ "id": "v1", "startDateTime": "2026-01-01T00:00:00Z", "events": [
            { "eventType": "click", "timestamp": "2026-01-01T00:01:00Z", "id": "e1" },
            { "eventType": "ChangeProfileScoreEvent", "delta": {
                "24dff2cf-b30a-4b75-8967-2fe3dee0b4a2": { "scoreCount": 1, "values": { "a": 8 } },
            }},
            { "eventType": "view", "timestamp": "2026-01-01T00:02:00Z" },
        ]})
    }

    #[test]
    fn p3_scores_and_plain_events_of_a_visit_land_together() {
        let mut customer = customer();
        let visited = customer.apply_interaction(&visit()).unwrap();
        assert_eq!(
            visited,
            InteractionResult { applied: true, appended: 2, duplicates: 0, conflicts: Vec::new() }
        );
        assert_eq!(customer.len(), 2);
        let profile = serde_json::to_value(customer.behavior_profile(None)).unwrap();
        assert_eq!(profile["scores"]["24dff2cf-b30a-4b75-8967-2fe3dee0b4a2"]["score"], 8.0);
        let later = customer.behavior_profile("2026-01-02T00:00:00Z".parse().ok());
        assert_eq!(later.scores.iter().map(|(_, score)| score.score).collect::<Vec<_>>(), [4.0]);
    }

    #[test]
    fn p7_a_visit_seen_before_adds_neither_scores_nor_events() {
        let mut customer = customer();
        customer.apply_interaction(&visit()).unwrap();
        let profile = customer.behavior_profile(None);
        assert_eq!(customer.apply_interaction(&visit()).unwrap(), InteractionResult::default());
        assert_eq!((customer.len(), customer.behavior_profile(None)), (2, profile));
    }

    #[test]
    fn e4_repeats_and_conflicts_among_the_plain_events_are_told() {
        let mut customer = customer();
        customer.apply_interaction(&visit()).unwrap();
        let mut again = visit();
        again["id"] = json!("v2");
        again["events"][2] = json!({ "eventType": "view", "timestamp": "2026-01-01T00:02:00Z", "id": "e1" });
        let visited = customer.apply_interaction(&again).unwrap();
        assert_eq!((visited.applied, visited.appended, visited.duplicates), (true, 0, 1));
        let conflict = visited.conflicts.first().unwrap();
        assert_eq!((conflict.index, conflict.issue.path.as_str()), (2, "interaction.events[2]"));
    }

    #[test]
    fn e6_a_bad_event_or_a_bad_score_leaves_everything_as_it_was() {
        let mut customer = customer();
        let mut bad_event = visit();
        bad_event["events"][2]["timestamp"] = json!("2026-02-30T00:00:00Z");
        let error = customer.apply_interaction(&bad_event).unwrap_err();
        let paths: Vec<&str> = error.issues.iter().map(|issue| issue.path.as_str()).collect();
        assert_eq!(paths, ["interaction.events[2].timestamp"]);
        let pascal = json!({ "StartDateTime": 0, "Events": [{ "eventType": "click" }] });
        let error = customer.apply_interaction(&pascal).unwrap_err();
        let paths: Vec<&str> = error.issues.iter().map(|issue| issue.path.as_str()).collect();
        assert_eq!(paths, ["interaction.Events[0].timestamp"]);
        let mut bad_score = visit();
        bad_score["events"][1]["delta"] = json!({ "p": { "values": { "a": null } } });
        let error = customer.apply_interaction(&bad_score).unwrap_err();
        let paths: Vec<&str> = error.issues.iter().map(|issue| issue.path.as_str()).collect();
        assert_eq!(paths, ["interaction.events[1].delta.p.values.a"]);
        assert!(customer.is_empty() && customer.profile.is_empty());
        assert!(customer.apply_interaction(&visit()).unwrap().applied);
    }

    #[test]
    fn p8_merging_customers_merges_their_profiles() {
        let (mut one, mut two) = (customer(), customer());
        two.apply_interaction(&visit()).unwrap();
        one.merge(&two).unwrap();
        assert_eq!(one.behavior_profile(None), two.behavior_profile(None));
        assert!(!one.apply_interaction(&visit()).unwrap().applied);
        one.merge_with(&two, crate::profiles::MergeScores::Sum).unwrap();
        assert_eq!(
            one.behavior_profile(None).scores.iter().map(|(_, score)| score.score).collect::<Vec<_>>(),
            [16.0]
        );
    }

    #[test]
    fn p10_a_profile_moves_between_customers_as_xconnect_json() {
        let (mut one, mut two) = (customer(), customer());
        one.apply_interaction(&visit()).unwrap();
        two.load_behavior_profile(&serde_json::to_value(one.to_xconnect()).unwrap()).unwrap();
        assert_eq!(two.behavior_profile(None), one.behavior_profile(None));
        assert_eq!(two.to_xconnect(), one.to_xconnect());
        let error = two.load_behavior_profile(&json!({ "Extra": 1 })).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidArgument);
        assert_eq!(two.behavior_profile(None), one.behavior_profile(None));
    }

    #[test]
    fn p5_distances_are_reported_for_defined_profiles_in_any_spelling_of_their_id() {
        let mut customer = customer();
        let id = "24DFF2CFB30A4B7589672FE3DEE0B4A2";
        assert_eq!(customer.pattern_distances(id, None).unwrap(), []);
        customer.apply_interaction(&visit()).unwrap();
        assert_eq!(customer.pattern_distances(id, None).unwrap().len(), 1);
        assert_eq!(customer.pattern_distances("q", None).unwrap_err().code, ErrorCode::NotFound);
    }
}
