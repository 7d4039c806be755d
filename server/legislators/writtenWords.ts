import { fold } from '../basics/text.ts';
import { listStates } from '../districts/districts.ts';

/** A title as it narrows whom a name can mean. */
export type Title =
  | 'senator'
  | 'U.S. senator'
  | 'state senator'
  | 'representative'
  | 'U.S. representative'
  | 'state representative'
  | 'delegate'
  | 'resident commissioner'
  | 'assembly member'
  | 'council member';

/** What a word or a phrase beside a name tells. */
export type Meaning =
  | { is: 'title'; title: Title }
  | { is: 'state'; state: string }
  | { is: 'party'; party: string }
  | { is: 'at large' }
  /** Tells nothing that could fit or not: 'The Honorable', 'Chair', 'district', 'co-lead'. */
  | { is: 'nothing' };

/** As phrases are looked up: folded, without dots, with single spaces for all that parts words. */
export const flat = (text: string): string =>
  fold(text)
    .replace(/'s\b|[.']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const titles: Record<Title, string> = {
  senator: 'sen, sens, senator, senators',
  'U.S. senator': 'us sen, us senator, united states senator',
  'state senator': 'state sen, state senator',
  representative: 'rep, reps, representative, representatives',
  'U.S. representative':
    'us rep, us representative, united states representative, congressman, congresswoman, congressmember, congressperson, congressmembers, member of congress',
  'state representative': 'state rep, state representative',
  delegate: 'del, delegate',
  'resident commissioner': 'res comm, resident commissioner, commissioner',
  'assembly member': 'asm, assembly member, assemblymember, assemblyman, assemblywoman',
  'council member':
    'cm, council member, councilmember, councilman, councilwoman, councilor, councillor, ald, alder, alderman, alderwoman',
};

/** Chambers, where they stand beside a name. */
const chambers: Partial<Record<Title, string>> = {
  senator: 'senate',
  'U.S. senator': 'us senate',
  representative: 'house, house of representatives',
  'U.S. representative': 'us house',
};

/** Forms of address and offices that any member may have. */
const anybodys =
  'the, the honorable, honorable, hon, the hon, dr, mr, mrs, ms, madam, gen, col, chair, chairman, chairwoman, chairperson, vice chair, vice chairman, ranking member, speaker, speaker of the house, leader, majority leader, minority leader, majority whip, minority whip, whip, president pro tempore, office of, office of the, the office of';

/** Words beside a name that say nothing of who it is. */
const fillers =
  'of, from, the, district, dist, cd, congressional, congressional district, senior, junior, seat, lead, colead, co lead, lead sponsor, sponsor, original cosponsor, cosponsor, phd, esq';

const parties: Record<string, string> = {
  Democrat: 'd, dem, democrat, democratic, dfl, democratic farmer labor, npl, dem npl',
  Republican: 'r, gop, republican',
  Independent: 'i, independent',
  Libertarian: 'l, libertarian',
};

/** Abbreviations of states in news style, and others in use. The codes and names come from the table of states. */
const abbreviations: Record<string, string> = {
  AL: 'ala',
  AK: 'alas',
  AZ: 'ariz',
  AR: 'ark',
  CA: 'calif, cal',
  CO: 'colo',
  CT: 'conn',
  DE: 'del',
  DC: 'washington dc',
  FL: 'fla',
  IL: 'ill',
  KS: 'kan, kans',
  MA: 'mass',
  MI: 'mich',
  MN: 'minn',
  MS: 'miss',
  MT: 'mont',
  NE: 'neb, nebr',
  NV: 'nev',
  NM: 'n mex',
  ND: 'n dak, n d',
  OK: 'okla',
  OR: 'ore',
  SD: 's dak, s d',
  TN: 'tenn',
  TX: 'tex',
  WA: 'wash',
  WV: 'wva, w va, w v',
  WI: 'wis, wisc',
  WY: 'wyo',
  MP: 'cnmi, northern marianas, commonwealth of the northern mariana islands',
  VI: 'usvi, us virgin islands, virgin islands',
};

const phrases = (list: string) => list.split(', ');

function makeTables() {
  const atStart = new Map<string, Title | null>();
  for (const phrase of phrases(anybodys)) atStart.set(phrase, null);
  for (const [title, list] of Object.entries(titles))
    for (const phrase of phrases(list)) atStart.set(phrase, title as Title);

  const beside = new Map<string, Meaning>();
  const say = (list: string, meaning: Meaning) => {
    for (const phrase of phrases(list)) beside.set(phrase, meaning);
  };
  say(anybodys, { is: 'nothing' });
  for (const [title, list] of Object.entries(titles)) say(list, { is: 'title', title: title as Title });
  say(fillers, { is: 'nothing' });
  for (const [title, list] of Object.entries(chambers)) say(list, { is: 'title', title: title as Title });
  say('at large, atlarge', { is: 'at large' });
  for (const [party, list] of Object.entries(parties)) say(list, { is: 'party', party });
  // States last: beside a name "Del." is Delaware, and "Miss." Mississippi.
  for (const { code, name } of listStates()) {
    say(flat(name), { is: 'state', state: code });
    say(code.toLowerCase(), { is: 'state', state: code });
  }
  for (const [state, list] of Object.entries(abbreviations)) say(list, { is: 'state', state });
  return { atStart, beside };
}

let made: ReturnType<typeof makeTables> | undefined;
const tables = () => (made ??= makeTables());

/** The most words that a phrase has. */
export const LONGEST_PHRASE = 6;

/** The title that a phrase in front of a name is; null for one that anybody may have, undefined for none. */
export const titleOf = (phrase: string): Title | null | undefined => tables().atStart.get(phrase);

/** What a phrase beside a name tells; undefined where it is not known. */
export const meaningOf = (phrase: string): Meaning | undefined => tables().beside.get(phrase);

/** The USPS code of a state written in any way: 'NJ', 'N.J.', 'New Jersey'. */
export function stateFrom(text: string): string | null {
  const meaning = meaningOf(flat(text));
  return meaning?.is === 'state' ? meaning.state : null;
}

/** Usual short forms: who is called by one of a row may be written by another of it. */
const usual = `alexander alex|abraham abe|andrew andy drew|anthony tony|benjamin ben|bradley brad|catherine cathy kate
  |charles charlie chuck|christopher chris|daniel dan danny|david dave|deborah deb debbie|donald don|douglas doug
  |edward ed eddie ted|elizabeth beth betty liz|eugene gene|frederick fred|gabriel gabe|gerald jerry|gregory greg
  |henry hank|jacob jake|james jim jimmy|jeffrey jeff|jefferson jeff|jennifer jen jenny|john johnny|jonathan jon
  |joseph joe|joshua josh|katherine kate kathy katie|kenneth ken|lawrence larry|margaret maggie|matthew matt
  |michael mike|nathaniel nate|nicholas nick|patricia pat|patrick pat|peter pete|philip phil|randall randy|raymond ray
  |richard dick rich rick|robert bob bobby rob|ronald ron|russell russ|samuel sam|stephen steve|steven steve|susan sue
  |theodore ted|thomas tom tommy|timothy tim|valerie val|wesley wes|william bill billy will|zachary zach`;

const together = new Map<string, Set<string>>();
for (const row of usual.split('|')) {
  const words = row.trim().split(/\s+/);
  for (const word of words) together.set(word, new Set([...(together.get(word) ?? []), ...words]));
}

/** Whether two first names are usually the same: 'mike' and 'michael'. Both in lower case. */
export const usuallySame = (a: string, b: string): boolean => together.get(a)?.has(b) ?? false;
