import { expect, it } from "vitest";
import { exported } from "./exported.js";
import { addPolicy, inBrowsers, kept, ready, visit } from "./site.js";
import { runSnippet } from "./snippet.js";

inBrowsers("Export and sharing", ["Chromium", "Firefox"], (studio) => {
  it("the TypeScript snippet runs as it is and prints what the page shows", async () => {
    const page = await studio.open("export");
    await page.getByText("TypeScript", { exact: true }).click();
    const source = await page.getByRole("region", { name: "TypeScript snippet" }).innerText();
    const printed = await runSnippet(source);
    expect(printed).toMatch(/^channel_impression_7d email {2}4$/m);
    expect(printed).toMatch(/^1 savings_plus push eligible/m);
    expect(printed).toMatch(/suppressed/);
  });

  it("the JSON is the configuration, and comes back through “Bring your own”", async () => {
    const page = await studio.open("export");
    const configuration = JSON.parse(
      await page.getByRole("region", { name: "Configuration as JSON" }).innerText(),
    );
    expect(configuration.metrics.map(({ key }) => key)).toContain("channel_impression_7d");
    configuration.metrics[0].windowDays = 0;
    const box = page.getByLabel("Configuration to apply");
    await box.fill(JSON.stringify(configuration));
    await page.getByText("metrics[0].windowDays").waitFor();
    expect(await page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(true);
    configuration.metrics[0].windowDays = 3;
    await box.fill(JSON.stringify(configuration));
    await page.getByRole("button", { name: "Apply" }).click();
    await visit(page, "Behavioral Metrics");
    await page.getByText("count(impression) per channel, last 3 days").waitFor();
  });

  it("a link shows someone else the same thing", async () => {
    const page = await studio.open("metrics");
    await page.getByRole("button", { name: "Delete Click-Through Rate (30d)" }).click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: /^Delete/ })
      .click();
    await page.getByLabel("Now, in UTC").fill("2026-03-05T10:00");
    await visit(page, "Export & Share");
    await expect
      .poll(async () => (await page.getByLabel("Link", { exact: true }).inputValue()).length)
      .toBeGreaterThan(200);
    const link = await page.getByLabel("Link", { exact: true }).inputValue();
    const other = await studio.open(new URL(link).hash);
    await visit(other, "Behavioral Metrics");
    await expect.poll(() => other.getByRole("article").count()).toBe(5);
    expect(await other.getByLabel("Now, in UTC").inputValue()).toBe("2026-03-05T10:00");
  });

  it("a damaged link is reported and changes nothing", async () => {
    const page = await studio.open("start");
    await page.evaluate(() => {
      location.hash = "#share=not-a-link";
    });
    await page.getByText("This link is damaged").waitFor();
    await visit(page, "Behavioral Metrics");
    await expect.poll(() => page.getByRole("article").count()).toBe(6);
  });

  it("everything is stored in the browser; reset restores the samples, and undo reverts it", async () => {
    const page = await studio.open("policies");
    await page.getByRole("button", { name: "Delete Tired of a channel" }).click();
    await expect.poll(() => page.getByText("Tired of a channel", { exact: true }).count()).toBe(0);
    const keptPolicies = async () => (await kept(page, "index"))?.configuration.contactPolicies.length;
    await expect.poll(keptPolicies).toBe(3);
    await page.reload();
    await ready(page);
    expect(
      await page
        .getByRole("list", { name: /Contact Policies/ })
        .getByRole("listitem")
        .count(),
    ).toBe(3);
    await visit(page, "Export & Share");
    await page.getByRole("button", { name: "Reset the Studio" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Reset" }).click();
    await visit(page, "Contact Policies");
    await expect
      .poll(() =>
        page
          .getByRole("list", { name: /Contact Policies/ })
          .getByRole("listitem")
          .count(),
      )
      .toBe(4);
    await page.getByRole("button", { name: "Undo: reset the Studio" }).click();
    await expect
      .poll(() =>
        page
          .getByRole("list", { name: /Contact Policies/ })
          .getByRole("listitem")
          .count(),
      )
      .toBe(3);
    await page.getByRole("button", { name: "Redo: reset the Studio" }).click();
    await expect
      .poll(() =>
        page
          .getByRole("list", { name: /Contact Policies/ })
          .getByRole("listitem")
          .count(),
      )
      .toBe(4);
  });

  it("the snippet prints what the page shows, also at an earlier moment and with a platform's field names", async () => {
    const page = await studio.open("policies");
    await addPolicy(page, {
      name: "Families",
      ruleType: "profile_match",
      config: { profileId: "travel_style", patternId: "family_first" },
    });
    await page.getByLabel("Now, in UTC").fill("2026-02-20T12:00");
    const configuration = await exported(page);
    const fields = { eventType: "outcome_type", timestamp: "occurred_at" };
    await page
      .getByLabel("Configuration to apply")
      .fill(JSON.stringify({ ...configuration, eventFields: fields }));
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The configuration is in force.").waitFor();
    await page.getByText("TypeScript", { exact: true }).click();
    const printed = await runSnippet(
      await page.getByRole("region", { name: "TypeScript snippet" }).innerText(),
    );
    await visit(page, "Decisions");
    const funnel = page.getByRole("list", { name: "Funnel" });
    expect(await funnel.innerText()).toMatch(/Allowed by policies\s+0/);
    expect(printed).not.toMatch(/eligible/);
    expect(printed.match(/suppressed/g)?.length).toBe(24);
  });
});
