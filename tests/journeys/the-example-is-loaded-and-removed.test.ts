import { beforeEach, describe, expect, test } from 'vitest';
import { findCampaign, listCoverage } from '../../server/campaigns/campaigns.ts';
import { listSigned, recount, tallyOf } from '../../server/cosigners/cosigners.ts';
import {
  bills,
  campaigns,
  cosignerEntries,
  coverage,
  exhibits,
  legislators,
  letters,
  timeline,
} from '../../server/db/tables.ts';
import { loadExample, removeExample } from '../../server/example/example.ts';
import { loadFacts } from '../../server/legislators/load/facts.ts';
import { findLetter } from '../../server/letters/letters.ts';
import { signedIn } from '../support/app.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
beforeEach(async () => {
  world = await aWorld();
  await loadFacts(world);
});

const admin = () => signedIn(world, { name: 'Ada Min', email: 'ada@example.org', admin: true });

describe('the example', () => {
  test('is loaded and removed by a button, and leaves nothing behind', async () => {
    const before = await world.db.$count(legislators);
    const desk = await admin();
    await desk.post('/desk/example').expect(303);
    await desk.post('/desk/example').expect(409);
    const page = (await desk.get('/campaigns/example-detainees').expect(200)).text;
    for (const words of ['A local body', 'What the campaign asks', 'December 2022']) expect(page).toContain(words);
    expect(await world.db.$count(timeline)).toBe(6);
    await desk.post('/desk/example/remove').expect(303);
    for (const table of [campaigns, exhibits, coverage, timeline, letters, bills, cosignerEntries])
      expect(await world.db.$count(table)).toBe(0);
    expect(await world.db.$count(legislators)).toBe(before);
    await desk.post('/desk/example').expect(303);
  });

  test('records of real legislators what its sources name, and nothing else', async () => {
    await loadExample(world, anAdmin);
    const signers = async (slug: string) => {
      const letter = await findLetter(world.db, slug);
      return letter ? (await listSigned(world.db, letter)).map((stand) => stand.key) : null;
    };
    expect(await signers('example-bicameral-letter-2023')).toEqual(['W000802', 'M001223', 'R000122']);
    expect(await signers('example-letter-april-2025')).toEqual([]);
    expect(await signers('example-letter-to-the-administration')).toEqual([]);
    const council = (await signers('example-city-council-2024')) ?? [];
    expect(council).toHaveLength(5);
    expect(council.every((key) => key.startsWith('example-council-'))).toBe(true);
    expect(await world.db.$count(cosignerEntries)).toBe(8);
    for (const { id } of await world.db.select({ id: letters.id }).from(letters))
      expect(await recount(world, id)).toEqual([]);
  });

  test('tells reported totals apart, each with its source, and coverage for and against', async () => {
    await loadExample(world, anAdmin);
    const letter = await findLetter(world.db, 'example-letter-april-2025');
    if (!letter) throw new Error('not loaded');
    const tally = await tallyOf(world.db, null, letter, world.now());
    expect(tally.cosigners).toMatchObject({ signed: 0, reported: { total: 36 } });
    expect(tally.cosigners?.reported?.source).toContain('Caliber.Az');
    const campaign = await findCampaign(world.db, 'example-detainees');
    const stances = (await listCoverage(world.db, campaign?.id ?? '')).map((item) => item.stance);
    expect(new Set(stances)).toEqual(new Set(['supportive', 'critical']));
    const page = (await (await admin()).get('/letters/example-letter-april-2025').expect(200)).text;
    expect(page).not.toContain('<svg xmlns');
    expect(page).not.toContain('Bipartisan');
  });

  test('keeps its council while somebody’s own letter is open to it, and says which', async () => {
    await loadExample(world, anAdmin);
    await aLetter(world, { openToBodies: ['example-city-council'], title: 'Our own letter' });
    await expect(removeExample(world, anAdmin)).rejects.toThrow('Our own letter');
    expect(await findCampaign(world.db, 'example-detainees')).not.toBeNull();
  });

  test('is for the admin alone', async () => {
    const organizer = await signedIn(world, { name: 'Olga', email: 'olga@example.org' });
    await organizer.post('/desk/example').expect(403);
  });
});

test('an earlier text of a letter can be read by everybody', async () => {
  await loadExample(world, anAdmin);
  const desk = await admin();
  const url = '/desk/letters/example-letter-to-the-administration';
  await desk
    .post(`${url}/versions/new`)
    .type('form')
    .send({ text: 'A wholly new text.', reason: 'Shorter', substantive: 'yes', after: '1' })
    .expect(303);
  const letter = (await desk.get('/letters/example-letter-to-the-administration').expect(200)).text;
  expect(letter).toContain('A wholly new text.');
  expect(letter).toContain('/letters/example-letter-to-the-administration/versions/1');
  const first = (await desk.get('/letters/example-letter-to-the-administration/versions/1').expect(200)).text;
  expect(first).toContain('Global Magnitsky Human Rights Accountability Act');
  await desk.get('/letters/example-letter-to-the-administration/versions/3').expect(404);
});
