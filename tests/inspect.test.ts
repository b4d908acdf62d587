// What a log shows of the package's objects and errors, which are minified.

import { inspect } from "node:util";
import { createEngine, LookbackError, MetricCatalog } from "lookback";
import { describe, expect, test } from "vitest";

describe("util.inspect and JSON.stringify", () => {
  test("objects have the names of their classes", async () => {
    const engine = await createEngine({});
    expect(inspect(engine)).toBe("LookbackEngine {}");
    expect(inspect(engine.customer())).toBe("LookbackCustomer {}");
    expect(inspect(new MetricCatalog())).toBe("MetricCatalog {}");
  });

  test("an error begins with its name, even if only its stack is printed", () => {
    const error = new LookbackError("not_found", [
      { path: "id", code: "not_found", message: "no such metric" },
    ]);
    const line = "LookbackError: not_found: id: no such metric";
    expect(String(error)).toBe(line);
    expect(error.stack?.split("\n")[0]).toBe(line);
    expect(inspect(error).split("\n")[0]).toBe(line);
  });

  test("an error is written as JSON with its message", () => {
    const issues = [{ path: "id", code: "not_found", message: "no such metric" }];
    const error = new LookbackError("not_found", issues);
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({
      error: { name: "LookbackError", code: "not_found", message: "not_found: id: no such metric", issues },
    });
  });
});
