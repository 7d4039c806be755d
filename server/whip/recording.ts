import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { forMany, type Outcome, type Recording, recordOn } from '../cosigners/cosigners.ts';
import { requireMine } from '../letters/letters.ts';
import { addContact, type ContactForm, finishContact } from './contacts.ts';

/** What is told of an office at once. */
export interface Told {
  contact: ContactForm | null;
  recording: Recording | null;
  /** Follow-ups that are done by it. */
  done: string[];
}

/**
 * Records a talk, a position, or both, and ends follow-ups: all of it or nothing. Says whether anything changed.
 * Throws as `addContact` and `record` do.
 */
export const recordOffice = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  key: string,
  { contact, recording, done }: Told,
): Promise<{ changed: boolean }> =>
  world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'volunteer');
    let changed = false;
    for (const id of done) changed = (await finishContact(tx, world, viewer, letter, key, id)) || changed;
    if (contact) {
      await addContact(tx, world, viewer, letter, key, contact);
      changed = true;
    }
    if (recording) changed = (await recordOn(tx, world, viewer, letter, key, recording)).changed || changed;
    return { changed };
  });

/** Logs one talk with many offices, each by itself; one that it does not fit stops no other. */
export async function contactMany(
  world: World,
  viewer: Viewer | null,
  slug: string,
  keys: string[],
  contact: ContactForm,
): Promise<Outcome[]> {
  await requireMine(world.db, viewer, slug, 'volunteer');
  return forMany(keys, async (key) => {
    await recordOffice(world, viewer, slug, key, { contact, recording: null, done: [] });
    return true;
  });
}
