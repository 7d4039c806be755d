/** A letter's deadline and how it was moved. */
import { Invalid, Refused } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import { listDeed } from '../history/history.ts';
import { changeLetter, type Letter, requireMine } from '../letters/letters.ts';

export interface DeadlineMove {
  id: string;
  at: Date;
  /** Null: no deadline. */
  from: Date | null;
  to: Date | null;
  by: string;
  reason: string;
  /** Whether the reason was given for the public. */
  told: boolean;
}

const momentOf = (value: unknown): Date | null => (typeof value === 'string' ? new Date(value) : null);

/** Every change of a published letter's deadline, oldest first. */
export async function listDeadlineMoves(db: Db, letter: Pick<Letter, 'id'>): Promise<DeadlineMove[]> {
  const rows = await listDeed(db, 'letter', letter.id, 'changed');
  return rows
    .flatMap(({ id, at, actor, detail }) => {
      const moved = detail['deadline'] as { from?: unknown; to?: unknown } | undefined;
      if (!moved) return [];
      const [from, to] = [momentOf(moved.from), momentOf(moved.to)];
      if (from?.getTime() === to?.getTime()) return [];
      return [
        { id, at, from, to, by: actor, reason: String(detail['reason'] ?? ''), told: detail['tellsWhy'] === true },
      ];
    })
    .reverse();
}

/**
 * Gives a letter more time, and opens it again if it has closed. The reason is told to the public. Throws Invalid for a
 * moment that is not later than the present deadline, and Refused('letter-settled') once it was sent or withdrawn.
 */
export async function extendDeadline(
  world: World,
  viewer: Viewer | null,
  slug: string,
  { deadline, reason }: { deadline: Date; reason: string },
): Promise<Letter> {
  const letter = await requireMine(world.db, viewer, slug, 'organizer');
  if (letter.state !== 'circulating' && letter.state !== 'closed')
    throw new Refused('letter-settled', 'Only a letter that circulates or has closed can get more time.');
  if (letter.deadline && deadline <= letter.deadline)
    throw new Invalid([{ path: 'deadline', message: 'An extended deadline is later than the present one.' }]);
  const state = letter.state === 'closed' ? ('circulating' as const) : undefined;
  return changeLetter(world, viewer, slug, { deadline, state, tellsWhy: true }, reason);
}
