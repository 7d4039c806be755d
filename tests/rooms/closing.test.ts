import { expect, test } from 'vitest';
import {
  addDeliveries,
  addReply,
  deadlineWaits,
  errataOf,
  extendDeadline,
  listDeadlineMoves,
  listDeliveries,
  listReminders,
  listReplies,
  markSent,
  remindOffices,
  removeDelivery,
  removeReply,
} from '../../server/closing/closing.ts';
import { listEntries, record } from '../../server/cosigners/cosigners.ts';
import { listHistory } from '../../server/history/history.ts';
import { closeDue, findLetterById, type Letter, moveLetter, publishVersion } from '../../server/letters/letters.ts';
import { listOutbox } from '../../server/mail/mail.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { addStaffContact, listContacts } from '../../server/whip/whip.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

async function aDesk(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const now = async () => (await findLetterById(world.db, letter.id)) as Letter;
  return { world, people, letter, campaign, organizer: aViewer(letter.campaignId, 'organizer'), now };
}

const sign = (world: TestWorld, letter: LetterRow, key: string, position: 'signed' | 'withdrawn' = 'signed') =>
  record(world, anAdmin, letter.slug, key, { position, source: 'e-mail from the scheduler' });

const may = { sentDay: '2026-11-22', deliveries: [] };

test('more time is given with a reason, also to a letter that has closed, and who did it stays known', async () => {
  const { world, letter, organizer, now } = await aDesk();
  const first = letter.deadline as Date;
  const second = new Date(first.getTime() + 7 * 86_400_000);
  await extendDeadline(world, organizer, letter.slug, { deadline: second, reason: 'Two offices asked for time.' });
  world.at(second.toISOString());
  expect(await closeDue(world)).toBe(1);
  const third = new Date(second.getTime() + 7 * 86_400_000);
  await extendDeadline(world, organizer, letter.slug, { deadline: third, reason: 'A recess.' });
  expect(await now()).toMatchObject({ state: 'circulating', deadline: third, closedAt: null });
  expect(await listDeadlineMoves(world.db, letter)).toMatchObject([
    { from: first, to: second, by: 'Dana Ops', reason: 'Two offices asked for time.', told: true },
    { from: second, to: third, by: 'Dana Ops', reason: 'A recess.', told: true },
  ]);
  await expect(
    extendDeadline(world, organizer, letter.slug, { deadline: second, reason: 'Sooner.' }),
  ).rejects.toMatchObject({ problems: [{ path: 'deadline' }] });
  await expect(
    extendDeadline(world, aViewer(letter.campaignId, 'staffer'), letter.slug, { deadline: third, reason: 'x' }),
  ).rejects.toMatchObject({ name: 'NotAllowed' });
});

test('a letter is marked as sent with its deliveries, both or neither', async () => {
  const { world, letter, organizer, now } = await aDesk({ state: 'closed' });
  const to = { day: '2026-11-22', recipient: 'Secretary Voss', how: 'by hand' as const };
  await expect(
    markSent(world, organizer, letter.slug, { sentDay: '2026-11-22', deliveries: [{ ...to, day: '2026-12-24' }] }),
  ).rejects.toMatchObject({ problems: [{ path: 'day' }] });
  await expect(
    markSent(world, organizer, letter.slug, { sentDay: '2026-11-23', deliveries: [to] }),
  ).rejects.toMatchObject({ problems: [{ path: 'sentDay' }] });
  expect((await now()).state).toBe('closed');
  await expect(addDeliveries(world, organizer, letter.slug, [to])).rejects.toMatchObject({ reason: 'letter-not-sent' });

  const other = { ...to, recipient: 'Administrator Ng', how: 'e-mail' as const };
  await markSent(world, organizer, letter.slug, { sentDay: '2026-11-21', deliveries: [to, other] });
  expect(await now()).toMatchObject({ state: 'sent', sentDay: '2026-11-21' });
  await addDeliveries(world, organizer, letter.slug, [to]);
  const rows = await listDeliveries(world.db, letter.id);
  expect(rows.map(({ recipient, how }) => [recipient, how])).toEqual([
    ['Secretary Voss', 'by hand'],
    ['Administrator Ng', 'e-mail'],
  ]);

  await removeDelivery(world, organizer, letter.slug, rows[0]?.id ?? '');
  expect(await listDeliveries(world.db, letter.id)).toHaveLength(1);
  await expect(removeDelivery(world, organizer, letter.slug, rows[0]?.id ?? '')).rejects.toMatchObject({
    name: 'NotFound',
  });
  const deeds = (await listHistory(world.db, 'letter', letter.id)).map(({ deed, detail }) => [deed, detail]);
  expect(deeds[0]).toEqual(['delivery removed', { day: to.day, recipient: to.recipient, how: to.how }]);
});

