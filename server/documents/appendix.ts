import { fold, grouped, plural } from '../basics/text.ts';
import { findState } from '../districts/districts.ts';
import type { NamedRow } from '../signatures/signatures.ts';
import { type Facts, sheetOf } from './facts.ts';
import { type Block, heading, type Paper, paragraph, printable, title } from './model.ts';

/** The most names that one file has of each kind. */
export const MOST_NAMES = 5000;

export interface AppendixParts {
  organizations: NamedRow[];
  people: NamedRow[];
  /** How many signed, shown or not; null where that is not told. */
  total: { organizations: number; people: number } | null;
  /** Ids of organizations that work in the whole country. */
  national: ReadonlySet<string>;
  /** Where the whole list is. */
  listUrl: string;
}

/** The organizations and people of the public under a letter: national ones first, then by state. */
export function appendixPaper(facts: Facts, parts: AppendixParts): Paper {
  const { organizations, people, national, total, listUrl } = parts;
  const [wide, local] = [true, false].map((is) => organizations.filter(({ id }) => national.has(id) === is));
  const affiliated = people.some((row) => affiliationOf(row) !== '');
  return {
    ...sheetOf(facts, `Organizations and people who signed: ${facts.letter.title}`),
    running: [printable(facts.letter.title)],
    blocks: [
      title('Organizations and people who signed'),
      paragraph(facts.letter.title),
      ...(organizations.length > 0
        ? [
            heading('Organizations'),
            ...(wide && wide.length > 0 ? group('National', wide.map(organizationLine)) : []),
            ...byState(local ?? [], organizationLine),
            ...restOf(total?.organizations ?? 0, organizations.length, 'organization', 'organizations', listUrl),
          ]
        : []),
      ...(people.length > 0
        ? [
            heading('People'),
            ...byState(people, personLine),
            ...restOf(total?.people ?? 0, people.length, 'person', 'people', listUrl),
            ...(affiliated
              ? [paragraph('* Affiliation for identification only: the organization has not signed.', 'small')]
              : []),
          ]
        : []),
      ...(organizations.length + people.length === 0
        ? [paragraph('No organization and nobody of the public is named under this letter yet.')]
        : []),
    ],
  };
}

interface Line {
  key: string;
  text: string;
}

/** Alphabetical without a leading "The". */
const organizationLine = ({ shownAs }: NamedRow): Line => ({
  key: fold(shownAs ?? '').replace(/^the /, ''),
  text: printable(shownAs ?? ''),
});

const personLine = (row: NamedRow): Line => {
  const affiliation = affiliationOf(row);
  return {
    key: row.lastFirst ?? fold(row.shownAs ?? ''),
    text: printable(affiliation ? `${row.shownAs}, ${affiliation}*` : (row.shownAs ?? '')),
  };
};

/** What a person who is shown in full names beside the own name. */
const affiliationOf = ({ display, title, organization }: NamedRow): string =>
  display === 'full' ? [title, organization].filter(Boolean).join(', ') : '';

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const group = (name: string, lines: Line[]): Block[] => [
  heading(name, 2),
  {
    kind: 'names',
    items: lines.sort((a, b) => compare(a.key, b.key) || compare(a.text, b.text)).map(({ text }) => text),
  },
];

/** States by name, then who is abroad, then those whose state is not known. */
function byState(rows: NamedRow[], lineOf: (row: NamedRow) => Line): Block[] {
  const groups = new Map<string, Line[]>();
  for (const row of rows) {
    const place = placeOf(row);
    const lines = groups.get(place) ?? [];
    groups.set(place, lines);
    lines.push(lineOf(row));
  }
  const last = [ABROAD, UNKNOWN];
  return [...groups]
    .sort(([a], [b]) => last.indexOf(a) - last.indexOf(b) || compare(a, b))
    .flatMap(([place, lines]) => group(place, lines));
}

const ABROAD = 'Outside the United States';
const UNKNOWN = 'State not given';

const placeOf = ({ homeState, country }: NamedRow): string =>
  country && country !== 'US' ? ABROAD : ((homeState && findState(homeState)?.name) ?? UNKNOWN);

/** Who signed and is not named above: by choice, or because the list is long. */
function restOf(total: number, named: number, one: string, many: string, listUrl: string): Block[] {
  const more = total - named;
  if (more <= 0) return [];
  const whole = named >= MOST_NAMES ? ` The whole list is at ${listUrl}` : '';
  return [paragraph(`And ${plural(more, one, many)} more, of ${grouped(total)} in all.${whole}`, 'small')];
}
