use super::candidates::Candidates;
use super::evaluation::{Active, Definitions, Evaluation, World};
use super::outcome::{Decision, Diagnostics, Funnel, FunnelDrop, Outcome, OutcomeStatus, Reason};
use super::reasons::{NewReason, ReasonLog, ReasonWriter, explain, year_begins};
use super::request::{Explain, MAX_CANDIDATES, Query};
use super::stage::Stage;
use crate::error::{Error, ErrorCode, Issue, Result};
use crate::rules::Rules;
use crate::time::Instant;

/// Decides. Returns the evaluation and the positions of the candidates in the order of their
/// outcomes.
pub(crate) fn evaluate<'a>(
    world: World<'a>,
    query: Query<'a>,
    mut candidates: Candidates,
) -> Result<(Evaluation<'a>, Vec<usize>)> {
    if candidates.len() > MAX_CANDIDATES {
        let message =
            format!("a decision takes at most {MAX_CANDIDATES} candidates, found {}", candidates.len());
        let issue = Issue::new("candidates", "too_many", message);
        return Err(Error::single(ErrorCode::InvalidArgument, issue));
    }
    candidates.complete(&world.definitions.program.catalog);
    let mut evaluation = Evaluation::new(world, query, candidates);
    evaluation.check()?;
    evaluation.run()?;
    let mut order = evaluation.conclude()?;
    let rows = evaluation.found.rows.iter().enumerate();
    order.extend(rows.filter(|(_, row)| row.status != OutcomeStatus::Eligible).map(|(at, _)| at));
    let now = evaluation.now();
    // The diagnostics count the events to come.
    let enters = world.next_event(now);
    evaluation.until = if query.explain == Explain::None {
        evaluation.rows_until(enters)
    } else {
        // A message names the year of a time only while it is another year.
        let begins = evaluation.found.freed.iter().filter_map(|&(_, time)| year_begins(time, now));
        begins.fold(evaluation.until.min(enters), i64::min)
    };
    Ok((evaluation, order))
}

/// A decision that was evaluated, with each reason as `write` gives it.
pub(crate) fn decision<R: Clone>(
    evaluation: &mut Evaluation<'_>,
    order: &[usize],
    write: impl Fn(Reason) -> R,
) -> Decision<R> {
    let (mut log, mut written) = (ReasonLog::default(), Vec::new());
    let outcome = |&at: &usize| {
        let (numbers, new) = reasons(evaluation, at, &mut log);
        written.extend(new.into_iter().map(|new| write(new.reason)));
        let reasons = numbers.into_iter().filter_map(|number| written.get(number).cloned()).collect();
        outcome(evaluation, at, reasons)
    };
    let outcomes = order.iter().map(outcome).collect();
    Decision {
        now: evaluation.query.now,
        outcomes,
        funnel: counts(evaluation).into_funnel(order.len(), evaluation.world.definitions.rules),
        valid_until: Instant::from_millis(evaluation.until),
        diagnostics: Diagnostics { future_events: future_events(evaluation) },
    }
}

/// How many events lie after the decision.
pub(crate) fn future_events(evaluation: &Evaluation<'_>) -> usize {
    let history = evaluation.world.history;
    history.len() - history.columns.up_to(evaluation.now())
}

/// The numbers of a candidate's reasons and those of the reasons that are new, as full as the query
/// wants them.
pub(crate) fn reasons(
    evaluation: &mut Evaluation<'_>,
    at: usize,
    log: &mut ReasonLog,
) -> (Vec<usize>, Vec<NewReason>) {
    if evaluation.query.explain == Explain::None {
        return Default::default();
    }
    let Definitions { program, rules, .. } = evaluation.world.definitions;
    let writer = ReasonWriter { program, rules, found: &evaluation.found };
    let (numbers, mut new) = log.add(&writer, at);
    if evaluation.query.explain == Explain::Full {
        for new in &mut new {
            explain(evaluation, new);
        }
    }
    (numbers, new)
}

fn outcome<R>(evaluation: &Evaluation<'_>, at: usize, reasons: Vec<R>) -> Outcome<R> {
    let found = &evaluation.found;
    let name = |code: u32| found.name(code).map(str::to_owned);
    let row = found.rows.get(at).copied().unwrap_or_default();
    Outcome {
        offer: name(found.candidates.offer(at)).unwrap_or_default(),
        channel: name(found.candidates.channel(at)),
        category: name(found.candidates.category(at)),
        status: row.status,
        rank: Some(row.rank).filter(|&rank| rank > 0),
        score: row.score,
        multiplier: row.multiplier,
        boost: row.boost,
        reasons,
        next_eligible_at: Instant::from_millis(row.next_eligible),
    }
}

/// How many candidates were left after each step.
pub(crate) struct Counts {
    pub(crate) qualified: usize,
    pub(crate) allowed: usize,
    pub(crate) ranked: usize,
    /// For each rule that took candidates out, its stage, its place in the configuration and how
    /// many those were.
    pub(crate) drops: Vec<(Stage, usize, usize)>,
}

pub(crate) fn counts(evaluation: &Evaluation<'_>) -> Counts {
    let found = &evaluation.found;
    let mut drops = vec![0; found.active.len()];
    for row in &found.rows {
        let blocking = row.blocked_by.or(row.exclusion.map(|exclusion| exclusion.rule));
        if let Some(count) = blocking.and_then(|position| drops.get_mut(position)) {
            *count += 1;
        }
    }
    let with = |wanted: fn(OutcomeStatus) -> bool| found.rows.iter().filter(|row| wanted(row.status)).count();
    let named = |(&count, active): (&usize, &Active)| {
        let rule = evaluation.program().rules.get(active.rule).filter(|_| count > 0)?;
        Some((rule.stage, rule.source, count))
    };
    Counts {
        qualified: with(|status| status != OutcomeStatus::Disqualified),
        allowed: with(|status| status == OutcomeStatus::Eligible),
        ranked: found.rows.iter().filter(|row| row.rank > 0).count(),
        drops: drops.iter().zip(&found.active).filter_map(named).collect(),
    }
}

impl Counts {
    fn into_funnel(self, candidates: usize, rules: &Rules) -> Funnel {
        let drop = |(stage, source, count): (Stage, usize, usize)| {
            Some(FunnelDrop { rule: stage.rules(rules).get(source)?.id.clone(), stage, count })
        };
        let drops = self.drops.into_iter().filter_map(drop).collect();
        Funnel { candidates, qualified: self.qualified, allowed: self.allowed, ranked: self.ranked, drops }
    }
}
