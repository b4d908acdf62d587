import { concat } from "../http/bytes.ts";

/** SQLite keeps at most 2 MB in a row; larger snapshots are cut into parts of this many bytes. */
const PART_BYTES = 1024 * 1024;

/** Beyond these, replaying costs more than writing a snapshot does. */
const MAX_JOURNAL_ENTRIES = 256;
const MIN_JOURNAL_BYTES = 64 * 1024;

/**
 * From so much on, reading a customer back replaces the batches: restoring is many times faster
 * than replaying.
 */
const LONG_JOURNAL_BYTES = 4 * 1024;

/** A batch of events that came in after the last snapshot. */
export interface Entry {
  /** The body of the request that brought it. */
  readonly bytes: Uint8Array;
  /** Whether bad events in it were skipped. */
  readonly skipInvalid: boolean;
}

/**
 * What is stored of one customer: a snapshot, the batches of events since, and what was handed to
 * another customer. Every method that writes is one step: all of it is stored, or nothing.
 */
export class Journal {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  #exists: boolean;
  #generation = "";
  #changes = 0;
  #entries = 0;
  #bytes = 0;
  #snapshotBytes = 0;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    // A customer that was only asked about gets no tables.
    this.#exists = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'customer'").toArray().length > 0;
    if (this.#exists) this.#load();
  }

  /** Names the state of the customer: it changes with everything that is recorded. */
  get state(): string {
    return `${this.#generation}.${this.#changes}`;
  }

  /** Whether nothing is held. */
  get isEmpty(): boolean {
    return this.#snapshotBytes === 0 && this.#entries === 0;
  }

  /** Whether a batch of so many bytes still fits; if not, a new snapshot is due. */
  fits(bytes: number): boolean {
    const room = Math.max(MIN_JOURNAL_BYTES, this.#snapshotBytes / 2);
    return bytes <= PART_BYTES && this.#entries < MAX_JOURNAL_ENTRIES && this.#bytes + bytes <= room;
  }

  /** The last snapshot; undefined before the first one. */
  snapshot(): Uint8Array | undefined {
    if (!this.#exists) return undefined;
    const parts = this.#sql.exec("SELECT bytes FROM snapshot ORDER BY part").toArray();
    return parts.length === 0
      ? undefined
      : concat(parts.map((row) => new Uint8Array(row.bytes as ArrayBuffer)));
  }

  /** The batches since, in order of arrival. */
  *entries(): Generator<Entry> {
    if (this.#entries === 0) return;
    for (const row of this.#sql.exec("SELECT bytes, skip_invalid FROM journal ORDER BY entry")) {
      yield { bytes: new Uint8Array(row.bytes as ArrayBuffer), skipInvalid: row.skip_invalid === 1 };
    }
  }

  /** Records a batch of events. */
  record(entry: Entry): void {
    this.#write(() => {
      this.#sql.exec(
        "INSERT INTO journal (bytes, skip_invalid) VALUES (?, ?)",
        entry.bytes,
        Number(entry.skipInvalid),
      );
      this.#entries += 1;
      this.#bytes += entry.bytes.byteLength;
    });
  }

  /** Puts a snapshot in the place of the one before and of all batches since. */
  replace(snapshot: Uint8Array): void {
    this.#write(() => this.#replace(snapshot));
  }

  /** Whether the batches are worth a snapshot now that they had to be replayed. */
  get isLong(): boolean {
    return this.#bytes >= LONG_JOURNAL_BYTES;
  }

  /** As {@link replace}, by a snapshot of the very same state, which keeps its name. */
  compact(snapshot: Uint8Array): void {
    this.#storage.transactionSync(() => this.#replace(snapshot));
  }

  /** Whether a handed-over history was taken in before. */
  hasReceived(id: string): boolean {
    return this.#exists && this.#sql.exec("SELECT 1 FROM received WHERE id = ?", id).toArray().length > 0;
  }

