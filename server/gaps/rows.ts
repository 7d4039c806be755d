import { mayAs, type Viewer } from '../basics/viewer.ts';
import { listWhip, type Stand } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { type LegislatorRow, listBodies } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { changesSince, type Group, type Reason, seatReason, statusOf } from './reasons.ts';
import { type Bodies, type Holders, labelAs, listHolders, type Place, sameSeat } from './seats.ts';
import type { SeatAs, Support } from './supports.ts';
import { type Works, worksAround } from './works.ts';

/** A legislator on a gap list. */
export interface GapRow {
  legislator: LegislatorRow;
  /** 'Sen. Okafor (R-OH)': as they are now, or were last. */
  label: string;
  /** The seat held when they did what the list is about; null where it is not known, or is about nothing of the past. */
  before: { seat: SeatAs; label: string } | null;
  /** What can be done about it. */
  group: Group;
  /** Why they are on the list and, last, where they stand. */
  reasons: Reason[];
  /** What speaks against asking. */
  cautions: Reason[];
  /** Who holds the seat now that they held. */
  holders: { key: string; label: string }[];
  /** Where they stand, as far as the viewer may know. */
  stand: Stand | null;
}

/** A letter, and what the viewer may know of where legislators stand on it. */
export interface Scene {
  letter: Letter;
  viewer: Viewer | null;
  /** In Washington. */
  today: string;
  bodies: Bodies;
  works: Works;
  stands: ReadonlyMap<string, Stand>;
  /** Whether the viewer is shown this legislator: volunteers see those assigned to them. */
  sees(key: string): boolean;
}

/** What lists about a letter are made of. `today` is the day in Washington. Throws NotAllowed for strangers. */
export async function sceneOf(db: Db, viewer: Viewer | null, letter: Letter, today: string): Promise<Scene> {
  const stands = new Map((await listWhip(db, viewer, letter)).all.map((stand) => [stand.key, stand]));
  const everybody = mayAs(viewer, letter.campaignId, 'staffer');
  return {
    ...{ letter, viewer, today, stands },
    works: await worksAround(db, viewer, letter, today),
    bodies: new Map((await listBodies(db)).map((body) => [body.key, body])),
    sees: (key) => everybody || stands.has(key),
  };
}

/** Whether somebody's name is under the letter as it reads now. */
export const isSigner = (stand: Stand | undefined): boolean => stand?.position === 'signed' && !stand.toReconfirm;

/** The seats of which one wants to know who has them now: left for another one, or with the office. */
export const seatsLeft = (legislator: LegislatorRow, before: SeatAs | null): Place[] => [
  ...(before && !sameSeat(before, legislator) ? [before] : []),
  ...(legislator.serving ? [] : [legislator]),
];

/**
 * A row with its reasons: why it is here, what has changed since then, and, unless `last` is false, where its
 * legislator stands.
 */
export function rowOf(
  { letter, bodies, stands }: Scene,
  holders: Holders,
  legislator: LegislatorRow,
  { why, support = null, last = true }: { why: Reason[]; support?: Support | null; last?: boolean },
): GapRow {
  const stand = stands.get(legislator.key) ?? null;
  const before = support?.seat ?? null;
  const { group, reason } = statusOf(letter, legislator, stand, bodies);
  const left = seatsLeft(legislator, before).map((seat) => ({ seat, ...holders.of(seat, legislator.key) }));
  const label = (who: LegislatorRow) => labelAs(who, who, bodies);
  return {
    legislator,
    label: label(legislator),
    before: before && { seat: before, label: labelAs(legislator, before, bodies) },
    group,
    reasons: [
      ...why,
      ...(support && before ? changesSince(support, before, legislator) : []),
      ...(last ? [reason] : []),
      ...left.flatMap(({ seat, holders, vacant }) => seatReason(seat, holders.map(label), vacant)),
    ],
    cautions: [],
    holders: left.flatMap(({ holders }) => holders.map((who) => ({ key: who.key, label: label(who) }))),
    stand,
  };
}

/** Who has the seats now that these people left. */
export const holdersFor = (db: Db, pairs: [legislator: LegislatorRow, before: SeatAs | null][]): Promise<Holders> =>
  listHolders(
    db,
    pairs.flatMap(([legislator, before]) => seatsLeft(legislator, before)),
  );
