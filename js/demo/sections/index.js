// The parts of the demo, in order. Each exports `show(lookback)`.

import * as decisions from "./decisions.js";
import * as openBandit from "./open-bandit.js";
import * as profiles from "./profiles.js";
import * as recipes from "./recipes.js";

export const sections = [recipes, decisions, openBandit, profiles];
