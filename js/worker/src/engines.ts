import { type Configuration, type Customer, createEngine, type Engine } from "lookback";

/**
 * How many events of all customers are in memory in this isolate; the rest are read back when they are asked for.
 * An event with its share of the metrics' state takes up to 250 bytes, and an isolate has 128 MB for everything.
 */
const MAX_RESIDENT_EVENTS = 400_000;

/** What a customer counts for besides its events, so that many small ones are bounded too. */
const CUSTOMER_WEIGHT = 20;

/** A tenant's engine at one version of its definitions. */
export interface TenantEngine {
  readonly tenant: string;
  readonly version: number;
  readonly engine: Engine;
  /** The ids of the rules that take no part. */
  readonly setAside: readonly string[];
}

/** A customer in memory. Only the object of that customer holds one. */
export interface Resident {
  readonly owner: TenantEngine;
  readonly customer: Customer;
  /** How many events it is counted with. */
  events: number;
  /** Whether its memory was given back; its object then reads it from storage again. */
  gone: boolean;
}

/** The newest engine of each tenant that this isolate serves. */
const engines = new Map<string, TenantEngine>();

/** All residents, the least recently used first. */
const residents = new Set<Resident>();
let residentEvents = 0;

/** The engine of a tenant at `version` or a later one, if this isolate has it. */
export function engineOf(tenant: string, version: number): TenantEngine | undefined {
  const found = engines.get(tenant);
  return found !== undefined && found.version >= version ? found : undefined;
}

/**
 * Builds an engine and puts it in the place of the tenant's earlier one, all of whose memory is given back. Of
 * two requests that build the same one at the same time, the second finds the first one's and uses that:
 * a request cannot wait for work that belongs to another.
 */
export async function install(
  tenant: string,
  version: number,
  configuration: Configuration,
  setAside: readonly string[],
): Promise<void> {
  const engine = await createEngine(configuration);
  const before = engines.get(tenant);
  if (before !== undefined && before.version >= version) {
    engine.free();
    return;
  }
  if (before !== undefined) discard(before);
  engines.set(tenant, { tenant, version, engine, setAside });
}

/** Drops an engine with all its residents: it is out of date, or it failed. */
export function discard(dropped: TenantEngine): void {
  for (const resident of residents) {
    if (resident.owner === dropped) forget(resident);
  }
  if (engines.get(dropped.tenant) === dropped) engines.delete(dropped.tenant);
  dropped.engine.free();
}

/** Takes a customer in, and makes room for it. */
export function admit(owner: TenantEngine, customer: Customer): Resident {
  const resident: Resident = { owner, customer, events: 0, gone: false };
  residents.add(resident);
  touch(resident);
  return resident;
}

/** Notes that a resident was used and how large it is now; the least recently used make room for it. */
export function touch(resident: Resident): void {
  const size = resident.customer.size + CUSTOMER_WEIGHT;
  residentEvents += size - resident.events;
  resident.events = size;
  residents.delete(resident);
  residents.add(resident);
  for (const oldest of residents) {
    if (residentEvents <= MAX_RESIDENT_EVENTS || oldest === resident) break;
    release(oldest);
  }
}

/** Gives a resident's memory back. */
export function release(resident: Resident): void {
  if (resident.gone) return;
  forget(resident);
  resident.customer.free();
}

function forget(resident: Resident): void {
  residents.delete(resident);
  residentEvents -= resident.events;
  resident.gone = true;
}
