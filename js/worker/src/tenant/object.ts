import { DurableObject } from "cloudflare:workers";
import { type Grant, LEASE_MS } from "../access/leases.ts";
import { RIGHTS, type Right } from "../access/rights.ts";
import { hashOf, newToken } from "../access/tokens.ts";
import type { Env } from "../env.ts";
import type { JsonObject } from "../http/json.ts";
import { invalid, notFound, Problem } from "../http/problem.ts";
import { empty, json, type Reply, replyFrom } from "../http/reply.ts";
import { type Definition, type DefinitionKind, DefinitionStore } from "./definitions.ts";
import { Keyring } from "./keyring.ts";
import { idOf, type Kind, keptId, pathOfId } from "./kinds.ts";
import { Broken, configurationOf, type Edit, settle } from "./validation.ts";

/** What a customer object builds its engine from. */
export interface VersionedConfiguration {
  readonly version: number;
  /** An engine's configuration as JSON text. */
  readonly configuration: string;
  /** The ids of the rules that take no part. */
  readonly setAside: readonly string[];
}

/** Set by the server, so they are not stored with the body. */
const SERVER_MEMBERS = ["id", "createdAt", "updatedAt", "setAside"];

/**
 * The clocks of two machines and the way between them: how much longer than a lease a change waits.
 */
const LEASE_MARGIN_MS = 20;

/** One tenant: its definitions and its keys. */
export class TenantObject extends DurableObject<Env> {
  readonly #definitions: DefinitionStore;
  readonly #keys: Keyring;
  #exists: boolean;
  /**
   * Until when some isolate may hold a lease; an object that was just loaded cannot know, so it
   * assumes one.
   */
  #leasedUntil = Date.now() + LEASE_MS;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const { sql } = state.storage;
    this.#definitions = new DefinitionStore(sql);
    this.#keys = new Keyring(sql);
    // A tenant that nobody made gets no tables, so that guessing names costs no storage.
    this.#exists = sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'definitions'").toArray().length > 0;
  }

  /** What the key with this hash may do; null when it is not this tenant's. */
  authorize(tenant: string, hash: Uint8Array): Grant | null {
    const rights = this.#exists ? this.#keys.rightsOf(hash) : undefined;
    return rights === undefined ? null : this.#grant(tenant, rights);
  }

  /** What a key of a local run may do: everything. Makes the tenant at its first use. */
  admitLocal(tenant: string): Grant {
    this.#create();
    return this.#grant(tenant, RIGHTS);
  }

  /** The definitions in force. */
  configuration(): VersionedConfiguration {
    const all = this.#definitions.all();
    return {
      version: this.#definitions.version(),
      configuration: JSON.stringify(configurationOf(all.filter(({ aside }) => !aside))),
      setAside: all.filter(({ aside }) => aside).map(({ id }) => id),
    };
  }

  /** `GET /<kind>` */
  list(kind: Kind): Promise<Reply> {
    return replyFrom(() => {
      const data = this.#ofKind(kind.name).map(shown);
      return json(200, { data, total: data.length });
    });
  }

  /** `GET /<kind>/:id` */
  get(kind: Kind, id: string): Promise<Reply> {
    return replyFrom(() => json(200, shown(this.#find(kind, id))));
  }

  /** `POST /<kind>` */
  add(kind: Kind, body: JsonObject): Promise<Reply> {
    return replyFrom(async () => {
      const now = seconds(Date.now());
      const definition = await this.#change((all) => {
        const taken = (id: string) => all.some((other) => other.kind === kind.name && other.id === id);
        const id = idOf(kind, body, taken);
        if (taken(id)) throw duplicate(kind, id);
        const added = {
          kind: kind.name,
          id,
          body: withoutNulls(stored(body)),
          aside: false,
          createdAt: now,
          updatedAt: now,
        };
        return { all: [...all, added], edited: added };
      });
      return json(201, shown(definition), {
        Location: `/api/v1/${kind.path}/${encodeURIComponent(definition.id)}`,
      });
    });
  }

  /**
   * `PUT /<kind>/:id`: members left out stay as they are, and null takes one out. Refused when others could not read it
   * any more.
   */
  update(kind: Kind, id: string, body: JsonObject): Promise<Reply> {
    return replyFrom(async () => {
      const definition = await this.#change((all) => {
        const before = this.#find(kind, id);
        refuseFixed(kind, before, body);
        const edited = {
          ...before,
          body: withoutNulls({ ...before.body, ...stored(body) }),
          updatedAt: seconds(Date.now()),
        };
        return { all: all.map((other) => (isSame(other, before) ? edited : other)), edited };
      });
      return json(200, shown(definition));
    });
  }

  /** `DELETE /<kind>/:id`: refused while others read it, unless forced. */
  remove(kind: Kind, id: string, force: boolean): Promise<Reply> {
    return replyFrom(async () => {
      await this.#change((all) => {
        const removed = this.#find(kind, id);
        return { all: all.filter((other) => !isSame(other, removed)), removed };
      }, force);
      return empty(204);
    });
  }

  /** `GET /arbitration` */
  arbitration(): Promise<Reply> {
    return replyFrom(() => {
      const [definition] = this.#ofKind("arbitration");
      return json(200, definition === undefined ? { weights: [] } : shownArbitration(definition));
    });
  }

  /** `PUT /arbitration`: takes the place of the one before. */
  replaceArbitration(body: JsonObject): Promise<Reply> {
    return replyFrom(async () => {
      const now = seconds(Date.now());
      const definition = await this.#change((all) => {
        const before = all.find(({ kind }) => kind === "arbitration");
        const edited: Definition = {
          kind: "arbitration",
          id: "arbitration",
          body: withoutNulls(stored(body)),
          aside: false,
          createdAt: before?.createdAt ?? now,
          updatedAt: now,
        };
        return { all: [...all.filter(({ kind }) => kind !== "arbitration"), edited], edited };
      });
      return json(200, shownArbitration(definition));
    });
  }

  /** `GET /tenants/:tenant/keys` */
  listKeys(): Promise<Reply> {
    return replyFrom(() => {
      const data = this.#exists ? this.#keys.list() : [];
      return json(200, { data, total: data.length });
    });
  }

  /**
   * `POST /tenants/:tenant/keys`: makes the tenant too when it is new. Only this response carries
   * the key.
   */
  addKey(tenant: string, name: string, rights: readonly Right[]): Promise<Reply> {
    return replyFrom(async () => {
      const key = newToken(tenant);
      const hash = await hashOf(key);
      this.#create();
      const record = { id: `key_${crypto.randomUUID()}`, name, rights, createdAt: seconds(Date.now()) };
      this.#keys.add(record, hash);
      return json(201, { ...record, key });
    });
  }

  /** `DELETE /tenants/:tenant/keys/:id` */
  removeKey(id: string): Promise<Reply> {
    return replyFrom(async () => {
      if (!this.#exists || !this.#keys.remove(id)) throw notFound(`There is no key ${id}.`);
      await this.#outliveLeases();
      return empty(204);
    });
  }

  #create(): void {
    if (this.#exists) return;
    this.#definitions.create();
    this.#keys.create();
    this.#exists = true;
  }

  #grant(tenant: string, rights: readonly Right[]): Grant {
    this.#leasedUntil = Math.max(this.#leasedUntil, Date.now() + LEASE_MS);
    return { tenant, rights, version: this.#definitions.version() };
  }

  #ofKind(kind: DefinitionKind): Definition[] {
    return this.#definitions.all().filter((definition) => definition.kind === kind);
  }

  #find(kind: Kind, id: string): Definition {
    const kept = keptId(kind, id);
    const found = this.#ofKind(kind.name).find((definition) => definition.id === kept);
    if (found === undefined) throw notFound(`There is no ${kind.noun} ${id}.`);
    return found;
  }

  /**
   * Applies an edit when an engine can be built from what it leaves. Building takes a while in
   * which another edit may land; then this one is made again on top of it.
   */
  async #change(plan: (all: readonly Definition[]) => Edit, force = false): Promise<Definition> {
    for (;;) {
      const version = this.#definitions.version();
      const edit = plan(this.#definitions.all());
      const { all, edited, removed } = edit;
      const subject = (edited ?? removed) as Definition;
      const aside = await settle(edit, force).catch((error) => {
        throw error instanceof Broken ? inUse(subject, removed !== undefined, error) : error;
      });
      if (version !== this.#definitions.version()) continue;
      if (removed !== undefined) this.#definitions.remove(removed);
      if (edited !== undefined) this.#definitions.put({ ...edited, aside: false });
      this.#definitions.commit(aside, all);
      await this.#outliveLeases();
      return subject;
    }
  }

  /** Waits until every lease that was granted before now has run out. */
  async #outliveLeases(): Promise<void> {
    const left = this.#leasedUntil - Date.now();
    if (left > 0) await scheduler.wait(left + LEASE_MARGIN_MS);
  }
}

