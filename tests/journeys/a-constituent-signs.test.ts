import { expect, test } from 'vitest';
import { messages, outbox, signatures } from '../../server/db/tables.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { sendAll } from '../../server/worker.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { anOpenLetter, aVisitor, linkIn, seenIn, tokenIn, typed } from '../support/signing.ts';
import { aPostOffice, withPost } from '../support/smtp.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const tallyOf = async (visitor: ReturnType<typeof aVisitor>, slug: string) =>
  (await visitor.get(`/api/v1/letters/${slug}/tally`).expect(200)).body.signatures;
const states = async (world: TestWorld) =>
  (await world.db.select().from(signatures).orderBy(signatures.id)).map(({ state }) => state);
/** Signs, and gives the token of the mail that came. */
async function sign(world: TestWorld, slug: string, different: object = {}) {
  const visitor = aVisitor(world);
  const done = await visitor.post(`/letters/${slug}/signatures`, { ...typed, ...different }).expect(303);
  await sendAll(world);
  return {
    visitor,
    done,
    link: linkIn(world.mailbox.at(-1)?.text),
    token: tokenIn(linkIn(world.mailbox.at(-1)?.text)),
  };
}

test('somebody signs, confirms by the button, and takes the name back', async () => {
  const office = await aPostOffice();
  const world = withPost(await aWorld(), office);
  const { letter, campaign } = await anOpenLetter(world);
  const visitor = aVisitor(world);

  const page = await visitor.get(`/letters/${letter.slug}`).expect(200);
  expect(page.text).toContain('Sign this letter');
  expect(page.text).toContain('anybody');
  expect(page.headers['cache-control']).toMatch(/^public/);
  expect(page.headers['set-cookie']).toBeUndefined();

  const done = await visitor.post(`/letters/${letter.slug}/signatures`, typed).expect(303);
  expect(done.headers['location']).toBe(`/letters/${letter.slug}/signed`);
  const cookie = String(done.headers['set-cookie']);
  expect(cookie).toMatch(new RegExp(`; Path=/letters/${letter.slug}/signed; Max-Age=3600; HttpOnly; SameSite=Lax$`));
  expect(cookie).not.toContain('zoe');
  const pending = await visitor.get(done.headers['location'] as string).expect(200);
  expect(pending.text).toContain('zoe@mail.example');
  expect(pending.headers['cache-control']).toBe('private, no-store');
  expect(pending.headers['referrer-policy']).toBe('no-referrer');

  await sendAll(world);
  const [mail] = office.taken;
  expect(mail?.to).toEqual(['zoe@mail.example']);
  expect(pending.text).toContain(mail?.mail.subject?.replaceAll('"', '&#34;'));
  expect(mail?.mail.text).not.toContain('Łukasz');
  expect(mail?.mail.text).toContain(campaign.sponsor);
  const link = linkIn(mail?.mail.text);
  expect(link.pathname).toBe(`/letters/${letter.slug}/confirm`);

  // A scanner opens the link, by every safe method: nothing happens by that.
  const before = await world.db.select().from(signatures).orderBy(signatures.id);
  const shown = await visitor.get(link.pathname + link.search).expect(200);
  await visitor.browser.head(link.pathname + link.search).expect(200);
  expect(shown.text).toContain('Zoë Łukasz');
  expect(shown.text).toContain('Ohio’s 7th district');
  expect(shown.headers['cache-control']).toBe('private, no-store');
  expect(await world.db.select().from(signatures).orderBy(signatures.id)).toEqual(before);

  const token = tokenIn(link);
  const press = () => visitor.post(`/letters/${letter.slug}/confirm`, { token }).expect(303);
  const [first] = await Promise.all([press(), press()]);
  expect(first.headers['location']).toMatch(/^\/my\//);
  const own = await visitor.get(`/my/${token}?note=confirmed`).expect(200);
  expect(own.text).toContain('You are signer 1<');
  expect(own.headers['referrer-policy']).toBe('no-referrer');
  expect(await tallyOf(visitor, letter.slug)).toMatchObject({ confirmed: 1, people: 1 });
  // The link in the mail leads there from now on.
  const again = await visitor.get(link.pathname + link.search).expect(303);
  expect(again.headers['location']).toBe(`/my/${token}`);

  await visitor.post(`/my/${token}/withdraw`).expect(303);
  expect(await tallyOf(visitor, letter.slug)).toMatchObject({ confirmed: 0 });
  expect((await visitor.get(`/my/${token}`).expect(200)).text).toContain('You took your name back');
  await visitor.post(`/my/${token}/sign`).expect(303);
  expect(await tallyOf(visitor, letter.slug)).toMatchObject({ confirmed: 1 });
  expect(office.taken).toHaveLength(1);
});

test('the answers are the same whoever had signed', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const first = await sign(world, letter.slug);
  const page = (visitor: ReturnType<typeof aVisitor>) => visitor.get(`/letters/${letter.slug}/signed`).expect(200);
  const fresh = await page(first.visitor);
  await first.visitor.post(`/letters/${letter.slug}/confirm`, { token: first.token }).expect(303);
  const second = await sign(world, letter.slug);
  expect(second.done.headers['location']).toBe(first.done.headers['location']);
  expect(String(second.done.headers['set-cookie']).length).toBe(String(first.done.headers['set-cookie']).length);
  expect((await page(second.visitor)).text).toBe(fresh.text);
  world.pass({ minutes: 10 });
  const asked = await second.visitor.post(`/letters/${letter.slug}/signed/again`).expect(303);
  const none = await aVisitor(world).post(`/letters/${letter.slug}/signed/again`).expect(303);
  expect(asked.headers['location']).toBe(none.headers['location']);
  await sendAll(world);
  expect(world.mailbox).toHaveLength(1);
  // Without the cookie the page still says what to do.
  const bare = await aVisitor(world).get(`/letters/${letter.slug}/signed`).expect(200);
  expect(bare.text).toContain('Back to the form');
  expect(bare.text).not.toContain('zoe@');
});

