import { globSync, readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import type { Role } from '../../server/basics/viewer.ts';
import { committeeMembers, committees, messages } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { listVariants } from '../../server/variants/keeping.ts';
import { listenersOf } from '../../server/worker.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anOpenLetter, aVisitor, linkIn, newestMail, seenIn, tokenIn, typed } from '../support/signing.ts';
import { aWorld } from '../support/world.ts';

async function aDesk() {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, {
    openToBodies: ['us-house', 'us-senate', 'example-city-council'],
  });
  await world.db.transaction(async (tx) => {
    await tx.insert(committees).values([
      { key: 'SSWA', body: 'us-senate', name: 'Senate Committee on Water', parent: null, url: null },
      { key: 'JSWA', body: 'ri-senate', name: 'Another one', parent: null, url: null },
    ]);
    const seat = { side: null, rank: null, title: null };
    await tx.insert(committeeMembers).values({ committee: 'SSWA', legislator: people.hale.key, ...seat });
  });
  const as = (role: Role, campaignId = campaign.id) =>
    signedIn(world, { name: `Dana ${role}`, email: `${role}@team.example`, roles: [[campaignId, role]] });
  const desk = `/desk/campaigns/${campaign.slug}/variants`;
  const all = () => listVariants(world.db, campaign.id);
  return { world, people, letter, campaign, as, desk, all, site: supertest(anApp(world)) };
}

const form = {
  ...{ name: 'Senators', letter: 'every', ask: 'request', body: 'us-senate' },
  ...{ subject: '{{title}}, please sign', text: 'As {{state}} knows, rivers matter. {{link}}', script: '' },
};

