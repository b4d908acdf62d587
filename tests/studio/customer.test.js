import { expect, it } from "vitest";
import { inBrowsers, visit } from "./site.js";

const line = (event) => JSON.stringify(event);
const GOOD = {
  eventType: "impression",
  timestamp: "2026-03-01T10:00:00Z",
  channel: "email",
  offer: "travel_card",
};

inBrowsers("A customer", ["Chromium", "Firefox"], (studio) => {
  it("JSON lines are checked line by line, and the valid ones load", async () => {
    const page = await studio.open("customer");
    await page.getByRole("link", { name: "Load events" }).click();
    const sheet = page.getByRole("dialog", { name: "Load events" });
    const text = [
      line(GOOD),
      line({ ...GOOD, timestamp: "yesterday" }),
      '{"eventType": "click", ',
      "",
      line({ ...GOOD, eventType: "click", timestamp: "2026-03-01T10:02:00Z" }),
      line({ timestamp: "2026-03-01T10:05:00Z" }),
    ].join("\n");
    await sheet.getByLabel("Events", { exact: true }).fill(text);
    await sheet.getByText("2 good events").waitFor();
    await sheet.getByText("3 problems").waitFor();
    const problems = sheet.getByRole("region", { name: "What is wrong" }).getByRole("listitem");
    expect(
      await problems.evaluateAll((all) => all.map((one) => one.querySelector(".line")?.textContent)),
    ).toEqual(["line 2", "line 3", "line 6"]);
    expect(await problems.nth(0).innerText()).toContain("timestamp");
    await sheet.getByLabel("Name of the new customer").fill("Ana");
    await sheet.getByRole("button", { name: "Load 2 events" }).click();
    await page.getByRole("heading", { level: 1, name: "Ana" }).waitFor();
    await visit(page, "Behavioral Metrics");
    await expect
      .poll(() => page.getByRole("article").filter({ hasText: "Channel Impression Count" }).innerText())
      .toMatch(/email\s+1/);
  });

  it("CSV with other names is mapped automatically, and the mapping can be changed", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    const csv =
      "when;outcomeTypeKey;channelId;offerId;spent\n2026-02-01T08:00:00Z;conversion;web;travel_card;12.5\n2026-02-02T08:00:00Z;conversion;web;cash_card;30\n";
    await sheet.getByLabel("Events", { exact: true }).fill(csv);
    await sheet.getByText("2 problems").waitFor();
    expect(await sheet.getByLabel("Event type").inputValue()).toBe("outcomeTypeKey");
    await sheet.getByLabel("Timestamp").selectOption("when");
    await sheet.getByLabel("Value").selectOption("spent");
    await sheet.getByText("2 good events").waitFor();
    await sheet.getByRole("button", { name: "Load 2 events" }).click();
    await sheet.waitFor({ state: "detached" });
    await visit(page, "Behavioral Metrics");
    await expect
      .poll(() => page.getByRole("article").filter({ hasText: "Total Conversion Value" }).innerText())
      .toContain("42.5");
  });

  it("problems in a JSON array name their lines, and the events are added to the current customer", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    const json = `[\n  ${line(GOOD)},\n  {\n    "eventType": "click"\n  },\n  ${line({ ...GOOD, offer: "a,]{b" })}\n]`;
    await sheet.getByLabel("Events", { exact: true }).fill(json);
    await sheet.getByText("line 3").waitFor();
    await sheet.getByText("Add to Maya").click();
    await sheet.getByRole("button", { name: "Load 2 events" }).click();
    await sheet.waitFor({ state: "detached" });
    await page.getByText("43 events, the newest first").waitFor();
  });

  it.each([
    ["[\n  {},\n\n]", "line 4"],
    ["[{'eventType': 'click'}]", "line 1"],
    ['[\n  {\n    "eventType": "click",\n    timestamp: 5\n  }\n]', "line 4"],
  ])("a mistake in JSON is placed on its line (%j)", async (text, place) => {
    const page = await studio.open("customer/import");
    await page.getByRole("textbox", { name: "Events" }).fill(text);
    const problem = page.getByRole("region", { name: "What is wrong" }).getByRole("listitem");
    await expect.poll(() => problem.locator(".line").innerText()).toBe(place);
    expect(await problem.innerText()).toMatch(/not valid JSON at line \d, column \d/);
  });

  it("what is added to a customer who has it already, or has another event with its id, is marked", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    const one = { ...GOOD, id: "z1" };
    const events = page.getByRole("textbox", { name: "Events" });
    await events.fill(line(one));
    await sheet.getByText("Add to Maya").click();
    await sheet.getByRole("button", { name: "Load 1 event" }).click();
    await page.getByText("42 events, the newest first").waitFor();
    await page.getByRole("link", { name: "Load events" }).click();
    const texts = [one, { ...one, eventType: "click" }, { ...GOOD, id: "z2" }].map(line);
    await events.fill([texts[0], texts[2]].join("\n"));
    await sheet.getByText("1 duplicate left out").waitFor();
    await events.fill([texts[1], texts[2]].join("\n"));
    await sheet.getByText("1 good event", { exact: true }).waitFor();
    expect(await sheet.getByRole("region", { name: "What is wrong" }).innerText()).toMatch(
      /line 1[\s\S]*different content; the first one stays/,
    );
    await sheet.getByRole("button", { name: "Load 1 event" }).click();
    await page.getByText("Loaded 1 event; 1 problem left out.").waitFor();
    await page.getByText("43 events, the newest first").waitFor();
  });

  it("numbers in a spreadsheet's format get advice on how to write them", async () => {
    const page = await studio.open("customer/import");
    const rows = ["120,50", "1.200,50", "1'200", "1,200,000", "12 000,5"];
    const csv = rows.map((amount) => `conversion;2026-03-01T10:00:00Z;${amount}`);
    await page
      .getByRole("textbox", { name: "Events" })
      .fill(["eventType;timestamp;value", ...csv].join("\n"));
    const wrong = page.getByRole("region", { name: "What is wrong" });
    for (const written of ["120.50", "1200.50", "1200", "1200000", "12000.5"])
      await wrong.getByText(`write ${written}`, { exact: false }).first().waitFor();
  });

  it("events of several customers are recognized at the import, and one can be chosen", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    const box = sheet.getByRole("textbox", { name: "Events" });
    const event = (user_id, day) => ({ eventType: "click", timestamp: `2026-03-0${day}T10:00:00Z`, user_id });
    const rows = [event("ana", 1), event("bo", 2), event("ana", 3), event(undefined, 4)];
    await box.fill(rows.map((row) => JSON.stringify(row)).join("\n"));
    await sheet.getByText("events of 3 customers, identified by user_id").waitFor();
    const whose = sheet.getByLabel("Whose events");
    expect(await whose.getByRole("option").allInnerTexts()).toEqual([
      "All 3, as one customer",
      "ana – 2 events",
      "bo – 1 event",
      "none – 1 event",
    ]);
    await whose.selectOption("ana – 2 events");
    await sheet.getByRole("button", { name: "Load 2 events" }).waitFor();
    expect(await sheet.getByLabel("Name of the new customer").inputValue()).toBe("ana");
    await whose.selectOption("none – 1 event");
    await sheet.getByRole("button", { name: "Load 1 event" }).waitFor();
    await whose.selectOption("All 3, as one customer");
    await sheet.getByRole("button", { name: "Load 4 events" }).click();
    await page.getByText("Loaded 4 events of 3 customers as one.").waitFor();
    // So are customers with their events, and nothing is said of a single one.
    await page.goto(`${page.url()}/import`);
    const record = (customer) => JSON.stringify({ customer, events: [rows[0]] });
    await box.fill(`${record("cy")}\n${record("di")}`);
    await sheet.getByText("events of 2 customers, identified by customer").waitFor();
    await box.fill(record("cy"));
    await sheet.getByText("1 good event").waitFor();
    expect(await whose.count()).toBe(0);
  });

  it("records with a customer and its events are read, with the field names of the demo", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    const event = { kind: "impression", event_time: GOOD.timestamp, campaign: "travel_card" };
    const record = { customer: "ana", events: [event, { ...event, event_time: "yesterday" }] };
    await page.getByRole("textbox", { name: "Events" }).fill(line(record));
    await sheet.getByText("1 good event", { exact: true }).waitFor();
    expect(await sheet.getByRole("region", { name: "What is wrong" }).innerText()).toMatch(
      /line 1[\s\S]*events\[1\]\.event_time/,
    );
  });

  it("a file is chosen or dropped", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    const buffer = Buffer.from(`${line(GOOD)}\n`);
    await sheet
      .getByLabel("File of events")
      .setInputFiles({ name: "ana.ndjson", mimeType: "application/x-ndjson", buffer });
    await sheet.getByText("1 good event").waitFor();
    expect(await sheet.getByLabel("Name of the new customer").inputValue()).toBe("ana");
    await sheet.getByLabel("Events", { exact: true }).fill("");
    expect(await sheet.getByLabel("Name of the new customer").count()).toBe(0);
    await sheet.getByRole("button", { name: "Fill in an example" }).click();
    await sheet.getByText("4 good events").waitFor();
    expect(await sheet.getByLabel("Name of the new customer").inputValue()).toBe("");
    const data = await page.evaluateHandle(
      (content) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], "dropped.jsonl"));
        return transfer;
      },
      `${line(GOOD)}\n${line({ ...GOOD, timestamp: "2026-03-02T10:00:00Z" })}\n`,
    );
    await sheet.locator(".drop").dispatchEvent("drop", { dataTransfer: data });
    await sheet.getByText("2 good events").waitFor();
  });

  it("the real sample opens with its own configuration, and names its source", async () => {
    const page = await studio.open("customer");
    await page.getByRole("button", { name: /Open Bandit visitor/ }).click();
    await page.getByRole("heading", { level: 1, name: "Visitor 1" }).waitFor();
    await page.getByText("698 events, the newest first").waitFor();
    expect(await page.locator("main").innerText()).toContain("CC BY 4.0");
    await visit(page, "Decisions");
    await page.getByText("36", { exact: true }).first().waitFor();
    // Undo brings the configuration of before back.
    await page.getByRole("button", { name: /^Undo: open/ }).click();
    await visit(page, "Behavioral Metrics");
    await page.getByText("Channel Impression Count (7d)").waitFor();
  });

  it("an example of another platform's events shows the mapping and an invalid line", async () => {
    const page = await studio.open("customer/import");
    const sheet = page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Fill in an example" }).click();
    await sheet.getByText("4 good events").waitFor();
    expect(await sheet.getByLabel("Event type").inputValue()).toBe("outcome_type");
    const problems = sheet.getByRole("region", { name: "What is wrong" }).getByRole("listitem");
    expect(await problems.count()).toBe(2);
    expect(await problems.nth(0).innerText()).toMatch(/line 4[\s\S]*offset/);
    expect(await problems.nth(1).innerText()).toMatch(/line 6[\s\S]*no such date/);
  });

  it("times in milliseconds work in every view", async () => {
    const page = await studio.open("customer");
    await page.getByRole("button", { name: /A hundred thousand events/ }).click();
    await page.getByText("100,000 events, the newest first").waitFor();
    await visit(page, "Overview");
    const happened = page.getByRole("region", { name: "What happened" }).getByRole("listitem");
    expect(await happened.first().innerText()).toMatch(/10 Mar,? 14:\d\d/);
    await visit(page, "Decisions");
    await page
      .getByRole("article")
      .filter({ hasText: "suppressed" })
      .first()
      .getByRole("button")
      .first()
      .click();
    await page
      .getByText(/from [\d,]+ events?: .*(Mar|Feb)/)
      .first()
      .waitFor();
  });

  it("an event is added and deleted in the list", async () => {
    const page = await studio.open("customer");
    await page.getByLabel("Event type").fill("conversion");
    await page.getByLabel("Value", { exact: true }).fill("100");
    await page.getByRole("button", { name: "Add now" }).click();
    await page.getByText("42 events, the newest first").waitFor();
    await page
      .getByRole("button", { name: "Delete conversion of Tue, 10 Mar 2026, 14:30 UTC" })
      .or(page.getByRole("button", { name: /^Delete conversion of Tue 10 Mar 2026/ }))
      .first()
      .click();
    await page.getByText("41 events, the newest first").waitFor();
  });
});
