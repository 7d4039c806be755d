import { eq } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { findStand, listEntries, record } from '../../server/cosigners/cosigners.ts';
import { legislators, officeAnswers, officeLinks } from '../../server/db/tables.ts';
import { closeDue, publishVersion } from '../../server/letters/letters.ts';
import { answer, refuseAnswer } from '../../server/office/answers.ts';
import { isAt } from '../../server/office/domains.ts';
import {
  acceptAnswer,
  confirmAnswer,
  domainsOf,
  eraseHeldAnswers,
  forgetOffices,
  listDomains,
  listHeldAnswers,
  makeLinks,
  officeLinkFor,
  setDomains,
  waitingAnswers,
} from '../../server/office/office.ts';
import { listStaffContacts } from '../../server/whip/whip.ts';
import { sendAll } from '../../server/worker.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign, aLetter, type CampaignRow, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { linkIn, tokenIn } from '../support/signing.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

let world: TestWorld;
let people: Awaited<ReturnType<typeof aLegislature>>;
let letter: LetterRow;
let campaign: CampaignRow;

beforeEach(async () => {
  world = await aWorld();
  people = await aLegislature(world);
  ({ letter, campaign } = await aLetter(world));
});

const link = (key: string, of = letter) => world.db.transaction((tx) => officeLinkFor(tx, world, anAdmin, of, key));
const token = async (key: string) => (await link(key)).split('/').at(-1) ?? '';
const stand = async (key: string) => (await findStand(world.db, anAdmin, letter, key))?.position;
const rows = () => world.db.select().from(officeAnswers).orderBy(officeAnswers.id);

const form = {
  answer: 'sign' as const,
  comment: '',
  name: 'Priya Example',
  title: 'Legislative Director',
  email: 'priya@mail.house.gov',
};

/** Answers, and gives the token of the newest mail; '' while there has been none. */
async function answered(
  key: string,
  different: Partial<Omit<typeof form, 'answer'> & { answer: 'sign' | 'decline' | 'change' }> = {},
) {
  await answer(world, await token(key), { ...form, ...different }, '192.0.2.7');
  await sendAll(world);
  const mail = world.mailbox.at(-1);
  return mail ? tokenIn(linkIn(mail.text)) : '';
}

test('an office keeps its link to a text: it is made once, works longer when asked again, and is another for a new text', async () => {
  const { key } = people.okafor;
  const first = await link(key);
  expect(await link(key)).toBe(first);
  const until = new Date('2027-01-20T12:00:00Z');
  expect(await makeLinks(world, anAdmin, letter.slug, { keys: [key, people.rivera.key], until })).toBe(2);
  expect(await link(key)).toBe(first);
  const links = await world.db.select().from(officeLinks);
  expect(links.map(({ expiresAt }) => expiresAt)).toEqual([until, until]);
  await publishVersion(world, anAdmin, letter.slug, { text: 'Other.', substantive: true, reason: '' });
  expect(await link(key, { ...letter, version: 2 })).not.toBe(first);
});

test('links made at the same moment are one', async () => {
  const all = await Promise.all(Array.from({ length: 5 }, () => link(people.okafor.key)));
  expect(new Set(all).size).toBe(1);
  expect((await world.db.select().from(officeLinks)).length).toBe(1);
});

test('links are made by organizers for members in office while a letter takes names', async () => {
  const { okafor, ito, bright } = people;
  const until = new Date('2026-12-20T12:00:00Z');
  const make = (keys: string[], viewer = anAdmin) => makeLinks(world, viewer, letter.slug, { keys, until });
  await expect(make([okafor.key], aViewer(campaign.id, 'staffer'))).rejects.toThrow('organizer');
  await expect(make([okafor.key, ito.key])).rejects.toThrow('does not serve');
  await expect(make([bright.key])).rejects.toThrow('does not serve');
  await expect(make([])).rejects.toThrow('at least one office');
  await expect(makeLinks(world, anAdmin, letter.slug, { keys: 'asked', until })).rejects.toThrow('Nobody is recorded');
  await expect(makeLinks(world, anAdmin, letter.slug, { keys: [okafor.key], until: world.now() })).rejects.toThrow(
    'has passed',
  );
  expect(await world.db.select().from(officeLinks)).toEqual([]);
  world.pass({ days: 15 });
  await closeDue(world);
  await expect(make([okafor.key])).rejects.toMatchObject({ reason: 'letter-closed' });
});

