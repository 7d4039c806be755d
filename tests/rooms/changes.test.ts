import { expect, test } from 'vitest';
import { atomOf, updatedAt } from '../../server/changes/atom.ts';
import { type Change, listChanges, requireOnRecord } from '../../server/changes/changes.ts';
import { addReply, extendDeadline, listDeliveries, markSent, removeDelivery } from '../../server/closing/closing.ts';
import { listEntries, record } from '../../server/cosigners/cosigners.ts';
import {
  changeLetter,
  findLetterById,
  type Letter,
  moveLetter,
  publishLetter,
  publishVersion,
} from '../../server/letters/letters.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aFollowedLetter(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter } = await aLetter(world, different);
  const organizer = aViewer(letter.campaignId, 'organizer', 'Dana Ops');
  const now = async () => (await findLetterById(world.db, letter.id)) as Letter;
  const changes = async () => listChanges(world.db, null, await now(), world.now());
  const kinds = async () => (await changes()).map(({ kind, legislator }) => [kind, legislator?.key].filter(Boolean));
  const put = (key: string, position: 'signed' | 'withdrawn' | 'leaning', more: object = {}) =>
    record(world, anAdmin, letter.slug, key, { position, source: 'e-mail from the scheduler of X', ...more });
  const entry = async (key: string) => (await listEntries(world.db, anAdmin, await now(), key))[0]?.id;
  return { world, people, letter, organizer, now, changes, kinds, put, entry };
}

test('a change is told of a quarter of an hour after it was recorded, and not a second before', async () => {
  const { world, people, kinds, put } = await aFollowedLetter();
  world.pass({ days: 1 });
  expect(await kinds()).toEqual([['published']]);
  await put(people.rivera.key, 'signed');
  await put(people.okafor.key, 'leaning');
  world.pass({ minutes: 14, seconds: 59 });
  expect(await kinds()).toEqual([['published']]);
  world.pass({ seconds: 1 });
  expect(await kinds()).toEqual([['signed', people.rivera.key], ['published']]);
});

test('what is corrected within the quarter of an hour is never told of, and what is corrected later leaves', async () => {
  const { world, people, changes, kinds, put, entry } = await aFollowedLetter();
  const [orson, osgood] = [people.smithOrson.key, people.rivera.key];
  await put(orson, 'signed');
  world.pass({ minutes: 10 });
  await put(orson, 'leaning', { corrects: await entry(orson) });
  await put(osgood, 'signed', { day: '2026-11-20' });
  world.pass({ days: 1 });
  expect(await kinds()).toEqual([['signed', osgood], ['published']]);
  const [told] = await changes();

  // A wrong day is put right: the same change with other words, after another quarter of an hour.
  await put(osgood, 'signed', { day: '2026-11-21', corrects: await entry(osgood) });
  expect(await kinds()).toEqual([['published']]);
  world.pass({ minutes: 15 });
  const [again] = await changes();
  expect(again).toMatchObject({
    id: told?.id,
    since: told?.since,
    words: 'Senator Ana Rivera (D-NM) signed on November 21, 2026.',
  });
  expect(again?.at).not.toEqual(told?.at);

  await put(osgood, 'leaning', { corrects: await entry(osgood) });
  expect(await kinds()).toEqual([['published']]);
});

test('a withdrawal is told beside the signature, and a withdrawal that was a slip is told no more', async () => {
  const { world, people, changes, kinds, put, entry } = await aFollowedLetter();
  const { key } = people.okafor;
  await put(key, 'signed');
  world.pass({ days: 1 });
  await put(key, 'withdrawn');
  world.pass({ days: 1 });
  await put(key, 'signed');
  world.pass({ days: 1 });
  expect(await kinds()).toEqual([['signed', key], ['withdrew', key], ['signed', key], ['published']]);
  expect((await changes()).map(({ words }) => words)).toEqual([
    'Representative Ben Okafor (R-OH-07) signed on November 24, 2026.',
    'Representative Ben Okafor (R-OH-07) withdrew the signature on November 23, 2026.',
    'Representative Ben Okafor (R-OH-07) signed on November 22, 2026.',
    'The letter was published.',
  ]);
  await put(key, 'withdrawn');
  await put(key, 'signed', { corrects: await entry(key) });
  world.pass({ days: 1 });
  expect((await kinds())[0]).toEqual(['signed', key]);
});

test('what happened to a draft is not told, and who had signed it signs as it is published', async () => {
  const { world, people, letter, changes, kinds, put } = await aFollowedLetter({ state: 'draft' });
  await put(people.rivera.key, 'signed');
  await put(people.okafor.key, 'signed');
  await put(people.okafor.key, 'withdrawn');
  world.pass({ days: 3 });
  await expect(requireOnRecord(world.db, anAdmin, letter.slug)).rejects.toMatchObject({ name: 'NotFound' });
  expect(await kinds()).toEqual([]);
  await publishLetter(world, anAdmin, letter.slug);
  const published = world.now();
  world.pass({ minutes: 14 });
  expect(await kinds()).toEqual([]);
  world.pass({ minutes: 1 });
  expect((await kinds()).sort()).toEqual([['published'], ['signed', people.rivera.key]]);
  expect((await changes()).map(({ at }) => at)).toEqual([published, published]);
});

