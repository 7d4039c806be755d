import { expect, test } from 'vitest';
import { anOpenLetter, aVisitor, linkIn, newestMail, seenIn, tokenIn, typed } from '../support/signing.ts';
import { aWorld } from '../support/world.ts';

test('A signer who has written to an office is not asked to write to it again', async () => {
  const world = await aWorld();
  const { letter, people } = await anOpenLetter(world, { openToBodies: ['us-house'] });
  const visitor = aVisitor(world);
  const sign = { ...typed, write: 'yes', words: 'My well is near.' };
  await visitor.post(`/letters/${letter.slug}/signatures`, sign).expect(303);
  const token = tokenIn(linkIn(await newestMail(world)));
  const shown = await visitor.get(`/letters/${letter.slug}/confirm?token=${token}`).expect(200);
  await visitor.post(`/letters/${letter.slug}/confirm`, { token, seen: seenIn(shown.text) }).expect(303);

  const own = (await visitor.get(`/my/${token}`).expect(200)).text;
  expect(own).toContain('Write to Representative Okafor');
  const my = /name="my" value="([^"]+)"/.exec(own)?.[1];
  const way = `/letters/${letter.slug}/write/${people.okafor.key}/way`;
  const page = (await visitor.post(`/letters/${letter.slug}/write/${people.okafor.key}`, { zip: '44691', my })).text;
  expect(page).toContain('with the address that you confirmed.');
  await visitor.post(way, { done: 'form', zip: '44691', my }).expect(303);

  const after = (await visitor.get(`/my/${token}`).expect(200)).text;
  expect(after).not.toContain('Write to Representative Okafor');
  expect(after).toContain('Done by you');
  expect(after).toContain('Find my legislators');
});
