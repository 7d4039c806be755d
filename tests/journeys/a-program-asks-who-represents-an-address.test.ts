import supertest from 'supertest';
import { expect, test } from 'vitest';
import { zipDistricts } from '../../server/db/tables.ts';
import { countLookUp } from '../../server/districts/geocoder.ts';
import { anApp } from '../support/app.ts';
import { aGeocoder, answerOf, elmStreet } from '../support/geocoder.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aWorld } from '../support/world.ts';

const elm = '12 Elm St, Wooster, OH 44691';

async function aSite() {
  const geocoder = await aGeocoder(elmStreet);
  const world = await aWorld({ env: geocoder.env });
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) => void (await tx.insert(zipDistricts).values([{ zip: '44691', state: 'OH', district: 7 }])),
  );
  const site = supertest(anApp(world));
  const ask = (address: unknown) => site.post('/api/v1/lookup').send({ address });
  return { geocoder, world, people, site, ask };
}

test('an address has one answer, in the shape of a ZIP code’s', async () => {
  const { people, site, ask } = await aSite();
  const { body } = await ask(elm).expect(200).expect('Cache-Control', 'private, no-store');
  expect(body).toMatchObject({
    zip: '44691',
    state: 'OH',
    districts: [{ state: 'OH', district: 7 }],
    needsAddress: false,
    method: 'address',
  });
  expect(body.legislators.map(({ key }: { key: string }) => key)).toContain(people.okafor.key);
  const byZip = await site.get('/api/v1/lookup').query({ zip: '44691' }).expect(200);
  expect(byZip.body).toEqual({ ...body, method: 'zip' });
});

test('what fits several places has candidates; what is not known has what the ZIP code tells', async () => {
  const { geocoder, ask } = await aSite();
  geocoder.answer = answerOf(elmStreet, { ...elmStreet, code: '12', address: '12 ELM AVE' });
  expect((await ask(elm).expect(200)).body).toMatchObject({
    zip: null,
    districts: [{ district: 7 }, { district: 12 }],
    needsAddress: true,
    method: 'address',
  });
  geocoder.answer = answerOf();
  expect((await ask('PO Box 7, Wooster, OH 44691').expect(200)).body).toMatchObject({
    zip: '44691',
    districts: [{ state: 'OH', district: 7 }],
    method: 'zip',
  });
  expect((await ask('PO Box 7, Wooster').expect(200)).body).toEqual({
    ...{ zip: null, state: null, districts: [], legislators: [], vacancies: [], needsAddress: true, method: null },
  });
});

test('no answer is a 503 that says when to come back, and no address is no address', async () => {
  const { geocoder, ask } = await aSite();
  geocoder.answer = answerOf({ ...elmStreet, congress: 120 });
  const wrong = await ask(elm)
    .expect(503)
    .expect('Content-Type', /application\/problem\+json/);
  expect(wrong.headers['retry-after']).toBe('3600');
  expect(wrong.body).toMatchObject({ status: 503, type: 'urn:undersigned:geocoder-wrong-vintage' });
  geocoder.badly = (_, res) => res.writeHead(200).end('<html>');
  const away = await ask(elm).expect(503);
  expect(away.headers['retry-after']).toBe('60');
  expect(away.body.detail).not.toContain('Elm');
  geocoder.badly = null;
  const before = geocoder.asked.length;
  for (const address of ['', ' ', 7, null, 'x'.repeat(201), '12 Elm St\nWooster', undefined]) {
    const refused = await ask(address).expect(400);
    expect(refused.body.errors[0].path).toBe('address');
  }
  expect(geocoder.asked).toHaveLength(before);
  const unclear = await ask('x'.repeat(150)).expect(400);
  expect(unclear.body.errors[0]).toMatchObject({ path: 'address' });
});

test('a program that asks again and again is told to wait', async () => {
  const { geocoder, world, ask } = await aSite();
  for (let n = 0; n < 29; n += 1) await countLookUp(world, '127.0.0.1');
  await ask(elm).expect(200);
  await ask(elm).expect(429);
  expect(geocoder.asked).toHaveLength(1);
});
