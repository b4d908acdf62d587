import { studio } from "./studio.svelte.ts";

const USUAL_TYPES = ["impression", "click", "conversion", "dismiss"];
/** Names repeat, so the start of a long history has them all but for rare ones. */
const LOOK_AT = 5000;

const sorted = (names: Iterable<string | null | undefined>): string[] =>
  [...new Set(names)].filter((name): name is string => Boolean(name)).sort();

/** The names in use, for suggesting them where one is to be typed. */
class Names {
  readonly #events = $derived(studio.customer.events.slice(0, LOOK_AT));
  readonly eventTypes = $derived([
    ...new Set([...USUAL_TYPES, ...sorted(this.#events.map(({ eventType }) => eventType))]),
  ]);
  readonly channels = $derived(
    sorted([...studio.customer.channels, ...this.#events.map(({ channel }) => channel)]),
  );
  readonly offers = $derived(
    sorted([...studio.configuration.offers.map(({ key }) => key), ...this.#events.map(({ offer }) => offer)]),
  );
  readonly categories = $derived(sorted(studio.configuration.offers.map(({ category }) => category)));
  readonly segments = $derived(sorted(studio.customer.segments));

  /** The name of an offer. */
  offer(key: string): string {
    return studio.configuration.offers.find((offer) => offer.key === key)?.name ?? key;
  }
}

export const names = new Names();
