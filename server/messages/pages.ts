/** What the public pages of this room share: their addresses, and how legislators are named on them. */
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import { type LegislatorRow, placeInWords } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { addressed, type Standing } from '../variants/variants.ts';
import type { Asked } from './where.ts';

/** Where the visitor votes and who they are, as what a form or a query carries of it. */
const givenOf = ({ zip, state, district, found, my }: Asked): [string, string][] =>
  Object.entries({ zip, state, district, found, my }).filter(([, value]) => value !== '');

/** A query that carries where the visitor votes: '?zip=44691&state=OH&district=7'. */
const queryOf = (asked: Asked): string => {
  const given = givenOf(asked);
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
};

/** The same as hidden fields, for `views/messages/_place.ejs`; without the ZIP code where the form asks for it. */
export const placeInputs = (asked: Asked, { zip = true } = {}): { name: string; value: string }[] =>
  givenOf(zip ? asked : { ...asked, zip: '' }).map(([name, value]) => ({ name, value }));

/** The address of a letter's board, for a place. */
export const boardUrl = (letter: { slug: string }, asked: Asked, note?: string): string =>
  `/letters/${letter.slug}/write${queryOf(asked)}${note ? `${queryOf(asked) ? '&' : '?'}note=${note}` : ''}`;

/** The address of the page on which one legislator is written to. A state legislator's key has a slash in it. */
export const writeUrl = (letter: { slug: string }, key: string, asked: Asked): string =>
  `/letters/${letter.slug}/write/${encodeURIComponent(key)}${queryOf(asked)}`;

export const common = (letter: Letter, campaign: Campaign) => ({
  letterTitle: letter.title,
  letterUrl: `/letters/${letter.slug}`,
  imprint: imprintOf(campaign),
  example: campaign.example,
});

/** A full name with what they are called: 'Senator Ana Rivera'. */
export const titled = ({ title, full }: LegislatorRow) => [title, full].filter(Boolean).join(' ');

export const seatLine = (legislator: LegislatorRow) =>
  [legislator.party, placeInWords(legislator)].filter(Boolean).join(' · ');

export const standingWords: Record<Standing, string> = {
  signed: 'has signed this letter',
  withdrew: 'signed this letter and withdrew',
  'not signed': 'has not signed this letter yet',
  hidden: '',
};

export const zipSetup = (value: string) =>
  ({ label: 'Your ZIP code', value, required: true, autocomplete: 'postal-code', inputmode: 'numeric' }) as const;

/** What one does for a legislator, on a button: 'Write to Senator Rivera'. */
export const actionWords = (legislator: LegislatorRow, ask: 'request' | 'thanks') =>
  ask === 'thanks' ? `Thank ${addressed(legislator)}` : `Write to ${addressed(legislator)}`;
