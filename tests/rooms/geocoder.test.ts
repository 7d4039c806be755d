/** Where a street address votes, asked of a server that answers as the Census geocoder does: well and badly. */
import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { geocode, usualLimits } from '../../server/districts/geocoder.ts';
import { geocoderStatus } from '../../server/districts/operating.ts';
import { pinnedOn } from '../../server/districts/vintage.ts';
import { aGeocoder, answerOf, elmStreet, matchOf, type Place } from '../support/geocoder.ts';
import { aWorld } from '../support/world.ts';

const elm = { street: '12 Elm St', city: 'Wooster', zip: '44691' };
const quick = { ...usualLimits, patience: 600, again: 10 };

async function asking(...places: Place[]) {
  const geocoder = await aGeocoder(...places);
  const logged: string[] = [];
  const world = await aWorld({ env: geocoder.env });
  world.log.warn = ((...told: unknown[]) => void logged.push(JSON.stringify(told))) as typeof world.log.warn;
  return { geocoder, world, logged, ask: (address = elm, limits = quick) => geocode(world, address, limits) };
}

test('one match tells the district, and the districts of the state’s own chambers', async () => {
  const { geocoder, world, ask } = await asking(elmStreet);
  expect(await ask()).toEqual({
    outcome: 'one',
    congress: 119,
    place: { zip: '44691', state: 'OH', district: 7, upper: '22', lower: '67' },
  });
  const [asked] = geocoder.asked;
  expect(asked?.pathname).toBe('/geocoder/geographies/address');
  expect(Object.fromEntries(asked?.searchParams ?? [])).toEqual({
    ...elm,
    benchmark: 'Public_AR_Current',
    vintage: 'ACS2025_Current',
    layers: 'all',
    format: 'json',
  });
  expect((await geocode(world, { line: '12 Elm St, Wooster, OH 44691' })).outcome).toBe('one');
  expect(geocoder.asked[1]?.pathname).toBe('/geocoder/geographies/onelineaddress');
});

test.each([
  ['at large', { fips: '50', code: '00' }, 'VT', 0],
  ['a delegate', { fips: '11', code: '98' }, 'DC', 0],
  ['the resident commissioner', { fips: '72', code: '98' }, 'PR', 0],
  ['a district with two digits', { fips: '06', code: '12' }, 'CA', 12],
])('%s', async (_, place, state, district) => {
  const { ask } = await asking(place);
  expect(await ask()).toMatchObject({ outcome: 'one', place: { state, district } });
});

test('an area that is in no district is no match', async () => {
  const { ask } = await asking({ fips: '39', code: 'ZZ' });
  expect(await ask()).toEqual({ outcome: 'none' });
});

test('several matches are one answer where the district is the same, and a question where it is not', async () => {
  const { geocoder, ask } = await asking(elmStreet, { ...elmStreet, address: '12 ELM AVE', upper: '27' });
  expect(await ask()).toMatchObject({ outcome: 'one', place: { district: 7, upper: null, lower: '67' } });
  geocoder.answer = answerOf(elmStreet, { ...elmStreet, code: '12' }, elmStreet);
  const answer = await ask();
  expect(answer.outcome === 'several' && answer.matches.map(({ place }) => place.district)).toEqual([7, 12]);
  geocoder.answer = answerOf(elmStreet, { ...elmStreet, address: '12 ELM AVE', code: '12' });
  expect(await ask()).toMatchObject({
    outcome: 'several',
    matches: [
      { address: '12 ELM ST, WOOSTER, OH, 44691', place: { district: 7 } },
      { address: '12 ELM AVE', place: { district: 12 } },
    ],
  });
  geocoder.answer = answerOf();
  expect(await ask()).toEqual({ outcome: 'none' });
});

describe('another Congress’s districts are never used', () => {
  test('by the name of the layer, by its session, or where there is none', async () => {
    const { geocoder, world, logged, ask } = await asking({ ...elmStreet, congress: 120 });
    expect(await ask()).toEqual({ outcome: 'wrong-vintage' });
    const session = matchOf(elmStreet);
    (session.geographies['119th Congressional Districts']?.[0] as Record<string, unknown>)['CDSESSN'] = '120';
    geocoder.answer = { result: { addressMatches: [session] } };
    expect(await ask()).toEqual({ outcome: 'wrong-vintage' });
    geocoder.answer = { result: { addressMatches: [{ ...session, geographies: { States: [] } }] } };
    expect(await ask()).toEqual({ outcome: 'wrong-vintage' });
    expect(logged).toHaveLength(3);
    expect(logged.join()).not.toMatch(/elm|wooster|44691/i);
    expect((await geocoderStatus(world)).alarm).toContain('120th Congressional Districts instead');
    world.pass({ hours: 25 });
    expect((await geocoderStatus(world)).alarm).toBe('');
  });

  test('the sets of boundaries follow the Congress that sits', async () => {
    const world = await aWorld();
    const on = (moment: string) => {
      world.at(moment);
      return pinnedOn(world);
    };
    expect(on('2026-03-01T12:00:00Z')).toEqual({ congress: 119, vintage: 'Current_Current' });
    expect(on('2026-11-22T12:00:00Z')).toEqual({ congress: 119, vintage: 'ACS2025_Current' });
    // Noon in Greenwich is seven in the morning in Washington; four in the morning is the day before.
    expect(on('2027-01-03T04:00:00Z')).toEqual({ congress: 119, vintage: 'ACS2025_Current' });
    expect(on('2027-01-03T12:00:00Z')).toEqual({ congress: 120, vintage: 'Current_Current' });
    expect(on('2028-11-01T12:00:00Z')).toEqual({ congress: 120, vintage: 'ACS2027_Current' });
  });

  test('one that was set by hand is asked for as it is, and told of before a new Congress', async () => {
    const world = await aWorld({ env: { CENSUS_VINTAGE: 'ACS2025_Current' } });
    world.at('2026-10-01T12:00:00Z');
    expect((await geocoderStatus(world)).alarm).toBe('');
    world.at('2026-11-22T12:00:00Z');
    expect((await geocoderStatus(world)).alarm).toContain('Congress 120 begins on January 3, 2027');
    world.at('2027-02-01T12:00:00Z');
    expect(pinnedOn(world)).toEqual({ congress: 120, vintage: 'ACS2025_Current' });
  });
});

