/** Bills and who is behind them: read from Congress.gov, as it answers and as it should not, and from tables. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { Invalid, NotAllowed, NotFound, Refused } from '../../server/basics/errors.ts';
import {
  activeSponsors,
  addReadBill,
  addTypedBill,
  type BillForm,
  type BillSource,
  editBill,
  findBill,
  findBillsNamed,
  importBill,
  listCampaignBills,
  moveBill,
  refreshBills,
  removeBill,
} from '../../server/bills/bills.ts';
import { legislators } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import { addFormer } from '../../server/legislators/former.ts';
import { findLegislator, listByKeys, listServing } from '../../server/legislators/legislators.ts';
import { importRoster } from '../../server/legislators/load/load.ts';
import { type Answers, aCongress, answersOf, type Congress, KEY, serving, told } from '../support/congress.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aCampaign } from '../support/invented/letters.ts';
import { aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-bills-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Patience for tests: short, so that a slow server is soon given up. */
const limits = { patience: 300, whole: 2000, pauses: [5, 5], largest: 300_000 };

const form: BillForm = {
  number: { type: 'hr', number: 1234 },
  congress: 119,
  title: 'A bill on rivers',
  introduced: '2025',
  summary: 'Would keep rivers clean.',
  source: 'typed by hand',
};

/** A campaign with H.R. 1234 of the 119th Congress, and Congress.gov on this machine that tells of it. */
async function aStory(cosponsors?: (people: Awaited<ReturnType<typeof aLegislature>>) => ReturnType<typeof told>[]) {
  const seed = await aWorld();
  const people = await aLegislature(seed);
  const answers = answersOf(people.okafor, cosponsors?.(people) ?? [told(people.nguyen), told(people.celik)]);
  const congress = await aCongress(answers);
  const { congressApiUrl, congressApiKey } = { congressApiUrl: congress.env.CONGRESS_API_URL, congressApiKey: KEY };
  const world = Object.assign(seed, { settings: { ...seed.settings, congressApiUrl, congressApiKey } });
  const campaign = await aCampaign(world);
  const organizer = aViewer(campaign.id, 'organizer');
  const bill = await addTypedBill(world, organizer, campaign.id, form);
  const read = (source: BillSource, more: { dryRun?: boolean } = {}) =>
    importBill(world, organizer, campaign.id, bill.id, source, { limits, ...more });
  const now = async () => {
    const found = await findBill(world.db, bill.id);
    if (!found) throw new Error('The bill is gone.');
    return found;
  };
  return { world, people, congress, campaign, organizer, bill, read, now };
}

/** Both answers in one text, as somebody may save them. */
const asText = (answers: Answers): BillSource => ({ kind: 'text', text: JSON.stringify(answers) });

