import { expect, it } from "vitest";
import { inBrowsers, nowOf, visit } from "./site.js";

inBrowsers("Undo", ["Chromium"], (studio) => {
  it("a notice offers undo only while undo would revert that change", async () => {
    const page = await studio.open("offers");
    await page.getByRole("button", { name: "Delete Travel card" }).click();
    const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
    await undo.waitFor();
    await visit(page, "Contact Policies");
    await page.getByLabel("Priority of Tired of a channel").fill("10");
    await page.getByLabel("Priority of Tired of a channel").press("Tab");
    await undo.waitFor({ state: "detached" });
  });

  it("undo restores the moment along with the data, and keeps the selected customer", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    await sheet
      .getByLabel("Events", { exact: true })
      .fill('{"eventType":"click","timestamp":"2021-01-01T00:00:00Z"}');
    await sheet.getByRole("button", { name: "Load 1 event" }).click();
    await expect.poll(() => nowOf(page)).toBe("2021-01-01T00:00");
    await visit(page, "Offers");
    await page.getByRole("button", { name: "Delete Home loan" }).click();
    await page.getByRole("combobox", { name: "Customer" }).selectOption({ label: "Maya" });
    await page.getByRole("button", { name: "Undo: delete home_loan" }).click();
    await page.getByRole("row").filter({ hasText: "home_loan" }).waitFor();
    await visit(page, "Decisions");
    expect(await nowOf(page)).toMatch(/^2026-03/);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("button", { name: "Undo: load a customer" }).click();
    await expect.poll(() => nowOf(page)).toBe("2026-03-10T14:30");
  });

  it("Ctrl+Z undoes from the slider, but never behind an open panel", async () => {
    const page = await studio.open("offers");
    await page.getByRole("button", { name: "Delete Home loan" }).click();
    await page.getByRole("row").filter({ hasText: "home_loan" }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "New offer" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Gold card");
    await form.getByRole("button", { name: "Cancel" }).focus();
    await page.keyboard.press("Control+z");
    // The browser may take back the typing; what lies behind the panel stays.
    await page.waitForTimeout(200);
    expect(await page.getByText("Undid").count()).toBe(0);
    await form.getByRole("button", { name: "Cancel" }).click();
    await visit(page, "Decisions");
    await page.getByRole("slider", { name: "Now" }).focus();
    await page.keyboard.press("Control+z");
    await page.getByText("Undid: delete home_loan.").waitFor();
  });

  it("an emptied value is removed, and an edit of the attributes is one step to undo", async () => {
    const page = await studio.open("customer");
    await page.getByLabel("Event type").fill("conversion");
    await page.getByLabel("Value", { exact: true }).fill("5");
    await page.getByLabel("Value", { exact: true }).fill("");
    await page.getByRole("button", { name: "Add now" }).click();
    await page.getByRole("button", { name: "Undo: add conversion" }).waitFor();
    const row = page.getByRole("row").filter({ hasText: "conversion" }).first();
    expect(await row.getByRole("cell").nth(4).innerText()).toBe("");
    const box = page.getByLabel("Attributes, as JSON");
    await box.fill("");
    await box.pressSequentially('{"country":"BE"}');
    await box.blur();
    await page.getByRole("button", { name: "Undo: change the attributes" }).click();
    await page.getByRole("button", { name: "Undo: add conversion" }).waitFor();
  });
});
