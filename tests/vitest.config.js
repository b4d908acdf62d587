import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.{js,ts}"],
    // Real browsers and runtimes start in here: slow machines need their time, and two at once are
    // enough.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // What is waited for comes within a second on a quiet machine, and later on a busy one.
    expect: { poll: { timeout: 30_000 } },
    maxWorkers: 2,
    pool: "forks",
    // The Worker is bundled once before all.
    globalSetup: ["worker/support/bundle.js"],
    reporters: ["default", ["json", { outputFile: "../target/test-results/javascript.json" }]],
  },
});
