// The built Studio, served as any static host would, and browsers to use it in.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest";
import { launch as launchChromium } from "../support/chromium.js";
import { launch as launchFirefox } from "../support/firefox.js";

export const www = new URL("../../www/", import.meta.url);
export const dist = new URL("dist/", www);

const TYPES = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Builds the Studio where that was not done before (`make test` does it first). */
async function build() {
  if (existsSync(new URL("index.html", dist))) return;
  const { build: viteBuild } = await import("vite");
  await viteBuild({ root: fileURLToPath(www), logLevel: "warn" });
}

/**
 * Serves the built files below a path, with a content security policy as strict as the page can
 * live with.
 */
export async function serve() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = pathname.replace(/^\/studio\//, "").replace(/^$/, "index.html");
    try {
      const body = await readFile(new URL(file, dist));
      response
        .writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/studio/`, close: () => server.close() };
}

const LAUNCH = { Chromium: launchChromium, Firefox: launchFirefox };

/**
 * Tests in a fresh browser profile each. `open` gives a page with the Studio ready; an error in the
 * page fails the test.
 * @param {string} what what the tests are about
 * @param {("Chromium" | "Firefox")[]} names the browsers
 * @param {(studio: Studio) => void} tests
 */
export function inBrowsers(what, names, tests) {
  describe.each(names)(`${what}, in %s`, (name) => {
    const studio = new Studio();
    beforeAll(async () => {
      await build();
      studio.site = await serve();
      studio.browser = await LAUNCH[name]();
    });
    afterAll(async () => {
      await studio.browser?.close();
      studio.site?.close();
    });
    beforeEach(() => {
      studio.errors = [];
    });
    afterEach(async () => {
      await studio.context?.close();
      studio.context = undefined;
      if (studio.errors.length > 0) throw studio.errors[0];
    });
    tests(studio);
  });
}

export class Studio {
  /** @type {import("playwright-core").Browser} */ browser;
  /** @type {{ url: string, close(): void }} */ site;
  /** @type {import("playwright-core").BrowserContext | undefined} */ context;
  /** @type {Error[]} */ errors = [];

  /**
   * @param {string} [place] what stands after the `#/`, or a whole fragment
   * @param {import("playwright-core").BrowserContextOptions} [options]
   */
  async open(place = "metrics", options = {}) {
    await this.context?.close();
    this.context = await this.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    return this.page(place.startsWith("#") ? place : `#/${place}`);
  }

  /** Another page of the same profile. */
  async page(fragment) {
    const page = await this.context.newPage();
    page.setDefaultTimeout(40_000);
    page.on("pageerror", (error) => this.errors.push(error));
    await page.goto(this.site.url + fragment);
    await ready(page);
    return page;
  }
}

/** Waits until the engine has answered for what is shown. */
export async function ready(page) {
  await page.locator("body[data-ready]").waitFor();
  await page.locator("body[data-computed]").waitFor();
}

/** Goes to a view by its link in the sidebar. */
export async function visit(page, name) {
  await page.getByRole("navigation", { name: "Studio" }).getByRole("link", { name }).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/**
 * Types over what a number field holds, as a person does: filling it at once appends to it in
 * Firefox.
 */
export async function typeOver(field, text) {
  await field.focus();
  await field.press("Control+a");
  await field.pressSequentially(text);
}

/** What the browser keeps of the Studio under a key. */
export function kept(page, key) {
  return page.evaluate(
    (name) =>
      new Promise((resolve) => {
        const open = indexedDB.open("lookback-studio");
        open.onsuccess = () => {
          const get = open.result.transaction("workspace").objectStore("workspace").get(name);
          get.onsuccess = () => {
            open.result.close();
            resolve(get.result);
          };
        };
      }),
    key,
  );
}

/** The moment that is shown, as in the field for it. */
export const nowOf = (page) => page.getByLabel("Now, in UTC").inputValue();

/** Adds a policy, typed in as JSON. */
export async function addPolicy(page, policy) {
  await visit(page, "Contact Policies");
  await page.getByRole("link", { name: "New contact policy" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByText("JSON", { exact: true }).click();
  await form.getByLabel("The rule as JSON").fill(JSON.stringify(policy));
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await form.waitFor({ state: "detached" });
}
