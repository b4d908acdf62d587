import type { InteractionEvent } from "lookback";
import type { Opened } from "./first.ts";
import { maya, mayaConfiguration, mayaNow } from "./maya.ts";

const AMOUNT = 100_000;
const DAYS = 365;
const DAY = 86_400_000;

/** Pseudorandom numbers from 0 to 1, the same every time (a 32-bit xorshift). */
function* noise(seed: number): Generator<number, never> {
  let state = seed;
  while (true) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield (state >>> 0) / 4_294_967_296;
  }
}

/** A year of a customer who is contacted every five minutes. */
export function crowd(): Opened {
  const random = noise(2_463_534_242);
  const next = (): number => random.next().value;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const { offers } = mayaConfiguration;
  const events: InteractionEvent[] = [];
  for (let position = 0; position < AMOUNT; position++) {
    const draw = next();
    const eventType =
      draw < 0.88 ? "impression" : draw < 0.96 ? "click" : draw < 0.985 ? "dismiss" : "conversion";
    const at = mayaNow - DAYS * DAY + Math.floor(((position + next()) / AMOUNT) * DAYS * DAY);
    const event = { eventType, timestamp: at, channel: pick(maya.channels), offer: pick(offers).key };
    events.push(eventType === "conversion" ? { ...event, value: Math.round(next() * 30_000) / 100 } : event);
  }
  // Caps that suit a history this dense, so that something remains to be shown.
  const contactPolicies = mayaConfiguration.contactPolicies.map((rule) =>
    rule.id === "channel_cap"
      ? { ...rule, name: "At most 430 a week on a channel", config: { ...rule.config, threshold: 430 } }
      : rule,
  );
  return {
    workspace: {
      configuration: { ...mayaConfiguration, contactPolicies, qualificationRules: [] },
      customers: [
        {
          ...maya,
          id: "crowd",
          name: "A hundred thousand events",
          note: "Made up: a year of contacts, one about every five minutes.",
          events,
        },
      ],
      customerId: "crowd",
    },
    now: mayaNow,
  };
}
