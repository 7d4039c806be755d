import fc from 'fast-check';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { extendDeadline, markSent } from '../../server/closing/closing.ts';
import { listEntries, record, recordMany, recount } from '../../server/cosigners/cosigners.ts';
import { askedFrom, listGaps, sceneOf } from '../../server/gaps/gaps.ts';
import { changeLetter, findLetterById, type Letter, moveLetter, publishVersion } from '../../server/letters/letters.ts';
import { anApp } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const who = ['rivera', 'okafor', 'okaforGrace', 'hale', 'smithOrson', 'smithOsgood', 'nguyen', 'fuente'] as const;
const positions = ['signed', 'signed', 'signed', 'withdrawn', 'leaning', 'declined', null] as const;
const one = fc.constantFrom(...who);
const deed = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('record' as const), one, position: fc.constantFrom(...positions) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('together' as const), one, other: one }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('correct' as const),
      one,
      position: fc.constantFrom(...positions),
      nth: fc.nat(3),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('version' as const), substantive: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('extend' as const, 'close' as const, 'reopen' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('send' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.nat(30) }) },
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

/** A deed that the letter's state refuses is no part of the walk; anything else that is thrown is a fault. */
const unlessRefused = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    if (!['Refused', 'Invalid'].includes((error as Error).name)) throw error;
  }
};

const same = (keys: Iterable<string>) => [...keys].sort();

test('whatever is done to a letter, every account of it names the same signers and the same numbers', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const campaign = await aCampaign(world);
  const { letter: earlier } = await aLetter(world, { campaignId: campaign.id, title: 'An earlier letter' });
  for (const alias of who)
    await record(world, anAdmin, earlier.slug, people[alias].key, { position: 'signed', source: 'x' });
  const visitor = supertest(anApp(world));
  const fullOf = new Map(who.map((alias) => [people[alias].key, people[alias].full]));
  const source = 'e-mail';
  let texts = 0;

  async function run(step: Deed, slug: string, now: () => Promise<Letter>) {
    const key = 'one' in step ? people[step.one].key : '';
    const reason = 'Because.';
    switch (step.do) {
      case 'record':
        return record(world, anAdmin, slug, key, { position: step.position, source });
      case 'together': {
        const other = people[step.other].key;
        return Promise.all([
          recordMany(world, anAdmin, slug, [key, other], { position: 'signed', source }),
          recordMany(world, anAdmin, slug, [other, key], { position: 'signed', source: 'Quill' }),
          unlessRefused(record(world, anAdmin, slug, key, { position: 'withdrawn', source })),
        ]);
      }
      case 'correct': {
        const entries = await listEntries(world.db, anAdmin, await now(), key);
        const entry = entries[step.nth % Math.max(1, entries.length)];
        return (
          entry && record(world, anAdmin, slug, key, { position: step.position, source: 'a slip', corrects: entry.id })
        );
      }
      case 'version':
        texts += 1;
        return publishVersion(world, anAdmin, slug, { text: `Text ${texts}.`, substantive: step.substantive, reason });
      case 'extend':
        return extendDeadline(world, anAdmin, slug, {
          deadline: new Date(((await now()).deadline?.getTime() ?? 0) + 86_400_000),
          reason,
        });
      case 'close':
        return moveLetter(world, anAdmin, slug, 'closed');
      case 'reopen':
        return changeLetter(world, anAdmin, slug, { state: 'circulating' }, reason);
      case 'send':
        return markSent(world, anAdmin, slug, { sentDay: world.now().toISOString().slice(0, 10), deliveries: [] });
      case 'wait':
        return world.pass({ minutes: step.minutes });
    }
  }

  async function check(slug: string, letter: Letter) {
    const url = `/letters/${slug}`;
    const json = async (path: string) => (await visitor.get(`/api/v1${url}${path}`).expect(200)).body;
    const signers: { key: string }[] = (await json('/cosigners?limit=500')).items;
    const keys = same(signers.map(({ key }) => key));

    const { cosigners } = await json('/tally');
    expect(cosigners.signed).toBe(keys.length);
    for (const by of ['byBody', 'byParty', 'byCaucus', 'byState'])
      expect(cosigners[by].reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(keys.length);
    expect(await recount(world, letter.id)).toEqual([]);

    const named = (text: string) => same([...fullOf].flatMap(([key, full]) => (text.includes(full) ? [key] : [])));
    const paper = (await visitor.get(`${url}/letter.txt`).expect(200)).text;
    expect(named(paper.split('Sincerely,')[1]?.split(/Erratum|Errata/)[0] ?? '')).toEqual(keys);

    const scene = await sceneOf(world.db, anAdmin, letter, '2026-11-22');
    const missing = await listGaps(world.db, scene, askedFrom({ against: earlier.slug }));
    expect(same(missing.all.map(({ legislator }) => legislator.key))).toEqual(
      same([...fullOf.keys()].filter((key) => !keys.includes(key))),
    );

    const record = (await visitor.get(`${url}/record`).expect(200)).text;
    expect(same([...record.matchAll(/id="signed-([A-Z0-9]+)"/g)].map(([, key]) => key as string))).toEqual(
      expect.arrayContaining(keys),
    );
    const page = (await visitor.get(url).expect(200)).text;
    for (const { key } of signers) expect(page).toContain(`/legislators/${key}`);

    world.pass({ minutes: 15 });
    // Read through by pieces, whatever their size.
    const changes: { id: string; kind: string; at: string; legislator: { key: string } | null }[] = [];
    for (let cursor = ''; ; ) {
      const piece = await json(`/changes?limit=3${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      changes.push(...piece.items);
      if (!piece.next) break;
      cursor = piece.next;
    }
    expect(new Set(changes.map(({ id }) => id)).size).toBe(changes.length);
    expect(changes.map(({ at }) => at)).toEqual(
      changes
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    // Where a legislator is left, by the order in which it was recorded: a correction is told of later than it counts.
    const placeOf = (id: string) => id.slice(id.indexOf('-'));
    const last = new Map<string, string>();
    for (const { kind, legislator } of changes.sort((a, b) => (placeOf(a.id) < placeOf(b.id) ? -1 : 1)))
      if (legislator) last.set(legislator.key, kind);
    expect(same([...last].flatMap(([key, kind]) => (kind === 'withdrew' ? [] : [key])))).toEqual(keys);
    const atom = (await visitor.get(`${url}/changes.atom`).expect(200)).text ?? '';
    expect(atom === '' || changes.every(({ id }) => atom.includes(`:change:${id}<`))).toBe(true);
  }

  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 25 }), async (deeds) => {
      const { letter } = await aLetter(world, { campaignId: campaign.id, leads: [people.hale.key] });
      const now = async () => (await findLetterById(world.db, letter.id)) as Letter;
      for (const step of deeds) {
        world.pass({ seconds: 1 });
        await unlessRefused(Promise.resolve(run(step, letter.slug, now)));
      }
      await check(letter.slug, await now());
    }),
    { numRuns: 200, interruptAfterTimeLimit: 5_000, endOnFailure: false },
  );
});
