import type { InteractionEvent, Issue } from "lookback";
import { compute } from "../engine/client.ts";
import {
  type Configuration,
  type CustomerRecord,
  complete,
  forEngine,
  newId,
  type Workspace,
} from "../engine/model.ts";
import { first } from "../samples/first.ts";
import { timeOf } from "./extent.ts";
import { noPast, type Past, remember, retrace } from "./history.ts";
import * as keep from "./keep.ts";
import { fromFragment } from "./share.ts";
import { toasts } from "./toasts.svelte.ts";

const SAVE_AFTER = 400;

/**
 * Where undo leads back to: everything, and the moment and whom one looked at where a step moved
 * those too.
 */
interface Point {
  workspace: Workspace;
  now: number | null;
  moves: boolean;
}

/** What goes along with a step: where the moment moves, and what is said of it. */
interface Doing {
  now?: number | null;
  say?: string;
}

/**
 * The whole state of the Studio: one configuration, some customers, one of them at hand, and the
 * moment looked at.
 */
class Studio {
  #workspace = $state.raw<Workspace>(first().workspace);
  #past = $state.raw<Past<Point>>(noPast());
  #now = $state(first().now);
  #saving: ReturnType<typeof setTimeout> | undefined;
  /** The changes of configuration that the engine is still asked about. */
  #asked: Promise<unknown> = Promise.resolve();

  /** False when the browser forbids storage. */
  kept = $state(true);

  /** Loads what the browser stored, or opens what the link carries. */
  async open(): Promise<void> {
    const kept = await keep.load();
    if (kept) {
      this.#workspace = withCustomers(kept.workspace);
      this.#now = inRange(kept.now);
    }
    keep.onOthers(() => void this.#adopt());
    await this.openLink();
    window.addEventListener("hashchange", () => void this.openLink());
    addEventListener("pagehide", () => void this.#save());
  }

  /** Loads what another tab stored, so that neither overwrites the other's work. */
  async #adopt(): Promise<void> {
    // What was changed here since is about to be kept, and the other tab then takes that over.
    if (this.#saving !== undefined) return;
    const kept = await keep.load();
    if (!kept) return;
    this.#show(withCustomers(kept.workspace));
    this.#past = noPast();
    toasts.say("Another tab changed something; this one shows it too.");
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
      const configuration = complete(forEngine(given.configuration));
      const refusal = await refused(configuration);
      if (refusal) {
        toasts.say(`This link holds a configuration that is refused: ${refusal}`, { tone: "bad" });
        return;
      }
      const step = (workspace: Workspace): Workspace => ({
        ...workspace,
        configuration,
        ...(given.customer ? beside(workspace.customers, given.customer) : {}),
      });
      this.change("open a shared link", step, { now: given.now, say: "The shared configuration is open." });
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
    this.#now = inRange(value);
    this.#saveSoon();
  }
  get undoLabel(): string | null {
    return this.#past.undo.at(-1)?.label ?? null;
  }
  get redoLabel(): string | null {
    return this.#past.redo.at(-1)?.label ?? null;
  }

  /** What undo would take back, to check that it is still what the user has in mind. */
  get lastStep(): object | undefined {
    return this.#past.undo.at(-1);
  }

  /**
   * One step: `label` says what undo takes back ("delete the metric"). The step may move the moment
   * as well, and say that it is done, with the way back.
   */
  change(label: string, recipe: (workspace: Workspace) => Workspace, { now = null, say }: Doing = {}): void {
    const before = this.#workspace;
    const next = recipe(before);
    if (next === before) return;
    this.#past = remember(this.#past, label, {
      workspace: before,
      now: now === null ? null : this.#now,
      moves: before.customerId !== next.customerId,
    });
    this.#workspace = next;
    if (now !== null) this.#now = inRange(now);
    this.#saveSoon();
    if (say !== undefined) toasts.say(say, { undoes: this.lastStep });
  }

