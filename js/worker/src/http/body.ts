import { concat } from "./bytes.ts";
import { Problem } from "./problem.ts";

/**
 * How much of a refused body is read and thrown away, and for how long. Most clients read no
 * response before they have sent everything, and would report a broken connection instead of the
 * refusal.
 */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;
const MAX_DRAINING_MS = 1000;

/**
 * Reads a body of at most `limit` bytes. A longer one is refused as soon as that is known: by its
 * Content-Length before anything is kept, else when the byte after the last allowed one arrives.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const length = request.headers.get("Content-Length");
  const announced = Number(length ?? 0);
  // The runtime lets no more through than was announced, and has it at hand quicker than piece by
  // piece.
  if (length !== null && announced <= limit) return new Uint8Array(await request.arrayBuffer());
  if (request.body === null) return new Uint8Array();
  return readPieces(request.body as ReadableStream<Uint8Array>, announced, limit);
}

async function readPieces(
  body: ReadableStream<Uint8Array>,
  announced: number,
  limit: number,
): Promise<Uint8Array> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  let refusedAt = announced > limit ? Date.now() : undefined;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (refusedAt === undefined && length <= limit) {
      chunks.push(chunk);
      continue;
    }
    chunks = [];
    refusedAt ??= Date.now();
    if (Math.max(length, announced) > MAX_DRAINED_BYTES || Date.now() - refusedAt > MAX_DRAINING_MS) break;
  }
  if (refusedAt !== undefined) throw tooLarge(limit);
  return concat(chunks);
}

function tooLarge(limit: number): Problem {
  return new Problem(413, "too_large", `A body may have at most ${limit} bytes here; send several requests.`);
}
