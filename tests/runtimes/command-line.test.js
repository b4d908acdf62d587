import { fileURLToPath } from "node:url";
import { holdInRuntime } from "./hold.js";
import { output, programs } from "./process.js";

const program = fileURLToPath(new URL("programs/command-line.js", import.meta.url));
const run = async (command, args) => JSON.parse(await output(command, [...args, program]));

holdInRuntime("Node", () => run(process.execPath, []));
holdInRuntime("Deno", () => run(programs.deno(), ["run", "--quiet", "--no-lock", "--allow-read"]));
holdInRuntime("Bun", () => run(programs.bun(), []));
