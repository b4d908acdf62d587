import { expect, it } from "vitest";
import { inBrowsers, visit } from "./site.js";

inBrowsers("What the engine computes", ["Chromium"], (studio) => {
  it("a metric that the engine refuses is reported with the reason, and shows no outdated number", async () => {
    const page = await studio.open("customer");
    await page.getByLabel("Event type").fill("conversion");
    await page.getByLabel("Value", { exact: true }).fill("1.7e308");
    await page.getByRole("button", { name: "Add now" }).click();
    await page.getByRole("button", { name: "Add now" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText(/the sum/).waitFor();
    expect(await alert.innerText()).not.toMatch(/WebAssembly|did not start/);
    await visit(page, "Behavioral Metrics");
    const spend = page.getByRole("article").filter({ hasText: "Total Conversion Value" });
    expect(await spend.innerText()).toContain("not computed");
    expect(await alert.innerText()).toMatch(/Metric “Total Conversion Value/);
    // What does not rest on it is computed as ever, and the search for changes does not claim to
    // have found none.
    const card = page.getByRole("article").filter({ hasText: "Channel Impression Count" });
    expect(await card.innerText()).toMatch(/email\s+4/);
    await page.getByRole("button", { name: "Next change unknown" }).waitFor();
    await page.getByRole("button", { name: "Undo: add conversion" }).click();
    await alert.waitFor({ state: "detached" });
    await expect.poll(() => spend.innerText()).not.toContain("not computed");
  });

  it("the next change is not reported as missing when the search for it ended early", async () => {
    const page = await studio.open("export");
    await page.getByLabel("Configuration to apply").fill(
      JSON.stringify({
        metrics: [{ name: "Mean", key: "mean", aggregationType: "avg", eventType: "buy", windowDays: 365 }],
      }),
    );
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The configuration is in force.").waitFor();
    await page.goto(page.url().replace("export", "customer/import"));
    const start = Date.parse("2026-01-01T00:00:00Z");
    const rows = Array.from({ length: 1500 }, (_, index) => `buy,${start + index * 60_000},5`);
    await page.getByRole("textbox", { name: "Events" }).evaluate(
      (box, text) => {
        box.value = text;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      },
      ["eventType,timestamp,value", ...rows].join("\n"),
    );
    await page.getByRole("button", { name: "Load 1,500 events" }).click();
    await page.getByText("Loaded 1,500 events").waitFor();
    await page.getByRole("button", { name: /^No change so far in 364 d/ }).click();
    await page.getByRole("button", { name: /^Next change in/ }).click();
    await page.getByRole("button", { name: "No further change" }).waitFor();
  });

  it("the address of a new metric reports the limit of 20 metrics when there are 20", async () => {
    const page = await studio.open("export");
    const metrics = Array.from({ length: 20 }, (_, index) => ({
      name: `Metric ${index}`,
      key: `metric_${index}`,
      aggregationType: "count",
      eventType: "click",
      dimensions: ["channel"],
      windowDays: 1,
    }));
    await page.getByLabel("Configuration to apply").fill(JSON.stringify({ metrics }));
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The configuration is in force.").waitFor();
    await page.goto(page.url().replace("export", "metrics/new"));
    await page.getByText("up to 20 metrics").waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    // A metric without a group left is told of in the same words everywhere.
    await page.getByLabel("Now, in UTC").fill("2026-04-15T10:00");
    await page.getByRole("article").first().getByText("no matching events").waitFor();
    await visit(page, "Overview");
    const list = page.getByRole("region", { name: "What it adds up to" });
    await expect.poll(() => list.getByText("no matching events").count()).toBe(6);
    expect(await list.innerText()).not.toMatch(/all events|–/);
  });
});
