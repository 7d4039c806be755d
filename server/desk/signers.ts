/** What a letter's own pages on the desk say of its signers. */
import { commandLine } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { tallyOf } from '../cosigners/cosigners.ts';
import type { SignersDesk } from '../letters/signers.ts';
import { countConfirmed, downloadsOf, findWaits, removedReasons, waitsIn } from '../signatures/signatures.ts';
import { findProgress } from '../updates/updates.ts';

/** From kept numbers; whoever reads the letter's desk page may read all of it. */
export const signersDesk = (world: Pick<World, 'db' | 'now'>): SignersDesk => ({
  reasons: removedReasons,
  async find(letter) {
    if (!letter.publishedAt) return null;
    const { db } = world;
    const counted = await countConfirmed(db, letter.id);
    const { state, outstanding } = await findProgress(db, letter.id);
    if (!letter.openToPublic && counted + outstanding === 0) return null;
    const waits = waitsIn(letter, await findWaits(db, letter, world.now()));
    return { counted, earlier: outstanding, asking: state, waits, downloads: downloadsOf(letter) };
  },
  async countToReconfirm(letter) {
    const { cosigners } = await tallyOf(world.db, commandLine, letter, world.now());
    return cosigners?.toReconfirm ?? 0;
  },
});
