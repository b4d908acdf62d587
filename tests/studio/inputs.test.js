import { expect, it } from "vitest";
import { exported } from "./exported.js";
import { inBrowsers, nowOf, typeOver, visit } from "./site.js";

inBrowsers("Fields and buttons", ["Chromium"], (studio) => {
  it("a number that the engine refuses is rejected, and the field shows the previous value again", async () => {
    const page = await studio.open("policies");
    const priority = page.getByLabel("Priority of Tired of a channel");
    const before = await priority.inputValue();
    await priority.fill("500");
    await priority.press("Tab");
    await page.getByText(/^Not done: .*100/).waitFor();
    await expect.poll(() => priority.inputValue()).toBe(before);
    await visit(page, "Arbitration");
    await page.getByLabel("Weight", { exact: true }).fill("");
    await page.getByLabel("Weight", { exact: true }).press("Tab");
    await expect.poll(() => page.getByLabel("Weight", { exact: true }).inputValue()).toBe("0.5");
    const { contactPolicies, arbitration } = await exported(page);
    expect(contactPolicies.every(({ priority: given = 50 }) => given <= 100)).toBe(true);
    expect(arbitration.weights[0].weight).toBe(0.5);
  });

  it("a date typed key by key changes the moment once its year is complete", async () => {
    const page = await studio.open("timeline");
    const field = page.getByLabel("Now, in UTC");
    await field.focus();
    await field.pressSequentially("04152026");
    expect(await nowOf(page)).toBe("2026-04-15T14:30");
    await field.fill("0202-04-15T14:30");
    await field.blur();
    expect(await nowOf(page)).toBe("2026-04-15T14:30");
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("a double click on Save saves once", async () => {
    const page = await studio.open("offers/travel_card");
    await page.getByRole("button", { name: "Save", exact: true }).dblclick();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await visit(page, "Contact Policies");
    await page.getByRole("link", { name: "New contact policy" }).click();
    await page.getByLabel("Name").fill("Zed");
    await page.getByLabel("Metric").selectOption("ctr_30d");
    await page.getByRole("button", { name: "Save", exact: true }).dblclick();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const { offers, contactPolicies } = await exported(page);
    expect(offers.length).toBe(6);
    expect(contactPolicies.filter(({ name }) => name === "Zed").length).toBe(1);
  });

  it("actions in quick succession all take effect", async () => {
    const page = await studio.open("policies");
    await page.getByRole("button", { name: /^Move Already bought/ }).focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowUp");
    const names = () =>
      page
        .getByRole("list", { name: /Contact Policies/ })
        .getByRole("listitem")
        .evaluateAll((rows) => rows.map((row) => row.querySelector(".name")?.textContent));
    await expect.poll(async () => (await names())[0]).toBe("Already bought in this category");
    await page.getByLabel("Priority of Tired of a channel").focus();
    const before = Number(await page.getByLabel("Priority of Tired of a channel").inputValue());
    for (let press = 0; press < 5; press++) await page.keyboard.press("ArrowUp");
    await expect
      .poll(
        async () =>
          (await exported(page)).contactPolicies.find(({ name }) => name === "Tired of a channel").priority,
      )
      .toBe(before + 5);
    await visit(page, "Arbitration");
    await page.getByRole("button", { name: "New weight" }).dblclick();
    await expect.poll(() => page.getByRole("button", { name: /^Delete the weight/ }).count()).toBe(3);
  });

  it.each(["-2", "-0.5", ".5", "1e3"])("a number is saved as typed: %s", async (typed) => {
    const page = await studio.open("policies/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("As typed");
    await form.getByLabel("Rule type").selectOption("Metric condition");
    await form.getByLabel("Metric", { exact: true }).selectOption("ctr_30d");
    await typeOver(form.getByLabel("Threshold"), typed);
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    expect((await exported(page)).contactPolicies.at(-1).config.threshold).toBe(Number(typed));
  });

  it("a change of the rule type keeps the fields that both types have, and the multiplier", async () => {
    const page = await studio.open("policies/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Turned into another");
    await form.getByLabel("Metric", { exact: true }).selectOption("channel_impression_7d");
    await form.getByLabel("Read for").selectOption("total");
    await form.getByLabel("Without data").selectOption("fail");
    await form.getByText("Multiply the score").click();
    await typeOver(form.getByLabel("Multiplier"), "0.3");
    await form.getByLabel("Rule type").selectOption("Metric condition");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    expect((await exported(page)).contactPolicies.at(-1).config).toEqual({
      metricKey: "channel_impression_7d",
      operator: "gt",
      threshold: 0,
      match: "total",
      onMissing: "fail",
      action: "multiply",
      multiplier: 0.3,
    });
  });
});
