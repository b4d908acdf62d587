// Records the hashes that Node comes to: `node record.js`, after a change that is meant to change
// answers.

import { writeFileSync } from "node:fs";
import * as lookback from "lookback";
import { cases } from "./load.js";
import { determinism } from "./run.js";

const hashes = await determinism(lookback, cases());
writeFileSync(new URL("hashes.json", import.meta.url), `${JSON.stringify(hashes, undefined, 2)}\n`);
console.log(`recorded ${hashes.all}`);
