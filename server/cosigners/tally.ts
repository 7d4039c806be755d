import { mayAs, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import { HOUSE, SENATE } from '../legislators/legislators.ts';
import { type Letter, lastSubstantive } from '../letters/letters.ts';
import { SUBJECT as SIGNATURES, signaturesIn } from '../signatures/signatures.ts';
import type { Counts, Tally } from '../tallies/shape.ts';
import { breakdownOf, sumByKey, totalOf } from '../tallies/sums.ts';
import { type Cell, type Repair, read, replace } from '../tallies/tallies.ts';
import { cellsOf, SUBJECT } from './counting.ts';
import * as store from './store.ts';

/**
 * The numbers of a letter as the viewer may see them, from the kept ones. A letter that shows totals alone has no
 * breakdown with a part below ten for strangers, and one that keeps its signers private has none at all.
 */
export async function tallyOf(db: Db, viewer: Viewer | null, letter: Letter, asOf: Date): Promise<Tally> {
  const kept = await read(db, letter.id);
  const substantive = await lastSubstantive(db, letter.id);
  const messages = (dimension: string) =>
    totalOf((kept.get('messages') ?? []).filter((c) => c.dimension === dimension));
  return {
    letter: letter.slug,
    asOf: asOf.toISOString(),
    cosigners: await cosignersOf(db, viewer, letter, kept.get(SUBJECT) ?? [], substantive),
    signatures: signaturesIn(kept.get(SIGNATURES) ?? [], viewer, letter, substantive),
    messages: {
      queued: messages('queued'),
      sent: messages('sent'),
      opened: messages('opened'),
      reported: messages('reported'),
    },
  };
}

async function cosignersOf(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  cells: readonly Cell[],
  substantive: number,
): Promise<Tally['cosigners']> {
  const member = mayAs(viewer, letter.campaignId, 'volunteer');
  if (letter.showCosigners === 'private' && !member) return null;
  const by = (dimension: string) => sumByKey(cells, dimension, substantive);
  const whole = letter.showCosigners === 'names' || member;
  const shown = (counts: Counts) => breakdownOf(counts, whole);
  const byBody = shown(by('body'));
  const byCaucus = shown(by('caucus'));
  const chambers = letter.openToBodies.filter((body) => body === SENATE || body === HOUSE);
  const inCongress = chambers.length > 0;
  const major = (caucus: string) =>
    totalOf(by('seats').filter(({ key }) => chambers.some((b) => key === `${b} ${caucus}`)));
  const { reportedTotal, reportedSource } = letter;
  return {
    signed: totalOf(by('signed')),
    leads: whole ? await countLeads(db, letter, substantive) : null,
    byBody,
    byParty: shown(by('party')),
    byCaucus,
    byState: shown(by('state')),
    bipartisan: inCongress && byCaucus ? major('Democrat') > 0 && major('Republican') > 0 : null,
    bicameral: inCongress && byBody ? [SENATE, HOUSE].every((body) => byBody.some(({ key }) => key === body)) : null,
    reported: reportedTotal === null ? null : { total: reportedTotal, source: reportedSource ?? '' },
    ...(mayAs(viewer, letter.campaignId, 'staffer') && {
      byPosition: positionsIn(cells),
      toReconfirm: totalOf(sumByKey(cells, 'signed', 0, substantive - 1)),
    }),
  };
}

const positionsIn = (cells: readonly Cell[]): Counts =>
  cells
    .filter(({ dimension }) => dimension === 'position')
    .map(({ key, count }) => ({ key, count }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

async function countLeads(db: Db, letter: Letter, substantive: number): Promise<number> {
  const rows = await store.listOf(db, letter.id, letter.leads);
  return rows.filter((row) => row.position === 'signed' && row.version >= substantive).length;
}

/** How many signed, by body and caucus: what chamber pictures are drawn from. */
export async function signedSeats(db: Db, letter: Letter): Promise<{ body: string; caucus: string; count: number }[]> {
  const cells = (await read(db, letter.id)).get(SUBJECT) ?? [];
  return sumByKey(cells, 'seats', await lastSubstantive(db, letter.id)).map(({ key, count }) => {
    const [body = '', ...caucus] = key.split(' ');
    return { body, caucus: caucus.join(' '), count };
  });
}

/** Counts a letter's positions again and sets the kept numbers right; gives what was wrong. */
export const recount = (world: World, letterId: string): Promise<Repair[]> =>
  world.db.transaction((tx) =>
    replace(tx, letterId, SUBJECT, async (counting) => (await store.list(counting, letterId)).flatMap(cellsOf)),
  );
