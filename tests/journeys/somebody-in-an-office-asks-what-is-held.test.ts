import { expect, test } from 'vitest';
import { remindOffices } from '../../server/closing/closing.ts';
import { record } from '../../server/cosigners/cosigners.ts';
import { contacts, outbox, staffContacts } from '../../server/db/tables.ts';
import { addContact, addStaffContact } from '../../server/whip/whip.ts';
import { sendAll } from '../../server/worker.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aVisitor, linkIn } from '../support/signing.ts';
import { aWorld } from '../support/world.ts';

const dana = { name: 'Dana Reed', title: 'Legislative Director', email: 'dana.reed@gmail.com', phone: '202-555-0143' };
const other = { name: 'Kim Other', title: 'Scheduler', email: 'kim@senate.example', phone: '' };

test('who is noted as the one to ask in an office reads it, and is forgotten when they say so', async () => {
  const world = await aWorld();
  const { rivera, okafor } = await aLegislature(world);
  const { campaign, letter } = await aLetter(world);
  for (const { key } of [rivera, okafor])
    await record(world, anAdmin, letter.slug, key, { position: 'leaning', source: 'a call' });
  const talk = { day: '2026-11-20', way: 'phone' as const, summary: 'They think about it.', next: '', due: null };
  await world.db.transaction(async (tx) => {
    await addStaffContact(tx, world, anAdmin, campaign.id, okafor.key, other);
    await addStaffContact(tx, world, anAdmin, campaign.id, rivera.key, dana);
    await addContact(tx, world, anAdmin, letter, rivera.key, { ...talk, person: dana.name });
    await addContact(tx, world, anAdmin, letter, okafor.key, { ...talk, person: other.name });
  });
  world.mailer.ready = false;
  expect(await remindOffices(world, anAdmin, letter.slug, [rivera.key, okafor.key])).toBe(2);

  // Asked with another writing of the same mailbox.
  const visitor = aVisitor(world);
  await visitor.post('/privacy', { email: 'Dana.Reed+hill@googlemail.com' }).expect(303);
  const [asked] = (await world.db.select().from(outbox)).filter(({ kind }) => kind === 'privacy-link');
  const link = linkIn(String(asked?.data['link']));
  const token = link.searchParams.get('token');
  const page = await visitor.get(link.pathname + link.search).expect(200);
  for (const words of ['Clean Rivers Now', 'Ana Rivera', dana.name, dana.title, dana.email, dana.phone])
    expect(page.text).toContain(words);
  expect(page.text).toContain('1 mail to you or for you waits to be sent.');
  expect(page.text).not.toContain(other.name);
  const file = await visitor.get(`/privacy/held.json?token=${token}`).expect(200);
  expect(file.body.offices).toMatchObject([{ legislator: 'Ana Rivera', email: dana.email }]);
  expect(file.body.mails).toMatchObject([{ kind: 'office-reminder', toAddress: dana.email }]);

  expect((await visitor.get(`/privacy/erase?token=${token}`)).text).toContain('1 note of your address at an office');
  const done = await visitor.post('/privacy/erase', { token }).expect(303);
  expect((await visitor.get(done.headers['location'] as string)).text).toContain('Your address taken off 1 office.');
  expect((await visitor.get(link.pathname + link.search)).text).toContain('Nothing is held of');

  const left = JSON.stringify([
    await world.db.select().from(staffContacts),
    await world.db.select().from(contacts),
    (await world.db.select().from(outbox)).filter(({ kind }) => kind === 'office-reminder'),
  ]);
  expect(left).not.toMatch(/Dana Reed|dana\.reed|555-0143/);
  expect(left).toContain('They think about it.');
  expect(left).toContain(other.email);
  world.mailer.ready = true;
  await sendAll(world);
  expect(world.mailbox.map(({ to }) => to.address).sort()).toEqual(['dana.reed+hill@googlemail.com', other.email]);
});