test('what is missing is told at the top and at its field, and what was typed is still there', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const visitor = aVisitor(world);
  const page = await visitor
    .post(`/letters/${letter.slug}/signatures`, {
      name: 'Zoë <b>Łukasz',
      email: 'zoe',
      zip: '4469',
      comment: 'My well is downstream.',
      kind: 'organization',
      website: 'rivers.example',
      write: 'yes',
      words: 'Please look at our wells.',
      display: 'initials',
    })
    .expect(422);
  for (const said of [
    'A name has no web or e-mail address in it.',
    'Please give your e-mail address',
    'A ZIP code has five digits',
    'Please give the name of the organization.',
    'Please tell us that you are 13 or older',
  ])
    expect(page.text.split(said).length - 1, said).toBe(2);
  for (const kept of ['Zoë &lt;b&gt;Łukasz', 'My well is downstream.', 'Please look at our wells.', 'rivers.example'])
    expect(page.text).toContain(kept);
  expect(page.text).toMatch(/value="initials" checked/);
  expect(page.text).toMatch(/id="write"[^>]* checked/);
  expect(await world.db.select().from(signatures).orderBy(signatures.id)).toEqual([]);
  const noZip = await visitor
    .post(`/letters/${letter.slug}/signatures`, { ...typed, zip: '', write: 'yes' })
    .expect(422);
  expect(noZip.text).toContain('ZIP code tells who your legislators are');
});

test('a closed letter and one for legislators alone take no names', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world, { state: 'closed', closedAt: world.now() });
  const other = await anOpenLetter(await aWorld(), { openToPublic: false });
  const visitor = aVisitor(world);
  const closed = await visitor.get(`/letters/${letter.slug}`).expect(200);
  expect(closed.text).toContain('This letter is closed. It takes no more names.');
  expect(closed.text).toContain('can be confirmed until Tuesday, November 24, 2026 at 10:00 AM EST');
  expect(closed.text).not.toContain('Your e-mail address');
  world.pass({ hours: 49 });
  const later = await aVisitor(world).get(`/letters/${letter.slug}`).expect(200);
  expect(later.text).not.toContain('can be confirmed until');
  await visitor.post(`/letters/${letter.slug}/signatures`, typed).expect(409);
  await visitor.post('/letters/no-such-letter/signatures', typed).expect(404);
  await visitor.post(`/letters/${other.letter.slug}/signatures`, typed).expect(404);
});

test('a rush from one place is told to wait, and loses nothing that was typed', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const visitor = aVisitor(world);
  let last = await visitor.post(`/letters/${letter.slug}/signatures`, typed);
  for (let n = 0; n < 500 && last.status === 303; n += 1)
    last = await visitor.post(`/letters/${letter.slug}/signatures`, { ...typed, email: `ana${n}@mail.example` });
  expect(last.status).toBe(429);
  expect(Number(last.headers['retry-after'])).toBeGreaterThan(0);
  expect(last.text).toContain('Please wait');
  expect(last.text).toContain('value="Zoë Łukasz"');
});

