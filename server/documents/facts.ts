import { NotFound } from '../basics/errors.ts';
import { dayIn, dayInWords } from '../basics/time.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import { listSignedFor, type Stand, tallyOf } from '../cosigners/cosigners.ts';
import { HOUSE, listBodies, SENATE } from '../legislators/legislators.ts';
import { addressBlock, greetingOf, type Letter, listVersions } from '../letters/letters.ts';
import { type Block, type Paper, paragraph, printable } from './model.ts';
import { proseOf } from './prose.ts';

/** What every document of a letter is made of. */
export interface Facts {
  letter: Letter;
  campaign: Campaign;
  /** The newest published text, or the draft. */
  text: string;
  /** Who signed, in the letter's order; nobody where the names are not for this viewer. */
  signers: Stand[];
  /** How many signed; null where that is private. */
  signed: number | null;
  /** Names of bodies by key. */
  bodies: Map<string, string>;
  /** The day in the letter's time zone. */
  today: string;
  /** When the text became what it is: equal documents are equal files. */
  at: Date;
}

export async function factsOf(world: World, viewer: Viewer | null, letter: Letter): Promise<Facts> {
  const { db } = world;
  const campaign = await findCampaignById(db, letter.campaignId);
  if (!campaign) throw new NotFound('letter');
  const newest = (await listVersions(db, letter.id)).at(-1);
  const tally = await tallyOf(db, viewer, letter, world.now());
  return {
    letter,
    campaign,
    text: newest?.text ?? letter.text,
    signers: await listSignedFor(db, viewer, letter),
    signed: tally.cosigners?.signed ?? null,
    bodies: new Map((await listBodies(db)).map((body) => [body.key, body.name])),
    today: dayIn(world.now(), letter.timeZone),
    at: newest?.publishedAt ?? letter.createdAt,
  };
}

/** The day on the letter: blank in its month until it is sent, 'December __, 2026'. */
export function datelineOf({ letter, today }: Pick<Facts, 'letter' | 'today'>): string {
  if (letter.sentDay) return dayInWords(letter.sentDay);
  const day = letter.deadline ? dayIn(letter.deadline, letter.timeZone) : today;
  return dayInWords(day.slice(0, 7)).replace(' ', ' __, ');
}

/** What stands on each page of a letter that is not final. */
export const markOf = ({ state }: Letter): string =>
  state === 'withdrawn' ? 'WITHDRAWN' : state === 'draft' || state === 'circulating' ? 'DRAFT for circulation' : '';

/** The head of the pages after the first: to whom, and when. */
export function runningOf(facts: Facts): string[] {
  const [first, ...more] = facts.letter.addressees.map(({ name, title }) => name || title);
  const to = first === undefined ? [] : [more.length > 1 ? `${first} and others` : [first, ...more].join(' and ')];
  return [...to, datelineOf(facts)].map(printable);
}

const lines: Record<string, string> = { [SENATE]: 'United States Senator', [HOUSE]: 'Member of Congress' };

/** What stands below a name: never party or district. */
export const titleLine = ({ body, title }: Pick<Stand, 'body' | 'title'>, bodies: Facts['bodies']): string =>
  lines[body] ?? [title, bodies.get(body)].filter(Boolean).join(', ');

/** A member's name and title as they stand under a letter. */
export const signatureCell = (stand: Pick<Stand, 'full' | 'body' | 'title'>, bodies: Facts['bodies']): string[] =>
  [stand.full, titleLine(stand, bodies)].map(printable);

/** The letter down to its closing word. */
export function letterBody(facts: Facts): Block[] {
  const { addressees } = facts.letter;
  const cells = addressees.map((addressee) => addressBlock(addressee).map(printable));
  const greeting = greetingOf(addressees);
  return [
    paragraph(datelineOf(facts), 'date'),
    ...(cells.length > 0 ? [{ kind: 'addresses' as const, cells }] : []),
    ...(greeting ? [paragraph(greeting, 'salutation')] : []),
    ...proseOf(facts.text),
    paragraph('Sincerely,', 'closing'),
  ];
}

/** A paper of a letter without its blocks. */
export const sheetOf = (facts: Facts, title: string): Omit<Paper, 'blocks'> => ({
  title: printable(title),
  author: printable(facts.campaign.sponsor),
  at: facts.at,
  mark: markOf(facts.letter),
  running: runningOf(facts),
});
