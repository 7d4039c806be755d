import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { campaigns, organizationInvitations, signatures } from '../../server/db/tables.ts';
import { recountSignatures, workOnRemovals } from '../../server/signatures/signatures.ts';
import { sendAll } from '../../server/worker.ts';
import { signedIn } from '../support/app.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature, someSignatures } from '../support/invented/signatures.ts';
import { anOpenLetter, aVisitor, linkIn, tokenIn, typed } from '../support/signing.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const people = {
  organizer: { name: 'Dana Ops', email: 'dana@example.org' },
  staffer: { name: 'Sam Staff', email: 'sam@example.org' },
  volunteer: { name: 'Vic Help', email: 'vic@example.org' },
};
type Role = keyof typeof people;

const as = (world: TestWorld, campaignId: string, role: Role) =>
  signedIn(world, { ...people[role], roles: [[campaignId, role]] });

const tallyOf = async (browser: Awaited<ReturnType<typeof as>>, { slug }: Pick<LetterRow, 'slug'>) =>
  (await browser.get(`/api/v1/letters/${slug}/tally`).expect(200)).body.signatures;

const rightNumbers = async (world: TestWorld, letterId: string) =>
  expect(await world.db.transaction((tx) => recountSignatures(tx, letterId))).toEqual([]);

/** The ids of the signatures whose boxes a page offers. */
const boxes = (html: string) => [...html.matchAll(/name="ids" value="([^"]+)"/g)].map(([, id]) => id as string);

test('a held signature is released, confirmed by its signer, removed with a reason and put back', async () => {
  const world = await aWorld();
  const { letter, campaign } = await anOpenLetter(world);
  const desk = `/desk/letters/${letter.slug}`;
  const dana = await as(world, campaign.id, 'organizer');
  // What people do not see was filled in: held, and answered like any other.
  const visitor = aVisitor(world);
  await visitor.post(`/letters/${letter.slug}/signatures`, { ...typed, fax: '555' }).expect(303);
  await sendAll(world);
  expect(world.mailbox).toEqual([]);

  const home = await dana.get('/desk').expect(200);
  expect(home.text).toContain('1 held');
  expect((await dana.get(desk).expect(200)).text).toContain(`${desk}/signatures`);
  const list = await dana.get(`${desk}/signatures`).expect(200);
  expect(list.text).toContain('It filled in a field that people do not see.');
  expect(list.text).not.toContain('zoe@mail.example');
  expect(list.headers['cache-control']).toBe('private, no-store');
  const [id = ''] = boxes(list.text);

  const act = (state: string, body: object) => dana.post(`${desk}/signatures?state=${state}`).type('form').send(body);
  const released = await act('held', { deed: 'release', ids: id }).expect(303);
  expect((await dana.get(String(released.headers['location'])).expect(200)).text).toContain(
    '1 signature was released.',
  );
  await sendAll(world);
  const history = (await dana.get(desk).expect(200)).text;
  expect(history).toMatch(/released signatures<\/strong> by Dana Ops .*<br>1 signature</);
  const token = tokenIn(linkIn(world.mailbox.at(-1)?.text));
  await visitor.post(`/letters/${letter.slug}/confirm`, { token }).expect(303);
  expect(await tallyOf(dana, letter)).toMatchObject({ confirmed: 1, submitted: 1 });

  const unreasoned = await act('confirmed', { deed: 'remove', ids: id, note: 'a second look' }).expect(422);
  expect(unreasoned.text).toContain('Please say why');
  expect(unreasoned.text).toContain('value="a second look"');
  expect(unreasoned.text).toMatch(new RegExp(`value="${id}" checked`));
  await act('confirmed', { deed: 'remove', ids: id, reason: 'abusive', note: 'a second look' }).expect(303);
  expect(await tallyOf(dana, letter)).toMatchObject({ confirmed: 0, removed: [{ key: 'abusive', count: 1 }] });
  expect((await dana.get(`${desk}/signatures?state=removed`)).text).toContain('Removed: abusive or not a name.');
  expect((await dana.get(desk)).text).toContain('a second look');
  await act('removed', { deed: 'put-back', ids: id }).expect(303);
  expect(await tallyOf(dana, letter)).toMatchObject({ confirmed: 1, removed: [] });
  await rightNumbers(world, letter.id);
});

