import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

/** One file of an archive, its text in pieces. */
export interface ZipEntry {
  name: string;
  text: AsyncIterable<string> | Iterable<string>;
}

interface Written {
  name: Buffer;
  crc: number;
  packed: number;
  size: number;
  at: number;
}

const MOST_BYTES = 0xffffffff;
/** Sizes follow the data, because they are known only then (bit 3); names are UTF-8 (bit 11). */
const FLAGS = 0x0808;
const DEFLATE = 8;
/** January 1, 1980: the format wants a day, and the same table shall give the same bytes. */
const DAY = 0x0021;

const record = (...fields: [value: number, bytes: 2 | 4][]): Buffer => {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of fields)
    at = bytes === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at);
  return buffer;
};

/**
 * A ZIP archive as it is made: nothing is held but the names and sizes of what was written. Throws when a file or the
 * archive outgrows the format's 4 GB.
 */
export async function* zip(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let at = 0;
  for await (const entry of entries) {
    const name = Buffer.from(entry.name);
    const file: Written = { name, crc: 0, packed: 0, size: 0, at };
    const head = [
      record(
        [0x04034b50, 4],
        [20, 2],
        [FLAGS, 2],
        [DEFLATE, 2],
        [0, 2],
        [DAY, 2],
        [0, 4],
        [0, 4],
        [0, 4],
        [name.length, 2],
        [0, 2],
      ),
      name,
    ];
    yield Buffer.concat(head);
    for await (const piece of deflated(entry.text, file)) yield piece;
    if (file.size > MOST_BYTES || file.packed > MOST_BYTES)
      throw new Error(`${entry.name} is too large for an archive.`);
    yield record([0x08074b50, 4], [file.crc, 4], [file.packed, 4], [file.size, 4]);
    at += 30 + name.length + file.packed + 16;
    if (at > MOST_BYTES) throw new Error('The archive is too large.');
    written.push(file);
  }
  let length = 0;
  for (const file of written) {
    const line = Buffer.concat([
      record(
        [0x02014b50, 4],
        [20, 2],
        [20, 2],
        [FLAGS, 2],
        [DEFLATE, 2],
        [0, 2],
        [DAY, 2],
        [file.crc, 4],
        [file.packed, 4],
        [file.size, 4],
      ),
      record([file.name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [file.at, 4]),
      file.name,
    ]);
    length += line.length;
    yield line;
  }
  const n = written.length;
  yield record([0x06054b50, 4], [0, 2], [0, 2], [n, 2], [n, 2], [length, 4], [at, 4], [0, 2]);
}

/** The text packed, its checksum and sizes noted on the way. A reader who leaves ends the packing too. */
async function* deflated(text: ZipEntry['text'], file: Written): AsyncGenerator<Buffer> {
  async function* bytes() {
    for await (const piece of text) {
      const buffer = Buffer.from(piece);
      file.crc = crc32(buffer, file.crc);
      file.size += buffer.length;
      yield buffer;
    }
  }
  const source = Readable.from(bytes());
  const packer = createDeflateRaw();
  source.on('error', (error) => packer.destroy(error));
  try {
    for await (const piece of source.pipe(packer)) {
      file.packed += (piece as Buffer).length;
      yield piece as Buffer;
    }
  } finally {
    source.destroy();
  }
}
