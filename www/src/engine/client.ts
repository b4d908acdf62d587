import type { Compute } from "./compute.ts";

type Method = keyof Compute;
export interface Call {
  id: number;
  method: Method;
  args: unknown[];
}
export type Answer =
  | { id: number; value: unknown }
  | { id: number; error: { message: string; issues?: unknown } };

/** A call that failed in the worker; expected refusals are values, not errors. */
export class ComputeError extends Error {}

/** The page's end of the worker: every method of `Compute`, in the order of the calls. */
function connect(): Compute {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "lookback" });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if ("error" in data) call?.reject(new ComputeError(data.error.message));
    else call?.resolve(data.value);
  };
  worker.onerror = (event) => {
    for (const call of waiting.values()) call.reject(new ComputeError(event.message));
    waiting.clear();
  };
  return new Proxy({} as Compute, {
    get(_, method: string) {
      return (...args: unknown[]) =>
        new Promise((resolve, reject) => {
          const id = ++last;
          waiting.set(id, { resolve, reject });
          worker.postMessage({ id, method, args } as Call);
        });
    },
  });
}

export const compute: Compute = connect();

/**
 * Runs one `work` at a time and remembers only the newest request meanwhile, so that a slider that
 * moves faster than results arrive never queues stale requests.
 */
export function newest<In>(work: (input: In) => Promise<void>): (input: In) => void {
  let busy = false;
  let next: { input: In } | null = null;
  const run = async (input: In): Promise<void> => {
    busy = true;
    try {
      await work(input);
    } finally {
      busy = false;
      const queued = next;
      next = null;
      if (queued) void run(queued.input);
    }
  };
  return (input) => {
    if (busy) next = { input };
    else void run(input);
  };
}
