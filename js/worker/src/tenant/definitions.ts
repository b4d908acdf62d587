import type { JsonObject } from "../http/json.ts";
import type { KindName } from "./kinds.ts";

/** Where a definition stands: a kind, or the one arbitration that a tenant has. */
export type DefinitionKind = KindName | "arbitration";

/** A definition as it is stored. */
export interface Definition {
  readonly kind: DefinitionKind;
  readonly id: string;
  /** As it was given, without id and times. */
  readonly body: JsonObject;
  /** Whether it takes no part, because something it reads was deleted by force. */
  readonly aside: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The definitions of one tenant, and their version, which every change raises. */
export class DefinitionStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Creates the tables of a new tenant. */
  create(): void {
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS definitions (
        position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,
        aside INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, UNIQUE (kind, id));
      CREATE TABLE IF NOT EXISTS version (number INTEGER NOT NULL);
      INSERT INTO version SELECT 1 WHERE NOT EXISTS (SELECT * FROM version);`);
  }

  /** Raised by every change. */
  version(): number {
    return Number(this.#sql.exec("SELECT number FROM version").one().number);
  }

  /** All definitions, oldest first. */
  all(): Definition[] {
    const rows = this.#sql.exec("SELECT * FROM definitions ORDER BY position").toArray();
    return rows.map((row) => ({
      kind: String(row.kind) as DefinitionKind,
      id: String(row.id),
      body: JSON.parse(String(row.body)) as JsonObject,
      aside: row.aside === 1,
      createdAt: String(row.created_at),
      updatedAt: String(row.updated_at),
    }));
  }

  /** Adds a definition, or replaces the one of the same kind and id in its place. */
  put(definition: Definition): void {
    const { kind, id, body, aside, createdAt, updatedAt } = definition;
    this.#sql.exec(
      `INSERT INTO definitions (kind, id, body, aside, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, aside = excluded.aside,
         updated_at = excluded.updated_at`,
      kind,
      id,
      JSON.stringify(body),
      Number(aside),
      createdAt,
      updatedAt,
    );
  }

  /** Removes a definition. */
  remove(definition: Definition): void {
    this.#sql.exec("DELETE FROM definitions WHERE kind = ? AND id = ?", definition.kind, definition.id);
  }

  /** Records which definitions take no part, and raises the version. */
  commit(aside: ReadonlySet<Definition>, all: readonly Definition[]): void {
    for (const definition of all) {
      if (definition.aside !== aside.has(definition)) {
        this.put({ ...definition, aside: aside.has(definition) });
      }
    }
    this.#sql.exec("UPDATE version SET number = number + 1");
  }
}
