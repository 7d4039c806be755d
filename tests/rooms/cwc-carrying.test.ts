/** Handing messages to the service of Congress: each arrives once, and what does not arrive is said. */
import { Writable } from 'node:stream';
import { asc, eq } from 'drizzle-orm';
import pino from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { isMaintained } from '../../server/carriers/cwc/carrying.ts';
import {
  type CwcEnded,
  cancelCwc,
  carryDue,
  checkService,
  countDeliveries,
  cwcOpen,
  forgetCwc,
  listStandings,
  queueCwc,
  readOffices,
  readOfficesDue,
  validateCwc,
} from '../../server/carriers/cwc/cwc.ts';
import { cwcChambers, cwcDeliveries, cwcOffices } from '../../server/db/tables.ts';
import { type Asked, aCwcService, type CwcService, KEYS, withOffices } from '../support/cwc.ts';
import { aLegislature, type Row } from '../support/invented/legislature.ts';
import { aLetter, type CampaignRow, type LetterRow } from '../support/invented/letters.ts';
import { aServer } from '../support/process.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

/** Long enough for a busy machine; those who wait for what never comes wait less. */
const quick = { patience: 10_000, apart: 0 };
const IMPATIENT = 400;

let service: CwcService;
let world: TestWorld;
let okafor: Row;
let rivera: Row;
let letter: LetterRow;
let campaign: CampaignRow;
let ended: CwcEnded[];
let logged: string;
beforeEach(async () => {
  service = await aCwcService();
  world = await aWorld({ env: service.env });
  ({ okafor, rivera } = await aLegislature(world));
  ({ letter, campaign } = await aLetter(world, { topic: 'Law' }));
  await withOffices(world, 'HOH07', 'SNM01');
  ended = [];
  logged = '';
  const keep = new Writable({
    write: (line, _, done) => {
      logged += line;
      done();
    },
  });
  world.log = pino({ level: 'trace' }, keep);
});

const queue = (legislator: Row, ...messageIds: string[]) =>
  world.db.transaction(async (tx) => {
    for (const messageId of messageIds)
      await queueCwc(tx, world, {
        ...{ messageId, legislator, letter, campaign, ask: 'request', email: 'ana@mail.example', responseWanted: true },
        details: {
          ...{ prefix: 'Ms.', first: 'Ana', last: 'Rivera', street: '12 Elm St', city: 'Wooster', zip: '44691' },
          ...{ state: legislator.state ?? '', phone: '' },
        },
        ...{ subject: 'Please sign the letter', statement: 'I ask you to sign.', own: '' },
      });
  });
const carry = (patience = quick.patience) =>
  carryDue(world, async (_, one) => void ended.push(one), { ...quick, patience });
const rows = () => world.db.select().from(cwcDeliveries).orderBy(asc(cwcDeliveries.messageId));
const only = async () => {
  const [row] = await rows();
  if (!row) throw new Error('no delivery');
  return row;
};
const answering =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  ({ res }: Asked) =>
    res.writeHead(status, headers).end(body);

test('a message goes to its chamber as XML, is marked with its listener, and nothing of it stays', async () => {
  await queue(okafor, 'one');
  await queue(rivera, 'two');
  expect(await carry()).toBe(2);
  expect(service.asked.map(({ path, type }) => [path, type])).toEqual([
    ['message', 'application/xml'],
    ['message', 'application/xml'],
  ]);
  for (const { body } of service.asked) expect(validateCwc(body)).toEqual([]);
  expect(service.asked.map(({ req }) => req.url?.split('?')[0]).sort()).toEqual(['/house/message', '/senate/message']);
  expect(ended).toHaveLength(2);
  expect(ended).toContainEqual({ messageId: 'one', outcome: 'sent', problem: null });
  for (const row of await rows()) expect(row).toMatchObject({ state: 'delivered', content: null, problem: null });
  expect(await carry()).toBe(0);
  expect(service.asked).toHaveLength(2);
  expect(logged).toBe('');
});

test('what the listener does and the end of the delivery are one', async () => {
  await queue(okafor, 'one');
  await expect(
    carryDue(
      world,
      async () => {
        throw new Error('full');
      },
      quick,
    ),
  ).rejects.toThrow('full');
  expect(await only()).toMatchObject({ state: 'sending' });
  world.pass({ minutes: 3 });
  // The service has it by now, and says so.
  expect(await carry()).toBe(1);
  expect(ended).toEqual([{ messageId: 'one', outcome: 'sent', problem: null }]);
  expect([...service.taken.values()]).toEqual([1]);
});

