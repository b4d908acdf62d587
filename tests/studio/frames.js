// How the Studio keeps up in Chromium while someone drags the slider over 100,000 events: frames a
// second, the longest gap between two, and what a frame costs the page's thread, next to a page
// that has nothing but a slider.

import { launch } from "../support/chromium.js";
import { Studio, serve } from "./site.js";

const SECONDS = Number(process.env.SECONDS ?? 4);
const VIEWS = [
  "start",
  "metrics/channel_impression_7d",
  "policies",
  "profiles",
  "customer",
  "timeline",
  "decisions",
  "decisions/savings_plus@email",
];
const BLANK = "<!doctype html><input type=range aria-label=Now min=0 max=1000 style=width:90%>";

/** Drags the slider back and forth and counts the frames meanwhile. */
async function drag(page, session) {
  const slider = page.getByRole("slider", { name: "Now" });
  const { x, y, width, height } = await slider.boundingBox();
  const middle = y + height / 2;
  const place = (share) => x + 8 + share * (width - 16);
  await page.mouse.move(place(0.5), middle);
  await page.mouse.down();
  await page.evaluate(() => {
    globalThis.frames = [];
    const note = (at) => {
      globalThis.frames.push(at);
      globalThis.noting = requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await spent();
  const started = Date.now();
  for (let step = 0; Date.now() - started < SECONDS * 1000; step++)
    await page.mouse.move(place(0.5 + 0.35 * Math.sin(step / 25)), middle);
  const after = await spent();
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(globalThis.noting);
    return globalThis.frames;
  });
  await page.mouse.up();
  const gaps = frames.slice(1).map((at, index) => at - frames[index]);
  const perFrame = (name) => ((after[name] - before[name]) * 1000) / gaps.length;
  return {
    "frames/s": (gaps.length / (gaps.reduce((sum, gap) => sum + gap, 0) / 1000)).toFixed(1),
    "longest gap, ms": Math.max(...gaps).toFixed(0),
    "page CPU, ms a frame": perFrame("TaskDuration").toFixed(1),
    script: perFrame("ScriptDuration").toFixed(1),
    style: perFrame("RecalcStyleDuration").toFixed(1),
    layout: perFrame("LayoutDuration").toFixed(1),
  };
}

const studio = new Studio();
studio.site = await serve();
studio.browser = await launch();
const rows = {};
const page = await studio.open("customer", { viewport: { width: 1440, height: 900 } });
const session = await page.context().newCDPSession(page);
await session.send("Performance.enable");
await page.getByRole("button", { name: /A hundred thousand events/ }).click();
await page.getByText("100,000 events, the newest first").waitFor();
for (const view of VIEWS) {
  await page.evaluate((place) => {
    location.hash = `#/${place}`;
  }, view);
  await page.waitForTimeout(2000);
  rows[view] = await drag(page, session);
}
await page.setContent(BLANK);
rows["a slider alone"] = await drag(page, session);
console.table(rows);
await studio.browser.close();
studio.site.close();
