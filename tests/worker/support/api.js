// Importing this starts a Worker for the tests of a file, and gives each test a tenant of its own.

import { afterAll, beforeAll, beforeEach } from "vitest";
import { client } from "./client.js";
import { newTenant } from "./tenant.js";
import { startWorker } from "./workerd.js";

/** @type {Awaited<ReturnType<typeof startWorker>>} */
export let worker;

/** Calls the API as the tenant of the running test. @type {ReturnType<typeof client>} */
export let api;

beforeAll(async () => {
  worker = await startWorker();
});
afterAll(() => worker.stop());
beforeEach(async () => {
  api = client(worker.url, await newTenant(worker.url));
});
