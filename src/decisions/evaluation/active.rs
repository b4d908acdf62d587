use super::dims::Dims;
use crate::decisions::candidates::Candidates;
use crate::decisions::program::{CompiledEffect, CompiledRule, Condition, Program};
use crate::decisions::signals::{Domain, Reach};
use crate::names::NO_NAME;
use crate::rules::ScopeKind;

/// A rule in this decision.
#[derive(Debug, Clone)]
pub(crate) struct Active {
    /// Its position in the program.
    pub(crate) rule: usize,
    /// Where its verdicts begin.
    base: usize,
    domain: Domain,
    pub(crate) effect: CompiledEffect,
    scope: ScopeKind,
    scope_code: u32,
    /// The only offers it is about, by code; all when empty.
    only: Vec<bool>,
}

impl Active {
    /// The rule at a position of the program whose verdicts begin at `base`, unless its scope
    /// leaves out every candidate.
    pub(super) fn new(program: &Program, at: usize, base: usize, candidates: &Candidates) -> Option<Self> {
        let rule = program.rules.get(at)?;
        let scope_code = rule.scope.id().map_or(Some(NO_NAME), |id| candidates.names.find(id))?;
        Some(Self {
            rule: at,
            base,
            domain: rule.reads.domain,
            effect: rule.effect,
            scope: rule.scope.kind(),
            scope_code,
            only: only(program, rule, candidates),
        })
    }

    /// Whether the rule is about a candidate at all.
    #[inline]
    pub(crate) fn applies(&self, dims: &Dims) -> bool {
        let in_scope = match self.scope {
            ScopeKind::Global => true,
            ScopeKind::Offer => dims.offer == self.scope_code,
            ScopeKind::Channel => dims.channel == self.scope_code,
            ScopeKind::Category => dims.category == self.scope_code,
        };
        in_scope && (self.only.is_empty() || self.only.get(dims.offer as usize).copied().unwrap_or_default())
    }

    /// Where the rule's verdict on a candidate stands.
    #[inline]
    pub(crate) fn slot(&self, dims: &Dims) -> usize {
        self.base + dims.place(self.domain)
    }

    pub(super) fn is_exclusion(&self) -> bool {
        !self.only.is_empty()
    }

    pub(crate) fn blocks(&self) -> bool {
        self.effect == CompiledEffect::Block
    }
}

/// The offers that an exclusion is about, by the candidates' codes.
fn only(program: &Program, rule: &CompiledRule, candidates: &Candidates) -> Vec<bool> {
    let Condition::Number { signal, .. } = &rule.condition else { return Vec::new() };
    let Some(Reach::Others(offers)) = program.signals.get(*signal).map(|signal| &signal.reach) else {
        return Vec::new();
    };
    let mut only = vec![false; candidates.names.len()];
    for code in offers.iter().filter_map(|offer| candidates.names.find(offer)) {
        if let Some(place) = only.get_mut(code as usize) {
            *place = true;
        }
    }
    only
}