test('an answer is noted once, and taken off again', async () => {
  const { world, letter, organizer } = await aDesk({ state: 'closed' });
  const reply = { day: '2026-11-22', author: 'Secretary Voss', summary: 'She will look at it.', source: 'a letter' };
  await expect(addReply(world, organizer, letter.slug, reply)).rejects.toMatchObject({ reason: 'letter-not-sent' });
  await markSent(world, organizer, letter.slug, may);
  const { id } = await addReply(world, organizer, letter.slug, reply);
  expect((await addReply(world, organizer, letter.slug, reply)).id).toBe(id);
  await expect(addReply(world, organizer, letter.slug, { ...reply, summary: 'Something else.' })).rejects.toMatchObject(
    { problems: [{ path: 'author' }] },
  );
  await expect(addReply(world, organizer, letter.slug, { ...reply, day: '2026-11-23' })).rejects.toMatchObject({
    problems: [{ path: 'day' }],
  });
  expect(await listReplies(world.db, letter.id)).toHaveLength(1);
  await removeReply(world, organizer, letter.slug, id);
  expect(await listReplies(world.db, letter.id)).toEqual([]);
});

test('who withdraws after sending is an erratum, and a correction makes it vanish as if it had never been', async () => {
  const { world, people, letter, organizer, now } = await aDesk();
  for (const { key } of [people.rivera, people.okafor, people.halloway]) await sign(world, letter, key);
  world.pass({ days: 1 });
  await sign(world, letter, people.halloway.key, 'withdrawn');
  await moveLetter(world, organizer, letter.slug, 'closed');
  world.pass({ days: 1 });
  await markSent(world, organizer, letter.slug, { sentDay: '2026-11-24', deliveries: [] });
  expect(await errataOf(world.db, null, await now())).toEqual([]);

  world.pass({ days: 2 });
  await sign(world, letter, people.okafor.key, 'withdrawn');
  const errata = await errataOf(world.db, null, await now());
  expect(errata.map(({ day, words }) => [day, words])).toEqual([
    [
      '2026-11-26',
      `Erratum, November 26, 2026: Representative ${people.okafor.full} (R-OH-07) withdrew the signature.`,
    ],
  ]);
  // Where the campaign shows how many and not who, an erratum would name somebody.
  expect(await errataOf(world.db, null, { ...(await now()), showCosigners: 'count' })).toEqual([]);
  // The letter was withdrawn later: it is out all the same.
  await moveLetter(world, organizer, letter.slug, 'withdrawn', { reason: 'A new one is coming.' });
  expect(await errataOf(world.db, null, await now())).toHaveLength(1);

  const [slip] = await listEntries(world.db, anAdmin, await now(), people.okafor.key);
  await record(world, anAdmin, letter.slug, people.okafor.key, {
    ...{ position: 'signed', source: 'It was another office', corrects: slip?.id },
  });
  expect(await errataOf(world.db, null, await now())).toEqual([]);
});

