import type { EventRecord } from "lookback";
import { customerNames } from "./fields.ts";

/** The customers of a text of events, if there are several. */
export interface Owners {
  /** The field that identifies them. */
  field: string;
  /** Those with the most events first; “none” stands for records without a customer. */
  ids: { id: string; events: number }[];
}

/** A record, and the customer's record around it if there is one. */
type Owned = { record: EventRecord; owner?: object };

const NONE = "none";
const idIn = ({ record, owner = record }: Owned, field: string): string => {
  const id = (owner as Record<string, unknown> | null)?.[field];
  return typeof id === "string" || typeof id === "number" ? String(id) : NONE;
};

/** Null if all records are of one customer, or none names a customer. */
export function ownersOf(records: readonly Owned[]): Owners | null {
  const field = customerNames.find((name) => records.some((record) => idIn(record, name) !== NONE));
  if (field === undefined) return null;
  const counts = new Map<string, number>();
  for (const record of records) {
    const id = idIn(record, field);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  if (counts.size < 2) return null;
  const ids = [...counts].map(([id, events]) => ({ id, events })).sort((a, b) => b.events - a.events);
  return { field, ids };
}

/** The records of one of them; of all where the id is empty. */
export const ownedBy = <Record extends Owned>(
  records: Record[],
  owners: Owners | null,
  id: string,
): Record[] =>
  owners && id !== "" ? records.filter((record) => idIn(record, owners.field) === id) : records;
