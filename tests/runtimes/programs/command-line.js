// For runtimes with a command line and files: prints the answers as JSON.

import * as lookback from "lookback";
import { load } from "../../vectors/load.js";
import { session } from "../session.js";

console.log(JSON.stringify(await session(lookback, load())));
