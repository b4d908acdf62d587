import { expect, it } from "vitest";
import { exported } from "./exported.js";
import { addPolicy, inBrowsers, typeOver, visit } from "./site.js";

inBrowsers("Names and ids", ["Chromium"], (studio) => {
  it("names that yield the same id, or none, still get different keys", async () => {
    const page = await studio.open("profiles/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name", { exact: true }).fill("旅");
    await form.getByLabel("Id", { exact: true }).fill("trip");
    await form.getByRole("combobox", { name: /^Keys/ }).fill("冒険, 家族, Café, Cafe,");
    await form.getByRole("button", { name: "Add a pattern" }).click();
    await form.getByRole("button", { name: "Add a pattern" }).click();
    await form.getByLabel("Name of pattern 2").fill("Pattern 1");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    const { keys, patterns } = (await exported(page)).profiles.at(-1);
    expect(keys.map(({ id }) => id)).toEqual(["key", "key_2", "cafe", "cafe_2"]);
    expect(patterns.map(({ id }) => id)).toEqual(["pattern_1", "pattern_1_2"]);
  });

  it("rules about an offer follow a change of its key, and the old address opens nothing", async () => {
    const page = await studio.open("policies");
    await addPolicy(page, {
      name: "No travel",
      ruleType: "segment_exclusion",
      scope: "offer",
      scopeId: "travel_card",
      config: { segments: ["newsletter"] },
    });
    await visit(page, "Offers");
    await page.getByRole("link", { name: "Travel card", exact: true }).click();
    await typeOver(page.getByRole("dialog").getByLabel("Key"), "journey_card");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("row").filter({ hasText: "journey_card" }).waitFor();
    await page.evaluate(() => {
      location.hash = "#/offers/travel_card";
    });
    await page.waitForTimeout(200);
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect((await exported(page)).contactPolicies.at(-1).scopeId).toBe("journey_card");
  });

  it("an offer that is called “New” can be edited", async () => {
    const page = await studio.open("offers/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("New");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("link", { name: "New", exact: true }).click();
    await page.getByRole("dialog", { name: "Edit offer" }).waitFor();
  });

  it("rules follow a renamed pattern and a profile with a new id", async () => {
    const page = await studio.open("policies");
    await addPolicy(page, {
      name: "Families",
      ruleType: "profile_match",
      config: { profileId: "travel_style", patternId: "family_first" },
    });
    await visit(page, "Profiles");
    await page.getByRole("link", { name: /^Edit/ }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Name of pattern 2").fill("Families");
    await typeOver(form.getByLabel("Adventure of Families"), "-3");
    await form.getByLabel("Id", { exact: true }).fill("style");
    await form.getByRole("button", { name: "Remove Adventure" }).click();
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    const { contactPolicies, profiles } = await exported(page);
    expect(contactPolicies.at(-1).config).toMatchObject({ profileId: "style", patternId: "family_first" });
    expect(profiles[0].patterns[1]).toMatchObject({ id: "family_first", name: "Families" });
    expect(profiles[0].patterns[1].values).not.toHaveProperty("adventure");
    await page.getByText(/Exact results need/).waitFor();
  });
});