test.each<[string, number, string, RegExp]>([
  [
    'a field of the writer’s',
    400,
    '<Errors><Error>City: the length is too short</Error></Errors>',
    /did not take the city$/,
  ],
  [
    'several',
    400,
    '{"errors":["Zip is invalid","Prefix not in list"]}',
    /did not take the form of address and the ZIP code$/,
  ],
  ['nothing that is known', 400, '', /did not take the message$/],
  ['unprocessable', 422, 'ConstituentMessage too long', /did not take your text$/],
  ['an office that is closed', 400, 'MemberOffice is not active', /takes no messages for this office at the moment$/],
  ['an office that is not there', 404, '', /takes no messages for this office at the moment$/],
])('refused for good, and said in words: %s', async (_, status, body, problem) => {
  await queue(okafor, 'one');
  service.badly = answering(status, body);
  await carry();
  expect(ended).toEqual([{ messageId: 'one', outcome: 'failed', problem: expect.stringMatching(problem) }]);
  expect(await only()).toMatchObject({ state: 'failed', content: null, problem: ended[0]?.problem });
  world.pass({ days: 1 });
  expect(await carry()).toBe(0);
  expect(ended).toHaveLength(1);
  // Whom the service does not know is not offered until it is listed again.
  const closed = /office/.test(String(problem));
  expect(await cwcOpen(world.db, world.settings, okafor, letter, world.now())).toBe(!closed);
});

test('409 says that the office has it already', async () => {
  await queue(okafor, 'one');
  service.badly = answering(409, 'Duplicate');
  await carry();
  expect(ended).toEqual([{ messageId: 'one', outcome: 'sent', problem: null }]);
  expect(await only()).toMatchObject({ state: 'delivered' });
});

test.each<[string, CwcService['badly']]>([
  ['it is busy', answering(500, 'oops')],
  ['it is down for the night', answering(503, '<html>Maintenance</html>')],
  ['a page comes in the place of an answer', answering(200, '<!DOCTYPE html><html><body>Welcome</body></html>')],
  ['a page says that nothing is there', answering(404, '<html>Not found</html>')],
  ['it hangs', () => true],
  ['it hangs amid its answer', ({ res }) => res.writeHead(200).write('<Ok')],
  ['it breaks off', ({ res }) => res.destroy()],
  ['it never ends', ({ res }) => res.writeHead(200).end('x'.repeat(300_000))],
])('tried again later under the same name: %s', async (_, badly) => {
  await queue(okafor, 'one');
  service.badly = badly;
  await carry(IMPATIENT);
  expect(ended).toEqual([]);
  expect(await only()).toMatchObject({ state: 'waiting', attempts: 1 });
  expect(await carry(), 'not at once').toBe(0);
  service.badly = null;
  world.pass({ minutes: 1 });
  expect(await carry()).toBe(1);
  expect(ended).toEqual([{ messageId: 'one', outcome: 'sent', problem: null }]);
  expect(new Set(service.asked.map(({ id }) => id)).size).toBe(1);
});

test('the pauses grow, and after two days it is given up', async () => {
  await queue(rivera, 'one');
  service.badly = answering(503);
  const began = world.now();
  const pauses: number[] = [];
  while ((await only()).state === 'waiting') {
    const { dueAt } = await only();
    pauses.push((dueAt.getTime() - world.now().getTime()) / 60_000);
    world.at(dueAt.toISOString());
    await carry();
  }
  expect(pauses.slice(0, 9)).toEqual([0, 1, 2, 4, 8, 16, 32, 60, 60]);
  const days = (world.now().getTime() - began.getTime()) / 86_400_000;
  expect(days).toBeGreaterThan(1.8);
  expect(days).toBeLessThan(2.1);
  expect(ended).toEqual([
    { messageId: 'one', outcome: 'failed', problem: 'the Senate’s mail service could not be reached for two days' },
  ]);
});

test('a refused key rests the chamber, fails no message, and is told to whoever runs the site', async () => {
  await queue(okafor, 'one', 'two', 'three');
  await queue(rivera, 'four');
  service.badly = (asked) => (asked.req.url?.startsWith('/house') ? answering(401)(asked) : false);
  await carry();
  expect(ended, 'the other chamber goes on').toEqual([{ messageId: 'four', outcome: 'sent', problem: null }]);
  const waiting = (await rows()).filter(({ chamber }) => chamber === 'house');
  for (const row of waiting) expect(row).toMatchObject({ state: 'waiting', attempts: 0 });
  const [house] = await listStandings(world.db, world.settings, world.now());
  expect(house).toMatchObject({ chamber: 'house', problem: 'the House’s mail service refused the key (401)' });
  expect(house?.restsUntil).toEqual(new Date(world.now().getTime() + 3_600_000));
  expect(await cwcOpen(world.db, world.settings, okafor, letter, world.now()), 'not offered meanwhile').toBe(false);
  const before = service.asked.length;
  world.pass({ minutes: 59 });
  expect(await carry()).toBe(0);
  expect(service.asked).toHaveLength(before);
  service.badly = null;
  world.pass({ minutes: 1 });
  await carry();
  expect(ended.map(({ outcome }) => outcome)).toEqual(['sent', 'sent', 'sent', 'sent']);
  const [mended] = await listStandings(world.db, world.settings, world.now());
  expect(mended).toMatchObject({ restsUntil: null, problem: '' });
});

