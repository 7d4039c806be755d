import { Writable } from 'node:stream';
import pino from 'pino';
import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import { offerSetup } from '../../server/accounts/accounts.ts';
import { anApp } from '../support/app.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const ada = { name: 'Ada Min', email: ' Ada@Example.ORG ', password: 'four quiet river stones' };
const pathOf = (link: string | null) => new URL(link ?? '').pathname;

async function aSiteWithAda(env: Record<string, string> = {}) {
  const world = await aWorld({ env });
  const app = anApp(world);
  const setup = pathOf(await offerSetup(world));
  const done = await supertest(app).post(setup).type('form').send(ada).expect(303);
  return { world, app, setup, done };
}

const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  ([answer.headers['set-cookie']].flat()[0] as string | undefined) ?? '';
const signIn = (app: Parameters<typeof supertest>[0], form: object) =>
  supertest(app).post('/sign-in').type('form').send(form);
const sessionOf = (answer: { headers: Record<string, unknown> }) => cookieOf(answer).split(';')[0] ?? '';
const nameShown = async (world: TestWorld, cookie: string) =>
  /Signed in as ([^"]*)"/.exec((await supertest(anApp(world)).get('/desk/account').set('Cookie', cookie)).text)?.[1];

describe('the set-up link', () => {
  test('shows a form, tells what is wrong with it, and makes the admin, signed in', async () => {
    const world = await aWorld();
    const app = anApp(world);
    const setup = pathOf(await offerSetup(world));
    const page = await supertest(app).get(setup).expect(200);
    expect(page.headers['cache-control']).toBe('private, no-store');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    const again = await supertest(app)
      .post(setup)
      .type('form')
      .send({ name: 'Ada <b>', email: 'x', password: 'short' });
    expect(again.status).toBe(422);
    expect(again.text).toContain('at least 12 characters');
    expect(again.text).toContain('value="Ada &lt;b&gt;"');
    expect(again.text).not.toContain('short"');
    const done = await supertest(app).post(setup).type('form').send(ada).expect(303);
    expect(done.headers['location']).toBe('/desk?note=welcome');
    expect(await nameShown(world, sessionOf(done))).toBe('Ada Min');
  });

  test('is gone once it was used, and so is a made-up one', async () => {
    const { app, setup } = await aSiteWithAda();
    for (const path of [setup, '/setup/made-up']) {
      await supertest(app).get(path).expect(404);
      await supertest(app)
        .post(path)
        .type('form')
        .send({ ...ada, email: 'eve@example.org' })
        .expect(404);
    }
    await signIn(app, { email: 'eve@example.org', password: ada.password }).expect(422);
  });

  test('posted twice at once makes one admin', async () => {
    const world = await aWorld();
    const setup = pathOf(await offerSetup(world));
    const posts = ['a@example.org', 'b@example.org'].map((email) =>
      supertest(anApp(world))
        .post(setup)
        .type('form')
        .send({ ...ada, email }),
    );
    expect((await Promise.all(posts)).map((answer) => answer.status).sort()).toEqual([303, 404]);
  });
});

describe('signing in', () => {
  test('leads to the page that asked for it, with a new session each time', async () => {
    const { world, app, done } = await aSiteWithAda();
    const asked = await supertest(app).get('/desk/account?x=1').set('Accept', 'text/html').expect(303);
    expect(asked.headers['location']).toBe('/sign-in?next=%2Fdesk%2Faccount%3Fx%3D1');
    const form = await supertest(app)
      .get(asked.headers['location'] as string)
      .expect(200);
    expect(form.text).toContain('name="next" value="/desk/account?x=1"');
    const answer = await signIn(app, { email: 'ada@example.org', password: ada.password, next: '/desk/account?x=1' });
    expect([answer.status, answer.headers['location']]).toEqual([303, '/desk/account?x=1']);
    expect(sessionOf(answer)).not.toBe(sessionOf(done));
    expect(await nameShown(world, sessionOf(answer))).toBe('Ada Min');
  });

  test('never leads to another site', async () => {
    const { app } = await aSiteWithAda();
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', '/.//evil.example']) {
      const answer = await signIn(app, { email: ada.email, password: ada.password, next });
      expect([next, answer.headers['location']]).toEqual([next, '/desk']);
      const page = await supertest(app).get(`/sign-in?next=${encodeURIComponent(next)}`);
      expect(page.text).toContain('name="next" value="/desk"');
    }
  });

  test('says the same of a wrong password and an unknown address', async () => {
    const { app } = await aSiteWithAda();
    const wrong = await signIn(app, { email: 'ada@example.org', password: 'not the one' }).expect(422);
    const unknown = await signIn(app, { email: 'eve@example.org', password: 'not the one' }).expect(422);
    expect(unknown.text.replaceAll('eve@', 'ada@')).toBe(wrong.text);
    expect(cookieOf(wrong)).toBe('');
  });

  test('is refused in plain words after too many tries', async () => {
    const { app } = await aSiteWithAda();
    for (let n = 0; n < 10; n += 1) await signIn(app, { email: ada.email, password: 'no' }).expect(422);
    const limited = await signIn(app, ada).set('Accept', 'text/html').expect(429);
    expect(limited.text).toContain('Too many tries. Please wait 15 minutes');
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(600);
  });

  test('ends with signing out, here or everywhere', async () => {
    const { world, app, done } = await aSiteWithAda();
    const [here, there] = [sessionOf(done), sessionOf(await signIn(app, { ...ada }))];
    const out = await supertest(app).post('/sign-out').set('Cookie', here).expect(303);
    expect(cookieOf(out)).toMatch(/^session=; .*Expires=Thu, 01 Jan 1970/);
    expect(await nameShown(world, here)).toBeUndefined();
    expect(await nameShown(world, there)).toBe('Ada Min');
    const third = sessionOf(await signIn(app, { ...ada }));
    await supertest(app).post('/desk/account/sign-out-everywhere').set('Cookie', there).expect(303);
    expect(await nameShown(world, third)).toBeUndefined();
  });

  test('ends on other devices when the password changes', async () => {
    const { world, app, done } = await aSiteWithAda();
    const [here, there] = [sessionOf(done), sessionOf(await signIn(app, { ...ada }))];
    const change = (form: object) =>
      supertest(app).post('/desk/account/password').set('Cookie', here).type('form').send(form);
    const wrong = await change({ current: 'not it', password: 'another set of words' }).expect(422);
    expect(wrong.text).toContain('not the password of this account');
    const changed = await change({ current: ada.password, password: 'another set of words' }).expect(303);
    expect(await nameShown(world, sessionOf(changed))).toBe('Ada Min');
    for (const old of [here, there]) expect(await nameShown(world, old)).toBeUndefined();
  });
});

describe('a session’s cookie', () => {
  test('is out of reach of scripts and other sites', async () => {
    const { done } = await aSiteWithAda();
    expect(cookieOf(done)).toMatch(/^session=\S+; Max-Age=2592000; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
  });

  test('over TLS is bound to the host, and a plain one counts for nothing', async () => {
    const { world, done } = await aSiteWithAda({ BASE_URL: 'https://letters.example' });
    expect(cookieOf(done)).toMatch(/^__Host-session=\S+; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
    expect(await nameShown(world, sessionOf(done))).toBe('Ada Min');
    expect(await nameShown(world, sessionOf(done).replace('__Host-', ''))).toBeUndefined();
  });

  test('that is broken or forged is nobody’s', async () => {
    const { world } = await aSiteWithAda();
    for (const cookie of ['session=%', 'session=', 'session', 'session=forged; session=x', '=;;=', 'session=\u00ff'])
      expect(await nameShown(world, cookie)).toBeUndefined();
  });
});

describe('an unsafe request', () => {
  test('from another site is refused, whoever is signed in', async () => {
    const { world, app, done } = await aSiteWithAda();
    const cookie = sessionOf(done);
    const origins: [string, string][] = [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Site', 'same-site'],
      ['Origin', 'https://evil.example'],
      ['Origin', 'null'],
      ['Origin', 'http://127.0.0.1:1'],
    ];
    for (const [header, value] of origins) {
      await supertest(app).post('/sign-out').set('Cookie', cookie).set(header, value).expect(403);
      await signIn(app, { ...ada })
        .set(header, value)
        .expect(403);
      await supertest(app).post('/api/v1/letters').set('Cookie', cookie).set(header, value).expect(403);
    }
    expect(await nameShown(world, cookie)).toBe('Ada Min');
  });

  test('from this site is taken', async () => {
    const { app } = await aSiteWithAda();
    await signIn(app, { ...ada })
      .set('Sec-Fetch-Site', 'same-origin')
      .expect(303);
    await signIn(app, { ...ada })
      .set('Host', 'letters.example')
      .set('Origin', 'https://letters.example')
      .expect(303);
  });
});

test('every answer has a strict content policy and its kin', async () => {
  const { app } = await aSiteWithAda();
  for (const path of ['/sign-in', '/nowhere', '/api/v1/nowhere']) {
    const { headers } = await supertest(app).get(path);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  }
  const secure = await aWorld({ env: { BASE_URL: 'https://letters.example' } });
  const { headers } = await supertest(anApp(secure)).get('/sign-in');
  expect(headers['strict-transport-security']).toContain('max-age=31536000');
});

test('the log holds patterns of addresses, and nothing that opens a door', async () => {
  const world = await aWorld();
  let log = '';
  const sink = new Writable({
    write: (chunk, _, done) => {
      log += String(chunk);
      done();
    },
  });
  world.log = pino({ level: 'trace' }, sink);
  const app = anApp(world);
  const setup = pathOf(await offerSetup(world));
  const done = await supertest(app).post(setup).type('form').send(ada).expect(303);
  await supertest(app).get('/desk/account').set('Cookie', sessionOf(done)).expect(200);
  await supertest(app).get('/invitations/a-secret-of-somebody').expect(404);
  await supertest(app).get('/api/v1/openapi.json').set('Authorization', 'Bearer und_leaked').expect(401);
  expect(log).toContain('"route":"/setup/:token"');
  const secrets = [setup.split('/').at(-1), sessionOf(done).split('=')[1], 'a-secret-of', 'und_leaked', ada.password];
  for (const secret of [...secrets, 'example.org', 'EXAMPLE']) expect(log).not.toContain(secret);
});
