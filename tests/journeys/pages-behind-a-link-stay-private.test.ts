import { expect, test } from 'vitest';
import { signatures } from '../../server/db/tables.ts';
import { tokenOf } from '../../server/signatures/signatures.ts';
import { sendAll } from '../../server/worker.ts';
import { anOpenLetter, aVisitor, linkIn, typed } from '../support/signing.ts';
import { aWorld } from '../support/world.ts';

test('pages behind a link are kept by nobody and told to nobody; pages of names are not for search engines', async () => {
  const world = await aWorld();
  const { letter } = await anOpenLetter(world);
  const visitor = aVisitor(world);
  await visitor.post(`/letters/${letter.slug}/signatures`, typed).expect(303);
  const [row] = await world.db.select().from(signatures);
  const token = tokenOf(world, row?.id ?? '');
  await visitor.post('/privacy', { email: typed.email }).expect(303);
  await sendAll(world);
  const held = linkIn(world.mailbox.at(-1)?.text).search;
  const confirm = `/letters/${letter.slug}/confirm?token=${token}`;
  const links = [`/my/${token}`, `/letters/${letter.slug}/reaffirm?token=${token}`, `/privacy/held${held}`];
  for (const path of [
    confirm,
    `/letters/${letter.slug}/signed`,
    ...links,
    `/privacy/held.json${held}`,
    `/privacy/erase${held}`,
  ]) {
    const { headers } = await visitor.get(path).expect(200);
    expect([path, headers['cache-control'], headers['referrer-policy']]).toEqual([
      ...[path, 'private, no-store', 'no-referrer'],
    ]);
  }
  await visitor.post(`/letters/${letter.slug}/confirm`, { token }).expect(303);
  const list = await visitor.get(`/letters/${letter.slug}/signatures`).expect(200);
  expect(list.text).toContain('Zoë Łukasz');
  expect(list.headers['x-robots-tag']).toBe('noindex');
  for (const path of links)
    expect((await visitor.get(path).expect(200)).headers['cache-control']).toBe('private, no-store');
});
