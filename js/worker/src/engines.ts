import { type Configuration, type Customer, createEngine, type Engine } from "lookback";

/**
 * About how much memory all customers take in this isolate; the rest are read back when they are
 * asked for. An isolate has 128 MB for everything, and the memory of a wasm instance never shrinks.
 */
const MAX_RESIDENT_BYTES = 52_000_000;

/**
 * About what an event takes: read back from a snapshot and decided on, and what comes to it with
 * the windows of metrics, with a few new events, and with many, after which nothing is as small as
 * it was read back.
 */
const EVENT_BYTES = { restored: 50, metrics: 50, fewNew: 25, manyNew: 75 };

/** New events are few up to this share of those that were read back. */
const FEW = 1 / 16;

/** What a customer takes besides its events. */
const CUSTOMER_BYTES = 1_000;

/**
 * How many tenants an isolate serves at a time: each has an instance of the wasm, with memory of
 * its own.
 */
const MAX_ENGINES = 24;

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
  /** How many events were read back from a snapshot. */
  readonly restored: number;
  /** Whether all metrics were asked for. */
  measured: boolean;
  /** How many bytes it is counted with. */
  bytes: number;
  /** Whether its memory was given back; its object then reads it from storage again. */
  gone: boolean;
}

/** The newest engine of each tenant that this isolate serves, the least recently used first. */
const engines = new Map<string, TenantEngine>();

/** All residents, the least recently used first. */
const residents = new Set<Resident>();
let residentBytes = 0;

/** The engine of a tenant at `version` or a later one, if this isolate has it. */
export function engineOf(tenant: string, version: number): TenantEngine | undefined {
  const found = engines.get(tenant);
  if (found === undefined || found.version < version) return undefined;
  engines.delete(tenant);
  engines.set(tenant, found);
  return found;
}

/**
 * Builds an engine and replaces the tenant's earlier one, whose memory is freed. The least recently
 * used engines of other tenants make room for it. When two requests build the same engine at the
 * same time, the second finds the first one's and uses that: a request cannot wait for work that
 * belongs to another.
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
  for (const oldest of engines.values()) {
    if (engines.size <= MAX_ENGINES) break;
    discard(oldest);
  }
}

/** Drops an engine with all its residents: it is out of date, or it failed. */
export function discard(dropped: TenantEngine): void {
  for (const resident of residents) {
    if (resident.owner === dropped) forget(resident);
  }
  if (engines.get(dropped.tenant) === dropped) engines.delete(dropped.tenant);
  dropped.engine.free();
}

/**
 * Takes in a customer of whose events `restored` were read back from a snapshot, and makes room for
 * it.
 */
export function admit(owner: TenantEngine, customer: Customer, restored: number): Resident {
  const resident: Resident = { owner, customer, restored, measured: false, bytes: 0, gone: false };
  residents.add(resident);
  touch(resident);
  return resident;
}

/**
 * Notes that a resident was used and how large it is now; the least recently used make room for it.
 */
export function touch(resident: Resident): void {
  const bytes = sizeOf(resident);
  residentBytes += bytes - resident.bytes;
  resident.bytes = bytes;
  residents.delete(resident);
  residents.add(resident);
  for (const oldest of residents) {
    if (residentBytes <= MAX_RESIDENT_BYTES || oldest === resident) break;
    release(oldest);
  }
}

function sizeOf({ customer: { size }, restored, measured }: Resident): number {
  const changed = Math.abs(size - restored);
  let each = EVENT_BYTES.restored;
  if (measured) each += EVENT_BYTES.metrics;
  if (changed > 0) each += changed <= restored * FEW ? EVENT_BYTES.fewNew : EVENT_BYTES.manyNew;
  return size * each + CUSTOMER_BYTES;
}

/** Gives a resident's memory back. */
export function release(resident: Resident): void {
  if (resident.gone) return;
  forget(resident);
  resident.customer.free();
}

function forget(resident: Resident): void {
  residents.delete(resident);
  residentBytes -= resident.bytes;
  resident.gone = true;
}
