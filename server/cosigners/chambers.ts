import type { Db } from '../db/database.ts';
import { countBodies, listBodies } from '../legislators/legislators.ts';
import type { Letter } from '../letters/letters.ts';
import type { Chamber } from '../tallies/chamber.ts';
import { type TallyBlock, tallyBlock } from '../tallies/pages.ts';
import type { Tally } from '../tallies/shape.ts';
import { signedSeats } from './tally.ts';

/** The bodies that a letter is open to, with who signed in each: what chamber pictures are drawn from. */
export async function listChambers(db: Db, letter: Letter): Promise<Chamber[]> {
  const names = new Map((await listBodies(db)).map((body) => [body.key, body.name]));
  const signed = await signedSeats(db, letter);
  // The Senate stands before the House, on the left.
  const bodies = [...letter.openToBodies].sort((a, b) => (a > b ? -1 : 1));
  return (await countBodies(db, bodies)).map(({ body, places, sitting }) => ({
    key: body,
    name: names.get(body) ?? body,
    seats: places,
    sitting,
    signed: signed.filter((group) => group.body === body).map(({ caucus, count }) => ({ caucus, count })),
  }));
}

/** The numbers of a letter ready for `views/tallies/tally.ejs`; null where it keeps its signers private. */
export const tallyBlockOf = async (db: Db, letter: Letter, tally: Tally): Promise<TallyBlock | null> =>
  tally.cosigners ? tallyBlock(tally, await listChambers(db, letter), letter.state === 'circulating') : null;
