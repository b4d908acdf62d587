// Runs vectors through the package, whatever the runtime: no files, no test framework.

/** @typedef {{ name: string, rule: string, message: string }} Failure */

/**
 * Runs every vector.
 * @param {typeof import("../../js/dist/index.js")} lookback the package
 * @param {object[]} vectors
 * @returns {Promise<Failure[]>} empty when all hold
 */
export async function runVectors(lookback, vectors) {
  const failures = [];
  for (const vector of vectors) {
    const message = await failure(lookback, vector);
    if (message !== undefined) failures.push({ name: vector.name, rule: vector.rule, message });
  }
  return failures;
}

async function failure(lookback, vector) {
  const expected = vector.expected;
  try {
    const found = await play(lookback, vector);
    if (expected.error === undefined) return difference(expected, found, "expected");
    return "nothing was refused";
  } catch (error) {
    if (!(error instanceof lookback.LookbackError) || expected.error === undefined) return String(error);
    return difference(expected.error, { code: error.code, issues: error.issues }, "expected.error");
  }
}

async function play({ createEngine }, vector) {
  const engine = await createEngine(vector.configuration);
  try {
    let customer = engine.customer();
    const steps = vector.steps ?? [{ append: vector.events ?? [] }];
    for (const step of steps) customer = take(engine, customer, step);
    return observe(engine, customer, vector);
  } finally {
    engine.free();
  }
}

function take(engine, customer, step) {
  if (step.append !== undefined || step.appendText !== undefined) {
    append(customer, step);
  } else if (step.merge !== undefined) {
    const other = engine.customer(step.merge);
    check(step.result, customer.merge(other), "result");
    other.free();
  } else if (step.prune !== undefined) {
    check(step.dropped, customer.prune(step.prune), "dropped");
  } else if (step.restore !== undefined) {
    const bytes = customer.snapshot();
    const restored = engine.restore(bytes);
    check([...bytes], [...restored.snapshot()], "snapshot");
    customer.free();
    return restored;
  } else if (step.damage !== undefined) {
    engine.restore(damaged(customer.snapshot(), step.damage));
  } else if (step.interaction !== undefined) {
    attempt(customer, step, () => customer.applyInteraction(step.interaction));
  } else if (step.mergeVisits !== undefined) {
    const other = engine.customer();
    for (const visit of step.mergeVisits) other.applyInteraction(visit);
    customer.merge(other, step.mergeScores && { mergeScores: step.mergeScores });
    other.free();
  } else if (step.load !== undefined) {
    customer.loadBehaviorProfile(step.load);
  } else {
    throw new Error(`no such step: ${JSON.stringify(step)}`);
  }
  return customer;
}

function append(customer, step) {
  const options = step.onInvalid === undefined ? undefined : { onInvalid: step.onInvalid };
  attempt(customer, step, () => customer.append(step.append ?? step.appendText, options));
}

/** Makes a call; a refused one must leave everything as it was. */
function attempt(customer, { result }, call) {
  const before = customer.snapshot();
  let answer;
  try {
    answer = call();
  } catch (error) {
    check([...before], [...customer.snapshot()], "the customer after a refused call");
    throw error;
  }
  check(result, answer, "result");
}

function damaged(bytes, how) {
  const copy = bytes.slice();
  switch (how) {
    case "truncated":
      return copy.slice(0, copy.length - 1);
    case "changed":
      copy[copy.length - 1] ^= 1;
      return copy;
    case "foreign":
      return new TextEncoder().encode('{"events":[]}, which is not a snapshot of any kind');
    case "newer":
      // The format version follows the four bytes of magic.
      copy[4] = 250;
      return copy;
    case "empty":
      return new Uint8Array();
    default:
      throw new Error(`no such damage: ${how}`);
  }
}

function observe(engine, customer, { now, expected, decide }) {
  const found = { size: customer.size, configuration: engine.configuration };
  if (expected.events !== undefined) found.events = [...customer.events()];
  if (expected.metrics !== undefined || expected.listed !== undefined) {
    const results = customer.metrics({ now });
    found.listed = results.map((result) => result.key);
    found.metrics = Object.fromEntries(results.map((result) => [result.key, result]));
  }
  found.read = expected.read?.map((asked) => {
    const { key, value: _, ...group } = asked;
    return { ...asked, value: customer.metric(key, { now, ...group }) };
  });
  found.series = expected.series?.map((asked) => {
    const { key, values: _, ...request } = asked;
    const { values } = customer.series(key, request);
    return { ...asked, values: Array.from(values, (value) => (Number.isNaN(value) ? null : value)) };
  });
  if (decide !== undefined) found.decision = customer.decide({ ...decide, now });
  if (expected.profile !== undefined) {
    found.profile = customer.behaviorProfile(now === undefined ? undefined : { now });
  }
  if (expected.xconnect !== undefined) found.xconnect = customer.toXConnect();
  found.distances = expected.distances?.map(({ profileId }) => {
    return { profileId, patterns: customer.patternDistances(profileId, { now }) };
  });
  return found;
}

function check(expected, found, where) {
  const message = expected === undefined ? undefined : difference(expected, found, where);
  if (message !== undefined) throw new Error(message);
}

/** Where `found` is not what is expected; members that are not expected are not looked at. */
export function difference(expected, found, where) {
  if (expected === null && found === undefined) return undefined;
  if (expected === null || typeof expected !== "object") {
    return Object.is(expected, found)
      ? undefined
      : `${where}: expected ${show(expected)}, found ${show(found)}`;
  }
  if (found === null || typeof found !== "object" || Array.isArray(expected) !== Array.isArray(found)) {
    return `${where}: expected ${show(expected)}, found ${show(found)}`;
  }
  if (Array.isArray(expected) && expected.length !== found.length) {
    return `${where}: expected ${expected.length} elements, found ${found.length}: ${show(found)}`;
  }
  for (const key of Object.keys(expected)) {
    const place = Array.isArray(expected) ? `${where}[${key}]` : `${where}.${key}`;
    const message = difference(expected[key], found[key], place);
    if (message !== undefined) return message;
  }
  return undefined;
}

const show = (value) => {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};