test.each([
  ['the agent’s name', 400, 'DeliveryAgent is not registered'],
  ['the way it is asked', 405, ''],
  ['where it is asked', 301, ''],
])('what the operator has to mend fails no message: %s', async (_, status, body) => {
  await queue(okafor, 'one');
  service.badly = answering(status, body, { Location: 'https://elsewhere.example' });
  await carry();
  expect(ended).toEqual([]);
  expect(await only()).toMatchObject({ state: 'waiting', attempts: 0 });
  expect((await listStandings(world.db, world.settings, world.now()))[0]?.problem).not.toBe('');
});

test('asked to wait, the chamber waits as long as it was told', async () => {
  await queue(okafor, 'one', 'two');
  service.badly = answering(429, '', { 'Retry-After': '600' });
  await carry();
  const asked = service.asked.length;
  world.pass({ minutes: 9 });
  expect(await carry()).toBe(0);
  expect(service.asked).toHaveLength(asked);
  expect(await cwcOpen(world.db, world.settings, okafor, letter, world.now()), 'still offered').toBe(true);
  service.badly = null;
  world.pass({ minutes: 1 });
  expect(await carry()).toBe(2);
  expect(ended).toHaveLength(2);
});

test('the House’s service is closed from midnight to six in Washington, in winter and in summer', async () => {
  for (const [moment, closed] of [
    ['2026-11-22T04:59:59Z', false],
    ['2026-11-22T05:00:00Z', true],
    ['2026-11-22T10:59:59Z', true],
    ['2026-11-22T11:00:00Z', false],
    ['2026-07-01T04:00:00Z', true],
    ['2026-07-01T10:00:00Z', false],
  ] as const) {
    expect(isMaintained('house', new Date(moment)), moment).toBe(closed);
    expect(isMaintained('senate', new Date(moment))).toBe(false);
  }
  await queue(okafor, 'one');
  await queue(rivera, 'two');
  world.at('2026-11-23T06:00:00Z');
  await carry();
  expect(ended.map(({ messageId }) => messageId)).toEqual(['two']);
  expect(await world.db.select().from(cwcDeliveries).where(eq(cwcDeliveries.messageId, 'one'))).toMatchObject([
    { state: 'waiting', attempts: 0 },
  ]);
  world.at('2026-11-23T11:00:00Z');
  await carry();
  expect(ended.map(({ messageId }) => messageId)).toEqual(['two', 'one']);
});

test('an office that has left the list since gets nothing more, and the writer is told', async () => {
  await queue(okafor, 'one');
  await world.db.transaction(async (tx) => void (await tx.delete(cwcOffices)));
  await carry();
  expect(service.asked).toEqual([]);
  expect(ended).toMatchObject([{ outcome: 'failed', problem: expect.stringContaining('for this office') }]);
});

test('no more than five messages begin in a second', async () => {
  await queue(okafor, ...Array.from({ length: 6 }, (_, n) => `m${n}`));
  const began = performance.now();
  await carryDue(world, async () => {}, { ...quick, apart: 200 });
  expect(performance.now() - began).toBeGreaterThan(990);
  expect(service.taken.size).toBe(6);
});

test('two at once hand over each message once', async () => {
  await queue(okafor, ...Array.from({ length: 30 }, (_, n) => `m${n}`));
  await Promise.all([carry(), carry(), carry()]);
  await carry();
  expect(service.asked).toHaveLength(30);
  expect(ended).toHaveLength(30);
  expect(new Set(ended.map(({ messageId }) => messageId)).size).toBe(30);
});

test('a message is taken back while it waits, and not once it is on its way', async () => {
  await queue(okafor, 'one', 'two');
  const cancel = (id: string) => world.db.transaction((tx) => cancelCwc(tx, id));
  expect(await cancel('one')).toBe(true);
  expect(await cancel('one')).toBe(false);
  let during: Promise<boolean> | null = null;
  service.badly = async () => {
    during = cancel('two');
    await during;
    return false;
  };
  await carry();
  expect(await during).toBe(false);
  expect(ended).toEqual([{ messageId: 'two', outcome: 'sent', problem: null }]);
});

