/** Who gets an update: listed little by little, each address once, before anything is sent. */
import type { World } from '../basics/world.ts';
import type { RecipientState } from '../db/tables.ts';
import { findLetterById } from '../letters/letters.ts';
import { listSuppressed, type Why } from '../mail/suppressing.ts';
import { listSubscribers, type Subscriber } from '../signatures/signatures.ts';
import { counted, moveNumbers } from './counting.ts';
import * as recipients from './recipients.store.ts';
import * as store from './store.ts';

/** So many signers are looked at in a transaction: few enough that nobody who signs meanwhile notices. */
const AT_ONCE = 200;

/** What is said of an address that gets no mail to many. */
export const suppressedFor: Record<Why, string> = {
  bounced: 'mail to this address came back',
  // Who complained is between them and their provider: of a complaint only its number is told.
  complained: 'unsubscribed',
  unsubscribed: 'unsubscribed',
};

/** Where a recipient is counted: a USPS code, 'abroad' or 'unknown'. */
const placeOf = ({ homeState, country }: Subscriber): string =>
  country && country !== 'US' ? 'abroad' : (homeState ?? 'unknown');

/** Whether a signer is among those whom an update is for. */
export const isFor = ({ states }: Pick<store.Update, 'states'>, { homeState }: Subscriber): boolean =>
  states.length === 0 || (homeState !== null && states.includes(homeState));

/** Lists some more recipients of an update, or clears an old list; true while there are more. */
export async function listSome(world: World, id: string): Promise<boolean> {
  const update = await store.find(world.db, id);
  if (update?.listing === 'clearing') return clearSome(world, update);
  if (update?.listing !== 'running') return false;
  const letter = await findLetterById(world.db, update.letterId);
  if (!letter) return false;
  const after = { confirmedAt: update.afterAt, id: update.afterId };
  const rows = await listSubscribers(world.db, letter.id, after, AT_ONCE);
  const last = rows.at(-1);
  const goesOn = rows.length === AT_ONCE;
  const now = world.now();
  // The first name that signed with an address stands for it.
  const found = new Map<string, Subscriber>();
  for (const row of rows)
    if (row.addressKey && isFor(update, row) && !found.has(row.addressKey)) found.set(row.addressKey, row);
  await world.db.transaction(async (tx) => {
    const moved = await store.moveOn(tx, update, {
      ...(last?.confirmedAt && { afterAt: last.confirmedAt, afterId: last.id }),
      ...(!goesOn && { listing: 'done' as const, listedAt: now }),
    });
    // Of two workers that have come to the same place, one goes on.
    if (!moved || found.size === 0) return;
    const suppressed = await listSuppressed(tx, [...found.keys()], letter.campaignId);
    const added = await recipients.addMany(
      tx,
      [...found].map(([addressKey, { id: signatureId }]) => {
        const why = suppressed.get(addressKey);
        const state: RecipientState = why ? 'suppressed' : 'listed';
        const problem = why ? suppressedFor[why] : null;
        return { updateId: id, addressKey, signatureId, state, round: 0, problem, at: now };
      }),
    );
    if (added.length === 0) return;
    const byState = { ...moved.byState };
    for (const { addressKey } of added) {
      const place = placeOf(found.get(addressKey) as Subscriber);
      byState[place] = (byState[place] ?? 0) + 1;
    }
    await store.moveOn(tx, moved, { byState });
    await moveNumbers(
      tx,
      update,
      added.map(({ state }) => counted(update, state, 1)),
    );
  });
  return goesOn;
}

/** Takes some recipients off a list that is made anew. */
async function clearSome(world: World, update: store.Update): Promise<true> {
  await world.db.transaction(async (tx) => {
    // Held first, so that two workers never clear what the other one has begun to list.
    if (!(await store.moveOn(tx, update, { listing: 'clearing' }))) return;
    const states = await recipients.clear(tx, update.id, AT_ONCE);
    await moveNumbers(
      tx,
      update,
      states.map((state) => counted(update, state, -1)),
    );
    if (states.length < AT_ONCE) await store.moveOn(tx, update, { listing: 'running' });
  });
  return true;
}
