//! A map that is a sorted list.

use serde::{Serialize, Serializer};

/// A map from ids to values: a list in the order of the ids.
///
/// Profiles, keys and values are few, so that a list is smaller and no slower than a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct SortedMap<T>(Vec<(String, T)>);

impl<T> SortedMap<T> {
    /// An empty map.
    ///
    /// ```
    /// use lookback::profiles::SortedMap;
    ///
    /// assert!(SortedMap::<f64>::new().is_empty());
    /// ```
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    fn place(&self, id: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(id))
    }

    /// The value of an id.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # customer.apply_interaction(&json!({ "startDateTime": "2026-03-10T09:00:00Z", "events": [{
    /// #     "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } }] }))?;
    /// # let scores = customer.behavior_profile(None).scores;
    /// assert_eq!(scores.get("reader").map(|reader| reader.score), Some(4.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn get(&self, id: &str) -> Option<&T> {
        self.0.get(self.place(id).ok()?).map(|(_, value)| value)
    }

    /// All ids and their values.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # customer.apply_interaction(&json!({ "startDateTime": "2026-03-10T09:00:00Z", "events": [{
    /// #     "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } }] }))?;
    /// # let scores = customer.behavior_profile(None).scores;
    /// assert_eq!(scores.iter().map(|(_, reader)| reader.score_count).collect::<Vec<_>>(), [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(id, value)| (id.as_str(), value))
    }

    /// All ids.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # customer.apply_interaction(&json!({ "startDateTime": "2026-03-10T09:00:00Z", "events": [{
    /// #     "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } }] }))?;
    /// # let scores = customer.behavior_profile(None).scores;
    /// assert_eq!(scores.ids().collect::<Vec<_>>(), ["reader"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(id, _)| id.as_str())
    }

    /// How many there are.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # customer.apply_interaction(&json!({ "startDateTime": "2026-03-10T09:00:00Z", "events": [{
    /// #     "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } }] }))?;
    /// # let scores = customer.behavior_profile(None).scores;
    /// assert_eq!(scores.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// # use lookback::{Configuration, Engine};
    /// # use serde_json::json;
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "profiles": [{ "id": "reader",
    /// #     "keys": ["sport", "news"], "patterns": [{ "id": "fan", "values": { "sport": 5 } }] }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # customer.apply_interaction(&json!({ "startDateTime": "2026-03-10T09:00:00Z", "events": [{
    /// #     "eventType": "ChangeProfileScoreEvent", "delta": { "reader": { "values": { "sport": 4 } } } }] }))?;
    /// # let scores = customer.behavior_profile(None).scores;
    /// assert!(!scores.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut T)> {
        self.0.iter_mut().map(|(id, value)| (id.as_str(), value))
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        let place = self.place(id).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// Sets the value of an id, in the place of the one it had.
    pub(super) fn set(&mut self, id: String, value: T) {
        match self.place(&id) {
            Ok(place) => {
                if let Some((_, held)) = self.0.get_mut(place) {
                    *held = value;
                }
            }
            Err(place) => self.0.insert(place, (id, value)),
        }
    }

    /// Adds a value unless its id has one; returns whether it did.
    pub(super) fn add(&mut self, id: &str, value: T) -> bool {
        let place = self.place(id);
        if let Err(place) = place {
            self.0.insert(place, (id.to_owned(), value));
        }
        place.is_err()
    }

    pub(super) fn remove(&mut self, id: &str) {
        if let Ok(place) = self.place(id) {
            self.0.remove(place);
        }
    }
}

impl<T> Default for SortedMap<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Of several values with one id the last is kept.
///
/// ```
/// use lookback::profiles::SortedMap;
///
/// let values: SortedMap<f64> = [("sport", 5.0), ("news", 1.0)].into_iter().collect();
/// assert_eq!(values.ids().collect::<Vec<_>>(), ["news", "sport"]);
/// ```
impl<I: Into<String>, T> FromIterator<(I, T)> for SortedMap<T> {
    fn from_iter<L: IntoIterator<Item = (I, T)>>(list: L) -> Self {
        let mut all = Self::new();
        for (id, value) in list {
            all.set(id.into(), value);
        }
        all
    }
}

impl<T> IntoIterator for SortedMap<T> {
    type Item = (String, T);
    type IntoIter = std::vec::IntoIter<(String, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Serialize> Serialize for SortedMap<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
