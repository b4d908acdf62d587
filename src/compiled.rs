use crate::configuration::Configuration;
use crate::decisions::{Definitions, Program};
use crate::events::FieldTree;
use crate::metrics::Metrics;
use crate::profiles::ProfileSet;

/// What evaluation reads; nothing in it changes once it is made.
#[derive(Debug, Default)]
pub(crate) struct CompiledEngine {
    pub(crate) configuration: Configuration,
    pub(crate) metrics: Metrics,
    pub(crate) field_tree: FieldTree,
    pub(crate) profiles: ProfileSet,
    pub(crate) program: Program,
}

impl CompiledEngine {
    pub(crate) fn new(configuration: Configuration) -> Self {
        let metrics = Metrics::new(&configuration.metrics);
        let field_tree = FieldTree::new(configuration.event_fields.clone());
        let profiles = ProfileSet::new(configuration.profiles.clone(), configuration.profile_mode);
        let program = Program::new(&configuration.rules, &metrics, &profiles);
        Self { configuration, metrics, field_tree, profiles, program }
    }

    /// What decisions read of it.
    pub(crate) fn definitions(&self) -> Definitions<'_> {
        Definitions {
            program: &self.program,
            zones: &self.program.zones,
            rules: &self.configuration.rules,
            metrics: &self.metrics,
            profiles: &self.profiles,
        }
    }
}
