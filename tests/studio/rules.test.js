import { expect, it } from "vitest";
import { inBrowsers, typeOver, visit } from "./site.js";

const order = (page, name) =>
  page
    .getByRole("list", { name })
    .getByRole("listitem")
    .evaluateAll((rows) => rows.map((row) => row.querySelector(".name")?.textContent ?? ""));

inBrowsers("Contact policies and qualification rules", ["Chromium", "Firefox"], (studio) => {
  it("a frequency cap that is created in the form stops candidates at once", async () => {
    const page = await studio.open("policies");
    await page.getByRole("link", { name: "New contact policy" }).click();
    const form = page.getByRole("dialog", { name: "New contact policy" });
    await form.getByLabel("Name").fill("One push a week");
    await form.getByLabel("Metric").selectOption("channel_impression_7d");
    await typeOver(form.getByLabel("Threshold"), "1");
    await form.getByLabel("Applies to").selectOption("channel");
    await form.getByLabel("Which channel").fill("push");
    await form.getByLabel("Which channel").press("Tab");
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    await visit(page, "Decisions");
    const row = page.getByRole("article").filter({ hasText: "Savings Plus on push" });
    await row.getByText("suppressed").waitFor();
    await row.getByRole("button", { expanded: false }).click();
    await row.getByRole("link", { name: "One push a week" }).waitFor();
  });

  it("what is likely a mistake is told with the name of its rule", async () => {
    const page = await studio.open("policies/new");
    const form = page.getByRole("dialog", { name: "New contact policy" });
    await form.getByLabel("Name").fill("For an offer of last year");
    await form.getByLabel("Metric").selectOption("channel_impression_7d");
    await form.getByLabel("Applies to").selectOption("offer");
    await form.getByLabel("Which offer").fill("winter");
    await form.getByLabel("Which offer").press("Tab");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText('For an offer of last year: the catalog has no offer "winter"').waitFor();
  });

  it("a rule without a metric cannot be saved, and the field says so", async () => {
    const page = await studio.open("policies/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Incomplete");
    await form.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => form.getByLabel("Metric").getAttribute("aria-invalid")).toBe("true");
    await form.getByRole("button", { name: "Cancel" }).click();
    expect(await page.getByText("Incomplete").count()).toBe(0);
  });

  it("a rule that is pasted as JSON is checked, and problems are reported with their path", async () => {
    const page = await studio.open("qualification/new");
    const form = page.getByRole("dialog");
    await form.getByText("JSON", { exact: true }).click();
    const code = form.getByLabel("The rule as JSON");
    const rule = {
      name: "Engaged enough",
      ruleType: "propensity_threshold",
      qualification: "soft",
      config: { metricKey: "response_rate_30d", threshold: 0.1, multiplierBelow: 0.3 },
    };
    await code.fill(JSON.stringify(rule));
    await form.getByText("config.metricKey").waitFor();
    rule.config.metricKey = "ctr_30d";
    await code.fill(JSON.stringify(rule));
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    await page.getByText("ctr_30d below 0.1 → × 0.3").nth(1).waitFor();
  });

  it("priorities can be changed by dragging", async () => {
    const page = await studio.open("policies");
    expect((await order(page, /Contact Policies/))[0]).toBe("At most 3 a week on a channel");
    const handle = await page.getByRole("button", { name: /^Move Tired of a channel/ }).boundingBox();
    const first = await page.getByRole("button", { name: /^Move At most 3/ }).boundingBox();
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(first.x + 10, first.y + 20, { steps: 5 });
    await page.mouse.move(first.x + 10, first.y - 8, { steps: 3 });
    await page.mouse.up();
    await expect
      .poll(() => order(page, /Contact Policies/))
      .toEqual([
        "Tired of a channel",
        "At most 3 a week on a channel",
        "Bought in the last 30 days",
        "Already bought in this category",
      ]);
    expect(await page.getByLabel("Priority of Tired of a channel").inputValue()).toBe("90");
  });

  it("priorities can be changed with the keyboard", async () => {
    const page = await studio.open("policies");
    await page.getByRole("button", { name: /^Move Already bought/ }).focus();
    await page.keyboard.press("ArrowUp");
    await expect
      .poll(() => order(page, /Contact Policies/))
      .toEqual([
        "At most 3 a week on a channel",
        "Bought in the last 30 days",
        "Already bought in this category",
        "Tired of a channel",
      ]);
    // The handle keeps the focus, so that one can go on.
    await page.keyboard.press("ArrowUp");
    await expect
      .poll(async () => (await order(page, /Contact Policies/))[1])
      .toBe("Already bought in this category");
    expect(await page.getByLabel("Priority of Already bought in this category").inputValue()).toBe("70");
    // Down as well as up; where it came to is said to those who do not see it.
    await page.keyboard.press("ArrowDown");
    await page.getByText("Already bought in this category runs as number 3 of 4 now.").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByText("Already bought in this category runs as number 4 of 4 now.").waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(
      /^Move Already bought/,
    );
  });

  it("a qualification rule, an offer and a weight can be created and deleted", async () => {
    const page = await studio.open("offers");
    await page.getByRole("link", { name: "New offer" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Gold card");
    await form.getByLabel("Category").fill("cards");
    await typeOver(form.getByLabel("Score"), "0.9");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByRole("row").filter({ hasText: "gold_card" }).waitFor();
    await page.getByRole("button", { name: "Delete Gold card" }).click();
    await expect.poll(() => page.getByText("gold_card", { exact: true }).count()).toBe(0);

    await visit(page, "Arbitration");
    await page.getByRole("button", { name: "New weight" }).click();
    await expect.poll(() => page.getByRole("button", { name: /^Delete the weight/ }).count()).toBe(2);

    await visit(page, "Qualification Rules");
    await page.getByRole("button", { name: "Delete Engagement Score Gate" }).click();
    await page.getByText("None yet").waitFor();
  });
});
