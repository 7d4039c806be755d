/** What people watch of a letter's signatures: read from the kept numbers, never counted in a request. */
import { NotFound } from '../basics/errors.ts';
import { rememberingOf } from '../basics/memo.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import type { Db } from '../db/database.ts';
import type { SignatureState } from '../db/tables.ts';
import { type Letter, lastSubstantive } from '../letters/letters.ts';
import type { Counts, Tally } from '../tallies/shape.ts';
import { breakdownOf, sumByKey, totalOf } from '../tallies/sums.ts';
import { type Cell, read } from '../tallies/tallies.ts';
import { inState, SUBJECT } from './counting.ts';

/** Told as one number: how many are held, and that a third name with one address is, stays with the team. */
const unconfirmed: SignatureState[] = ['pending', 'held'];

/** Whether somebody sees the numbers of a letter's signatures at all. */
export const maySeeSignatures = (viewer: Viewer | null, letter: Letter): boolean =>
  letter.showSignatures !== 'private' || mayAs(viewer, letter.campaignId, 'volunteer');

/**
 * The numbers of a letter's signatures as the viewer may see them. `confirmed` is of the text as it stands: what was
 * given to a version before `substantive` is to be given again, and is counted apart. Null where the letter keeps its
 * signatures private; a letter that shows totals alone has no breakdown with a part below ten for strangers.
 */
export function signaturesIn(
  cells: readonly Cell[],
  viewer: Viewer | null,
  letter: Letter,
  substantive: number,
): Tally['signatures'] {
  if (!maySeeSignatures(viewer, letter)) return null;
  const numbers = numbersOf(cells, `${maySeeNames(viewer, letter) ? 'whole' : 'totals'} ${substantive}`);
  return mayAs(viewer, letter.campaignId, 'staffer') ? { ...numbers, byStatus: sumByKey(cells, 'status') } : numbers;
}

/** Most of the time the numbers are as they were when somebody looked last. */
const numbersOf = rememberingOf((cells: readonly Cell[], asked: string) => {
  const [much, version] = asked.split(' ');
  const substantive = Number(version);
  const shown = (counts: Counts) => breakdownOf(counts, much === 'whole');
  const byKind = sumByKey(cells, 'kind', substantive);
  const kinds = byKind.length < 2 ? byKind : shown(byKind);
  const ofKind = (kind: string) => kinds && totalOf(kinds.filter(({ key }) => key === kind));
  return {
    confirmed: totalOf(byKind),
    people: ofKind('person'),
    organizations: ofKind('organization'),
    byState: shown(sumByKey(cells, 'state', substantive)),
    byDistrict: shown(sumByKey(cells, 'district', substantive)),
    byDay: shown(sumByKey(cells, 'day', substantive)),
    toReconfirm: totalOf(sumByKey(cells, 'kind', 0, substantive - 1)),
    submitted: totalOf(sumByKey(cells, 'status')),
    unconfirmed: unconfirmed.reduce((sum, state) => sum + inState(cells, state), 0),
    waiting: inState(cells, 'waiting'),
    withdrawn: inState(cells, 'withdrawn'),
    disowned: inState(cells, 'disowned'),
    expired: inState(cells, 'expired'),
    removed: shown(sumByKey(cells, 'removed')),
  };
});

/**
 * The numbers of a letter's signatures as the viewer may see them, without those of other subjects. Throws NotFound
 * where they are private.
 */
export async function requireNumbers(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
): Promise<NonNullable<Tally['signatures']>> {
  const cells = (await read(db, letter.id)).get(SUBJECT) ?? [];
  const numbers = signaturesIn(cells, viewer, letter, await lastSubstantive(db, letter.id));
  if (!numbers) throw new NotFound('list of signatures');
  return numbers;
}

/** Whether the viewer sees who signed, where they see how many at all. */
export const maySeeNames = (viewer: Viewer | null, letter: Letter): boolean =>
  letter.showSignatures === 'names' || mayAs(viewer, letter.campaignId, 'volunteer');
