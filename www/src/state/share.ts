import type { Configuration, CustomerRecord } from "../engine/model.ts";

/**
 * What a link carries: everything that is needed to see the same thing, and nothing of the other
 * customers.
 */
export interface Shared {
  configuration: Configuration;
  customer?: CustomerRecord;
  now: number;
}

/** Enough for a few hundred events; mail and chat programs cut off longer addresses. */
export const MAX_LINK_LENGTH = 16_000;
const PREFIX = "#share=";

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = stream.writable.getWriter();
  // What goes wrong in here comes out at the reading end, where it is waited for.
  writer
    .write(bytes)
    .then(() => writer.close())
    .catch(() => {});
  const reader = stream.readable.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value);
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/**
 * The fragment of a link, which browsers keep to themselves: nothing shared this way reaches a
 * server.
 */
export async function toFragment(shared: Shared): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify({ v: 1, ...shared }));
  const packed = await through(json, new CompressionStream("deflate-raw"));
  let text = "";
  for (const byte of packed) text += String.fromCharCode(byte);
  return PREFIX + btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Reads a fragment: null if it is not a shared link, an error if it is damaged. */
export async function fromFragment(fragment: string): Promise<Shared | null> {
  if (!fragment.startsWith(PREFIX)) return null;
  const text = atob(fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const json = new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw")));
  const { v, ...shared } = JSON.parse(json) as Shared & { v: number };
  if (v !== 1) throw new Error("This link was made by a newer Studio.");
  if (!shared.configuration || typeof shared.now !== "number")
    throw new Error("This link holds no configuration.");
  return shared;
}