describe('reading Congress.gov', () => {
  test('title, day, sponsor and cosponsors come from its answers; the key goes in the header alone', async () => {
    const { world, people, congress, campaign, read, now, bill } = await aStory();
    const report = await read({ kind: 'congress' });
    expect(report).toMatchObject({ applied: true, problems: [], cosponsors: 2, gone: [], withdrawn: [], former: [] });
    expect(report.added.map(({ key }) => key)).toEqual([people.okafor.key, people.nguyen.key, people.celik.key]);
    expect(report.added[0]?.name).toBe('Ben Okafor (OH-7)');
    expect(report.changed).toEqual(['Title: Clean Rivers Act', 'Introduced: February 11, 2025']);
    const after = await now();
    expect(after).toMatchObject({ title: 'Clean Rivers Act', introduced: '2025-02-11', summary: form.summary });
    expect(after).toMatchObject({
      checkedAt: world.now(),
      checkedFrom: `${congress.env.CONGRESS_API_URL}/bill/119/hr/1234`,
    });
    expect(after.sponsors.map(({ legislator, role, day, original }) => [legislator, role, day, original])).toEqual([
      [people.okafor.key, 'sponsor', '2025-02-11', true],
      [people.nguyen.key, 'cosponsor', '2025-03-04', false],
      [people.celik.key, 'cosponsor', '2025-03-04', false],
    ]);
    expect(congress.asked).toEqual([
      '/v3/bill/119/hr/1234?format=json',
      '/v3/bill/119/hr/1234/cosponsors?format=json&limit=250&offset=0',
    ]);
    const [imported] = await listHistory(world.db, 'bill', bill.id);
    expect(imported).toMatchObject({ deed: 'imported', campaignId: campaign.id, detail: { added: { length: 3 } } });
  });

  test('the same again changes nothing but the moment it was read', async () => {
    const { world, read, now, bill } = await aStory();
    await read({ kind: 'congress' });
    const first = await now();
    world.pass({ hours: 5 });
    expect(await read({ kind: 'congress' })).toMatchObject({ applied: true, added: [], changed: [], cosponsors: 2 });
    expect(await now()).toEqual({ ...first, checkedAt: world.now() });
    expect((await listHistory(world.db, 'bill', bill.id)).map(({ deed }) => deed)).toEqual(['imported', 'added']);
  });

  test('more than a page of cosponsors is read by its offset', async () => {
    const key = (n: number) => `Z${String(n).padStart(6, '0')}`;
    const { congress, read, now } = await aStory(({ nguyen }) =>
      Array.from({ length: 430 }, (_, n) => told({ ...nguyen, key: key(n), first: `Member${n}` })),
    );
    const report = await read({ kind: 'congress' });
    expect([report.problems, report.cosponsors, report.former.length]).toEqual([[], 430, 430]);
    expect(congress.asked.slice(1)).toEqual(
      [0, 250].map((offset) => `/v3/bill/119/hr/1234/cosponsors?format=json&limit=250&offset=${offset}`),
    );
    expect((await now()).sponsors).toHaveLength(431);
  });

  test('who withdraws stays on the list with the day, and may come back', async () => {
    const { people, congress, read, now } = await aStory();
    await read({ kind: 'congress' });
    const withdrew = { sponsorshipWithdrawnDate: '2025-06-01' };
    congress.answers = answersOf(people.okafor, [told(people.nguyen, '2025-03-04', withdrew), told(people.celik)]);
    expect(await read({ kind: 'congress' })).toMatchObject({
      withdrawn: [{ key: people.nguyen.key, day: '2025-06-01' }],
      ...{ added: [], gone: [], changed: [], cosponsors: 1 },
    });
    expect(activeSponsors(await now()).map((one) => one.legislator)).toEqual([people.okafor.key, people.celik.key]);
    // Joined again: the list then has both.
    const again = told(people.nguyen, '2025-07-08');
    congress.answers = answersOf(people.okafor, [
      told(people.nguyen, '2025-03-04', withdrew),
      told(people.celik),
      again,
    ]);
    const report = await read({ kind: 'congress' });
    expect([report.added.map(({ key }) => key), report.problems]).toEqual([[people.nguyen.key], []]);
    expect((await now()).sponsors.find((one) => one.legislator === people.nguyen.key)).toMatchObject({
      day: '2025-07-08',
      withdrawnOn: null,
    });
  });

  test('True and False are taken as text too; ID counts with the Democrats; a delegate and an at-large seat have district 0', async () => {
    const { people, read, now } = await aStory();
    const stranger = { ...people.okafor, key: 'Q990001', first: 'Quin', last: 'Vale', state: 'VT', district: '0' };
    const answers = answersOf(people.okafor, [
      told(people.fjeld, '2025-02-11', { isOriginalCosponsor: 'True' }),
      told(people.celik, '2025-03-04', { isOriginalCosponsor: 'False' }),
      told(stranger, '2025-03-05', { party: 'ID', district: undefined }),
    ]);
    const report = await read(asText(answers));
    expect([report.problems, report.former.map(({ key }) => key)]).toEqual([[], ['Q990001']]);
    const of = async (key: string) => (await now()).sponsors.find((one) => one.legislator === key)?.original;
    expect([await of(people.fjeld.key), await of(people.celik.key)]).toEqual([true, false]);
  });

  test('a dry run shows all and changes nothing', async () => {
    const { world, read, now, bill } = await aStory();
    const before = await now();
    expect(await read({ kind: 'congress' }, { dryRun: true })).toMatchObject({ applied: false, added: { length: 3 } });
    expect(await now()).toEqual(before);
    expect(await listHistory(world.db, 'bill', bill.id)).toHaveLength(1);
  });

  test('a busy server is asked again, and one that stays busy is given up', async () => {
    const { congress, read, now } = await aStory();
    let refusals = 2;
    congress.badly = (_req, res) => (refusals-- > 0 ? res.writeHead(429).end('{"error": "rate"}') : false);
    expect((await read({ kind: 'congress' })).problems).toEqual([]);
    const before = await now();
    congress.badly = (_req, res) => res.writeHead(429, { 'Retry-After': '3600' }).end();
    expect((await read({ kind: 'congress' })).problems).toEqual([expect.stringMatching(/asks to wait \(429\)/)]);
    congress.asked.length = 0;
    congress.badly = (_req, res) => res.writeHead(503).end();
    expect((await read({ kind: 'congress' })).problems).toEqual([expect.stringMatching(/answered 503/)]);
    expect(congress.asked).toHaveLength(3);
    expect(await now()).toEqual(before);
  });

  const send = (text: string) => (_req: unknown, res: { end(text: string): unknown }) => res.end(text);
  const edited = (edit: (answers: Answers) => void, repeating = false): Congress['badly'] => {
    return (req, res) => {
      const answers = JSON.parse(JSON.stringify(known.answers)) as Answers;
      edit(answers);
      const offset = Number(new URL(req.url ?? '', 'http://here').searchParams.get('offset'));
      answers.cosponsors.cosponsors = answers.cosponsors.cosponsors.slice(repeating ? 0 : offset);
      const of = req.url?.includes('/cosponsors') ? answers.cosponsors : answers.bill;
      return res.end(JSON.stringify(of));
    };
  };
  let known = { answers: null as unknown as Answers };
  const onLists =
    (badly: NonNullable<Congress['badly']>): Congress['badly'] =>
    (req, res) =>
      req.url?.includes('/cosponsors') ? badly(req, res) : false;

  test.each<[string, Congress['badly'], RegExp]>([
    ['a web page', send('<!doctype html><h1>Down for maintenance</h1>'), /web page where data was expected/],
    ['XML', send('<?xml version="1.0"?><api-root><bill/></api-root>'), /XML; ask for JSON/],
    ['nothing', send(''), /is empty/],
    ['a text', send('Service is fine'), /did not answer in JSON/],
    ['JSON of something else', send('{"votes": []}'), /no answer of Congress\.gov about a bill/],
    ['JSON that is cut off', onLists(send('{"cosponsors": [{"bioguideId": "N9900')), /broken JSON, perhaps cut off/],
    ['too much', send(' '.repeat(400_000)), /larger than 292 kB/],
    ['never', () => undefined, /did not answer in time/],
    [
      'half of it',
      (_req, res) => {
        res.writeHead(200, { 'Content-Length': '5000' }).write('{"bill": {');
        setTimeout(() => res.destroy(), 20);
      },
      /broke off before its end/,
    ],
    ['404', (_req, res) => res.writeHead(404).end('{}'), /does not exist: check the number and the Congress/],
    ['403', (_req, res) => res.writeHead(403).end('{}'), /refused the key \(403\): check CONGRESS_API_KEY/],
    [
      'another bill',
      edited(({ bill }) => void (bill.bill.number = '1235')),
      /is about H\.R\. 1235; expected H\.R\. 1234/,
    ],
    ['another type', edited(({ bill }) => void (bill.bill.type = 'HRES')), /is about H\.Res\. 1234/],
    ['another Congress', edited(({ bill }) => void (bill.bill.congress = 118)), /of the 118th Congress; expected/],
    [
      'the list of another bill',
      edited(({ cosponsors }) => void (cosponsors.request.billNumber = '99')),
      /is about H\.R\. 99/,
    ],
    [
      'fewer cosponsors than it counts',
      edited(({ cosponsors }) => void cosponsors.cosponsors.pop()),
      /lists 1 cosponsor where it counts 2/,
    ],
    [
      'more cosponsors than it counts',
      edited(({ cosponsors }) => void (cosponsors.pagination.countIncludingWithdrawnCosponsors = 1)),
      /lists 2 cosponsors where it counts 1/,
    ],
    [
      'a count of active ones that is not so',
      edited(({ cosponsors }) => void (cosponsors.pagination.count = 1)),
      /lists 2 who did not withdraw where it counts 1/,
    ],
    [
      'another count on the bill than on the list',
      edited(({ bill }) =>
        Object.assign(bill.bill, { cosponsors: { count: 3, countIncludingWithdrawnCosponsors: 3 } }),
      ),
      /lists 2 cosponsors where it counts 3/,
    ],
    [
      'no count',
      edited(({ cosponsors, bill }) => {
        Object.assign(cosponsors, { pagination: {} });
        Object.assign(bill.bill, { cosponsors: {} });
      }),
      /does not say how many cosponsors there are/,
    ],
    [
      'a page that is said to follow and does not',
      edited(({ cosponsors }) => Object.assign(cosponsors.pagination, { next: 'https://api.congress.gov/…' })),
      /another page follows/,
    ],
    [
      'the first page instead of the second',
      edited(({ cosponsors }) => {
        Object.assign(cosponsors.pagination, { count: 4, countIncludingWithdrawnCosponsors: 4 });
      }, true),
      /twice, at cosponsor 3/,
    ],
    [
      'a cosponsor without an ID',
      edited(({ cosponsors }) => Object.assign(cosponsors.cosponsors[0] ?? {}, { bioguideId: '' })),
      /cosponsor 1, Lan Nguyễn: bioguideId is missing/,
    ],
    [
      'a day that is none',
      edited(({ cosponsors }) => Object.assign(cosponsors.cosponsors[1] ?? {}, { sponsorshipDate: '2025-02-30' })),
      /cosponsor 2, .*sponsorshipDate is not a day such as 2026-03-02: “2025-02-30”/,
    ],
    [
      'a withdrawal before the joining',
      edited(({ cosponsors }) =>
        Object.assign(cosponsors.cosponsors[1] ?? {}, { sponsorshipWithdrawnDate: '2024-01-01' }),
      ),
      /withdrew on 2024-01-01, before joining/,
    ],
    [
      'the sponsor among the cosponsors',
      edited(({ cosponsors, bill }) => {
        Object.assign(cosponsors.cosponsors[1] ?? {}, { bioguideId: bill.bill.sponsors[0]?.['bioguideId'] });
      }),
      /as the sponsor and as a cosponsor/,
    ],
  ])('an answer that is %s changes nothing, and is told', async (_name, badly, problem) => {
    const { congress, read, now } = await aStory();
    known = congress;
    expect((await read({ kind: 'congress' })).problems).toEqual([]);
    const before = await now();
    congress.badly = badly;
    const report = await read({ kind: 'congress' });
    expect(report.problems.join('\n')).toMatch(problem);
    expect(report.problems.join('\n')).not.toContain(KEY);
    expect(report.applied).toBe(false);
    expect(await now()).toEqual(before);
  });

  test('the key follows no redirect to another host', async () => {
    const { congress, read } = await aStory();
    const seen: unknown[] = [];
    const elsewhere = await serving((req, res) => {
      seen.push(req.headers['x-api-key']);
      res.end('{}');
    });
    congress.badly = (_req, res) => res.writeHead(302, { Location: `${elsewhere}/v3` }).end();
    expect((await read({ kind: 'congress' })).problems).toEqual([expect.stringMatching(/where the key is not sent/)]);
    expect(seen).toEqual([]);
    congress.badly = (req, res) => res.writeHead(302, { Location: req.url ?? '' }).end();
    expect((await read({ kind: 'congress' })).problems).toEqual([expect.stringMatching(/again and again/)]);
  });

  test('an address of it is read with the key, and only where it is the bill’s', async () => {
    const { congress, read } = await aStory();
    const at = (what: string): BillSource => ({
      kind: 'address',
      address: `${congress.env.CONGRESS_API_URL}/bill/${what}`,
    });
    expect((await read(at('119/hr/1235/cosponsors'))).problems).toEqual([
      'That is not the address of H.R. 1234 (119th Congress).',
    ]);
    expect(congress.asked).toEqual([]);
    expect(await read(at('119/hr/1234/cosponsors?format=json'))).toMatchObject({ applied: true, cosponsors: 2 });
  });

  test('without a key it is not asked', async () => {
    const { world, congress, read } = await aStory();
    Object.assign(world.settings, { congressApiKey: null });
    await expect(read({ kind: 'congress' })).rejects.toThrow(/set CONGRESS_API_KEY/);
    expect(congress.asked).toEqual([]);
  });
});