test('the mail is sent again after a rest, three times at most', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { visitor } = await sign(world, letter.slug);
  const again = async () => {
    const done = await visitor.post(`/letters/${letter.slug}/signed/again`).expect(303);
    await sendAll(world);
    return visitor.get(done.headers['location'] as string).expect(200);
  };
  const said = (await again()).text;
  expect(world.mailbox).toHaveLength(1);
  world.pass({ minutes: 6 });
  expect((await again()).text).toBe(said);
  await again();
  expect(world.mailbox).toHaveLength(2);
  for (const _ of [1, 2, 3]) {
    world.pass({ minutes: 6 });
    await again();
  }
  expect(world.mailbox).toHaveLength(3);
  expect(new Set(world.mailbox.map((mail) => linkIn(mail.text).href)).size).toBe(1);
  world.pass({ hours: 1 });
  expect((await visitor.get(`/letters/${letter.slug}/signed`).expect(200)).text).not.toContain('zoe@mail.example');
});

test('a mistyped address is corrected, and nobody is written to at the first one again', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { visitor, link } = await sign(world, letter.slug, { email: 'zoe@gmaill.com', comment: 'My well.' });
  const page = await visitor.get(`/letters/${letter.slug}/signed`).expect(200);
  expect(page.text).toContain('zoe@gmail.com');
  const address = `/letters/${letter.slug}/signed/address`;
  expect((await visitor.post(address, { email: 'zoe' }).expect(422)).text).toContain('Please give your e-mail address');
  const done = await visitor.post(address, { email: 'zoe@gmail.com' }).expect(303);
  const after = await visitor.get(done.headers['location'] as string).expect(200);
  expect(after.text).toContain('zoe@gmail.com');
  expect(after.text).not.toContain('gmaill');
  await sendAll(world);
  expect(world.mailbox.map((mail) => mail.to.address)).toEqual(['zoe@gmaill.com', 'zoe@gmail.com']);
  await visitor.get(link.pathname + link.search).expect(404);
  const rows = await world.db.select().from(signatures).orderBy(signatures.id);
  expect(rows.map(({ state, email, comment }) => ({ state, email, comment }))).toEqual([
    { state: 'expired', email: null, comment: null },
    { state: 'pending', email: 'zoe@gmail.com', comment: 'My well.' },
  ]);
  // The same mailbox in another writing is no other signature.
  await visitor.post(address, { email: 'z.o.e@gmail.com' }).expect(303);
  expect(await states(world)).toEqual(['expired', 'pending']);
});

test('nobody can drop a signature that somebody else gave', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  await sign(world, letter.slug);
  const stranger = await sign(world, letter.slug);
  await stranger.visitor.post(`/letters/${letter.slug}/signed/address`, { email: 'mallory@mail.example' }).expect(303);
  const rows = await world.db.select().from(signatures).orderBy(signatures.id);
  expect(rows.map(({ state, email }) => [state, email])).toEqual([
    ['pending', 'zoe@mail.example'],
    ['pending', 'mallory@mail.example'],
  ]);
});

test('what was sealed for one letter opens nowhere else', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { done } = await sign(world, letter.slug);
  const [pair = ''] = String(done.headers['set-cookie']).split(';');
  const other = await aLetter(world, { openToPublic: true });
  const page = await aVisitor(world).get(`/letters/${other.letter.slug}/signed`).set('Cookie', pair).expect(200);
  expect(page.text).not.toContain('zoe@');
  const broken = await aVisitor(world).get(`/letters/${letter.slug}/signed`).set('Cookie', `${pair}x`).expect(200);
  expect(broken.text).toContain('Back to the form');
});

test('a link confirms at its own letter alone', async () => {
  const world = await aWorld();
  const { letter, campaign } = await anOpenLetter(world);
  const { letter: other } = await aLetter(world, { openToPublic: true, campaignId: campaign.id });
  const { visitor, token } = await sign(world, letter.slug);
  await visitor.post(`/letters/${other.slug}/confirm`, { token }).expect(404);
  expect(await states(world)).toEqual(['pending']);
});

