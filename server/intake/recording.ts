import { Refused } from '../basics/errors.ts';
import { listed, plural } from '../basics/text.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { forMany, holdStanding, type Outcome, recordOn, type Standing } from '../cosigners/cosigners.ts';
import type { Position } from '../db/tables.ts';
import { record as noteHistory } from '../history/history.ts';
import { lastSubstantive, requireMine } from '../letters/letters.ts';
import { requireList } from './deciding.ts';
import * as store from './store.ts';

/** What a list would do to where somebody stands. */
export type Effect = 'change' | 'same' | 'refused';

/**
 * What a list of this position does to a standing: nothing where it is so already, and never does it take a signature
 * back, unless it is a list of withdrawals. `substantive` is the last text that changed the substance.
 */
export function effectOf(
  position: Position,
  standing: Pick<Standing, 'position' | 'version'> | null,
  substantive: number,
): Effect {
  if (standing?.position === position)
    return position === 'signed' && standing.version < substantive ? 'change' : 'same';
  return standing?.position === 'signed' && position !== 'withdrawn' ? 'refused' : 'change';
}

export const keptSignature = 'Has signed: a list takes no signature back. Correct it on the legislator’s own page.';

/**
 * Records the position of a list for everybody whom its rows surely mean, each by itself; what was so before stays as
 * it is, and what is refused stays on the list with the reason. Twice is once. At most 600 legislators.
 */
export async function recordNames(
  world: World,
  viewer: Viewer | null,
  slug: string,
  listId: string,
): Promise<Outcome[]> {
  const { db } = world;
  const letter = await requireMine(db, viewer, slug, 'organizer');
  const actor = requireSignedIn(viewer);
  const { position, source, day } = await requireList(db, letter, listId);
  const rows = await store.listRows(db, listId);
  const keys = rows
    .filter((row) => row.state === 'sure' || row.state === 'chosen')
    .flatMap(({ legislator }) => legislator ?? []);
  // Ids in the list's order: "as received" follows them.
  const ids = new Map([...new Set(keys)].map((key) => [key, world.newId()]));

  const outcomes = await forMany(keys, (key) =>
    db.transaction(async (tx) => {
      const mine = await requireMine(tx, viewer, slug, 'organizer');
      const standing = await holdStanding(tx, mine, key);
      const effect = effectOf(position, standing, await lastSubstantive(tx, letter.id));
      if (effect === 'refused') throw new Refused('has-signed', keptSignature);
      const id = ids.get(key);
      const changed =
        effect === 'change' &&
        (await recordOn(tx, world, viewer, mine, key, { position, source, day, ...(id && { id }) })).changed;
      await store.settle(tx, listId, key, {
        state: 'recorded',
        note: changed ? '' : 'It was so already; nothing has changed.',
      });
      return changed;
    }),
  );

  const refused = outcomes.filter(({ outcome }) => outcome === 'refused');
  const recorded = outcomes.filter(({ outcome }) => outcome === 'recorded').length;
  if (outcomes.length > 0)
    await db.transaction(async (tx) => {
      for (const { key, message } of refused) await store.settle(tx, listId, key, { note: message });
      await noteHistory(tx, world, actor, {
        campaignId: letter.campaignId,
        subject: 'letter',
        subjectId: letter.id,
        deed: 'names recorded',
        detail: {
          list: listId,
          position,
          recorded,
          refused: refused.length,
          reason: `${source}: ${countedIn(outcomes)}`,
        },
      });
    });
  return outcomes;
}

/** '12 recorded, 3 so already and 1 refused'. */
export function countedIn(outcomes: Outcome[]): string {
  const of = (kind: Outcome['outcome']) => outcomes.filter(({ outcome }) => outcome === kind).length;
  const [same, refused] = [of('unchanged'), of('refused')];
  return listed([
    `${plural(of('recorded'), 'position')} recorded`,
    ...(same > 0 ? [`${same} so already`] : []),
    ...(refused > 0 ? [`${refused} refused`] : []),
  ]);
}
