/** One reminder for whoever has not confirmed after a few days, then none. */
import type { World } from '../basics/world.ts';
import { findFact, moveFact } from '../db/facts.ts';
import { findLetterById, type Letter, listAges } from '../letters/letters.ts';
import { roomForMore } from '../mail/mail.ts';
import { GRACE_HOURS, isConfirmable } from './confirming.ts';
import { findAbout, mailAgain } from './mails.ts';
import * as store from './store.ts';

/** A reminder comes so long after signing, unless another mail came in the days before it. */
const AFTER_DAYS = 3;
const REST_DAYS = 2;
/** None comes so shortly before what was typed is forgotten. */
const LAST_DAYS = 2;

const AT_ONCE = 20;
const DAY_MS = 86_400_000;

/**
 * Reminds signers who are due, as far as the outbox has room; true while there may be more of them. Each letter's
 * signatures are passed once, oldest first, and how far that has come is kept: so nobody is reminded twice.
 */
export async function remind(world: World): Promise<boolean> {
  if (!world.mailer.ready) return false;
  const lately = world.now().getTime() - GRACE_HOURS * 3_600_000;
  for (const { id, state, closedAt } of await listAges(world.db)) {
    if (state !== 'circulating' && (closedAt === null || closedAt.getTime() < lately)) continue;
    let passed: number;
    do {
      if ((await roomForMore(world)) < AT_ONCE) return true;
      passed = await remindSome(world, id);
    } while (passed === AT_ONCE);
  }
  return false;
}

/** Passes the next few signatures of a letter that are due, and gives how many. */
async function remindSome(world: World, letterId: string): Promise<number> {
  const name = `reminded: ${letterId}`;
  const fact = await findFact(world.db, name);
  const [at, id = ''] = fact?.split(' ') ?? [];
  const after = at ? { createdAt: new Date(at), id } : null;
  const before = new Date(world.now().getTime() - AFTER_DAYS * DAY_MS);
  const rows = await store.listInState(world.db, letterId, 'pending', after, AT_ONCE);
  const due = rows.filter(({ createdAt }) => createdAt <= before);
  const last = due.at(-1);
  const letter = last && (await findLetterById(world.db, letterId));
  if (!last || !letter) return 0;
  const about = await findAbout(world.db, letter);
  await world.db.transaction(async (tx) => {
    // Of two processes that have come to the same place, one goes on.
    if (!(await moveFact(tx, name, fact, `${last.createdAt.toISOString()} ${last.id}`))) return;
    for (const { id } of due) {
      const signature = await store.find(tx, id);
      if (signature && mayBeReminded(world, letter, signature))
        await mailAgain(tx, world, 'remind-signature', { letter, about, signature });
    }
  });
  return due.length;
}

function mayBeReminded({ now, settings }: World, letter: Letter, signature: store.Signature): boolean {
  const daysSince = (moment: Date) => (now().getTime() - moment.getTime()) / DAY_MS;
  return (
    isConfirmable({ signature, letter }, now()) &&
    daysSince(signature.createdAt) <= settings.keepUnconfirmedDays - LAST_DAYS &&
    (signature.mailedAt === null || daysSince(signature.mailedAt) >= REST_DAYS)
  );
}
