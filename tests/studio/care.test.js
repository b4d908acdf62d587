import { expect, it } from "vitest";
import { exported } from "./exported.js";
import { inBrowsers, kept, ready, typeOver, visit } from "./site.js";
import { runSnippet } from "./snippet.js";

/** A policy typed in as JSON. */
async function addPolicy(page, policy) {
  await visit(page, "Contact Policies");
  await page.getByRole("link", { name: "New contact policy" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByText("JSON", { exact: true }).click();
  await form.getByLabel("The rule as JSON").fill(JSON.stringify(policy));
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await form.waitFor({ state: "detached" });
}
const now = (page) => page.getByLabel("Now, in UTC").inputValue();

inBrowsers("Care is taken that", ["Chromium"], (studio) => {
  it("a number that the engine refuses is not taken, and the field goes back to what it was", async () => {
    const page = await studio.open("policies");
    const priority = page.getByLabel("Priority of Tired of a channel");
    const before = await priority.inputValue();
    await priority.fill("500");
    await priority.press("Tab");
    await page.getByText(/^Not done: .*100/).waitFor();
    await expect.poll(() => priority.inputValue()).toBe(before);
    await visit(page, "Arbitration");
    await page.getByLabel("Weight", { exact: true }).fill("");
    await page.getByLabel("Weight", { exact: true }).press("Tab");
    await expect.poll(() => page.getByLabel("Weight", { exact: true }).inputValue()).toBe("0.5");
    const { contactPolicies, arbitration } = await exported(page);
    expect(contactPolicies.every(({ priority: given = 50 }) => given <= 100)).toBe(true);
    expect(arbitration.weights[0].weight).toBe(0.5);
  });

  it("a date typed key by key moves the moment once its year is whole", async () => {
    const page = await studio.open("timeline");
    const field = page.getByLabel("Now, in UTC");
    await field.click({ position: { x: 12, y: 12 } });
    await field.pressSequentially("04152026");
    expect(await now(page)).toBe("2026-04-15T14:30");
    await field.fill("0202-04-15T14:30");
    await field.blur();
    expect(await now(page)).toBe("2026-04-15T14:30");
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("what the engine refuses to compute is said as it is, and no older number is left standing", async () => {
    const page = await studio.open("customer");
    await page.getByLabel("Event type").fill("conversion");
    await page.getByLabel("Value", { exact: true }).fill("1.7e308");
    await page.getByRole("button", { name: "Add now" }).click();
    await page.getByRole("button", { name: "Add now" }).click();
    const alert = page.getByRole("alert");
    await alert.getByText(/the sum/).waitFor();
    expect(await alert.innerText()).not.toMatch(/WebAssembly|did not start/);
    await visit(page, "Behavioral Metrics");
    const spend = page.getByRole("article").filter({ hasText: "Total Conversion Value" });
    expect(await spend.innerText()).toContain("not computed");
    expect(await alert.innerText()).toMatch(/Metric “Total Conversion Value/);
    // What does not rest on it is computed as ever, and the search for changes does not claim to have found none.
    const card = page.getByRole("article").filter({ hasText: "Channel Impression Count" });
    expect(await card.innerText()).toMatch(/email\s+4/);
    await page.getByRole("button", { name: "Next change unknown" }).waitFor();
    await page.getByRole("button", { name: "Undo: add conversion" }).click();
    await alert.waitFor({ state: "detached" });
    await expect.poll(() => spend.innerText()).not.toContain("not computed");
  });

  it("an event that the engine would not take is not added, and the form says why", async () => {
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

  it("the number of a back-test is what was typed, and what the engine refuses of it is said at it", async () => {
    const page = await studio.open("backtest");
    const field = page.getByRole("spinbutton", { name: /becomes$/ });
    const result = page.getByRole("region", { name: "Result" });
    await result.waitFor();
    await field.fill("");
    const said = page.locator(".field .problem");
    await said.getByText("a number is missing").waitFor();
    expect(await field.inputValue()).toBe("");
    expect(await page.getByRole("button", { name: "Keep", exact: true }).isDisabled()).toBe(true);
    // The last good answer stays.
    expect(await result.innerText()).toContain("would be shown");
    await page.getByLabel("Number to change").selectOption({ index: 1 });
    await field.fill("");
    await typeOver(field, "1e99");
    expect(await field.inputValue()).toBe("1e99");
    await page.getByRole("button", { name: /^Back to/ }).click();
    await said.waitFor({ state: "detached" });
    expect(await field.inputValue()).not.toBe("1e99");
  });

  it("nothing is said to have no further change where the search for one ended early", async () => {
    const page = await studio.open("export");
    await page.getByLabel("Configuration to apply").fill(
      JSON.stringify({
        metrics: [{ name: "Mean", key: "mean", aggregationType: "avg", eventType: "buy", windowDays: 365 }],
      }),
    );
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The configuration is in force.").waitFor();
    await page.goto(page.url().replace("export", "customer/import"));
    const start = Date.parse("2026-01-01T00:00:00Z");
    const rows = Array.from({ length: 1500 }, (_, index) => `buy,${start + index * 60_000},5`);
    await page.getByRole("textbox", { name: "Events" }).evaluate(
      (box, text) => {
        box.value = text;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      },
      ["eventType,timestamp,value", ...rows].join("\n"),
    );
    await page.getByRole("button", { name: "Load 1,500 events" }).click();
    await page.getByText("Loaded 1,500 events").waitFor();
    await page.getByRole("button", { name: /^No change so far in 364 d/ }).click();
    await page.getByRole("button", { name: /^Next change in/ }).click();
    await page.getByRole("button", { name: "No further change" }).waitFor();
  });

  it("the address of a new metric says that 20 are the most where there are 20", async () => {
    const page = await studio.open("export");
    const metrics = Array.from({ length: 20 }, (_, index) => ({
      name: `Metric ${index}`,
      key: `metric_${index}`,
      aggregationType: "count",
      eventType: "click",
      dimensions: ["channel"],
      windowDays: 1,
    }));
    await page.getByLabel("Configuration to apply").fill(JSON.stringify({ metrics }));
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The configuration is in force.").waitFor();
    await page.goto(page.url().replace("export", "metrics/new"));
    await page.getByText("up to 20 metrics").waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    // A metric without a group left is told of in the same words everywhere.
    await page.getByLabel("Now, in UTC").fill("2026-04-15T10:00");
    await page.getByRole("article").first().getByText("no matching events").waitFor();
    await visit(page, "Overview");
    const list = page.getByRole("region", { name: "What it adds up to" });
    await expect.poll(() => list.getByText("no matching events").count()).toBe(6);
    expect(await list.innerText()).not.toMatch(/all events|–/);
  });

  it("events are added where the page came over plain http, without crypto.randomUUID", async () => {
    const page = await studio.open("customer");
    await page.evaluate(() => {
      delete Crypto.prototype.randomUUID;
    });
    await page.getByRole("button", { name: "Add now" }).click();
    await page.getByText("42 events, the newest first").waitFor();
  });

  it("two tabs show the same, and neither writes over the other's work", async () => {
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

  it("what could not be stored is stored with the next change", async () => {
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

  it("a notice offers to undo only what undo would take back", async () => {
    const page = await studio.open("offers");
    await page.getByRole("button", { name: "Delete Travel card" }).click();
    const undo = page.getByRole("status").getByRole("button", { name: "Undo" });
    await undo.waitFor();
    await visit(page, "Contact Policies");
    await page.getByLabel("Priority of Tired of a channel").fill("10");
    await page.getByLabel("Priority of Tired of a channel").press("Tab");
    await undo.waitFor({ state: "detached" });
  });

  it("a text that is not JSON yet is never saved over with an older one", async () => {
    const page = await studio.open("metrics/channel_impression_7d/edit");
    const form = page.getByRole("dialog");
    await form.getByText("JSON", { exact: true }).click();
    await form.getByLabel("The metric as JSON").fill('{ "windowDays": 99,,');
    await form.getByText("Not JSON yet").waitFor();
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForTimeout(300);
    expect(await form.isVisible()).toBe(true);
    await form.getByRole("button", { name: "Cancel" }).click();
    await visit(page, "Export & Share");
    const box = page.getByLabel("Configuration to apply");
    await box.fill('{"metrics":[]}');
    await expect.poll(() => page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(false);
    await box.fill('{"metrics":[]');
    await expect.poll(() => page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(true);
  });

  it.each([
    ["policies/new", "The rule as JSON", '{"ruleType":"cooldown","name":"A"}'],
    ["metrics/new", "The metric as JSON", '{"windowDays":7,"where":{},"key":"a"}'],
    ["export", "Configuration to apply", '{"metrics":[]}'],
  ])("JSON is not written anew under the hand that types it (%s)", async (place, label, text) => {
    const page = await studio.open(place);
    if (place !== "export") await page.getByRole("dialog").getByText("JSON", { exact: true }).click();
    const box = page.getByLabel(label);
    await box.fill(text);
    await page.waitForTimeout(300);
    expect(await box.inputValue()).toBe(text);
  });

  it.each([
    [
      "policies/new",
      "The rule as JSON",
      { ruleType: "cooldown", config: null },
      "“config” must be an object",
    ],
    ["metrics/new", "The metric as JSON", { key: "a", dimensions: "channel" }, "“dimensions” must be a list"],
    ["policies/new", "The rule as JSON", { name: 5, ruleType: "cooldown" }, "“name” must be text"],
    ["metrics/new", "The metric as JSON", { key: "a", where: { channel: 5 } }, "“channel” must be a list"],
    ["profiles/new", "The profile as JSON", { id: "a", keys: 5 }, "“keys” must be a list"],
    ["profiles/new", "The profile as JSON", { id: "a", keys: [null] }, "keys[0]: each must be an object"],
    [
      "profiles/new",
      "The profile as JSON",
      { id: "a", patterns: [null] },
      "patterns[0]: each must be an object",
    ],
    ["export", "Configuration to apply", { profiles: 5 }, "“profiles” must be a list"],
    [
      "export",
      "Configuration to apply",
      { contactPolicies: [null] },
      "contactPolicies[0]: each must be an object",
    ],
  ])("JSON of another shape is told so beside it (%s)", async (place, label, value, problem) => {
    const page = await studio.open(place);
    if (place !== "export") await page.getByRole("dialog").getByText("JSON", { exact: true }).click();
    await page.getByLabel(label).fill(JSON.stringify(value));
    await page.getByText(problem).waitFor();
  });

  it("names that give the same id, or none, still make different keys", async () => {
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

  it("the snippet decides what the page shows, at an earlier moment and with field names of a platform too", async () => {
    const page = await studio.open("policies");
    await addPolicy(page, {
      name: "Families",
      ruleType: "profile_match",
      config: { profileId: "travel_style", patternId: "family_first" },
    });
    await page.getByLabel("Now, in UTC").fill("2026-02-20T12:00");
    const configuration = await exported(page);
    const fields = { eventType: "outcome_type", timestamp: "occurred_at" };
    await page
      .getByLabel("Configuration to apply")
      .fill(JSON.stringify({ ...configuration, eventFields: fields }));
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The configuration is in force.").waitFor();
    await page.getByText("TypeScript", { exact: true }).click();
    const printed = await runSnippet(
      await page.getByRole("region", { name: "TypeScript snippet" }).innerText(),
    );
    await visit(page, "Decisions");
    const funnel = page.getByRole("list", { name: "Funnel" });
    expect(await funnel.innerText()).toMatch(/Allowed by policies\s+0/);
    expect(printed).not.toMatch(/eligible/);
    expect(printed.match(/suppressed/g)?.length).toBe(24);
  });

  it("undo brings the moment back with the data, and leaves the customer that is looked at alone", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    await sheet
      .getByLabel("Events", { exact: true })
      .fill('{"eventType":"click","timestamp":"2021-01-01T00:00:00Z"}');
    await sheet.getByRole("button", { name: "Load 1 event" }).click();
    await expect.poll(() => now(page)).toBe("2021-01-01T00:00");
    await visit(page, "Offers");
    await page.getByRole("button", { name: "Delete Home loan" }).click();
    await page.getByRole("combobox", { name: "Customer" }).selectOption({ label: "Maya" });
    await page.getByRole("button", { name: "Undo: delete home_loan" }).click();
    await page.getByRole("row").filter({ hasText: "home_loan" }).waitFor();
    await visit(page, "Decisions");
    expect(await now(page)).toMatch(/^2026-03/);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByRole("button", { name: "Undo: load a customer" }).click();
    await expect.poll(() => now(page)).toBe("2026-03-10T14:30");
  });

  it("Ctrl+Z undoes from the slider, and never behind an open panel", async () => {
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

  it("an emptied value is no value, and attributes are one step to undo", async () => {
    const page = await studio.open("customer");
    await page.getByLabel("Event type").fill("conversion");
    await page.getByLabel("Value", { exact: true }).fill("5");
    await page.getByLabel("Value", { exact: true }).fill("");
    await page.getByRole("button", { name: "Add now" }).click();
    const row = page.getByRole("row").filter({ hasText: "conversion" }).first();
    expect(await row.getByRole("cell").nth(4).innerText()).toBe("");
    const box = page.getByLabel("Attributes, as JSON");
    await box.fill("");
    await box.pressSequentially('{"country":"BE"}');
    await box.blur();
    await page.getByRole("button", { name: "Undo: change the attributes" }).click();
    await page.getByRole("button", { name: "Undo: add conversion" }).waitFor();
  });

  it("a table is read as spreadsheets write it", async () => {
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

  it("every number of every rule can be turned in a back-test", async () => {
    const page = await studio.open("policies");
    await addPolicy(page, {
      name: "Two a week",
      ruleType: "frequency_cap",
      config: { maxContacts: 2, windowDays: 7, scope: "channel" },
    });
    await visit(page, "Back-test");
    const knobs = await page.getByLabel("Number to change").getByRole("option").allTextContents();
    expect(knobs).toContain("Two a week: most contacts");
    expect(knobs).toContain("Two a week: window, days");
    await page.getByLabel("Number to change").selectOption("Bought in the last 30 days: threshold");
    expect(await page.getByRole("slider", { name: "New value" }).getAttribute("max")).toBe("5");
    expect(await page.getByRole("slider", { name: "New value" }).getAttribute("step")).toBe("1");
  });

  it("rules about an offer follow its key, and an address of one that is gone opens nothing", async () => {
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

  it("something that is called “New” can be edited too", async () => {
    const page = await studio.open("offers/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("New");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("link", { name: "New", exact: true }).click();
    await page.getByRole("dialog", { name: "Edit offer" }).waitFor();
  });

  it("views are never blank because of where one stood before", async () => {
    const page = await studio.open("timeline/channel_impression_7d");
    await page.getByLabel("Now, in UTC").fill("2026-04-02T10:00");
    const legend = page.getByRole("figure", { name: /Channel Impression Count/ }).locator("figcaption");
    await expect.poll(() => legend.innerText()).toMatch(/email\s+0/);
    await visit(page, "Decisions");
    await page.getByText("sms", { exact: true }).first().click();
    await visit(page, "Customer");
    await page.getByRole("button", { name: /Open Bandit visitor/ }).click();
    await page.getByRole("heading", { level: 1, name: "Visitor 1" }).waitFor();
    await visit(page, "Decisions");
    await page
      .getByRole("list", { name: "Candidates, the best first" })
      .getByRole("article")
      .first()
      .waitFor();
    // A recipe whose rule was deleted can be added again.
    await visit(page, "Export & Share");
    await page.getByRole("button", { name: "Reset the Studio" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Reset" }).click();
    await visit(page, "Contact Policies");
    await page.getByRole("button", { name: "Delete At most 3 a week on a channel" }).click();
    await visit(page, "Behavioral Metrics");
    await page.getByRole("button", { name: "Add Frequency Cap" }).click();
    await page.getByText("Added Frequency Cap").waitFor();
    expect(await page.getByRole("article").count()).toBe(6);
  });

  it("what is saved twice in haste is saved once", async () => {
    const page = await studio.open("offers/travel_card");
    await page.getByRole("button", { name: "Save", exact: true }).dblclick();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await visit(page, "Contact Policies");
    await page.getByRole("link", { name: "New contact policy" }).click();
    await page.getByLabel("Name").fill("Zed");
    await page.getByLabel("Metric").selectOption("ctr_30d");
    await page.getByRole("button", { name: "Save", exact: true }).dblclick();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const { offers, contactPolicies } = await exported(page);
    expect(offers.length).toBe(6);
    expect(contactPolicies.filter(({ name }) => name === "Zed").length).toBe(1);
  });

  it("actions in quick succession all count", async () => {
    const page = await studio.open("policies");
    await page.getByRole("button", { name: /^Move Already bought/ }).focus();
    for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowUp");
    const names = () =>
      page
        .getByRole("list", { name: /Contact Policies/ })
        .getByRole("listitem")
        .evaluateAll((rows) => rows.map((row) => row.querySelector(".name")?.textContent));
    await expect.poll(async () => (await names())[0]).toBe("Already bought in this category");
    await page.getByLabel("Priority of Tired of a channel").focus();
    const before = Number(await page.getByLabel("Priority of Tired of a channel").inputValue());
    for (let press = 0; press < 5; press++) await page.keyboard.press("ArrowUp");
    await expect
      .poll(
        async () =>
          (await exported(page)).contactPolicies.find(({ name }) => name === "Tired of a channel").priority,
      )
      .toBe(before + 5);
    await visit(page, "Arbitration");
    await page.getByRole("button", { name: "New weight" }).dblclick();
    await expect.poll(() => page.getByRole("button", { name: /^Delete the weight/ }).count()).toBe(3);
  });

  it.each(["-2", "-0.5", ".5", "1e3"])("a number is what was typed: %s", async (typed) => {
    const page = await studio.open("policies/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("As typed");
    await form.getByLabel("Rule type").selectOption("Metric condition");
    await form.getByLabel("Metric", { exact: true }).selectOption("ctr_30d");
    await typeOver(form.getByLabel("Threshold"), typed);
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    expect((await exported(page)).contactPolicies.at(-1).config.threshold).toBe(Number(typed));
  });

  it("rules go on reading a pattern that is renamed and a profile that gets another id", async () => {
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

  it("a configuration that cannot be shown is never applied, nor one from before it", async () => {
    const page = await studio.open("export");
    const box = page.getByLabel("Configuration to apply");
    await box.fill('{"metrics":[]}');
    await expect.poll(() => page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(false);
    await box.fill('{"contactPolicies":[{"name":5,"ruleType":"cooldown","config":{"cooldownHours":1}}]}');
    await page.getByText("contactPolicies[0]: “name” must be text").waitFor();
    expect(await page.getByRole("button", { name: "Apply" }).isDisabled()).toBe(true);
  });

  it("a draft stays although another tab changes what stands beside it", async () => {
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

  it("whoever comes to hand is seen when they were last there", async () => {
    const page = await studio.open("customer/import");
    await page
      .getByRole("textbox", { name: "Events" })
      .fill('{"eventType":"click","timestamp":"2021-01-01T00:00:00Z"}');
    await page.getByRole("button", { name: "Load 1 event" }).click();
    await expect.poll(() => now(page)).toBe("2021-01-01T00:00");
    await page.getByRole("button", { name: "Forget" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Forget" }).click();
    await page.getByRole("heading", { level: 1, name: "Maya" }).waitFor();
    expect(await now(page)).toMatch(/^2026-03/);
    await page.getByRole("button", { name: /^Undo: forget/ }).click();
    await expect.poll(() => now(page)).toBe("2021-01-01T00:00");
  });

  it("another type of rule keeps what it knows by the same name, and the factor", async () => {
    const page = await studio.open("policies/new");
    const form = page.getByRole("dialog");
    await form.getByLabel("Name").fill("Turned into another");
    await form.getByLabel("Metric", { exact: true }).selectOption("channel_impression_7d");
    await form.getByLabel("Read for").selectOption("total");
    await form.getByLabel("Without data").selectOption("fail");
    await form.getByText("Multiply the score").click();
    await typeOver(form.getByLabel("Multiplier"), "0.3");
    await form.getByLabel("Rule type").selectOption("Metric condition");
    await form.getByRole("button", { name: "Save", exact: true }).click();
    await form.waitFor({ state: "detached" });
    expect((await exported(page)).contactPolicies.at(-1).config).toEqual({
      metricKey: "channel_impression_7d",
      operator: "gt",
      threshold: 0,
      match: "total",
      onMissing: "fail",
      action: "multiply",
      multiplier: 0.3,
    });
  });

  it("after a deletion the keyboard goes on in the page", async () => {
    const page = await studio.open("policies");
    await page.getByRole("button", { name: "Delete Tired of a channel" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
  });

  it("long names make nothing wider than a phone", async () => {
    const long = "n".repeat(200);
    const [metric, offer, profile] = ["m", "o", "p"].map((letter) => letter.repeat(64));
    const configuration = {
      metrics: [
        {
          name: long,
          key: metric,
          aggregationType: "count",
          eventType: long,
          dimensions: ["channel"],
          windowDays: 90,
        },
      ],
      contactPolicies: [
        {
          name: long,
          ruleType: "frequency_cap",
          config: { metricKey: metric, threshold: 1 },
          scope: "offer",
          scopeId: offer,
        },
      ],
      qualificationRules: [
        {
          name: long,
          ruleType: "metric_condition",
          config: { metricKey: metric, operator: "gte", threshold: 0 },
        },
      ],
      arbitration: { weights: [{ metricKey: metric, weight: 1, scale: { half: 1 } }] },
      offers: [{ key: offer, name: long, category: "c".repeat(64) }],
      profiles: [
        {
          id: profile,
          name: long,
          type: "sum",
          keys: [{ id: "key", name: long }],
          patterns: [{ id: "pattern", name: long, values: { key: 3 } }],
        },
      ],
    };
    const page = await studio.open("export", { viewport: { width: 360, height: 740 } });
    await page.getByLabel("Configuration to apply").fill(JSON.stringify(configuration));
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByText("The configuration is in force.").waitFor();
    const show = async (place) => {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${place}`);
      await page.waitForTimeout(300);
    };
    await show("customer");
    await page.getByLabel("Event type").fill(long);
    await page.getByLabel("Channel", { exact: true }).fill(long);
    await page.getByRole("button", { name: "Add now" }).click();
    await page.getByLabel("Channels").fill(`${long},`);
    await page.getByLabel("Name", { exact: true }).fill(long);
    await page.getByLabel("Name", { exact: true }).press("Tab");
    await page.getByRole("heading", { level: 1, name: long }).waitFor();
    const places = [
      "start",
      "timeline",
      "customer",
      "metrics",
      `metrics/${metric}`,
      "qualification",
      "policies",
    ];
    places.push(
      "scoring",
      "profiles",
      "offers",
      "decisions",
      `decisions/${offer}@${long}`,
      "backtest",
      "export",
    );
    places.push(`metrics/${metric}/edit`, `profiles/${profile}/edit`, `offers/${offer}`, "customer/import");
    const wide = [];
    for (const place of places) {
      await show(place);
      const over = await page.evaluate(() => {
        const panel = document.querySelector("dialog[open] .body") ?? document.documentElement;
        return Math.max(
          panel.scrollWidth - panel.clientWidth,
          document.documentElement.scrollWidth - innerWidth,
        );
      });
      if (over > 0) wide.push(`${place}: ${over}`);
    }
    expect(wide).toEqual([]);
  });
});
