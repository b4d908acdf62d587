import { expect, it } from "vitest";
import { exported } from "./exported.js";
import { inBrowsers, typeOver, visit } from "./site.js";

/**
 * What is typed or chosen in the form of each kind of rule, and the config that must come of it.
 */
const POLICIES = {
  "Frequency cap by a metric": {
    type: { Threshold: "5" },
    choose: { Metric: "channel_impression_7d", "When it is": "gte", "Read for": "total" },
    config: {
      metricKey: "channel_impression_7d",
      threshold: 5,
      action: "suppress",
      operator: "gte",
      match: "total",
    },
  },
  "Frequency cap by contacts": {
    type: { "Maximum contacts": "2", "Window, days": "3" },
    choose: { "Counted over": "offer" },
    config: { maxContacts: 2, windowDays: 3, action: "suppress", scope: "offer" },
  },
  "Metric condition": {
    choose: { Metric: "ctr_30d", "Without data": "fail" },
    config: { metricKey: "ctr_30d", operator: "gt", threshold: 0, action: "suppress", onMissing: "fail" },
  },
  Cooldown: { type: { Hours: "6" }, config: { cooldownHours: 6, action: "suppress" } },
  "Outcome based": {
    type: { "Stop for, days": "4" },
    config: { outcomeType: "dismiss", lookbackDays: 14, action: "suppress", suppressDays: 4 },
  },
  "Category suppression by outcomes": {
    type: { "Minimum count": "2" },
    config: { windowDays: 60, action: "suppress", minCount: 2 },
  },
  "Category suppression by a metric": {
    choose: { Metric: "offer_conversion_30d" },
    config: { metricKey: "offer_conversion_30d", threshold: 0, action: "suppress" },
  },
  "Cross-channel cap by contacts": {
    list: { "Channels counted together": "email, sms," },
    config: { maxContacts: 5, windowDays: 7, action: "suppress", channels: ["email", "sms"] },
  },
  "Cross-channel cap by a metric": {
    choose: { Metric: "channel_impression_7d" },
    config: { metricKey: "channel_impression_7d", threshold: 5, action: "suppress" },
  },
  "Mutual exclusion": {
    list: { Offers: "travel_card, cash_card," },
    config: { offers: ["travel_card", "cash_card"] },
  },
  "Segment exclusion": {
    list: { Segments: "employees," },
    config: { segments: ["employees"], action: "suppress" },
  },
  "Time window": {
    list: { Days: "mon, tue," },
    config: {
      timezone: "Europe/Amsterdam",
      from: "08:00",
      to: "20:00",
      action: "suppress",
      days: ["mon", "tue"],
    },
  },
  "Profile match": {
    choose: { Profile: "travel_style" },
    config: { profileId: "travel_style", action: "suppress" },
  },
  "Profile score": {
    choose: { Profile: "travel_style", Key: "family" },
    config: {
      profileId: "travel_style",
      operator: "gte",
      threshold: 1,
      action: "suppress",
      keyId: "family",
    },
  },
  "Allow override": {
    list: { "Policies to lift, by id": "channel_cap," },
    config: { policies: ["channel_cap"] },
  },
};
const QUALIFICATIONS = {
  "Propensity threshold": {
    choose: { Metric: "ctr_30d", "When it is": "gt" },
    config: { metricKey: "ctr_30d", threshold: 0.1, operator: "gt" },
  },
  "Metric condition": {
    choose: { Metric: "ctr_30d" },
    config: { metricKey: "ctr_30d", operator: "gte", threshold: 1 },
  },
  "Segment required": { list: { Segments: "newsletter," }, config: { segments: ["newsletter"] } },
  "Attribute condition": {
    text: { Attribute: "country", Value: '["NL", "BE"]' },
    choose: { "Must be": "in" },
    config: { attribute: "country", operator: "in", value: ["NL", "BE"] },
  },
  "Recency check": { text: { "Event type": "click" }, config: { eventType: "click", withinDays: 30 } },
  "Profile match": {
    choose: { Profile: "travel_style", Pattern: "saver" },
    config: { profileId: "travel_style", patternId: "saver" },
  },
  "Profile score": {
    choose: { Profile: "travel_style" },
    config: { profileId: "travel_style", operator: "gte", threshold: 1 },
  },
};

async function makeAll(page, one, kinds) {
  for (const [kind, { type = {}, text = {}, choose = {}, list = {} }] of Object.entries(kinds)) {
    await page.getByRole("link", { name: `New ${one}` }).click();
    const form = page.getByRole("dialog", { name: `New ${one}` });
    await form.getByLabel("Name").fill(`${kind}, tried`);
    await form.getByLabel("Rule type").selectOption(kind);
    for (const [label, option] of Object.entries(choose)) await form.getByLabel(label).selectOption(option);
    for (const [label, number] of Object.entries(type)) await typeOver(form.getByLabel(label), number);
    for (const [label, words] of Object.entries({ ...text, ...list }))
      await form.getByLabel(label).fill(words);
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
  }
}
const configsOf = (rules, kinds) =>
  rules.slice(-Object.keys(kinds).length).map(({ name, config }) => [name.replace(", tried", ""), config]);
const expected = (kinds) => Object.entries(kinds).map(([kind, { config }]) => [kind, config]);

