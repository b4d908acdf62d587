import type { CustomerRecord } from "../engine/model.ts";
import { studio } from "../state/studio.svelte.ts";
import { crowd } from "./crowd.ts";
import { first, type Opened } from "./first.ts";
import { maya } from "./maya.ts";
import { openBandit } from "./open-bandit.ts";

export interface Sample {
  id: string;
  name: string;
  says: string;
  events: number;
  open(): Opened | Promise<Opened>;
}

export const samples: readonly Sample[] = [
  {
    id: "maya",
    name: "Maya",
    says: "The six recipes at work on a bank’s customer, with a behavior profile.",
    events: maya.events.length,
    open: first,
  },
  {
    id: "open-bandit",
    name: "Open Bandit visitor",
    says: "Real impressions and clicks on a fashion site: the Open Bandit Dataset by ZOZO, Inc., CC BY 4.0.",
    events: 698,
    open: openBandit,
  },
  {
    id: "crowd",
    name: "A hundred thousand events",
    says: "A made-up heavy history, to see that nothing slows down.",
    events: 100_000,
    open: crowd,
  },
];

/** Adds the sample's customers to the existing ones, and applies its configuration. */
export async function openSample(sample: Sample): Promise<void> {
  const { workspace, now } = await sample.open();
  const ids = new Set(workspace.customers.map(({ id }: CustomerRecord) => id));
  studio.change(
    `open ${sample.name}`,
    (before) => ({
      ...workspace,
      customers: [...before.customers.filter(({ id }) => !ids.has(id)), ...workspace.customers],
    }),
    { now, say: `Opened ${sample.name}, with a configuration that suits it.` },
  );
}
