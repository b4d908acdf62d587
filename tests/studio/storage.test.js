import { expect, it } from "vitest";
import { exported } from "./exported.js";
import { inBrowsers, kept, ready, visit } from "./site.js";

inBrowsers("Storage, in one tab and in two", ["Chromium"], (studio) => {
  it("two tabs show the same, and neither overwrites the other's work", async () => {
    const one = await studio.open("offers");
    const two = await studio.page("#/offers");
    const offered = (page, key) => page.getByRole("row").filter({ hasText: key }).count();
    await two.getByRole("button", { name: "Delete Car loan" }).click();
    await one.getByText("Another tab changed something").waitFor();
    await expect.poll(() => offered(one, "car_loan")).toBe(0);
    await one.getByRole("button", { name: "Delete Home loan" }).click();
    await expect.poll(() => offered(two, "home_loan")).toBe(0);
    // Which moment is looked at is each tab's own affair: nothing is taken over, and undo stays.
    await visit(two, "Decisions");
    await two.getByRole("slider", { name: "Now" }).press("ArrowLeft");
    await two.waitForTimeout(800);
    expect(await one.getByRole("button", { name: "Undo: delete home_loan" }).count()).toBe(1);
    const three = await studio.page("#/offers");
    expect(await three.getByRole("row").count()).toBe(1 + 4);
  });

  it("a change that could not be stored is stored with the next one", async () => {
    const page = await studio.open("customer");
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (value, key) {
        if (!String(key).startsWith("customer:")) return put.call(this, value, key);
        IDBObjectStore.prototype.put = put;
        globalThis.refused = true;
        throw new DOMException("no room", "QuotaExceededError");
      };
    });
    await page.getByRole("button", { name: "Add now" }).click();
    await page.waitForFunction(() => globalThis.refused);
    await page.getByRole("slider", { name: "Now" }).press("ArrowRight");
    const stored = async () => (await kept(page, "customer:maya"))?.events.length;
    await expect.poll(stored).toBe(42);
    await page.reload();
    await ready(page);
    await page.getByText("42 events, the newest first").waitFor();
  });

  it("a draft survives a change in another tab", async () => {
    const page = await studio.open("policies/channel_fatigue/edit");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Weary of a channel");
    const other = await studio.page("#/policies");
    await other.getByRole("button", { name: "Delete At most 3 a week on a channel" }).click();
    await page.getByText("Another tab changed something").waitFor();
    expect(await form.getByLabel("Name").inputValue()).toBe("Weary of a channel");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    const names = (await exported(page)).contactPolicies.map(({ name }) => name);
    expect(names).toContain("Weary of a channel");
    expect(names).not.toContain("At most 3 a week on a channel");
  });
});
