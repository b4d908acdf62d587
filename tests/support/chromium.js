// The system's Chromium, headless and without the network.

export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export async function launch() {
  const { chromium } = await import("playwright-core");
  const start = () => chromium.launch({ executablePath, args: ARGUMENTS });
  // Now and then it ends as it starts, when several start at the same moment.
  return start().catch(start);
}
