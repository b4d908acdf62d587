import { DurableObject } from "cloudflare:workers";
import {
  type Configuration,
  type Customer,
  type DecideRequest,
  type EventIssue,
  type Interaction,
  LookbackError,
  type MergeOptions,
  type ReserveRequest,
  type Time,
} from "lookback";
import {
  admit,
  discard,
  engineOf,
  install,
  type Resident,
  release,
  type TenantEngine,
  touch,
} from "../engines.ts";
import type { Env } from "../env.ts";
import { parseObject, refuseHugeNumbers, withoutMark } from "../http/json.ts";
import { invalid, Problem } from "../http/problem.ts";
import { empty, json, type Reply, replyFrom, written } from "../http/reply.ts";
import { freshness, matches, revalidated } from "./freshness.ts";
import { Journal } from "./journal.ts";
import { momentOf } from "./moment.ts";

/** Who is asking about whom, as the front door established it. */
export interface Visit {
  readonly tenant: string;
  readonly customer: string;
  /** The version of the tenant's definitions to use, or a later one. */
  readonly version: number;
  /** Whether the caller may choose the moment to compute at. */
  readonly mayTest: boolean;
}

/** A history on its way to another customer. */
export interface Parcel {
  readonly id: string;
  readonly snapshot: Uint8Array;
}

/** What the object works with during one request. */
interface Open {
  readonly owner: TenantEngine;
  readonly customer: Customer;
}

/**
 * One customer: the history and profile, in memory as the engine holds them and in storage as a
 * snapshot with the batches of events since. Cloudflare sends no response before what was written
 * is stored.
 */