test('nothing of a message stays whose sender vanished and never came back', async () => {
  await queue(okafor, 'one');
  await world.db.transaction(async (tx) => void (await tx.update(cwcDeliveries).set({ state: 'sending' })));
  world.settings = { ...world.settings, cwc: null };
  world.pass({ days: 14, minutes: 1 });
  await forgetCwc(world, async (_, one) => void ended.push(one));
  expect(ended).toMatchObject([{ messageId: 'one', outcome: 'failed' }]);
  expect(await rows()).toMatchObject([{ state: 'failed', content: null }]);
});

test('what waited for two weeks is given up, with the service off too; what ended is forgotten in time', async () => {
  await queue(okafor, 'one');
  await queue(rivera, 'two');
  await carryDue(world, async (_, one) => void ended.push(one), quick);
  await queue(okafor, 'three');
  const { cwc } = world.settings;
  world.settings = { ...world.settings, cwc: null };
  const forget = () => forgetCwc(world, async (_, one) => void ended.push(one));
  world.pass({ days: 14 });
  await forget();
  expect(ended).toHaveLength(2);
  world.pass({ minutes: 1 });
  await forget();
  expect(ended[2]).toEqual({
    messageId: 'three',
    outcome: 'failed',
    problem: 'it could not be handed over within 14 days',
  });
  expect(await rows()).toHaveLength(3);
  world.settings = { ...world.settings, cwc };
  world.pass({ days: 77 });
  await forget();
  expect((await rows()).map(({ messageId }) => messageId)).toEqual(['three']);
});

test('neither the key nor anything of a message is in the log or in what is told', async () => {
  const conducts: CwcService['badly'][] = [
    answering(401, `apikey ${KEYS.house}`),
    answering(400, 'City Wooster is too short for ana@mail.example'),
    answering(500),
    ({ res }) => res.destroy(),
    () => true,
    answering(302, '', { Location: `https://elsewhere.example?apikey=${KEYS.house}` }),
  ];
  for (const [n, badly] of conducts.entries()) {
    await queue(okafor, `m${n}`);
    service.badly = badly;
    await carry(IMPATIENT);
    await readOffices(world, 'house', IMPATIENT);
    world.pass({ days: 1 });
  }
  service.badly = (asked) =>
    answering(500, `no ${asked.req.url?.startsWith('/house') ? KEYS.house : KEYS.senate}`)(asked);
  await readOfficesDue(world);
  const told = JSON.stringify([
    await checkService(world),
    await listStandings(world.db, world.settings, world.now()),
    await countDeliveries(world.db),
    ended,
  ]);
  expect(logged).toContain('a message was not taken');
  expect(logged).toContain('the list of offices could not be read');
  for (const secret of [KEYS.house, KEYS.senate, 'apikey=', 'Wooster', 'ana@mail', 'Rivera', '44691']) {
    expect(logged).not.toContain(secret);
    expect(told).not.toContain(secret);
  }
});

test.each([
  ['JSON, a list of codes', '["HOH07","HAK00","HXX","SNM01"]'],
  ['JSON, a list of records', '{"offices":[{"code":"HOH07","name":"Office of Ben Okafor"},{"code":" HAK00 "}]}'],
  ['JSON, codes as names', '{"HOH07":true,"HAK00":true}'],
  ['XML, elements', '<?xml version="1.0"?><Offices><Office>HOH07</Office><Office>HAK00</Office></Offices>'],
  [
    'XML, records',
    '<Offices><Office><Code>HOH07</Code><Name>x</Name></Office><Office><Code>HAK00</Code></Office></Offices>',
  ],
  ['XML, attributes', '<Offices><Office code="HOH07"/><Office code="HAK00"/></Offices>'],
])('a list of offices is read: %s', async (_, list) => {
  service.offices.house = list;
  expect(await readOffices(world, 'house')).toEqual({ chamber: 'house', offices: 2 });
  const offices = await world.db.select().from(cwcOffices).orderBy(asc(cwcOffices.office));
  expect(offices.map(({ office }) => office)).toEqual(['HAK00', 'HOH07', 'SNM01']);
});

