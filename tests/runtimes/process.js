// Starting programs, and ending just those.

import { execFile, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const execute = promisify(execFile);

/** The output of a program; an error with all it said when it fails. */
export async function output(command, args, options = {}) {
  const { stdout } = await execute(command, args, { maxBuffer: 2 ** 28, ...options });
  return stdout;
}

/** Starts a program; `stop` ends it and waits for that. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  let said = "";
  child.stdout.on("data", (data) => {
    said += data;
  });
  child.stderr.on("data", (data) => {
    said += data;
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  return {
    said: () => said,
    ended,
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/**
 * Where the npm packages `deno`, `bun` and `workerd` keep the programs that they bring for this
 * platform.
 */
export const programs = {
  deno: () => require.resolve(`@deno/${process.platform}-${process.arch}${libc("-glibc")}/deno`),
  bun: () => require.resolve(`@oven/bun-${process.platform}-${process.arch}/bin/bun`),
  workerd: () => require("workerd").default,
};

const libc = (suffix) => (process.platform === "linux" ? suffix : "");
