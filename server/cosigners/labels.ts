import { rememberingOf } from '../basics/memo.ts';
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

/** 'D-NM', 'R-OH-07', 'D-GU'; outside Congress 'D-RI, District 4' or 'Ward 1'. */
export function seatOf(member: Labelled): string {
  const place = [partyLetter(member.party), member.state, houseDistrict(member)].filter(Boolean).join('-');
  if (isCongress(member.body) || !member.district) return place;
  const district = /^\d+$/.test(member.district) ? `District ${member.district}` : member.district;
  return [place, district].filter(Boolean).join(', ');
}

/** 'Sen. Rivera (D-NM)', 'Rep. Okafor (R-OH-07)', 'Del. Santos (D-GU)'. */
export function seatLabel(member: Labelled, body: Pick<Body, 'memberTitle' | 'memberShort'> | undefined): string {
  const seat = seatOf(member);
  return `${shortTitle(member.title, body)} ${member.last}${seat ? ` (${seat})` : ''}`;
}

const lastOf = rememberingOf((member: Labelled) => nameWords(member.last).join(' '));
const firstLast = rememberingOf((member: Labelled) => nameWords(`${member.first} ${member.last}`).join(' '));

/**
 * 'Rivera (D-NM), Okafor (R-OH)': the line that progress is told by. Where a last name is shared, among `others` too,
 * the first name stands before it, and the district where even that does not tell two people apart.
 */
export function signersLine(signers: (Labelled & { key: string })[], others: (Labelled & { key: string })[]): string {
  if (signers.length === 0) return '';
  const everybody = [...new Map([...others, ...signers].map((member) => [member.key, member])).values()];
  const by = (word: (member: Labelled) => string) => {
    const counts = new Map<string, number>();
    for (const member of everybody) counts.set(word(member), (counts.get(word(member)) ?? 0) + 1);
    return (member: Labelled) => (counts.get(word(member)) ?? 0) > 1;
  };
  const sharesLast = by(lastOf);
  const sharesName = by(firstLast);
  return signers
    .map((member) => {
      const name = sharesLast(member) ? `${member.first} ${member.last}` : member.last;
      const short = [partyLetter(member.party), member.state].filter(Boolean).join('-');
      const place = sharesName(member) || !short ? seatOf(member) : short;
      return place ? `${name} (${place})` : name;
    })
    .join(', ');
}
