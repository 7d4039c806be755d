import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import type { World } from '../../server/basics/world.ts';
import { dispose } from '../../server/compose.ts';
import { tallyOf } from '../../server/cosigners/cosigners.ts';
import type { Letter } from '../../server/letters/letters.ts';
import { listRecent } from '../../server/signatures/listing.ts';
import { nameKeyOf, sign } from '../../server/signatures/signing.ts';
import { findOnce } from '../../server/signatures/store.ts';
import { aLongLetter, fill, openWorld, signerOf } from './crowd.ts';
import type { Row } from './run.ts';
import { median } from './servers.ts';

const FEW = 1000;
const PROBES = 200;

interface Side {
  world: World;
  letter: Letter;
  size: number;
}

/** What is done for each signature and each page, made ready before the clock starts; `n` makes each time different. */
const probes: Record<string, (side: Side, n: number) => () => Promise<unknown>> = {
  'one signature':
    ({ world, letter, size }, n) =>
    () =>
      sign(
        world,
        letter.slug,
        {
          ...signerOf(size + n),
          ...{ kind: 'person', organization: '', title: '', website: '', comment: '', address: '', city: '' },
          ...{ zip: '44691', state: '', district: '', country: '', display: 'full', updates: false, share: false },
        },
        { network: '192.0.2.1', challenge: '', trap: '' },
      ),
  'duplicate check': ({ world, letter, size }, n) => {
    const { name, email } = signerOf((n * 7919) % size);
    const key = { letterId: letter.id, addressKey: addressKeyOf(world, email), nameKey: nameKeyOf(world, name) };
    return () => findOnce(world.db, key);
  },
  tally:
    ({ world, letter }) =>
    () =>
      tallyOf(world.db, null, letter, world.now()),
  'recent names':
    ({ world, letter }) =>
    () =>
      listRecent(world.db, letter, 20),
};

/** What signing and reading cost under a letter with so many signatures, beside one with a thousand. */
export async function measureGrowth({ rounds, growth }: { rounds: number; growth: number }): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bench-'));
  const worlds: World[] = [];
  const filled = async (size: number): Promise<Side> => {
    const world = await openWorld(path.join(folder, `${size}.db`));
    worlds.push(world);
    const letter = await aLongLetter(world);
    await fill(world, letter, 0, size);
    return { world, letter, size };
  };
  try {
    const few = await filled(FEW);
    const lots = await filled(growth);
    const rows: Row[] = [];
    for (const [what, probe] of Object.entries(probes)) {
      const times = { few: [] as number[], lots: [] as number[] };
      let n = 0;
      // One and the other in turn, so that what else the machine does meets both; the first round warms up.
      for (let round = 0; round <= rounds; round += 1)
        for (let i = 0; i < PROBES; i += 1)
          for (const [name, side] of [
            ['few', few],
            ['lots', lots],
          ] as const) {
            const go = probe(side, (n += 1));
            const started = performance.now();
            await go();
            if (round > 0) times[name].push((performance.now() - started) * 1000);
          }
      const [ours, limit] = [median(times.lots), median(times.few)];
      rows.push({
        what: `${what}, ${growth.toLocaleString('en-US')} signatures, p50`,
        ...{ unit: 'µs', ours, limit, limitIs: 'the same with 1,000 signatures', ratio: ours / limit },
      });
    }
    return rows;
  } finally {
    for (const world of worlds) await dispose(world);
    rmSync(folder, { recursive: true, force: true });
  }
}