test('an organizer writes texts, sees whom each reaches, and constituents are offered them', async () => {
  const { people, letter, campaign, as, desk, all, world, site } = await aDesk();
  const organizer = await as('organizer');
  const empty = await organizer.get(desk).expect(200);
  expect(empty.text).toContain('Each gets exactly one text: the letter’s own.');

  const blank = await organizer.get(`${desk}/new`).expect(200);
  expect(blank.text).toContain('I ask you to sign the letter on clean rivers.');
  const saved = await organizer.post(`${desk}/new`).type('form').send(form).expect(303);
  const list = await organizer.get(saved.headers['location'] as string).expect(200);
  expect(list.text).toContain('Legislators who sit in the U.S. Senate');
  expect(list.text).toContain('6 legislators</a> now');
  // Six senators; everybody else of the 24 whom the letter is open to has the letter's own.
  const serving = Object.values(people).filter((row) => row.serving && letter.openToBodies.includes(row.body)).length;
  expect(list.text).toContain(`Each gets exactly one text: 6 a text below, ${serving - 6} the letter’s own.`);

  // What was typed comes to the public by the pages and by the program's interface.
  const told = await site.get(`/api/v1/letters/${letter.slug}/message`).query({ legislator: people.rivera.key });
  expect(told.body).toMatchObject({ ask: 'request', subject: 'Senator, please sign' });
  expect(told.body.text).toContain('As New Mexico knows, rivers matter.');
  expect(Object.keys(told.body)).toEqual(['legislator', 'ask', 'subject', 'text', 'ways']);
  const other = await site.get(`/api/v1/letters/${letter.slug}/message`).query({ legislator: people.okafor.key });
  expect(other.body.subject).toBe('Please sign the letter on clean rivers');
  const page = await site.get(`/letters/${letter.slug}/write/${people.rivera.key}`).expect(200);
  expect(page.text).toContain('value="Senator, please sign"');

  // A committee is added with a button, a legislator by name; a name that fits several is asked about.
  const narrow = { ...form, name: 'Water', subject: 'Water, {{last_name}}', text: 'On water.', body: '' };
  const added = await organizer
    .post(`${desk}/new`)
    .type('form')
    .send({ ...narrow, addCommittee: 'SSWA', addLegislator: 'Rep. Okafor (OH-7)', do: 'add' })
    .expect(200);
  expect(added.text).toMatch(/value="SSWA" checked> Senate Committee on Water/);
  expect(added.text).toContain(`value="${people.okafor.key}" checked> Representative Ben Okafor, OH-7`);
  expect(added.text).not.toContain('Another one');
  const asked = await organizer
    .post(`${desk}/new`)
    .type('form')
    .send({ ...narrow, addLegislator: 'Smith' })
    .expect(422);
  expect(asked.text).toContain('Who is meant?');
  for (const one of ['smithOttilie', 'smithOrson', 'smithOsgood', 'smithCouncil'] as const)
    expect(asked.text).toContain(`value="${people[one].key}"`);
  expect(await all()).toHaveLength(1);
  await organizer
    .post(`${desk}/new`)
    .type('form')
    .send({
      ...narrow,
      addLegislator: 'Smith',
      committee: 'SSWA',
      legislator: [people.smithOrson.key, people.hale.key],
    })
    .expect(303);
  const [, water] = await all();
  expect(water?.conditions).toEqual({ committee: ['SSWA'], legislator: [people.smithOrson.key, people.hale.key] });

  // All its people are senators: the first text takes them, until the order is another.
  const warned = await organizer.get(desk).expect(200);
  expect(warned.text).toContain('Nobody gets it: “Senators” comes first for everybody it fits.');
  await organizer.post(`${desk}/${water?.id}/move`).type('form').send({ to: 'up' }).expect(303);
  expect((await all()).map(({ name }) => name)).toEqual(['Water', 'Senators']);
  const after = await organizer.get(desk).expect(200);
  expect(after.text).not.toContain('Nobody gets it');

  // Anybody can be looked at before anybody is written to.
  const preview = await organizer.get(`${desk}/preview`).query({ letter: letter.slug, name: 'hale' }).expect(200);
  for (const words of ['Water, Hale', 'Dear Senator Hale:', 'A. Constituent', 'Hello, my name is A. Constituent'])
    expect(preview.text).toContain(words);
  expect(preview.text.indexOf('own words: why')).toBeLessThan(preview.text.indexOf('On water.'));
  const thanks = await organizer.get(`${desk}/preview`).query({ key: people.hale.key, as: 'signed' }).expect(200);
  expect(thanks.text).toContain('Thank you for signing the letter on clean rivers.');
  const several = await organizer.get(`${desk}/preview`).query({ name: 'Smith' }).expect(200);
  expect(several.text).toContain('Who is meant?');
  expect((await organizer.get(`${desk}/preview`).query({ name: 'Nemo' }).expect(422)).text).toContain('Nobody');
  await organizer.get(`${desk}/preview`).query({ key: people.bright.key }).expect(404);

  const who = await organizer.get(`${desk}/who`).query({ text: water?.id }).expect(200);
  expect(who.text).toContain('<strong>1 legislator</strong>');
  const file = await organizer.get(`${desk}/who.csv`).expect(200);
  const rows = file.text.trim().split('\r\n');
  expect(rows).toHaveLength(serving + 1);
  expect(file.text.charCodeAt(0)).toBe(0xfeff);
  expect(rows[0]).toBe('legislator,name,body,state,district,party,ask,text');
  expect(file.text).toContain(`${people.hale.key},Cornelia Hale,us-senate,ME,,Republican,request,Water`);

  // A copy stands behind its original; what is removed is gone; all of it is in the campaign's history.
  await organizer.post(`${desk}/${water?.id}/copy`).expect(303);
  expect((await all()).map(({ name }) => name)).toEqual(['Water', 'Water (copy)', 'Senators']);
  await organizer.post(`${desk}/${water?.id}/remove`).expect(303);
  await organizer.post(`${desk}/${water?.id}/remove`).expect(404);
  const edit = await organizer.get(`${desk}/${(await all())[0]?.id}`).expect(200);
  expect(edit.text).toMatch(/value="SSWA" checked/);
  const deeds = (await listHistory(world.db, 'campaign', campaign.id)).map(({ deed }) => deed);
  expect(deeds).toEqual(['removed a text', 'added a text', 'moved a text', 'added a text', 'added a text']);
});

