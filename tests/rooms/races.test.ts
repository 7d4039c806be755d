import { expect, test } from 'vitest';
import { listDeliveries, markSent } from '../../server/closing/closing.ts';
import { listEntries, listSigned, record, recount } from '../../server/cosigners/cosigners.ts';
import { bringNames } from '../../server/intake/bringing.ts';
import { findList, listLists } from '../../server/intake/looking.ts';
import { recordNames } from '../../server/intake/recording.ts';
import { findLetterById, type Letter, listVersions, moveLetter, publishVersion } from '../../server/letters/letters.ts';
import { answer } from '../../server/office/answers.ts';
import { confirmAnswer, makeLinks, officeLinkFor } from '../../server/office/office.ts';
import { addContact, addStaffContact, listContacts, listStaffContacts } from '../../server/whip/whip.ts';
import { sendAll } from '../../server/worker.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { linkIn, tokenIn } from '../support/signing.ts';
import { aWorld } from '../support/world.ts';

async function aDesk() {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter } = await aLetter(world);
  const now = async () => (await findLetterById(world.db, letter.id)) as Letter;
  const organizers = ['Dana Ops', 'Vic Tory', 'Lee Der'].map((name) => aViewer(letter.campaignId, 'organizer', name));
  /** The same by all of them at the same moment; gives what came of each. */
  const together = <T>(work: (viewer: (typeof organizers)[number]) => Promise<T>) =>
    Promise.allSettled(organizers.map(work));
  return { world, people, letter, now, together };
}

const kept = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;
/** What is not kept was refused in words, and did not break. */
const refused = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).name] : []));

test('a list brought in and recorded by several at once is one list, and one entry for each name', async () => {
  const { world, people, letter, together } = await aDesk();
  const brought = { names: 'Rivera\nOkafor, Ben\nHale\nSmith', position: 'signed' as const, source: 'Quill' };
  const ids = await together((viewer) => bringNames(world, viewer, letter.slug, brought));
  expect(refused(ids)).toEqual([]);
  expect(await listLists(world.db, letter as Letter)).toHaveLength(1);
  const [id] = ids.map((one) => (one.status === 'fulfilled' ? one.value : ''));
  const done = await together((viewer) => recordNames(world, viewer, letter.slug, id as string));
  expect(refused(done)).toEqual([]);
  for (const { key } of [people.rivera, people.okafor, people.hale])
    expect(await listEntries(world.db, anAdmin, letter as Letter, key)).toHaveLength(1);
  expect((await findList(world.db, anAdmin, letter.slug, id as string)).rows.map(({ state }) => state)).toEqual([
    ...['recorded', 'recorded', 'recorded', 'asked'],
  ]);
  expect(await recount(world, letter.id)).toEqual([]);
});

test('a list that is recorded while positions change leaves each as it was said last', async () => {
  const { world, people, letter } = await aDesk();
  const names = [people.rivera, people.okafor, people.hale, people.nguyen].map(({ full }) => full).join('\n');
  const id = await bringNames(world, anAdmin, letter.slug, { names, position: 'leaning', source: 'a call' });
  const signing = [people.okafor, people.nguyen].map(({ key }) =>
    record(world, anAdmin, letter.slug, key, { position: 'signed', source: 'x' }),
  );
  await Promise.all([recordNames(world, anAdmin, letter.slug, id), ...signing]);
  expect((await listSigned(world.db, letter as Letter)).map(({ key }) => key).sort()).toEqual(
    [people.okafor.key, people.nguyen.key].sort(),
  );
  expect(await recount(world, letter.id)).toEqual([]);
});

test('a form sent several times at once is one talk and one contact', async () => {
  const { world, people, letter, together } = await aDesk();
  const { key } = people.rivera;
  const talk = {
    day: '2026-11-20',
    way: 'phone' as const,
    person: '',
    summary: 'They look at it.',
    next: '',
    due: null,
  };
  const staff = { name: 'Priya Example', title: 'LD', email: 'priya@mail.example', phone: '' };
  const talks = await together(() =>
    world.db.transaction((tx) => addContact(tx, world, anAdmin, letter as Letter, key, talk)),
  );
  const staffers = await together((viewer) =>
    world.db.transaction((tx) => addStaffContact(tx, world, viewer, letter.campaignId, key, staff)),
  );
  expect([...refused(talks), ...refused(staffers)]).toEqual([]);
  expect(await listContacts(world.db, anAdmin, letter as Letter, key)).toHaveLength(1);
  expect(await listStaffContacts(world.db, letter.campaignId, [key])).toHaveLength(1);
});

test('of several new texts at once each is a version of its own, or is refused', async () => {
  const { world, letter, now, together } = await aDesk();
  let n = 0;
  const outcomes = await together((viewer) =>
    publishVersion(world, viewer, letter.slug, { text: `Text ${(n += 1)}.`, substantive: true, reason: 'x' }),
  );
  expect(new Set(refused(outcomes)).size <= 1 && refused(outcomes).every((name) => name === 'Refused')).toBe(true);
  const versions = await listVersions(world.db, letter.id);
  expect(versions.map(({ number }) => number)).toEqual(Array.from({ length: kept(outcomes) + 1 }, (_, at) => at + 1));
  expect(await now()).toMatchObject({ version: versions.length, text: versions.at(-1)?.text });
});

test('a letter is sent once, however many mark it so', async () => {
  const { world, letter, together, now } = await aDesk();
  await moveLetter(world, anAdmin, letter.slug, 'closed');
  const deliveries = [{ day: '2026-11-22', recipient: 'Secretary Voss', how: 'e-mail' as const }];
  const outcomes = await together((viewer) =>
    markSent(world, viewer, letter.slug, { sentDay: '2026-11-22', deliveries }),
  );
  expect(kept(outcomes)).toBe(1);
  expect(refused(outcomes)).toEqual(['Refused', 'Refused']);
  expect(await listDeliveries(world.db, letter.id)).toHaveLength(1);
  expect((await now()).state).toBe('sent');
});

test('an answer is confirmed, accepted, asked anew and closed over at the same moment, and counts once', async () => {
  const { world, people, letter, now, together } = await aDesk();
  const { key } = people.okafor;
  const links = await together((viewer) =>
    makeLinks(world, viewer, letter.slug, { keys: [key], until: new Date(world.now().getTime() + 86_400_000) }),
  );
  expect(refused(links)).toEqual([]);
  const url = await world.db.transaction((tx) => officeLinkFor(tx, world, anAdmin, letter as Letter, key));
  const form = { comment: '', name: 'Priya Example', title: 'LD', email: 'priya@mail.house.gov' };
  const token = url.split('/').at(-1) ?? '';
  const given = await together(() => answer(world, token, { ...form, answer: 'sign' }, '192.0.2.7'));
  expect(refused(given)).toEqual([]);
  await sendAll(world);
  const confirm = tokenIn(linkIn(world.mailbox.at(-1)?.text));
  const outcomes = await Promise.allSettled([
    confirmAnswer(world, confirm),
    confirmAnswer(world, confirm),
    publishVersion(world, anAdmin, letter.slug, { text: 'Another.', substantive: true, reason: 'x' }),
    moveLetter(world, anAdmin, letter.slug, 'closed'),
  ]);
  expect(refused(outcomes).filter((name) => name !== 'Refused')).toEqual([]);
  const entries = await listEntries(world.db, anAdmin, await now(), key);
  expect(entries.filter(({ position }) => position === 'signed')).toHaveLength(1);
  expect(await recount(world, letter.id)).toEqual([]);
});
