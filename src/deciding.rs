//! Decisions for a customer.

use crate::customer::Customer;
use crate::decisions::{
    Backtest, BacktestRequest, Candidates, DecideRequest, Decision, LintFinding, Requirements, World,
    backtest, decide, lint,
};
use crate::engine::{Compiled, Engine};
use crate::error::Result;
use crate::events::InteractionEvent;
use crate::time::Instant;

impl Customer {
    /// Decides which candidates may be shown, in which order, and why.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`](crate::ErrorCode::InvalidArgument) for a candidate that lacks
    /// a channel or category which a rule needs;
    /// [`ErrorCode::InvalidEvent`](crate::ErrorCode::InvalidEvent) when a sum that a rule reads is
    /// beyond the largest double.
    pub fn decide(&mut self, request: &DecideRequest) -> Result<Decision> {
        self.look(request.now);
        let rules = &self.engine.configuration.rules;
        decide(self.world(), rules, request.ask(), Candidates::new(&request.candidates))
    }

    /// Decides, and records an event of `event_type` for every candidate with a rank, so that a
    /// decision right after this one sees them. The answer is the decision before they were recorded.
    ///
    /// # Errors
    /// As [`Customer::decide`], and as [`Customer::append`]; nothing is recorded.
    pub fn reserve(&mut self, request: &DecideRequest, event_type: &str) -> Result<Decision> {
        let decision = self.decide(request)?;
        let shown = decision.outcomes.iter().filter(|outcome| outcome.rank.is_some());
        let events: Vec<InteractionEvent> = shown
            .map(|outcome| InteractionEvent {
                channel: outcome.channel.clone(),
                offer: Some(outcome.offer.clone()),
                ..InteractionEvent::new(event_type, request.now)
            })
            .collect();
        self.append(&events)?;
        Ok(decision)
    }

    /// Replays the rules over the history: would the decision a millisecond before each event of a
    /// type have let it pass? With another engine, tells what its rules would let pass instead.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidEvent`](crate::ErrorCode::InvalidEvent) when a sum that a rule reads is
    /// beyond the largest double.
    pub fn backtest(&self, request: &BacktestRequest, against: Option<&Engine>) -> Result<Backtest> {
        let against = against.map(Engine::compiled);
        backtest(&self.engine, against, &self.history, &self.profile, request)
    }

    /// Brings what decisions look at up to date.
    pub(crate) fn look(&mut self, now: Instant) {
        self.advance(now);
        self.tracks.refresh(&self.engine.program.signals.tracks, &self.history);
    }

    pub(crate) fn world(&self) -> World<'_> {
        World {
            program: &self.engine.program,
            metrics: &self.engine.metrics,
            history: &self.history,
            tracks: &self.tracks,
            rolling: Some(&self.rolling),
            profiles: &self.engine.profiles,
            facet: &self.profile,
            timeless: false,
        }
    }
}

impl Engine {
    /// The least history that keeps every result exact.
    pub fn requirements(&self) -> Requirements {
        self.compiled().program.requirements(&self.compiled().metrics)
    }

    /// What in the configuration is allowed and yet likely a mistake; `retained_days` is how much
    /// history is kept, when that is known.
    pub fn lint(&self, retained_days: Option<u32>) -> Vec<LintFinding> {
        let Compiled { configuration, metrics, profiles, program, .. } = self.compiled();
        lint(program, &configuration.rules, metrics, profiles, retained_days)
    }
}