test('a field that there is not is told where it is typed, in a letter’s own texts too', async () => {
  const { letter, as, desk, all } = await aDesk();
  const organizer = await as('organizer');
  for (const [field, typed] of [
    ['subject', 'Dear {{name}}'],
    ['text', 'Until {{deadline'],
    ['script', '{{script}}'],
  ] as const) {
    const refused = await organizer
      .post(`${desk}/new`)
      .type('form')
      .send({ ...form, [field]: typed })
      .expect(422);
    expect(refused.text).toMatch(new RegExp(`id="${field}-problem">[^<]*{{last_name}}`));
    expect(refused.text).toContain(typed);
  }
  expect(await all()).toEqual([]);
  const texts = { messageSubject: 'On {{letter}}', messageRequest: 'Please {{sign}}.', messageThanks: 'Thank you.' };
  const own = `/desk/letters/${letter.slug}/texts`;
  const refused = await organizer.post(own).type('form').send(texts).expect(422);
  expect(refused.text).toContain('There is no field {{sign}}.');
  await organizer
    .post(own)
    .type('form')
    .send({ ...texts, messageRequest: 'Please sign, {{legislator}}.' })
    .expect(303);
});

test('what is typed is what there is: nothing invented, nothing of another campaign', async () => {
  const { as, desk, all, world } = await aDesk();
  const organizer = await as('organizer');
  const { letter: strange } = await aLetter(world);
  for (const wrong of [
    { letter: strange.id },
    { state: 'ZZ' },
    { body: 'nowhere' },
    { committee: 'NONE' },
    { party: 'Nobody' },
    { legislator: 'Nobody' },
    { ask: 'other' },
    { standing: 'leaning' },
    { name: ' ' },
    { subject: 'x'.repeat(201) },
    { text: 'x'.repeat(10_001) },
  ])
    await organizer
      .post(`${desk}/new`)
      .type('form')
      .send({ ...form, ...wrong })
      .expect(422);
  expect(await all()).toEqual([]);
  await organizer.get(desk).query({ letter: strange.slug }).expect(404);
});

test('texts are the organizers’ alone', async () => {
  const { as, desk, site, world } = await aDesk();
  const { campaign: strange } = await aLetter(world);
  const organizer = await as('organizer');
  await organizer.post(`${desk}/new`).type('form').send(form).expect(303);
  for (const [role, campaignId] of [
    ['staffer', undefined],
    ['volunteer', strange.id],
  ] as const) {
    const other = await as(role, campaignId);
    for (const path of ['', '/new', '/who', '/who.csv', '/preview']) await other.get(`${desk}${path}`).expect(403);
    await other.post(`${desk}/new`).type('form').send(form).expect(403);
  }
  await site.get(desk).expect(303);
  await site.post(`${desk}/new`).type('form').send(form).expect(401);
});

test('what a constituent confirmed is what leaves, byte for byte, though every text changes meanwhile', async () => {
  const { people, letter, as, desk, all, world, site } = await aDesk();
  const organizer = await as('organizer');
  await organizer
    .post(`${desk}/new`)
    .type('form')
    .send({
      ...form,
      name: 'Council',
      body: 'example-city-council',
      text: 'Please sign it, {{my_name}} asks. {{link}}',
    })
    .expect(303);
  const write = `/letters/${letter.slug}/write/${people.park.key}`;
  const offered = await site.get(write).expect(200);
  expect(offered.text).toContain('Please sign it, [your name] asks.');
  const typed = {
    ...{ zip: '44691', name: 'Zoë {{letter}} Łukasz', email: 'zoe@mail.example', own: 'My well. {{link}}' },
    subject: 'Council Member, please sign',
    text: `Please sign it, [your name] asks. http://localhost:3000/letters/${letter.slug}\n\nIt can be signed until today.`,
  };
  await site.post(`${write}/send`).type('form').send(typed).expect(303);
  const rowOf = async () => (await world.db.select().from(messages).where(eq(messages.letterId, letter.id)))[0];
  const written = await rowOf();
  expect(written?.text).toContain('My well. {{link}}\n\nPlease sign it, Zoë {{letter}} Łukasz asks.');
  expect(written?.similarity).toBeGreaterThan(0);

  const change = async (words: string) => {
    const [variant] = await all();
    await organizer
      .post(`${desk}/${variant?.id}`)
      .type('form')
      .send({ ...form, body: 'example-city-council', subject: words, text: words })
      .expect(303);
    const texts = { messageSubject: words, messageRequest: words, messageThanks: words };
    await organizer.post(`/desk/letters/${letter.slug}/texts`).type('form').send(texts).expect(303);
  };
  const send = () => sendDue(world, listenersOf(world));
  await change('Changed before it was confirmed');
  await send();
  const link = new URL(/https?:\S+/.exec(world.mailbox[0]?.text ?? '')?.[0] ?? '');
  await site.get(link.pathname + link.search).expect(200);
  await site
    .post('/messages/confirm')
    .type('form')
    .send({ token: link.searchParams.get('token') })
    .expect(303);
  await change('Changed before it left');
  for (const { id } of await all()) await organizer.post(`${desk}/${id}/remove`).expect(303);
  await send();
  const mail = world.mailbox.find(({ to }) => to.address === 'park@council.example');
  expect(mail?.subject).toBe(typed.subject);
  expect(mail?.text.startsWith(written?.text ?? '-')).toBe(true);
  const left = await rowOf();
  expect([left?.subject, left?.text, left?.parts]).toEqual([written?.subject, written?.text, written?.parts]);
  expect(JSON.stringify(world.mailbox)).not.toContain('Changed before');
});

