import { expect, it } from "vitest";
import { inBrowsers } from "./site.js";

const save = (form) => form.getByRole("button", { name: "Save", exact: true }).click();
/** What a form says below its fields. */
const notes = (form) => form.locator("form > .note").allInnerTexts();
/** What is said at the field of a label. */
const saidAt = (form, label) =>
  form.locator(".field", { has: form.page().getByLabel(label, { exact: true }) }).locator(".problem");

inBrowsers("A problem", ["Chromium"], (studio) => {
  it("is reported for an emptied number field: a number is missing", async () => {
    const page = await studio.open("metrics/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Window in days").fill("");
    await saidAt(form, "Window in days").getByText("a number is missing").waitFor();
    await page.goto(page.url().replace("metrics/new", "policies"));
    await page.getByLabel("Priority of Tired of a channel").fill("");
    await page.getByLabel("Priority of Tired of a channel").press("Tab");
    await page.getByText("Not done: a number is missing").waitFor();
  });

  it.each([
    ["metrics/new", ["Name", "Key", "Event type"]],
    ["policies/new", ["Name", "Metric"]],
    ["profiles/new", ["Name", "Id", "Keys"]],
    ["offers/new", ["Key"]],
  ])("is said once, at its field (%s)", async (place, labels) => {
    const page = await studio.open(place);
    const form = page.getByRole("dialog");
    await save(form);
    for (const label of labels) await saidAt(form, label).waitFor();
    expect(await form.locator(".problem").count()).toBe(labels.length);
    expect(await notes(form)).toEqual([]);
    // The first of them has the focus.
    await expect.poll(() => form.locator(":focus").getAttribute("aria-invalid")).toBe("true");
  });

  it("is not reported for a field before it has been filled in", async () => {
    const page = await studio.open("metrics/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Key").fill("Not a key");
    await saidAt(form, "Key").waitFor();
    expect(await form.locator(".problem").count()).toBe(1);
  });

  it("opens the part of the form that it is in", async () => {
    const page = await studio.open("metrics/new");
    const form = page.getByRole("dialog");
    await form.getByText("JSON", { exact: true }).click();
    await form
      .getByLabel("The metric as JSON")
      .fill('{"key":"a","name":"A","eventType":"click","windowDays":7,"where":{"channel":[5]}}');
    await form.getByText("Form", { exact: true }).click();
    await save(form);
    const list = form.getByLabel("Only these channels optional");
    await expect.poll(() => list.evaluate((box) => box.matches(":focus"))).toBe(true);
    expect(await list.getAttribute("aria-invalid")).toBe("true");
  });

  it("in a table is named by the labels there", async () => {
    const page = await studio.open("profiles/travel_style/edit");
    const form = page.getByRole("dialog");
    const cell = form.getByLabel("Adventure of Explorer");
    await cell.fill("");
    await save(form);
    await expect.poll(() => notes(form)).toEqual(["Adventure of Explorer a number is missing"]);
    expect(await cell.getAttribute("aria-invalid")).toBe("true");
  });

  it("elsewhere is named by the definition that it is in", async () => {
    const page = await studio.open("policies/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name", { exact: true }).fill("Tired of a channel");
    await form.getByText("JSON", { exact: true }).click();
    await form
      .getByLabel("The rule as JSON")
      .fill('{"id":"channel_fatigue","name":"Twice","ruleType":"cooldown","config":{}}');
    await expect.poll(() => notes(form)).toContain("config.cooldownHours is required");
    expect((await notes(form)).join()).not.toMatch(/contactPolicies/);
  });

  it("is no longer reported once the text has changed", async () => {
    const page = await studio.open("metrics/channel_impression_7d/edit");
    const form = page.getByRole("dialog");
    const preview = form.getByRole("region", { name: "Preview" });
    await preview.getByText("email").waitFor();
    await form.getByText("JSON", { exact: true }).click();
    const box = form.getByLabel("The metric as JSON");
    await box.fill('{"key":"a","name":"A","aggregationType":"count","eventType":"","windowDays":7}');
    await expect.poll(() => notes(form)).toEqual(["eventType must not be empty"]);
    for (const text of ['{"key":"a", oops', ""]) {
      await box.fill(text);
      await saidAt(form, "The metric as JSON").waitFor();
      expect(await notes(form)).toEqual([]);
      expect(await preview.getByRole("list").count()).toBe(0);
    }
    // Nor is what was good said of one that is not.
    await box.fill('{"key":"a","name":"A","aggregationType":"count","eventType":"click","windowDays":7}');
    await preview.getByRole("list").waitFor();
    await box.fill("{");
    await preview.getByRole("list").waitFor({ state: "detached" });
  });

  it("with a configuration to apply disappears with its text", async () => {
    const page = await studio.open("export");
    const box = page.getByLabel("Configuration to apply");
    const section = page.getByRole("region", { name: "Bring your own" });
    await box.fill('{"metrics":[{"key":"a"}]}');
    await section.getByText("is required").first().waitFor();
    await box.fill('{"metrics":[{"key":');
    await section.getByText("Not JSON yet").waitFor();
    expect(await section.locator(".note").count()).toBe(0);
    await box.fill("");
    await section.getByText("This is empty").waitFor();
  });

  it("in a text of events disappears when the text is cleared, and so does the count of good events", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    const box = sheet.getByLabel("Events", { exact: true });
    const click = '{"eventType":"click","timestamp":"2026-03-01T10:00:00Z"}\n';
    await box.fill(click);
    await sheet.getByText("1 good event").waitFor();
    await box.fill(click.repeat(2));
    await expect.poll(() => sheet.getByText("1 good event").count()).toBe(0);
    // What is still being read when the text goes is of no text any more.
    await box.evaluate((area, text) => {
      area.value = text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }, click.repeat(3000));
    await page.waitForTimeout(270);
    await box.fill("");
    await page.waitForTimeout(1000);
    expect(await sheet.locator(".chip.good").count()).toBe(0);
  });
});
