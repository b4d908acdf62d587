import { expect, it } from "vitest";
import { inBrowsers } from "./site.js";

inBrowsers("Events of a customer", ["Chromium"], (studio) => {
  it("an event that the engine refuses is not added, and the form says why", async () => {
    const page = await studio.open("customer");
    const add = page.getByRole("button", { name: "Add now" });
    await page.getByLabel("Event type").fill("x".repeat(1025));
    await add.click();
    await page.getByText("Event type must not be longer than 1024 bytes").waitFor();
    expect(await page.getByLabel("Event type").getAttribute("aria-invalid")).toBe("true");
    await page.getByLabel("Event type").fill("");
    await add.click();
    await page.getByText("Event type must not be empty").waitFor();
    await page.getByLabel("Event type").fill("click");
    await page.getByLabel("Value", { exact: true }).pressSequentially("1e999");
    await add.click();
    await page.getByText("Value a number is missing").waitFor();
    expect(await page.getByText("Added").count()).toBe(0);
    await page.getByText("41 events, the newest first").waitFor();
    await page.getByLabel("Value", { exact: true }).fill("5");
    await add.click();
    await page.getByText("42 events, the newest first").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("events can be added over plain http, where crypto.randomUUID is missing", async () => {
    const page = await studio.open("customer");
    await page.evaluate(() => {
      delete Crypto.prototype.randomUUID;
    });
    await page.getByRole("button", { name: "Add now" }).click();
    await page.getByText("42 events, the newest first").waitFor();
  });

  it("a table is read in the formats of spreadsheets", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    const rows = [
      "",
      "event_type\ttimestamp\tchannel\tvalue",
      "conversion\t2026-03-01T10:00:00Z\temail\t.5",
      "conversion\t2026-03-02T10:00:00Z\temail\t+7",
      "click\t2026-03-03T10:00:00Z\temail\t",
    ];
    await sheet.getByLabel("Events", { exact: true }).fill(rows.join("\n"));
    await sheet.getByText("3 good events").waitFor();
    // Another text, with other names: the mapping by hand was of the one before.
    await sheet.getByLabel("Offer").selectOption("channel");
    await sheet
      .getByLabel("Events", { exact: true })
      .fill('{"eventType":"click","timestamp":"2026-03-01T10:00:00Z","id":"m41"}');
    await sheet.getByText("1 good event").waitFor();
    await sheet.getByText("Add to Maya").click();
    // Maya has another event by that id.
    await sheet.getByText("another event has this id and different content; the first one stays").waitFor();
    expect(await sheet.getByRole("button", { name: "Load", exact: true }).isDisabled()).toBe(true);
  });
});
