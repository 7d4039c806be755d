/** Forgetting who answered, when nothing rests on it any more; and what is held of somebody who asks. */
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { findLetterById, listAges } from '../letters/letters.ts';
import { cancelMails } from '../mail/mail.ts';
import { addressKeyOf, MOST_MAILS, type OfficeAnswer } from './answers.ts';
import * as store from './store.ts';

/** How long after a letter closed the answers that do not count keep who gave them. */
export const KEPT_DAYS = 90;

/** Forgets who gave the answers that do not count under letters that closed long ago: a letter at a time. */
export async function forgetOffices(world: Pick<World, 'db' | 'now'>): Promise<void> {
  const before = new Date(world.now().getTime() - KEPT_DAYS * 86_400_000);
  for (const { id, state, closedAt } of await listAges(world.db))
    if (state !== 'circulating' && closedAt !== null && closedAt < before)
      await world.db.transaction((tx) => store.forgetUncounted(tx, id));
}

/** What somebody who asks may read of an answer that they gave. */
export interface HeldAnswer extends Omit<OfficeAnswer, 'addressKey' | 'reason' | 'decidedBy'> {
  letterTitle: string;
  letterSlug: string;
  /** Whether it is kept as the evidence of a position that stands, and is not erased here. */
  evidence: boolean;
}

/** As many as are shown, which is more than anybody gives. */
const MOST_HELD = 500;

/** The answers for offices that came from an address. */
export async function listHeldAnswers(world: Pick<World, 'secret'>, db: Db, email: string): Promise<HeldAnswer[]> {
  const rows = await store.listByAddress(db, addressKeyOf(world, email), MOST_HELD);
  return Promise.all(
    rows.map(async ({ addressKey: _, reason: __, decidedBy: ___, ...row }) => {
      const letter = await findLetterById(db, row.letterId);
      return {
        ...row,
        letterTitle: letter?.title ?? '',
        letterSlug: letter?.slug ?? '',
        evidence: store.isEvidence(row),
      };
    }),
  );
}

/** The mails that an answer may have caused, by their reasons in the outbox. */
export const answerReasonsOf = ({ id }: Pick<OfficeAnswer, 'id'>): string[] =>
  Array.from({ length: MOST_MAILS }, (_, n) => `office-answer:${id}:${n + 1}`);

/** Forgets who gave the answers from an address that do not count, and takes their mails back. Gives how many. */
export async function eraseHeldAnswers(tx: Tx, world: Pick<World, 'secret'>, email: string): Promise<number> {
  const ids = await store.forgetByAddress(tx, addressKeyOf(world, email));
  await cancelMails(
    tx,
    ids.flatMap((id) => answerReasonsOf({ id })),
  );
  return ids.length;
}