test('bills that were read there are read anew once a day, and a failure is logged once', async () => {
  const { world, congress, organizer, campaign, read, now, people } = await aStory();
  const logged: unknown[] = [];
  const silent = Object.assign(Object.create(world.log), { warn: (what: unknown) => void logged.push(what) });
  const watched = { ...world, log: silent };
  await addTypedBill(world, organizer, campaign.id, { ...form, number: { type: 's', number: 9 } });
  // Typed by hand, or read from a file: nobody asked for more.
  world.pass({ days: 2 });
  expect(await refreshBills(watched)).toBe(0);
  await read({ kind: 'congress' });
  expect(await refreshBills(watched)).toBe(0);
  world.pass({ days: 1 });
  congress.answers = answersOf(people.okafor, [told(people.celik)].concat(told(people.nguyen), told(people.luna)));
  expect(await refreshBills(watched)).toBe(1);
  expect(activeSponsors(await now())).toHaveLength(4);
  expect(await refreshBills(watched)).toBe(0);
  const [latest] = await listHistory(world.db, 'bill', (await now()).id);
  expect(latest?.actor).toBe('the daily reading');

  const before = await now();
  world.pass({ days: 1 });
  congress.badly = (_req, res) => res.writeHead(404).end();
  congress.asked.length = 0;
  for (let times = 0; times < 3; times += 1) expect(await refreshBills(watched)).toBe(0);
  expect([congress.asked.length, logged.length]).toEqual([1, 1]);
  expect(JSON.stringify(logged)).not.toContain(KEY);
  expect(await now()).toEqual(before);
  Object.assign(world.settings, { congressApiKey: null });
  world.pass({ days: 1 });
  expect([await refreshBills(watched), congress.asked.length]).toEqual([0, 1]);
});