test('the page refuses what it cannot do, and keeps what was ticked', async () => {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  await someSignatures(world, letter, 3, { state: 'held', reason: 'trap' });
  const dana = await as(world, campaign.id, 'organizer');
  const url = `/desk/letters/${letter.slug}/signatures?state=held`;
  const send = (body: object) => dana.post(url).type('form').send(body);
  expect((await send({ deed: 'release' }).expect(422)).text).toContain('Please tick at least one signature.');
  expect((await send({ deed: 'explode', ids: 'x' }).expect(422)).text).toContain('Please choose what to do.');
  await send({ deed: 'release', ids: 'nobody' }).expect(303);
  const ids = boxes((await dana.get(url)).text);
  expect(ids).toHaveLength(3);
  // "All on this page" means those that were on it, and nobody who came since.
  await send({ deed: 'release', all: 'yes', page: ids.slice(0, 2) }).expect(303);
  expect(boxes((await dana.get(url)).text)).toEqual(ids.slice(2));
  for (const query of ['state=nothing', 'after=1.2.3', 'after=x', 'note=%3Cb%3E&done=-1', 'state=held&state=removed'])
    await dana.get(`/desk/letters/${letter.slug}/signatures?${query}`).expect(200);
});

test('staffers read what their role may see and decide nothing; volunteers and strangers see none of it', async () => {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  await addSignatures(world, letter, [
    aSignature(world, letter, {
      ...{ name: 'Ana Rivera', city: 'Wooster', zip: '44691', homeState: 'OH', homeDistrict: '7' },
      ...{ comment: 'For my children', share: true, email: 'ana@mail.example', address: '1 River Road' },
    }),
  ]);
  const desk = `/desk/letters/${letter.slug}`;
  const sam = await as(world, campaign.id, 'staffer');
  const seen = (await sam.get(`${desk}/signatures?state=confirmed&addresses=yes`).expect(200)).text;
  for (const words of ['Ana Rivera', 'Wooster, OH 44691', 'OH-7', 'For my children']) expect(seen).toContain(words);
  for (const secret of ['ana@mail.example', '1 River Road', 'name="ids"']) expect(seen).not.toContain(secret);
  const byAddress = await sam.post(`${desk}/signatures/search`).type('form').send({ q: 'ana@mail.example' });
  expect(byAddress.text).not.toContain('Ana Rivera');

  const deeds = ['', '/approve-quick', '/remove', '/remove/x/stop', '/remove/x/put-back'].map(
    (end) => `/signatures${end}`,
  );
  for (const path of [...deeds, '/invitations', '/invitations/check'])
    await sam
      .post(desk + path)
      .type('form')
      .send({ deed: 'remove', ids: 'x', reason: 'fake', list: 'x' })
      .expect(403);
  for (const path of ['/signatures/remove', '/signatures/remove/x', '/signatures/remove/x/progress', '/invitations'])
    await sam.get(desk + path).expect(403);

  const vic = await as(world, campaign.id, 'volunteer');
  for (const path of ['/signatures', '/signatures/remove', '/invitations']) await vic.get(desk + path).expect(403);
  expect((await vic.get('/desk')).text).not.toContain('to approve');
  const stranger = aVisitor(world);
  for (const path of ['/signatures', '/signatures/remove', '/invitations']) await stranger.get(desk + path).expect(303);
  const { campaign: another } = await aLetter(world);
  const olga = { name: 'Olga Other', email: 'olga@example.org' };
  const elsewhere = await signedIn(world, { ...olga, roles: [[another.id, 'organizer']] });
  for (const path of ['/signatures', '/signatures/remove', '/invitations'])
    await elsewhere.get(desk + path).expect(403);
});

test('an organizer sees shared addresses, and the history tells that she looked', async () => {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  const shared = { share: true, email: 'ana@mail.example', address: '1 River Road' };
  await addSignatures(world, letter, [
    aSignature(world, letter, shared),
    aSignature(world, letter, { email: 'bo@mail.example', address: '2 River Road' }),
  ]);
  const dana = await as(world, campaign.id, 'organizer');
  const url = `/desk/letters/${letter.slug}/signatures?state=confirmed`;
  expect((await dana.get(url)).text).not.toContain('ana@mail.example');
  const shown = (await dana.get(`${url}&addresses=yes`)).text;
  expect(shown).toContain('ana@mail.example · 1 River Road');
  expect(shown).not.toContain('bo@mail.example');
  expect(shown).not.toContain('2 River Road');
  expect((await dana.get(`/desk/letters/${letter.slug}`)).text).toContain('looked at addresses');
});

