/** Compiled only: what counts as a history. */

import { createEngine, type EventInput, type InteractionEvent } from "lookback";

const engine = await createEngine({ eventFields: { eventType: "kind", timestamp: "meta.at" } });

// Events by their own names, and records of other shapes: written here, or of a type or class of
// one's own.
interface Visit {
  kind: string;
  meta: { at: string };
}
class Order {
  readonly #total = 5;
  get value() {
    return this.#total;
  }
}
declare const events: InteractionEvent[];
declare const visits: readonly Visit[];
declare const rows: Record<string, unknown>[];
declare const objects: object[];
engine.customer(events);
engine.customer(visits);
engine.customer(rows);
engine.customer(objects);
engine.customer([new Order()]);
engine.customer([{ kind: "click", meta: { at: "2026-03-10T14:30:00Z" } }]);
engine.customer([{ eventType: "click", timestamp: 0, channel: null, own: { of: "any" } }]);
engine.customer("[]");
engine.customer(new Uint8Array([91, 93]));
engine.customer(JSON.parse("[]"));
engine.customer().append(visits);
const history: EventInput = visits;
engine.customer(history);

// @ts-expect-error a function is not an event
engine.customer([() => 1]);
// @ts-expect-error a list is not an event
engine.customer([["click", 0]]);
// @ts-expect-error a map is not an event
engine.customer([new Map([["eventType", "click"]])]);
// @ts-expect-error a text within a list is not an event
engine.customer(['{"eventType":"click"}']);
// @ts-expect-error one event is not a history
engine.customer({ eventType: "click", timestamp: 0 });
