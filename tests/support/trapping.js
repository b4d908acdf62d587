// A wasm module in which chosen functions trap: how the package behaves on a defect of the engine
// can be tested with the very package that is shipped.

/** `unreachable` as a whole function body: no locals, the instruction, the end. */
const TRAP = [0x00, 0x00, 0x0b];

const SECTION = { import: 2, export: 7, code: 10 };

/**
 * @param {Uint8Array} bytes a module
 * @param {(name: string) => boolean} traps which of the exported functions shall trap
 * @returns {Uint8Array} the module with the bodies of those functions replaced
 */
export function trapping(bytes, traps) {
  const sections = readSections(bytes);
  const imported = countImportedFunctions(sections.get(SECTION.import));
  const trapped = new Set(exportedFunctions(sections.get(SECTION.export), traps).map((at) => at - imported));
  if (trapped.size === 0) throw new Error("no exported function was chosen");
  const parts = [...bytes.subarray(0, 8)];
  for (const [id, content] of sections.ordered) {
    const body = id === SECTION.code ? replaceBodies(content, trapped) : [...content];
    parts.push(id, ...leb(body.length));
    for (const byte of body) parts.push(byte);
  }
  return Uint8Array.from(parts);
}

function readSections(bytes) {
  const reader = new Reader(bytes, 8);
  const ordered = [];
  while (!reader.done()) {
    const id = reader.byte();
    ordered.push([id, reader.take(reader.number())]);
  }
  const byId = new Map(ordered);
  return { ordered, get: (id) => new Reader(byId.get(id) ?? new Uint8Array([0]), 0) };
}

function countImportedFunctions(reader) {
  let functions = 0;
  for (let left = reader.number(); left > 0; left--) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind !== 0) throw new Error(`the module imports something that is no function (kind ${kind})`);
    reader.number();
    functions++;
  }
  return functions;
}

function exportedFunctions(reader, chosen) {
  const found = [];
  for (let left = reader.number(); left > 0; left--) {
    const name = reader.name();
    const kind = reader.byte();
    const at = reader.number();
    if (kind === 0 && chosen(name)) found.push(at);
  }
  return found;
}

function replaceBodies(content, trapped) {
  const reader = new Reader(content, 0);
  const count = reader.number();
  const out = [...leb(count)];
  for (let at = 0; at < count; at++) {
    const body = reader.take(reader.number());
    const kept = trapped.has(at) ? TRAP : body;
    out.push(...leb(kept.length));
    for (const byte of kept) out.push(byte);
  }
  return out;
}

function leb(number) {
  const bytes = [];
  let left = number;
  do {
    const low = left & 0x7f;
    left >>>= 7;
    bytes.push(left === 0 ? low : low | 0x80);
  } while (left !== 0);
  return bytes;
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }
  done() {
    return this.at >= this.bytes.length;
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value >>> 0;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  name() {
    return new TextDecoder().decode(this.take(this.number()));
  }
}
