import { visit } from "./site.js";

/** The configuration as the page exports it. */
export async function exported(page) {
  await visit(page, "Export & Share");
  return JSON.parse(await page.getByRole("region", { name: "Configuration as JSON" }).innerText());
}
