import { inflateRawSync } from 'node:zlib';

/** The files of a ZIP archive, by name, read by its directory as other programs do. */
export function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const files = new Map<string, string>();
  let at = archive.readUInt32LE(end + 16);
  for (let n = archive.readUInt16LE(end + 10); n > 0; n -= 1) {
    const [packed, nameLength] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28)];
    const head = archive.readUInt32LE(at + 42);
    const start = head + 30 + archive.readUInt16LE(head + 26) + archive.readUInt16LE(head + 28);
    const text = inflateRawSync(archive.subarray(start, start + packed)).toString();
    if (Buffer.byteLength(text) !== archive.readUInt32LE(at + 24)) throw new Error('A size in the archive is wrong.');
    files.set(archive.subarray(at + 46, at + 46 + nameLength).toString(), text);
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

const plain = (text: string) =>
  text.replace(/&(lt|gt|quot|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&' })[name] ?? '');

/** The cells of a sheet, by row: texts with their kind, 't:…', 'n:…' or 'b:…'. */
export const cellsIn = (sheet: string): string[][] =>
  [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c r="[A-Z]+\d+"[^>]*?(?: t="(\w+)")?>(.*?)<\/c>/gs)].map(([, kind, inside = '']) => {
      const value = plain(/<(?:t|v)[^>]*>(.*?)<\/(?:t|v)>/s.exec(inside)?.[1] ?? '');
      return `${kind === 'inlineStr' ? 't' : kind === 'b' ? 'b' : 'n'}:${value}`;
    }),
  );
