/** Who represents a constituent, where each stands on a letter, and how each can be reached. */
import { NotFound } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import type { Db } from '../db/database.ts';
import type { Place } from '../districts/districts.ts';
import { HOUSE, type LegislatorRow, listByKeys, representing, type Seat } from '../legislators/legislators.ts';
import { type Letter, requirePublished } from '../letters/letters.ts';
import { type Own, standingsOf } from '../variants/variants.ts';
import { type OtherBody, otherBodies } from './bodies.ts';
import { type Asked, type Finding, findWhere, type Where } from './where.ts';

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
  /** Other bodies that the letter is open to, whose districts are not known here: the constituent picks their member. */
  bodies: OtherBody[];
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
  const others = await otherBodies(db, letter, where);
  const own = [...certain.legislators.filter((legislator) => open(legislator.body)), ...others.own];
  const vacancies = certain.vacancies.filter((seat) => open(seat.body));

  const asks = where.kind !== 'one' && open(HOUSE);
  const candidates = asks && where.choices.length > 0 ? await membersOf(db, where.choices) : [];
  return {
    where,
    own: await standingsOf(db, letter, own, world.now()),
    vacancies,
    choices: candidates,
    bodies: others.bodies,
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

/** A letter that the viewer may see, with its campaign. Throws NotFound. */
export async function requireAbout(
  db: Db,
  viewer: Viewer | null,
  slug: string,
): Promise<{ letter: Letter; campaign: Campaign }> {
  const letter = await requirePublished(db, viewer, slug);
  const campaign = await findCampaignById(db, letter.campaignId);
  if (!campaign) throw new NotFound('letter');
  return { letter, campaign };
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
