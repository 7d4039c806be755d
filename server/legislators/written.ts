import { tidy } from '../basics/text.ts';
import { nameWords } from './names.ts';
import { flat, LONGEST_PHRASE, meaningOf, stateFrom, type Title, titleOf } from './writtenWords.ts';

/** What stands beside a name. A district is a number as text, '0' at large, or a flat name. */
export interface Said {
  titles: Title[];
  states: string[];
  districts: string[];
  parties: string[];
  /** Keys of bodies, from a column that names them. */
  bodies?: string[];
  /** What nobody can make sense of, as it was written. */
  unclear: string[];
}

/** One way to read a line. */
export interface Reading extends Said {
  /** The name's words as spaces part them, each in its own parts: 'King-Hinds' is one of two. */
  tokens: string[][];
  /** First names that stood behind a comma; `tokens` are then the last name. Null where the order is the usual one. */
  given: string[] | null;
  suffix: string | null;
}

const nothingSaid = (): Said => ({ titles: [], states: [], districts: [], parties: [], unclear: [] });

const isSuffix = (word: string) => /^(jr|sr|ii|iii|iv|v)$/.test(word);
const isCredential = (text: string) => /^(M\.D\.|Ph\.?D\.?|J\.D\.|D\.D\.S\.|D\.V\.M\.|R\.N\.|Esq\.?)$/.test(text);

