import { dayIn, dayInWords } from '../basics/time.ts';
import type { Db } from '../db/database.ts';
import { HOUSE, type LegislatorRow, listByKeys, SENATE } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import { because, type Group, groups, type Reason, supportReason } from './reasons.ts';
import { type GapRow, holdersFor, isSigner, rowOf, type Scene } from './rows.ts';
import { listSupports, onDay, type Support } from './supports.ts';
import type { Work } from './works.ts';

/**
 * 'missing': behind the other letter or bill, and no signer of this one. 'only': signers of this one who are not behind
 * the other. 'withdrew': taken off the other, and no signer of this one.
 */
export const directions = ['missing', 'only', 'withdrew'] as const;
export type Direction = (typeof directions)[number];

/** Who is in the one and not in the other, and why; by what can be done about it, then by last name. */
export async function compare(db: Db, scene: Scene, work: Work, direction: Direction): Promise<GapRow[]> {
  const supports = (await listSupports(db, [work])).filter(({ legislator }) => scene.sees(legislator));
  const rows =
    direction === 'only' ? await onlyHere(db, scene, work, supports) : await missing(db, scene, supports, direction);
  return rows.sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || byName(a.legislator, b.legislator));
}

/** By last name, as every list of legislators. */
export const byName = (a: LegislatorRow, b: LegislatorRow): number =>
  a.sortName < b.sortName ? -1 : a.sortName > b.sortName ? 1 : a.key < b.key ? -1 : 1;

async function missing(db: Db, scene: Scene, all: Support[], direction: Direction): Promise<GapRow[]> {
  const wanted = all.filter(
    ({ legislator, withdrew }) => withdrew === (direction === 'withdrew') && !isSigner(scene.stands.get(legislator)),
  );
  const people = await peopleOf(db, wanted);
  const pairs = wanted.flatMap((support) => {
    const legislator = people.get(support.legislator);
    return legislator ? [{ legislator, support }] : [];
  });
  const holders = await holdersFor(
    db,
    pairs.map(({ legislator, support }) => [legislator, support.seat]),
  );
  return pairs.map(({ legislator, support }) =>
    rowOf(scene, holders, legislator, { why: [supportReason(support)], support }),
  );
}

export async function peopleOf(db: Db, supports: Support[]): Promise<Map<string, LegislatorRow>> {
  const keys = [...new Set(supports.map(({ legislator }) => legislator))];
  return new Map((await listByKeys(db, keys)).map((person) => [person.key, person]));
}

async function onlyHere(db: Db, scene: Scene, work: Work, supports: Support[]): Promise<GapRow[]> {
  const there = new Map(supports.map((support) => [support.legislator, support]));
  const signers = [...scene.stands.values()].filter(isSigner);
  const keys = signers.map(({ key }) => key).filter((key) => there.get(key)?.withdrew !== false);
  const people = await listByKeys(db, keys);
  const holders = await holdersFor(
    db,
    people.map((legislator) => [legislator, null]),
  );
  return people.map((legislator) => {
    const here = scene.stands.get(legislator.key);
    const { group, reason } = whyNotThere(scene, work, legislator);
    const withdrew = there.get(legislator.key);
    const why = [
      because('signed-here', `signed this letter${onDay(here?.day ?? '')}`),
      ...(withdrew ? [supportReason(withdrew)] : []),
      reason,
    ];
    return { ...rowOf(scene, holders, legislator, { why, last: false }), group };
  });
}

/** Why a signer of this letter is not behind another letter or bill, as far as it can be known. */
function whyNotThere(
  { bodies }: Scene,
  work: Work,
  { serving, leftOn, body, since }: LegislatorRow,
): { group: Group; reason: Reason } {
  const { letter, bill, chamber, over, name } = work;
  if (!serving)
    return {
      group: 'left',
      reason: because('left', leftOn ? `left office${onDay(leftOn)}` : 'is not in office any more'),
    };
  const chamberName = (key: string) => bodies.get(key)?.name ?? key;
  const cannot = (code: 'congress-over' | 'other-chamber', words: string) => ({
    group: 'cannot-join' as const,
    reason: because(code, words),
  });
  if (bill) {
    if (over) return cannot('congress-over', `nobody can join ${name} any more: that Congress is over`);
    if (chamber ? body !== chamber : body !== HOUSE && body !== SENATE)
      return cannot('other-chamber', `is in the ${chamberName(body)}, and cannot join ${name}`);
    return { group: 'may-join', reason: because('may-join', `could cosponsor ${name}`) };
  }
  const last = letter ? lastDay(letter) : '';
  if (last && since > last)
    return {
      group: 'not-there',
      reason: because('joined-later', `in the ${chamberName(body)} since ${dayInWords(since)}, after ${name} went out`),
    };
  return { group: 'not-there', reason: because('not-there', `did not sign ${name}`) };
}

/** The day after which nobody signed a letter; '' while it circulates. A month or a year ends with its last day. */
function lastDay({ sentDay, closedAt, timeZone }: Letter): string {
  if (sentDay) return sentDay.padEnd(10, '~');
  return closedAt ? dayIn(closedAt, timeZone) : '';
}
