import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { spikes, tries, usedChallenges } from '../../server/db/tables.ts';
import { type Arrival, addSpikes, forgetProtection, listSpikes, seeSpike } from '../../server/protection/spikes.ts';
import { sign } from '../../server/signatures/signing.ts';
import { watchSpikes } from '../../server/signatures/spikes.ts';
import { forgetOldTries } from '../../server/web/limits.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

async function aLetterToWatch() {
  const world = await aWorld();
  const { letter } = await aLetter(world, { openToPublic: true });
  return { world, letter, organizer: aViewer(letter.campaignId, 'organizer') };
}

let made = 0;
/** Signatures that came in now, from a network each and with nothing unusual, unless said. */
const arrivals = (world: TestWorld, letterId: string, n: number, different: Partial<Arrival> = {}): Arrival[] =>
  Array.from({ length: n }, () => ({
    ...{
      letterId,
      at: world.now(),
      network: `10.0.${(made += 1) >> 8}.${made & 255}`,
      domain: 'gmail.com',
      district: null,
    },
    ...different,
  }));

const add = (world: TestWorld, rows: Arrival[]) => world.db.transaction((tx) => addSpikes(tx, world, rows));
const told = async (world: TestWorld) =>
  (await world.db.select().from(spikes)).map(({ kind, key, count }) => `${kind} ${key} ${count}`).sort();

describe('what stands out', () => {
  test('is many from one network or one mail domain within an hour, told once with how many they are now', async () => {
    const { world, letter } = await aLetterToWatch();
    const office = { network: '192.0.2.7', domain: 'office.example' };
    await add(world, arrivals(world, letter.id, 14, office));
    expect(await told(world)).toEqual([]);
    await add(world, arrivals(world, letter.id, 1, office));
    expect(await told(world)).toEqual(['network 192.0.2.7 15']);
    await add(world, arrivals(world, letter.id, 15, office));
    expect(await told(world)).toEqual(['domain office.example 30', 'network 192.0.2.7 30']);
    world.pass({ hours: 1 });
    await add(world, arrivals(world, letter.id, 15, office));
    expect(await told(world)).toHaveLength(3);
  });

  test('is none of a large provider’s, nor a small part of a large crowd', async () => {
    const { world, letter } = await aLetterToWatch();
    await add(world, arrivals(world, letter.id, 2000));
    await add(world, arrivals(world, letter.id, 39, { network: '192.0.2.7' }));
    await add(world, arrivals(world, letter.id, 190, { domain: 'office.example' }));
    await add(world, arrivals(world, letter.id, 900, { district: 'OH-7' }));
    expect(await told(world)).toEqual([]);
    await add(world, arrivals(world, letter.id, 40, { network: '192.0.2.7' }));
    expect(await told(world)).toEqual(['network 192.0.2.7 79']);
  });

  test('is a district whose part of the letter has suddenly grown', async () => {
    const { world, letter } = await aLetterToWatch();
    await add(world, arrivals(world, letter.id, 100, { district: 'OH-6' }));
    expect(await told(world)).toEqual(['district OH-6 100']);
    world.pass({ hours: 1 });
    // A letter of that district: now it is the usual thing.
    await add(world, [
      ...arrivals(world, letter.id, 90, { district: 'OH-6' }),
      ...arrivals(world, letter.id, 10, { district: 'OH-7' }),
    ]);
    world.pass({ hours: 1 });
    await add(world, arrivals(world, letter.id, 100, { district: 'OH-7' }));
    expect(await told(world)).toEqual(['district OH-6 100', 'district OH-7 100']);
  });

  test('is of one letter', async () => {
    const { world, letter } = await aLetterToWatch();
    const { letter: other } = await aLetter(world, { openToPublic: true });
    await add(world, [
      ...arrivals(world, letter.id, 10, { network: '192.0.2.7' }),
      ...arrivals(world, other.id, 10, { network: '192.0.2.7' }),
    ]);
    expect(await told(world)).toEqual([]);
  });
});

test('signatures are watched as they come, each once, by several processes', async () => {
  const { world, letter, organizer } = await aLetterToWatch();
  const db = await openDatabase(world.databaseUrl);
  const second = { ...world, db };
  try {
    const signNow = async (name: string) => {
      const display = 'full' as const;
      const kind = 'person' as const;
      await sign(
        world,
        letter.slug,
        {
          ...{ name, email: `${name}@office.example`, display, kind, updates: false, share: false },
          ...{ organization: '', title: '', website: '', comment: '', address: '', city: '' },
          ...{ zip: '', state: '', district: '', country: '' },
        },
        { network: '192.0.2.7', challenge: '', trap: '' },
      );
    };
    await watchSpikes(world);
    for (let n = 0; n < 16; n += 1) await signNow(`signer${'abcdefghijklmnop'[n]}`);
    await watchSpikes(world);
    expect(await told(world)).toEqual([]); // too fresh: an earlier one may still be on its way to the disk
    world.pass({ seconds: 11 });
    await Promise.all([watchSpikes(world), watchSpikes(second)]);
    await watchSpikes(second);
    expect(await told(world)).toEqual(['network 192.0.2.7 16']);
    const [spike] = await listSpikes(world, organizer, letter);
    if (!spike) throw new Error('No spike.');
    await seeSpike(world, organizer, letter, spike);
    expect((await listSpikes(world, organizer, letter))[0]?.seenBy).toBe('Dana Ops');
    await expect(seeSpike(world, aViewer(letter.campaignId, 'staffer'), letter, spike)).rejects.toThrow();
    expect(() => listSpikes(world, null, letter)).toThrow();
  } finally {
    await db.close();
  }
});

test('what was counted and noted is forgotten in time: networks after thirty days, counts after hours', async () => {
  const { world, letter } = await aLetterToWatch();
  await add(world, arrivals(world, letter.id, 30, { network: '192.0.2.7' }));
  await world.db.transaction(async (tx) => {
    await tx.insert(usedChallenges).values([
      { key: 'old', until: world.now() },
      { key: 'new', until: new Date(world.now().getTime() + 3_600_000 * 24 * 90) },
    ]);
  });
  const forget = async () => {
    await forgetOldTries(world);
    await forgetProtection(world);
  };
  world.pass({ hours: 4 });
  await forget();
  expect(await world.db.select().from(tries)).toEqual([]);
  expect((await world.db.select().from(usedChallenges)).map(({ key }) => key)).toEqual(['new']);
  world.pass({ days: 29 });
  await forget();
  expect(await told(world)).toHaveLength(1);
  world.pass({ days: 1 });
  await forget();
  expect(await told(world)).toEqual([]);
});
