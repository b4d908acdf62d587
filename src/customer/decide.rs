//! Decisions for a customer.

use super::Customer;
use crate::decisions::{
    Backtest, BacktestRequest, Candidates, DecideRequest, Decision, Reason, World, backtest,
    check_event_type, decision, evaluate,
};
use crate::engine::Engine;
use crate::error::Result;
use crate::json::{self, RawJson};
use crate::time::{Instant, Zone};

/// How many numbers are added up for each decision anew.
const FEW_NUMBERS: usize = 256;

impl Customer {
    /// Decides which candidates may be shown, in which order, and why.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidArgument`](crate::ErrorCode::InvalidArgument) for a candidate that lacks
    /// a channel or category which a rule needs;
    /// [`ErrorCode::InvalidEvent`](crate::ErrorCode::InvalidEvent) when a sum that a rule reads is
    /// beyond the largest double.
    ///
    /// ```
    /// # use lookback::{Candidate, Configuration, DecideRequest, Engine, Instant};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "contactPolicies": [{
    /// #     "ruleType": "frequency_cap", "config": { "maxContacts": 1, "windowDays": 1 } }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// let request = DecideRequest::new(vec![Candidate::new("gold_card").on("email")], now);
    /// let decision = customer.decide(&request)?;
    /// assert_eq!(decision.outcomes[0].rank, Some(1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide(&mut self, request: &DecideRequest) -> Result<Decision> {
        self.decided(request, None, |reason| reason)
    }

    /// Decides, and returns the decision as JSON, as [`json::to_string`] would write it. That is
    /// quicker than writing it afterwards, since what many candidates share is written once.
    ///
    /// # Errors
    /// As [`Customer::decide`].
    ///
    /// ```
    /// # use lookback::{Candidate, Configuration, DecideRequest, Engine, Instant};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "contactPolicies": [{
    /// #     "ruleType": "frequency_cap", "config": { "maxContacts": 1, "windowDays": 1 } }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// let request = DecideRequest::new(vec![Candidate::new("gold_card").on("email")], now);
    /// let text = customer.decide_json(&request)?;
    /// assert_eq!(text, lookback::json::to_string(&customer.decide(&request)?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide_json(&mut self, request: &DecideRequest) -> Result<String> {
        Ok(json::to_string(&self.decided(request, None, |reason| RawJson::new(&reason))?))
    }

    /// Decides, and records an event of `event_type` for every candidate with a rank, so that a
    /// decision right after this one sees them. Returns the decision before they were recorded.
    ///
    /// # Errors
    /// As [`Customer::decide`], and as [`Customer::append`]; nothing is recorded.
    /// [`ErrorCode::InvalidArgument`](crate::ErrorCode::InvalidArgument) for a type that events
    /// cannot have.
    ///
    /// ```
    /// # use lookback::{Candidate, Configuration, DecideRequest, Engine, Instant};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "contactPolicies": [{
    /// #     "ruleType": "frequency_cap", "config": { "maxContacts": 1, "windowDays": 1 } }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// let request = DecideRequest::new(vec![Candidate::new("gold_card").on("email")], now);
    /// assert_eq!(customer.reserve(&request, "impression")?.outcomes[0].rank, Some(1));
    /// let again = customer.reserve(&request, "impression")?;
    /// assert_eq!(again.outcomes[0].next_eligible_at, now.checked_add(86_400_000));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reserve(&mut self, request: &DecideRequest, event_type: &str) -> Result<Decision> {
        self.decided(request, Some(event_type), |reason| reason)
    }

    /// As [`Customer::reserve`], and returns the decision as JSON.
    ///
    /// # Errors
    /// As [`Customer::reserve`].
    ///
    /// ```
    /// # use lookback::{Candidate, Configuration, DecideRequest, Engine, Instant};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "contactPolicies": [{
    /// #     "ruleType": "frequency_cap", "config": { "maxContacts": 1, "windowDays": 1 } }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// let request = DecideRequest::new(vec![Candidate::new("gold_card").on("email")], now);
    /// assert!(customer.reserve_json(&request, "impression")?.contains(r#""status":"eligible""#));
    /// assert!(customer.decide_json(&request)?.contains(r#""status":"suppressed""#));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reserve_json(&mut self, request: &DecideRequest, event_type: &str) -> Result<String> {
        let decision = self.decided(request, Some(event_type), |reason| RawJson::new(&reason))?;
        Ok(json::to_string(&decision))
    }

    /// Decides, and records an event of a type for every candidate with a rank when there is one.
    fn decided<R: Clone>(
        &mut self,
        request: &DecideRequest,
        recorded: Option<&str>,
        write: impl Fn(Reason) -> R,
    ) -> Result<Decision<R>> {
        request.check()?;
        recorded.map_or(Ok(()), check_event_type)?;
        let candidates = Candidates::new(&request.candidates);
        let (mut evaluation, order) = evaluate(self.world(request.now), request.query(), candidates)?;
        let decision = decision(&mut evaluation, &order, write);
        if let Some(event_type) = recorded {
            let shown = evaluation.found.shown_events(event_type, request.now);
            self.append(&shown)?;
        }
        Ok(decision)
    }

    /// Replays the rules over the history: would the decision a millisecond before each event of a
    /// type have let it pass? With another engine, reports what its rules would let pass instead.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidEvent`](crate::ErrorCode::InvalidEvent) when a sum that a rule reads is
    /// beyond the largest double.
    ///
    /// ```
    /// # use lookback::decisions::BacktestRequest;
    /// # use lookback::{Candidate, Configuration, DecideRequest, Engine, Instant};
    /// # let engine = Engine::new(Configuration::from_json(br#"{ "contactPolicies": [{
    /// #     "ruleType": "frequency_cap", "config": { "maxContacts": 1, "windowDays": 1 } }] }"#)?)?;
    /// # let mut customer = engine.customer();
    /// # let now = Instant::parse("2026-03-10T14:30:00Z")?;
    /// customer.reserve(&DecideRequest::new(vec![Candidate::new("gold_card")], now), "impression")?;
    /// let request = BacktestRequest::from_value(&serde_json::json!({ "eventType": "impression" }))?;
    /// let backtest = customer.backtest(&request, None)?;
    /// assert_eq!((backtest.decisions, backtest.passed), (1, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn backtest(&self, request: &BacktestRequest, against: Option<&Engine>) -> Result<Backtest> {
        self.backtest_in(&self.compiled.program.zones, request, against)
    }

    /// As [`Customer::backtest`], in the time zones given.
    pub(crate) fn backtest_in(
        &self,
        zones: &[Zone],
        request: &BacktestRequest,
        against: Option<&Engine>,
    ) -> Result<Backtest> {
        let own = self.compiled.definitions().in_zones(zones);
        let against = against.map(|engine| engine.compiled().definitions());
        backtest(own, against, &self.history, &self.profile, request)
    }

    /// What decisions look at, brought up to date.
    pub(crate) fn world(&mut self, now: Instant) -> World<'_> {
        self.tracks.refresh(&self.compiled.program.signals.tracks, &self.history);
        if self.adds_up_many() {
            self.advance(now);
        }
        World {
            definitions: self.compiled.definitions(),
            history: &self.history,
            tracks: &self.tracks,
            rolling: (self.rolling.now() == Some(now.millis())).then_some(&self.rolling),
            facet: &self.profile,
            walks: None,
        }
    }

    /// Whether rules read so many numbers that keeping the windows of all metrics pays: a few are
    /// added up sooner.
    fn adds_up_many(&self) -> bool {
        let numbers = self.history.columns.numbers.iter().map(|numbers| numbers.positions.len());
        self.compiled.program.signals.read_numbers() && numbers.sum::<usize>() > FEW_NUMBERS
    }
}
