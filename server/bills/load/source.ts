import { createReadStream } from 'node:fs';
import path from 'node:path';
import { Refused } from '../../basics/errors.ts';
import type { World } from '../../basics/world.ts';
import { type BillNumber, billNumber, billSlug, ordinal, writtenNumber } from '../numbers.ts';
import { BadAnswer, type BillAnswer } from './answer.ts';
import { readCongress } from './congress.ts';
import { collect, type Get, getter, type Limits, usualLimits } from './fetching.ts';
import { readTable } from './table.ts';

/** Where a bill is read from: Congress.gov's API, a web address, a file, or a text that somebody pasted. */
export type BillSource =
  | { kind: 'congress' }
  | { kind: 'address'; address: string }
  | { kind: 'file'; file: string }
  | { kind: 'text'; text: string };

/** What was read, and where, in words that may be shown to everybody. */
export interface Read extends BillAnswer {
  from: string;
}

/** Cosponsors in one page of Congress.gov's API: the most that it gives. */
const PAGE = 250;
const MOST_PAGES = 4;

/** Reads a bill. Throws BadAnswer for anything but a whole answer about it, and Refused where a key is needed and not set. */
export async function readBill(
  world: Pick<World, 'fetch' | 'settings'>,
  number: Required<BillNumber>,
  source: BillSource,
  limits: Limits = usualLimits,
): Promise<Read> {
  const { congressApiKey: key, congressApiUrl: api } = world.settings;
  if (source.kind === 'text')
    return { ...readText(source.text, number, 'The pasted text'), from: 'a list that was pasted' };
  if (source.kind === 'file') {
    const name = path.basename(source.file);
    return { ...readText(await readFile(source.file, name, limits.largest), number, name), from: name };
  }
  if (source.kind === 'congress' || isBelow(source.address, api)) {
    if (key === null)
      throw new Refused('congress-key-missing', 'To read from Congress.gov, set CONGRESS_API_KEY; or bring in a file.');
    if (source.kind === 'address') requireSame(source.address, number);
    return readFromCongress(getter(world, key, limits), api, number);
  }
  const address = new URL(source.address);
  const { origin, pathname } = address;
  const name = `${origin}${pathname}`;
  const get = getter(world, null, limits);
  const text = await get(address);
  const first = parsed(text, name);
  if (first === null) return { ...readTable(text, name), from: name };
  return { ...readCongress(await withMorePages(get, address, first, name), number, name), from: name };
}

/** An address of the API names a bill too. */
function requireSame(address: string, number: Required<BillNumber>): void {
  const named = billNumber(address);
  if (named?.congress === undefined || billSlug(named as Required<BillNumber>) !== billSlug(number))
    throw new BadAnswer(`That is not the address of ${writtenNumber(number)} (${ordinal(number.congress)} Congress).`);
}

const isBelow = (address: string, api: string): boolean => address === api || address.startsWith(`${api}/`);

/** Both answers about a bill, the second in as many pages as it has. */
async function readFromCongress(get: Get, api: string, number: Required<BillNumber>): Promise<Read> {
  const base = `${api}/bill/${number.congress}/${number.type}/${number.number}`;
  const json = async (address: URL) => {
    const name = `${address.origin}${address.pathname}`;
    const value = parsed(await get(address), name);
    if (value === null) throw new BadAnswer(`${name} did not answer in JSON.`);
    return value;
  };
  const bill = await json(new URL(`${base}?format=json`));
  const address = new URL(`${base}/cosponsors?format=json&limit=${PAGE}&offset=0`);
  const pages = await withMorePages(get, address, await json(address), `${base}/cosponsors`);
  const answer = readCongress([bill, pages], number, 'Congress.gov’s answer');
  if (!answer.bill || !answer.cosponsors)
    throw new BadAnswer('Congress.gov’s answer lacks the bill or its cosponsors.');
  return { ...answer, from: base };
}

/**
 * An answer with the pages that follow it, asked for by their offset. Only what the first answer counts is asked for,
 * and no more than a few times: what is missing or too much then shows in the counts.
 */
async function withMorePages(get: Get, address: URL, first: unknown, name: string): Promise<unknown[]> {
  const pages = [first];
  let listed = lengthOf(first);
  while (pages.length < MOST_PAGES && listed > 0 && listed < totalOf(first)) {
    const next = new URL(address);
    next.searchParams.set('offset', String(listed));
    const page = parsed(await get(next), name);
    if (lengthOf(page) === 0) break;
    pages.push(page);
    listed += lengthOf(page);
  }
  return pages;
}

interface Page {
  cosponsors?: unknown;
  pagination?: { count?: unknown; countIncludingWithdrawnCosponsors?: unknown };
}
const lengthOf = (page: unknown): number => {
  const { cosponsors } = (page ?? {}) as Page;
  return Array.isArray(cosponsors) ? cosponsors.length : 0;
};
const totalOf = (page: unknown): number => {
  const { pagination } = (page ?? {}) as Page;
  return Number(pagination?.countIncludingWithdrawnCosponsors ?? pagination?.count) || 0;
};

function readText(text: string, number: Required<BillNumber>, name: string): BillAnswer {
  const value = parsed(text, name);
  return value === null ? readTable(text, name) : readCongress(value, number, name);
}

/** The JSON in a text; null where it begins like a table. Throws BadAnswer for a web page, XML, and broken JSON. */
function parsed(text: string, name: string): unknown {
  const [mark] = /[^\s\uFEFF]/.exec(text) ?? [];
  if (mark === undefined) throw new BadAnswer(`${name} is empty.`);
  if (mark === '<')
    throw new BadAnswer(
      /^\s*<\?xml|<api-root/.test(text)
        ? `${name} is XML; ask for JSON with format=json.`
        : `${name} is a web page where data was expected.`,
    );
  if (mark !== '{' && mark !== '[') return null;
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw new BadAnswer(`${name} is broken JSON, perhaps cut off: ${(error as Error).message}.`);
  }
}

async function readFile(file: string, name: string, largest: number): Promise<string> {
  try {
    return await collect(createReadStream(file), name, largest);
  } catch (error) {
    if (error instanceof BadAnswer) throw error;
    throw new BadAnswer(`${name} cannot be read: ${(error as Error).message}.`);
  }
}