/** What comes before a name in a list: numbers, dots, boxes. */
const LEADING = /^(?:[\s*•·▪◦●○■□☐☑✓✔➢>|-]+|\[[ xX]?\]|#?\d{1,4}[.):]+(?=\s|\D)|\(\d{1,4}\)|#?\d{1,4}\s+(?=\p{L}))+/u;
/** What comes after it: footnotes, ticks, what parts a list's items. */
const TRAILING = /(?:[\s*†‡§¶•✓✔☑,;¹²³⁰⁴-⁹]+|\[\d+\])+$/u;

/** Signs that no name has and that say something of one: a doubt, a second name, a line struck through. */
const TELLING = /[^\p{L}\p{M}\p{N}\s.,;:'’‘ʼ`"“”„«»()[\]/*†‡§¶•✓✔☑|_#-]/u;
/** "Reps. Comer, James" are two. */
const SEVERAL = /^(?:sens|reps|senators|representatives|delegates|congressmembers)\b/i;

/** A line without what lists put around a name. */
const bare = (text: string): string =>
  tidy(text.replace(/\t/g, ', '))
    .replace(/[‐-―−]/g, '-')
    .replace(LEADING, '')
    .replace(TRAILING, '');

/** 'J.D.' is two initials, everything else its parts between hyphens. */
const wordsOf = (token: string): string[] =>
  /^(?:\p{L}\.){2,}$/u.test(token) ? nameWords(token.replace(/\./g, ' ')) : nameWords(token);

const tokensOf = (text: string): string[][] =>
  text
    .split(/\s+/)
    .map(wordsOf)
    .filter((words) => words.length > 0);

/** Reads what stands beside a name: 'R-NJ-04', 'Calif.', 'D, NM', 'Ward 1'. `places` are names of districts, flat. */
export function readBeside(text: string, places: ReadonlySet<string>): Said {
  const said = nothingSaid();
  for (const piece of text.split(/[,;]/)) {
    const whole = flat(piece);
    if (whole === '') continue;
    if (places.has(whole)) {
      said.districts.push(whole);
      continue;
    }
    const words = whole.split(' ');
    const unknown: string[] = [];
    for (let at = 0; at < words.length; ) {
      const taken = takePhrase(said, words, at);
      if (taken === 0) unknown.push(words[at] as string);
      at += taken || 1;
    }
    if (unknown.length > 0) said.unclear.push(tidy(piece));
  }
  return said;
}

/** Takes the longest phrase at a place that means something; gives how many words it had. */
function takePhrase(said: Said, words: string[], at: number): number {
  const word = words[at] as string;
  const next = words[at + 1];
  const number = /^([a-z]{2})?(\d{1,3})(?:st|nd|rd|th)?$/.exec(word);
  if (number) {
    const state = number[1] ? stateFrom(number[1]) : null;
    if (number[1] && !state) return 0;
    if (state) said.states.push(state);
    said.districts.push(String(Number(number[2])));
    return 1;
  }
  // Behind a state "AL" is at large: "AK-AL". "ID" and "Ind." are parties before a state, and states behind a party.
  const special: [boolean, string[], string][] = [
    [word === 'al' && said.states.length > 0, said.districts, '0'],
    [
      /^(id|ind)$/.test(word) && said.parties.length === 0 && stateFrom(next ?? '') !== null,
      said.parties,
      'Independent',
    ],
    [word === 'ind' && said.parties.length > 0, said.states, 'IN'],
  ];
  for (const [holds, list, value] of special)
    if (holds) {
      list.push(value);
      return 1;
    }
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length > 0; length -= 1) {
    const meaning = meaningOf(words.slice(at, at + length).join(' '));
    if (!meaning) continue;
    if (meaning.is === 'title') said.titles.push(meaning.title);
    if (meaning.is === 'state') said.states.push(meaning.state);
    if (meaning.is === 'party') said.parties.push(meaning.party);
    if (meaning.is === 'at large') said.districts.push('0');
    return length;
  }
  return 0;
}

const add = (said: Said, more: Said): void => {
  for (const field of ['titles', 'states', 'districts', 'parties', 'unclear'] as const)
    (said[field] as string[]).push(...more[field]);
};

/** Takes titles from the front: 'Rep.', 'The Honorable', 'U.S. Senator'. Gives what is left. */
function withoutTitles(text: string, said: Said): string {
  let tokens = text.trim().split(/\s+/);
  for (;;) {
    let taken = 0;
    for (let length = Math.min(4, tokens.length - 1); length > 0 && taken === 0; length -= 1) {
      const title = titleOf(flat(tokens.slice(0, length).join(' ')));
      if (title === undefined) continue;
      if (title) said.titles.push(title);
      taken = length;
    }
    if (taken === 0) break;
    tokens = tokens.slice(taken);
  }
  // A title by itself names nobody: "Senators".
  return tokens.length === 1 && titleOf(flat(tokens[0] as string)) !== undefined ? '' : tokens.join(' ');
}

/** How what stands behind a name without a comma must begin, so that no part of a name is taken for it. */
const opensTail = (token: string): boolean =>
  /^(?:of|from)$/i.test(token) ||
  /^(?:[A-Z]{2}|[DRI]|DFL)$/.test(token) ||
  /[-\d]/.test(token) ||
  (token.endsWith('.') && token.length > 2 && stateFrom(token) !== null);

/** Parts 'Adrian Smith R-NE' into the name and what is said behind it; '' where nothing is. */
function withoutTail(text: string, places: ReadonlySet<string>): { name: string; tail: string; said: Said } {
  const tokens = text.split(/\s+/);
  for (let from = 1; from < tokens.length; from += 1) {
    if (!opensTail(tokens[from] as string)) continue;
    const tail = tokens.slice(from).join(' ');
    const said = readBeside(tail, places);
    if (said.unclear.length === 0) return { name: tokens.slice(0, from).join(' '), tail, said };
  }
  return { name: text, tail: '', said: nothingSaid() };
}

/** A word by itself that could be a state or a party, and just as well a name: 'Virginia', 'AL', 'D'. */
const couldBeName = (text: string, said: Said): boolean =>
  /^\p{L}+\.?$/u.test(text) && said.titles.length === 0 && said.districts.length === 0;

/**
 * The ways to read a line that is to hold one name: none where it holds none (a heading), several where a word may be
 * a name or a state. `places` are the names of districts, flat.
 */
export function readLine(text: string, places: ReadonlySet<string>): Reading[] {
  const whole = bare(text);
  if (whole === '' || whole.endsWith(':')) return [];
  const plain = { ...nothingSaid(), unclear: TELLING.test(whole) ? [whole] : [] };
  const [, front = '', back = ''] = /^([^:]+):\s+(.+)$/.exec(whole) ?? [];
  if (!front) return readName(whole, plain, places);
  // "Lead: Rep. Smith", or "Rep. Smith: yes".
  const label = readBeside(front, places);
  const named = readName(back, { ...label, unclear: [...plain.unclear, ...label.unclear] }, places);
  return label.unclear.length === 0
    ? named
    : [...named, ...readName(front, { ...nothingSaid(), unclear: [back] }, places)];
}

/** The ways to read a name with what stands around it; `said` is what is known of it already. */
function readName(text: string, before: Said, places: ReadonlySet<string>): Reading[] {
  const said = copy(before);
  const line = text
    .replace(/["“”„«»]/g, ' ')
    .replace(/[([]([^()[\]]*)(?:[)\]]|$)/g, (_, inside: string, at: number) => {
      const after = text.slice(at + inside.length + 2);
      // "James (Jim) Moylan" has a nickname there, "Smith (NJ)" a state.
      if (/^\s*\p{L}/u.test(after) && /^\p{Lu}\p{Ll}+$/u.test(inside.trim())) return ` ${inside} `;
      add(said, readBeside(inside, places));
      return ' ';
    });

  const [front = '', ...behind] = line.split(/\s+-+\s+/);
  for (const piece of behind) add(said, readBeside(piece, places));

  const [first = '', ...parts] = front.split(',').map((part) => part.trim());
  const main = withoutTail(withoutTitles(first, said), places);
  let given: string | null = null;
  let suffix: string | null = null;
  let either = '';
  for (const part of parts) {
    if (part === '' || isCredential(part)) continue;
    if (isSuffix(flat(part))) {
      suffix = flat(part);
      continue;
    }
    const beside = readBeside(part, places);
    const fits = beside.unclear.length === 0;
    if (fits && given === null && couldBeName(part, beside)) either = part;
    if (fits) add(said, beside);
    else if (given === null) {
      const rest = withoutTail(withoutTitles(part, said), places);
      given = rest.name;
      add(said, rest.said);
    } else said.unclear.push(part);
  }

  if (given !== null && SEVERAL.test(first)) said.unclear.push(given);

  const reading = (name: string, first: string | null, more: Said): Reading => {
    const tokens = tokensOf(name);
    const before = first === null ? null : tokensOf(first).flat();
    const end = () => (tokens.length > 1 && isSuffix(tokens.at(-1)?.join('') ?? '') ? tokens.pop()?.join('') : null);
    const given = before && before.length > 1 && isSuffix(before.at(-1) ?? '') ? before.pop() : null;
    return { ...copy(more), tokens, given: before, suffix: suffix ?? end() ?? given ?? null };
  };
  const tailCouldBeName = main.tail !== '' && couldBeName(main.tail, main.said);
  const whole = copy(said);
  add(whole, main.said);
  const readings = [reading(main.name, given, whole)];
  // "Del." is a title; "Del" may begin a last name: "Del Bene, Suzan".
  if (/^del\s/i.test(first)) readings.push(reading(first, given, { ...whole, titles: [] }));
  if (either && given === null) readings.push(reading(main.name, either, without(whole, readBeside(either, places))));
  if (tailCouldBeName) readings.push(reading(`${main.name} ${main.tail}`, given, said));
  return readings.filter(({ tokens }) => tokens.length > 0);
}

const copy = (said: Said): Said => ({
  titles: [...said.titles],
  states: [...said.states],
  districts: [...said.districts],
  parties: [...said.parties],
  unclear: [...said.unclear],
});

/** What is said without one part of it. */
function without(said: Said, part: Said): Said {
  const rest = copy(said);
  for (const field of ['states', 'parties'] as const)
    for (const word of part[field]) rest[field].splice(rest[field].indexOf(word), 1);
  return rest;
}
