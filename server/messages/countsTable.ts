/** The table of an organizer's page of messages: who was written to, a page of them at a time. */
import { fold, grouped, plural } from '../basics/text.ts';
import { findState } from '../districts/districts.ts';
import { type LegislatorRow, placeInWords } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import type { Counts } from '../tallies/shape.ts';
import { type MessageCounts, shownStates } from './numbers.ts';
import { titled } from './pages.ts';

const PAGE = 50;

/** Which legislators the table lists, and in which order. */
export interface Wanted {
  q: string;
  body: string;
  state: string;
  sort: 'messages' | 'failed' | 'name';
  /** The page of the table, from 1. */
  page: number;
}

export interface TableParts {
  letter: Letter;
  counts: MessageCounts;
  /** Those who were written to. */
  legislators: LegislatorRow[];
  /** Bodies by key, for the names of those that the letter is open to. */
  bodyNames: ReadonlyMap<string, string>;
  wanted: Wanted;
}

export const sum = (cells: { count: number }[]): number => cells.reduce((all, { count }) => all + count, 0);

export const at = (cells: Counts, key: string): number => cells.find((cell) => cell.key === key)?.count ?? 0;

/** The numbers of a row, in the order of the columns. */
export const rowCounts = (cells: { state: string; count: number }[]) =>
  shownStates.map((state) => sum(cells.filter((cell) => cell.state === state)));

/** Those who were written to, a page of them. */
export function tableOf({ letter, counts, legislators, bodyNames, wanted }: TableParts) {
  const cells = new Map<string, { state: string; count: number }[]>();
  for (const { legislator, state, count } of counts.byLegislator)
    cells.set(legislator, [...(cells.get(legislator) ?? []), { state, count }]);
  const words = fold(wanted.q);
  const rows = legislators
    .filter(
      (one) =>
        (words === '' || one.searchText.includes(words)) &&
        (wanted.body === '' || one.body === wanted.body) &&
        (wanted.state === '' || one.state === wanted.state),
    )
    .map((one) => ({ one, counts: rowCounts(cells.get(one.key) ?? []) }))
    .map((row) => ({ ...row, total: row.counts.reduce((a, b) => a + b, 0) }));
  const failed = shownStates.indexOf('failed');
  const by = {
    messages: (row: (typeof rows)[number]) => -row.total,
    failed: (row: (typeof rows)[number]) => -(row.counts[failed] ?? 0),
    name: () => 0,
  }[wanted.sort];
  rows.sort((a, b) => by(a) - by(b) || (a.one.sortName < b.one.sortName ? -1 : 1));
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const page = Math.min(wanted.page, pages);
  const url = (to: number) => {
    const { q, body, state, sort } = wanted;
    const given = Object.entries({ q, body, state, sort, page: String(to) }).filter(([, value]) => value !== '');
    return `/desk/letters/${letter.slug}/messages?${new URLSearchParams(given)}#by-legislator`;
  };
  const places = [...new Set(legislators.flatMap(({ state }) => state ?? []))].sort();
  const bodies = [...new Set(legislators.map(({ body }) => body))].sort();
  return {
    action: `/desk/letters/${letter.slug}/messages`,
    q: wanted.q,
    bodies: options(
      'Every body',
      bodies.map((key) => [key, bodyNames.get(key) ?? key]),
      wanted.body,
    ),
    states: options(
      'Every state',
      places.map((code) => [code, findState(code)?.name ?? code]),
      wanted.state,
    ),
    sorts: options(
      null,
      [
        ['messages', 'Most messages'],
        ['failed', 'Most that failed'],
        ['name', 'Name'],
      ],
      wanted.sort,
    ),
    rows: rows.slice((page - 1) * PAGE, page * PAGE).map(({ one, counts: numbers, total }) => ({
      name: titled(one),
      place: [one.party, placeInWords(one)].filter(Boolean).join(' · '),
      url: `/legislators/${encodeURIComponent(one.key)}`,
      total: grouped(total),
      counts: numbers.map(grouped),
      answered: saidOf(at(counts.answered.yes, one.key), at(counts.answered.no, one.key)),
    })),
    words:
      rows.length === 0
        ? 'No legislator who was written to fits.'
        : `${plural(rows.length, 'legislator')}${pages > 1 ? `, page ${page} of ${pages}` : ''}`,
    before: page > 1 ? url(page - 1) : '',
    after: page < pages ? url(page + 1) : '',
  };
}

const options = (all: string | null, pairs: (readonly [string, string])[], chosen: string) =>
  [...(all === null ? [] : [['', all] as const]), ...pairs].map(([value, label]) => ({
    value,
    label,
    chosen: value === chosen,
  }));

const saidOf = (yes: number, no: number): string => (yes + no === 0 ? '' : `${grouped(yes)} of ${grouped(yes + no)}`);
