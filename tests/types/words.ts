/** Compiled only: members that hold one of some words say which. */

import type { BacktestRequest, EventIssue, Issue, LintFinding, Reason } from "lookback";

declare const reason: Reason;
declare const finding: LintFinding;
declare const conflict: EventIssue;
declare const issue: Issue;

// @ts-expect-error there is no such rule
reason.ruleType === "cool_down";
// @ts-expect-error there is no such comparison
reason.operator === "greater";
// @ts-expect-error lint finds no such thing
finding.code === "unused_rule";
// @ts-expect-error nothing of an event is wrong in this way
conflict.code === "conflict";

// What answers in the form of the package's issues may have words of its own.
const words: Issue["code"][] = ["wrong_type", "dependent"];
words.includes(issue.code);

const request: BacktestRequest = { eventType: "impression", against: { contactPolicies: [] } };
// @ts-expect-error a configuration has no member of this name
({ ...request, against: { contactPolicy: [] } }) satisfies BacktestRequest;