describe('answers that somebody saved', () => {
  test('in a file, at an address, in a list, in one record, one of the two alone', async () => {
    const { people, read, now, congress } = await aStory();
    const { bill, cosponsors } = congress.answers;
    const file = path.join(folder, 'hr1234.json');
    writeFileSync(file, JSON.stringify([bill, cosponsors]));
    const inFile: BillSource = { kind: 'file', file };
    expect((await read(inFile)).cosponsors).toBe(2);
    expect((await now()).checkedFrom).toBe('hr1234.json');
    const shapes = [
      [bill, cosponsors],
      { bill, cosponsors },
      { ...bill, ...cosponsors },
      cosponsors,
      [[cosponsors], { bill }],
    ];
    for (const shape of shapes) {
      const report = await read({ kind: 'text', text: JSON.stringify(shape) });
      expect([report.problems, report.added, report.changed, report.cosponsors]).toEqual([[], [], [], 2]);
    }
    // The bill alone names its sponsor and counts the rest, who stay.
    const alone = await read({ kind: 'text', text: JSON.stringify(bill) });
    expect([alone.problems, alone.gone, alone.cosponsors]).toEqual([[], [], 2]);
    expect(alone.notes).toEqual([expect.stringMatching(/counts 2 cosponsors without naming them/)]);

    const address = await serving((_req, res) => res.end(JSON.stringify(cosponsors)));
    const fetched = await read({ kind: 'address', address: `${address}/saved/cosponsors.json?api_key=secret` });
    expect([fetched.problems, fetched.added]).toEqual([[], []]);
    expect((await now()).checkedFrom).toBe(`${address}/saved/cosponsors.json`);
    expect(people.nguyen.key).toBe((await now()).sponsors[1]?.legislator);
  });

  test('a file that is missing, empty or no text', async () => {
    const { read, now } = await aStory();
    const before = await now();
    const missing: BillSource = { kind: 'file', file: path.join(folder, 'none.json') };
    expect((await read(missing)).problems).toEqual([expect.stringMatching(/^none\.json cannot be read: ENOENT/)]);
    const broken = path.join(folder, 'broken.json');
    writeFileSync(broken, Buffer.from([0xff, 0xfe, 0x00]));
    expect((await read({ kind: 'file', file: broken })).problems).toEqual(['broken.json is not text in UTF-8.']);
    expect((await read({ kind: 'text', text: ' \n ' })).problems).toEqual(['The pasted text is empty.']);
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    expect((await read({ kind: 'text', text: deep })).problems).toEqual([
      expect.stringMatching(/no answer of Congress/),
    ]);
    expect(await now()).toEqual(before);
  });
});