test('a campaign that looks at names first shows none until somebody has', async () => {
  const world = await aWorld();
  const { letter, campaign } = await anOpenLetter(world);
  const dana = await as(world, campaign.id, 'organizer');
  const edit = `/desk/campaigns/${campaign.slug}/edit`;
  expect((await dana.get(edit)).text).toMatch(/name="moderatesNames" value="yes">/);
  const { title, summary, sponsor, sponsorAddress, sponsorContact } = campaign;
  const form = { title, summary, sponsor, sponsorAddress, sponsorContact, privacy: '' };
  await dana
    .post(edit)
    .type('form')
    .send({ ...form, moderatesNames: 'yes' })
    .expect(303);
  expect((await dana.get(edit)).text).toMatch(/name="moderatesNames" value="yes" checked>/);
  expect((await dana.get(`/api/v1/campaigns/${campaign.slug}`)).body.moderatesNames).toBe(true);

  const visitor = aVisitor(world);
  await visitor.post(`/letters/${letter.slug}/signatures`, typed).expect(303);
  await sendAll(world);
  await visitor.post(`/letters/${letter.slug}/confirm`, { token: tokenIn(linkIn(world.mailbox.at(-1)?.text)) });
  const shown = async () => (await world.db.select().from(signatures))[0]?.shownAs;
  expect(await shown()).toBeNull();
  expect((await dana.get('/desk')).text).toContain('1 name to look at');
  const names = `/desk/letters/${letter.slug}/signatures?state=names`;
  const [id] = boxes((await dana.get(names)).text);
  await dana.post(names).type('form').send({ deed: 'show', ids: id }).expect(303);
  expect(await shown()).toBe(typed.name);
  await dana.post(edit).type('form').send(form).expect(303);
  expect((await world.db.select().from(campaigns).where(eq(campaigns.id, campaign.id)))[0]?.moderatesNames).toBe(false);
});

test('a coalition’s list becomes invitations; one organization signs, is approved in one go, another wants no mail', async () => {
  const world = await aWorld();
  const { letter, campaign } = await anOpenLetter(world);
  const dana = await as(world, campaign.id, 'organizer');
  const url = `/desk/letters/${letter.slug}/invitations`;
  const list =
    'Organization;Contact;E-mail\r\nRiver Club;Ana <b>Rivera</b>;ana@club.example\r\nLake Club;;bo@lake.example\r\nNo Address;;';
  const checked = await dana.post(`${url}/check`).type('form').send({ list }).expect(200);
  for (const words of ['2 organizations would get a mail each', 'The address is missing.', 'Invite 2 organizations'])
    expect(checked.text).toContain(words);
  expect(checked.text).not.toContain('<b>Rivera</b>');
  await sendAll(world);
  expect(world.mailbox).toEqual([]);
  expect((await dana.post(`${url}/check`).type('form').send({ list: ' ' }).expect(422)).text).toContain(
    'Please paste the list.',
  );
  expect(
    (
      await dana
        .post(url)
        .type('form')
        .send({ list: 'x'.repeat(200_001) })
        .expect(422)
    ).text,
  ).toContain('at most 200,000');

  const invited = await dana.post(url).type('form').send({ list }).expect(303);
  expect((await dana.get(String(invited.headers['location']))).text).toContain('2 organizations are invited');
  await dana.post(url).type('form').send({ list }).expect(303);
  await sendAll(world);
  expect(world.mailbox.map(({ to }) => to.address).sort()).toEqual(['ana@club.example', 'bo@lake.example']);
  expect(await world.db.select().from(signatures)).toEqual([]);

  const text = (address: string) => world.mailbox.find(({ to }) => to.address === address)?.text ?? '';
  const links = (address: string) => [...text(address).matchAll(/^http\S+$/gm)].map(([link]) => new URL(link));
  const [sign, decline] = links('ana@club.example');
  const visitor = aVisitor(world);
  const form = await visitor.get(`${sign?.pathname}${sign?.search}`).expect(200);
  expect(form.headers['cache-control']).toBe('private, no-store');
  expect(form.text).toContain('value="River Club"');
  expect(form.text).toContain('value="ana@club.example"');
  expect((await visitor.get(`${decline?.pathname}${decline?.search}`).expect(200)).text).toContain(
    'Sign for River Club',
  );
  // The letter's own page is the same for everybody.
  expect((await visitor.get(`/letters/${letter.slug}?${sign?.search}`)).text).not.toContain('River Club');

  const organization = { ...typed, kind: 'organization', organization: 'River Club', email: 'ana@club.example' };
  await visitor.post(`/letters/${letter.slug}/signatures`, organization).expect(303);
  await sendAll(world);
  await visitor.post(`/letters/${letter.slug}/confirm`, { token: tokenIn(linkIn(world.mailbox.at(-1)?.text)) });
  expect((await dana.get(`${url}?state=signed`)).text).toContain('River Club');
  const waiting = `/desk/letters/${letter.slug}/signatures?state=waiting`;
  expect((await dana.get(waiting)).text).toContain('You invited this address.');
  const signedAt = world.now();
  world.pass({ hours: 2 });
  await dana.post(`/desk/letters/${letter.slug}/signatures/approve-quick`).expect(303);
  expect(await tallyOf(dana, letter)).toMatchObject({ confirmed: 1, organizations: 1 });
  const [approved] = await world.db.select().from(signatures);
  expect(approved).toMatchObject({ state: 'confirmed', confirmedAt: signedAt, changedAt: world.now() });
  await dana.get(`/desk/letters/${letter.slug}/signatures.xlsx`).expect(200);
  const overview = (await dana.get(`/desk/letters/${letter.slug}`).expect(200)).text;
  expect(overview).toContain('<br>signatures, XLSX, with the addresses that are shared<');

  const [, no] = links('bo@lake.example');
  const token = no?.searchParams.get('token') ?? '';
  await visitor.get(`${no?.pathname}${no?.search}`).expect(200);
  expect((await world.db.select().from(organizationInvitations)).map(({ state }) => state).sort()).toEqual([
    'invited',
    'signed',
  ]);
  await visitor.post(no?.pathname ?? '', { token }).expect(303);
  expect((await visitor.get(`${no?.pathname}${no?.search}`)).text).toContain('You will not be written to again');
  expect((await dana.get(`${url}?state=declined`)).text).not.toContain('bo@lake.example');
  for (const bad of ['x', `${token}x`, tokenIn(linkIn(world.mailbox.at(-1)?.text))])
    await visitor.post(no?.pathname ?? '', { token: bad }).expect(404);
  await visitor.get(`/letters/${letter.slug}/sign?invitation=x`).expect(303);
  await rightNumbers(world, letter.id);
});

