import type { InteractionEvent } from "lookback";
import type { CustomerRecord } from "../engine/model.ts";

const DAY = 86_400_000;

/** The times of a history as numbers, in ascending order, with what lies at each. */
export interface Track {
  times: Float64Array;
  /** Positions in `events`, in the order of `times`. */
  order: Uint32Array;
}

export function timeOf({ timestamp }: InteractionEvent): number {
  return typeof timestamp === "string" ? Date.parse(timestamp) : Number(timestamp);
}

const tracks = new WeakMap<readonly InteractionEvent[], Track>();

/** Sorted once for each history, however many views ask. */
export function trackOf(events: readonly InteractionEvent[]): Track {
  const known = tracks.get(events);
  if (known) return known;
  const all = Float64Array.from(events, timeOf);
  const order = Uint32Array.from(events.keys());
  order.sort((a, b) => (all[a] ?? 0) - (all[b] ?? 0));
  const track = { times: Float64Array.from(order, (position) => all[position] ?? 0), order };
  tracks.set(events, track);
  return track;
}

/**
 * The stretch of time the slider runs over: the history, and a while after it in which its windows
 * empty.
 */
export function extentOf({ events }: CustomerRecord): { from: number; to: number } {
  const { times } = trackOf(events);
  const first = times[0] ?? Date.now() - 30 * DAY;
  const last = times.at(-1) ?? Date.now();
  const span = Math.max(last - first, DAY);
  return { from: first - span * 0.02, to: last + Math.min(Math.max(span * 0.35, 2 * DAY), 45 * DAY) };
}

/** The first position in ascending `times` that is greater than `at`. */
export function after(times: Float64Array, at: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
