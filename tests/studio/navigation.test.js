import { expect, it } from "vitest";
import { inBrowsers, nowOf, visit } from "./site.js";

inBrowsers("Moving through the views", ["Chromium"], (studio) => {
  it("no view is blank because of the selection in the view before", async () => {
    const page = await studio.open("timeline/channel_impression_7d");
    await page.getByLabel("Now, in UTC").fill("2026-04-02T10:00");
    const legend = page.getByRole("figure", { name: /Channel Impression Count/ }).locator("figcaption");
    await expect.poll(() => legend.innerText()).toMatch(/email\s+0/);
    await visit(page, "Decisions");
    await page.getByText("sms", { exact: true }).first().click();
    await visit(page, "Customer");
    await page.getByRole("button", { name: /Open Bandit visitor/ }).click();
    await page.getByRole("heading", { level: 1, name: "Visitor 1" }).waitFor();
    await visit(page, "Decisions");
    await page
      .getByRole("list", { name: "Candidates, the best first" })
      .getByRole("article")
      .first()
      .waitFor();
    // A recipe whose rule was deleted can be added again.
    await visit(page, "Export & Share");
    await page.getByRole("button", { name: "Reset the Studio" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Reset" }).click();
    await visit(page, "Contact Policies");
    await page.getByRole("button", { name: "Delete At most 3 a week on a channel" }).click();
    await visit(page, "Behavioral Metrics");
    await page.getByRole("button", { name: "Add Frequency Cap" }).click();
    await page.getByText("Added Frequency Cap").waitFor();
    expect(await page.getByRole("article").count()).toBe(6);
  });

  it("the moment follows the selected customer", async () => {
    const page = await studio.open("customer/import");
    await page
      .getByRole("textbox", { name: "Events" })
      .fill('{"eventType":"click","timestamp":"2021-01-01T00:00:00Z"}');
    await page.getByRole("button", { name: "Load 1 event" }).click();
    await expect.poll(() => nowOf(page)).toBe("2021-01-01T00:00");
    await page.getByRole("button", { name: "Forget" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Forget" }).click();
    await page.getByRole("heading", { level: 1, name: "Maya" }).waitFor();
    expect(await nowOf(page)).toMatch(/^2026-03/);
    await page.getByRole("button", { name: /^Undo: forget/ }).click();
    await expect.poll(() => nowOf(page)).toBe("2021-01-01T00:00");
  });

  it("the keyboard focus stays in the page after a deletion", async () => {
    const page = await studio.open("policies");
    await page.getByRole("button", { name: "Delete Tired of a channel" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
  });

  it("long names make no view wider than a phone", async () => {
    const long = "n".repeat(200);
    const [metric, offer, profile] = ["m", "o", "p"].map((letter) => letter.repeat(64));
    const configuration = {
      metrics: [
        {
          name: long,
          key: metric,
          aggregationType: "count",
          eventType: long,
          dimensions: ["channel"],
          windowDays: 90,
        },
      ],
      contactPolicies: [
        {
          name: long,
          ruleType: "frequency_cap",
          config: { metricKey: metric, threshold: 1 },
          scope: "offer",
          scopeId: offer,
        },
      ],
      qualificationRules: [
        {
          name: long,
          ruleType: "metric_condition",
          config: { metricKey: metric, operator: "gte", threshold: 0 },
        },
      ],
      arbitration: { weights: [{ metricKey: metric, weight: 1, scale: { half: 1 } }] },
      offers: [{ key: offer, name: long, category: "c".repeat(64) }],
      profiles: [
        {
          id: profile,
          name: long,
          type: "sum",
          keys: [{ id: "key", name: long }],
          patterns: [{ id: "pattern", name: long, values: { key: 3 } }],
        },
      ],
    };
    const page = await studio.open("export", { viewport: { width: 360, height: 740 } });
    await page.getByLabel("Configuration to apply").fill(JSON.stringify(configuration));
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The configuration is in force.").waitFor();
    const show = async (place) => {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${place}`);
      await page.waitForTimeout(300);
    };
    await show("customer");
    await page.getByLabel("Event type").fill(long);
    await page.getByLabel("Channel", { exact: true }).fill(long);
    await page.getByRole("button", { name: "Add now" }).click();
    await page.getByLabel("Channels").fill(`${long},`);
    await page.getByLabel("Name", { exact: true }).fill(long);
    await page.getByLabel("Name", { exact: true }).press("Tab");
    await page.getByRole("heading", { level: 1, name: long }).waitFor();
    const places = [
      "start",
      "timeline",
      "customer",
      "metrics",
      `metrics/${metric}`,
      "qualification",
      "policies",
    ];
    places.push(
      "scoring",
      "profiles",
      "offers",
      "decisions",
      `decisions/${offer}@${long}`,
      "backtest",
      "export",
    );
    places.push(`metrics/${metric}/edit`, `profiles/${profile}/edit`, `offers/${offer}`, "customer/import");
    const wide = [];
    for (const place of places) {
      await show(place);
      const over = await page.evaluate(() => {
        const panel = document.querySelector("dialog[open] .body") ?? document.documentElement;
        return Math.max(
          panel.scrollWidth - panel.clientWidth,
          document.documentElement.scrollWidth - innerWidth,
        );
      });
      if (over > 0) wide.push(`${place}: ${over}`);
    }
    expect(wide).toEqual([]);
  });
});
