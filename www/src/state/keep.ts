import { createStore, delMany, get, setMany } from "idb-keyval";
import type { CustomerRecord, Workspace } from "../engine/model.ts";

/** What survives closing the page. */
export interface Kept {
  workspace: Workspace;
  now: number;
}
interface Index {
  version: 1;
  configuration: Workspace["configuration"];
  customerId: string;
  customerIds: string[];
  now: number;
}

const store = createStore("lookback-studio", "workspace");
/** Customers as last written, so that a long history is only written when it changed. */
let written: ReadonlyMap<string, CustomerRecord> = new Map();
/**
 * Of what was written last, what other tabs show too: whom a tab looks at, and when, is its own
 * affair.
 */
let shared: Pick<Workspace, "configuration" | "customers"> | null = null;

/** Notifies the Studio's other tabs in this browser that something was stored. */
const tabs = new BroadcastChannel("lookback-studio");

/** Calls back whenever another tab has stored another state. */
export function onOthers(changed: () => void): void {
  tabs.addEventListener("message", changed);
}

/** What was stored, possibly without customers. */
export async function load(): Promise<Kept | null> {
  try {
    const index = await get<Index>("index", store);
    if (index?.version !== 1) return null;
    const customers: CustomerRecord[] = [];
    for (const id of index.customerIds) {
      const customer = await get<CustomerRecord>(`customer:${id}`, store);
      if (customer) customers.push(customer);
    }
    written = new Map(customers.map((customer) => [customer.id, customer]));
    const { configuration, customerId, now } = index;
    shared = { configuration, customers };
    return { workspace: { ...shared, customerId }, now };
  } catch {
    // Storage may be forbidden (a private window); the Studio then starts anew each time.
    return null;
  }
}

/**
 * Writes what changed in one step, so that closing the page in the middle leaves the state of
 * before.
 */
export async function save({ workspace, now }: Kept): Promise<boolean> {
  try {
    const before = written;
    const { configuration, customerId, customers } = workspace;
    const next = new Map(customers.map((customer) => [customer.id, customer]));
    const changed = customers.filter((customer) => before.get(customer.id) !== customer);
    const index: Index = { version: 1, configuration, customerId, customerIds: [...next.keys()], now };
    await setMany(
      [
        ...changed.map((customer): [string, unknown] => [`customer:${customer.id}`, customer]),
        ["index", index],
      ],
      store,
    );
    // Only what is stored for sure counts as written: what failed is tried again with the next
    // change.
    written = next;
    if (configuration !== shared?.configuration || customers !== shared.customers) tabs.postMessage("kept");
    shared = { configuration, customers };
    const gone = [...before.keys()].filter((id) => !next.has(id));
    if (gone.length > 0)
      await delMany(
        gone.map((id) => `customer:${id}`),
        store,
      );
    return true;
  } catch {
    return false;
  }
}
