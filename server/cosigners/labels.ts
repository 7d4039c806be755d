import { remembering, rememberingOf } from '../basics/memo.ts';
import { type Body, HOUSE, SENATE } from '../legislators/bodies.ts';
import { nameWords } from '../legislators/names.ts';

/** What of a seat and its holder a label is made of. */
export interface Labelled {
  first: string;
  last: string;
  body: string;
  state: string | null;
  district: string | null;
  title: string;
  party: string;
}

/** 'D', 'R', 'I', 'L'; '' where no party is known. */
export function partyLetter(party: string): string {
  if (/democrat/i.test(party)) return /^independent/i.test(party) ? 'ID' : 'D';
  if (/^nonpartisan$/i.test(party)) return '';
  return party.slice(0, 1).toUpperCase();
}

const shortTitles: Record<string, string> = { Delegate: 'Del.', 'Resident Commissioner': 'Res. Comm.' };

/** 'Sen.', 'Rep.', 'Del.', 'Council Member': what stands before a name. */
export const shortTitle = (title: string, body: Pick<Body, 'memberTitle' | 'memberShort'> | undefined): string =>
  body && title === body.memberTitle ? body.memberShort : (shortTitles[title] ?? title);

/** The district as it follows a state: '07'; '' at large, for delegates and senators. */
const houseDistrict = ({ body, district, title }: Labelled): string =>
  body === HOUSE && title === 'Representative' && district && district !== '0' ? district.padStart(2, '0') : '';

const isCongress = (body: string) => body === SENATE || body === HOUSE;

const joined = (one: string, other: string, by: string): string => (one && other ? one + by + other : one || other);

/** 'NM', 'OH-07', 'GU'; outside Congress 'RI, District 4' or 'Ward 1'. */
export const placeOf = (member: Labelled): string => withDistrict(member, '');

/** 'D-NM', 'R-OH-07', 'D-GU'; outside Congress 'D-RI, District 4' or 'Ward 1'. */
export const seatOf = (member: Labelled): string => withDistrict(member, partyLetter(member.party));

function withDistrict(member: Labelled, party: string): string {
  const place = joined(joined(party, member.state ?? '', '-'), houseDistrict(member), '-');
  if (isCongress(member.body) || !member.district) return place;
  const district = /^\d+$/.test(member.district) ? `District ${member.district}` : member.district;
  return joined(place, district, ', ');
}

/** 'Sen. Rivera (D-NM)', 'Rep. Okafor (R-OH-07)', 'Del. Santos (D-GU)'. */
export function seatLabel(member: Labelled, body: Pick<Body, 'memberTitle' | 'memberShort'> | undefined): string {
  const seat = seatOf(member);
  return `${shortTitle(member.title, body)} ${member.last}${seat ? ` (${seat})` : ''}`;
}

/** More names than serve in both chambers of Congress, each alone and with the first name. */
const MOST_NAMES = 5000;
const folded = remembering(
  (name: string) => nameWords(name).join(' '),
  (name) => name,
  MOST_NAMES,
);
const lastOf = (member: Labelled) => folded(member.last);
const firstLast = (member: Labelled) => folded(`${member.first} ${member.last}`);

/** How often each name is borne among these people: counted once for each list of them. */
const namesOf = rememberingOf((people: readonly (Labelled & { key: string })[]) => {
  const count = (word: (member: Labelled) => string) => {
    const counts = new Map<string, number>();
    for (const member of people) counts.set(word(member), (counts.get(word(member)) ?? 0) + 1);
    return counts;
  };
  return { last: count(lastOf), full: count(firstLast), keys: new Set(people.map(({ key }) => key)) };
});

/**
 * 'Rivera (D-NM), Okafor (R-OH)': the line that progress is told by. Where a last name is shared, among `others` too,
 * the first name stands before it, and the district where even that does not tell two people apart.
 */
export function signersLine(
  signers: (Labelled & { key: string })[],
  others: readonly (Labelled & { key: string })[],
): string {
  if (signers.length === 0) return '';
  const known = namesOf(others);
  const extra = signers.filter(({ key }) => !known.keys.has(key));
  const shared = (counts: Map<string, number>, word: (member: Labelled) => string) => {
    const more = new Map<string, number>();
    for (const member of extra) more.set(word(member), (more.get(word(member)) ?? 0) + 1);
    return (member: Labelled) => (counts.get(word(member)) ?? 0) + (more.get(word(member)) ?? 0) > 1;
  };
  const sharesLast = shared(known.last, lastOf);
  const sharesName = shared(known.full, firstLast);
  return signers
    .map((member) => {
      const name = sharesLast(member) ? `${member.first} ${member.last}` : member.last;
      const short = [partyLetter(member.party), member.state].filter(Boolean).join('-');
      const place = sharesName(member) || !short ? seatOf(member) : short;
      return place ? `${name} (${place})` : name;
    })
    .join(', ');
}
