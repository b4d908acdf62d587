import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { dist, inBrowsers, ready, visit } from "./site.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const MAX_BYTES = 123_500;
/** Judging twenty views takes a while on a busy machine. */
const JUDGING = 400_000;

const PLACES = [
  "start",
  "metrics",
  "metrics/channel_impression_7d",
  "metrics/new",
  "policies",
  "policies/new",
  "qualification",
  "qualification/engagement_gate/edit",
  "scoring",
  "offers",
  "offers/new",
  "profiles",
  "profiles/new",
  "profiles/travel_style/edit",
  "customer",
  "customer/import",
  "timeline",
  "decisions",
  "decisions/savings_plus@email",
  "backtest",
  "export",
];

/** Every rule of WCAG 2.2 A and AA that a program can judge. */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join("; ")}`,
  );
}

/** What could be pressed but for the edge of the window, which no scrolling brings into it. */
const cut = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("a, button, input, select, textarea")]
      .filter((one) => one.getClientRects().length > 0 && !one.closest(".visually-hidden, .skip, .scroll-x"))
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.getAttribute("aria-label") ?? one.textContent ?? one.tagName),
  );

/** No motion, so that nothing is judged while it fades in. */
const STILL = { reducedMotion: "reduce" };

async function judgeAll(studio, theme, width) {
  const height = 800;
  const page = await studio.open("start", { ...STILL, viewport: { width, height } });
  await page.evaluate((chosen) => localStorage.setItem("lookback-theme", chosen), theme);
  await page.reload();
  await ready(page);
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(theme);
  const wrong = [];
  for (const place of PLACES) {
    await page.setViewportSize({ width, height });
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `#/${place}`);
    await page.waitForTimeout(250);
    // The dock lies over whatever is scrolled beneath it; a window as high as the page has nothing
    // there.
    const whole = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, whole) });
    wrong.push(...(await violations(page)).map((one) => `${place}: ${one}`));
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) wrong.push(`${place}: ${over} px wider than the window`);
    wrong.push(...(await cut(page)).map((one) => `${place}: ${one} is cut off at the edge`));
  }
  return wrong;
}

/** Wide and light, or narrow and dark: every view is judged in both. */
const judging = (studio, ways) =>
  it.each(ways)(
    "no view breaks a rule of accessibility or overflows, %s at %i px",
    async (theme, width) => {
      expect(await judgeAll(studio, theme, width)).toEqual([]);
    },
    JUDGING,
  );
inBrowsers("Every view", ["Chromium"], (studio) => {
  judging(studio, [
    ["light", 1440],
    ["dark", 360],
  ]);
});
inBrowsers("Every view", ["Firefox"], (studio) => {
  judging(studio, [["dark", 360]]);
});

inBrowsers("The page", ["Chromium", "Firefox"], (studio) => {
  it("empty views are accessible too, and say how to begin", async () => {
    const page = await studio.open("export", STILL);
    await page.getByLabel("Configuration to apply").fill("{}");
    await page.getByRole("button", { name: "Apply" }).click();
    for (const [place, text] of [
      ["metrics", "No metrics yet"],
      ["policies", "None yet"],
      ["scoring", "Scores are unchanged"],
      ["offers", "Nothing to offer yet"],
      ["profiles", "No profiles yet"],
      ["decisions", "No candidates"],
      ["backtest", "No number to change"],
    ]) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${place}`);
      await page.getByRole("heading", { name: text }).waitFor();
      expect(await violations(page)).toEqual([]);
    }
  });

  it("a truncated or mistyped address still opens a view", async () => {
    const page = await studio.open("#/metrics/%E0%A4%A");
    await page.getByRole("heading", { level: 1, name: "Behavioral Metrics" }).waitFor();
    await page.evaluate(() => {
      location.hash = "#/nowhere";
    });
    await page.getByRole("heading", { level: 1, name: /What a customer did/ }).waitFor();
  });

  it("a metric can be created with the keyboard alone", async () => {
    const page = await studio.open("start");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("new metric");
    await page.keyboard.press("Enter");
    const form = page.getByRole("dialog", { name: "New Metric" });
    await form.waitFor();
    await page.keyboard.type("Keyboard clicks");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => form.getByRole("radio", { name: /Sum/ }).isChecked()).toBe(true);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Tab");
    await page.keyboard.type("click");
    for (let press = 0; press < 30; press++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(() => document.activeElement?.textContent)) === "Save") break;
    }
    await page.keyboard.press("Enter");
    await form.waitFor({ state: "detached" });
    await page.getByRole("article").filter({ hasText: "keyboard_clicks" }).waitFor();
  });

  it("the focus stays in an open panel, and returns when it closes", async () => {
    const page = await studio.open("metrics");
    await page.getByRole("link", { name: "Edit Click-Through Rate (30d)" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Edit metric" }).waitFor();
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press("Tab");
      const inside = await page.evaluate(
        () => document.activeElement === document.body || document.activeElement?.closest("dialog") !== null,
      );
      expect(inside).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
      .toBe("Edit Click-Through Rate (30d)");
  });
});

// Firefox cannot be told over its protocol that less motion is wanted.
inBrowsers("Motion", ["Chromium"], (studio) => {
  it("nothing moves if reduced motion is preferred", async () => {
    const page = await studio.open("metrics", STILL);
    const longest = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll("*")].map(
          (one) => Number.parseFloat(getComputedStyle(one).animationDuration) || 0,
        ),
      ),
    );
    expect(longest).toBeLessThan(0.001);
  });

  it("the page itself weighs at most 123.5 kB in brotli, without the wasm", () => {
    const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    let total = 0;
    for (const { parentPath, name } of files) {
      if (name.endsWith(".wasm")) continue;
      total += brotliCompressSync(readFileSync(`${parentPath}/${name}`)).length;
    }
    expect(files.length).toBeGreaterThan(5);
    expect(total).toBeLessThanOrEqual(MAX_BYTES);
    expect(fileURLToPath(dist)).toContain("www");
  });
});

inBrowsers("Offline", ["Chromium", "Firefox"], (studio) => {
  it("the page works without the network after the first visit", async () => {
    const page = await studio.open("start");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    studio.site.close();
    await page.reload();
    await ready(page);
    await visit(page, "Behavioral Metrics");
    expect(await page.getByRole("article").filter({ hasText: "Click-Through Rate" }).innerText()).toContain(
      "0.278",
    );
    await visit(page, "Customer");
    await page.getByRole("button", { name: /Open Bandit visitor/ }).click();
    await page.getByText("698 events, the newest first").waitFor();
  });
});
