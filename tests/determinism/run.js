// Computes all there is over every triple of configuration, history and moment, and hashes what
// came out, to the byte. No files and no test framework, so that it runs in every runtime.

/**
 * @param {typeof import("lookback")} lookback the package as this runtime loads it
 * @param {{ request: object, moments: string[], configurations: { name: string, configuration: object }[],
 *   histories: { events: object[], interactions: object[] }[] }} cases
 * @returns {Promise<Record<string, string>>} a hash for each configuration, and `all` for all of them
 */
export async function determinism(lookback, cases) {
  const hashes = {};
  for (const { name, configuration } of cases.configurations) {
    const engine = await lookback.createEngine(configuration);
    const answers = [];
    for (const history of cases.histories) {
      for (const now of cases.moments) answers.push(...answer(lookback, engine, history, now, cases.request));
    }
    engine.free();
    hashes[name] = await sha256(answers.join("\n"));
  }
  hashes.all = await sha256(Object.values(hashes).join("\n"));
  return hashes;
}

/** Everything a customer is asked at a moment, a line for each answer. */
function answer({ LookbackError }, engine, { events, interactions }, now, request) {
  const customer = engine.customer(events, { onInvalid: "skip" });
  for (const interaction of interactions) customer.applyInteraction(interaction);
  const { metrics, profiles } = engine.configuration;
  const series = (key) => {
    const { times, values } = customer.series(key, {
      from: "2026-02-01T00:00:00Z",
      to: now,
      step: 86_400_000,
    });
    return [[...times], [...values]];
  };
  const asked = [
    () => customer.metrics({ now }),
    () => metrics.map(({ key }) => series(key)),
    () => customer.decide({ ...request, now }),
    () => customer.backtest({ eventType: "impression", to: now }),
    () => customer.behaviorProfile({ now }),
    () => customer.toXConnect(),
    () => profiles.map(({ id }) => customer.patternDistances(id, { now })),
    () => [...customer.snapshot()],
  ];
  const lines = asked.map((ask) => {
    try {
      return JSON.stringify(ask());
    } catch (error) {
      if (error instanceof LookbackError) return JSON.stringify({ code: error.code, issues: error.issues });
      throw error;
    }
  });
  customer.free();
  return lines;
}

async function sha256(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
