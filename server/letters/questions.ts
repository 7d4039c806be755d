/** What one can ask about letters. */
import { NotFound, Refused } from '../basics/errors.ts';
import { mayAs, type Role, requireRole, roleIn, type Viewer } from '../basics/viewer.ts';
import type { Db } from '../db/database.ts';
import * as store from './store.ts';

type Letter = store.Letter;

/** The letter at a web address, or null; published or not. */
export const findLetter = (db: Db, slug: string): Promise<Letter | null> => store.find(db, slug);

/** The letter, or null; published or not. */
export const findLetterById = (db: Db, id: string): Promise<Letter | null> => store.findById(db, id);

/**
 * The letter as somebody may read it: a published one for all, a draft for its campaign's staffers and organizers.
 * Throws NotFound otherwise. `leads` says who was asked, which the public must not learn: see `maySeeLeads`.
 */
export async function requirePublished(db: Db, viewer: Viewer | null, slug: string): Promise<Letter> {
  const letter = await store.find(db, slug);
  if (!letter || !(letter.publishedAt || mayAs(viewer, letter.campaignId, 'staffer'))) throw new NotFound('letter');
  return letter;
}

/** Whether the viewer may know who was asked to lead a letter. */
export const maySeeLeads = (viewer: Viewer | null, letter: Letter): boolean =>
  mayAs(viewer, letter.campaignId, 'staffer');

/**
 * The letter for somebody with at least this role in its campaign. Throws NotFound where the viewer may not know of it,
 * else NotSignedIn or NotAllowed.
 */
export async function requireMine(db: Db, viewer: Viewer | null, slug: string, role: Role): Promise<Letter> {
  const letter = await store.find(db, slug);
  if (!letter || !(letter.publishedAt || roleIn(viewer, letter.campaignId))) throw new NotFound('letter');
  requireRole(viewer, letter.campaignId, role);
  return letter;
}

/** Whether a letter takes names at this moment: circulating, and its deadline has not come. */
export const isOpen = (letter: Letter, now: Date): boolean =>
  letter.state === 'circulating' && (letter.deadline === null || letter.deadline > now);

/** The letter if it takes names now. Throws NotFound for a draft and Refused('letter-closed') for any other state. */
export async function requireCirculating(db: Db, slug: string, now: Date): Promise<Letter> {
  const letter = await requirePublished(db, null, slug);
  if (!isOpen(letter, now)) throw new Refused('letter-closed', 'This letter is closed: it takes no more names.');
  return letter;
}

export interface Paging {
  limit: number;
  /** The id of the last letter of the page before. */
  cursor?: string | null | undefined;
}

export interface LetterList {
  items: Letter[];
  total: number;
  next: string | null;
}

/** Published letters and the drafts that the viewer may read, newest first. */
export async function listLetters(
  db: Db,
  viewer: Viewer | null,
  { limit, cursor = null }: Paging,
): Promise<LetterList> {
  const roles = [...(viewer?.roles.keys() ?? [])];
  const everywhere = mayAs(viewer, '', 'staffer');
  const draftsOf = everywhere ? 'all' : roles.filter((campaignId) => mayAs(viewer, campaignId, 'staffer'));
  const rows = await store.list(db, draftsOf, limit + 1, cursor);
  const items = rows.slice(0, limit);
  const next = rows.length > limit ? (items.at(-1)?.id ?? null) : null;
  return { items, total: await store.count(db, draftsOf), next };
}

/** Published letters, newest first. */
export const listPublished = (db: Db, paging: Paging): Promise<LetterList> => listLetters(db, null, paging);

/** A campaign's letters, newest first: the published ones, or drafts too. */
export async function listOfCampaign(db: Db, campaignId: string, { drafts }: { drafts: boolean }): Promise<Letter[]> {
  const all = await store.listOfCampaign(db, campaignId);
  return drafts ? all : all.filter((letter) => letter.publishedAt !== null);
}

/** Every letter, drafts too, that members of a body may sign. */
export const listOpenTo = async (db: Db, body: string): Promise<Letter[]> =>
  (await store.listAll(db)).filter((letter) => letter.openToBodies.includes(body));

/** Of every published letter where it stands and since when it takes no more names: for what is done as time goes by. */
export const listAges = (db: Db): Promise<Pick<Letter, 'id' | 'state' | 'closedAt'>[]> => store.listAges(db);

/** The published texts of a letter, oldest first. */
export const listVersions = (db: Db, letterId: string): Promise<store.LetterVersion[]> =>
  store.listVersions(db, letterId);

/** The newest version that changed the substance: whoever signed an older one is to reconfirm. 0 before publishing. */
export const lastSubstantive = (db: Db, letterId: string): Promise<number> => store.lastSubstantive(db, letterId);
