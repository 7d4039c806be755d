/** Sending, and to whom a letter was delivered. */
import { Invalid, NotFound, Refused } from '../basics/errors.ts';
import { dayIn, dayInWords } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { type Letter, moveWithin, requireMine } from '../letters/letters.ts';
import * as store from './store.ts';

type Part = Pick<World, 'now' | 'newId'>;

/** How a letter can reach somebody, with the words for it. */
const byWay = { 'e-mail': 'by e-mail', 'by hand': 'by hand', mail: 'by mail', portal: 'through their portal' } as const;
export type DeliveryWay = keyof typeof byWay;
export const ways = Object.keys(byWay) as DeliveryWay[];

export interface DeliveryForm {
  /** '2026-05-04'; not in the future. */
  day: string;
  recipient: string;
  how: DeliveryWay;
}

/** So many are kept of one letter. */
const MOST = 100;

/** To whom a letter was delivered, oldest first. */
export const listDeliveries = (db: Db, letterId: string): Promise<store.Delivery[]> =>
  store.listDeliveries(db, letterId);

/** 'Secretary Voss, by e-mail, May 4, 2026'. */
export const deliveredInWords = ({ recipient, how, day }: Pick<store.Delivery, 'recipient' | 'how' | 'day'>): string =>
  `${recipient}, ${byWay[how as DeliveryWay] ?? how}, ${dayInWords(day)}`;

/** Whether a letter went out, whatever became of it since. */
export const wasSent = (letter: Pick<Letter, 'sentDay'>): boolean => letter.sentDay !== null;

/** Throws Refused('letter-not-sent') for a letter that is not out. */
export function requireSent(letter: Letter): void {
  if (!wasSent(letter)) throw new Refused('letter-not-sent', 'This letter was not sent yet: mark it as sent first.');
}

/** Throws Invalid for a day to come, at this field. */
export function requirePast(world: Pick<World, 'now'>, letter: Letter, path: string, day: string): void {
  if (day > dayIn(world.now(), letter.timeZone)) throw new Invalid([{ path, message: 'This day is still to come.' }]);
}

/**
 * Notes deliveries of a letter that was sent, and gives all there are. The same one twice is one. Throws Invalid for a
 * day to come, and Refused('letter-not-sent').
 */
export async function addDeliveries(
  world: World,
  viewer: Viewer | null,
  slug: string,
  forms: DeliveryForm[],
): Promise<store.Delivery[]> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    return deliver(tx, world, requireSignedIn(viewer), letter, forms);
  });
}

/** Marks a closed letter as sent and notes to whom it went, both or neither. Throws as `moveLetter` and `addDeliveries`. */
export async function markSent(
  world: World,
  viewer: Viewer | null,
  slug: string,
  { sentDay, deliveries }: { sentDay: string; deliveries: DeliveryForm[] },
): Promise<Letter> {
  return world.db.transaction(async (tx) => {
    const letter = await moveWithin(tx, world, viewer, slug, 'sent', { sentDay });
    requirePast(world, letter, 'sentDay', sentDay);
    await deliver(tx, world, requireSignedIn(viewer), letter, deliveries);
    return letter;
  });
}

/** Takes a delivery off again; the history keeps what it was. Throws NotFound for one that is not there. */
export async function removeDelivery(world: World, viewer: Viewer | null, slug: string, id: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const gone = await store.removeDelivery(tx, letter.id, id);
    if (!gone) throw new NotFound('delivery');
    await note(tx, world, requireSignedIn(viewer), letter, 'delivery removed', gone);
  });
}

async function deliver(
  tx: Tx,
  world: Part,
  actor: Viewer,
  letter: Letter,
  forms: DeliveryForm[],
): Promise<store.Delivery[]> {
  requireSent(letter);
  for (const form of forms) {
    requirePast(world, letter, 'day', form.day);
    const row = { id: world.newId(), letterId: letter.id, ...form, by: actor.name, at: world.now() };
    const added = await store.addDelivery(tx, row);
    if (added) await note(tx, world, actor, letter, 'delivery noted', added);
  }
  const all = await store.listDeliveries(tx, letter.id);
  if (all.length > MOST) throw new Invalid([{ path: 'recipient', message: `At most ${MOST} deliveries of a letter.` }]);
  return all;
}

const note = (
  tx: Tx,
  world: Part,
  viewer: Viewer,
  { id, campaignId }: Letter,
  deed: string,
  { day, recipient, how }: store.Delivery,
) => record(tx, world, viewer, { campaignId, subject: 'letter', subjectId: id, deed, detail: { day, recipient, how } });
