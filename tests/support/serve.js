// A file server for browser tests on a free port of this machine alone.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/**
 * Serves the files under `root`, and an empty page at `/`. Pages are isolated, which gives them a
 * finer clock.
 * @param {URL} root a folder
 * @param {Record<string, string>} [more] further headers of every answer
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serve(root, more = {}) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const headers = {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
      "content-type": TYPES[extname(path)] ?? "text/html",
      ...more,
    };
    try {
      const body =
        path === "/" ? "<!doctype html><title>Lookback</title>" : await readFile(new URL(`.${path}`, root));
      response.writeHead(200, headers).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}
