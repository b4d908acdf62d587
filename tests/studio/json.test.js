import { expect, it } from "vitest";
import { inBrowsers, visit } from "./site.js";

inBrowsers("JSON in an editor", ["Chromium"], (studio) => {
  it("text that is not valid JSON yet cannot be saved, and neither can its last valid version", async () => {
    const page = await studio.open("metrics/channel_impression_7d/edit");
    const form = page.getByRole("dialog");
    await form.getByText("JSON", { exact: true }).click();
    await form.getByLabel("The metric as JSON").fill('{ "windowDays": 99,,');
    await form.getByText("Not JSON yet").waitFor();
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForTimeout(300);
    expect(await form.isVisible()).toBe(true);
    await form.getByRole("button", { name: "Cancel" }).click();
    await visit(page, "Export & Share");
    const box = page.getByLabel("Configuration to apply");
    await box.fill('{"metrics":[]}');
    await expect.poll(() => page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(false);
    await box.fill('{"metrics":[]');
    await expect.poll(() => page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(true);
  });

  it.each([
    ["policies/new", "The rule as JSON", '{"ruleType":"cooldown","name":"A"}'],
    ["metrics/new", "The metric as JSON", '{"windowDays":7,"where":{},"key":"a"}'],
    ["export", "Configuration to apply", '{"metrics":[]}'],
  ])("JSON is not reformatted while it is being typed (%s)", async (place, label, text) => {
    const page = await studio.open(place);
    if (place !== "export") await page.getByRole("dialog").getByText("JSON", { exact: true }).click();
    const box = page.getByLabel(label);
    await box.fill(text);
    await page.waitForTimeout(300);
    expect(await box.inputValue()).toBe(text);
  });

  it.each([
    [
      "policies/new",
      "The rule as JSON",
      { ruleType: "cooldown", config: null },
      "“config” must be an object",
    ],
    ["metrics/new", "The metric as JSON", { key: "a", dimensions: "channel" }, "“dimensions” must be a list"],
    ["policies/new", "The rule as JSON", { name: 5, ruleType: "cooldown" }, "“name” must be text"],
    ["metrics/new", "The metric as JSON", { key: "a", where: { channel: 5 } }, "“channel” must be a list"],
    ["profiles/new", "The profile as JSON", { id: "a", keys: 5 }, "“keys” must be a list"],
    ["profiles/new", "The profile as JSON", { id: "a", keys: [null] }, "keys[0]: each must be an object"],
    [
      "profiles/new",
      "The profile as JSON",
      { id: "a", patterns: [null] },
      "patterns[0]: each must be an object",
    ],
    ["export", "Configuration to apply", { profiles: 5 }, "“profiles” must be a list"],
    [
      "export",
      "Configuration to apply",
      { contactPolicies: [null] },
      "contactPolicies[0]: each must be an object",
    ],
  ])("JSON of the wrong shape is reported beside the editor (%s)", async (place, label, value, problem) => {
    const page = await studio.open(place);
    if (place !== "export") await page.getByRole("dialog").getByText("JSON", { exact: true }).click();
    await page.getByLabel(label).fill(JSON.stringify(value));
    await page.getByText(problem).waitFor();
  });

  it("a configuration that cannot be shown is never applied, nor the one typed before it", async () => {
    const page = await studio.open("export");
    const box = page.getByLabel("Configuration to apply");
    await box.fill('{"metrics":[]}');
    await expect.poll(() => page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(false);
    await box.fill('{"contactPolicies":[{"name":5,"ruleType":"cooldown","config":{"cooldownHours":1}}]}');
    await page.getByText("contactPolicies[0]: “name” must be text").waitFor();
    expect(await page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(true);
  });
});