test('those are asked who are asked, leaning or committed, and who signed a text that changed', async () => {
  const { okafor, rivera, hoek, hale, fjeld } = people;
  const positions = { asked: okafor, leaning: rivera, committed: hoek, declined: hale, signed: fjeld } as const;
  for (const [position, { key }] of Object.entries(positions))
    await record(world, anAdmin, letter.slug, key, { position: position as 'asked', source: 'a call' });
  const until = new Date('2026-12-20T12:00:00Z');
  expect(await makeLinks(world, anAdmin, letter.slug, { keys: 'asked', until })).toBe(3);
  await publishVersion(world, anAdmin, letter.slug, { text: 'Other.', substantive: true, reason: '' });
  expect(await makeLinks(world, anAdmin, letter.slug, { keys: 'asked', until })).toBe(4);
});

test('the newer answer of an office takes the place of the older one, and its mail no longer counts', async () => {
  const { key } = people.okafor;
  const first = await answered(key);
  const second = await answered(key, { answer: 'decline', name: 'Tom Sample', email: 'tom@mail.house.gov' });
  expect(await waitingAnswers(world.db, letter.id)).toBe(1);
  expect((await confirmAnswer(world, first)).state).toBe('replaced');
  expect(await stand(key)).toBe('committed');
  expect((await confirmAnswer(world, second)).state).toBe('confirmed');
  expect(await stand(key)).toBe('declined');
  expect(await waitingAnswers(world.db, letter.id)).toBe(0);
});

test('many answers at the same moment leave one that is open', async () => {
  const { key } = people.okafor;
  const by = await token(key);
  await Promise.all(
    Array.from({ length: 6 }, (_, n) => answer(world, by, { ...form, email: `p${n}@mail.house.gov` }, '192.0.2.7')),
  );
  const all = await rows();
  expect(all.length).toBe(6);
  expect(all.filter(({ state }) => state === 'open').length).toBe(1);
  expect((await listEntries(world.db, anAdmin, letter, key)).length).toBe(1);
});

test('what is confirmed is not undone by an answer that nobody confirmed; a confirmed no takes a signature back', async () => {
  const { key } = people.okafor;
  await confirmAnswer(world, await answered(key));
  expect(await stand(key)).toBe('signed');
  const no = await answered(key, { answer: 'decline' });
  expect(await stand(key)).toBe('signed');
  await answered(key, { email: 'somebody@mail.example' });
  expect(await stand(key)).toBe('signed');
  // The no was replaced by the newer answer: its mail is void.
  await confirmAnswer(world, no);
  expect(await stand(key)).toBe('signed');
  await confirmAnswer(world, await answered(key, { answer: 'decline', comment: 'Sorry' }));
  expect(await stand(key)).toBe('withdrawn');
});

test('confirmed twice at the same moment, an answer is recorded once, by the office, and makes a contact', async () => {
  const { key } = people.rivera;
  const by = await answered(key, { email: 'priya@rivera.senate.gov' });
  const done = await Promise.all([confirmAnswer(world, by), confirmAnswer(world, by), confirmAnswer(world, by)]);
  expect(done.map(({ state }) => state)).toContain('confirmed');
  const entries = await listEntries(world.db, anAdmin, letter, key);
  expect(entries.map(({ position, actor, source }) => [position, actor, source])).toEqual([
    ['signed', 'Office of Sen. Ana Rivera', 'the office’s own answer, confirmed by e-mail at rivera.senate.gov'],
    ['committed', 'Office of Sen. Ana Rivera', 'the office’s own answer, not confirmed yet'],
  ]);
  expect(await listStaffContacts(world.db, campaign.id, [key])).toMatchObject([
    { name: 'Priya Example', title: 'Legislative Director', email: 'priya@rivera.senate.gov' },
  ]);
  expect((await rows())[0]).toMatchObject({ state: 'confirmed', confirmedAt: world.now(), entryId: entries[0]?.id });
});

