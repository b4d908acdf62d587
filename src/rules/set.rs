//! All rules of a configuration.

use serde::Serialize;

use super::ids;
use super::rule::{Check, Family};
use super::{Arbitration, Known, Offer, Rule};
use crate::definitions::{Fields, Reader};
use crate::error::code;
use crate::json;

/// Everything that decides which candidates may be shown, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rules {
    /// Rules that keep a customer from being contacted too much, in the order given.
    pub contact_policies: Vec<Rule>,
    /// Rules about whom an offer suits, in the order given.
    pub qualification_rules: Vec<Rule>,
    /// How behavior boosts scores.
    pub arbitration: Arbitration,
    /// What is known of offers.
    pub offers: Vec<Offer>,
}

impl Rules {
    /// Reads `contactPolicies`, `qualificationRules`, `arbitration` and `offers` of a
    /// configuration.
    pub(crate) fn read(fields: &mut Fields<'_>, known: &Known) -> Option<Self> {
        let contact_policies =
            fields.or("contactPolicies", Vec::new(), |reader| list(&reader, Family::ContactPolicies, known));
        let qualification_rules = fields
            .or("qualificationRules", Vec::new(), |reader| list(&reader, Family::QualificationRules, known));
        let arbitration =
            fields.or("arbitration", Arbitration::default(), |reader| Arbitration::read(reader, known));
        let offers = fields.or("offers", Vec::new(), |reader| Offer::read_all(&reader));
        Some(Self {
            contact_policies: contact_policies?,
            qualification_rules: qualification_rules?,
            arbitration: arbitration?,
            offers: offers?,
        })
    }
}

/// At most this many contact policies, and as many qualification rules.
pub const MAX_RULES: usize = 1_000;

fn list(reader: &Reader<'_>, family: Family, known: &Known) -> Option<Vec<Rule>> {
    let readers = reader.array()?;
    if readers.len() > MAX_RULES {
        let found = readers.len();
        reader
            .refuse(code::TOO_MANY, format!("at most {MAX_RULES} rules may be defined here, found {found}"));
        return None;
    }
    let mut rules: Vec<Option<Rule>> = readers.iter().map(|rule| Rule::read(*rule, family, known)).collect();
    ids::assign(&mut rules, &readers);
    let rules: Vec<Rule> = rules.into_iter().collect::<Option<_>>()?;
    for (rule, reader) in rules.iter().zip(&readers) {
        refuse_unknown_policies(rule, &rules, reader);
    }
    Some(rules)
}

/// Notes the policies that an override names and that do not exist.
fn refuse_unknown_policies(rule: &Rule, rules: &[Rule], reader: &Reader<'_>) {
    let Check::Override(lifts) = &rule.config.check else { return };
    for (index, policy) in lifts.policies.iter().enumerate() {
        if !rules.iter().any(|rule| rule.is_called(policy)) {
            let member = format!("config.policies[{index}]");
            reader.refuse_member(
                &member,
                code::INVALID_VALUE,
                format!("no contact policy has the id or name {}", json::quoted(policy)),
            );
        }
    }
}

impl Rule {
    /// Whether an override that names `name` means this rule.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.id == name || self.name == name
    }
}
