import { PassThrough } from 'node:stream';
import pino from 'pino';
import supertest from 'supertest';
import { expect, test } from 'vitest';
import { messages, zipDistricts } from '../../server/db/tables.ts';
import { countLookUp } from '../../server/districts/geocoder.ts';
import { anApp, signedIn } from '../support/app.ts';
import { aGeocoder, answerOf, elmStreet } from '../support/geocoder.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aWorld } from '../support/world.ts';

const elm = { street: '12 Elm Street', city: 'Wooster', zip: '44691' };

async function aSite(different: Parameters<typeof aLetter>[1] = {}, logged: string[] = []) {
  const geocoder = await aGeocoder(elmStreet);
  const world = await aWorld({ env: geocoder.env });
  const sink = new PassThrough();
  sink.on('data', (chunk) => logged.push(String(chunk)));
  world.log = pino({ level: 'trace' }, sink);
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) =>
      void (await tx.insert(zipDistricts).values([
        { zip: '44691', state: 'OH', district: 4 },
        { zip: '44691', state: 'OH', district: 7 },
        { zip: '78250', state: 'TX', district: 20 },
        { zip: '78250', state: 'TX', district: 23 },
        { zip: '02903', state: 'RI', district: 2 },
      ])),
  );
  const { letter } = await aLetter(world, different);
  const site = supertest(anApp(world));
  const at = `/letters/${letter.slug}/write`;
  const write = (query: Record<string, string> = {}) => site.get(at).query(query);
  const find = (fields: Record<string, string>) => site.post(`${at}/address`).type('form').send(fields);
  return { geocoder, world, people, letter, site, at, write, find, logged };
}

test('a ZIP code across a line, a street address, and a message that says how the district is known', async () => {
  const logged: string[] = [];
  const { geocoder, world, people, site, at, write, find } = await aSite(
    { openToBodies: ['us-house', 'us-senate', 'example-city-council'] },
    logged,
  );
  const asks = await write({ zip: '44691' }).expect(200);
  expect(asks.text).toContain('Which district of Ohio do you vote in?');
  expect(asks.text).toContain('It is not kept here.');
  expect(asks.text).toContain('Or choose your district');
  expect(asks.text).not.toContain('Okafor</a></h3>');

  const moved = await find(elm).expect(303);
  const to = new URL(moved.headers['location'] ?? '', 'http://here');
  expect([...to.searchParams.keys()]).toEqual(['zip', 'found']);
  expect(decodeURIComponent(to.href)).not.toMatch(/elm|wooster/i);
  const board = await site.get(to.pathname + to.search).expect(200);
  expect(board.text).toContain('ZIP code 44691: Ohio’s 7th district');
  expect(board.text).toContain('Found by your street address with the U.S. Census Bureau. The address was not kept.');
  expect(board.text).toContain('Write to Representative Okafor');

  // It goes along to the page of each legislator and back.
  const found = to.searchParams.get('found') ?? '';
  const page = await site.get(`${at}/${people.okafor.key}`).query({ zip: '44691', found }).expect(200);
  expect(page.text).toContain(`name="found" value="${found}"`);
  const council = await site.get(`${at}/member`).query({ member: people.park.key, zip: '44691', found }).expect(303);
  expect(council.headers['location']).toContain(`found=${found}`);
  await site
    .post(`${at}/${people.park.key}/send`)
    .type('form')
    .send({ zip: '44691', found, name: 'Ana Lu', email: 'ana@mail.example', subject: 'Rivers', text: 'Please sign.' })
    .expect(303);
  expect(await world.db.select().from(messages)).toMatchObject([
    { homeState: 'OH', homeDistrict: '7', lookup: 'address', zip: '44691' },
  ]);

  // Changed, of another ZIP code, or over: it is as if there were none.
  for (const other of [`${found.slice(0, -3)}AAA`, 'x', 'x'.repeat(2000)])
    expect((await write({ zip: '44691', found: other }).expect(200)).text).toContain('Which district of Ohio');
  expect((await write({ zip: '78250', found }).expect(200)).text).toContain('Which district of Texas');
  world.pass({ hours: 25 });
  expect((await write({ zip: '44691', found }).expect(200)).text).toContain('Which district of Ohio');

  expect(geocoder.asked).toHaveLength(1);
  expect(logged.join('')).toContain('/write/address');
  expect(logged.join('')).not.toMatch(/elm|wooster|44691/i);
});

test.each<[string, (geocoder: Awaited<ReturnType<typeof aGeocoder>>) => void, RegExp]>([
  ['is not known', (geocoder) => (geocoder.answer = answerOf()), /does not know this address/],
  [
    'comes with another Congress',
    (geocoder) => (geocoder.answer = answerOf({ ...elmStreet, congress: 120 })),
    /districts of another Congress/,
  ],
  ['breaks', (geocoder) => (geocoder.badly = (_, res) => res.writeHead(503).end('<html>')), /gave no answer/],
  ['is empty', (geocoder) => (geocoder.badly = (_, res) => res.writeHead(200).end()), /gave no answer/],
])('an answer that %s leads to the choice of candidates', async (_, happens, words) => {
  const { geocoder, at, write, find } = await aSite();
  happens(geocoder);
  const page = await find(elm).expect(200).expect('Cache-Control', 'private, no-store');
  expect(page.text).toMatch(words);
  expect(page.text).toContain('or choose your district below.');
  expect(page.text).toContain('value="12 Elm Street"');
  expect(page.text).toContain(`${at}?zip=44691&amp;state=OH&amp;district=7`);
  const chosen = await write({ zip: '44691', state: 'OH', district: '7' }).expect(200);
  expect(chosen.text).toContain('As you chose it.');
  expect(chosen.text).toContain('Write to Representative Okafor');
});

