import type { Body } from './bodies.ts';
import { groupBy } from './lists.ts';
import { nameWords } from './names.ts';
import type { LegislatorRow } from './store.ts';
import { flat } from './writtenWords.ts';

/** A member with every form of the name that matching compares. */
export interface Known {
  row: LegislatorRow;
  body: Body | undefined;
  /** Words that may stand before the last name: first, middle, nickname, those of the official name. */
  given: string[];
  /** What a first initial may be: of the first name, or of a whole word of the official one. */
  initials: string[];
  suffixes: Set<string>;
  district: string;
}

export interface Index {
  byKey: Map<string, Known>;
  /** By whole last names, their words run together: 'vanhollen'. */
  whole: Map<string, Known[]>;
  /** By a part of a last name of several words: 'hinds' and 'king' of King-Hinds. */
  part: Map<string, Known[]>;
  /** By first names. */
  firsts: Map<string, Known[]>;
  /** Folded names of districts that are no numbers. */
  places: Set<string>;
  bodies: Body[];
}

const SUFFIXES = /^(jr|sr|ii|iii|iv|v)$/;
/** Words that are in many last names and tell none of them. */
const particles = new Set(['de', 'la', 'del', 'van', 'von', 'der', 'den', 'di', 'le', 'y', 'da', 'dos', 'st']);

/** Every form of the members’ names, to be looked up: made once for many rows. */
export function indexOf(members: LegislatorRow[], bodies: Body[]): Index {
  const bodyOf = new Map(bodies.map((body) => [body.key, body]));
  const byKey = new Map<string, Known>();
  const lasts: [string, Known][] = [];
  const parts: [string, Known][] = [];
  const firsts: [string, Known][] = [];
  const places = new Set<string>();
  for (const row of members) {
    const last = nameWords(row.last);
    const official = nameWords(row.full);
    const suffixes = new Set([
      ...nameWords(row.suffix ?? ''),
      ...official.slice(-1).filter((word) => SUFFIXES.test(word)),
    ]);
    const joined = last.join('');
    const known: Known = {
      row,
      body: bodyOf.get(row.body),
      given: [
        ...new Set([...nameWords(row.first), ...initialsOf(row.first), ...official, ...row.searchText.split(' ')]),
      ].filter((word) => !last.includes(word) && word !== joined && !suffixes.has(word)),
      suffixes,
      initials: [],
      district: flat(row.district ?? '').replace('at large', '0'),
    };
    // "Brian Jack" or "Young Kim": a first name may be the same word as the last.
    known.given.push(...nameWords(row.first).filter((word) => last.includes(word)));
    known.initials = known.given
      .filter((word) => nameWords(row.first).includes(word) || (word.length > 1 && official.includes(word)))
      .map((word) => word[0] as string);
    byKey.set(row.key, known);
    lasts.push([joined, known]);
    const usual = officialLast(row, last, official, suffixes);
    if (usual) lasts.push([usual, known]);
    for (const word of nameWords(row.first)) firsts.push([word, known]);
    for (const piece of piecesOf(last)) parts.push([piece, known]);
    if (known.district && !/^\d+$/.test(known.district)) places.add(known.district);
  }
  const by = (entries: [string, Known][]) =>
    new Map([...groupBy(entries, ([name]) => name)].map(([name, group]) => [name, group.map(([, known]) => known)]));
  return { byKey, whole: by(lasts), part: by(parts), firsts: by(firsts), places, bodies };
}

/** 'J.D.' as 'j' and 'd'. */
const initialsOf = (first: string): string[] =>
  /^(?:\p{L}\.){2,}$/u.test(first) ? nameWords(first.replace(/\./g, ' ')) : [];

/** The last name in use where the official name has not the whole one: "Pablo José Hernández" of Hernández Rivera. */
function officialLast(row: LegislatorRow, last: string[], official: string[], suffixes: Set<string>): string | null {
  const words = official.filter((word) => !suffixes.has(word));
  if (words.join('').endsWith(last.join(''))) return null;
  const first = nameWords(row.first);
  const rest = words.slice(first.length);
  return rest.length > 0 && first.every((word, n) => words[n] === word) ? rest.join('') : null;
}

/** Runs of words in a last name of several, but for the whole of it: 'mcclain' and 'delaney'. */
function piecesOf(last: string[]): string[] {
  const pieces = new Set<string>();
  for (let from = 0; from < last.length; from += 1)
    for (let to = from + 1; to <= last.length; to += 1) {
      const words = last.slice(from, to);
      if (words.length < last.length && !words.every((word) => particles.has(word))) pieces.add(words.join(''));
    }
  return [...pieces];
}
