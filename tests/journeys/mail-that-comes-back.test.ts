import { spawn } from 'node:child_process';
import { eq } from 'drizzle-orm';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { makeToken } from '../../server/accounts/tokens.ts';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { briefMarked } from '../../server/basics/marks.ts';
import { commandLine } from '../../server/basics/viewer.ts';
import { outbox } from '../../server/db/tables.ts';
import { takeReport } from '../../server/mail/bounces.ts';
import { findComplaints } from '../../server/updates/complaining.ts';
import {
  countRecipients,
  findNumbers,
  findUpdate,
  sendUpdate,
  workOnUpdates,
  writeUpdate,
} from '../../server/updates/updates.ts';
import { reportListenersOf, sendAll } from '../../server/worker.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aCampaign, aLetter } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';
import { anAdmin } from '../support/people.ts';
import * as written from '../support/reports.ts';
import { anOpenLetter, aVisitor, linkIn, typed } from '../support/signing.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

/** What a report about the newest mail of a kind may know. */
async function aboutNewest(world: TestWorld, kind: string, recipient: string): Promise<written.About> {
  const rows = await world.db.select().from(outbox).where(eq(outbox.kind, kind));
  const id = rows.at(-1)?.id ?? '';
  const sender = `bounces+${briefMarked(world, 'bounce', id)}@letters.example`;
  return { recipient, sender, messageId: `<${id}@localhost>` };
}

const take = (world: TestWorld, raw: string) => takeReport(world, reportListenersOf(world), Buffer.from(raw));

/** Somebody has typed an address into a letter's form and was sent the mail that asks to confirm it. */
async function aSigner(world: TestWorld) {
  const { letter, campaign } = await anOpenLetter(world);
  await aVisitor(world).post(`/letters/${letter.slug}/signatures`, typed).expect(303);
  await sendAll(world);
  return { letter, campaign, about: await aboutNewest(world, 'confirm-signature', typed.email) };
}

/** `undersigned mail report`, with a mail on its standard input. */
function pipe(world: TestWorld, raw: string, args: string[] = [], env: Record<string, string> = {}) {
  const own = { PATH: process.env['PATH'] ?? '', DATABASE_URL: world.databaseUrl, SECRET_KEY: world.secret };
  const program = spawn(process.execPath, ['server/undersigned.ts', 'mail', 'report', ...args], {
    env: { ...own, ...env },
  });
  let said = '';
  program.stdout.on('data', (words) => (said += words));
  program.stderr.on('data', (words) => (said += words));
  program.stdin.end(raw);
  return new Promise<{ status: number | null; said: string }>((resolve) =>
    program.on('close', (status) => resolve({ status, said })),
  );
}

test('a mail server pipes a bounce in, and the desk tells of it', async () => {
  const world = await aWorld();
  const { letter, campaign, about } = await aSigner(world);
  const raw = written.postfix(about);
  expect(await pipe(world, raw)).toEqual({ status: 0, said: 'bounced hard 5.1.1\n' });
  const organizer = await signedIn(world, {
    ...{ name: 'Dana', email: 'dana@rivers.example', admin: true, roles: [[campaign.id, 'organizer']] },
  });
  const pending = await organizer.get(`/desk/letters/${letter.slug}/signatures?state=pending`).expect(200);
  expect(pending.text).toContain('1 mail to signers came back');
  const mail = (await organizer.get('/desk/site/mail').expect(200)).text;
  expect(mail).toContain('5.1.1');
  expect(mail).not.toContain(typed.email);
  // It is not told whom the mail was for, nor is the signer kept from confirming with a link that arrived after all.
  await aVisitor(world)
    .get(linkIn(world.mailbox[0]?.text).pathname + linkIn(world.mailbox[0]?.text).search)
    .expect(200);
});

test('what is no report is taken in silence, and what cannot be taken now is to come again', async () => {
  const world = await aWorld();
  const { about } = await aSigner(world);
  const none = await Promise.all(['\0'.repeat(5000), written.holiday(about)].map((raw) => pipe(world, raw)));
  for (const answer of none) expect(answer).toEqual({ status: 0, said: expect.stringContaining('nothing\n') });
  // The mail server knows the address that it was sent to; the mail itself is far too long.
  const unmarked = written.postfix({ ...about, sender: 'letters@letters.example' }) + 'x'.repeat(3_000_000);
  expect(await pipe(world, unmarked, ['--recipient', about.sender])).toMatchObject({ said: 'bounced hard 5.1.1\n' });
  const nowhere = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' };
  const later = await pipe(world, written.postfix(about), [], nowhere);
  expect(later.status).toBe(75);
  expect(later.said).not.toContain(typed.email);
});

