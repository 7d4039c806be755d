import supertest from 'supertest';
import { describe, expect, test } from 'vitest';
import { invite } from '../../server/accounts/invitations.ts';
import { sendDue } from '../../server/mail/sending.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const password = 'four quiet river stones';
const freshIn = (html: string) => /id="fresh" readonly value="([^"]+)"/.exec(html)?.[1] ?? '';
const olga = (campaignId: string) => ({
  name: 'Olga Ops',
  email: 'olga@example.org',
  roles: [[campaignId, 'organizer']] as [string, 'organizer'][],
});

async function aDesk(world: TestWorld) {
  const campaign = await aCampaign(world);
  const browser = await signedIn(world, olga(campaign.id));
  return { campaign, browser, team: `/desk/campaigns/${campaign.slug}/team` };
}

test('an organizer invites somebody, who joins by the mailed link and can be taken off again', async () => {
  const world = await aWorld();
  const { campaign, browser, team } = await aDesk(world);
  const form = { email: 'Dana@Example.org', role: 'staffer' };
  const invited = await browser.post(`${team}/invitations`).type('form').send(form).expect(303);
  expect((await browser.get(invited.headers['location'] as string)).text).toContain('dana@example.org');
  await sendDue(world);
  const mail = world.mailbox[0];
  expect([mail?.to.address, mail?.subject]).toEqual(['dana@example.org', 'Olga Ops invites you to Undersigned']);
  expect(mail?.text).toContain(`the campaign "${campaign.title}" as staffer`);

  const link = new URL(/http\S+/.exec(mail?.text ?? '')?.[0] ?? '').pathname;
  const dana = supertest.agent(anApp(world));
  const page = await dana.get(link).expect(200);
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(page.text).toContain(`Join “${campaign.title}”`);
  const short = await dana.post(link).type('form').send({ name: '', password: 'short' }).expect(422);
  expect(short.text).toContain('2 things need another look');
  await dana.post(link).type('form').send({ name: 'Dana Reader', password }).expect(303);
  expect((await dana.get('/desk/account').expect(200)).text).toContain('Dana Reader');
  await dana.get(link).expect(404);
  await dana.get(team).expect(403);

  const shown = (await browser.get(team)).text;
  expect(shown).toContain('Remove Dana Reader from the team');
  const member = /action="([^"]+\/members\/[^"/]+)"[^>]*>\s*<select name="role" aria-label="Role of Dana Reader"/.exec(
    shown,
  );
  await browser
    .post(member?.[1] ?? '')
    .type('form')
    .send({ role: 'king' })
    .expect(400);
  await browser
    .post(member?.[1] ?? '')
    .type('form')
    .send({ role: 'organizer' })
    .expect(303);
  await dana.get(team).expect(200);
  await browser.post(`${member?.[1]}/remove`).expect(303);
  await dana.get(team).expect(403);
});

test('while no mail can leave, the page shows the link, once', async () => {
  const world = await aWorld();
  world.mailer.ready = false;
  const { browser, team } = await aDesk(world);
  const bad = await browser.post(`${team}/invitations`).type('form').send({ email: 'dana', role: '' }).expect(422);
  expect(bad.text).toContain('such as dana@example.org');
  expect(bad.text).toContain('Choose a role.');
  const form = { email: 'dana@example.org', role: 'volunteer' };
  const made = await browser.post(`${team}/invitations`).type('form').send(form).expect(200);
  const link = freshIn(made.text);
  expect(link).toMatch(/^http:\/\/localhost:3000\/invitations\/\S+$/);
  expect((await browser.get(team)).text).not.toContain(link);
  await supertest(anApp(world)).get(new URL(link).pathname).expect(200);
  const withdraw = /action="([^"]+\/withdraw)"/.exec((await browser.get(team)).text)?.[1] ?? '';
  await browser.post(withdraw).expect(303);
  await supertest(anApp(world)).get(new URL(link).pathname).expect(404);
});

test('somebody with an account joins with its password', async () => {
  const world = await aWorld();
  const { campaign } = await aDesk(world);
  const app = anApp(world);
  const first = new URL(await invite(world, anAdmin, { email: 'dana@example.org', campaign, role: 'staffer' }))
    .pathname;
  await supertest(app).post(first).type('form').send({ name: 'Dana Reader', password }).expect(303);
  const other = await aCampaign(world, { title: 'Quiet Skies' });
  const link = await invite(world, anAdmin, { email: 'dana@example.org', campaign: other, role: 'organizer' });
  const path = new URL(link).pathname;
  const page = await supertest(app).get(path).expect(200);
  expect(page.text).toContain('has an account here already');
  expect(page.text).not.toContain('name="name"');
  await supertest(app).post(path).type('form').send({ password: 'not the one' }).expect(422);
  const browser = supertest.agent(app);
  await browser.post(path).type('form').send({ password }).expect(303);
  await browser.get(`/desk/campaigns/${other.slug}/team`).expect(200);
});

