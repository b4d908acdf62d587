import { expect, it } from "vitest";
import { inBrowsers, typeOver, visit } from "./site.js";

const card = (page, name) => page.getByRole("article").filter({ hasText: name });

inBrowsers("Behavioral Metrics", ["Chromium", "Firefox"], (studio) => {
  it("a metric is computed from the existing history while it is being filled in", async () => {
    const page = await studio.open("start");
    await visit(page, "Behavioral Metrics");
    await page.getByRole("button", { name: "New Metric" }).click();
    const form = page.getByRole("dialog", { name: "New Metric" });
    await form.getByLabel("Name").fill("Email frequency (30d)");
    await expect.poll(() => form.getByLabel("Key").inputValue()).toBe("email_frequency_30d");
    await form.getByRole("radio", { name: /Count/ }).check({ force: true });
    await form.getByLabel("Event type").fill("click");
    await form.getByRole("button", { name: "channel" }).click();
    await form.getByRole("button", { name: "30 d" }).click();
    await form.getByText("count(click) per channel, last 30 days").waitFor();
    // Maya clicked twice on push and twice on web in the 30 days before 10 March 2026, 14:30.
    await form
      .getByRole("region", { name: "Preview" })
      .getByText(/push\s*2/)
      .waitFor();
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    const made = card(page, "Email frequency (30d)");
    expect(await made.innerText()).toMatch(/push\s+2\s+web\s+2/);
  });

  it("a ratio asks for its secondary event type and says what is wrong beside the field", async () => {
    const page = await studio.open("metrics/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Conversion rate");
    await form.getByRole("radio", { name: /Ratio/ }).check({ force: true });
    await form.getByLabel("Event type", { exact: true }).fill("conversion");
    await form.getByLabel("Event type", { exact: true }).press("Tab");
    await typeOver(form.getByLabel("Window in days"), "400");
    await form.getByRole("button", { name: "Save" }).click();
    const secondary = form.getByLabel("Secondary event type");
    await expect.poll(() => secondary.getAttribute("aria-invalid")).toBe("true");
    await expect.poll(() => form.getByLabel("Window in days").getAttribute("aria-invalid")).toBe("true");
    await secondary.fill("impression");
    await secondary.press("Tab");
    await typeOver(form.getByLabel("Window in days"), "90");
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    await card(page, "Conversion rate")
      .getByText("count(conversion) / count(impression), last 90 days")
      .waitFor();
  });

  it("editing changes what is computed, and undo takes it back", async () => {
    const page = await studio.open("metrics");
    const metric = card(page, "Total Conversion Value");
    expect(await metric.innerText()).toContain("326.4");
    await metric.getByRole("link", { name: /^Edit/ }).click();
    const form = page.getByRole("dialog", { name: "Edit metric" });
    await form.getByRole("radio", { name: /Maximum/ }).check({ force: true });
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    await expect.poll(() => metric.innerText()).toContain("240");
    await page.getByRole("button", { name: /^Undo: edit/ }).click();
    await expect.poll(() => metric.innerText()).toContain("326.4");
  });

  it("deleting a metric that rules read names them, and deletes them only after confirmation", async () => {
    const page = await studio.open("metrics");
    await page.getByRole("button", { name: "Delete Channel Impression Count (7d)" }).click();
    const question = page.getByRole("alertdialog");
    await question.getByText("At most 3 a week on a channel").waitFor();
    await question.getByRole("button", { name: "Keep it" }).click();
    await expect.poll(() => page.getByRole("article").count()).toBe(6);
    await page.getByRole("button", { name: "Delete Channel Impression Count (7d)" }).click();
    await question.getByRole("button", { name: "Delete with 1 rule" }).click();
    await expect.poll(() => page.getByRole("article").count()).toBe(5);
    await visit(page, "Contact Policies");
    expect(await page.getByText("At most 3 a week on a channel").count()).toBe(0);
  });

  it("each of the six recipes is added with one click", async () => {
    const page = await studio.open("metrics");
    for (const name of await page
      .getByRole("button", { name: /^Delete / })
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))) {
      await page.getByRole("button", { name, exact: true }).click();
      await page
        .getByRole("alertdialog")
        .getByRole("button", { name: /^Delete/ })
        .click();
    }
    await page.getByText("No metrics yet").waitFor();
    const recipes = [
      "Frequency Cap",
      "Conversion Cooldown",
      "Channel Fatigue",
      "Response Rate Gate",
      "High-Value Targeting",
      "Cross-Sell Detection",
    ];
    for (const recipe of recipes) await page.getByRole("button", { name: `Add ${recipe}` }).click();
    await expect.poll(() => page.getByRole("article").count()).toBe(6);
    await expect.poll(() => card(page, "Click-Through Rate").innerText()).toContain("0.278");
    await visit(page, "Contact Policies");
    expect(
      await page
        .getByRole("list", { name: /Contact Policies/ })
        .getByRole("listitem")
        .count(),
    ).toBe(4);
  });

  it("there can be at most twenty metrics", async () => {
    const page = await studio.open("metrics");
    for (let made = 7; made <= 20; made++) {
      await page.getByRole("button", { name: "New Metric" }).click();
      const form = page.getByRole("dialog");
      await form.getByLabel("Name").fill(`Clicks ${made} days`);
      await form.getByLabel("Key").fill(`clicks_${made}d`);
      await form.getByLabel("Event type").fill("click");
      await form.getByLabel("Event type").press("Tab");
      await typeOver(form.getByLabel("Window in days"), String(made));
      await form.getByRole("button", { name: "Save" }).click();
      await form.waitFor({ state: "detached" });
    }
    expect(await page.getByRole("article").count()).toBe(20);
    expect(await page.getByRole("button", { name: "New Metric" }).isDisabled()).toBe(true);
    await page.getByText("up to 20 metrics").waitFor();
  });

  it("the details of a metric show its groups, its window, how long it holds, and its course over time", async () => {
    const page = await studio.open("metrics/channel_impression_7d");
    const metric = card(page, "Channel Impression Count");
    await metric.getByText(/Window from Tue,? 3 Mar 2026, 14:30 UTC/).waitFor();
    expect(await metric.getByRole("row").filter({ hasText: "email" }).innerText()).toMatch(/email\s+4\s+4/);
    await metric.locator("canvas").waitFor();
    // The oldest of the four emails leaves the window on 11 March at 09:14.
    await metric.getByRole("row").filter({ hasText: "email" }).getByRole("button").click();
    await expect
      .poll(() => metric.getByRole("row").filter({ hasText: "email" }).innerText())
      .toMatch(/email\s+3\s+3/);
    expect(await page.getByLabel("Now, in UTC").inputValue()).toBe("2026-03-11T09:14");
  });
});
