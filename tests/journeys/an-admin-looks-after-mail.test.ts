import { expect, test } from 'vitest';
import { outbox } from '../../server/db/tables.ts';
import { queueMail } from '../../server/mail/mail.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { signedIn } from '../support/app.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const invite = (world: TestWorld, address: string) =>
  world.db.transaction((tx) =>
    queueMail(tx, world, {
      kind: 'invitation',
      reason: `invitation:${address}`,
      to: { name: 'Zoë Łukasz', address },
      data: { invitedBy: 'Ada', role: 'staffer', campaign: null, link: 'https://letters.example/join/secret', days: 7 },
    }),
  );

const ada = { name: 'Ada Min', email: 'ada@site.example', admin: true };

/** The page's text without its markup, a blank between any two. */
const textOf = (html: string): string => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('an admin sees what rests and why, and has it tried again; nobody’s address, link or text is told', async () => {
  let refusing = true;
  const office = await aPostOffice((to, stage) => {
    if (to.startsWith('lost') && stage === 'text') return 'vanish';
    return refusing && to.endsWith('@busy.example') ? '451 4.7.1 come back later' : null;
  });
  const world = withPost(await aWorld({ env: { BASE_URL: 'https://letters.example', MAIL_CONNECTIONS: '1' } }), office);
  for (let n = 0; n < 8; n += 1) await invite(world, `zoe${n}@busy.example`);
  for (const name of ['ana', 'lost']) await invite(world, `${name}@near.example`);
  await sendDue(world);
  const admin = await signedIn(world, ada);
  const page = textOf((await admin.get('/desk/site/mail').expect(200)).text);
  expect(page).toContain('busy.example not taken for now (451 4.7.1); 5 times in a row');
  expect(page).toMatch(/Waiting 8 0/);
  expect(page).toMatch(/Sent 1 0/);
  expect(page).toMatch(/Unsure 1 0/);
  expect(page).toContain('the mail server did not answer; it may have arrived');
  for (const hidden of ['zoe0@', 'ana@', 'lost@', 'Łukasz', 'secret', 'invites you'])
    expect(page).not.toContain(hidden);
  expect(textOf((await admin.get('/desk/site').expect(200)).text)).not.toContain('invites you');

  refusing = false;
  expect(await sendDue(world)).toBe(0);
  const again = await admin.post('/desk/site/mail/again').type('form').send({ domain: 'busy.example' }).expect(303);
  expect(textOf((await admin.get(again.headers['location'] ?? '').expect(200)).text)).toContain('Nothing rests.');
  expect(await sendDue(world)).toBe(8);
  expect((await world.db.select().from(outbox)).map(({ state }) => state).sort()).toEqual([
    ...Array(9).fill('sent'),
    'unsure',
  ]);
});

test('how mail stands is for admins', async () => {
  const world = await aWorld();
  const person = await signedIn(world, { name: 'Dana Ops', email: 'dana@mail.example' });
  await person.get('/desk/site/mail').expect(403);
  await person.post('/desk/site/mail/again').type('form').send({ domain: 'busy.example' }).expect(403);
});
