import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { removals, signatures } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import type { Letter } from '../../server/letters/letters.ts';
import { type Conditions, conditionsForm, conditionsInWords } from '../../server/signatures/conditions.ts';
import { putBack, release } from '../../server/signatures/reviewing.ts';
import { confirm, recountSignatures, tokenOf } from '../../server/signatures/signatures.ts';
import type { Signature } from '../../server/signatures/store.ts';
import {
  forgetConditions,
  preview,
  type Removal,
  requireRemoval,
  startRemoval,
  stopRemoval,
  undoRemoval,
  workOnRemovals,
} from '../../server/signatures/sweeping.ts';
import { parse } from '../../server/web/forms.ts';
import { aLetter } from '../support/invented/letters.ts';
import { addSignatures, aSignature, someSignatures } from '../support/invented/signatures.ts';
import { aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

async function aDesk() {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  return { world, letter, organizer: aViewer(campaign.id, 'organizer') };
}

async function one(world: TestWorld, letter: Letter, different: Partial<Signature>): Promise<Signature> {
  const row = aSignature(world, letter, different);
  await addSignatures(world, letter, [row]);
  return row;
}

const stateOf = async (world: TestWorld, id: string) =>
  (await world.db.select().from(signatures).where(eq(signatures.id, id)))[0]?.state;

const wrongNumbers = (world: TestWorld, letter: Letter) =>
  world.db.transaction((tx) => recountSignatures(tx, letter.id));

const going = new AbortController().signal;
const because = { reason: 'fake', note: 'one network' } as const;

const read = (given: Record<string, string>) => {
  const form = parse(conditionsForm('America/New_York'), given);
  return form.ok ? form.value : form.problems.map(({ path }) => path);
};

describe('conditions', () => {
  test('are read as a link or a form gives them', () => {
    expect(read({ network: ' 192.0.2.77/24 ', from: '2026-11-22T10:00', until: '2026-11-22T16:00:00.000Z' })).toEqual({
      network: '192.0.2.77/24',
      from: '2026-11-22T15:00:00.000Z',
      until: '2026-11-22T16:00:00.000Z',
    });
    expect(read({ domain: '@Mail.Example', district: 'oh-07', state: '' })).toEqual({
      domain: 'mail.example',
      district: 'OH-7',
    });
    expect(read({ domain: 'ana@mail.example', name: '  Bo  t ' })).toEqual({ domain: 'mail.example', name: 'Bo t' });
  });

  test.each([
    [{}, 'state'],
    [{ state: '', name: '  ' }, 'state'],
    [{ network: '300.1.1.1' }, 'network'],
    [{ network: '0.0.0.0/0' }, 'network'],
    [{ domain: 'no domain' }, 'domain'],
    [{ district: 'XX-1' }, 'district'],
    [{ home: 'ZZ' }, 'home'],
    [{ from: 'yesterday' }, 'from'],
    [{ until: '2026-02-30T10:00' }, 'until'],
    [{ state: 'withdrawn' }, 'state'],
    [{ from: '+275760-09-13T00:00:00Z' }, 'from'],
    [{ from: '0000-01-01T00:00:00Z' }, 'from'],
    // A mark without a letter is in every name.
    [{ name: '\u0301' }, 'name'],
  ])('that make no sense are told by their field: %j', (given, path) => {
    expect(read(given as Record<string, string>)).toEqual([path]);
  });

  test('are told in words', () => {
    const given: Conditions = { network: '192.0.2.0/24', home: 'OH', until: '2026-11-22T16:00:00.000Z' };
    expect(conditionsInWords(given, 'America/New_York')).toBe(
      'from the network 192.0.2.0/24; in Ohio; given before Nov 22, 2026, 11:00 AM EST',
    );
  });
});

describe('looking over', () => {
  test.each<[Conditions, string[]]>([
    [{ network: '192.0.2.0/24' }, ['net', 'six-net']],
    [{ network: '192.0.2.9' }, ['net']],
    [{ network: '2001:db8:1::/48' }, ['six']],
    [{ domain: 'bots.example' }, ['domain', 'below']],
    [{ district: 'AK-0' }, ['alaska']],
    [{ home: 'AK' }, ['alaska']],
    [{ name: 'ängström' }, ['named']],
    [{ organization: 'club' }, ['club']],
    [{ state: 'waiting' }, ['club']],
    [{ from: '2026-11-22T14:00:00.000Z', until: '2026-11-22T14:30:00.000Z' }, ['early']],
    [{ domain: 'bots.example', network: '203.0.113.5' }, ['below']],
  ])('finds what fits %j and changes nothing', async (conditions, expected) => {
    const { world, letter } = await aDesk();
    const at = (time: string) => new Date(`2026-11-22T${time}:00Z`);
    const plain = { homeState: 'OH', homeDistrict: '7', network: '198.51.100.1', createdAt: at('14:45') };
    const rows: Record<string, Partial<Signature>> = {
      net: { network: '192.0.2.9' },
      'six-net': { network: '192.0.2.200', state: 'pending' },
      six: { network: '2001:db8:1:2::/64', state: 'held', reason: 'trap' },
      domain: { email: 'a@bots.example' },
      below: { email: 'a@mail.bots.example', network: '203.0.113.5' },
      alike: { email: 'a@notbots.example' },
      alaska: { homeState: 'AK', homeDistrict: '0' },
      named: { name: 'Zoe Angstrom' },
      club: { state: 'waiting', kind: 'organization', organization: 'River Club', name: 'Ana' },
      early: { createdAt: at('14:00') },
      late: { createdAt: at('14:30') },
      withdrawn: { state: 'withdrawn', network: '192.0.2.9', homeState: 'AK', email: 'b@bots.example' },
    };
    const names = new Map<string, string>();
    for (const [name, different] of Object.entries(rows))
      names.set((await one(world, letter, { name: 'Bo Plain', ...plain, ...different })).id, name);
    const found = await preview(world.db, letter, conditions, world.now());
    expect(found.sample.map(({ id }) => names.get(id)).sort()).toEqual(expected.sort());
    expect(found).toMatchObject({ count: expected.length, whole: true });
    const states = await world.db.select({ state: signatures.state }).from(signatures);
    expect(states.filter(({ state }) => state === 'removed')).toEqual([]);
  });
});

describe('a removal', () => {
  test('takes away what fitted when it began, keeps every number right, and is undone whole', async () => {
    const { world, letter, organizer } = await aDesk();
    const bad = await someSignatures(world, letter, 230, (n) => ({
      network: '192.0.2.7',
      ...(n % 3 === 0 && { state: 'pending' as const }),
      ...(n % 7 === 0 && { state: 'held' as const, reason: 'no-challenge' }),
    }));
    const good = await someSignatures(world, letter, 40, { network: '198.51.100.1' });
    const before = await world.db.select().from(signatures);
    const removal = await startRemoval(world, organizer, letter.slug, {
      conditions: { network: '192.0.2.7' },
      ...because,
    });
    expect(removal).toMatchObject({ state: 'running', expected: 230, done: 0 });
    world.pass({ minutes: 1 });
    const later = await one(world, letter, { network: '192.0.2.7' });
    await workOnRemovals(world, going);
    expect(await requireRemoval(world.db, letter.id, removal.id)).toMatchObject({ state: 'done', done: 230 });
    for (const { id } of bad) expect(await stateOf(world, id)).toBe('removed');
    expect(await stateOf(world, later.id)).toBe('confirmed');
    expect(await stateOf(world, good[0]?.id ?? '')).toBe('confirmed');
    expect(await wrongNumbers(world, letter)).toEqual([]);
    const noted = await listHistory(world.db, 'letter', letter.id);
    expect(noted.map(({ actor, deed }) => [actor, deed])).toEqual([
      ['Dana Ops', 'removed signatures by conditions'],
      ['Dana Ops', 'began to remove signatures by conditions'],
    ]);
    expect(JSON.stringify(noted)).not.toContain('192.0.2.7');

    await undoRemoval(world, organizer, letter.slug, removal.id);
    await workOnRemovals(world, going);
    expect(await requireRemoval(world.db, letter.id, removal.id)).toMatchObject({ state: 'undone', done: 0 });
    const after = new Map((await world.db.select().from(signatures)).map((row) => [row.id, row]));
    for (const row of before) expect({ ...after.get(row.id), changedAt: row.changedAt }).toEqual(row);
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });

  test('stops between two batches, and leaves the others', async () => {
    const { world, letter, organizer } = await aDesk();
    await someSignatures(world, letter, 250, { network: '192.0.2.7' });
    const removal = await startRemoval(world, organizer, letter.slug, {
      conditions: { network: '192.0.2.7' },
      ...because,
    });
    const work = workOnRemovals(world, going);
    await until(async () => (await requireRemoval(world.db, letter.id, removal.id)).done > 0);
    await stopRemoval(world, organizer, letter.slug, removal.id);
    await work;
    const stopped = await requireRemoval(world.db, letter.id, removal.id);
    expect(stopped.state).toBe('stopped');
    expect(stopped.done % 50).toBe(0);
    expect(stopped.done).toBeLessThan(250);
    expect(await wrongNumbers(world, letter)).toEqual([]);
    await expect(stopRemoval(world, organizer, letter.slug, removal.id)).rejects.toMatchObject({
      reason: 'removal-moved-on',
    });
    await undoRemoval(world, organizer, letter.slug, removal.id);
    await workOnRemovals(world, going);
    expect(await requireRemoval(world.db, letter.id, removal.id)).toMatchObject({ state: 'undone', done: 0 });
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });

  test('goes on where it was left when the program is started again, in whatever process', async () => {
    const { world, letter, organizer } = await aDesk();
    await someSignatures(world, letter, 250, { network: '192.0.2.7' });
    const removal = await startRemoval(world, organizer, letter.slug, {
      conditions: { network: '192.0.2.7' },
      ...because,
    });
    const stopping = new AbortController();
    const work = workOnRemovals(world, stopping.signal);
    await until(async () => (await requireRemoval(world.db, letter.id, removal.id)).done > 0);
    stopping.abort();
    await work;
    const left = await requireRemoval(world.db, letter.id, removal.id);
    expect(left.state).toBe('running');
    expect(left.done).toBeLessThan(250);
    await Promise.all([workOnRemovals(world, going), workOnRemovals(world, going)]);
    expect(await requireRemoval(world.db, letter.id, removal.id)).toMatchObject({ state: 'done', done: 250 });
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });

  test('meets a signature that is confirmed or released while it runs', async () => {
    const { world, letter, organizer } = await aDesk();
    const pending = await someSignatures(world, letter, 150, { state: 'pending', network: '192.0.2.7' });
    const held = await someSignatures(world, letter, 150, {
      ...{ state: 'held', reason: 'third', network: '192.0.2.7' },
    });
    const removal = await startRemoval(world, organizer, letter.slug, {
      conditions: { network: '192.0.2.7' },
      ...because,
    });
    const work = workOnRemovals(world, going);
    await Promise.all([
      ...pending.slice(-20).map(({ id }) => confirm(world, tokenOf(world, id))),
      release(
        world,
        organizer,
        letter.slug,
        held.slice(-20).map(({ id }) => id),
      ),
    ]);
    await work;
    expect(await requireRemoval(world.db, letter.id, removal.id)).toMatchObject({ state: 'done', done: 300 });
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });

  test('that finds nothing is not begun', async () => {
    const { world, letter, organizer } = await aDesk();
    await someSignatures(world, letter, 3);
    await expect(
      startRemoval(world, organizer, letter.slug, { conditions: { network: '203.0.113.1' }, ...because }),
    ).rejects.toMatchObject({ problems: [{ path: 'state' }] });
    expect(await world.db.select().from(removals)).toEqual([]);
  });

  test('counts what was put back by hand, and forgets the network when networks are forgotten', async () => {
    const { world, letter, organizer } = await aDesk();
    const rows = await someSignatures(world, letter, 3, { network: '192.0.2.7' });
    const conditions = { network: '192.0.2.7', name: 'a', state: 'confirmed' } as const;
    const [removal] = [
      await startRemoval(world, organizer, letter.slug, { conditions: { network: '192.0.2.7' }, ...because }),
    ];
    await startRemoval(world, organizer, letter.slug, { conditions, ...because }).catch(() => null);
    await workOnRemovals(world, going);
    await putBack(world, organizer, letter.slug, [rows[0]?.id ?? '']);
    expect((await requireRemoval(world.db, letter.id, removal.id)).done).toBe(2);
    await forgetConditions(world);
    expect((await requireRemoval(world.db, letter.id, removal.id)).conditions).toEqual({ network: '192.0.2.7' });
    world.pass({ days: 31 });
    await forgetConditions(world);
    const kept: Pick<Removal, 'conditions'>[] = await world.db.select().from(removals);
    expect(kept.every(({ conditions: { network, name } }) => !network && !name)).toBe(true);
  });

  test('that was interrupted for a month goes on by its conditions, not without them', async () => {
    const { world, letter, organizer } = await aDesk();
    const [fits] = await someSignatures(world, letter, 1, { network: '192.0.2.7' });
    const [other] = await someSignatures(world, letter, 1, { network: '198.51.100.7' });
    const conditions = { network: '192.0.2.7' };
    const removal = await startRemoval(world, organizer, letter.slug, { conditions, ...because });
    world.pass({ days: 31 });
    await forgetConditions(world);
    await workOnRemovals(world, going);
    expect([await stateOf(world, fits?.id ?? ''), await stateOf(world, other?.id ?? '')]).toEqual([
      'removed',
      'confirmed',
    ]);
    await forgetConditions(world);
    expect(await requireRemoval(world.db, letter.id, removal.id)).toMatchObject({ state: 'done', conditions: {} });
  });
});

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let n = 0; n < 1000; n += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('It never came to be.');
}
