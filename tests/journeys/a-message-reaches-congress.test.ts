import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { carryDue, validateCwc } from '../../server/carriers/cwc/cwc.ts';
import { cwcDeliveries, messages, zipDistricts } from '../../server/db/tables.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { messageCarried } from '../../server/messages/messages.ts';
import { listenersOf } from '../../server/worker.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aCwcService, withOffices } from '../support/cwc.ts';
import { aLegislature, type Row } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';

async function aSite() {
  const service = await aCwcService();
  const world = await aWorld({ env: service.env });
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values({ zip: '44691', state: 'OH', district: 7 })),
  );
  await withOffices(world, 'HOH07');
  const { letter, campaign } = await aLetter(world);
  const organizer = await signedIn(world, {
    ...{ name: 'Dana Ops', email: 'dana@rivers.example', roles: [[campaign.id, 'organizer']] },
  });
  const site = supertest(anApp(world));
  const at = (to: Row) => `/letters/${letter.slug}/write/${to.key}`;
  const rows = () => world.db.select().from(messages);
  /** The newest mail that a writer got, and the path of the first link in it. */
  const mailed = async () => {
    await sendDue(world, listenersOf(world));
    const text = world.mailbox.at(-1)?.text ?? '';
    const { pathname, search } = new URL(/http\S+/.exec(text)?.[0] ?? '');
    return { text, path: pathname + search };
  };
  const write = async (email: string) => {
    const typed = {
      ...{
        zip: '44691',
        subject: 'Our rivers',
        text: 'Please sign it.',
        own: 'My well is downstream.',
        email,
        answer: 'yes',
      },
      ...{ prefix: 'Ms.', first: 'Zoë', last: 'Łukasz', street: '12 Elm St', city: 'Wooster' },
    };
    await site
      .post(`${at(people.okafor)}/send`)
      .type('form')
      .send(typed)
      .expect(303);
    const { path } = await mailed();
    const token = new URLSearchParams(path.split('?')[1]).get('token');
    await site.post('/messages/confirm').type('form').send({ token }).expect(303);
  };
  const carry = () => carryDue(world, messageCarried(world), { patience: 10_000, apart: 0 });
  return { world, service, people, letter, campaign, organizer, site, at, rows, mailed, write, carry };
}

test('an organizer says what the messages are about; a constituent’s reaches the office in its own system, once', async () => {
  const { world, service, people, letter, organizer, site, at, rows, write, carry } = await aSite();
  const without = await site.get(at(people.okafor)).query({ zip: '44691' }).expect(200);
  expect(without.text).not.toContain('name="street"');

  const desk = `/desk/letters/${letter.slug}/texts`;
  const page = await organizer.get(desk).expect(200);
  expect(page.text).toContain('Without a topic, messages reach them by their own forms and by phone alone.');
  const texts = { messageSubject: 'Please sign', messageRequest: 'I ask you to sign.', messageThanks: 'Thank you.' };
  const save = (more: object) =>
    organizer
      .post(desk)
      .type('form')
      .send({ ...texts, ...more });
  expect((await save({ topic: 'Rivers', stance: 'pro' }).expect(422)).text).toContain('Choose a topic of the list.');
  await save({ topic: 'Environmental Protection', stance: 'pro' }).expect(303);
  // A program that knows only the texts leaves the rest as it is.
  await save({}).expect(303);
  expect((await organizer.get(desk).expect(200)).text).toMatch(/value="Environmental Protection" selected/);

  expect((await site.get(at(people.okafor)).query({ zip: '44691' }).expect(200)).text).toContain('name="street"');
  await write('zoe@mail.example');
  expect(await rows()).toMatchObject([{ way: 'cwc', state: 'queued' }]);
  expect(await carry()).toBe(1);
  expect(await rows()).toMatchObject([{ way: 'cwc', state: 'sent', details: null }]);
  expect(await world.db.select().from(cwcDeliveries)).toMatchObject([{ state: 'delivered', content: null }]);
  const [{ body } = { body: '' }] = service.asked;
  expect(validateCwc(body)).toEqual([]);
  for (const held of [
    '<MemberOffice>HOH07</MemberOffice>',
    '<FirstName>Zoë</FirstName><LastName>Łukasz</LastName><Address1>12 Elm St</Address1>',
    '<Subject>Our rivers</Subject>',
    '<LibraryOfCongressTopic>Environmental Protection</LibraryOfCongressTopic>',
    '<ConstituentMessage>My well is downstream.',
  ])
    expect(body).toContain(held);
  expect(body.split('Łukasz'), 'the name is in its field alone').toHaveLength(2);
  expect(await carry()).toBe(0);
  expect(service.taken.size).toBe(1);
});

test('a message that the service refuses is told to its writer, who is led to the office’s form', async () => {
  const { service, people, letter, organizer, site, at, rows, mailed, write, carry } = await aSite();
  const texts = { messageSubject: 'Please sign', messageRequest: 'I ask you to sign.', messageThanks: 'Thank you.' };
  await organizer
    .post(`/desk/letters/${letter.slug}/texts`)
    .type('form')
    .send({ ...texts, topic: 'Law' })
    .expect(303);
  await write('zoe@mail.example');
  service.badly = ({ res }) => res.writeHead(400).end('<Error>Address1 was not found</Error>');
  await carry();
  expect(await rows()).toMatchObject([{ way: 'cwc', state: 'failed' }]);
  const { text, path } = await mailed();
  expect(text).toContain('as it should: the House’s mail service did not take the street address. It is not');
  expect((await site.get(path).expect(200)).text).toContain('did not take the street address');
  const again = await site
    .get(at(people.okafor))
    .query({ zip: '44691', my: path.split('/').at(-1) })
    .expect(200);
  expect(again.text).toContain('to the office’s own form');
});

test('an admin sees how the service stands, on the desk and on the command line', async () => {
  const { world, service } = await aSite();
  const admin = await signedIn(world, { name: 'Ada Min', email: 'ada@site.example', admin: true });
  const page = await admin.get('/desk/site/mail').expect(200);
  expect(page.text).toContain('Messages to Congress');
  expect(page.text).toContain('1 office on the list of');

  const undersigned = (args: string[], more: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, ['server/undersigned.ts', 'cwc', ...args], {
      env: { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl, ...more },
    }).then(
      ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
      (failed: { code: number; stdout: string; stderr: string }) => ({ status: failed.code, ...failed }),
    );
  const off = await undersigned(['check']);
  expect(off.status).toBe(0);
  expect(validateCwc(off.stdout.slice(0, off.stdout.indexOf('\n\n')))).toEqual([]);
  expect(off.stdout).toContain('The service is off, so nobody else was asked.');
  expect(await undersigned(['offices'])).toMatchObject({ status: 1, stderr: expect.stringContaining('CWC_HOUSE_URL') });

  service.offices = { house: '["HOH07","HAK00"]', senate: '["SNM01"]' };
  const on = await undersigned(['check'], service.env);
  expect(on.stdout).toContain('House: 2 offices listed');
  expect(on.stdout).toContain('Senate: a message for SNM01 was answered with 200');
  expect([on.status, service.taken.size]).toEqual([0, 0]);
  expect((await undersigned(['status'], service.env)).stdout).toMatch(
    /^House: 2 offices listed on .*\nSenate: 1 office listed on/,
  );
  service.badly = ({ res }) => res.writeHead(403).end();
  expect(await undersigned(['check'], service.env)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('House: the House’s mail service refused the key (403)\n'),
  });
});
