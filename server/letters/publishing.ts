import { Invalid, NotFound, Refused } from '../basics/errors.ts';
import { listed } from '../basics/text.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { findCampaignById, makePublic } from '../campaigns/campaigns.ts';
import type { Tx } from '../db/database.ts';
import { note } from './drafting.ts';
import { requireMine } from './questions.ts';
import * as store from './store.ts';

type Letter = store.Letter;

/** What a draft still lacks before it can be published, in words; empty when nothing. */
export const lackingOf = (letter: Letter, now: Date): string[] =>
  [
    !letter.text && 'its text',
    letter.addressees.length === 0 && 'an addressee',
    letter.openToBodies.length === 0 && !letter.openToPublic && 'somebody who may sign it',
    letter.deadline !== null && letter.deadline <= now && 'a deadline that is still to come',
  ].filter((words) => words !== false);

/**
 * Publishes a draft: it circulates, and its text becomes version 1. The campaign becomes public with it. Throws
 * Refused('letter-incomplete') while something is missing, Refused('campaign-incomplete') while the campaign does not
 * name its sponsor, and Refused('move-not-allowed') when it is no draft any more.
 */
export async function publishLetter(world: World, viewer: Viewer | null, slug: string): Promise<Letter> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    return publishDraft(tx, world, requireSignedIn(viewer), letter);
  });
}

/** Publishes a draft within somebody's transaction. Throws as `publishLetter` does. */
export async function publishDraft(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  letter: Letter,
): Promise<Letter> {
  const now = world.now();
  const lacking = lackingOf(letter, now);
  if (letter.state === 'draft' && lacking.length > 0)
    throw new Refused('letter-incomplete', `Before it can be published, this letter needs ${listed(lacking)}.`);
  const campaign = await findCampaignById(tx, letter.campaignId);
  if (!campaign) throw new NotFound('campaign');
  await makePublic(tx, world, viewer, campaign);
  const published =
    letter.state === 'draft' && (await store.nextVersion(tx, letter, { state: 'circulating', publishedAt: now }));
  if (!published) throw new Refused('move-not-allowed', 'This letter is no draft any more.');
  await store.addVersion(tx, {
    letterId: letter.id,
    number: published.version,
    text: published.text,
    substantive: true,
    reason: '',
    publishedAt: now,
  });
  await note(tx, world, viewer, letter, 'published', { version: published.version });
  return published;
}

export interface NewVersion {
  /** Markdown. */
  text: string;
  /** Whether whoever signed must be asked again. */
  substantive: boolean;
  reason: string;
  /** The version that the writer had before them; null does not ask. */
  after?: number | null | undefined;
}

/**
 * Publishes a new version of a circulating letter; the earlier ones stay as they were. Throws
 * Refused('letter-not-circulating'), and Refused('newer-version') when somebody published one meanwhile.
 */
export async function publishVersion(
  world: World,
  viewer: Viewer | null,
  slug: string,
  { text, substantive, reason, after = null }: NewVersion,
): Promise<{ letter: Letter; version: store.LetterVersion }> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    if (letter.state !== 'circulating')
      throw new Refused('letter-not-circulating', 'Only a letter that circulates takes a new version.');
    if (text === letter.text) throw new Invalid([{ path: 'text', message: 'The text is the same as before.' }]);
    const changed = after === null || after === letter.version ? await store.nextVersion(tx, letter, { text }) : null;
    if (!changed)
      throw new Refused('newer-version', 'Somebody published a new version meanwhile. Please read it first.');
    const version = {
      letterId: letter.id,
      number: changed.version,
      text,
      substantive,
      reason,
      publishedAt: world.now(),
    };
    await store.addVersion(tx, version);
    const detail = { version: version.number, substantive, reason };
    await note(tx, world, requireSignedIn(viewer), letter, 'new version', detail);
    return { letter: changed, version };
  });
}