test('a rush is looked over, removed in the background, and put back', async () => {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true });
  await someSignatures(world, letter, 120, { network: '192.0.2.7' });
  await someSignatures(world, letter, 30, { network: '198.51.100.1' });
  const dana = await as(world, campaign.id, 'organizer');
  const url = `/desk/letters/${letter.slug}/signatures/remove`;
  expect((await dana.get(url).expect(200)).text).toContain('Look what fits');
  // As the page about unusual rushes links here.
  const hour = { from: '2026-11-22T12:00:00.000Z', until: '2026-11-22T16:00:00.000Z' };
  const link = `${url}?${new URLSearchParams({ network: '192.0.2.7', ...hour })}`;
  const found = (await dana.get(link).expect(200)).text;
  expect(found).toContain('120 signatures fit these conditions.');
  expect(found).toContain('value="2026-11-22T07:00"');
  expect((await dana.get(`${url}?state=`).expect(422)).text).toContain('Please give at least one condition.');
  expect((await dana.get(`${url}?network=everybody`).expect(422)).text).toContain('value="everybody"');
  expect((await dana.get(`${url}?network=203.0.113.9`).expect(200)).text).not.toContain('<button class="danger">');

  const conditions = { network: '192.0.2.7', ...hour };
  const unreasoned = await dana.post(url).type('form').send(conditions).expect(422);
  expect(unreasoned.text).toContain('Please say why');
  expect(unreasoned.text).toContain('120 signatures fit these conditions.');
  const begun = await dana
    .post(url)
    .type('form')
    .send({ ...conditions, reason: 'fake', note: 'one network' })
    .expect(303);
  const page = String(begun.headers['location']);
  expect((await dana.get(page).expect(200)).text).toContain('0 of 120 signatures removed so far.');
  await workOnRemovals(world, new AbortController().signal);
  expect((await dana.get(`${page}/progress`).expect(200)).text).toContain('Done. 120 signatures removed.');
  expect(await tallyOf(dana, letter)).toMatchObject({ confirmed: 30, removed: [{ key: 'fake', count: 120 }] });
  await dana.post(`${page}/stop`).expect(409);
  await dana.post(`${page}/put-back`).expect(303);
  await workOnRemovals(world, new AbortController().signal);
  expect((await dana.get(page)).text).toContain('Put back. Every signature is what it was.');
  expect(await tallyOf(dana, letter)).toMatchObject({ confirmed: 150, removed: [] });
  expect((await dana.get(`${url}/nothing`).expect(404)).status).toBe(404);
  await rightNumbers(world, letter.id);
});