describe('what cannot be used', () => {
  const say =
    (status: number, body: string, type = 'application/json') =>
    (_: unknown, res: ServerResponse) =>
      res.writeHead(status, { 'Content-Type': type }).end(body);
  const whole = JSON.stringify(answerOf(elmStreet));

  test.each<[string, (req: unknown, res: ServerResponse) => unknown, number]>([
    ['an empty answer', say(200, ''), 1],
    ['a web page', say(200, '<html><body>Service unavailable</body></html>', 'text/html'), 1],
    ['half an answer', say(200, whole.slice(0, 200)), 1],
    ['another JSON', say(200, '{"result":[]}'), 1],
    ['JSON that is nothing', say(200, 'null'), 1],
    ['a failure', say(500, 'no'), 2],
    ['a failure as a page', say(503, '<html>', 'text/html'), 2],
    ['too many', say(429, ''), 1],
    ['a hang', () => {}, 1],
    ['a broken line', (_, res) => res.destroy(), 1],
    ['half an answer and a hang', (_, res) => void res.writeHead(200).write(whole.slice(0, 100)), 1],
    ['an answer without end', (_, res) => void res.writeHead(200).end('x'.repeat(3 * 1024 * 1024)), 1],
    ['a way to elsewhere', (_, res) => res.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(), 1],
    ['a vintage that it does not know', say(400, '{"errors":["Invalid vintage ACS2025_Current"],"status":"400"}'), 1],
    ['a number of another state', say(200, JSON.stringify(answerOf({ fips: '39', code: '44' }))), 1],
    ['at large where there are districts', say(200, JSON.stringify(answerOf({ fips: '39', code: '00' }))), 1],
    ['a place of no state', say(200, JSON.stringify(answerOf({ fips: '99', code: '01' }))), 1],
    ['a code in another form', say(200, JSON.stringify(answerOf({ fips: '39', code: '7' }))), 1],
  ])('%s: unavailable, in time', async (_, badly, tries) => {
    const { geocoder, logged, ask } = await asking(elmStreet);
    geocoder.badly = badly;
    const started = performance.now();
    expect(await ask()).toEqual({ outcome: 'unavailable' });
    expect(performance.now() - started).toBeLessThan(1500);
    expect(geocoder.asked).toHaveLength(tries);
    expect(logged).toHaveLength(1);
    expect(logged.join()).not.toMatch(/elm|wooster|44691|street=/i);
  });

  test('a failure once is asked once more; what is not understood is not', async () => {
    const { geocoder, ask } = await asking(elmStreet);
    geocoder.badly = (_, res) => {
      geocoder.badly = null;
      res.writeHead(500).end();
    };
    expect((await ask()).outcome).toBe('one');
    expect(geocoder.asked).toHaveLength(2);
    expect(await ask({ ...elm, street: '' })).toEqual({ outcome: 'unclear' });
    expect(geocoder.asked).toHaveLength(3);
  });

  test('a server that is not there', async () => {
    const world = await aWorld({ env: { GEOCODER_URL: 'http://127.0.0.1:9/geocoder' } });
    expect(await geocode(world, elm, quick)).toEqual({ outcome: 'unavailable' });
  });
});

test('it is asked five times a second at most, and whoever would wait too long is told at once', async () => {
  const { geocoder, world } = await asking(elmStreet);
  const times: number[] = [];
  geocoder.badly = (_, res) => {
    times.push(performance.now());
    res.writeHead(200).end(JSON.stringify(geocoder.answer));
  };
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => geocode(world, elm)));
  const answered = outcomes.filter(({ outcome }) => outcome === 'one').length;
  expect(answered).toBeGreaterThanOrEqual(14);
  expect(answered).toBeLessThan(20);
  expect(outcomes.filter(({ outcome }) => outcome === 'unavailable')).toHaveLength(30 - answered);
  for (const [n, time] of times.entries()) {
    const fifth = times[n + 5];
    if (fifth) expect(fifth - time).toBeGreaterThan(900);
  }
});