inBrowsers("Forms", ["Chromium"], (studio) => {
  it("every kind of contact policy can be created in its form, and the engine accepts it", async () => {
    const page = await studio.open("policies");
    await page.getByRole("link", { name: "New contact policy" }).click();
    const offered = await page.getByLabel("Rule type").getByRole("option").allTextContents();
    expect(offered).toEqual(Object.keys(POLICIES));
    await page.getByRole("button", { name: "Cancel" }).click();
    await makeAll(page, "contact policy", POLICIES);
    const { contactPolicies } = await exported(page);
    expect(configsOf(contactPolicies, POLICIES)).toEqual(expected(POLICIES));
    await page.getByText(/Exact results need/).waitFor();
  });

  it("every kind of qualification rule can be created in its form, and the engine accepts it", async () => {
    const page = await studio.open("qualification");
    await makeAll(page, "qualification rule", QUALIFICATIONS);
    const { qualificationRules } = await exported(page);
    expect(configsOf(qualificationRules, QUALIFICATIONS)).toEqual(expected(QUALIFICATIONS));
    await page.getByText(/Exact results need/).waitFor();
  });

  it("a rule opens again in the form it was written in", async () => {
    const page = await studio.open("policies");
    await makeAll(page, "contact policy", {
      "Frequency cap by contacts": POLICIES["Frequency cap by contacts"],
    });
    await page.getByRole("link", { name: "Edit Frequency cap by contacts, tried" }).click();
    const form = page.getByRole("dialog");
    expect(await form.getByLabel("Rule type").inputValue()).toBe("Frequency cap by contacts");
    expect(await form.getByLabel("Maximum contacts").inputValue()).toBe("2");
    expect(await form.getByLabel("Counted over").inputValue()).toBe("offer");
  });

  it("a profile can have every kind of decay and scoring", async () => {
    const page = await studio.open("profiles/travel_style/edit");
    const form = page.getByRole("dialog", { name: "Edit profile" });
    await form.getByLabel("The decay comes").selectOption("before");
    await form.getByLabel("Also fades with time").selectOption("linear");
    await typeOver(form.getByLabel("Days before it starts"), "2");
    await typeOver(form.getByLabel("Loss per day"), "0.1");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    let [profile] = (await exported(page)).profiles;
    expect(profile).toMatchObject({ decayOrder: "before", linearDecay: { graceDays: 2, ratePerDay: 0.1 } });

    await visit(page, "Profiles");
    await page.getByRole("link", { name: /^Edit/ }).click();
    await form.getByLabel("Also fades with time").selectOption("halfLife");
    await typeOver(form.getByLabel("Half-life, days"), "10");
    await form.getByLabel("Scored by").selectOption("category_affinity");
    await typeOver(form.getByLabel("Categories kept"), "3");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    [profile] = (await exported(page)).profiles;
    expect(profile).toMatchObject({
      halfLifeDays: 10,
      scoring: { strategy: "category_affinity", keep: 3 },
    });
    expect(profile).not.toHaveProperty("linearDecay");
    await page.getByText(/Exact results need/).waitFor();
  });

  it("the group that a weight reads and the priority of an offer can be set", async () => {
    const page = await studio.open("scoring");
    await page.getByLabel("Read for").selectOption("any");
    await visit(page, "Offers");
    await page.getByRole("link", { name: "Cash-back card", exact: true }).click();
    await typeOver(page.getByRole("dialog").getByLabel("Priority"), "7");
    await page.getByRole("button", { name: "Save" }).click();
    const { arbitration, offers } = await exported(page);
    expect(arbitration.weights[0].match).toBe("any");
    expect(offers.find(({ key }) => key === "cash_card").priority).toBe(7);
  });

  it("deleting a profile names the rules that read it, and deletes them only after confirmation", async () => {
    const page = await studio.open("policies");
    await makeAll(page, "contact policy", { "Profile match": POLICIES["Profile match"] });
    await visit(page, "Profiles");
    await page.getByRole("button", { name: /^Delete/ }).click();
    const question = page.getByRole("alertdialog");
    await question.getByText("Profile match, tried").waitFor();
    await question.getByRole("button", { name: "Delete with 1 rule" }).click();
    const { contactPolicies, profiles } = await exported(page);
    expect(profiles).toEqual([]);
    expect(contactPolicies.map(({ name }) => name)).not.toContain("Profile match, tried");
    await page.getByText(/Exact results need/).waitFor();
  });

  it("an override follows a policy that is renamed or deleted", async () => {
    const page = await studio.open("policies");
    await makeAll(page, "contact policy", {
      "Allow override": { list: { "Policies to lift, by id": "Tired of a channel, channel_cap," } },
    });
    await page.getByRole("link", { name: "Edit Tired of a channel" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Weary of a channel");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    const lifted = async () =>
      (await exported(page)).contactPolicies.find(({ ruleType }) => ruleType === "allow_override")?.config;
    expect(await lifted()).toEqual({ policies: ["Weary of a channel", "channel_cap"] });
    await visit(page, "Contact Policies");
    await page.getByRole("button", { name: "Delete At most 3 a week on a channel" }).click();
    expect(await lifted()).toEqual({ policies: ["Weary of a channel"] });
    await visit(page, "Contact Policies");
    await page.getByRole("button", { name: "Delete Weary of a channel" }).click();
    // With no policy named it would lift all of them.
    expect(await lifted()).toBeUndefined();
    await page.getByText(/Exact results need/).waitFor();
  });
});
