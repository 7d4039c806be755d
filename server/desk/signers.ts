/** What a letter's own pages on the desk say of its signers. */

import { findProgress } from '../affirmations/affirmations.ts';
import { plural } from '../basics/text.ts';
import { commandLine, mayAs } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { tallyOf } from '../cosigners/cosigners.ts';
import { listLists } from '../intake/intake.ts';
import type { SignersDesk } from '../letters/signers.ts';
import { waitingAnswers } from '../office/office.ts';
import { countConfirmed, downloadsOf, findWaits, removedReasons, waitsIn } from '../signatures/signatures.ts';

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
  async listWaiting(letter, viewer) {
    const { db } = world;
    const url = `/desk/letters/${letter.slug}`;
    const organizes = mayAs(viewer, letter.campaignId, 'organizer');
    const { cosigners } = await tallyOf(db, commandLine, letter, world.now());
    const reconfirm = letter.state === 'circulating' ? (cosigners?.toReconfirm ?? 0) : 0;
    const answers = organizes ? await waitingAnswers(db, letter.id) : 0;
    const names = organizes ? (await listLists(db, letter)).reduce((sum, list) => sum + list.waiting, 0) : 0;
    return [
      reconfirm > 0 && {
        words: `${plural(reconfirm, 'legislator')} signed an earlier text and ${reconfirm === 1 ? 'is' : 'are'} left off the list until they confirm the new one.`,
        label: 'Whom to ask again',
        url: `${url}/whip?reconfirm=yes`,
      },
      answers > 0 && {
        words: `${plural(answers, 'answer')} of offices ${answers === 1 ? 'waits' : 'wait'} for you.`,
        label: 'Look at the answers',
        url: `${url}/offices`,
      },
      names > 0 && {
        words: `${plural(names, 'name')} that ${names === 1 ? 'was' : 'were'} brought in ${names === 1 ? 'is' : 'are'} not decided yet.`,
        label: 'Look at the names',
        url: `${url}/names`,
      },
    ].filter((one) => one !== false);
  },
});
