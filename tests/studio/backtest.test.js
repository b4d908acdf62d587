import { expect, it } from "vitest";
import { addPolicy, inBrowsers, typeOver, visit } from "./site.js";

inBrowsers("The number of a back-test", ["Chromium"], (studio) => {
  it("the number is kept as typed, and the reason for refusing it is shown beside it", async () => {
    const page = await studio.open("backtest");
    const field = page.getByRole("spinbutton", { name: /becomes$/ });
    const result = page.getByRole("region", { name: "Result" });
    await result.waitFor();
    await field.fill("");
    const said = page.locator(".field .problem");
    await said.getByText("a number is missing").waitFor();
    expect(await field.inputValue()).toBe("");
    expect(await page.getByRole("button", { name: "Keep", exact: true }).isDisabled()).toBe(true);
    // The last good answer stays.
    expect(await result.innerText()).toContain("would be shown");
    await page.getByLabel("Number to change").selectOption({ index: 1 });
    await field.fill("");
    await typeOver(field, "1e99");
    expect(await field.inputValue()).toBe("1e99");
    await page.getByRole("button", { name: /^Back to/ }).click();
    await said.waitFor({ state: "detached" });
    expect(await field.inputValue()).not.toBe("1e99");
  });

  it("every number of every rule can be changed", async () => {
    const page = await studio.open("policies");
    await addPolicy(page, {
      name: "Two a week",
      ruleType: "frequency_cap",
      config: { maxContacts: 2, windowDays: 7, scope: "channel" },
    });
    await visit(page, "Back-test");
    const knobs = await page.getByLabel("Number to change").getByRole("option").allTextContents();
    expect(knobs).toContain("Two a week: maximum contacts");
    expect(knobs).toContain("Two a week: window, days");
    await page.getByLabel("Number to change").selectOption("Bought in the last 30 days: threshold");
    expect(await page.getByRole("slider", { name: "New value" }).getAttribute("max")).toBe("5");
    expect(await page.getByRole("slider", { name: "New value" }).getAttribute("step")).toBe("1");
  });
});

inBrowsers("Back-test", ["Chromium", "Firefox"], (studio) => {
  it("changing a threshold shows what would have been gained and lost, and can be kept", async () => {
    const page = await studio.open("backtest");
    await page
      .getByLabel("Number to change")
      .selectOption({ label: "At most 3 a week on a channel: threshold" });
    await page
      .getByText(/of 27 would be shown/)
      .first()
      .waitFor();
    const lost = page.getByRole("region", { name: "Lost" });
    await lost.getByText("Nothing is changed yet.").waitFor();
    await page.getByRole("slider", { name: "New value" }).fill("0");
    await expect.poll(() => lost.getByRole("row").count()).toBeGreaterThan(2);
    expect(await lost.innerText()).toContain("At most 3 a week on a channel");
    await page.getByRole("button", { name: "Keep 0" }).click();
    await visit(page, "Contact Policies");
    await page.getByText("channel_impression_7d more than 0 → suppress").waitFor();
  });

  it("each value shows how many would be shown, and can be chosen", async () => {
    const page = await studio.open("backtest");
    const values = page.getByRole("group", { name: "How many would be shown at each value" });
    await values.getByRole("button", { name: /^27 of 27 impressions shown at 3 ?, as it is$/ }).waitFor();
    await values.getByRole("button", { name: "21 of 27 impressions shown at 1" }).click();
    const lost = page.getByRole("region", { name: "Lost" });
    // A row for each of the six, and the head.
    await expect.poll(() => lost.getByRole("row").count()).toBe(7);
    await page.getByText("−6 lost").waitFor();
    await page.getByRole("button", { name: "Back to 3" }).click();
    await lost.getByText("Nothing is changed yet.").waitFor();
  });
});