test('a signer sends along no text that they have not read: one that changed meanwhile is shown again', async () => {
  const world = await aWorld();
  const { letter, campaign, people } = await anOpenLetter(world, {
    openToBodies: ['us-house', 'example-city-council'],
  });
  const organizer = await signedIn(world, {
    ...{ name: 'Dana Ops', email: 'dana@team.example', roles: [[campaign.id, 'organizer']] },
  });
  const desk = `/desk/campaigns/${campaign.slug}/variants`;
  const council = { ...form, name: 'Council', body: 'example-city-council', subject: 'To {{last_name}}' };
  await organizer.post(`${desk}/new`).type('form').send(council).expect(303);
  const visitor = aVisitor(world);
  await visitor.post(`/letters/${letter.slug}/signatures`, { ...typed, write: 'yes', words: 'My well.' }).expect(303);
  const link = linkIn(await newestMail(world));
  const page = await visitor.get(link.pathname + link.search).expect(200);
  expect(page.text).toContain('The whole message to Council Member');
  expect(page.text).toContain('As  knows, rivers matter.');

  const [variant] = await listVariants(world.db, campaign.id);
  const changed = { ...council, text: 'Something else altogether.' };
  await organizer.post(`${desk}/${variant?.id}`).type('form').send(changed).expect(303);
  const press = (seen: string) =>
    visitor.post(`/letters/${letter.slug}/confirm`, { token: tokenIn(link), member: people.park.key, seen });
  const again = await press(seenIn(page.text)).expect(409);
  expect(again.text).toContain('The campaign has changed its text since you saw it.');
  expect(again.text).toContain('Something else altogether.');
  expect(again.text).toMatch(new RegExp(`value="${people.park.key}" selected`));
  expect(await world.db.select().from(messages)).toEqual([]);
  await press('').expect(409);

  await press(seenIn(again.text)).expect(303);
  const [row] = await world.db.select().from(messages);
  expect(row).toMatchObject({ legislator: people.park.key, state: 'queued', subject: 'To Park' });
  expect(row?.text).toContain('My well.\n\nSomething else altogether.');
  // Nobody else's message is held up: who picks nobody sends nothing, whatever changed.
  const other = aVisitor(world);
  const ana = { ...typed, name: 'Ana Okoye', email: 'ana@mail.example', write: 'yes', words: 'Mine.' };
  await other.post(`/letters/${letter.slug}/signatures`, ana).expect(303);
  const token = tokenIn(linkIn(await newestMail(world)));
  await other.post(`/letters/${letter.slug}/confirm`, { token, seen: 'old' }).expect(303);
});

test('nothing that knows of roles writes a message', () => {
  const sources = globSync('server/messages/**/*.ts').map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const writing = sources.filter(({ text }) =>
    /\.(insert|update)\(messages\)|\bstore\.(add|rewrite|replace|change)\(/.test(text),
  );
  expect(writing.length).toBeGreaterThan(2);
  const knowing = writing.filter(({ text }) =>
    /requireRole|requireMine|mayAs|roleIn|asOrganizer|requireAdmin/.test(text),
  );
  expect(knowing.map(({ file }) => file)).toEqual([]);
  // The table is the room's own, which tests/house.test.ts holds everybody to.
});