  /**
   * A change of configuration that the engine takes: what it refuses is said, and not done. Changes
   * come one after another in the order they were asked for. Tells whether it was done.
   */
  configure(
    label: string,
    recipe: (configuration: Configuration) => Configuration,
    say?: string,
  ): Promise<boolean> {
    const answer = this.#asked.then(() => this.#take(label, recipe, say));
    this.#asked = answer.catch(() => {});
    return answer;
  }
  async #take(
    label: string,
    recipe: (configuration: Configuration) => Configuration,
    say: string | undefined,
  ): Promise<boolean> {
    for (;;) {
      const before = this.configuration;
      const configuration = recipe(before);
      if (configuration === before) return true;
      const refusal = await refused(configuration);
      // Undone meanwhile, or taken over from another tab: then what was judged is not what would
      // come of it.
      if (this.configuration !== before) continue;
      if (refusal) toasts.say(`Not done: ${refusal}`, { tone: "bad" });
      else this.change(label, (workspace) => ({ ...workspace, configuration }), { say });
      return !refusal;
    }
  }

  changeCustomer(
    label: string,
    recipe: (customer: CustomerRecord) => CustomerRecord,
    doing?: Doing,
    id = this.customer.id,
  ): void {
    this.change(
      label,
      (workspace) => ({
        ...workspace,
        customers: workspace.customers.map((customer) => (customer.id === id ? recipe(customer) : customer)),
      }),
      doing,
    );
  }

  /**
   * Adds an event that happens at the current moment; an empty name is none. What the engine
   * would not take is not added, and said.
   */
  async record(
    { channel, offer, ...rest }: Omit<InteractionEvent, "id" | "timestamp">,
    say: string,
    refuse = ([issue]: readonly Issue[]): void => toasts.say(`Not added: ${issue?.message}`, { tone: "bad" }),
  ): Promise<void> {
    const { id: whose } = this.customer;
    const event: InteractionEvent = {
      id: newId(),
      timestamp: new Date(this.#now).toISOString(),
      ...rest,
      ...(channel ? { channel } : {}),
      ...(offer ? { offer } : {}),
    };
    const issues = await compute.judge(event);
    if (issues.length > 0) refuse(issues);
    else
      this.changeCustomer(
        `add ${event.eventType}`,
        (customer) => ({ ...customer, events: [...customer.events, event] }),
        { say },
        whose,
      );
  }

  /** Selecting a customer is not a change to undo. */
  choose(id: string): void {
    const customer = this.#workspace.customers.find((other) => other.id === id);
    if (!customer) return;
    this.#workspace = { ...this.#workspace, customerId: id };
    this.now = lastEventTime(customer.events) ?? Date.now();
  }

  undo(): void {
    this.#retrace("undo", "Undid");
  }
  redo(): void {
    this.#retrace("redo", "Redid");
  }
  #retrace(direction: "undo" | "redo", did: string): void {
    const here = ({ value }: { value: Point }): Point => ({
      ...value,
      workspace: this.#workspace,
      now: value.now === null ? null : this.#now,
    });
    const taken = retrace(this.#past, direction, here);
    if (!taken) return;
    const { workspace, now, moves } = taken.step.value;
    this.#past = taken.past;
    // A step that does not select another customer keeps the current one.
    if (moves) this.#workspace = workspace;
    else this.#show(workspace);
    if (now !== null) this.#now = now;
    this.#saveSoon();
    toasts.say(`${did}: ${taken.step.label}.`);
  }

  /**
   * Shows another state, with the same customer at hand where that has them; else whoever it says,
   * when they were last seen.
   */
  #show(workspace: Workspace): void {
    const { customerId } = this.#workspace;
    const same = workspace.customers.some(({ id }) => id === customerId);
    this.#workspace = same ? { ...workspace, customerId } : workspace;
    if (!same) this.#now = lastEventTime(this.customer.events) ?? this.#now;
  }

  /** Back to the samples; undo brings everything back. */
  reset(): void {
    const { workspace, now } = first();
    this.change("reset the Studio", () => workspace, { now, say: "The Studio was reset." });
  }

  #saveSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => void this.#save(), SAVE_AFTER);
  }

  async #save(): Promise<void> {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.kept = await keep.save({ workspace: this.#workspace, now: this.#now });
  }
}

/** 9999-12-31T23:59:59.999Z: the engine knows the moments from 1970 up to this one. */
const MAX_TIME = 253_402_300_799_999;
const inRange = (at: number): number => Math.round(Math.min(MAX_TIME, Math.max(0, at)));

/** The first reason why the engine refuses a configuration; null if it accepts it. */
async function refused(configuration: Configuration): Promise<string | null> {
  const { verdict } = await compute.check(configuration);
  return verdict.ok ? null : (verdict.issues[0]?.message ?? "the engine refuses it");
}

/** A workspace with someone in it. */
const withCustomers = (workspace: Workspace): Workspace =>
  workspace.customers.length > 0 ? workspace : { ...workspace, customers: first().workspace.customers };

/**
 * A customer from elsewhere beside those here; one who goes by the same id and is not the same gets
 * another.
 */
function beside(
  customers: readonly CustomerRecord[],
  guest: CustomerRecord,
): Pick<Workspace, "customers" | "customerId"> {
  const held = customers.find(({ id }) => id === guest.id);
  if (held && JSON.stringify(held) === JSON.stringify(guest)) return { customers, customerId: held.id };
  const id = held ? newId() : guest.id;
  const name = held ? `${guest.name} (shared)` : guest.name;
  return { customers: [...customers, { ...guest, id, name }], customerId: id };
}

export function lastEventTime(events: readonly InteractionEvent[]): number | null {
  let last: number | null = null;
  for (const event of events) {
    const time = timeOf(event);
    if (Number.isFinite(time) && (last === null || time > last)) last = time;
  }
  return last;
}

export const studio = new Studio();
