import { expect, test } from 'vitest';
import { askNext } from '../../server/affirmations/affirmations.ts';
import { commandLine } from '../../server/basics/viewer.ts';
import { publishVersion } from '../../server/letters/letters.ts';
import { sendAll } from '../../server/worker.ts';
import { signedIn } from '../support/app.ts';
import { someSignatures } from '../support/invented/signatures.ts';
import { anOpenLetter, aVisitor, linkIn } from '../support/signing.ts';
import { aWorld } from '../support/world.ts';

test('an organizer has the signers of the first text asked; one keeps the name, one takes it back', async () => {
  const world = await aWorld();
  const { letter, campaign } = await anOpenLetter(world);
  await someSignatures(world, letter, 3);
  world.pass({ hours: 1 });
  const text = 'We ask that <b>lakes</b> be kept clean too.';
  await publishVersion(world, commandLine, letter.slug, { text, substantive: true, reason: 'Lakes matter as well.' });
  const roles = (role: 'organizer' | 'staffer') => [[campaign.id, role]] as [string, typeof role][];
  const desk = await signedIn(world, { name: 'Dana Ops', email: 'dana@mail.example', roles: roles('organizer') });
  const reader = await signedIn(world, { name: 'Sam Staff', email: 'sam@mail.example', roles: roles('staffer') });
  const path = `/desk/letters/${letter.slug}/re-affirm`;

  const overview = (await desk.get(`/desk/letters/${letter.slug}`).expect(200)).text;
  expect(overview).toContain('3 signers gave their names to an earlier text and are not counted now.');
  expect(overview).toContain(`<a role="button" href="${path}">Ask them by mail</a>`);
  expect(overview).toContain('0 signatures count. 3 were given to an earlier text and are not counted.');
  expect(overview).toContain(`/desk/letters/${letter.slug}/signatures.csv`);
  expect((await reader.get(`/desk/letters/${letter.slug}`).expect(200)).text).not.toContain('Ask them by mail');
  const form = (await desk.get(`/desk/letters/${letter.slug}/versions/new`).expect(200)).text;
  expect(form).toContain('the 3 signatures given so far will not count until re-affirmed');
  const list = (await desk.get(`/desk/letters/${letter.slug}/signatures`).expect(200)).text;
  expect(list).toContain('0 signatures count; 3 were given to an earlier text and are not counted until given again.');
  expect(list.match(/>earlier text</g)).toHaveLength(3);
  expect((await reader.get(`/letters/${letter.slug}`)).text).toContain('signed an earlier text');
  const before = await desk.get(path).expect(200);
  expect(before.text).toContain('3 signers of earlier versions will be asked by mail');
  expect(before.text).toContain('Lakes matter as well.');
  expect((await reader.get(path).expect(200)).text).not.toContain('<form method="post" action="/desk/letters');
  await reader.post(path).expect(403);
  await aVisitor(world).browser.post(path).expect(401);
  await desk.post(path).expect(303);
  await desk.post(path).expect(409);
  while (await askNext(world)) await sendAll(world);
  await sendAll(world);
  expect(world.mailbox).toHaveLength(3);
  expect((await desk.get(path).expect(200)).text).toContain('3 of 3 asked, 0 re-affirmed.');

  const visitor = aVisitor(world);
  const [first, second] = world.mailbox.map(({ text }) => linkIn(text));
  if (!first || !second) throw new Error('There is no mail.');
  const at = (link: URL) => link.pathname + link.search;
  const page = await visitor.get(at(first)).expect(200);
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  for (const words of ['Lakes matter as well.', 'lakes', 'We ask that the rivers be kept clean.'])
    expect(page.text).toContain(words);
  expect(page.text).not.toContain('<b>lakes');
  const own = `/my/${first.searchParams.get('token')}`;
  const earlier = (await visitor.get(own).expect(200)).text;
  for (const words of ['Given to an earlier text', 'Given again', at(first).split('?')[0] ?? ''])
    expect(earlier).toContain(words);
  expect(earlier).not.toContain('Your signature is counted.');
  const answer = (link: URL, fields: object) =>
    visitor.post(first.pathname, { token: link.searchParams.get('token'), ...fields });
  await answer(first, { answer: 'keep', seen: '1' }).expect(409);
  await answer(first, { answer: 'keep', seen: '2' }).expect(303);
  expect((await visitor.get(at(first)).expect(200)).text).toContain('Your name is under the text as it stands');
  expect((await visitor.get(own).expect(200)).text).toContain('Your signature is counted.');
  const back = await answer(second, { answer: 'withdraw', seen: '2' }).expect(303);
  expect((await visitor.get(back.headers['location'] as string).expect(200)).text).toContain('took your name back');
  expect((await desk.get(path).expect(200)).text).toContain('3 of 3 asked, 1 re-affirmed.');
  const { signatures } = (await visitor.get(`/api/v1/letters/${letter.slug}/tally`).expect(200)).body;
  expect(signatures).toMatchObject({ confirmed: 1 });

  await visitor.get(`${first.pathname}?token=wrong`).expect(404);
  await visitor.get(`/letters/another/reaffirm${first.search}`).expect(404);
});