function isSame(a: Definition, b: Definition): boolean {
  return a.kind === b.kind && a.id === b.id;
}

/** A definition as the API shows it. */
function shown({ id, body, aside, createdAt, updatedAt }: Definition): JsonObject {
  return { id, ...body, ...(aside ? { setAside: true } : {}), createdAt, updatedAt };
}

function shownArbitration({ body, aside, createdAt, updatedAt }: Definition): JsonObject {
  return { weights: [], ...body, ...(aside ? { setAside: true } : {}), createdAt, updatedAt };
}

/** The members of a body that are stored. */
function stored(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !SERVER_MEMBERS.includes(name)));
}

/** The same without members that are null, which count as left out. */
function withoutNulls(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function refuseFixed(kind: Kind, before: Definition, change: JsonObject): void {
  const current: JsonObject = shown(before);
  for (const name of kind.fixed) {
    const given = change[name];
    const kept = name === "id" && typeof given === "string" ? keptId(kind, given) : given;
    if (kept !== undefined && kept !== current[name]) {
      const message = `The ${name} of ${kind.one} cannot change; delete it and make another.`;
      throw invalid(name, "immutable", message);
    }
  }
}

function duplicate(kind: Kind, id: string): Problem {
  const path = pathOfId(kind);
  const message = `There is ${kind.one} ${id} already; change it with PUT, or choose another ${path}.`;
  return new Problem(409, "duplicate_key", message, [{ path, code: "duplicate_key", message }]);
}

function inUse({ kind, id }: Definition, isRemoved: boolean, { definitions, message }: Broken): Problem {
  const names = definitions.map((dependent) => dependent.id).join(", ");
  const wayOut = isRemoved
    ? ". Change those first, or delete it with ?force=true, which sets them aside."
    : `, which could not read it any more: ${message}. Change those first.`;
  return new Problem(
    409,
    kind === "metrics" ? "metric_in_use" : "in_use",
    `${id} is read by ${names}${wayOut}`,
    definitions.map((dependent) => ({
      path: `${dependent.kind}.${dependent.id}`,
      code: "dependent",
      message: `${dependent.id} reads ${id}.`,
    })),
  );
}

/** A time as the API writes it: UTC, to the second. */
function seconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
