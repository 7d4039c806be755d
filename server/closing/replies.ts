/** What the addressees of a letter answered. */
import { Invalid, NotFound } from '../basics/errors.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { requirePast, requireSent } from './deliveries.ts';
import * as store from './store.ts';

export interface ReplyForm {
  /** '2026-06-01'; not in the future. */
  day: string;
  author: string;
  summary: string;
  /** Where it can be read: an address on the web, or words. */
  source: string;
}

/** So many are kept of one letter. */
const MOST = 100;

/** What was answered to a letter, newest first. */
export const listReplies = (db: Db, letterId: string): Promise<store.Reply[]> => store.listReplies(db, letterId);

/**
 * Notes an answer to a letter that was sent. The same one twice is one. Throws Invalid for a day to come and for a
 * second answer of one author on one day, and Refused('letter-not-sent').
 */
export async function addReply(
  world: World,
  viewer: Viewer | null,
  slug: string,
  form: ReplyForm,
): Promise<store.Reply> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const actor = requireSignedIn(viewer);
    requireSent(letter);
    requirePast(world, letter, 'day', form.day);
    const row = { id: world.newId(), letterId: letter.id, ...form, by: actor.name, at: world.now() };
    const added = await store.addReply(tx, row);
    const all = await store.listReplies(tx, letter.id);
    if (all.length > MOST) throw new Invalid([{ path: 'author', message: `At most ${MOST} answers to a letter.` }]);
    if (added) {
      await note(tx, world, actor, letter, 'answer noted', added);
      return added;
    }
    const known = all.find(({ day, author }) => day === form.day && author === form.author);
    if (known?.summary === form.summary && known.source === form.source) return known;
    throw new Invalid([
      { path: 'author', message: 'An answer of this author on this day is noted already. Remove it first.' },
    ]);
  });
}

/** Takes an answer off again; the history keeps what it was. Throws NotFound for one that is not there. */
export async function removeReply(world: World, viewer: Viewer | null, slug: string, id: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const gone = await store.removeReply(tx, letter.id, id);
    if (!gone) throw new NotFound('answer');
    await note(tx, world, requireSignedIn(viewer), letter, 'answer removed', gone);
  });
}

const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { id, campaignId }: Letter,
  deed: string,
  { day, author, summary, source }: store.Reply,
) =>
  record(tx, world, viewer, {
    ...{ campaignId, subject: 'letter', subjectId: id, deed },
    detail: { day, author, summary, source },
  });
