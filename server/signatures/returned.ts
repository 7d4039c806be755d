/** Mails that asked signers to confirm and came back: as a number of their letter, for its organizers. */
import type { Db } from '../db/database.ts';
import type { Listener } from '../mail/sending.ts';
import { move, read } from '../tallies/tallies.ts';
import { letterOfReason } from './mails.ts';

/** Kept apart from what `recount` can count again: of such a mail only its number stays. */
const SUBJECT = 'returned';

/** Counts the mails to signers that came back. */
export const signerMailReturned: Listener = async (tx, mails) => {
  const letters = mails.flatMap(({ reason, outcome }) => (outcome === 'bounced' ? (letterOfReason(reason) ?? []) : []));
  for (const letterId of [...new Set(letters)].sort()) {
    const by = letters.filter((one) => one === letterId).length;
    await move(tx, letterId, SUBJECT, [{ dimension: 'mails', key: '', by }]);
  }
};

/** How many mails to signers of a letter came back. */
export const countReturned = async (db: Db, letterId: string): Promise<number> =>
  (await read(db, letterId)).get(SUBJECT)?.[0]?.count ?? 0;
