//! A decider written straight from the rules, the slow way: everything is computed anew from the
//! events at every instant, and what time brings is found by trying every instant at which
//! anything can change.

pub mod generate;
mod local;

use std::collections::BTreeSet;

use lookback::InteractionEvent;
use serde_json::{Map, Value, json};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// What is decided about a candidate at an instant, apart from what time brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub status: &'static str,
    pub rank: Option<usize>,
    pub score: f64,
    pub multiplier: f64,
    pub boost: f64,
    /// The first rule that blocks it: the funnel counts it among the drops of that one. A decision
    /// ends when an offer that was seen gives way to one that ranks higher, though both exclude it.
    pub dropped_by: Option<String>,
    pub reasons: Vec<Told>,
}

/// What a reason tells.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    rule: String,
    effect: &'static str,
    observed: Option<f64>,
    /// The group that a metric was read for, as a reason has it.
    group: Value,
    /// What it multiplies the score by.
    factor: Option<f64>,
    /// Whether the condition made the rule act, even if that was lifted: its message says so.
    acts: bool,
}

impl Standing {
    /// Without the reasons: each rule and weight that shows in the multiplier or the boost stands
    /// there for itself, since several may come to the same.
    fn without_reasons(&self) -> Self {
        let shows = |told: &&Told| ["multiply", "boost"].contains(&told.effect);
        let factors = self.reasons.iter().filter(shows).map(|told| Told {
            observed: None,
            group: Value::Null,
            ..told.clone()
        });
        Self { reasons: factors.collect(), ..self.clone() }
    }
}

impl Told {
    fn paused(rule: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            effect: "pass",
            observed: None,
            group: Value::Null,
            factor: None,
            acts: false,
        }
    }
}

pub struct Case<'a> {
    pub configuration: &'a Value,
    pub events: &'a [InteractionEvent],
    pub candidates: &'a [Value],
    pub segments: &'a [String],
    pub attributes: &'a Map<String, Value>,
    pub limit: Option<usize>,
}

fn text<'v>(value: &'v Value, member: &str) -> Option<&'v str> {
    value.get(member).and_then(Value::as_str)
}

fn items<'v>(value: &'v Value, member: &str) -> &'v [Value] {
    value.get(member).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn holds(operator: &str, observed: f64, threshold: f64) -> bool {
    match operator {
        "gt" => observed > threshold,
        "gte" => observed >= threshold,
        "lt" => observed < threshold,
        "lte" => observed <= threshold,
        "eq" => observed == threshold,
        _ => observed != threshold,
    }
}

/// Whether a metric has a dimension.
fn is_by(metric: &Value, dimension: &str) -> bool {
    items(metric, "dimensions").contains(&json!(dimension))
}

/// How a rule reads its metric.
fn how(rule: &Value) -> &str {
    let default = match text(rule, "ruleType") {
        Some("cross_channel_cap") => "total",
        Some("category_suppression") => "category",
        _ => "candidate",
    };
    text(&rule["config"], "match").unwrap_or(default)
}

/// A group's channel and offer.
type Group<'e> = (Option<&'e str>, Option<&'e str>);

type Filter<'f> = Box<dyn Fn(&InteractionEvent) -> bool + 'f>;

