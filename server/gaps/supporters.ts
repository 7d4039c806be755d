import { mayAs, type Viewer } from '../basics/viewer.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { maySeeNames } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { HOUSE, type LegislatorRow, listBodies, SENATE } from '../legislators/legislators.ts';
import { countBy, groupBy } from '../legislators/lists.ts';
import { listOfCampaign } from '../letters/letters.ts';
import { byName, peopleOf } from './compare.ts';
import { type Bodies, labelAs } from './seats.ts';
import { listSupports, type SeatAs, type Support } from './supports.ts';
import { letterWork, listBillWorks, type Work } from './works.ts';

/** A legislator who signed or (co)sponsored something of a campaign: one, whatever they signed and from which seat. */
export interface Supporter {
  legislator: LegislatorRow;
  /** As they are now, or were last. */
  label: string;
  /** The seat at their latest support; null where it is not known. */
  seat: SeatAs | null;
  /** Newest first. */
  supports: Support[];
}

/** How many there are by a word, sorted by it; `left` counts who is not in office any more. */
export interface Totals {
  byBody: Count[];
  byParty: Count[];
  byState: Count[];
}
export interface Count {
  key: string;
  count: number;
}

export interface Supporters {
  /** By last name. */
  items: Supporter[];
  /** How many of them serve now. */
  serving: number;
  /** How many are, or were when they signed or joined, members of Congress. */
  inCongress: number;
  /** Those who serve, by their present seat and party. */
  now: Totals;
  /** All of them, by the seat and party at their latest support. */
  before: Totals;
  /** What was counted, with how many stand behind each. */
  works: { work: Work; count: number }[];
  /** Totals that sources state, which are added to nothing. */
  reported: { work: Work; total: number; source: string }[];
  /** Letters that are not counted because they do not show who signed. */
  hidden: number;
  bodies: Bodies;
}

/**
 * Who signed any letter, or stands behind any bill, of a campaign: each person once, across chambers and Congresses.
 * Counted are published letters that were not withdrawn, and of their signers those of the newest substance; withdrawn
 * names count nowhere. Without a viewer it is what everybody may know.
 */
export async function listSupporters(
  db: Db,
  viewer: Viewer | null,
  campaign: Pick<Campaign, 'id'>,
  today: string,
): Promise<Supporters> {
  const letters = (await listOfCampaign(db, campaign.id, { drafts: false })).filter((one) => one.state !== 'withdrawn');
  const shown = letters.filter((letter) => maySeeNames(viewer, letter));
  const told = letters.filter((one) => one.showCosigners !== 'private' || mayAs(viewer, campaign.id, 'volunteer'));
  const works = [
    ...shown.map(letterWork),
    ...(await listBillWorks(
      db,
      { campaignId: campaign.id, bills: [...new Set(told.flatMap((letter) => letter.bills))] },
      today,
    )),
  ];
  const bodies = new Map((await listBodies(db)).map((body) => [body.key, body]));
  const supports = (await listSupports(db, works)).filter((support) => !support.withdrew);
  const people = await peopleOf(db, supports);
  const counts = countBy(supports, (support) => support.work.id);
  const items = [...groupBy(supports, (support) => support.legislator)]
    .flatMap(([key, own]) => supporterOf(people.get(key), own, bodies))
    .sort((a, b) => byName(a.legislator, b.legislator));
  const serving = items.filter((item) => item.legislator.serving);
  const congress = (body: string | undefined) => body === SENATE || body === HOUSE;
  return {
    items,
    serving: serving.length,
    inCongress: items.filter(({ legislator, seat }) => congress(legislator.body) || congress(seat?.body)).length,
    now: totalsOf(serving.map((item) => item.legislator)),
    before: totalsOf(items.map((item) => item.seat)),
    works: works.map((work) => ({ work, count: counts.get(work.id) ?? 0 })),
    reported: told.flatMap((letter) =>
      letter.reportedTotal === null
        ? []
        : [{ work: letterWork(letter), total: letter.reportedTotal, source: letter.reportedSource ?? '' }],
    ),
    hidden: letters.length - shown.length,
    bodies,
  };
}

function supporterOf(legislator: LegislatorRow | undefined, own: Support[], bodies: Bodies): Supporter[] {
  if (!legislator) return [];
  const supports = own.sort((a, b) => (dayOf(a) < dayOf(b) ? 1 : -1));
  const seat = supports.find((support) => support.seat !== null)?.seat ?? null;
  return [{ legislator, label: labelAs(legislator, legislator, bodies), seat, supports }];
}

/** As somebody was when they signed or joined: 'Rep. Mover (R-OH-07)'. */
export const labelThen = (legislator: LegislatorRow, { seat }: Support, bodies: Bodies): string =>
  labelAs(legislator, seat ?? legislator, bodies);

/** The day of a support, as far as it is known: that of a bill where its source gives none of the person. */
const dayOf = ({ day, work }: Support): string => day || (work.bill?.introduced ?? '');

function totalsOf(seats: (Pick<SeatAs, 'body' | 'party' | 'state'> | null)[]): Totals {
  const by = (word: 'body' | 'party' | 'state') =>
    [...countBy(seats, (seat) => seat?.[word] || 'unknown')]
      .map(([key, count]) => ({ key, count }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { byBody: by('body'), byParty: by('party'), byState: by('state') };
}