test('an answer to an older text does not undo what was decided on a newer one', async () => {
  const { key } = people.okafor;
  const by = await answered(key);
  await publishVersion(world, anAdmin, letter.slug, { text: 'Other.', substantive: true, reason: '' });
  await record(world, anAdmin, letter.slug, key, { position: 'signed', version: 2, source: 'a call' });
  expect((await confirmAnswer(world, by)).state).toBe('confirmed');
  expect(await findStand(world.db, anAdmin, letter, key)).toMatchObject({ position: 'signed', version: 2 });
});

test('refusing corrects what was recorded for an answer, unless something newer was recorded since', async () => {
  const { okafor, hoek } = people;
  await answered(okafor.key, { email: 'a@mail.example' });
  await answered(hoek.key, { email: 'b@mail.example' });
  await record(world, anAdmin, letter.slug, hoek.key, { position: 'declined', source: 'a call' });
  for (const { id } of await rows()) await refuseAnswer(world, anAdmin, letter.slug, id, 'nobody knows them');
  expect(await stand(okafor.key)).toBeNull();
  expect(await stand(hoek.key)).toBe('declined');
  const entries = await listEntries(world.db, anAdmin, letter, okafor.key);
  expect(entries[0]?.corrects).toBe(entries[1]?.id);
  await expect(acceptAnswer(world, anAdmin, letter.slug, (await rows())[0]?.id ?? '')).rejects.toMatchObject({
    reason: 'answer-decided',
  });
});

test('an answer is decided by organizers of its own letter alone', async () => {
  await answered(people.okafor.key);
  const id = (await rows())[0]?.id ?? '';
  const other = await aLetter(world);
  await expect(acceptAnswer(world, anAdmin, other.letter.slug, id)).rejects.toThrow('does not exist');
  await expect(acceptAnswer(world, aViewer(campaign.id, 'staffer'), letter.slug, id)).rejects.toThrow('organizer');
  await world.db.transaction(async (tx) => {
    await tx.update(legislators).set({ serving: false }).where(eq(legislators.key, people.okafor.key));
  });
  await expect(acceptAnswer(world, anAdmin, letter.slug, id)).rejects.toMatchObject({ reason: 'not-serving' });
  expect((await rows())[0]?.state).toBe('open');
});

test('a member who leaves before the mail is confirmed has no office to answer for', async () => {
  const by = await answered(people.okafor.key);
  await world.db.transaction(async (tx) => {
    await tx.update(legislators).set({ serving: false }).where(eq(legislators.key, people.okafor.key));
  });
  await expect(confirmAnswer(world, by)).rejects.toThrow('does not exist');
  expect((await rows())[0]?.state).toBe('open');
});

test('the example mails nobody', async () => {
  const example = await aCampaign(world, { example: true });
  ({ letter } = await aLetter(world, { campaignId: example.id }));
  await answer(world, await token(people.okafor.key), form, '192.0.2.7');
  await sendAll(world);
  expect(world.mailbox).toEqual([]);
});

test('an address is at a domain or below it, and at nothing that only looks like it', () => {
  const senate = ['senate.gov'];
  for (const email of ['a@senate.gov', 'a@rivera.senate.gov', 'A@RIVERA.SENATE.GOV', 'a@senate.gov.'])
    expect([email, isAt(senate, email)]).toEqual([email, true]);
  for (const email of [
    ...['a@senate.gov.example', 'a@evil-senate.gov', 'a@senate.gov@evil.example', 'senate.gov@evil.example'],
    ...['a@ssenate.gov', 'a@senate.gov.evil.example', 'a@sеnate.gov', 'a@senate.g0v', 'a@gov'],
  ])
    expect([email, isAt(senate, email)]).toEqual([email, false]);
});