test('offices are reminded once for a deadline, with their own link, and the contact log says so', async () => {
  const { world, people, letter, campaign, organizer } = await aDesk();
  const { rivera, okafor, fjeld, hoek } = people;
  const stands = { rivera: 'leaning', okafor: 'committed', fjeld: 'asked', hoek: 'declined' } as const;
  for (const [alias, position] of Object.entries(stands) as [keyof typeof stands, 'asked'][])
    await record(world, anAdmin, letter.slug, people[alias].key, { position, source: 'a call' });
  await world.db.transaction(async (tx) => {
    const staff = { name: 'Sam Lee', title: 'Legislative Director', email: 'sam.lee@office.example', phone: '' };
    await addStaffContact(tx, world, organizer, letter.campaignId, rivera.key, staff);
    await addStaffContact(tx, world, organizer, letter.campaignId, okafor.key, { ...staff, email: '' });
    await addStaffContact(tx, world, organizer, letter.campaignId, hoek.key, { ...staff, email: 'no@office.example' });
  });
  const listed = await listReminders(world.db, organizer, letter, ['leaning', 'committed', 'asked']);
  expect(listed.map(({ stand, contact }) => [stand.key, contact?.email ?? null])).toEqual([
    [okafor.key, null],
    [rivera.key, 'sam.lee@office.example'],
    [fjeld.key, null],
  ]);
  await expect(listReminders(world.db, null, letter, ['leaning'])).rejects.toMatchObject({ name: 'NotAllowed' });

  const all = [rivera.key, okafor.key, fjeld.key, hoek.key];
  expect(await remindOffices(world, organizer, letter.slug, all)).toBe(1);
  expect(await remindOffices(world, organizer, letter.slug, all)).toBe(0);
  const [mail, ...more] = await listOutbox(world.db);
  expect(more).toEqual([]);
  expect(mail).toMatchObject({
    kind: 'office-reminder',
    toAddress: 'sam.lee@office.example',
    replyAddress: 'hello@rivers.example',
    reason: `office-reminder:${letter.id}:${rivera.key}:${letter.deadline?.toISOString()}`,
    problem: null,
  });
  expect(mail?.data).toMatchObject({
    legislator: `Senator ${rivera.full}`,
    deadline: 'Sunday, December 6, 2026 at 10:00 AM EST',
    sponsor: campaign.sponsor,
  });
  expect(String(mail?.data['link'])).toMatch(/\/office\/.{20}/);
  await sendDue(world);
  expect(world.mailbox).toHaveLength(1);
  expect(world.mailbox[0]).toMatchObject({
    to: { address: 'sam.lee@office.example' },
    replyTo: { name: campaign.sponsor, address: 'hello@rivers.example' },
    text: expect.stringMatching(/^Dear Sam Lee,[\s\S]*\/office\/.{20}[\s\S]*1 Example Plaza, Santa Fe/),
  });
  const contacts = await listContacts(world.db, organizer, letter, rivera.key);
  expect(contacts.map(({ way, person }) => [way, person])).toEqual([['e-mail', 'Sam Lee']]);
  expect(contacts[0]?.summary).toContain('December 6');

  // A later deadline is a new reason to write; a letter that has closed is none.
  const deadline = new Date((letter.deadline as Date).getTime() + 86_400_000);
  await extendDeadline(world, organizer, letter.slug, { deadline, reason: 'A day more.' });
  expect(await remindOffices(world, organizer, letter.slug, all)).toBe(1);
  world.at(deadline.toISOString());
  await expect(remindOffices(world, organizer, letter.slug, all)).rejects.toMatchObject({ reason: 'no-deadline' });
});

test('the example reminds nobody', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const campaign = await aCampaign(world, { example: true });
  const { letter } = await aLetter(world, { campaignId: campaign.id });
  const { key } = people.rivera;
  await record(world, anAdmin, letter.slug, key, { position: 'leaning', source: 'a call' });
  await world.db.transaction((tx) =>
    addStaffContact(tx, world, anAdmin, campaign.id, key, { name: 'Sam', title: '', email: 's@o.example', phone: '' }),
  );
  expect(await remindOffices(world, anAdmin, letter.slug, [key])).toBe(1);
  const [mail] = await listOutbox(world.db);
  expect(mail?.problem).toBe('the example sends no mail');
  expect(mail?.dueAt.getUTCFullYear()).toBe(9999);
});

test('the desk speaks of a deadline a week before it, and names nobody', () => {
  const letter = { slug: 'rivers', state: 'circulating', timeZone: 'America/New_York' } as Letter;
  const counts = [
    { key: 'asked', count: 9 },
    { key: 'leaning', count: 4 },
    { key: 'committed', count: 1 },
  ];
  const at = (deadline: string) =>
    deadlineWaits({ ...letter, deadline: new Date(deadline) }, counts, new Date('2026-11-22T15:00:00Z')).map(
      ({ words }) => words,
    );
  expect(at('2026-11-25T22:00:00Z')).toEqual(['deadline in 3 days: 1 committed, 4 lean']);
  expect(at('2026-11-22T22:00:00Z')).toEqual(['deadline today: 1 committed, 4 lean']);
  expect(at('2026-12-20T22:00:00Z')).toEqual([]);
  expect(at('2026-11-21T22:00:00Z')).toEqual([]);
});

test('a letter went out without the names under an earlier text, so that none of them can be an erratum', async () => {
  const { world, people, letter, organizer, now } = await aDesk();
  await sign(world, letter, people.rivera.key);
  await publishVersion(world, organizer, letter.slug, { text: 'Another text.', substantive: true, reason: 'An ask.' });
  await moveLetter(world, organizer, letter.slug, 'closed');
  await markSent(world, organizer, letter.slug, may);
  world.pass({ minutes: 1 });
  await sign(world, letter, people.rivera.key, 'withdrawn');
  expect(await errataOf(world.db, null, await now())).toEqual([]);
});
