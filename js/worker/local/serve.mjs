/**
 * Prints the command that serves the Worker and the Studio on 127.0.0.1, for the shell to become:
 * `exec $(node serve.mjs --port 8787 --state folder)`.
 */

import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { bundle } from "./bundle.mjs";
import { prepare } from "./prepare.mjs";

const { values } = parseArgs({
  options: { port: { type: "string", default: "8787" }, state: { type: "string", default: ".state" } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  console.error(`PORT must be a number from 1 to 65535, not ${values.port}.`);
  process.exit(1);
}
if (!(await isFree(port))) {
  console.error(`Port ${port} is taken; run make serve PORT=… with another one.`);
  process.exit(1);
}
bundle();
const command = prepare({ port, state: values.state });
console.error(
  `The Studio is at http://127.0.0.1:${port}, and the API at http://127.0.0.1:${port}/api/v1 with the key lookback-dev. ` +
    `What the API stores is in ${values.state}.`,
);
console.log(command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" "));

/**
 * Whether a server can listen at a port: tried before anything is built, and before anything is
 * promised.
 */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
