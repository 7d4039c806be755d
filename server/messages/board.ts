/** Who represents a constituent, where each stands on a letter, and how each can be reached. */
import { NotFound } from '../basics/errors.ts';
import { momentInWords } from '../basics/time.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import { positionsOf } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import type { Place } from '../districts/districts.ts';
import {
  HOUSE,
  type LegislatorRow,
  listBodies,
  listByKeys,
  listServing,
  representing,
  SENATE,
  type Seat,
} from '../legislators/legislators.ts';
import { isOpen, type Letter, requirePublished } from '../letters/letters.ts';
import type { AboutLetter, Ask } from './compose.ts';
import { type Asked, type Finding, findWhere, type Where } from './where.ts';

/** What the public may know of where a legislator stands. 'hidden' where the letter does not name its signers. */
export type Standing = 'signed' | 'withdrew' | 'not signed' | 'hidden';

export interface Own {
  legislator: LegislatorRow;
  standing: Standing;
  /** What there is to say now; null once the letter takes no more names and there is nothing to thank for. */
  ask: Ask | null;
}

export interface Choice {
  place: Place;
  /** Who serves there; null where nobody is known to. */
  member: LegislatorRow | null;
  vacant: boolean;
}

export interface Board {
  where: Where;
  /** Whose constituent the visitor is for certain. */
  own: Own[];
  /** Their seats that nobody holds. */
  vacancies: Seat[];
  /** The districts to choose from; empty when it is known, or makes no difference to this letter. */
  choices: Choice[];
  /** Other bodies that the letter is open to, whose districts no ZIP code tells: the constituent picks their member. */
  bodies: { name: string; members: LegislatorRow[] }[];
}

/** The board for a letter and what a visitor gave of where they vote. */
export async function writeBoard(world: Finding, letter: Letter, asked: Asked): Promise<Board> {
  const { db } = world;
  const where = await findWhere(world, asked);
  if (where.kind === 'nothing' || where.kind === 'malformed')
    return { where, own: [], vacancies: [], choices: [], bodies: [] };

  const open = (body: string) => letter.openToBodies.includes(body);
  const state = where.state?.code ?? null;
  const known: Place[] = state && where.district !== null ? [{ state, district: where.district }] : [];
  const certain = await representing(db, { districts: known, state });
  const own = certain.legislators.filter((legislator) => open(legislator.body));
  const vacancies = certain.vacancies.filter((seat) => open(seat.body));

  const asks = where.kind !== 'one' && open(HOUSE);
  const candidates = asks && where.choices.length > 0 ? await membersOf(db, where.choices) : [];
  return {
    where,
    own: await standingsOf(db, letter, own, world.now()),
    vacancies,
    choices: candidates,
    bodies: await otherBodies(db, letter, state),
  };
}

/** Who serves in each of these districts of the House. */
async function membersOf(db: Db, places: Place[]): Promise<Choice[]> {
  const { legislators, vacancies } = await representing(db, { districts: places, state: null });
  return places.map((place) => {
    const there = ({ body, state, district }: { body: string; state: string | null; district: string | null }) =>
      body === HOUSE && state === place.state && district === String(place.district);
    return { place, member: legislators.find(there) ?? null, vacant: vacancies.some(there) };
  });
}

async function otherBodies(db: Db, letter: Letter, state: string | null): Promise<Board['bodies']> {
  const wanted = letter.openToBodies.filter((body) => body !== SENATE && body !== HOUSE);
  if (wanted.length === 0) return [];
  const bodies = (await listBodies(db)).filter(
    (body) => wanted.includes(body.key) && (body.state === null || state === null || body.state === state),
  );
  const members = await listServing(
    db,
    bodies.map((body) => body.key),
  );
  return bodies
    .map(({ key, name }) => ({ name, members: members.filter((member) => member.body === key) }))
    .filter((body) => body.members.length > 0);
}

/** Where each of these stands on a letter, and what there is to say to them. */
export async function standingsOf(db: Db, letter: Letter, legislators: LegislatorRow[], now: Date): Promise<Own[]> {
  const keys = legislators.map((legislator) => legislator.key);
  const positions = await positionsOf(db, letter, keys);
  const unsaid: Standing = letter.showCosigners === 'names' ? 'not signed' : 'hidden';
  return legislators.map((legislator) => {
    const standing = positions.get(legislator.key) ?? unsaid;
    return { legislator, standing, ask: askFor(letter, standing, now) };
  });
}

/** Thanks for who has signed; a request to everybody else, as long as names are taken. */
export function askFor(letter: Letter, standing: Standing, now: Date): Ask | null {
  if (letter.state === 'withdrawn' || letter.state === 'draft') return null;
  if (standing === 'signed') return 'thanks';
  return isOpen(letter, now) ? 'request' : null;
}

/** One legislator as somebody writes to them about a letter. */
export interface Writing extends Own {
  letter: Letter;
  campaign: Campaign;
}

/** A legislator and a letter together; null for a key that nobody has. */
export async function findWriting(db: Db, letter: Letter, key: string, now: Date): Promise<Writing | null> {
  const campaign = await findCampaignById(db, letter.campaignId);
  const [own] = await standingsOf(db, letter, await listByKeys(db, [key]), now);
  return own && campaign ? { ...own, letter, campaign } : null;
}

/** Whether the legislator is in office and could sign the letter. */
export const mayBeAsked = ({ legislator, letter }: Pick<Writing, 'legislator' | 'letter'>): boolean =>
  legislator.serving && letter.openToBodies.includes(legislator.body);

/**
 * The legislator, the letter and what there is to say. Throws NotFound for a letter that the viewer may not see, and
 * for a legislator who has left office or whom the letter is not open to.
 */
export async function requireWriting(
  world: Pick<World, 'db' | 'now'>,
  viewer: Viewer | null,
  slug: string,
  key: string,
): Promise<Writing> {
  const letter = await requirePublished(world.db, viewer, slug);
  const writing = await findWriting(world.db, letter, key, world.now());
  if (!writing || !mayBeAsked(writing)) throw new NotFound('legislator');
  return writing;
}

/** What the texts say of a letter. */
export const aboutLetter = (world: Pick<World, 'settings'>, letter: Letter): AboutLetter => ({
  title: letter.title,
  messageSubject: letter.messageSubject,
  messageRequest: letter.messageRequest,
  messageThanks: letter.messageThanks,
  addressees: letter.addressees.map(({ name, title, organization }) => {
    const plain = name.replace(/^(the honorable|hon\.)\s+/i, '');
    return [title, plain].filter(Boolean).join(' ') || organization;
  }),
  url: `${world.settings.baseUrl}/letters/${letter.slug}`,
  deadline: letter.deadline ? momentInWords(letter.deadline, letter.timeZone) : null,
});
