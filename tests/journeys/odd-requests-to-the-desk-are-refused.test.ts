import { expect, test } from 'vitest';
import { addTypedBill } from '../../server/bills/keeping.ts';
import { bringNames } from '../../server/intake/bringing.ts';
import { signedIn } from '../support/app.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

/** What no form of ours sends: no body, one of another kind, and fields that hold what no text or number does. */
const odd = (fields: string[]): [type: string, body: string][] => {
  const form = (value: string) => fields.map((field) => `${field}=${value}`).join('&');
  return [
    ['application/x-www-form-urlencoded', ''],
    ['application/json', '{"from":["x"]}'],
    ['text/plain', 'from=x'],
    ['multipart/form-data; boundary=x', '--x--'],
    ...['a%00b', '%ED%A0%80', '9'.repeat(40), '1e400', '-1', '9999-12-31T23:59', '9999-12-31', '0000-00-00'].map(
      (value): [string, string] => ['application/x-www-form-urlencoded', form(value)],
    ),
    ['application/x-www-form-urlencoded', `${form('x')}&${form('y')}&__proto__=z&constructor=z`],
  ];
};

test('whatever is sent to a letter’s or a campaign’s desk, the answer is never that we are at fault', async () => {
  const world = await aWorld();
  const { luna } = await aLegislature(world);
  const { campaign, letter } = await aLetter(world);
  const { letter: sent } = await aLetter(world, { campaignId: campaign.id, state: 'sent', sentDay: '2026-11-20' });
  const bill = await addTypedBill(world, anAdmin, campaign.id, {
    ...{ number: null, congress: null, title: 'Clean Rivers Act', introduced: '2025', summary: '', source: 'a copy' },
  });
  const list = await bringNames(world, anAdmin, letter.slug, {
    ...{ names: 'Luna\nNobody Atall', position: 'leaning', source: 'a mail' },
  });
  const desk = await signedIn(world, {
    ...{ name: 'Dana Ops', email: 'dana@team.example', roles: [[campaign.id, 'organizer']] },
  });
  const ofLetter = [
    ...['whip', `whip/${luna.key}`, 'whip/a%00b/staff', `whip/${luna.key}/staff`, `whip/${luna.key}/done`],
    ...['names', 'names/quill', `names/${list}/choose`, `names/${list}/aside`, `names/${list}/rows/2`],
    ...['x', '1e99', '1.5', '-1', '99999999999'].flatMap((row) => [
      `names/${list}/rows/${row}`,
      `names/${list}/rows/${row}/again`,
    ]),
    ...[
      'offices/links',
      'offices/answers/a%00b/accept',
      'sending/extend',
      'sending/reminders',
      'versions/new',
      'state',
    ],
  ];
  const ofCampaign = [
    ...['bills', `bills/${bill.id}/edit`, `bills/${bill.id}/import`, `bills/${bill.id}/move`, 'bills/a%00b/move'],
    ...['facts/exhibits/new', 'facts/coverage/new', 'facts/timeline/new', 'facts/partners', 'facts/partners/remove'],
  ];
  const paths = [
    ...ofLetter.map((path) => `/desk/letters/${letter.slug}/${path}`),
    ...['sent', 'deliveries', 'replies'].map((path) => `/desk/letters/${sent.slug}/sending/${path}`),
    ...ofCampaign.map((path) => `/desk/campaigns/${campaign.slug}/${path}`),
  ];
  const bodies = odd([
    ...['deed', 'keys', 'position', 'day', 'source', 'way', 'summary', 'due', 'contact', 'staff', 'name', 'email'],
    ...['names', 'quillNames', 'rows', 'reason', 'means', 'row-1', 'row-99999', 'who', 'key', 'until', 'deadline'],
    ...['sentDay', 'deliver.0', 'how.0', 'other', 'replyDay', 'author', 'office', 'text', 'after', 'number', 'state'],
    ...['congress', 'title', 'introduced', 'table', 'outlet', 'stance', 'url', 'partners', 'partner', 'direction'],
  ]);
  const wrong: string[] = [];
  for (const path of paths)
    for (const [type, body] of bodies) {
      const { status } = await desk.post(path).redirects(0).set('Content-Type', type).send(body);
      if (status >= 500) wrong.push(`${path} ${body.slice(0, 30)} ${status}`);
    }
  expect(wrong).toEqual([]);
}, 90_000);

test('a list of blanks and signs without end is read at once', async () => {
  const world = await aWorld();
  await aLegislature(world);
  const { campaign, letter } = await aLetter(world);
  const desk = await signedIn(world, {
    ...{ name: 'Dana Ops', email: 'dana@team.example', roles: [[campaign.id, 'organizer']] },
  });
  const began = performance.now();
  for (const blank of [' ', '\t', '; ', 'and '])
    await desk
      .post(`/desk/letters/${letter.slug}/names`)
      .type('form')
      .send({
        names: `x${blank.repeat(190_000 / blank.length)}x`,
        position: 'asked',
        day: '2026-11-20',
        source: 'a mail',
      });
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('a deadline is a moment of this century, however it is set', async () => {
  const world = await aWorld();
  const { campaign, letter } = await aLetter(world);
  const { letter: closed } = await aLetter(world, { campaignId: campaign.id, state: 'closed', closedAt: world.now() });
  const desk = await signedIn(world, {
    ...{ name: 'Dana Ops', email: 'dana@team.example', roles: [[campaign.id, 'organizer']] },
  });
  const late = '9999-12-31T23:59';
  const extended = await desk
    .post(`/desk/letters/${letter.slug}/sending/extend`)
    .type('form')
    .send({ deadline: late, reason: 'More time' });
  expect(extended.status).toBe(422);
  expect(extended.text).toContain('A day and a time for the new deadline.');
  const reopened = await desk
    .post(`/desk/letters/${closed.slug}/state`)
    .type('form')
    .send({ state: 'circulating', 'circulating.deadline': late, 'circulating.reason': 'More time' });
  expect(reopened.status).toBe(422);
  await desk
    .post(`/desk/letters/${letter.slug}/sending/extend`)
    .type('form')
    .send({ deadline: '2026-12-24T17:00', reason: 'More time' })
    .expect(303);
});