impl Case<'_> {
    /// The candidate's category: its own, else the offer catalog's.
    fn category(&self, candidate: &Value) -> Option<String> {
        let own = text(candidate, "category").map(str::to_owned);
        own.or_else(|| text(self.offer(text(candidate, "offer")?)?, "category").map(str::to_owned))
    }

    fn offer(&self, key: &str) -> Option<&Value> {
        items(self.configuration, "offers").iter().find(|offer| text(offer, "key") == Some(key))
    }

    /// R3: the offers of a category; where candidates say it themselves, that counts.
    fn in_category(&self, offer: &str, category: &str) -> bool {
        let own: Vec<_> =
            self.candidates.iter().filter(|candidate| text(candidate, "offer") == Some(offer)).collect();
        if own.is_empty() {
            return self.offer(offer).and_then(|known| text(known, "category")) == Some(category);
        }
        own.iter().any(|candidate| self.category(candidate).as_deref() == Some(category))
    }

    /// M3 to M6 over the events that a filter lets through.
    fn aggregate(&self, metric: &Value, now: i64, admits: &dyn Fn(&InteractionEvent) -> bool) -> Option<f64> {
        let span = metric["windowDays"].as_i64().unwrap() * DAY;
        let inside = |event: &&InteractionEvent| {
            let time = event.timestamp.millis();
            time > now - span && time <= now && admits(event)
        };
        let of = |member: &str| {
            let event_type = text(metric, member).unwrap_or_default().to_owned();
            self.events.iter().filter(inside).filter(move |event| event.event_type == event_type)
        };
        let kind = text(metric, "aggregationType").unwrap();
        let values: Vec<f64> = of("eventType").filter_map(|event| event.value).collect();
        match kind {
            "count" => Some(of("eventType").count() as f64),
            "ratio" => {
                let divisor = of("secondaryEventType").count();
                (divisor > 0).then(|| of("eventType").count() as f64 / divisor as f64)
            }
            // The values of these tests are multiples of 1/4, so plain sums are exact.
            "sum" => Some(values.iter().sum()),
            "avg" => (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64),
            "min" => values.into_iter().reduce(f64::min),
            _ => values.into_iter().reduce(f64::max),
        }
    }

    /// R3: the value of a metric for a candidate.
    fn read(&self, metric: &Value, how: &str, candidate: &Value, now: i64) -> Option<f64> {
        let by = |dimension: &str| is_by(metric, dimension);
        let channel = text(candidate, "channel");
        let offer = text(candidate, "offer");
        match how {
            "any" => self
                .largest(metric, now)
                .map(|(value, _)| value)
                .or_else(|| self.aggregate(metric, now, &|_| false)),
            "total" => self.aggregate(metric, now, &|_| true),
            "category" => {
                let category = self.category(candidate).unwrap();
                self.aggregate(metric, now, &|event| {
                    event.offer.as_deref().is_some_and(|offer| self.in_category(offer, &category))
                        && (!by("channel") || event.channel.as_deref() == channel)
                })
            }
            _ => self.aggregate(metric, now, &|event| {
                (!by("channel") || event.channel.as_deref() == channel)
                    && (!by("offer") || event.offer.as_deref() == offer)
            }),
        }
    }

    /// The largest value of any group, and the first group that has it.
    fn largest(&self, metric: &Value, now: i64) -> Option<(f64, Group<'_>)> {
        let by = |dimension: &str| is_by(metric, dimension);
        let span = metric["windowDays"].as_i64().unwrap() * DAY;
        let types = [text(metric, "eventType"), text(metric, "secondaryEventType")];
        let groups: BTreeSet<Group<'_>> = self
            .events
            .iter()
            .filter(|event| {
                let time = event.timestamp.millis();
                types.contains(&Some(event.event_type.as_str())) && time > now - span && time <= now
            })
            .map(|event| {
                (
                    event.channel.as_deref().filter(|_| by("channel")),
                    event.offer.as_deref().filter(|_| by("offer")),
                )
            })
            .collect();
        let values = groups.into_iter().filter_map(|(channel, offer)| {
            let value = self.aggregate(metric, now, &|event| {
                (!by("channel") || event.channel.as_deref() == channel)
                    && (!by("offer") || event.offer.as_deref() == offer)
            });
            Some((value?, (channel, offer)))
        });
        values.reduce(|best, next| if next.0 > best.0 { next } else { best })
    }

    /// R12: what of a metric is read for a candidate, as a reason has it.
    fn group(&self, metric: &Value, how: &str, candidate: &Value, now: i64) -> Value {
        let own = |member: &str| text(candidate, member).filter(|_| is_by(metric, member));
        let (channel, offer, category) = match how {
            "any" => {
                let (channel, offer) = self.largest(metric, now).map_or((None, None), |(_, group)| group);
                (channel, offer, None)
            }
            "total" => (None, None, None),
            "category" => (own("channel"), None, self.category(candidate)),
            _ => (own("channel"), own("offer"), None),
        };
        let category = category.as_deref();
        let named = [("channel", channel), ("offer", offer), ("category", category)];
        let group: Map<String, Value> =
            named.into_iter().filter_map(|(member, name)| Some((member.to_owned(), json!(name?)))).collect();
        if group.is_empty() { Value::Null } else { Value::Object(group) }
    }

    fn metric(&self, key: &str) -> &Value {
        items(self.configuration, "metrics").iter().find(|metric| text(metric, "key") == Some(key)).unwrap()
    }

    /// The times of the events of a type that a native rule counts for a candidate.
    fn counted(&self, event_type: &str, scope: &str, channels: &[Value], candidate: &Value) -> Vec<i64> {
        let admits: Filter<'_> = match scope {
            "offer" => Box::new(|event| event.offer.as_deref() == text(candidate, "offer")),
            "channel" => Box::new(|event| event.channel.as_deref() == text(candidate, "channel")),
            "category" => {
                let category = self.category(candidate).unwrap();
                Box::new(move |event| {
                    event.offer.as_deref().is_some_and(|offer| self.in_category(offer, &category))
                })
            }
            _ => Box::new(|_| true),
        };
        let listed = |event: &&InteractionEvent| {
            channels.is_empty() || channels.iter().any(|name| name.as_str() == event.channel.as_deref())
        };
        let matching = self.events.iter().filter(|event| event.event_type == event_type);
        matching.filter(listed).filter(|event| admits(event)).map(|event| event.timestamp.millis()).collect()
    }

    /// Whether a rule's condition is fulfilled (R4, R5, R7), and the number it rests on. None when
    /// there is no data.
    fn condition(&self, rule: &Value, candidate: &Value, now: i64) -> (Option<bool>, Option<f64>) {
        let config = &rule["config"];
        let scope = text(config, "scope").or_else(|| text(rule, "scope")).unwrap_or("global");
        let number = |member: &str| config.get(member).and_then(Value::as_f64);
        let days = |member: &str| (number(member).unwrap() * DAY as f64) as i64;
        let within = |times: Vec<i64>, span: i64| {
            times.into_iter().filter(|&time| time > now - span && time <= now).count() as f64
        };
        let at_least = |count: f64, least: f64| (Some(count >= least), Some(count));
        let event_type = text(config, "eventType").unwrap_or("impression");
        let segments = || items(config, "segments").iter().map(|name| name.as_str().unwrap().to_owned());
        let kind = text(rule, "ruleType").unwrap();
        if let Some(key) = text(config, "metricKey") {
            let value = self.read(self.metric(key), how(rule), candidate, now);
            let operator = if kind == "propensity_threshold" { "gte" } else { "gt" };
            let operator = text(config, "operator").unwrap_or(operator);
            return (value.map(|value| holds(operator, value, number("threshold").unwrap())), value);
        }
        match kind {
            "frequency_cap" | "cross_channel_cap" => {
                let across =
                    kind == "cross_channel_cap" && config.get("scope").is_none() && scope == "channel";
                let scope = if across { "global" } else { scope };
                let times = self.counted(event_type, scope, items(config, "channels"), candidate);
                at_least(within(times, days("windowDays")), number("maxContacts").unwrap())
            }
            "cooldown" => {
                let span = (number("cooldownHours").unwrap() * HOUR as f64).round() as i64;
                at_least(within(self.counted(event_type, scope, &[], candidate), span), 1.0)
            }
            "category_suppression" => {
                let event_type = text(config, "eventType").unwrap_or("conversion");
                let times = self.counted(event_type, "category", &[], candidate);
                at_least(within(times, days("windowDays")), number("minCount").unwrap_or(1.0))
            }
            "recency_check" => {
                at_least(within(self.counted(event_type, scope, &[], candidate), days("withinDays")), 1.0)
            }
            "outcome_based" => {
                let mut times = self.counted(text(config, "outcomeType").unwrap(), scope, &[], candidate);
                times.sort_unstable();
                let (span, least) = (days("lookbackDays"), number("minCount").unwrap_or(1.0));
                let Some(_) = number("suppressDays") else { return at_least(within(times, span), least) };
                let past: Vec<i64> = times.iter().copied().filter(|&time| time <= now).collect();
                let trailing =
                    |at: usize| past[..=at].iter().filter(|&&time| time > past[at] - span).count() as f64;
                let reached = (0..past.len()).rev().find(|&at| trailing(at) >= least);
                match reached {
                    Some(at) if now < past[at] + days("suppressDays") => (Some(true), Some(trailing(at))),
                    _ => (Some(false), Some(within(times, span))),
                }
            }
            "mutual_exclusion" => {
                let span = days("windowDays");
                let others = items(config, "offers").iter().filter_map(Value::as_str);
                let others: Vec<&str> =
                    others.filter(|offer| Some(*offer) != text(candidate, "offer")).collect();
                let seen = self.events.iter().filter(|event| {
                    event.event_type == event_type
                        && event.offer.as_deref().is_some_and(|offer| others.contains(&offer))
                });
                at_least(within(seen.map(|event| event.timestamp.millis()).collect(), span), 1.0)
            }
            "segment_exclusion" => (Some(segments().any(|name| self.segments.contains(&name))), None),
            "segment_required" => (Some(segments().all(|name| self.segments.contains(&name))), None),
            "time_window" => (Some(!local::inside(config, now)), None),
            "allow_override" => {
                let wanted: Vec<String> = segments().collect();
                (Some(wanted.is_empty() || wanted.iter().any(|name| self.segments.contains(name))), None)
            }
            "attribute_condition" => {
                let name = text(config, "attribute").unwrap();
                let own = candidate.get("attributes").and_then(|all| all.get(name));
                let known = text(candidate, "offer").and_then(|key| self.offer(key));
                let known = known.and_then(|offer| offer.get("attributes")?.get(name));
                let found = self.attributes.get(name).or(own).or(known);
                let value = found.and_then(Value::as_f64);
                (
                    value.map(|value| {
                        holds(text(config, "operator").unwrap(), value, number("value").unwrap())
                    }),
                    value,
                )
            }
            other => panic!("the decider does not know {other}"),
        }
    }

    fn applies(&self, rule: &Value, candidate: &Value) -> bool {
        let id = text(rule, "scopeId");
        let in_scope = match text(rule, "scope").unwrap_or("global") {
            "offer" => text(candidate, "offer") == id,
            "channel" => text(candidate, "channel") == id,
            "category" => self.category(candidate).as_deref() == id,
            _ => true,
        };
        let offers = items(&rule["config"], "offers");
        in_scope
            && (text(rule, "ruleType") != Some("mutual_exclusion")
                || offers.iter().any(|offer| offer.as_str() == text(candidate, "offer")))
    }

    /// R1: rules by priority, then in the order given.
    fn ordered(&self, family: &str) -> Vec<&Value> {
        let mut rules: Vec<&Value> = items(self.configuration, family).iter().collect();
        rules.sort_by_key(|rule| -rule.get("priority").and_then(Value::as_i64).unwrap_or(50));
        rules
    }

    fn lifted(&self, rule: &Value, candidate: &Value, now: i64) -> bool {
        self.ordered("contactPolicies").into_iter().any(|lifting| {
            let policies = items(&lifting["config"], "policies");
            text(lifting, "ruleType") == Some("allow_override")
                && self.applies(lifting, candidate)
                && self.condition(lifting, candidate, now).0 == Some(true)
                && (policies.is_empty() || policies.iter().any(|policy| policy.as_str() == text(rule, "id")))
        })
    }

    fn paused(&self, rule: &Value) -> bool {
        let key = text(&rule["config"], "metricKey").or_else(|| text(rule, "metricKey"));
        key.is_some_and(|key| text(self.metric(key), "status") == Some("paused"))
    }

    /// R1 to R10 at an instant.
    pub fn decide(&self, now: i64) -> Vec<Standing> {
        let mut standings: Vec<Standing> =
            self.candidates.iter().map(|candidate| self.stand(candidate, now)).collect();
        let number = |at: usize, member: &str| {
            let candidate = &self.candidates[at];
            let known = text(candidate, "offer").and_then(|key| self.offer(key));
            let own = candidate.get(member).and_then(Value::as_f64);
            own.or_else(|| known.and_then(|offer| offer.get(member)?.as_f64()))
        };
        for (at, standing) in standings.iter_mut().enumerate() {
            standing.score = number(at, "score").unwrap_or(1.0) * standing.multiplier * standing.boost;
        }
        let mut order: Vec<usize> =
            (0..standings.len()).filter(|&at| standings[at].status == "eligible").collect();
        order.sort_by(|&left, &right| {
            let key =
                |at: usize| (text(&self.candidates[at], "offer"), text(&self.candidates[at], "channel"));
            let priority = |at: usize| number(at, "priority").unwrap_or(0.0);
            standings[right]
                .score
                .total_cmp(&standings[left].score)
                .then(priority(right).total_cmp(&priority(left)))
                .then(key(left).cmp(&key(right)))
        });
        let exclusions: Vec<&Value> = self
            .ordered("contactPolicies")
            .into_iter()
            .filter(|rule| text(rule, "ruleType") == Some("mutual_exclusion"))
            .collect();
        let mut shown: Vec<Option<&str>> = vec![None; exclusions.len()];
        let mut rank = 0;
        for at in order {
            let candidate = &self.candidates[at];
            let offer = text(candidate, "offer");
            let about: Vec<usize> =
                (0..exclusions.len()).filter(|&rule| self.applies(exclusions[rule], candidate)).collect();
            let excluded = |&&rule: &&usize| {
                shown[rule].is_some()
                    && shown[rule] != offer
                    && !self.lifted(exclusions[rule], candidate, now)
            };
            let excluding: Vec<&usize> = about.iter().filter(excluded).collect();
            for &rule in &excluding {
                let id = text(exclusions[*rule], "id").unwrap();
                standings[at].status = "suppressed";
                standings[at].dropped_by.get_or_insert_with(|| format!("{id}, by rank"));
                let reason = standings[at].reasons.iter_mut().find(|reason| reason.rule == id).unwrap();
                reason.effect = "suppress";
            }
            if !excluding.is_empty() {
                continue;
            }
            for rule in about {
                shown[rule] = shown[rule].or(offer);
            }
            rank += 1;
            standings[at].rank = Some(rank).filter(|&rank| self.limit.is_none_or(|limit| rank <= limit));
        }
        standings
    }

    fn stand(&self, candidate: &Value, now: i64) -> Standing {
        let mut standing = Standing {
            status: "eligible",
            rank: None,
            score: 0.0,
            multiplier: 1.0,
            boost: 1.0,
            dropped_by: None,
            reasons: Vec::new(),
        };
        for family in ["qualificationRules", "contactPolicies"] {
            for rule in self.ordered(family) {
                if !self.applies(rule, candidate) {
                    continue;
                }
                let id = text(rule, "id").unwrap().to_owned();
                if self.paused(rule) {
                    standing.reasons.push(Told::paused(&id));
                    continue;
                }
                let config = &rule["config"];
                let (fulfilled, observed) = self.condition(rule, candidate, now);
                let qualifies = family == "qualificationRules";
                // R8: without data a rule does not act, unless it says so.
                let acts = match fulfilled {
                    None => text(config, "onMissing") == Some("fail"),
                    Some(fulfilled) => fulfilled != qualifies,
                };
                let soft =
                    text(rule, "qualification") == Some("soft") || text(config, "action") == Some("multiply");
                let mut factor = None;
                let effect = if !acts {
                    "pass"
                } else if text(rule, "ruleType") == Some("allow_override") {
                    "override"
                } else if soft {
                    let written = config.get("multiplierBelow").or_else(|| config.get("multiplier"));
                    factor = written.and_then(Value::as_f64);
                    standing.multiplier *= factor.unwrap();
                    "multiply"
                } else if qualifies {
                    if standing.status == "eligible" {
                        (standing.status, standing.dropped_by) = ("disqualified", Some(id.clone()));
                    }
                    "disqualify"
                } else if self.lifted(rule, candidate, now) {
                    "pass"
                } else {
                    if standing.status == "eligible" {
                        (standing.status, standing.dropped_by) = ("suppressed", Some(id.clone()));
                    }
                    "suppress"
                };
                let group = text(config, "metricKey")
                    .map_or(Value::Null, |key| self.group(self.metric(key), how(rule), candidate, now));
                standing.reasons.push(Told { rule: id, effect, observed, group, factor, acts });
            }
        }
        for weight in items(&self.configuration["arbitration"], "weights") {
            let key = text(weight, "metricKey").unwrap();
            if self.paused(weight) {
                standing.reasons.push(Told::paused(key));
                continue;
            }
            let how = text(weight, "match").unwrap_or("candidate");
            let value = self.read(self.metric(key), how, candidate, now);
            let scale = &weight["scale"];
            let number = |member: &str| scale.get(member).and_then(Value::as_f64);
            let share = match (value, number("half")) {
                (None, _) => 0.0,
                (Some(value), Some(half)) => {
                    if value > 0.0 {
                        1.0 / (1.0 + half / value)
                    } else {
                        0.0
                    }
                }
                (Some(value), None) => {
                    let (min, max) = (number("min").unwrap(), number("max").unwrap());
                    ((value - min) / (max - min)).clamp(0.0, 1.0)
                }
            };
            let factor = 1.0 + weight["weight"].as_f64().unwrap() * share;
            standing.boost *= factor;
            standing.reasons.push(Told {
                rule: key.to_owned(),
                effect: if factor == 1.0 { "pass" } else { "boost" },
                observed: value,
                group: self.group(self.metric(key), how, candidate, now),
                factor: Some(factor),
                acts: true,
            });
        }
        standing
    }

    /// Every instant after `now` at which anything can change.
    pub fn instants(&self, now: i64) -> Vec<i64> {
        let mut spans = BTreeSet::from([0]);
        let mut by_hours = false;
        for family in ["metrics", "contactPolicies", "qualificationRules"] {
            for definition in items(self.configuration, family) {
                let config = definition.get("config").unwrap_or(definition);
                by_hours |= text(definition, "ruleType") == Some("time_window");
                for member in ["windowDays", "withinDays", "lookbackDays", "suppressDays"] {
                    spans.extend(config.get(member).and_then(Value::as_i64).map(|days| days * DAY));
                }
                let hours = config.get("cooldownHours").and_then(Value::as_f64);
                spans.extend(hours.map(|hours| (hours * HOUR as f64).round() as i64));
            }
        }
        let times = self.events.iter().map(|event| event.timestamp.millis());
        let mut instants: BTreeSet<i64> = times
            .flat_map(|time| spans.iter().map(move |span| time + span))
            .filter(|&time| time > now)
            .collect();
        if by_hours {
            // The windows of these tests begin and end on whole hours.
            let last = instants.last().copied().unwrap_or(now) + 8 * DAY;
            let first = now - now.rem_euclid(HOUR) + HOUR;
            instants.extend((0..).map(|hour| first + hour * HOUR).take_while(|&time| time <= last));
        }
        instants.into_iter().collect()
    }

    /// The whole decision as the engine's JSON has it, as far as it is decided here: with reasons
    /// or without.
    pub fn outcome(&self, now: i64, explains: bool) -> Value {
        let instants = self.instants(now);
        let current = self.decide(now);
        let later: Vec<Vec<Standing>> = instants.iter().map(|&time| self.decide(time)).collect();
        let first_eligible = |from: usize, at: usize| {
            let found = (from..later.len()).find(|&time| later[time][at].status == "eligible");
            found.map(|time| instants[time])
        };
        let next = |standings: &[Standing], from: usize| -> Vec<Option<i64>> {
            (0..standings.len())
                .map(|at| if standings[at].status == "eligible" { None } else { first_eligible(from, at) })
                .collect()
        };
        let currently = next(&current, 0);
        let seen = |standings: &[Standing]| -> Vec<Standing> {
            let seen =
                |standing: &Standing| if explains { standing.clone() } else { standing.without_reasons() };
            standings.iter().map(seen).collect()
        };
        let changed = (0..later.len())
            .find(|&time| seen(&later[time]) != seen(&current) || next(&later[time], time + 1) != currently);
        // An event that enters is counted among the diagnostics no longer.
        let enters = self.events.iter().map(|event| event.timestamp.millis()).filter(|&time| time > now);
        let until = changed.map(|time| instants[time]).into_iter().chain(enters).min();
        let iso = |time: i64| lookback::Instant::from_millis(time).unwrap().to_string();
        let outcomes: Vec<Value> = current
            .iter()
            .zip(&currently)
            .map(|(standing, next)| {
                json!({
                    "status": standing.status, "rank": standing.rank, "score": standing.score,
                    "multiplier": standing.multiplier, "boost": standing.boost,
                    "nextEligibleAt": next.map(iso),
                    "reasons": standing.reasons.iter().filter(|_| explains).map(|Told { rule, effect, observed, group, .. }| {
                        json!({ "rule": rule, "effect": effect, "observed": observed, "group": group })
                    }).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({ "outcomes": outcomes, "validUntil": until.map(iso) })
    }
}
