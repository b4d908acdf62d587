import { fileURLToPath } from "node:url";
import { output, programs } from "./process.js";
import { holdVectors } from "./vectors.js";

const program = fileURLToPath(new URL("programs/command-line.js", import.meta.url));
const run = async (command, args) => JSON.parse(await output(command, [...args, program]));

holdVectors("Node", () => run(process.execPath, []));
holdVectors("Deno", () => run(programs.deno(), ["run", "--quiet", "--no-lock", "--allow-read"]));
holdVectors("Bun", () => run(programs.bun(), []));
