// The system's Firefox, headless.

export const executablePath = process.env.FIREFOX ?? "/usr/bin/firefox-esr";

export async function launch() {
  const { firefox } = await import("playwright-core");
  return firefox.launch({ executablePath, channel: "moz-firefox" });
}
