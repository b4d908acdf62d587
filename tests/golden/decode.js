// Reads a snapshot with nothing but what js/docs/snapshots.md says: a second opinion on the format,
// and on the page.

/** @param {Uint8Array} bytes a snapshot of version 1 */
export function decode(bytes) {
  const input = new Input(bytes);
  const header = { magic: input.text(4), version: input.fixed(2), checksum: input.fixed(4) };
  const events = readHistory(input);
  const profile = readFacet(new Input(input.take(input.varint())));
  if (!input.atEnd()) throw new Error("bytes are left");
  return { header, events, profile };
}

const BLOCK = 128;

function readHistory(input) {
  const count = input.varint();
  const names = readNames(input);
  const cells = readCells(input, names);
  const times = blocks(count, (size) => {
    const first = input.varint();
    return input.run(size, input.byte()).map((distance) => first + distance);
  });
  const byEvent = input.run(count, widthOf(Math.max(cells.length - 1, 0)));
  const ids = readIds(input, count);
  const events = byEvent.map((cell, at) => ({ ...cells[cell], timestamp: times[at], id: ids[at] }));
  for (let left = input.varint(); left > 0; left--) readProperty(input, names, events);
  return events;
}

function readNames(input) {
  const names = [];
  let before = new Uint8Array();
  for (let left = input.varint(); left > 0; left--) {
    const halves = input.byte();
    const [shared, rest] = [halves >> 4, halves & 15].map(
      (half) => half + (half === 15 ? input.varint() : 0),
    );
    before = Uint8Array.from([...before.subarray(0, shared), ...input.take(rest)]);
    names.push(utf8(before));
  }
  return names;
}

function readCells(input, names) {
  const base = BigInt(names.length + 1);
  const name = (position) => names[Number(position) - 1];
  let cell = 0n;
  return Array.from({ length: input.varint() }, () => {
    cell += input.wide();
    return {
      eventType: name(cell / base / base),
      channel: name((cell / base) % base),
      offer: name(cell % base),
    };
  });
}

function readIds(all, count) {
  const length = all.varint();
  if (length === 0) return [];
  const input = new Input(all.take(length));
  let prefix = "";
  const ids = blocks(count, (size) => {
    const kind = input.byte();
    if (kind === 0) return Array(size).fill(undefined);
    if (kind === 1) {
      const given = input.varint();
      if (given > 0) prefix = input.text(given - 1);
      const least = input.varint();
      return input.run(size, input.byte()).map((distance) => `${prefix}${least + distance}`);
    }
    if (kind === 2) return Array.from({ length: size }, () => guid(input.take(16)));
    let before = new Uint8Array();
    return Array.from({ length: size }, () => {
      const given = input.varint();
      if (given === 0) return undefined;
      const shared = input.varint();
      before = Uint8Array.from([...before.subarray(0, shared), ...input.take(given - 1)]);
      return utf8(before);
    });
  });
  if (!input.atEnd()) throw new Error("bytes of ids are left");
  return ids;
}

function readProperty(input, names, events) {
  const name = input.varint();
  let next = 0;
  const carriers = Array.from({ length: input.varint() }, () => {
    const at = next + input.varint();
    next = at + 1;
    return events[at];
  });
  const form = input.byte();
  for (const event of carriers) {
    const number = form === 255 ? input.double() : input.zigzag() / 10 ** form;
    if (name === 0) event.value = number;
    else event.properties = { ...event.properties, [names[name - 1]]: number };
  }
}

function readFacet(input) {
  const profile = { sourceInteractionStartDateTime: input.instant(), scores: {} };
  for (let left = input.varint(); left > 0; left--) {
    const profileDefinitionId = input.id();
    const matchedPatternId = input.varint() === 1 ? input.id() : undefined;
    const scoreCount = input.zigzag();
    input.instant();
    const values = Object.fromEntries(
      Array.from({ length: input.varint() }, () => [input.id(), input.double()]),
    );
    profile.scores[profileDefinitionId] = { profileDefinitionId, matchedPatternId, scoreCount, values };
  }
  for (let left = input.varint(); left > 0; left--) input.id();
  if (!input.atEnd()) throw new Error("bytes of the profile are left");
  return profile;
}

/** What `read` gives for each block of events, in one list. */
function blocks(count, read) {
  const all = [];
  while (all.length < count) all.push(...read(Math.min(BLOCK, count - all.length)));
  return all;
}

function widthOf(number) {
  let width = 0;
  while (number >= 256 ** width) width++;
  return width;
}

const utf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

const guid = (bytes) =>
  Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

class Input {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  atEnd() {
    return this.at === this.bytes.length;
  }
  take(length) {
    if (this.at + length > this.bytes.length) throw new Error("the bytes end too early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  byte() {
    return this.take(1)[0];
  }
  text(length) {
    return utf8(this.take(length));
  }
  fixed(width) {
    return this.take(width).reduce((number, byte, at) => number + byte * 256 ** at, 0);
  }
  run(count, width) {
    return Array.from({ length: count }, () => this.fixed(width));
  }
  double() {
    const { buffer, byteOffset } = this.take(8);
    return new DataView(buffer, byteOffset, 8).getFloat64(0, true);
  }
  bigVarint() {
    let number = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      number |= BigInt(byte & 127) << shift;
      if (byte < 128) return number;
    }
  }
  varint() {
    return Number(this.bigVarint());
  }
  wide() {
    const low = this.bigVarint();
    const more = 1n << 62n;
    return (low & more) === 0n ? low : (low ^ more) | (this.bigVarint() << 62n);
  }
  zigzag() {
    const number = this.bigVarint();
    return Number(number % 2n === 0n ? number / 2n : -(number + 1n) / 2n);
  }
  instant() {
    const number = this.varint();
    return number === 0 ? null : new Date(number - 1).toISOString();
  }
  id() {
    const given = this.varint();
    return given === 0 ? guid(this.take(16)) : this.text(given - 1);
  }
}
