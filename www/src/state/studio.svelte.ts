import type { InteractionEvent } from "lookback";
import {
  type Configuration,
  type CustomerRecord,
  complete,
  forEngine,
  type Workspace,
} from "../engine/model.ts";
import { first } from "../samples/first.ts";
import { timeOf } from "./extent.ts";
import { noPast, type Past, remember, stepBack, stepForward } from "./history.ts";
import * as keep from "./keep.ts";
import { fromFragment } from "./share.ts";
import { toasts } from "./toasts.svelte.ts";

const SAVE_AFTER = 400;

/** The whole state of the Studio: one configuration, some customers, one of them at hand, and the moment looked at. */
class Studio {
  #workspace = $state.raw<Workspace>(first().workspace);
  #past = $state.raw<Past<Workspace>>(noPast());
  #now = $state(first().now);
  #saving: ReturnType<typeof setTimeout> | undefined;

  /** False when the browser forbids storage. */
  kept = $state(true);

  /** Brings back what the browser kept, or opens what the link carries. */
  async open(): Promise<void> {
    const kept = await keep.load();
    if (kept) {
      this.#workspace = kept.workspace;
      this.#now = kept.now;
    }
    await this.openLink();
    window.addEventListener("hashchange", () => void this.openLink());
    addEventListener("pagehide", () => void this.#save());
  }

  /** Opening a link is a step like any other: what was there before comes back with undo. */
  async openLink(): Promise<void> {
    if (!location.hash.startsWith("#share=")) return;
    const fragment = location.hash;
    history.replaceState(null, "", "#/start");
    window.dispatchEvent(new HashChangeEvent("hashchange"));
    try {
      const given = await fromFragment(fragment);
      if (!given) return;
      const shared = { ...given, configuration: complete(forEngine(given.configuration)) };
      this.change("open a shared link", (workspace) => {
        const customer = shared.customer;
        if (!customer) return { ...workspace, configuration: shared.configuration };
        const customers = [...workspace.customers.filter((other) => other.id !== customer.id), customer];
        return { configuration: shared.configuration, customers, customerId: customer.id };
      });
      this.now = shared.now;
      toasts.say("Opened the shared configuration.", { undo: true });
    } catch {
      toasts.say("This link is damaged: it may have been cut when it was copied.", { tone: "bad" });
    }
  }

  get workspace(): Workspace {
    return this.#workspace;
  }
  get configuration(): Configuration {
    return this.#workspace.configuration;
  }
  get customer(): CustomerRecord {
    const { customers, customerId } = this.#workspace;
    const customer = customers.find(({ id }) => id === customerId) ?? customers[0];
    if (!customer) throw new Error("a workspace always has a customer");
    return customer;
  }
  get now(): number {
    return this.#now;
  }
  set now(value: number) {
    this.#now = Math.round(value);
    this.#saveSoon();
  }
  get undoLabel(): string | null {
    return this.#past.undo.at(-1)?.label ?? null;
  }
  get redoLabel(): string | null {
    return this.#past.redo.at(-1)?.label ?? null;
  }

  /** One step: `label` says what undo takes back ("delete the metric"). */
  change(label: string, recipe: (workspace: Workspace) => Workspace): void {
    const next = recipe(this.#workspace);
    if (next === this.#workspace) return;
    this.#past = remember(this.#past, label, this.#workspace);
    this.#workspace = next;
    this.#saveSoon();
  }

  configure(label: string, recipe: (configuration: Configuration) => Configuration): void {
    this.change(label, (workspace) => ({ ...workspace, configuration: recipe(workspace.configuration) }));
  }

  changeCustomer(label: string, recipe: (customer: CustomerRecord) => CustomerRecord): void {
    const { id } = this.customer;
    this.change(label, (workspace) => ({
      ...workspace,
      customers: workspace.customers.map((customer) => (customer.id === id ? recipe(customer) : customer)),
    }));
  }

  record(event: InteractionEvent): void {
    this.changeCustomer(`add ${event.eventType}`, (customer) => ({
      ...customer,
      events: [...customer.events, event],
    }));
  }

  /** Choosing whom to look at is not a change to take back. */
  choose(id: string): void {
    const customer = this.#workspace.customers.find((other) => other.id === id);
    if (!customer) return;
    this.#workspace = { ...this.#workspace, customerId: id };
    this.now = lastEventTime(customer) ?? Date.now();
  }

  undo(): void {
    const back = stepBack(this.#past, this.#workspace);
    if (!back) return;
    this.#past = back.past;
    this.#workspace = back.step.value;
    this.#saveSoon();
    toasts.say(`Undid: ${back.step.label}.`);
  }

  redo(): void {
    const forward = stepForward(this.#past, this.#workspace);
    if (!forward) return;
    this.#past = forward.past;
    this.#workspace = forward.step.value;
    this.#saveSoon();
    toasts.say(`Redid: ${forward.step.label}.`);
  }

  /** Back to the samples; undo brings everything back. */
  reset(): void {
    this.change("reset the Studio", () => first().workspace);
    this.now = first().now;
  }

  #saveSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => void this.#save(), SAVE_AFTER);
  }

  async #save(): Promise<void> {
    clearTimeout(this.#saving);
    this.kept = await keep.save({ workspace: this.#workspace, now: this.#now });
  }
}

export function lastEventTime(customer: CustomerRecord): number | null {
  let last: number | null = null;
  for (const event of customer.events) {
    const time = timeOf(event);
    if (Number.isFinite(time) && (last === null || time > last)) last = time;
  }
  return last;
}

export const studio = new Studio();