describe('tables', () => {
  const csv = (text: string): BillSource => ({ kind: 'text', text });

  test('with Bioguide IDs, under any usual heading', async () => {
    const { people, read, now } = await aStory();
    const { nguyen, celik } = people;
    const tables = [
      `bioguide,date\n${nguyen.key},2025-02-11\n${celik.key},2025-03-04\n`,
      `\uFEFFBioguide ID;Name;Date Cosponsored;Date Withdrawn\r\n${nguyen.key};x;02/11/2025;\r\n${celik.key};y;Mar 4, 2025;\r\n`,
      `sponsorshipDate\tbioguideId\tnotes\nFebruary 11, 2025\t${nguyen.key}\ta\n2025-03-04\t${celik.key}\tb\n`,
    ];
    for (const [n, text] of tables.entries()) {
      const report = await read(csv(text));
      expect([report.problems, report.added.length, report.changed]).toEqual([[], n === 0 ? 2 : 0, []]);
    }
    expect((await now()).sponsors.map(({ legislator, day, role }) => [legislator, day, role])).toEqual([
      [nguyen.key, '2025-02-11', 'cosponsor'],
      [celik.key, '2025-03-04', 'cosponsor'],
    ]);
  });

  test('with names as Congress.gov writes them; the star tells who was there from the start', async () => {
    const { people, read, now } = await aStory();
    const report = await read(
      csv(
        'Cosponsor,Date Cosponsored,Date Withdrawn\n' +
          '"Rep. Nguyễn, Lan [D-CA-45]*",02/11/2025,\n' +
          '"Rep. Smith, Orson [R-KS-1]",03/04/2025,04/05/2025\n' +
          '"Del. Santos, Luis [D-GU-At Large]",03/04/2025,\n',
      ),
    );
    expect([report.problems, report.cosponsors]).toEqual([[], 2]);
    expect(report.withdrawn).toEqual([expect.objectContaining({ key: people.smithOrson.key, day: '2025-04-05' })]);
    expect((await now()).sponsors.map(({ legislator, original }) => [legislator, original])).toEqual([
      [people.nguyen.key, true],
      [people.smithOrson.key, false],
      [people.santos.key, false],
    ]);
  });

  test('the sponsor whom a table does not name stays', async () => {
    const { people, read, now } = await aStory();
    await read({ kind: 'congress' });
    const report = await read(csv(`bioguide,date\n${people.celik.key},2025-03-04\n`));
    expect(report).toMatchObject({ gone: [{ key: people.nguyen.key }], cosponsors: 1 });
    expect((await now()).sponsors[0]).toMatchObject({ legislator: people.okafor.key, role: 'sponsor' });
  });

  test('a name that is not sure is put to the choice, and nothing is changed', async () => {
    const { people, read, now } = await aStory();
    await read({ kind: 'congress' });
    const before = await now();
    const report = await read(csv('name,party,state\nLan Nguyễn,D,CA\nSmith,R,KS\nNobody Atall,R,OH\nOkafor,,\n'));
    expect(report.applied).toBe(false);
    expect(report.problems).toEqual([
      expect.stringMatching(/^row 3, Smith: /),
      expect.stringMatching(/^row 4, Nobody Atall: /),
      expect.stringMatching(/^row 5, Okafor: /),
    ]);
    for (const { key } of [people.smithOrson, people.smithOsgood]) expect(report.problems[0]).toContain(key);
    expect(report.problems[0]).not.toContain(people.smithOttilie.key);
    expect(await now()).toEqual(before);
  });

  test('a senator is no cosponsor of a House bill by name; who moved to the Senate since is', async () => {
    const { world, people, read } = await aStory();
    expect((await read(csv('name,state\nAna Rivera,NM\n'))).problems).toEqual([
      expect.stringMatching(/^row 2, Ana Rivera/),
    ]);
    const { key } = people.nguyen;
    await world.db.transaction(
      async (tx) =>
        void (await tx
          .update(legislators)
          .set({ body: 'us-senate', district: null, class: 1, title: 'Senator', termStart: '2026-06-01' })
          .where(eq(legislators.key, key))),
    );
    const report = await read(csv('name,state,district\n"Nguyễn, Lan",CA,45\n'));
    expect([report.problems, report.added.map((one) => one.key)]).toEqual([[], [key]]);
  });

  test('of an earlier Congress a last name is never enough', async () => {
    const { world, organizer, campaign } = await aStory();
    const old = await addTypedBill(world, organizer, campaign.id, { ...form, congress: 118 });
    const report = await importBill(world, organizer, campaign.id, old.id, csv('name\nHoek\n'), { limits });
    expect(report.problems).toHaveLength(1);
    expect(report.applied).toBe(false);
  });

  test.each([
    ['name,date\n', /has a header and no rows/],
    ['a,b\n1,2\n', /no table of cosponsors/],
    ['bioguide,date\nX1,2025-03-04\n', /row 2: “X1” is no Bioguide ID/],
    ['bioguide,date\nN990001,yesterday\n', /row 2: “yesterday” is not a day/],
    ['bioguide,date\nN990001,13/40/2025\n', /is not a day/],
    ['bioguide,date\nN990001\n', /row 2: 1 fields where the header has 2/],
    ['bioguide,date\nN990001,2025-03-04\nN990001,2025-03-05\n', /row 3: N990001 stands in the table twice/],
    ['bioguide,name\nN990001,Lan\n,\n', /neither a Bioguide ID nor a name/],
    ['bioguide,date,day\nN990001,,\n', /two columns for the same: “date” and “day”/],
    ['bioguide,withdrawn,date\nN990001,2025-01-01,2025-02-02\n', /before joining/],
    ['bioguide\nZ123456\n', /nobody here has the Bioguide ID Z123456/],
    ['bioguide,name\nN990001,"Lan\n', /is not CSV/],
    ['bioguide,name,state\nN990001,Lan Nguyễn,CA\n,Lan Nguyễn,CA\n', /row 3: Lan Nguyễn is the same member as row 2/],
  ])('%j is refused', async (text, problem) => {
    const { read, now } = await aStory();
    const before = await now();
    const report = await read(csv(text));
    expect(report.problems.join('\n')).toMatch(problem);
    expect(await now()).toEqual(before);
  });
});