export class CustomerObject extends DurableObject<Env> {
  readonly #journal: Journal;
  #resident: Resident | undefined;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#journal = new Journal(state.storage);
  }

  /** `POST /customers/:id/events` */
  append(visit: Visit, body: Uint8Array, skipInvalid: boolean): Promise<Reply> {
    return this.#serve(visit, ({ customer }) => {
      const bytes = withoutMark(body);
      if (bytes.byteLength === 0) throw invalid("events", "required", "There are no events in the body.");
      refuseHugeNumbers(bytes);
      const result = customer.append(bytes, { onInvalid: skipInvalid ? "skip" : "throw" });
      if (result.appended > 0) this.#record(customer, bytes, skipInvalid);
      return json(202, result);
    });
  }

  /** `POST /customers/:id/interactions` */
  interact(visit: Visit, bytes: Uint8Array): Promise<Reply> {
    return this.#serve(visit, ({ customer }) => {
      const interaction = parseObject(bytes);
      const result = customer.applyInteraction(interaction as unknown as Interaction);
      // What an interaction does depends on the profile definitions in force, so it cannot be
      // replayed later.
      if (result.applied) this.#store(customer);
      return json(202, result);
    });
  }

  /** `GET /customers/:id/metrics` */
  metrics(visit: Visit, moment: Time | undefined, ifNoneMatch: string | null): Promise<Reply> {
    return this.#serve(visit, ({ customer, owner }) => {
      const asked = momentOf(visit, moment);
      const data = customer.metrics({ now: asked });
      if (this.#resident !== undefined) this.#resident.measured = true;
      // The moment as the engine read it. Where there are no metrics, an empty decision reports it.
      const now = data[0]?.to ?? customer.decide({ candidates: [], now: asked }).now;
      const validUntil = earliest(data.map((metric) => metric.validUntil));
      const body = JSON.stringify({ data, total: data.length, now, validUntil });
      const question = new TextEncoder().encode(`metrics ${moment}`);
      return revalidated(this.#fresh({ owner, question, now, validUntil, ifNoneMatch }, body));
    });
  }

  /** `POST /customers/:id/decide` */
  decide(visit: Visit, bytes: Uint8Array, ifNoneMatch: string | null): Promise<Reply> {
    return this.#serve(visit, ({ customer, owner }) => {
      const request = parseObject(bytes);
      const { json, now, validUntil } = customer.decideJson({
        ...request,
        now: momentOf(visit, request.now),
      } as unknown as DecideRequest);
      return this.#fresh({ owner, question: bytes, now, validUntil, ifNoneMatch }, json);
    });
  }

  /** `POST /customers/:id/reserve` */
  reserve(visit: Visit, bytes: Uint8Array): Promise<Reply> {
    return this.#serve(visit, ({ customer, owner }) => {
      const { eventType, ...request } = parseObject(bytes);
      const before = customer.size;
      const { json } = customer.reserveJson({
        ...request,
        ...(eventType === null || eventType === undefined ? {} : { eventType }),
        now: momentOf(visit, request.now),
      } as unknown as ReserveRequest);
      if (customer.size > before) this.#store(customer);
      return written(200, json, setAsideHeader(owner));
    });
  }

  /** `GET /customers/:id/profile` */
  profile(visit: Visit, moment: Time | undefined): Promise<Reply> {
    return this.#serve(visit, ({ customer }) => {
      return json(200, customer.behaviorProfile({ now: momentOf(visit, moment) }));
    });
  }

  /** `DELETE /customers/:id` */
  forget(): Promise<Reply> {
    return replyFrom(async () => {
      this.#drop();
      await this.#journal.forget();
      return empty(204);
    });
  }

  /**
   * `POST /customers/:id/merge`: moves the history of `from` here. It is handed over in parcels that have ids,
   * so that a merge which was cut off at any point is completed by asking for it again, and nothing
   * counts twice.
   */
  merge(visit: Visit, from: string, options: MergeOptions): Promise<Reply> {
    return replyFrom(async () => {
      const source = this.env.CUSTOMERS.getByName(`${visit.tenant}/${from}`);
      const parcels = await source.handOver({ ...visit, customer: from }, visit.customer);
      const total = await this.#open(visit, (open) => this.#receiveAll(open, parcels, options));
      await source.confirm(parcels.map(({ id }) => id));
      return json(200, total);
    });
  }

  /** Moves the history out for `target`; returns what that customer has not confirmed yet. */
  handOver(visit: Visit, target: string): Promise<Parcel[]> {
    return this.#open(visit, ({ customer }) => {
      if (!this.#journal.isEmpty) {
        this.#journal.handOver(crypto.randomUUID(), target, customer.snapshot());
        this.#drop();
      }
      return [...this.#journal.handedOver(target)].map(([id, snapshot]) => ({ id, snapshot }));
    });
  }

  /** Drops parcels that the other customer has stored. */
  confirm(ids: readonly string[]): void {
    this.#journal.confirm(ids);
  }

  /** Opens the customer, does the work in one step, and returns the reply. */
  #serve(visit: Visit, work: (open: Open) => Reply): Promise<Reply> {
    return replyFrom(() => this.#open(visit, work));
  }

  /**
   * Runs what reads or changes the customer. A refusal changes nothing; after any other failure,
   * memory and storage might differ, so what is in memory is dropped and read back at the next
   * request.
   */
  #guarded<Result>(owner: TenantEngine, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      const refused =
        error instanceof Problem || (error instanceof LookbackError && error.code !== "internal");
      if (!refused) {
        discard(owner);
        this.#resident = undefined;
        this.ctx.abort("the customer is read back from storage");
      }
      throw error;
    } finally {
      if (this.#resident !== undefined && !this.#resident.gone) touch(this.#resident);
    }
  }

  /**
   * Does the work with the customer and the engine at hand. Nothing is waited for from finding the
   * engine to the end of the work, since another request may discard the engine meanwhile.
   */
  async #open<Result>(visit: Visit, work: (open: Open) => Result): Promise<Result> {
    for (;;) {
      const owner = engineOf(visit.tenant, visit.version);
      if (owner !== undefined) return this.#guarded(owner, () => work({ owner, customer: this.#in(owner) }));
      const tenant = this.env.TENANTS.getByName(visit.tenant);
      const { version, configuration, setAside } = await tenant.configuration();
      await install(visit.tenant, version, JSON.parse(configuration) as Configuration, setAside);
    }
  }

  /** The customer in memory, read from storage when it is not there. */
  #in(owner: TenantEngine): Customer {
    const held = this.#resident;
    if (held !== undefined && !held.gone && held.owner === owner) return held.customer;
    this.#drop();
    const snapshot = this.#journal.snapshot();
    let customer = snapshot === undefined ? owner.engine.customer() : owner.engine.restore(snapshot);
    let restored = customer.size;
    for (const { bytes, skipInvalid } of this.#journal.entries()) {
      customer.append(bytes, { onInvalid: skipInvalid ? "skip" : "throw" });
    }
    if (this.#journal.isLong) {
      const compact = customer.snapshot();
      this.#journal.compact(compact);
      // Read back from that, it takes half of the memory that the batches left it with.
      customer.free();
      customer = owner.engine.restore(compact);
      restored = customer.size;
    }
    this.#resident = admit(owner, customer, restored);
    return customer;
  }

  #drop(): void {
    if (this.#resident !== undefined) release(this.#resident);
    this.#resident = undefined;
  }

  #record(customer: Customer, bytes: Uint8Array, skipInvalid: boolean): void {
    if (this.#journal.fits(bytes.byteLength)) this.#journal.record({ bytes, skipInvalid });
    else this.#store(customer);
  }

  #store(customer: Customer): void {
    if (this.env.RETENTION === "in-force") customer.prune(Date.now());
    this.#journal.replace(customer.snapshot());
  }

  #receiveAll({ owner, customer }: Open, parcels: readonly Parcel[], options: MergeOptions): MergeResult {
    const fresh = parcels.filter(({ id }) => !this.#journal.hasReceived(id));
    const total: MergeResult = { appended: 0, duplicates: 0, conflicts: [] };
    try {
      for (const { snapshot } of fresh) receive(owner, customer, snapshot, options, total);
    } catch (error) {
      // Some of them may be in, and nothing is stored.
      this.#drop();
      throw error;
    }
    if (fresh.length > 0) {
      const ids = fresh.map(({ id }) => id);
      this.#journal.receive(ids, customer.snapshot());
    }
    return total;
  }

  /** A reply that may be cached for as long as it holds; 304 when the caller has it already. */
  #fresh(reply: Cacheable, body: NonNullable<Reply["body"]>): Reply {
    const { owner, question, now, validUntil, ifNoneMatch } = reply;
    const fresh = freshness({
      version: owner.version,
      state: this.#journal.state,
      question,
      now: Date.parse(now),
      validUntil,
    });
    const headers = { ...fresh, ...setAsideHeader(owner) };
    return matches(ifNoneMatch, fresh.ETag) ? empty(304, headers) : written(200, body, headers);
  }
}

