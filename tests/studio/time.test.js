import { expect, it } from "vitest";
import { inBrowsers, visit } from "./site.js";

inBrowsers("Time", ["Chromium", "Firefox"], (studio) => {
  it("the slider changes the moment, also with the keyboard, and metrics follow", async () => {
    const page = await studio.open("metrics");
    const metric = page.getByRole("article").filter({ hasText: "Channel Dismiss Count" });
    expect(await metric.innerText()).toMatch(/sms\s+5/);
    const slider = page.getByRole("slider", { name: "Now" });
    await slider.focus();
    for (let day = 0; day < 2; day++) await page.keyboard.press("Shift+ArrowRight");
    await expect.poll(() => page.getByLabel("Now, in UTC").inputValue()).toBe("2026-03-12T14:30");
    // The dismissal of 26 February, 08:02 is more than fourteen days old by then.
    await expect.poll(() => metric.innerText()).toMatch(/sms\s+4/);
    expect(await slider.getAttribute("aria-valuetext")).toMatch(/12 Mar 2026, 14:30 UTC/);
  });

  it("the moments of changes are marked, and can be selected", async () => {
    const page = await studio.open("timeline");
    const changes = page.getByRole("region", { name: "What changes next" }).getByRole("listitem");
    await changes.first().waitFor();
    const freed = changes.filter({ hasText: "Free again" }).first();
    expect(await freed.innerText()).toContain("Savings Plus on email");
    expect(await page.locator(".marks .freed").count()).toBeGreaterThan(0);
    await freed.getByRole("button").click();
    await expect.poll(() => page.getByLabel("Now, in UTC").inputValue()).toBe("2026-03-11T09:14");
    await page.getByRole("button", { name: /^Next change/ }).click();
    await expect.poll(() => page.getByLabel("Now, in UTC").inputValue()).not.toBe("2026-03-11T09:14");
    await page.getByRole("button", { name: "Previous event" }).click();
    await expect.poll(() => page.getByLabel("Now, in UTC").inputValue()).toBe("2026-03-09T11:02");
  });

  it("the next change is shown however far ahead it is", async () => {
    const page = await studio.open("export");
    const metric = { key: "bought", aggregationType: "count", eventType: "conversion", windowDays: 365 };
    await page.getByLabel("Configuration to apply").fill(JSON.stringify({ metrics: [metric] }));
    await page.getByRole("button", { name: "Apply" }).click();
    await visit(page, "Customer");
    await page.getByRole("link", { name: "Load events" }).click();
    const events = page.getByRole("textbox", { name: "Events" });
    await events.fill(JSON.stringify({ eventType: "conversion", timestamp: "2026-03-01T10:00:00Z" }));
    await page.getByRole("button", { name: "Load 1 event" }).click();
    await page.getByLabel("Now, in UTC").fill("2026-07-01T10:00");
    await visit(page, "Timeline");
    await page.getByText("bought: 1 → 0").waitFor();
    await page.getByRole("button", { name: "Next change in 243 d" }).click();
    expect(await page.getByLabel("Now, in UTC").inputValue()).toBe("2027-03-01T10:00");
    await page.getByRole("button", { name: "No further change" }).waitFor();
  });

  it("events and windows are drawn, the moment can be dragged, and a metric is charted", async () => {
    const page = await studio.open("timeline");
    const drawing = page.getByRole("img", { name: /27 impressions/ });
    const box = await drawing.boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 20, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => page.getByLabel("Now, in UTC").inputValue()).toMatch(/^2026-02/);
    const windows = page.getByRole("list", { name: "Windows at this moment" });
    expect(await windows.getByRole("listitem").count()).toBe(6);
    await page.getByLabel("Metric").selectOption("ctr_30d");
    await page
      .getByRole("figure", { name: /Click-Through Rate/ })
      .locator("canvas")
      .waitFor();
    await page.getByText("count(click) / count(impression), last 30 days").waitFor();
  });

  it("a chart's legend agrees with the engine, to the minute", async () => {
    const page = await studio.open("timeline/channel_impression_7d");
    const legend = page.getByRole("figure", { name: /Channel Impression Count/ }).locator("figcaption");
    await expect.poll(() => legend.innerText()).toMatch(/email\s+4[\s\S]*sms\s+1/);
    // The first email of the week leaves the window at this very minute.
    await page.getByLabel("Now, in UTC").fill("2026-03-11T09:13");
    await expect.poll(() => legend.innerText()).toMatch(/email\s+4/);
    await page.getByLabel("Now, in UTC").fill("2026-03-11T09:14");
    await expect.poll(() => legend.innerText()).toMatch(/email\s+3/);
  });

  it("100,000 events are computed off the page's thread, and changing the moment redraws nothing", async () => {
    const page = await studio.open("customer");
    await page.getByRole("button", { name: /A hundred thousand events/ }).click();
    await page.getByText("100,000 events, the newest first").waitFor();
    await visit(page, "Timeline");
    await page.getByRole("img", { name: /impressions/ }).waitFor();
    await page.getByText("Channel Impression Count (7d)").first().waitFor();
    await page.getByRole("region", { name: "What changes next" }).getByRole("listitem").nth(3).waitFor();
    await page.getByRole("figure").locator("figcaption strong").first().waitFor();
    await page.evaluate(() => {
      globalThis.drawn = 0;
      for (const name of ["fillRect", "fill", "stroke", "clearRect"]) {
        const original = CanvasRenderingContext2D.prototype[name];
        CanvasRenderingContext2D.prototype[name] = function (...args) {
          globalThis.drawn++;
          return original.apply(this, args);
        };
      }
    });
    const slider = page.getByRole("slider", { name: "Now" });
    const box = await slider.boundingBox();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 0; step < 20; step++)
      await page.mouse.move(box.x + box.width * (0.7 - step * 0.01), box.y + box.height / 2);
    await page.mouse.up();
    await expect.poll(() => page.getByLabel("Now, in UTC").inputValue()).toMatch(/^2025/);
    expect(await page.evaluate(() => globalThis.drawn)).toBe(0);
    expect(
      await page.evaluate(
        () =>
          "WebAssembly" in globalThis &&
          performance.getEntriesByType("resource").some(({ name }) => name.endsWith(".wasm")),
      ),
    ).toBe(false);
  });
});