describe('members whom no roster has told of', () => {
  const gone = { first: 'Idris', last: 'Vane', state: 'OH', district: '3', body: 'us-house', party: 'Republican' };

  test('are kept as not serving, and never as matched to somebody else', async () => {
    const { world, people, read, now } = await aStory(({ nguyen }) => [
      told(nguyen),
      told({ ...nguyen, ...gone, key: 'V990009' } as typeof nguyen),
    ]);
    const serving = await listServing(world.db, ['us-house', 'us-senate']);
    expect((await read({ kind: 'congress' })).former).toEqual([{ key: 'V990009', name: 'Idris Vane (OH-3)' }]);
    expect(await findLegislator(world.db, 'V990009')).toMatchObject({
      ...{ first: 'Idris', last: 'Vane', full: 'Idris Vane', body: 'us-house', state: 'OH', district: '3' },
      ...{ title: 'Representative', party: 'Republican', caucus: 'Republican', serving: false, leftOn: null },
    });
    expect(await listServing(world.db, ['us-house', 'us-senate'])).toEqual(serving);
    expect((await now()).sponsors.map((one) => one.legislator)).toEqual([
      people.okafor.key,
      people.nguyen.key,
      'V990009',
    ]);
    expect((await read({ kind: 'congress' })).former).toEqual([]);
  });

  test('a later roster completes them; until then they neither serve nor leave', async () => {
    const world = await aWorld();
    const roster = () => importRoster(world, 'tests/support/rosters/congress');
    const add = (key: string) =>
      world.db.transaction((tx) => addFormer(tx, { ...gone, key, full: 'Idris Vane', caucus: 'Democrat' }));
    // Before any roster: the chamber itself is not there yet.
    expect(await add('Z000001')).toBe(true);
    expect(await add('V990009')).toBe(true);
    expect(await add('V990009')).toBe(false);
    const plan = await roster();
    expect([plan.problems, plan.left]).toEqual([[], []]);
    expect(plan.changed.map(({ key }) => key)).toEqual(['Z000001']);
    expect(await findLegislator(world.db, 'Z000001')).toMatchObject({ last: 'Rivera Peña', serving: true });
    const [still] = await listByKeys(world.db, ['V990009']);
    expect(still).toMatchObject({ serving: false, caucus: 'Democrat', leftOn: null });
    const again = await roster();
    expect([again.changed, again.added, again.left]).toEqual([[], [], []]);
    expect(await add('Z000001')).toBe(false);
  });
});

