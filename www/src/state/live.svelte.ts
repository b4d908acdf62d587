import type { Candidate, InteractionEvent, Issue, MetricResult, Outcome } from "lookback";
import { compute, newest } from "../engine/client.ts";
import type { Look, Moment, Turn, Verdict } from "../engine/compute.ts";
import type { CustomerRecord } from "../engine/model.ts";
import { extentOf } from "./extent.ts";
import { studio } from "./studio.svelte.ts";

const DAY = 86_400_000;
/** Marks on the slider: more than these would run into each other. */
const MAX_TURNS = 60;
/** How long the slider must rest before the marks ahead of it are computed again. */
const REST = 180;

/** The engine's results for the current state, which follow every change. */
class Live {
  look = $state.raw<Look | null>(null);
  verdict = $state.raw<Verdict | null>(null);
  turns = $state.raw<readonly Turn[]>([]);
  /** Where the search for turns ended without one. */
  openFrom = $state<number | null>(null);
  /** Events of the current customer that the engine refused. */
  issues = $state.raw<readonly Issue[]>([]);
  /** Counts the changes of configuration and history, for views that ask for more. */
  version = $state(0);
  /** Set if the worker cannot start, or fails. What the engine refuses is part of its results. */
  failure = $state<string | null>(null);

  readonly candidates = $derived.by((): Candidate[] =>
    studio.configuration.offers.flatMap(({ key }) =>
      studio.customer.channels.length === 0
        ? [{ offer: key }]
        : studio.customer.channels.map((channel) => ({ offer: key, channel })),
    ),
  );

  /** The next turn. */
  readonly turn = $derived(this.turns.find(({ at }) => at > studio.now));

  readonly extent = $derived(extentOf(studio.customer));

  #loaded: CustomerRecord | null = null;
  #ask = newest<Moment>(async (moment) => {
    await this.#guard(async () => {
      this.look = await compute.look(moment);
    });
  });
  #askTurns = newest<{ moment: Moment; to: number }>(async ({ moment, to }) => {
    await this.#guard(async () => {
      ({ turns: this.turns, openFrom: this.openFrom } = await compute.turns(moment, to, MAX_TURNS));
    });
  });

  moment(now = studio.now): Moment {
    const { segments, attributes } = studio.customer;
    return { now, candidates: this.candidates, segments, attributes };
  }

  /** Must be called while a component is set up. */
  follow(): void {
    $effect(() => {
      const configuration = studio.configuration;
      void this.#guard(async () => {
        this.verdict = await compute.configure(configuration);
        this.version++;
      });
    });
    $effect(() => {
      const customer = studio.customer;
      void this.#guard(async () => {
        const before = this.#loaded;
        this.#loaded = customer;
        if (before && before.events === customer.events && before.interactions === customer.interactions)
          return;
        const added = before && addedTo(before, customer);
        const taken = added
          ? await compute.append(added)
          : await compute.load(customer.events, customer.interactions);
        this.issues = added ? [...this.issues, ...taken.issues] : taken.issues;
        this.version++;
      });
    });
    $effect(() => {
      void this.version;
      this.#ask(this.moment());
    });
    $effect(() => {
      void this.version;
      const moment = this.moment();
      const to = Math.max(this.extent.to, moment.now + 30 * DAY);
      const timer = setTimeout(() => this.#askTurns({ moment, to }), REST);
      return () => clearTimeout(timer);
    });
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.failure = null;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  metric(key: string): MetricResult | undefined {
    return this.look?.metrics.find((metric) => metric.key === key);
  }
  outcome({ offer, channel }: Candidate): Outcome | undefined {
    return this.look?.decision?.outcomes.find(
      (outcome) => outcome.offer === offer && outcome.channel === channel,
    );
  }
}

/** What was added at the end of the same customer's history; null when more than that changed. */
function addedTo(before: CustomerRecord, after: CustomerRecord): readonly InteractionEvent[] | null {
  const { length } = before.events;
  const same =
    before.id === after.id &&
    before.interactions === after.interactions &&
    after.events.length > length &&
    after.events[0] === before.events[0] &&
    after.events[length - 1] === before.events[length - 1];
  return same ? after.events.slice(length) : null;
}

export const live = new Live();
