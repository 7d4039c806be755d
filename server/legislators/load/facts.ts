import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inProject } from '../../basics/root.ts';
import { dayInWashington } from '../../basics/time.ts';
import type { World } from '../../basics/world.ts';
import { findFact, setFact } from '../../db/facts.ts';
import { loadBundledZips } from '../../districts/ziptable.ts';
import { HOUSE, SENATE } from '../bodies.ts';
import { listLoads } from '../store.ts';
import { applyPlan } from './apply.ts';
import { readBundled } from './bundled.ts';
import { planRoster } from './plan.ts';

const ROSTER_FACT = 'bundled roster loaded';

/** How far back loads are looked through for one that is newer than the bundled roster. */
const LOADS_LOOKED_AT = 100;

/**
 * Loads the facts that come with the program in `data/`, each when it is not the one that is loaded: the ZIP table and
 * the roster of Congress. A second start compares two checksums and does nothing. A ZIP table of the
 * operator's own stays. The bundled roster never goes over a roster of Congress that somebody loaded on or after its
 * date; a few people on their own are none.
 */
export async function loadFacts(world: Pick<World, 'db' | 'now' | 'newId'>): Promise<void> {
  await loadBundledZips(world, read('zip-districts.txt'));

  // The seats of Congress come from the states, so a change of theirs loads the roster again.
  const bundled = read('legislators.jsonl');
  const checksum = `${bundled.checksum} ${read('states.tsv').checksum}`;
  if ((await findFact(world.db, ROSTER_FACT)) === checksum) return;
  const roster = readBundled(bundled.text(), 'data/legislators.jsonl');
  if (!(await hasNewer(world, roster.header.date))) {
    // It was looked through before it was shipped: a new Congress may well have more than a few new members.
    const options = { acceptDepartures: true, today: dayInWashington(world.now()) };
    await applyPlan(world, await planRoster(world.db, roster, options));
  }
  await world.db.transaction((tx) => setFact(tx, ROSTER_FACT, checksum));
}

function read(name: string): { checksum: string; text: () => string } {
  const bytes = readFileSync(inProject('data', name));
  const checksum = createHash('sha256').update(bytes).digest('base64url');
  return { checksum, text: () => bytes.toString('utf8') };
}

/** Whether Congress is there whole, and somebody has loaded some of it on or after the day. */
async function hasNewer({ db }: Pick<World, 'db'>, date: string): Promise<boolean> {
  const loads = await listLoads(db, LOADS_LOOKED_AT);
  const whole = loads.some(({ bodies }) => bodies.includes(SENATE) || bodies.includes(HOUSE));
  return whole && loads.some(({ format, at }) => format === 'congress-legislators' && dayInWashington(at) >= date);
}