test('the whole life of a letter is told, newest first, without who did it, why in private, or sources', async () => {
  const { world, people, letter, organizer, changes, put } = await aFollowedLetter({ showSignatures: 'private' });
  const { slug } = letter;
  await put(people.rivera.key, 'signed', { note: 'Hesitates.' });
  world.pass({ hours: 1 });
  await publishVersion(world, organizer, slug, { text: 'A typo.', substantive: false, reason: 'A comma.' });
  const deadline = (days: number) => new Date((letter.deadline as Date).getTime() + days * 86_400_000);
  await extendDeadline(world, organizer, slug, { deadline: deadline(1), reason: 'A recess.' });
  world.pass({ hours: 1 });
  await changeLetter(world, organizer, slug, { deadline: deadline(2) }, 'Rep. Okafor leans');
  world.pass({ hours: 1 });
  await moveLetter(world, organizer, slug, 'closed', { reason: 'Enough.' });
  world.pass({ hours: 1 });
  const delivery = { day: '2026-11-22', recipient: 'Secretary Voss', how: 'by hand' } as const;
  await markSent(world, organizer, slug, { sentDay: '2026-11-22', deliveries: [delivery] });
  world.pass({ hours: 1 });
  const reply = { day: '2026-11-22', author: 'Secretary Voss', summary: 'Yes.', source: 'https://water.example/1' };
  await addReply(world, organizer, slug, reply);
  world.pass({ hours: 1 });
  await put(people.rivera.key, 'withdrawn');
  world.pass({ hours: 1 });
  await moveLetter(world, organizer, slug, 'withdrawn', { reason: 'A quarrel.' });
  world.pass({ hours: 1 });

  const all = await changes();
  expect(all.map(({ kind }) => kind)).toEqual([
    ...['letter-withdrawn', 'withdrew', 'replied', 'delivered', 'sent', 'closed', 'deadline'],
    ...['deadline', 'version', 'signed', 'published'],
  ]);
  const words = all.map((change) => change.words).join('\n');
  expect(words).toContain('Why: A recess.');
  expect(words).toContain('withdrew the signature on November 22, 2026, after the letter was sent.');
  expect(words).toContain('Version 2 of the letter was published: a small correction');
  for (const secret of ['Dana', 'scheduler', 'Hesitates', 'leans', 'Enough', 'quarrel'])
    expect(words).not.toContain(secret);

  const [{ id = '' } = {}] = await listDeliveries(world.db, letter.id);
  await removeDelivery(world, organizer, slug, id);
  expect((await changes()).map(({ kind }) => kind)).not.toContain('delivered');
});

test('a new text asks again: who has not answered is left out, and who says yes is told twice', async () => {
  const { world, people, letter, organizer, changes, kinds, put } = await aFollowedLetter();
  await put(people.rivera.key, 'signed');
  await put(people.okafor.key, 'signed');
  world.pass({ days: 1 });
  await publishVersion(world, organizer, letter.slug, { text: 'Another ask.', substantive: true, reason: '' });
  world.pass({ days: 1 });
  expect(await kinds()).toEqual([['version'], ['published']]);
  await put(people.rivera.key, 'signed');
  world.pass({ days: 1 });
  expect(await kinds()).toEqual([
    ['reaffirmed', people.rivera.key],
    ['version'],
    ['signed', people.rivera.key],
    ['published'],
  ]);
  expect((await changes())[0]?.words).toBe('Senator Ana Rivera (D-NM) signed version 2 too, on November 24, 2026.');
});

test('a letter that shows how many and not who has no names in its changes; a private one is not on record', async () => {
  const { world, people, letter, now, put } = await aFollowedLetter({ showCosigners: 'count' });
  await put(people.rivera.key, 'signed');
  world.pass({ days: 1 });
  const kinds = async (of: Letter) => (await listChanges(world.db, null, of, world.now())).map(({ kind }) => kind);
  expect(await kinds(await now())).toEqual(['published']);
  expect((await requireOnRecord(world.db, anAdmin, letter.slug)).viewer).toBeNull();
  await changeLetter(world, anAdmin, letter.slug, { visibility: { cosigners: 'private' } }, 'Asked to.');
  for (const stranger of [null, aViewer('another', 'organizer')])
    await expect(requireOnRecord(world.db, stranger, letter.slug)).rejects.toMatchObject({ name: 'NotFound' });
  const member = aViewer(letter.campaignId, 'volunteer');
  expect((await requireOnRecord(world.db, member, letter.slug)).viewer).toBe(member);
});

test('a feed has at most a hundred entries, and escapes what XML would take for its own', () => {
  const letter = { id: 'a', slug: 'rivers', title: 'Fish & <chips>\u0001', publishedAt: new Date(0) } as Letter;
  const change = (n: number): Change => ({
    ...{ id: `signed-${n}`, kind: 'signed', since: new Date(n), at: new Date(n), day: '2026-11-22' },
    ...{ words: 'A "B" <i> & \ud800c', legislator: null, version: 1, anchor: '#signed-a' },
  });
  const feed = { letter, sponsor: 'S & S', changes: Array.from({ length: 120 }, (_, n) => change(1000 - n)) };
  const atom = atomOf({ ...feed, baseUrl: 'https://site.example' });
  expect(atom.match(/<entry>/g)).toHaveLength(100);
  expect(atom).toContain('<title>Fish &amp; &lt;chips&gt;</title>');
  expect(atom).toContain('<title>A &quot;B&quot; &lt;i&gt; &amp; c</title>');
  expect(atom).toContain('<name>S &amp; S</name>');
  expect(updatedAt(feed)).toEqual(new Date(1000 + 15 * 60_000));
  expect(updatedAt({ letter, changes: [] })).toEqual(new Date(0));
});
