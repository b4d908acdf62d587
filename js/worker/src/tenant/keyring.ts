import type { Right } from "../access/rights.ts";
import { same } from "../access/tokens.ts";

/** A key as it is listed: without the key itself. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  readonly rights: readonly Right[];
  readonly createdAt: string;
}

/** The keys of one tenant. Only their hashes are kept. */
export class Keyring {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Creates the table of a new tenant. */
  create(): void {
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS keys (
        id TEXT PRIMARY KEY, hash BLOB NOT NULL, name TEXT NOT NULL, rights TEXT NOT NULL,
        created_at TEXT NOT NULL)`);
  }

  /**
   * The rights of the key with this hash; undefined when there is none. Looks at all keys in any
   * case.
   */
  rightsOf(hash: Uint8Array): readonly Right[] | undefined {
    let rights: string | undefined;
    for (const row of this.#sql.exec("SELECT hash, rights FROM keys")) {
      if (same(new Uint8Array(row.hash as ArrayBuffer), hash)) rights = String(row.rights);
    }
    return rights === undefined ? undefined : (JSON.parse(rights) as Right[]);
  }

  /** All keys, the oldest first. */
  list(): KeyRecord[] {
    const rows = this.#sql.exec("SELECT id, name, rights, created_at FROM keys ORDER BY rowid").toArray();
    return rows.map((row) => ({
      id: String(row.id),
      name: String(row.name),
      rights: JSON.parse(String(row.rights)) as Right[],
      createdAt: String(row.created_at),
    }));
  }

  /** Keeps the hash of a new key. */
  add(record: KeyRecord, hash: Uint8Array): void {
    const { id, name, rights, createdAt } = record;
    this.#sql.exec(
      "INSERT INTO keys (id, hash, name, rights, created_at) VALUES (?, ?, ?, ?, ?)",
      id,
      hash,
      name,
      JSON.stringify(rights),
      createdAt,
    );
  }

  /** Removes a key; false when there is no key with this id. */
  remove(id: string): boolean {
    return this.#sql.exec("DELETE FROM keys WHERE id = ?", id).rowsWritten > 0;
  }
}