test('offices share a network address: forty answers from one in an hour are no flood', async () => {
  for (const { key } of [people.okafor, people.rivera]) {
    const own = await token(key);
    for (let n = 0; n < 20; n += 1)
      await answer(world, own, { ...form, email: 'priya@mail.example', comment: String(n) }, '192.0.2.7');
  }
  expect((await rows()).length).toBe(40);
});

test('the admin sets the domains of a body; those of Congress are known', async () => {
  expect(await domainsOf(world.db, 'us-house')).toEqual(['mail.house.gov', 'house.gov']);
  expect(await domainsOf(world.db, 'example-city-council')).toEqual([]);
  await setDomains(world, anAdmin, 'example-city-council', ['@Council.Example.', 'council.example']);
  expect(await domainsOf(world.db, 'example-city-council')).toEqual(['council.example']);
  const wrong: [string, string][] = [
    ['council', 'is no mail domain'],
    ['a b.example', 'is no mail domain'],
    ['gmail.com', 'Anybody may have an address'],
    ['mailinator.com', 'Anybody may have an address'],
  ];
  for (const [domain, message] of wrong)
    await expect(setDomains(world, anAdmin, 'us-senate', [domain])).rejects.toThrow(message);
  await expect(setDomains(world, aViewer(campaign.id, 'organizer'), 'us-senate', [])).rejects.toThrow('admin');
  await expect(setDomains(world, anAdmin, 'nowhere', ['council.example'])).rejects.toThrow('does not exist');
  await setDomains(world, anAdmin, 'example-city-council', []);
  expect((await listDomains(world.db, anAdmin)).every(({ set }) => set.length === 0)).toBe(true);
});

test('who gave answers that do not count is forgotten 90 days after a letter closed; the evidence of others stays', async () => {
  const { okafor, rivera, hoek } = people;
  await confirmAnswer(world, await answered(okafor.key));
  await answered(rivera.key, { email: 'x@mail.example', answer: 'change', comment: 'Less of it' });
  await answered(hoek.key, { email: 'y@mail.example' });
  await refuseAnswer(world, anAdmin, letter.slug, (await rows()).at(-1)?.id ?? '', 'unknown');
  world.pass({ days: 15 });
  await closeDue(world);
  world.pass({ days: 88 });
  await forgetOffices(world);
  expect((await rows()).map(({ staffName }) => staffName)).toEqual(Array(3).fill('Priya Example'));
  world.pass({ days: 3 });
  await forgetOffices(world);
  expect((await rows()).map(({ staffName, staffEmail, comment }) => [staffName, staffEmail, comment])).toEqual([
    ['Priya Example', 'priya@mail.house.gov', ''],
    ['', '', ''],
    ['', '', ''],
  ]);
  // Nobody can vouch any more for the one that waited.
  expect((await rows()).map(({ state }) => state)).toEqual(['confirmed', 'replaced', 'refused']);
});

test('whoever asks reads the answers from their address, and erases those that do not count with their mails', async () => {
  const { okafor, rivera, hoek } = people;
  await confirmAnswer(world, await answered(okafor.key));
  const { email } = form;
  await answer(world, await token(hoek.key), form, '192.0.2.7');
  await answered(rivera.key, { email: 'other@senate.gov' });
  expect((await listHeldAnswers(world, world.db, email.toUpperCase())).map(({ evidence }) => evidence)).toEqual([
    true,
    false,
  ]);
  await answer(world, await token(hoek.key), { ...form, comment: 'again' }, '192.0.2.7');
  world.mailbox.length = 0;
  expect(await world.db.transaction((tx) => eraseHeldAnswers(tx, world, email))).toBe(2);
  await sendAll(world);
  expect(world.mailbox).toEqual([]);
  const left = await rows();
  expect(left.map(({ staffEmail, state }) => [staffEmail, state])).toEqual([
    [email, 'confirmed'],
    ['', 'replaced'],
    ['other@senate.gov', 'open'],
    ['', 'replaced'],
  ]);
});
