import { positions } from '../cosigners/cosigners.ts';
import { line, lines } from '../web/forms.ts';
import { type Direction, directions } from './compare.ts';
import type { GapRow } from './rows.ts';

export const lists = ['next', 'committees', 'states', 'compare'] as const;
export type List = (typeof lists)[number];

export interface GapFilter {
  body: string;
  party: string;
  state: string;
  /** A position, 'none' for not contacted. */
  position: string;
  serving: '' | 'yes' | 'no';
}

/** What a gap list's address asks for. */
export interface Asked {
  list: List;
  /** The letter or bill to compare with, as somebody named it; '' for none. */
  against: string;
  direction: Direction;
  /** Keys of committees. */
  committees: string[];
  filter: GapFilter;
}

const MOST_COMMITTEES = 60;
const oneOf = <T extends string>(words: readonly T[], word: string, otherwise: T): T =>
  words.find((known) => known === word) ?? otherwise;

/** Reads the query of a gap list; what is not known narrows nothing. */
export function askedFrom(query: Record<string, unknown>): Asked {
  const text = (name: string) => line(query[name]).slice(0, 300);
  const against = text('other') || text('against');
  return {
    list: against ? 'compare' : oneOf(lists, text('list'), 'next'),
    against,
    direction: oneOf(directions, text('direction'), 'missing'),
    committees: [...new Set(lines(query['committee']))].slice(0, MOST_COMMITTEES),
    filter: {
      body: text('body'),
      party: text('party'),
      state: text('state').toUpperCase(),
      position: oneOf([...positions, 'none', ''], text('position'), ''),
      serving: oneOf(['yes', 'no', ''], text('serving'), ''),
    },
  };
}

/** The same as an address's query: '?against=…', or ''. */
export function queryOf({ list, against, direction, committees, filter }: Asked): string {
  const query = new URLSearchParams([
    ...(against || list === 'next' ? [] : [['list', list]]),
    ...(against ? [['against', against]] : []),
    ...(against && direction !== 'missing' ? [['direction', direction]] : []),
    ...committees.map((key) => ['committee', key]),
    ...Object.entries(filter).filter(([, value]) => value !== ''),
  ] as [string, string][]).toString();
  return query ? `?${query}` : '';
}

/** Whether a row passes the filter, by the seat and party as they are now. */
export function passes({ legislator, stand }: GapRow, { body, party, state, position, serving }: GapFilter): boolean {
  return (
    (!body || legislator.body === body) &&
    (!party || legislator.party === party) &&
    (!state || legislator.state === state) &&
    (!position || (stand?.position ?? 'none') === position) &&
    (!serving || legislator.serving === (serving === 'yes'))
  );
}
