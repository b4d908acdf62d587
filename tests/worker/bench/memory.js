// Reads the memory of workerd's isolate over the inspector's protocol.

import { setTimeout as sleep } from "node:timers/promises";

/**
 * @param {number} port the inspector's
 * @returns {Promise<{ heap: number, buffers: number }>} bytes after a collection
 */
export async function isolateMemory(port) {
  const targets = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
  const target = targets.find(({ id }) => id === "lookback") ?? targets[0];
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener("open", resolve);
    socket.addEventListener("error", reject);
  });
  let calls = 0;
  const call = (method) =>
    new Promise((resolve, reject) => {
      const id = ++calls;
      const listen = ({ data }) => {
        const message = JSON.parse(data);
        if (message.id !== id) return;
        socket.removeEventListener("message", listen);
        if (message.error) reject(new Error(`${method}: ${message.error.message}`));
        else resolve(message.result);
      };
      socket.addEventListener("message", listen);
      socket.send(JSON.stringify({ id, method }));
    });
  await call("HeapProfiler.enable");
  // Collecting is never answered, it just happens; the least of some looks is after it.
  socket.send(JSON.stringify({ id: 0, method: "HeapProfiler.collectGarbage" }));
  const looks = [];
  for (let look = 0; look < 10; look += 1) {
    looks.push(await call("Runtime.getHeapUsage"));
    await sleep(200);
  }
  socket.close();
  const total = (usage) => usage.usedSize + usage.embedderHeapUsedSize + usage.backingStorageSize;
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = looks.sort((a, b) => total(a) - total(b))[0];
  return { heap: usedSize + embedderHeapUsedSize, buffers: backingStorageSize };
}
