// make demo: metrics computed by the built package, as tables.
//
// DATA=file        your own events instead of the samples: see own-file.js
// FIELDS=…         where they carry fields that are not found by their names: eventType=kind,customer=user.id
// NOW=time         when to read them; the newest event's time when left out

import * as lookback from "lookback";
import { showOwnFile } from "./own-file.js";
import { heading, paragraph } from "./print.js";
import { sections } from "./sections/index.js";

const { DATA, FIELDS, NOW } = process.env;

if (DATA) {
  process.exitCode = await showOwnFile(lookback, { path: DATA, fields: FIELDS, now: NOW });
} else {
  for (const section of sections) await section.show(lookback);
  heading("Try next");
  paragraph("Your own events: make demo DATA=events.jsonl, one event or one { customer, events } per line.");
  paragraph("Comparison with JavaScript: make bench. All metrics and rules: README.md.");
}
