import { Invalid, Refused } from '../basics/errors.ts';
import { dayInWashington } from '../basics/time.ts';
import { requireRole, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { applyImport } from './importing.ts';
import { addBill, type Bill, findBill, linkBill, listCampaignBills, requireBill } from './listing.ts';
import { BadAnswer } from './load/answer.ts';
import type { Limits } from './load/fetching.ts';
import { type Read, readBill } from './load/source.ts';
import { recognize } from './members.ts';
import { type BillNumber, billLabel, billSlug, numberOf, writtenNumber } from './numbers.ts';
import * as store from './store.ts';

/** The most bills of a campaign. */
export const MOST_BILLS = 100;

/** What an organizer writes about a bill. */
export interface BillForm {
  /** Null for a bill whose number is not known: it is then a title alone, and cannot be read from anywhere. */
  number: BillNumber | null;
  congress: number | null;
  title: string;
  /** A day, a month or a year. */
  introduced: string;
  summary: string;
  /** Where this can be read. */
  source: string;
}

/** Adds a bill that was typed by hand. Throws Invalid where the campaign has it already. */
export async function addTypedBill(
  world: World,
  viewer: Viewer | null,
  campaignId: string,
  form: BillForm,
): Promise<Bill> {
  const actor = requireRole(viewer, campaignId, 'organizer');
  return world.db.transaction(async (tx) => {
    const id = await addLinked(tx, world, campaignId, rowOf(form));
    await note(tx, world, actor, campaignId, id, 'added', { bill: billLabel(rowOf(form)) });
    return requireBill(tx, campaignId, id);
  });
}

/**
 * Adds a bill with all that Congress.gov tells of it. Throws Invalid with what is wrong with the answer, or where the
 * campaign has the bill already; Refused where no key is set.
 */
export async function addReadBill(
  world: World,
  viewer: Viewer | null,
  campaignId: string,
  number: Required<BillNumber>,
  { summary = '', limits }: { summary?: string; limits?: Limits } = {},
): Promise<Bill> {
  const actor = requireRole(viewer, campaignId, 'organizer');
  await requireNew(world.db, campaignId, number);
  try {
    const read: Read = await readBill(world, number, { kind: 'congress' }, limits);
    return await world.db.transaction(async (tx) => {
      const { title, introduced } = read.bill ?? {};
      const whole = { number, congress: number.congress, title: title ?? writtenNumber(number) };
      const row = rowOf({ ...whole, introduced: introduced ?? '', summary, source: 'Congress.gov' });
      const id = await addLinked(tx, world, campaignId, row);
      const bill = await requireBill(tx, campaignId, id);
      const recognized = await recognize(tx, number, read, { today: dayInWashington(world.now()), known: [] });
      await note(tx, world, actor, campaignId, id, 'added', { bill: billLabel(row) });
      await applyImport(tx, world, actor, campaignId, bill, read, recognized);
      return requireBill(tx, campaignId, id);
    });
  } catch (error) {
    if (!(error instanceof BadAnswer)) throw error;
    throw new Invalid(error.problems.map((message) => ({ path: 'number', message })));
  }
}

/**
 * Changes what an organizer wrote about a bill. With another number or Congress it is another bill: who stood behind
 * the one before goes. Throws Invalid where the campaign has that bill already.
 */
export async function editBill(
  world: World,
  viewer: Viewer | null,
  campaignId: string,
  billId: string,
  form: BillForm,
): Promise<void> {
  const actor = requireRole(viewer, campaignId, 'organizer');
  await world.db.transaction(async (tx) => {
    const before = await requireBill(tx, campaignId, billId);
    const row = rowOf(form);
    const number = numberOf(row);
    const same = before.number === null || (number && slugOf(number) === slugOf(numberOf(before)));
    if (!same && number) await requireNew(tx, campaignId, number);
    if (!same) await store.replaceSponsors(tx, billId, []);
    await store.edit(tx, billId, { ...row, ...(same ? {} : { checkedAt: null, checkedFrom: null }) });
    await note(tx, world, actor, campaignId, billId, 'edited', { bill: billLabel(row) });
  });
}

/** Takes a bill off a campaign. Throws Refused while letters name it: their settings are where that is changed. */
export async function removeBill(
  world: World,
  viewer: Viewer | null,
  campaignId: string,
  billId: string,
  namedBy: (db: Db) => Promise<string[]>,
): Promise<void> {
  const actor = requireRole(viewer, campaignId, 'organizer');
  await world.db.transaction(async (tx) => {
    const bill = await requireBill(tx, campaignId, billId);
    const letters = await namedBy(tx);
    if (letters.length > 0)
      throw new Refused(
        'bill-named-by-letters',
        `A letter names this bill: ${letters.join('; ')}. Take it off the letter’s settings first.`,
      );
    await store.unlink(tx, campaignId, billId);
    await note(tx, world, actor, campaignId, billId, 'removed', { bill: billLabel(bill) });
  });
}

/** Moves a bill one place up or down in its campaign's list; at the end of the list it stays. */
export async function moveBill(
  world: World,
  viewer: Viewer | null,
  campaignId: string,
  billId: string,
  direction: 'up' | 'down',
): Promise<void> {
  requireRole(viewer, campaignId, 'organizer');
  await world.db.transaction(async (tx) => {
    await requireBill(tx, campaignId, billId);
    const ids = await store.listLinked(tx, campaignId);
    const at = ids.indexOf(billId);
    const to = at + (direction === 'up' ? -1 : 1);
    const other = ids[to];
    if (other === undefined) return;
    ids[at] = other;
    ids[to] = billId;
    await store.order(tx, campaignId, ids);
  });
}

/** The bills that a text names, by id or by number and Congress, with the campaigns that link to each. */
export async function findBillsNamed(
  db: Db,
  text: string,
  number: BillNumber | null,
): Promise<{ bill: Bill; campaignIds: string[] }[]> {
  const byId = await findBill(db, text);
  const whole = number?.congress === undefined ? null : (number as Required<BillNumber>);
  const rows = byId
    ? [byId]
    : whole
      ? (await store.listOfCongress(db, whole.congress)).filter((row) => slugOf(numberOf(row)) === billSlug(whole))
      : [];
  const links =
    rows.length > 0
      ? await store.listLinks(
          db,
          rows.map(({ id }) => id),
        )
      : [];
  return rows.map((row) => ({
    bill: { sponsors: [], ...row },
    campaignIds: links.filter((link) => link.billId === row.id).map((link) => link.campaignId),
  }));
}

const slugOf = (number: Required<BillNumber> | null): string => (number ? billSlug(number) : '');

const rowOf = ({ number, congress, ...told }: BillForm) => ({
  ...told,
  number: number && writtenNumber(number),
  congress,
});

async function requireNew(db: Db, campaignId: string, number: Required<BillNumber>, path = 'number'): Promise<void> {
  const bills = await listCampaignBills(db, campaignId);
  const known = bills.find((bill) => slugOf(numberOf(bill)) === billSlug(number));
  if (known) throw new Invalid([{ path, message: `The campaign has ${billLabel(known)} already.` }]);
  if (bills.length >= MOST_BILLS) throw new Invalid([{ path, message: `A campaign has at most ${MOST_BILLS} bills.` }]);
}

/** Adds a bill at the end of a campaign's list. */
async function addLinked(
  tx: Tx,
  world: Pick<World, 'newId'>,
  campaignId: string,
  row: ReturnType<typeof rowOf>,
): Promise<string> {
  const number = numberOf(row);
  if (number) await requireNew(tx, campaignId, number);
  const id = await addBill(tx, world, { ...row, sponsors: [] });
  const ids = await store.listLinked(tx, campaignId);
  await linkBill(tx, campaignId, id, ids.length);
  await store.order(tx, campaignId, [...ids, id]);
  return id;
}

const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  campaignId: string,
  billId: string,
  deed: string,
  detail: Record<string, unknown>,
) => record(tx, world, viewer, { campaignId, subject: 'bill', subjectId: billId, deed, detail });