test('what is typed badly is told at its field and asks nobody', async () => {
  const { geocoder, find } = await aSite();
  const empty = await find({ ...elm, street: ' ' }).expect(422);
  expect(empty.text).toContain('href="#street"');
  expect(empty.text).toContain('Which district of Ohio do you vote in?');
  for (const zip of ['', '4469']) {
    const zipless = await find({ ...elm, zip }).expect(422);
    expect(zipless.text).toContain('href="#zip"');
    expect(zipless.text).toContain('value="12 Elm Street"');
  }
  expect(geocoder.asked).toHaveLength(0);
  geocoder.badly = (_, res) => res.writeHead(400).end('{"errors":["Specify House number and Street name"]}');
  expect((await find(elm).expect(422)).text).toContain('needs a house number and a street');
});

test('an address that fits several places asks which, without its words in an address of ours', async () => {
  const { geocoder, site, find } = await aSite();
  geocoder.answer = answerOf(elmStreet, { ...elmStreet, code: '04', address: '12 ELM AVE, WOOSTER, OH, 44691' });
  const page = await find(elm).expect(200);
  expect(page.text).toContain('Several places fit this address.');
  const links = [...page.text.matchAll(/<a href="([^"]*found=[^"]*)">([^<]*)</g)];
  expect(links.map(([, , label]) => label)).toEqual([
    '12 ELM ST, WOOSTER, OH, 44691',
    '12 ELM AVE, WOOSTER, OH, 44691',
  ]);
  const [, href = ''] = links[1] ?? [];
  const board = await site.get(href.replaceAll('&amp;', '&')).expect(200);
  expect(board.text).toContain('Ohio’s 4th district');
});

test('somebody who asks again and again is led on to the choice', async () => {
  const { geocoder, world, find } = await aSite();
  for (let n = 0; n < 30; n += 1) await countLookUp(world, '127.0.0.1');
  const page = await find(elm).expect(429);
  expect(geocoder.asked).toHaveLength(0);
  expect(page.text).toContain('Try again in an hour, or choose your district below.');
});

test('legislators of the state are found by the district that the Census names, and else picked', async () => {
  const { geocoder, people, write, find, site } = await aSite({ openToBodies: ['us-senate', 'ri-senate'] });
  const asks = await write({ zip: '02903' }).expect(200);
  expect(asks.text).toContain('Who represents you in the Rhode Island Senate?');
  expect(asks.text).toContain('Choose your member');
  const { district } = people.bright;
  const look = async (upper: string) => {
    geocoder.answer = answerOf({ fips: '44', code: '02', zip: '02903', upper });
    const moved = await find({ ...elm, zip: '02903' }).expect(303);
    return (await site.get(moved.headers['location'] ?? '').expect(200)).text;
  };
  const own = await look(`00${district}`);
  expect(own).toContain(`>${people.bright.title} ${people.bright.full}</a>`);
  expect(own).not.toContain('Choose your member');
  // No guess: a district that the roster does not have is told, and the member picked.
  const pick = await look('A District of Another Name');
  expect(pick).toContain('calls your district “A District of Another Name”');
  expect(pick).toContain('Choose your member');
});

test('places without senators, and post offices of the armed forces, are told plainly', async () => {
  const { write } = await aSite({ openToBodies: ['us-senate'] });
  const guam = await write({ zip: '96910' }).expect(200);
  expect(guam.text).toContain('Nobody who represents you sits in a body that this letter is open to.');
  expect(guam.text).toContain('Guam sends a delegate to the House');
  const puertoRico = await write({ state: 'PR' }).expect(200);
  expect(puertoRico.text).toContain('a resident commissioner');
  const military = await write({ zip: '09012' }).expect(200);
  expect(military.text).toContain('a post office of the armed forces');
  // The address of home is asked for, and not that of the post office.
  expect(military.text).not.toMatch(/id="zip" name="zip" value="09012"/);
});

test('an operator sees that answers are of another Congress, and which tables are in use', async () => {
  const { geocoder, world, find } = await aSite();
  const desk = await signedIn(world, { name: 'Ada', email: 'ada@rivers.example', admin: true });
  const before = await desk.get('/desk/site').expect(200);
  expect(before.text).toContain('the districts of Congress 119 (ACS2025_Current)');
  expect(before.text).not.toContain('class="warning"');
  geocoder.answer = answerOf({ ...elmStreet, congress: 120 });
  await find(elm).expect(200);
  expect((await desk.get('/desk/site').expect(200)).text).toContain(
    'It answered with 120th Congressional Districts instead.',
  );
});