/** What a merge did. */
interface MergeResult {
  appended: number;
  duplicates: number;
  readonly conflicts: EventIssue[];
}

function receive(
  owner: TenantEngine,
  customer: Customer,
  snapshot: Uint8Array,
  options: MergeOptions,
  total: MergeResult,
): void {
  const other = owner.engine.restore(snapshot);
  try {
    const { appended, duplicates, conflicts } = customer.merge(other, options);
    total.appended += appended;
    total.duplicates += duplicates;
    total.conflicts.push(...conflicts);
  } finally {
    other.free();
  }
}

/** What a reply that may be cached is made from. */
interface Cacheable {
  readonly owner: TenantEngine;
  readonly question: Uint8Array;
  readonly now: string;
  readonly validUntil: string | null;
  readonly ifNoneMatch: string | null;
}

/** Names the rules that took no part because what they read was deleted by force. */
function setAsideHeader({ setAside }: TenantEngine): Record<string, string> {
  return setAside.length === 0 ? {} : { "Lookback-Set-Aside": setAside.map(encodeURIComponent).join(", ") };
}

function earliest(times: readonly (string | null)[]): string | null {
  // All times have the same format, so they sort as text.
  return times.reduce(
    (least, time) => (least === null || (time !== null && time < least) ? time : least),
    null,
  );
}
