import type { InteractionEvent } from "lookback";
import type { Configuration } from "../engine/model.ts";
import type { Opened } from "./first.ts";

/**
 * The packed extract: for each customer its events as
 * `<seconds since the one before, base 36><outcome><slot><item>`.
 */
interface Packed {
  start: number;
  /** The category of each item, by its number. */
  categories: number[];
  customers: [name: string, events: string][];
}

const OUTCOMES: Record<string, string> = { i: "impression", c: "click" };
const SLOTS: Record<string, string> = { l: "slot_left", m: "slot_center", r: "slot_right" };
/** The visitor sees every item in every slot; a page would ask for some of them. */
const CANDIDATES = 12;

function unpack(name: string, text: string, start: number): InteractionEvent[] {
  let at = start;
  return text.split(" ").map((token, position) => {
    const [, gap = "0", outcome = "i", slot = "l", item = "0"] =
      /^(\w+)([ic])([lmr])(\d+)$/.exec(token) ?? [];
    at += Number.parseInt(gap, 36) * 1000;
    return {
      id: `${name}-${position + 1}`,
      eventType: OUTCOMES[outcome] ?? outcome,
      timestamp: new Date(at).toISOString(),
      channel: SLOTS[slot],
      offer: `item_${item}`,
    };
  });
}

function configure({ categories }: Packed, shown: readonly number[]): Configuration {
  return {
    metrics: [
      {
        name: "Impressions per item (1d)",
        key: "item_impression_1d",
        aggregationType: "count",
        eventType: "impression",
        dimensions: ["offer"],
        windowDays: 1,
      },
      {
        name: "Impressions per slot (1d)",
        key: "slot_impression_1d",
        aggregationType: "count",
        eventType: "impression",
        dimensions: ["channel"],
        windowDays: 1,
      },
      {
        name: "Click-through rate per slot (7d)",
        key: "slot_ctr_7d",
        aggregationType: "ratio",
        eventType: "click",
        secondaryEventType: "impression",
        dimensions: ["channel"],
        windowDays: 7,
      },
      {
        name: "Clicks (7d)",
        key: "clicks_7d",
        aggregationType: "count",
        eventType: "click",
        dimensions: [],
        windowDays: 7,
      },
    ],
    contactPolicies: [
      {
        id: "item_cap",
        name: "An item at most twice a day",
        ruleType: "frequency_cap",
        priority: 80,
        config: { metricKey: "item_impression_1d", threshold: 1, action: "suppress" },
      },
      {
        id: "item_pause",
        name: "An hour between two showings of an item",
        ruleType: "cooldown",
        priority: 60,
        config: { cooldownHours: 1, eventType: "impression", scope: "offer" },
      },
    ],
    qualificationRules: [
      {
        id: "slot_rate",
        name: "Slots that are clicked on",
        ruleType: "propensity_threshold",
        qualification: "soft",
        config: { metricKey: "slot_ctr_7d", threshold: 0.004, multiplierBelow: 0.7 },
      },
    ],
    arbitration: { weights: [{ metricKey: "clicks_7d", weight: 0.3, scale: { half: 2 } }] },
    offers: shown.map((item) => ({
      key: `item_${item}`,
      category: `cat_${categories[item] ?? 0}`,
      score: 1,
    })),
    profiles: [],
  };
}

/** A real visitor of a fashion site in a week of November 2019. */
export async function openBandit(): Promise<Opened> {
  const answer = await fetch(new URL("./samples/open-bandit.json", document.baseURI));
  if (!answer.ok) throw new Error(`${answer.status} for the sample`);
  const packed = (await answer.json()) as Packed;
  const customers = packed.customers.map(([name, text], position) => ({
    id: name,
    name: `Visitor ${position + 1}`,
    note: `${name} of the Open Bandit Dataset (ZOZO, Inc., CC BY 4.0): real impressions and clicks, 24–30 November 2019.`,
    events: unpack(name, text, packed.start),
    interactions: [],
    segments: [],
    attributes: {},
    channels: Object.values(SLOTS),
  }));
  const counts = new Map<number, number>();
  for (const { offer } of customers[0]?.events ?? []) {
    const item = Number(String(offer).slice(5));
    counts.set(item, (counts.get(item) ?? 0) + 1);
  }
  const shown = [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, CANDIDATES)
    .map(([item]) => item);
  return {
    workspace: { configuration: configure(packed, shown), customers, customerId: customers[0]?.id ?? "" },
    now: Date.parse("2019-11-28T12:00:00.000Z"),
  };
}