test('a ZIP code with several districts lets the signer choose, when confirming or later', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { visitor, link, token } = await sign(world, letter.slug, { zip: '78250' });
  const page = await visitor.get(link.pathname + link.search).expect(200);
  expect(page.text).toContain('value="TX-23"');
  await visitor.post(`/letters/${letter.slug}/confirm`, { token, place: 'TX-23' }).expect(303);
  expect((await tallyOf(visitor, letter.slug)).byDistrict).toEqual([{ key: 'TX-23', count: 1 }]);
  await visitor.post(`/my/${token}/place`, { zip: '78250', place: 'TX-20' }).expect(303);
  expect((await tallyOf(visitor, letter.slug)).byDistrict).toEqual([{ key: 'TX-20', count: 1 }]);
  const wrong = await visitor.post(`/my/${token}/place`, { zip: '78250', place: 'OH-7' }).expect(422);
  expect(wrong.text).toContain('not among those of your ZIP code');
  await visitor.post(`/my/${token}/place`, { zip: '7825' }).expect(422);
  await visitor.post(`/my/${token}/place`, { zip: '44691' }).expect(303);
  expect((await tallyOf(visitor, letter.slug)).byDistrict).toEqual([{ key: 'OH-7', count: 1 }]);
});

test('one confirmation signs and writes: to whom this server carries mail, once', async () => {
  const world = await aWorld();
  const bodies = ['us-house', 'us-senate', 'example-city-council'];
  const { letter, people } = await anOpenLetter(world, { openToBodies: bodies });
  const words = 'My well is downstream of the plant.';
  const { visitor, link, token } = await sign(world, letter.slug, { write: 'yes', words });
  const page = await visitor.get(link.pathname + link.search).expect(200);
  expect(page.text).toContain(words);
  expect(page.text).toContain('Representative Okafor');
  expect(page.text).toContain('Who represents you in the Example City Council?');
  expect(page.text).toContain('The whole message to Council Member Abara, and alike to 2 other members');
  const pressed = { token, member: people.park.key, seen: seenIn(page.text) };
  const press = () => visitor.post(`/letters/${letter.slug}/confirm`, pressed).expect(303);
  await Promise.all([press(), press()]);
  const rows = await world.db.select().from(messages);
  expect(rows.map(({ legislator, state, way }) => ({ legislator, state, way }))).toEqual([
    { legislator: people.park.key, state: 'queued', way: 'email' },
  ]);
  await sendAll(world);
  const sent = world.mailbox.at(-1);
  expect(sent?.to.address).toBe('park@council.example');
  expect(sent?.replyTo?.address).toBe('zoe@mail.example');
  expect(sent?.text).toMatch(/^Dear Council Member Park:\n\nMy well is downstream of the plant\.\n\n/);
  expect(sent?.text).toContain('Sincerely,\nZoë Łukasz\nOhio 44691');
  const tally = await visitor.get(`/api/v1/letters/${letter.slug}/tally`).expect(200);
  expect(tally.body.messages).toMatchObject({ sent: 1 });
  const own = await visitor.get(`/my/${token}`).expect(200);
  expect(own.text).toContain('Write to Representative Okafor');
  // What is taken along is in a form: no address has it.
  const form = [...own.text.matchAll(/<form method="post" action="([^"]+)">((?:\s*<input[^>]*>)+)\s*<button>([^<]*)/g)];
  const toOkafor = form.find(([, , , label]) => label === 'Write to Representative Okafor');
  const hidden = [...(toOkafor?.[2] ?? '').matchAll(/name="([^"]*)" value="([^"]*)"/g)];
  const taken = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
  expect(taken).toMatchObject({ name: 'Zoë Łukasz', own: words, zip: '44691' });
  expect(toOkafor?.[1]).not.toContain('?');
  const ready = await visitor.post(toOkafor?.[1] ?? '', taken).expect(200);
  expect(ready.text).toMatch(
    /<textarea id="whole"[^>]*>[^<]*My well is downstream of the plant\.[^<]*Sincerely,\nZoë Łukasz/,
  );
});

test('words that no mail can carry are said to be ready, and not to go along', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world, { openToBodies: ['us-house', 'us-senate'] });
  const { visitor, link } = await sign(world, letter.slug, { write: 'yes', words: 'My well.' });
  const page = await visitor.get(link.pathname + link.search).expect(200);
  expect(page.text).toContain('Your words are ready to take to them');
  expect(page.text).not.toContain('Your message goes along');
  expect(page.text).toMatch(/The office of Representative Okafor takes no e-mail from here/);
});

