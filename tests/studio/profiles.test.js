import { expect, it } from "vitest";
import { inBrowsers } from "./site.js";

inBrowsers("Profiles", ["Chromium", "Firefox"], (studio) => {
  it("the visitor is compared with the patterns, with shares and the nearest one", async () => {
    const page = await studio.open("profiles");
    const explorer = page.getByRole("button", { name: /Explorer/ });
    await explorer.getByText("matched").waitFor();
    expect(await explorer.innerText()).toMatch(/share [\d.]+%, distance [\d.]+/);
    await page.getByRole("img", { name: /^Maya: Adventure/ }).waitFor();
    await page.getByRole("button", { name: /Saver/ }).click();
    await expect
      .poll(() => page.getByRole("button", { name: /Saver/ }).getAttribute("aria-pressed"))
      .toBe("true");
  });

  it("the profile drifts: another pattern matched earlier", async () => {
    const page = await studio.open("profiles");
    await page
      .getByRole("figure", { name: /Shares of the patterns/ })
      .locator("canvas")
      .waitFor();
    await page.getByLabel("Now, in UTC").fill("2026-02-20T12:00");
    await page
      .getByRole("button", { name: /Family first/ })
      .getByText("matched")
      .waitFor();
    await page.getByText(/^4 visits/).waitFor();
  });

  it("a visit adds to the keys, and one that scores nothing shows the decay alone", async () => {
    const page = await studio.open("profiles");
    const value = async (key) =>
      Number(await page.getByRole("row").filter({ hasText: key }).locator("strong").innerText());
    await page
      .getByRole("button", { name: /Explorer/ })
      .getByText("matched")
      .waitFor();
    const before = await value("Adventure");
    await page.getByRole("button", { name: "Add the visit" }).click();
    await expect.poll(() => value("Adventure")).toBeCloseTo(before * 0.9, 2);
    await page.getByLabel("Budget", { exact: true }).fill("40");
    await page.getByRole("button", { name: "Add the visit" }).click();
    await page.getByRole("button", { name: /Saver/ }).getByText("matched").waitFor();
  });

  it("a profile with keys and patterns can be created in the form", async () => {
    const page = await studio.open("profiles/new");
    const form = page.getByRole("dialog", { name: "New profile" });
    await form.getByLabel("Name", { exact: true }).fill("Mood");
    await form.getByRole("combobox", { name: /^Keys/ }).fill("Calm,Lively,");
    await form.getByRole("button", { name: "Add a pattern" }).click();
    await form.getByLabel("Name of pattern 1").fill("Quiet");
    await form.getByLabel("Calm of Quiet").fill("5");
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "detached" });
    await page.getByRole("combobox", { name: "Profile" }).selectOption("mood");
    await page.getByRole("button", { name: /Quiet/ }).waitFor();
  });
});
