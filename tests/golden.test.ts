// Snapshots that earlier builds wrote, read by this one.

import { readdirSync, readFileSync } from "node:fs";
import { createEngine } from "lookback";
import { describe, expect, test } from "vitest";
import { decode } from "./golden/decode.js";

const folder = new URL("golden/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));

test("there are golden snapshots", () => expect(files).toContain("version-1.json"));

describe.each(files)("%s", async (file) => {
  const { now, configuration, customers } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  const engine = await createEngine(configuration);

  test.each(customers as Golden[])("S1: $name is read as it was written", (golden) => {
    const bytes = Buffer.from(golden.snapshot, "base64");
    const customer = engine.restore(bytes);
    expect([...customer.events()]).toEqual(golden.events);
    expect(customer.metrics({ now })).toEqual(golden.metrics);
    expect(customer.behaviorProfile({ now })).toEqual(golden.profile);
    const again = engine.restore(customer.snapshot());
    expect([...again.events()]).toEqual(golden.events);
  });
});

describe("js/docs/snapshots.md", async () => {
  const page = readFileSync(new URL("../js/docs/snapshots.md", import.meta.url), "utf8");
  const { customers, configuration } = JSON.parse(readFileSync(new URL("version-1.json", folder), "utf8"));
  const engine = await createEngine(configuration);
  const bytesOf = (golden: Golden) => Buffer.from(golden.snapshot, "base64");

  /** The fields of the header as the page's table gives them. */
  const field = (name: string) => {
    const [, offset, bytes] = page.match(new RegExp(`^\\| (\\d+) \\| (\\d*) ?\\| ${name} \\|`, "m")) ?? [];
    return { offset: Number(offset), bytes: Number(bytes) };
  };

  test.each(customers as Golden[])("gives the header of: $name", (golden) => {
    const bytes = bytesOf(golden);
    const [magic, version, checksum, body] = ["magic", "version", "checksum", "body"].map(field);
    expect(bytes.toString("latin1", magic.offset, magic.offset + magic.bytes)).toBe("LKBK");
    expect(bytes.readUIntLE(version.offset, version.bytes)).toBe(1);
    expect(checksum.offset + checksum.bytes).toBe(body.offset);
    // What it covers is what follows it: the least change there is noticed, and is one of the
    // checksum's.
    for (const at of [body.offset, bytes.length - 1]) {
      const changed = Uint8Array.from(bytes);
      changed[at] ^= 1;
      expect(() => engine.restore(changed)).toThrow("checksum");
    }
  });

  test.each(customers as Golden[])("is enough to read: $name", (golden) => {
    const { events, profile } = decode(bytesOf(golden));
    const iso = (event: { timestamp: number }) => ({
      ...event,
      timestamp: new Date(event.timestamp).toISOString(),
    });
    expect(events.map(iso)).toEqual(golden.events);
    const customer = engine.restore(bytesOf(golden));
    const { sourceInteractionStartDateTime, scores } = customer.behaviorProfile();
    expect(profile).toMatchObject({ sourceInteractionStartDateTime });
    expect(Object.keys(profile.scores)).toEqual(Object.keys(scores));
    for (const [id, { score, ...rest }] of Object.entries(scores)) expect(profile.scores[id]).toEqual(rest);
  });
});

interface Golden {
  name: string;
  snapshot: string;
  events: unknown[];
  metrics: unknown[];
  profile: unknown;
}