test('“this was not me” voids the signature, and its link opens nothing more', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { visitor, link, token } = await sign(world, letter.slug);
  const gone = await visitor.post(`/my/${token}/disown`).expect(303);
  await visitor.get(gone.headers['location'] as string).expect(200);
  const page = await visitor.get(link.pathname + link.search).expect(404);
  const unknown = await visitor.get(`/letters/${letter.slug}/confirm?token=nothing`).expect(404);
  expect(page.text).toBe(unknown.text);
  expect(page.text).toContain('This link opens nothing');
  await visitor.post(`/letters/${letter.slug}/confirm`, { token }).expect(404);
  await visitor.get(`/my/${token}`).expect(404);
  expect(await states(world)).toEqual(['disowned']);
});

test('the own page changes what is shown and agreed to, and forgets', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { visitor, token } = await sign(world, letter.slug);
  await visitor.post(`/letters/${letter.slug}/confirm`, { token }).expect(303);
  const row = async () => (await world.db.select().from(signatures).orderBy(signatures.id))[0];
  expect(await row()).toMatchObject({ shownAs: 'Zoë Łukasz', updates: false, share: false });
  await visitor.post(`/my/${token}/display`, { display: 'initials' }).expect(303);
  expect(await row()).toMatchObject({ shownAs: 'Z. Ł.', firstLast: null });
  await visitor.post(`/my/${token}/consents`, { updates: 'yes' }).expect(303);
  expect(await row()).toMatchObject({ updates: true, share: false });
  const gone = await visitor.post(`/my/${token}/erase`).expect(303);
  await visitor.get(gone.headers['location'] as string).expect(200);
  expect(await row()).toMatchObject({ state: 'withdrawn', name: null, email: null, shownAs: null, addressKey: null });
  expect(await tallyOf(visitor, letter.slug)).toMatchObject({ confirmed: 0 });
});

test('confirming works for 48 hours after the end, and the pages say so', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { visitor, link, token } = await sign(world, letter.slug);
  world.pass({ days: 15 });
  const rule = (await visitor.get(link.pathname + link.search).expect(200)).text;
  expect(rule).toContain('can be confirmed until');
  world.pass({ days: 2 });
  const late = await visitor.get(link.pathname + link.search).expect(200);
  expect(late.text).toContain('This letter closed before you confirmed');
  expect(late.text).not.toContain('Confirm my signature');
  const press = await visitor.post(`/letters/${letter.slug}/confirm`, { token }).expect(303);
  expect(press.headers['location']).toContain('/confirm?token=');
  expect(await states(world)).toEqual(['pending']);
});

test('a new text is told of on the own page, and the confirmation shows the text that was signed', async () => {
  const world = await aWorld();
  const { letter, campaign } = await anOpenLetter(world);
  const { visitor, link, token } = await sign(world, letter.slug);
  await publishVersion(world, aViewer(campaign.id, 'organizer'), letter.slug, {
    text: 'We ask that the rivers and the lakes be kept clean.',
    substantive: true,
    reason: 'Lakes are in it now.',
  });
  const page = await visitor.get(link.pathname + link.search).expect(200);
  expect(page.text).toContain('The text that you signed (version 1)');
  expect(page.text).toContain('We ask that the rivers be kept clean.');
  await visitor.post(`/letters/${letter.slug}/confirm`, { token }).expect(303);
  const own = await visitor.get(`/my/${token}`).expect(200);
  expect(own.text).toContain(`/letters/${letter.slug}/reaffirm?token=${token}`);
  // Whoever takes the name back and gives it anew gives it to the text as it is.
  await visitor.post(`/my/${token}/withdraw`).expect(303);
  await visitor.post(`/my/${token}/sign`).expect(303);
  expect((await visitor.get(`/my/${token}`).expect(200)).text).not.toContain('/reaffirm?');
});

test('a program signs for somebody, and is told the same whoever had signed', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const { browser } = aVisitor(world);
  const api = `/api/v1/letters/${letter.slug}/signatures`;
  const body = { name: 'Zoë Łukasz', email: 'zoe@mail.example', zip: '44691', display: 'full' };
  for (const _ of [1, 2]) expect((await browser.post(api).send(body).expect(202)).body).toEqual({ status: 'pending' });
  expect(await states(world)).toEqual(['pending']);
  expect(await world.db.select().from(outbox)).toHaveLength(1);
  const bad = await browser
    .post(api)
    .send({ ...body, email: 'zoe', updates: 'yes' })
    .expect(400);
  expect(bad.body.errors.map((one: { path: string }) => one.path).sort()).toEqual(['email', 'updates']);
  await browser.post('/api/v1/letters/nothing/signatures').send(body).expect(404);
  world.pass({ days: 15 });
  expect((await browser.post(api).send(body).expect(409)).body.type).toBe('urn:undersigned:letter-closed');
});