describe('a campaign’s bills', () => {
  test('come from Congress.gov by number, once each', async () => {
    const { world, organizer, campaign, bill, congress, people } = await aStory();
    const number = { type: 'hr', number: 1234, congress: 119 } as const;
    const add = () => addReadBill(world, organizer, campaign.id, number, { limits });
    await expect(add()).rejects.toThrow(Invalid);
    expect(congress.asked).toEqual([]);
    await removeBill(world, organizer, campaign.id, bill.id, async () => []);
    expect(await findBill(world.db, bill.id)).toBeNull();
    const added = await add();
    expect(added).toMatchObject({
      number: 'H.R. 1234',
      congress: 119,
      title: 'Clean Rivers Act',
      source: 'Congress.gov',
    });
    expect(added.sponsors.map((one) => one.legislator)).toEqual([
      people.okafor.key,
      people.nguyen.key,
      people.celik.key,
    ]);
    congress.badly = (_req, res) => res.writeHead(404).end();
    const none = addReadBill(world, organizer, campaign.id, { ...number, number: 77 }, { limits });
    await expect(none).rejects.toThrow(/does not exist: check the number and the Congress/);
    expect(await listCampaignBills(world.db, campaign.id)).toHaveLength(1);
  });

  test('are found by id, and by any way of writing the number with its Congress', async () => {
    const { world, bill, campaign } = await aStory();
    const other = await aCampaign(world);
    const second = await addTypedBill(world, aViewer(other.id, 'organizer'), other.id, form);
    const named = async (text: string, congress?: number) =>
      (await findBillsNamed(world.db, text, { type: 'hr', number: 1234, ...(congress && { congress }) })).map((one) => [
        one.bill.id,
        one.campaignIds,
      ]);
    const both = [
      [bill.id, [campaign.id]],
      [second.id, [other.id]],
    ];
    expect(await named('hr1234-119', 119)).toEqual(both);
    expect(await named(bill.id)).toEqual([both[0]]);
    expect(await named('hr1234-118', 118)).toEqual([]);
    expect(await named('hr1234')).toEqual([]);
  });

  test('are moved, edited and taken off by organizers alone', async () => {
    const { world, organizer, campaign, bill, read, now } = await aStory();
    const second = await addTypedBill(world, organizer, campaign.id, { ...form, number: null, title: 'A draft' });
    const ids = async () => (await listCampaignBills(world.db, campaign.id)).map((one) => one.id);
    expect(await ids()).toEqual([bill.id, second.id]);
    await moveBill(world, organizer, campaign.id, second.id, 'up');
    await moveBill(world, organizer, campaign.id, second.id, 'up');
    expect(await ids()).toEqual([second.id, bill.id]);

    await read({ kind: 'congress' });
    await editBill(world, organizer, campaign.id, bill.id, { ...form, summary: 'In other words.' });
    expect(await now()).toMatchObject({ summary: 'In other words.', sponsors: { length: 3 } });
    // Another number is another bill: nobody is known to be behind it.
    await editBill(world, organizer, campaign.id, bill.id, { ...form, number: { type: 's', number: 5 } });
    expect(await now()).toMatchObject({ number: 'S. 5', sponsors: [], checkedAt: null, checkedFrom: null });
    await expect(read({ kind: 'congress' })).resolves.toMatchObject({ applied: false });

    const withoutNumber = importBill(world, organizer, campaign.id, second.id, { kind: 'congress' }, { limits });
    await expect(withoutNumber).rejects.toThrow(Refused);
    const named = removeBill(world, organizer, campaign.id, bill.id, async () => ['A letter']);
    await expect(named).rejects.toThrow(/A letter names this bill: A letter/);

    const staffer = aViewer(campaign.id, 'staffer');
    await expect(importBill(world, staffer, campaign.id, bill.id, { kind: 'congress' })).rejects.toThrow(NotAllowed);
    await expect(addTypedBill(world, staffer, campaign.id, form)).rejects.toThrow(NotAllowed);
    await expect(moveBill(world, staffer, campaign.id, bill.id, 'up')).rejects.toThrow(NotAllowed);
    const elsewhere = await aCampaign(world);
    const stranger = aViewer(elsewhere.id, 'organizer');
    await expect(importBill(world, stranger, elsewhere.id, bill.id, { kind: 'congress' })).rejects.toThrow(NotFound);
    await expect(editBill(world, stranger, elsewhere.id, bill.id, form)).rejects.toThrow(NotFound);
  });
});
