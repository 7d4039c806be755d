import { Refused } from '../basics/errors.ts';
import { dayInWashington, dayInWords } from '../basics/time.ts';
import { requireRole, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { addFormer } from '../legislators/former.ts';
import { type Bill, requireBill } from './listing.ts';
import { BadAnswer } from './load/answer.ts';
import type { Limits } from './load/fetching.ts';
import { type BillSource, type Read, readBill } from './load/source.ts';
import { type Recognized, recognize } from './members.ts';
import { billLabel, numberOf } from './numbers.ts';
import * as store from './store.ts';

export type { BillSource } from './load/source.ts';

/** Somebody on a bill, as a report names them. */
export interface NamedSponsor {
  key: string;
  name: string;
}

/** What an import of a bill changed, or would change. */
export interface BillImport {
  bill: { id: string; label: string };
  /** False for a dry run and where there are problems: nothing was changed then. */
  applied: boolean;
  /** What is wrong with the source, or whom a name in it may mean; with any, nothing is changed. */
  problems: string[];
  notes: string[];
  /** Who is on the bill now and was not before. */
  added: NamedSponsor[];
  /** Who withdrew, with the day. */
  withdrawn: (NamedSponsor & { day: string })[];
  /** Who stood on our list and does not stand in the source at all. */
  gone: NamedSponsor[];
  /** What else is different, in words: the title, a day. */
  changed: string[];
  /** Members whom no roster here has told of: they were added as not serving. */
  former: NamedSponsor[];
  /** Cosponsors who did not withdraw, afterwards. */
  cosponsors: number;
}

export interface ImportOptions {
  dryRun?: boolean;
  limits?: Limits;
}

/** Whether an import found anything different. */
export const isNews = ({ added, withdrawn, gone, changed }: BillImport): boolean =>
  added.length + withdrawn.length + gone.length + changed.length > 0;

/**
 * Reads a bill from a source and sets its title, day, sponsor and cosponsors by it, all at once. A source that is
 * broken, partial or about another bill changes nothing, nor does a name that is not sure: the result says why. Throws
 * NotFound for a bill of another campaign, and Refused where the bill has no number or Congress, or a key is missing.
 */
export async function importBill(
  world: World,
  viewer: Viewer | null,
  campaignId: string,
  billId: string,
  source: BillSource,
  { dryRun = false, limits }: ImportOptions = {},
): Promise<BillImport> {
  const actor = requireRole(viewer, campaignId, 'organizer');
  const before = await requireBill(world.db, campaignId, billId);
  const number = numberOf(before);
  if (!number)
    throw new Refused(
      'bill-without-number',
      `“${before.title}” has no number and Congress yet. Say which bill it is first.`,
    );
  const today = dayInWashington(world.now());
  try {
    const read = await readBill(world, number, source, limits);
    if (dryRun)
      return planImport(before, read, await recognize(world.db, number, read, { today, known: keysOf(before) })).report;
    return await world.db.transaction(async (tx) => {
      // Takes the row, so that two imports of one bill come one after the other.
      await store.touch(tx, billId);
      const bill = await requireBill(tx, campaignId, billId);
      if (billLabel(bill) !== billLabel(before))
        throw new Refused('bill-changed', 'The number of this bill was changed meanwhile. Please try again.');
      return applyImport(
        tx,
        world,
        actor,
        campaignId,
        bill,
        read,
        await recognize(tx, number, read, { today, known: keysOf(bill) }),
      );
    });
  } catch (error) {
    if (!(error instanceof BadAnswer)) throw error;
    return { ...nothing(before), problems: error.problems };
  }
}

/** Writes what a source tells of a bill that stands in the database. */
export async function applyImport(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  campaignId: string,
  bill: Bill,
  read: Read,
  recognized: Recognized,
): Promise<BillImport> {
  const { report, facts, sponsors } = planImport(bill, read, recognized);
  for (const person of recognized.former) await addFormer(tx, person);
  if (isNews(report)) await store.replaceSponsors(tx, bill.id, sponsors);
  const checked = read.cosponsors ? { checkedAt: world.now(), checkedFrom: read.from } : {};
  if (isNews(report) || read.cosponsors) await store.edit(tx, bill.id, { ...facts, ...checked });
  const names = (people: NamedSponsor[]) => people.map(({ key }) => key);
  if (isNews(report))
    await record(tx, world, viewer, {
      ...{ campaignId, subject: 'bill', subjectId: bill.id, deed: 'imported' },
      detail: {
        from: read.from,
        added: names(report.added),
        withdrawn: names(report.withdrawn),
        gone: names(report.gone),
        changed: report.changed,
      },
    });
  return { ...report, applied: true };
}

interface Plan {
  report: BillImport;
  facts: { title: string; introduced: string };
  sponsors: store.Sponsor[];
}

/** What a source would change about a bill; nothing is written. */
export function planImport(bill: Bill, read: Read, recognized: Recognized): Plan {
  const facts = {
    title: read.bill?.title ?? bill.title,
    introduced: read.bill?.introduced ?? bill.introduced,
  };
  const was = (role: store.Sponsor['role']) => bill.sponsors.filter((one) => one.role === role);
  const introducers = recognized.sponsors.map(
    (key): Omit<store.Sponsor, 'ordinal'> => ({
      ...{ legislator: key, role: 'sponsor', day: read.bill?.introduced ?? null, original: true, withdrawnOn: null },
    }),
  );
  const cosponsors = recognized.cosponsors.map(
    ([key, { day, original, withdrawnOn }]): Omit<store.Sponsor, 'ordinal'> => ({
      ...{ legislator: key, role: 'cosponsor', day, withdrawnOn },
      original: original ?? (day !== null && day === facts.introduced),
    }),
  );
  const first = introducers.length > 0 ? introducers : was('sponsor');
  const others = read.cosponsors ? cosponsors : was('cosponsor');
  const own = new Set(first.map((one) => one.legislator));
  const both = others.find((one) => own.has(one.legislator));
  if (both) throw new BadAnswer(`${both.legislator} stands in it as the sponsor and as a cosponsor.`);
  const sponsors = [...first, ...others].map((one, ordinal) => ({ ...one, ordinal }));
  return { report: { ...compare(bill, facts, sponsors, recognized), notes: read.notes }, facts, sponsors };
}

function compare(
  bill: Bill,
  facts: Plan['facts'],
  sponsors: store.Sponsor[],
  { names, former }: Recognized,
): BillImport {
  const named = (key: string) => ({ key, name: names.get(key) ?? key });
  const before = new Map(bill.sponsors.map((one) => [one.legislator, one]));
  const after = new Set(sponsors.map((one) => one.legislator));
  const isActive = (one: store.Sponsor | undefined) => one !== undefined && one.withdrawnOn === null;
  const changed = [
    ...(facts.title === bill.title ? [] : [`Title: ${facts.title}`]),
    ...(facts.introduced === bill.introduced ? [] : [`Introduced: ${dayInWords(facts.introduced)}`]),
    ...sponsors.flatMap((one) => {
      const known = before.get(one.legislator);
      const { name } = named(one.legislator);
      if (!known || isActive(known) !== isActive(one)) return [];
      return [
        ...(known.role === one.role ? [] : [`${name} is the ${one.role}`]),
        ...(known.day === one.day || one.day === null ? [] : [`${name}: since ${dayInWords(one.day)}`]),
        ...(known.withdrawnOn === one.withdrawnOn || one.withdrawnOn === null
          ? []
          : [`${name}: withdrew on ${dayInWords(one.withdrawnOn)}`]),
        ...(known.original === one.original
          ? []
          : [`${name}: ${one.original ? 'an original cosponsor' : 'not an original cosponsor'}`]),
      ];
    }),
  ];
  return {
    ...nothing(bill),
    added: sponsors
      .filter((one) => isActive(one) && !isActive(before.get(one.legislator)))
      .map((one) => named(one.legislator)),
    withdrawn: sponsors.flatMap((one) =>
      one.withdrawnOn !== null && (isActive(before.get(one.legislator)) || !before.has(one.legislator))
        ? [{ ...named(one.legislator), day: one.withdrawnOn }]
        : [],
    ),
    gone: bill.sponsors.filter((one) => !after.has(one.legislator)).map((one) => named(one.legislator)),
    changed,
    former: former.map(({ key }) => named(key)),
    cosponsors: sponsors.filter((one) => one.role === 'cosponsor' && isActive(one)).length,
  };
}

const keysOf = (bill: Bill): string[] => bill.sponsors.map((one) => one.legislator);

const nothing = (bill: Bill): BillImport => ({
  bill: { id: bill.id, label: billLabel(bill) },
  ...{ applied: false, problems: [], notes: [], added: [], withdrawn: [], gone: [], changed: [], former: [] },
  cosponsors: bill.sponsors.filter((one) => one.role === 'cosponsor' && one.withdrawnOn === null).length,
});
