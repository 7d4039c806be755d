import { placeInWords } from '../places.ts';
import type { AffiliationRow, LegislatorRow, OfficeRow, TermRow, Whole } from '../store.ts';

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

const termText = (term: TermRow): string =>
  `${term.body} ${placeInWords(term)}, ${term.start || 'unknown'} to ${term.end ?? 'open'}, ${term.party}`;
const beginningText = ({ how, endType }: TermRow): string => [how, endType].filter(Boolean).join(', ') || 'regular';
const affiliationText = ({ party, caucus, start }: AffiliationRow): string => `${party} (${caucus}) from ${start}`;
const officeText = ({ kind, address, city, zip, phone, fax, hours }: OfficeRow): string =>
  [kind, address, city, zip, phone, fax, hours].filter(Boolean).join(', ');

/** What is different in a person's record, field by field, in the words of the report. */
export function changesOf(before: Whole, after: Whole): FieldChange[] {
  const changes = fields.flatMap(([field, read]): FieldChange[] => {
    const [from, to] = [read(before.row), read(after.row)];
    return from === to ? [] : [{ field, from, to }];
  });
  const lists: [field: string, from: string[], to: string[]][] = [
    ['kind of term', before.terms.slice(-1).map(beginningText), after.terms.slice(-1).map(beginningText)],
    ['earlier terms', before.terms.slice(0, -1).map(termText), after.terms.slice(0, -1).map(termText)],
    ['party history', before.affiliations.map(affiliationText), after.affiliations.map(affiliationText)],
    ['offices', before.offices.map(officeText), after.offices.map(officeText)],
  ];
  for (const [field, from, to] of lists) {
    const gone = from.filter((text) => !to.includes(text));
    const come = to.filter((text) => !from.includes(text));
    if (gone.length + come.length > 0) changes.push({ field, from: joined(gone), to: joined(come) });
  }
  // Other names, a spelling of the first or last name, the order of a list: what search and lists go by.
  if (changes.length === 0) changes.push({ field: 'details', from: before.row.searchText, to: after.row.searchText });
  return changes;
}

/** At most so many entries of a list are spelled out in a report. */
const MOST_ENTRIES = 3;

function joined(texts: string[]): string | null {
  if (texts.length === 0) return null;
  const more = texts.length > MOST_ENTRIES ? ` and ${texts.length - MOST_ENTRIES} more` : '';
  return texts.slice(0, MOST_ENTRIES).join(' | ') + more;
}
