/** What an office's answer does to where its member stands. */
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { holdStanding, listEntries, recordEntry, type Standing, verdictOf } from '../cosigners/cosigners.ts';
import type { Tx } from '../db/database.ts';
import { listByKeys } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { type Opened, officeOf } from './links.ts';
import type { OfficeAnswer } from './store.ts';

type Part = Pick<World, 'now' | 'newId'>;

/** Thrown and caught here: what stands is at least as much as an answer that nobody has confirmed. */
class StandsAlready extends Error {}

/**
 * Records `committed` for a yes that is not confirmed yet, and gives the entry; null where a signature or a commitment
 * stands already: neither is lowered, nor said twice.
 */
export async function recordCommitted(tx: Tx, world: Part, opened: Opened): Promise<string | null> {
  const { letter, legislator, version } = opened;
  // Looked at once the standing is held: an organizer may record a signature at this very moment.
  const check = ({ position }: Standing) => {
    if (position === 'committed' || position === 'signed') throw new StandsAlready();
  };
  const recording = {
    position: 'committed' as const,
    version: version.number,
    source: 'the office’s own answer, not confirmed yet',
  };
  try {
    const recorded = await recordEntry(tx, world, officeOf(opened), letter, legislator, recording, { check });
    return recorded.changed ? recorded.standing.entryId : null;
  } catch (error) {
    if (error instanceof StandsAlready) return null;
    throw error;
  }
}

const decided: readonly Standing['position'][] = ['signed', 'declined', 'withdrawn'];

/**
 * Records what an answer says once it counts, and gives the entry. Null for a change that is asked for, which says
 * nothing of where the member stands, and for a text that the member has decided on a newer version of. A no after a
 * signature withdraws it.
 */
export async function recordCounted(
  tx: Tx,
  world: Part,
  viewer: Viewer,
  { letter, legislator }: Pick<Opened, 'letter' | 'legislator'>,
  { answer, version }: OfficeAnswer,
  evidence: { source: string; note: string },
): Promise<string | null> {
  if (answer === 'change') return null;
  const before = await holdStanding(tx, letter, legislator.key);
  if (before.version > version && decided.includes(before.position)) return null;
  const no =
    before.position === 'signed' || before.position === 'withdrawn' ? ('withdrawn' as const) : ('declined' as const);
  const recording = { position: answer === 'sign' ? ('signed' as const) : no, version, ...evidence };
  return (await recordEntry(tx, world, viewer, letter, legislator, recording)).standing.entryId;
}

/** Corrects the entry that was recorded for an answer nobody vouches for, if it still says where the member stands. */
export async function takeBack(
  tx: Tx,
  world: Part,
  viewer: Viewer,
  letter: Letter,
  key: string,
  entryId: string,
): Promise<void> {
  const standing = await holdStanding(tx, letter, key);
  const [legislator] = await listByKeys(tx, [key]);
  if (standing.entryId !== entryId || !legislator) return;
  const others = (await listEntries(tx, viewer, letter, key)).reverse().filter(({ id }) => id !== entryId);
  const before = verdictOf(others, letter.publishedAt).current;
  await recordEntry(tx, world, viewer, letter, legislator, {
    position: before?.position ?? null,
    version: before?.version,
    source: 'an answer by link that the campaign did not accept',
    corrects: entryId,
  });
}