test('the team page is nobody else’s, and unknown campaigns stay unknown', async () => {
  const world = await aWorld();
  const { campaign, team } = await aDesk(world);
  const hidden = await aCampaign(world, { publishedAt: null });
  const other = await aCampaign(world);
  const roles: [string, 'organizer'][] = [[other.id, 'organizer']];
  const eve = await signedIn(world, { name: 'Eve Else', email: 'eve@example.org', roles });
  await supertest(anApp(world)).get(team).set('Accept', 'text/html').expect(303);
  await supertest(anApp(world)).post(`${team}/tokens`).type('form').send({}).expect(401);
  await eve.get(team).expect(403);
  await eve.get(`/desk/campaigns/${hidden.slug}/team`).expect(404);
  await eve.get('/desk/campaigns/nowhere/team').expect(404);
  for (const deed of ['invitations', 'tokens', 'members/x', 'members/x/remove'])
    await eve.post(`${team}/${deed}`).type('form').send({ email: 'a@example.org', role: 'staffer' }).expect(403);
  const ada = await signedIn(world, { name: 'Ada Min', email: 'ada@example.org', admin: true });
  expect((await ada.get(team).expect(200)).text).toContain(campaign.title);
});

describe('a token', () => {
  test('is shown once, acts for a program, and ends when revoked', async () => {
    const world = await aWorld();
    const { browser, team } = await aDesk(world);
    const noName = await browser.post(`${team}/tokens`).type('form').send({ tokenRole: 'staffer' }).expect(422);
    expect(noName.text).toContain('Give the token a name');
    const form = { tokenName: 'site counter', tokenRole: 'staffer' };
    const secret = freshIn((await browser.post(`${team}/tokens`).type('form').send(form).expect(200)).text);
    expect(secret).toMatch(/^und_\S+$/);
    const shown = (await browser.get(team)).text;
    expect(shown).toContain('site counter');
    expect(shown).not.toContain(secret);

    const call = (authorization: string) =>
      supertest(anApp(world)).get('/api/v1/openapi.json').set('Authorization', authorization);
    await call(`Bearer ${secret}`).expect(200);
    for (const wrong of [`Bearer ${secret}x`, 'Bearer', 'Bearer  ', 'bearer two words']) {
      const answer = await call(wrong).expect(401);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    }
    // A token opens the API and no page.
    await supertest(anApp(world)).get(team).set('Authorization', `Bearer ${secret}`).expect(303);
    const revoke = /action="([^"]+\/revoke)"/.exec(shown)?.[1] ?? '';
    await browser.post(revoke).expect(303);
    await call(`Bearer ${secret}`).expect(401);
  });
});

describe('the site’s page', () => {
  test('lets an admin invite admins, make tokens and remove accounts, and nobody else', async () => {
    const world = await aWorld();
    world.mailer.ready = false;
    const { browser } = await aDesk(world);
    const ada = await signedIn(world, { name: 'Ada Min', email: 'ada@example.org', admin: true });
    for (const [path, form] of [
      ['/desk/site/invitations', { email: 'eve@example.org' }],
      ['/desk/site/tokens', { tokenName: 'x' }],
      ['/desk/site/accounts/x/remove', {}],
    ] as const)
      await browser.post(path).type('form').send(form).expect(403);
    await browser.get('/desk/site').expect(403);

    await ada.post('/desk/site/invitations').type('form').send({ email: 'no address' }).expect(422);
    const made = await ada.post('/desk/site/invitations').type('form').send({ email: 'ann@example.org' }).expect(200);
    const link = new URL(freshIn(made.text)).pathname;
    expect((await supertest(anApp(world)).get(link)).text).toContain('Join as admin of this site');
    const token = await ada.post('/desk/site/tokens').type('form').send({ tokenName: 'sync' }).expect(200);
    expect(freshIn(token.text)).toMatch(/^und_/);
    const page = (await ada.get('/desk/site')).text;
    const removals = [...page.matchAll(/action="(\/desk\/site\/accounts\/[^"]+\/remove)"/g)];
    expect(removals).toHaveLength(1);
    await ada.post(removals[0]?.[1] ?? '').expect(303);
    await browser.get('/desk/account').set('Accept', 'text/html').expect(303);
  });

  test('shows the text and links of waiting mail on this machine alone', async () => {
    for (const [env, readable] of [
      [{}, true],
      [{ BASE_URL: 'https://letters.example' }, false],
    ] as const) {
      const world = await aWorld({ env });
      const link = await invite(world, anAdmin, { email: 'ann@example.org', campaign: null, role: 'admin' });
      const ada = await signedIn(world, { name: 'Ada Min', email: 'ada@example.org', admin: true });
      const waiting = (await ada.get('/desk/site').expect(200)).text;
      expect(waiting).toContain('invitation');
      expect(waiting.includes(link)).toBe(readable);
      expect(waiting.includes('invites you to Undersigned')).toBe(readable);
      await sendDue(world);
      const sent = (await ada.get('/desk/site').expect(200)).text;
      expect(sent).toContain('sent');
      expect(sent).not.toContain(link);
    }
  });
});