test.each<[string, CwcService['badly'], string, RegExp]>([
  ['empty', null, '[]', /listed no office/],
  ['of no known form', null, 'HOH07 HAK00', /listed no office/],
  ['a page', null, '<html><body>HOH07</body></html>', /gave no list/],
  ['refused', answering(403), '', /refused the key \(403\)/],
  ['broken', answering(500), '', /answered 500/],
  ['cut off', null, '["HOH07","HAK', /listed no office/],
  ['silent', () => true, '', /could not be reached .*\(TIMEOUT\)/],
])('a list that cannot be used leaves the one before: %s', async (_, badly, list, problem) => {
  service.badly = badly;
  service.offices.house = list;
  expect(await readOffices(world, 'house', 300)).toEqual({ chamber: 'house', problem: expect.stringMatching(problem) });
  expect(await world.db.$count(cwcOffices)).toBe(2);
  expect(await cwcOpen(world.db, world.settings, okafor, letter, world.now())).toBe(true);
});

test('half a list is none', async () => {
  const all = Array.from({ length: 40 }, (_, n) => `HCA${String(n + 1).padStart(2, '0')}`);
  service.offices.house = JSON.stringify(all);
  await readOffices(world, 'house');
  service.offices.house = JSON.stringify(all.slice(0, 19));
  expect(await readOffices(world, 'house')).toMatchObject({
    problem: expect.stringContaining('19 offices where there were 40'),
  });
  service.offices.house = JSON.stringify(all.slice(0, 20));
  expect(await readOffices(world, 'house')).toMatchObject({ offices: 20 });
});

test('the lists are read once a day, after a failure an hour later, and not while the service is closed', async () => {
  service.offices = { house: '["HOH07"]', senate: '["SNM01"]' };
  await world.db.transaction(async (tx) => void (await tx.delete(cwcChambers)));
  const readings = async () => {
    const before = service.asked.length;
    await readOfficesDue(world);
    return service.asked.slice(before).map(({ req }) => req.url?.split('/')[1]);
  };
  expect(await readings()).toEqual(['house', 'senate']);
  expect(await readings()).toEqual([]);
  world.at('2026-11-23T15:00:00Z');
  service.badly = answering(500);
  expect(await readings()).toEqual(['house', 'senate']);
  service.badly = null;
  world.pass({ minutes: 59 });
  expect(await readings()).toEqual([]);
  world.pass({ minutes: 1 });
  expect(await readings()).toEqual(['house', 'senate']);
  world.at('2026-11-25T07:00:00Z');
  expect(await readings()).toEqual(['senate']);
});

test('a check reads the offices and has an invented message checked, and delivers nothing', async () => {
  service.offices = { house: '["HAK00"]', senate: '["SNM01","SVT03"]' };
  const checks = await checkService(world);
  expect(checks).toMatchObject([
    { chamber: 'house', offices: { offices: 1 }, office: 'HAK00', status: 200, answer: 'valid' },
    { chamber: 'senate', offices: { offices: 2 }, office: 'SNM01', status: 200, answer: 'valid' },
  ]);
  expect(service.asked.map(({ path }) => path)).toEqual(['offices', 'validate', 'offices', 'validate']);
  for (const { body } of service.asked.filter(({ path }) => path === 'validate')) expect(validateCwc(body)).toEqual([]);
  expect(service.taken.size).toBe(0);
});

test('killed at any moment, the server doubles nothing and loses nothing', async () => {
  const many = 18;
  await queue(rivera, ...Array.from({ length: many }, (_, n) => `m${String(n).padStart(2, '0')}`));
  // The Senate's service knows no night. It takes a message, and answers a moment later: that is when the kills come.
  service.badly = async ({ res, id, path }) => {
    if (path !== 'message') return false;
    const known = service.taken.has(id);
    if (!known) service.taken.set(id, 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return res.writeHead(known ? 409 : 200).end();
  };
  service.offices.senate = '["SNM01"]';
  const open = async () => (await rows()).filter(({ state }) => state === 'waiting' || state === 'sending').length;
  for (const most of [4, 11, many]) {
    const { program } = await aServer(world, service.env);
    while (service.taken.size < most) await new Promise((resolve) => setTimeout(resolve, 20));
    if (most === many) while ((await open()) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    program.kill('SIGKILL');
    await new Promise((resolve) => program.once('exit', resolve));
    // Two minutes later, as far as what was in flight is concerned.
    await world.db.transaction(
      async (tx) =>
        void (await tx.update(cwcDeliveries).set({ dueAt: world.now() }).where(eq(cwcDeliveries.state, 'sending'))),
    );
  }
  expect(service.taken.size).toBe(many);
  const asked = service.asked.filter(({ path }) => path === 'message');
  expect(asked.length, 'some were in flight at a kill').toBeGreaterThan(many);
  for (const row of await rows()) expect(row).toMatchObject({ state: 'delivered', content: null });
});
