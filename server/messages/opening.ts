/** Ways that lead away from here: only that they were taken is known, and only that is recorded. */
import { TooMany } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import type { Way } from '../db/tables.ts';
import { move } from '../tallies/tallies.ts';
import { countTry } from '../web/limits.ts';
import type { Writing } from './board.ts';
import { changesOf, SUBJECT } from './counting.ts';
import * as store from './store.ts';

const perVisitor = { most: 60, seconds: 3600 };
const oncePerDay = { most: 1, seconds: 86_400 };

/**
 * Records that a visitor opened an office's form ('opened'), or says that they called, wrote or pasted ('reported').
 * No person is kept. A visitor counts once a day per letter, legislator and way; what is beyond is let pass uncounted.
 */
export async function noteWay(
  world: World,
  { letter, legislator, ask }: Writing,
  way: Exclude<Way, 'email'>,
  visitor: string,
): Promise<boolean> {
  if (!ask) return false;
  try {
    await countTry(world, 'ways', visitor, perVisitor);
    await countTry(world, 'way', [visitor, letter.id, legislator.key, way].join(' '), oncePerDay);
  } catch (error) {
    if (error instanceof TooMany) return false;
    throw error;
  }
  const now = world.now();
  const nobody = { personKey: null, name: null, email: null, zip: null, homeState: null, homeDistrict: null };
  const nothing = { lookup: null, subject: null, text: null, tokenHash: null };
  const row: store.MessageRow = {
    ...{ id: world.newId(), letterId: letter.id, legislator: legislator.key, ask, way },
    ...{ state: way === 'form' ? ('opened' as const) : ('reported' as const) },
    ...nobody,
    ...nothing,
    ...store.unsaid,
    day: dayIn(now, letter.timeZone),
    ...{ edited: false, mailsSent: 0, createdAt: now, changedAt: now },
  };
  await world.db.transaction(async (tx) => {
    await store.add(tx, row);
    await move(tx, letter.id, SUBJECT, changesOf(row, 1));
  });
  return true;
}
