import { createReadStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { grouped } from '../../basics/text.ts';
import type { World } from '../../basics/world.ts';
import { congressFiles } from './congress.ts';
import type { SourceFile } from './documents.ts';
import { BadSource } from './roster.ts';

/** The largest file that is read, and the most that a folder may hold. All former members in JSON are half of it. */
export const LARGEST_FILE = 32 * 1024 * 1024;
const LARGEST_FOLDER = 128 * 1024 * 1024;
const MOST_FILES = 20_000;
/** How long a publisher may take for one file. */
const PATIENCE_MS = 60_000;

export interface SourceOptions {
  /** Milliseconds that the publisher may take for one file. */
  patience?: number;
  /** The largest file, in bytes. */
  largest?: number;
  progress?: (message: string) => void;
}

/**
 * The files that an operator named: a file, a folder with all YAML, JSON and CSV files below it, or a web address; one
 * that ends in a slash stands for the five files of congress-legislators under it. Throws BadSource with what to do.
 */
export async function readSource(
  world: Pick<World, 'fetch'>,
  source: string,
  options: SourceOptions = {},
): Promise<SourceFile[]> {
  if (/^https?:\/\//i.test(source)) {
    if (!source.endsWith('/')) return [{ name: source, text: await download(world, source, options) }];
    const files: SourceFile[] = [];
    for (const name of congressFiles) {
      options.progress?.(`fetching ${name}`);
      const address = `${source}${name}.json`;
      files.push({ name: address, text: await download(world, address, options) });
    }
    return files;
  }
  const found = await stat(source).catch(() => null);
  if (!found) throw new BadSource(source, null, 'there is no such file or folder');
  if (!found.isDirectory()) return [{ name: source, text: await readFile(source, options.largest ?? LARGEST_FILE) }];
  return readFolder(source, options);
}

async function readFolder(folder: string, options: SourceOptions): Promise<SourceFile[]> {
  let names: string[] = [];
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (!entry.isFile() || !/\.(ya?ml|json|csv)$/i.test(entry.name)) continue;
    names.push(path.join(entry.parentPath, entry.name));
    if (names.length > MOST_FILES)
      throw new BadSource(folder, null, `holds more than ${grouped(MOST_FILES)} files; name the folder of one state`);
  }
  names = withoutDoubles(names.sort());
  const files: SourceFile[] = [];
  let size = 0;
  for (const name of names) {
    const text = await readFile(name, options.largest ?? LARGEST_FILE);
    size += text.length;
    if (size > LARGEST_FOLDER)
      throw new BadSource(folder, null, `holds more than ${megabytes(LARGEST_FOLDER)}; name the folder of one state`);
    files.push({ name, text });
    if (files.length % 500 === 0) options.progress?.(`read ${grouped(files.length)} of ${grouped(names.length)} files`);
  }
  return files;
}

/**
 * A folder of congress-legislators holds much that is not read here, and often each file as YAML, JSON and CSV: of
 * each name that is read one is taken, YAML before JSON, for the publisher makes the JSON from the YAML.
 */
function withoutDoubles(names: string[]): string[] {
  const base = (name: string) => path.basename(name).replace(/\.\w+$/, '');
  const isOurs = (name: string) => (congressFiles as readonly string[]).includes(base(name)) && !/\.csv$/i.test(name);
  if (!names.some((name) => isOurs(name) && base(name).startsWith('legislators-'))) return names;
  const chosen = new Map<string, string>();
  for (const name of names.filter(isOurs)) {
    const earlier = chosen.get(base(name));
    if (!earlier || (/\.json$/i.test(earlier) && !/\.json$/i.test(name))) chosen.set(base(name), name);
  }
  return [...chosen.values()];
}

async function readFile(name: string, largest: number): Promise<string> {
  try {
    return decode(name, await collect(name, createReadStream(name), largest));
  } catch (error) {
    if (error instanceof BadSource) throw error;
    throw new BadSource(name, null, `cannot be read: ${(error as Error).message}`);
  }
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;

/** Reads up to the limit and no further, so that an endless file ends in an error and not in full memory. */
async function collect(name: string, stream: AsyncIterable<Uint8Array>, largest: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.byteLength;
    if (size > largest) throw new BadSource(name, null, `is larger than ${megabytes(largest)}, the most that is read`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function decode(name: string, bytes: Buffer): string {
  if (bytes.length === 0) throw new BadSource(name, null, 'is empty');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadSource(name, null, 'is not text in UTF-8; save it as UTF-8 and try again');
  }
}

async function download(world: Pick<World, 'fetch'>, address: string, options: SourceOptions): Promise<string> {
  const { patience = PATIENCE_MS, largest = LARGEST_FILE } = options;
  try {
    const response = await world.fetch(address, { signal: AbortSignal.timeout(patience), redirect: 'follow' });
    if (!response.ok || !response.body)
      throw new BadSource(address, null, `the publisher answered ${response.status}; the file may have moved`);
    const text = decode(address, await collect(address, response.body, largest));
    if (/^\s*<(!doctype|html|\?xml)/i.test(text))
      throw new BadSource(
        address,
        null,
        'a web page came instead of data; the address may be wrong, or a network asks for a sign-in',
      );
    return text;
  } catch (error) {
    if (error instanceof BadSource) throw error;
    throw new BadSource(address, null, reasonOf(error, patience));
  }
}

function reasonOf(error: unknown, patience: number): string {
  const { name, message, cause } = error as {
    name?: string;
    message?: string;
    cause?: { code?: string; message?: string };
  };
  if (name === 'TimeoutError')
    return `the publisher did not send it within ${Math.round(patience / 1000)} seconds; try again later`;
  // "terminated" is what fetch calls an answer that ends before its announced length.
  if (message === 'terminated') return 'the answer broke off before its end; try again';
  return `cannot be fetched: ${cause?.code ?? cause?.message ?? message}; check the network and the address`;
}