  /** As {@link replace}, and notes which handed-over histories the snapshot contains. */
  receive(ids: readonly string[], snapshot: Uint8Array): void {
    this.#write(() => {
      for (const id of ids) this.#sql.exec("INSERT INTO received (id) VALUES (?)", id);
      this.#replace(snapshot);
    });
  }

  /** Moves the history, given as a snapshot, out to be handed to another customer. */
  handOver(id: string, target: string, snapshot: Uint8Array): void {
    this.#write(() => {
      partsOf(snapshot).forEach((bytes, part) => {
        this.#sql.exec(
          "INSERT INTO handover (id, target, part, bytes) VALUES (?, ?, ?, ?)",
          id,
          target,
          part,
          bytes,
        );
      });
      this.#sql.exec("DELETE FROM snapshot");
      this.#clearJournal();
      this.#snapshotBytes = 0;
    });
  }

  /** What was moved out for `target` and not yet confirmed, by id. */
  handedOver(target: string): Map<string, Uint8Array> {
    if (!this.#exists) return new Map();
    const parts = new Map<string, Uint8Array[]>();
    for (const row of this.#sql.exec(
      "SELECT id, bytes FROM handover WHERE target = ? ORDER BY id, part",
      target,
    )) {
      const id = String(row.id);
      parts.set(id, [...(parts.get(id) ?? []), new Uint8Array(row.bytes as ArrayBuffer)]);
    }
    return new Map([...parts].map(([id, chunks]) => [id, concat(chunks)]));
  }

  /** Drops what the other customer has stored now. */
  confirm(ids: readonly string[]): void {
    if (!this.#exists) return;
    for (const id of ids) this.#sql.exec("DELETE FROM handover WHERE id = ?", id);
  }

  /** Deletes everything. */
  async forget(): Promise<void> {
    this.#exists = false;
    this.#generation = "";
    this.#changes = this.#entries = this.#bytes = this.#snapshotBytes = 0;
    await this.#storage.deleteAll();
  }

  /** Does a step in a transaction, in the tables of a customer that is made if it is new. */
  #write(step: () => void): void {
    this.#storage.transactionSync(() => {
      if (!this.#exists) this.#create();
      step();
      this.#changes += 1;
      this.#sql.exec("UPDATE customer SET changes = ?", this.#changes);
    });
  }

  #create(): void {
    // The generation distinguishes a customer that was forgotten and came back from the one before.
    this.#generation = crypto.randomUUID();
    this.#sql.exec(`
      CREATE TABLE customer (generation TEXT NOT NULL, changes INTEGER NOT NULL);
      CREATE TABLE snapshot (part INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
      CREATE TABLE journal (entry INTEGER PRIMARY KEY, bytes BLOB NOT NULL, skip_invalid INTEGER NOT NULL);
      CREATE TABLE handover (id TEXT NOT NULL, target TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL);
      CREATE TABLE received (id TEXT PRIMARY KEY);`);
    this.#sql.exec("INSERT INTO customer (generation, changes) VALUES (?, 0)", this.#generation);
    this.#exists = true;
  }

  #load(): void {
    const { generation, changes } = this.#sql.exec("SELECT generation, changes FROM customer").one();
    const journal = this.#sql.exec("SELECT count(*) AS n, total(length(bytes)) AS bytes FROM journal").one();
    const snapshot = this.#sql.exec("SELECT total(length(bytes)) AS bytes FROM snapshot").one();
    this.#generation = String(generation);
    this.#changes = Number(changes);
    this.#entries = Number(journal.n);
    this.#bytes = Number(journal.bytes);
    this.#snapshotBytes = Number(snapshot.bytes);
  }

  #replace(snapshot: Uint8Array): void {
    this.#sql.exec("DELETE FROM snapshot");
    partsOf(snapshot).forEach((bytes, part) => {
      this.#sql.exec("INSERT INTO snapshot (part, bytes) VALUES (?, ?)", part, bytes);
    });
    this.#clearJournal();
    this.#snapshotBytes = snapshot.byteLength;
  }

  #clearJournal(): void {
    this.#sql.exec("DELETE FROM journal");
    this.#entries = this.#bytes = 0;
  }
}

function partsOf(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.byteLength; at += PART_BYTES) parts.push(bytes.slice(at, at + PART_BYTES));
  return parts;
}
