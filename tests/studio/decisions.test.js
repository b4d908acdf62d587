import { expect, it } from "vitest";
import { inBrowsers, visit } from "./site.js";

const row = (page, name) => page.getByRole("article").filter({ hasText: name });

inBrowsers("Decisions", ["Chromium", "Firefox"], (studio) => {
  it("candidates are ranked, and the funnel counts what each rule excluded", async () => {
    const page = await studio.open("decisions");
    const funnel = page.getByRole("list", { name: "Funnel" });
    expect(await funnel.innerText()).toMatch(/Candidates\s+24/);
    // All six offers on email: four emails in the week are more than three. The travel card was
    // bought on all channels.
    expect(await funnel.innerText()).toMatch(/−6\s+At most 3 a week on a channel/);
    expect(await funnel.innerText()).toMatch(/Allowed by policies\s+15/);
    const first = page.getByRole("list", { name: "Candidates, the best first" }).getByRole("article").first();
    expect(await first.innerText()).toMatch(/^1\s+Savings Plus on push/);
  });

  it("a blocked candidate shows why, until when, and what would free it, and links to that moment", async () => {
    const page = await studio.open("decisions/savings_plus@email");
    const blocked = row(page, "Savings Plus on email");
    await blocked.getByText("suppressed").waitFor();
    await blocked.getByText("The smallest change that would free it").waitFor();
    expect(await blocked.innerText()).toMatch(/Possible again on Wed,? 11 Mar 2026, 09:14 UTC/);
    expect(await blocked.innerText()).toMatch(/1 fewer impression event for “At most 3 a week on a channel”/);
    expect(await blocked.innerText()).toMatch(/4 now, acts on more than 3/);
    expect(await blocked.innerText()).toMatch(/from 4 events/);
    await blocked.getByRole("button", { name: "Jump there" }).click();
    await blocked.getByText("eligible").waitFor();
  });

  it("an outcome that is clicked on a candidate becomes an event, and everything updates", async () => {
    const page = await studio.open("decisions");
    const push = row(page, "Savings Plus on push");
    await push.getByText("eligible").waitFor();
    // Two pushes in the week so far; a fourth one is more than three.
    await page.getByRole("button", { name: "Add impression of Savings Plus on push" }).click();
    await page.getByRole("button", { name: "Add impression of Savings Plus on push" }).click();
    await push.getByText("suppressed").waitFor();
    await page.getByRole("button", { name: "Add dismiss of Home loan on web" }).click();
    await page.getByRole("button", { name: "Add click of Home loan on web" }).click();
    await visit(page, "Behavioral Metrics");
    await expect.poll(() => row(page, "Channel Impression Count").innerText()).toMatch(/push\s+4/);
    await expect.poll(() => row(page, "Channel Dismiss Count").innerText()).toMatch(/web\s+1/);
    await page.keyboard.press("Control+z");
    await expect.poll(() => row(page, "Channel Dismiss Count").innerText()).toMatch(/web\s+1/);
    await page.keyboard.press("Control+z");
    await expect.poll(() => row(page, "Channel Dismiss Count").innerText()).not.toMatch(/web/);
  });

  it("multipliers and boosts show in the score", async () => {
    const page = await studio.open("decisions/car_loan@sms");
    const tired = row(page, "Car loan on sms");
    expect(await tired.innerText()).toMatch(/multiply × 0\.3/);
    await tired.getByRole("link", { name: "Tired of a channel" }).waitFor();
    expect(await tired.innerText()).toMatch(/boost × 1\.26/);
  });

  it("the list can be filtered by channel and by status", async () => {
    const page = await studio.open("decisions");
    await page.getByText("sms", { exact: true }).first().click();
    await page.getByText("Blocked", { exact: true }).click();
    const shown = page.getByRole("list", { name: "Candidates, the best first" }).getByRole("article");
    await expect.poll(() => shown.count()).toBe(1);
    expect(await shown.first().innerText()).toContain("Travel card on sms");
  });
});
