//! The six built-in recipes as ready configurations.

use serde_json::Value;

/// A ready configuration for a common need.
///
/// ```
/// let names: Vec<_> = lookback::rules::recipes().iter().map(|recipe| recipe.id).collect();
/// assert_eq!(names[0], "frequency_cap");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recipe {
    /// Which one.
    pub id: &'static str,
    /// A JSON object with `id`, `name`, `description` and `configuration`.
    pub json: &'static str,
}

macro_rules! recipes {
    ($($id:literal),* $(,)?) => {
        [$(Recipe { id: $id, json: include_str!(concat!("recipes/", $id, ".json")) }),*]
    };
}

const RECIPES: [Recipe; 6] = recipes![
    "frequency_cap",
    "conversion_cooldown",
    "channel_fatigue",
    "response_rate_gate",
    "high_value_targeting",
    "cross_sell_detection",
];

/// The recipes: frequency cap, conversion cooldown, channel fatigue, response-rate gate,
/// high-value targeting and cross-sell detection.
pub fn recipes() -> &'static [Recipe] {
    &RECIPES
}

impl Recipe {
    /// The configuration to build an engine with.
    ///
    /// ```
    /// use lookback::{Configuration, Engine};
    ///
    /// for recipe in lookback::rules::recipes() {
    ///     Engine::new(Configuration::from_value(&recipe.configuration())?)?;
    /// }
    /// # Ok::<(), lookback::Error>(())
    /// ```
    pub fn configuration(&self) -> Value {
        let recipe: Value = serde_json::from_str(self.json).unwrap_or_default();
        recipe.get("configuration").cloned().unwrap_or_default()
    }
}
