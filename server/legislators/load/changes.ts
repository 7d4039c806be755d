import { placeInWords } from '../places.ts';
import type { LegislatorRow, Whole } from '../store.ts';

export interface FieldChange {
  field: string;
  from: string | null;
  to: string | null;
}

/** The fields of a person's own row that a report names, as it names them. */
const fields: [field: string, read: (row: LegislatorRow) => string | null][] = [
  ['serving', (row) => (row.serving ? 'yes' : 'no')],
  ['body', (row) => row.body],
  ['seat', placeInWords],
  ['title', (row) => row.title],
  ['name', (row) => row.full],
  ['party', (row) => row.party],
  ['caucus', (row) => row.caucus],
  ['voting', (row) => (row.voting ? 'yes' : 'no')],
  ['term', (row) => `${row.termStart || 'unknown'} to ${row.termEnd ?? 'open'}`],
  ['phone', (row) => row.phone],
  ['website', (row) => row.website],
  ['contact form', (row) => row.contactForm],
  ['e-mail', (row) => row.email],
];

/** What is different in a person's record, field by field, in the words of the report. */
export function changesOf(before: Whole, after: Whole): FieldChange[] {
  const changes = fields.flatMap(([field, read]): FieldChange[] => {
    const [from, to] = [read(before.row), read(after.row)];
    return from === to ? [] : [{ field, from, to }];
  });
  const lists = [
    ['terms', 'term', before.terms, after.terms],
    ['party history', 'entry', before.affiliations, after.affiliations],
    ['offices', 'office', before.offices, after.offices],
  ] as const;
  for (const [field, one, from, to] of lists)
    if (same(from) !== same(to)) changes.push({ field, from: counted(from.length, one), to: counted(to.length, one) });
  // Other names, a spelling of the first or last name: what search and lists go by.
  if (changes.length === 0)
    changes.push({ field: 'name parts', from: before.row.searchText, to: after.row.searchText });
  return changes;
}

const same = (rows: readonly object[]): string =>
  JSON.stringify(rows.map((row) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))));

const counted = (n: number, one: string): string =>
  `${n} ${n === 1 ? one : one.replace(/y$/, 'ie')}${n === 1 ? '' : 's'}`;