test('a program with the admin’s token posts reports; nobody else does, and nothing it posts breaks anything', async () => {
  const world = await aWorld();
  const { about, campaign } = await aSigner(world);
  const api = supertest(anApp(world));
  const tokenOf = (role: 'admin' | 'organizer') =>
    makeToken(world, anAdmin, { name: role, role, campaignId: role === 'admin' ? null : campaign.id });
  const [admin, organizer] = [await tokenOf('admin'), await tokenOf('organizer')];
  const post = (token: string | null, body: string | Buffer, type = 'message/rfc822', query = '') => {
    const call = api.post(`/api/v1/mail/reports${query}`).set('Content-Type', type);
    return (token ? call.set('Authorization', `Bearer ${token}`) : call).send(body);
  };
  const unmarked = written.postfix({ ...about, sender: 'letters@letters.example' });
  expect((await post(null, unmarked)).status).toBe(401);
  expect((await post(organizer, unmarked)).status).toBe(403);
  expect((await post(admin, '{}', 'application/json')).status).toBe(415);
  expect((await post(admin, Buffer.alloc(1_100_000, 'x'))).status).toBe(413);
  for (const odd of ['x', '\r\n\r\n', Buffer.from([0, 255, 254, 10, 10, 13])]) {
    const answer = await post(admin, odd, 'text/plain');
    expect([answer.status, answer.body]).toEqual([200, { outcome: 'nothing', kind: null, status: '', again: false }]);
  }
  // The Message-ID alone is enough: the token vouches for where it comes from.
  const taken = { outcome: 'bounced', kind: 'hard', status: '5.1.1' };
  expect((await post(admin, unmarked)).body).toEqual({ ...taken, again: false });
  const query = `?recipient=${encodeURIComponent(about.sender)}`;
  expect((await post(admin, unmarked, 'text/plain; charset=utf-8', query)).body).toEqual({ ...taken, again: true });
});

test('an update that comes back is counted as returned, one that is complained of ends the campaign’s mail', async () => {
  const world = await aWorld();
  const campaign = await aCampaign(world);
  const { letter } = await aLetter(world, { campaignId: campaign.id, openToPublic: true });
  const emails = ['gone@mail.example', 'angry@mail.example', 'content@mail.example'];
  const rows = emails.map((email) =>
    aSignature(world, letter, { email, updates: true, addressKey: addressKeyOf(world, email) }),
  );
  await addSignatures(world, letter, rows);
  const send = async () => {
    const before = world.mailbox.length;
    const { id } = await writeUpdate(world, commandLine, letter.slug, { subject: 'News', text: 'Well.', states: [] });
    const which = { slug: letter.slug, id };
    await countRecipients(world, commandLine, which);
    await workOnUpdates(world);
    await sendUpdate(world, commandLine, which, (await findUpdate(world.db, id))?.update.changedAt ?? world.now());
    for (let n = 0; n < 3; n += 1) {
      await workOnUpdates(world);
      await sendAll(world);
    }
    return { id, to: world.mailbox.slice(before).map(({ to }) => to.address) };
  };
  const first = await send();
  expect(first.to).toHaveLength(3);
  const about = async (email: string): Promise<written.About> => {
    const sent = await world.db
      .select()
      .from(outbox)
      .where(eq(outbox.addressKey, addressKeyOf(world, email)));
    const id = sent.at(-1)?.id ?? '';
    const sender = `bounces+${briefMarked(world, 'bounce', id)}@letters.example`;
    return { recipient: email, sender, messageId: `<${id}@localhost>` };
  };
  await take(world, written.gmail(await about(emails[0] ?? '')));
  await take(world, written.arf(await about(emails[1] ?? '')));
  await take(world, written.arf(await about(emails[1] ?? '')));
  expect(await findNumbers(world.db, { letterId: letter.id, id: first.id })).toMatchObject({ sent: 2, returned: 1 });
  expect(await findComplaints(world.db, letter.id)).toEqual(new Map([[first.id, 1]]));
  const organizer = await signedIn(world, {
    ...{ name: 'Dana', email: 'dana@rivers.example', roles: [[campaign.id, 'organizer']] },
  });
  const page = (await organizer.get(`/desk/letters/${letter.slug}/updates/${first.id}`).expect(200)).text;
  expect(page).toContain('1 reader complained');
  const second = await send();
  expect(second.to).toEqual(['content@mail.example']);
});
