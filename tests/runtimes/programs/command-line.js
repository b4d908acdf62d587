// For runtimes with a command line and files: prints the answers as JSON.

import * as lookback from "lookback";
import { cases } from "../../determinism/load.js";
import { load } from "../../vectors/load.js";
import { session } from "../session.js";

console.log(JSON.stringify(await session(lookback, { files: load(), cases: cases() })));
