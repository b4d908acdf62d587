// For pages without a bundler: the package as the server has it.

import * as lookback from "/js/dist/index.js";
import { session } from "../session.js";

const said = (error) => `${error.name} ${error.message}`;

/** What becomes of making an engine here. */
globalThis.makeEngine = async () => {
  try {
    (await lookback.createEngine({})).free();
    return "made";
  } catch (error) {
    return said(error);
  }
};

/** What `evaluate` says before and after the package is initialized. */
globalThis.evaluateEarly = async () => {
  const input = { metrics: [], events: [], now: 0 };
  let early = "it worked";
  try {
    lookback.evaluate(input);
  } catch (error) {
    early = said(error);
  }
  await lookback.init();
  return { early, metrics: lookback.evaluate(input).metrics };
};

globalThis.run = (given) => session(lookback, given);
