import type { MetricSeries } from "lookback";
import { compute } from "../../engine/client.ts";

export interface Wanted {
  key: string;
  groups: { channel?: string | null; offer?: string | null }[];
  extent: { from: number; to: number };
  /** Changes when configuration or history do. */
  version: number;
}
export interface GroupLine {
  group: Wanted["groups"][number];
  line: MetricSeries;
}

/** Points across a chart: about one for every other pixel of a wide screen. */
const POINTS = 600;

/** The lines of a metric's groups, computed again when anything they depend on changes. */
export function seriesOf(wanted: () => Wanted): { readonly current: readonly GroupLine[] } {
  let lines = $state.raw<readonly GroupLine[]>([]);
  let last = 0;
  $effect(() => {
    const { key, groups, extent } = wanted();
    const turn = ++last;
    const step = Math.max(1000, Math.floor((extent.to - extent.from) / POINTS));
    const ask = groups.map(async (group) => ({
      group,
      line: await compute.series({ key, ...group, from: extent.from, to: extent.to, step }),
    }));
    Promise.all(ask).then(
      (answers) => {
        if (turn === last) lines = answers;
      },
      () => {
        if (turn === last) lines = [];
      },
    );
  });
  return {
    get current() {
      return lines;
    },
  };
}
