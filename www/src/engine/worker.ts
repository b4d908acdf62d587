import type { Answer, Call } from "./client.ts";
import { host } from "./host.ts";

async function answer({ id, method, args }: Call): Promise<void> {
  let reply: Answer;
  try {
    const run = host[method] as (...args: unknown[]) => Promise<unknown>;
    reply = { id, value: await run(...args) };
  } catch (error) {
    reply = { id, error: { message: error instanceof Error ? error.message : String(error) } };
  }
  self.postMessage(reply);
}

/** Calls run one after another, so that none sees a customer that another is replacing. */
let tail = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<Call>) => {
  tail = tail.then(() => answer(data));
};
