/** The geocoder has no published limit, so each process asks it gently: a few times a second, in turn. */
import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_MS = 200;
/** Who would wait longer than this is told at once. */
const LONGEST_WAIT_MS = 3000;

/** When the next turn is, by whom the questions belong to. */
const turns = new WeakMap<object, number>();

/** Waits for a turn; false where too many wait already. Throws when the signal ends the waiting. */
export async function inTurn(whose: object, signal: AbortSignal): Promise<boolean> {
  const now = performance.now();
  const turn = Math.max(now, turns.get(whose) ?? 0);
  if (turn - now > LONGEST_WAIT_MS) return false;
  turns.set(whose, turn + BETWEEN_MS);
  if (turn > now) await pause(turn - now, undefined, { signal });
  return true;
}
