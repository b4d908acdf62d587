// Snapshots that earlier builds wrote, read by this one.

import { readdirSync, readFileSync } from "node:fs";
import { createEngine } from "lookback";
import { describe, expect, test } from "vitest";

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

interface Golden {
  name: string;
  snapshot: string;
  events: unknown[];
  metrics: unknown[];
  profile: unknown;
}
