/** What each reader makes of its source, and what it says of a broken one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ReadOptions, readRoster } from '../../server/legislators/load/read.ts';
import type { Roster } from '../../server/legislators/load/roster.ts';
import { readSource, type SourceOptions } from '../../server/legislators/load/source.ts';

const samples = 'tests/support/rosters';
const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-rosters-'));
afterAll(() => rmSync(folder, { recursive: true }));

const today = '2026-11-22';

async function read(source: string, options: Partial<ReadOptions> = {}, limits: SourceOptions = {}): Promise<Roster> {
  return readRoster(await readSource({ fetch }, source, limits), source, { today, ...options });
}

/** Reads one text as a file of this name. */
const readText = (name: string, text: string, options: Partial<ReadOptions> = {}) =>
  readRoster([{ name, text }], name, { today, ...options });

const person = (roster: Roster, key: string) => {
  const found = roster.people.find((one) => one.key === key);
  if (!found) throw new Error(`The roster lacks ${key}.`);
  return found;
};

const congress = readFileSync(`${samples}/congress/legislators-current.yaml`, 'utf8');

test('congress-legislators: people, terms, parties over time, seats, offices and committees', async () => {
  const roster = await read(`${samples}/congress`);
  expect(roster.problems).toEqual([]);
  expect(roster.format).toBe('congress-legislators');
  expect(roster.people.filter((one) => one.serving).map((one) => one.key)).toEqual([
    'Z000001',
    'Z000002',
    'Z000003',
    'Z000004',
    'Z000005',
    'Z000006',
  ]);
  expect(roster.seats).toHaveLength(541);

  const rivera = person(roster, 'Z000001');
  expect(rivera).toMatchObject({
    full: 'Ana M. Rivera Peña',
    title: 'Senator',
    contactForm: 'https://rivera.example/contact',
  });
  expect(rivera.terms.at(-1)).toMatchObject({
    body: 'us-senate',
    class: 1,
    district: null,
    party: 'Independent',
    caucus: 'Democrat',
  });
  expect(rivera.terms[0]).toMatchObject({ body: 'us-house', district: '1', caucus: 'Democrat' });
  expect(rivera.capitol).toMatchObject({ address: '1 Example Senate Office Building', zip: '20510' });
  expect(rivera.districtOffices).toEqual([
    {
      kind: 'district',
      address: '12 Elm St, 300, Old Hall',
      city: 'Santa Fe',
      state: 'NM',
      zip: '87501',
      phone: '505-555-0110',
      fax: null,
      hours: 'Mon–Fri 9–5',
    },
  ]);

  expect(person(roster, 'Z000002').full).toBe("Benjamin O'Hara-Núñez, Jr.");
  expect(person(roster, 'Z000002').terms[0]).toMatchObject({ how: 'appointment', endType: 'special-election' });
  const lukasz = person(roster, 'Z000003');
  expect(lukasz.affiliations.map(({ start, party, caucus }) => [start, party, caucus])).toEqual([
    ['2025-01-03', 'Republican', 'Republican'],
    ['2026-03-09', 'Independent', 'Republican'],
  ]);
  expect(lukasz.website).toBeNull();
  expect(lukasz.otherNames).toContain('Lucas');
  expect(person(roster, 'Z000004').districtOffices?.[0]?.zip).toBe('01002');
  expect(person(roster, 'Z000005')).toMatchObject({ title: 'Delegate', voting: false });
  expect(person(roster, 'Z000006')).toMatchObject({ title: 'Resident Commissioner', voting: false });
  expect(person(roster, 'Z000006').terms[0]).toMatchObject({ district: '0', party: 'Democrat' });

  expect(roster.committees?.map(({ key, name, parent, body }) => [key, name, parent, body])).toEqual([
    ['SSRV', 'Senate Committee on Rivers', null, 'us-senate'],
    ['SSRV01', 'The Upper Rivers', 'SSRV', 'us-senate'],
    ['HSLK', 'House Committee on Lakes', null, 'us-house'],
  ]);
  expect(roster.members).toEqual([
    { committee: 'SSRV', legislator: 'Z000001', side: 'minority', rank: 1, title: 'Ranking Member' },
    { committee: 'SSRV01', legislator: 'Z000001', side: 'minority', rank: 2, title: null },
  ]);
  expect(roster.notes.join(' ')).toMatch(/HSXX.*Z000077/);
});

test('congress-legislators: former members are known, and serve nowhere', async () => {
  const roster = await read(`${samples}/congress`);
  expect(person(roster, 'Z000090')).toMatchObject({ serving: false });
  expect(person(roster, 'Z000090').terms[0]).toMatchObject({ state: 'DK', district: null, party: 'Unknown' });
  expect(person(roster, 'Z000091').serving).toBe(false);
});

test('congress-legislators: JSON says the same as YAML', async () => {
  const json = await readText('roster.json', JSON.stringify(parse(congress)));
  const yaml = await readText('roster.yaml', congress);
  expect(json.problems).toEqual([]);
  expect(json.people).toEqual(yaml.people);
});

test('a list of former members is known by its name, or by its terms', async () => {
  const historical = readFileSync(`${samples}/congress/legislators-historical.yaml`, 'utf8');
  for (const name of ['legislators-historical.yaml', 'old.yaml'])
    expect((await readText(name, historical)).people.map((one) => one.serving)).toEqual([false, false]);
  // An end that has just passed hides nobody: the publisher has not caught up.
  const current = await readText('some-name.yaml', congress, { today: '2027-02-01' });
  expect(current.people.every((one) => one.serving)).toBe(true);
});

test('OpenStates: a folder with a file a person, committees and vacancies', async () => {
  const roster = await read(`${samples}/ri`);
  expect(roster.problems).toEqual([]);
  expect(roster.format).toBe('openstates');
  expect(roster.bodies.map(({ key, name, memberTitle }) => [key, name, memberTitle]).sort()).toEqual([
    ['ri-house', 'Rhode Island House of Representatives', 'Representative'],
    ['ri-senate', 'Rhode Island Senate', 'Senator'],
  ]);
  const okafor = person(roster, 'ocd-person/00000000-0000-4000-8000-000000000001');
  expect(okafor).toMatchObject({
    first: 'Ben',
    serving: true,
    email: 'ben.okafor@legislature.example',
    phone: '401-555-0101',
    website: 'https://legislature.example/okafor',
  });
  expect(okafor.terms.map(({ body, start, end }) => [body, start, end])).toEqual([
    ['ri-senate', '', '2024-12-31'],
    ['ri-house', '2025-01-07', null],
  ]);
  expect(okafor.terms[1]).toMatchObject({ party: 'Democrat', caucus: 'Democrat', district: '12' });
  expect(JSON.stringify(roster)).not.toContain('Private Lane');
  expect(person(roster, 'ocd-person/00000000-0000-4000-8000-000000000002')).toMatchObject({
    first: 'Zoé van der',
    last: 'Adams',
    suffix: 'Jr.',
    serving: true,
  });
  expect(person(roster, 'ocd-person/00000000-0000-4000-8000-000000000002').terms[0]).toMatchObject({
    party: 'Democratic/Working Families',
    caucus: 'Democrat',
    district: '1st Franklin',
  });
  expect(person(roster, 'ocd-person/00000000-0000-4000-8000-000000000004').serving).toBe(false);
  expect(roster.seats.map(({ body, district, members }) => [body, district, members]).sort()).toEqual([
    ['ri-house', '12', 1],
    ['ri-house', '1st Franklin', 1],
    ['ri-house', '7', 1],
  ]);
  expect(roster.members).toEqual([
    {
      committee: 'ocd-organization/00000000-0000-4000-8000-000000000009',
      legislator: 'ocd-person/00000000-0000-4000-8000-000000000001',
      side: null,
      rank: null,
      title: 'Chair',
    },
  ]);
  expect(roster.notes).toEqual(['Passed over, without a seat in a legislature: 1 person.']);
});

test('OpenStates: one file, and titles by state', async () => {
  expect((await read(`${samples}/ri/legislature/Ben-Okafor.yml`)).people).toHaveLength(1);
  const file = readFileSync(`${samples}/ri/legislature/Ben-Okafor.yml`, 'utf8');
  const titleIn = async (state: string, kind = 'lower') => {
    const text = file.replaceAll('state:ri', `state:${state}`).replace('type: lower', `type: ${kind}`);
    const roster = await readText('person.yml', text);
    return [roster.people[0]?.title, roster.people[0]?.terms.at(-1)?.body];
  };
  expect(await titleIn('ca')).toEqual(['Assembly Member', 'ca-house']);
  expect(await titleIn('va')).toEqual(['Delegate', 'va-house']);
  expect(await titleIn('ne', 'legislature')).toEqual(['Senator', 'ne-legislature']);
});

test('OpenStates: a role yet to begin is passed over, one yet to end is held', async () => {
  const file = readFileSync(`${samples}/ri/legislature/Ben-Okafor.yml`, 'utf8');
  const elected = (start: string, rest = '') =>
    readText('a.yml', file.replace('2025-01-07', `${start}${rest && `\n  ${rest}`}`));
  const seatOf = (roster: Roster) => roster.people.map((one) => [one.serving, one.terms.at(-1)?.body]);
  expect(seatOf(await elected('2026-11-22'))).toEqual([[true, 'ri-house']]);
  expect(seatOf(await elected('2027-01-05'))).toEqual([[false, 'ri-senate']]);
  const leaving = 'end_reason: resigned\n  end_date:';
  expect(seatOf(await elected('2025-01-07', `${leaving} 2026-12-31`))).toEqual([[true, 'ri-house']]);
  expect(seatOf(await elected('2025-01-07', `${leaving} 2026-11-22`))).toEqual([[false, 'ri-house']]);
});

test('CSV: a council with a vacancy, a quoted line break and a byte order mark', async () => {
  const roster = await read(`${samples}/council.csv`, { body: 'example-city-council' });
  expect(roster.problems).toEqual([]);
  expect(roster.bodies).toEqual([
    {
      key: 'example-city-council',
      name: 'Example City Council',
      memberTitle: 'Council Member',
      memberShort: 'Council Member',
      state: null,
      kind: 'council',
    },
  ]);
  expect(person(roster, 'cc-1')).toMatchObject({
    full: 'Íñigo de la Cruz, y Soto',
    title: 'Council President',
    email: 'one@council.example',
  });
  expect(person(roster, 'cc-1').terms[0]).toMatchObject({ district: 'Ward 1', party: 'Democrat', end: '2028-01-02' });
  expect(person(roster, 'cc-1').capitol).toMatchObject({ zip: '01002', city: 'Example City' });
  expect(person(roster, 'cc-2')).toMatchObject({ full: 'Mary Jo St. John II', title: 'Council Member' });
  expect(person(roster, 'cc-2').terms[0]).toMatchObject({ party: 'Nonpartisan', end: null });
  expect(roster.seats.map(({ district, members }) => [district, members])).toEqual([
    ['Ward 1', 1],
    ['Ward 2', 1],
    ['Ward 3', 1],
  ]);
});

test('CSV: a semicolon between the fields will do, and a body in a column', async () => {
  const text = 'body;key;last;term_start;notes\nlake-board;b1;Ito;2024-01-01;x\nriver-board;b2;Ng;2024-01-01;y\n';
  const roster = await readText('boards.csv', text);
  expect(roster.problems).toEqual([]);
  expect(roster.bodies.map((body) => body.key)).toEqual(['lake-board', 'river-board']);
  expect(roster.notes).toEqual(['Columns that were not read: notes.']);
});

test('--body keeps to one body of a source', async () => {
  const roster = await read(`${samples}/congress`, { body: 'us-senate' });
  expect(roster.people.map((one) => one.key)).toEqual(['Z000001', 'Z000002']);
  expect((await read(`${samples}/congress`, { body: 'us-sennate' })).problems[0]?.message).toMatch(
    /nobody of the body/,
  );
});

const problemsOf = async (name: string, text: string, options: Partial<ReadOptions> = {}) => {
  const roster = await readText(name, text, options);
  expect(roster.problems.every((problem) => problem.file === name)).toBe(true);
  return roster.problems.map(({ row, message }) => `${row}: ${message}`);
};

/** The line of the sample, counted from 1, that has this text. */
const lineOf = (text: string) => congress.slice(0, congress.indexOf(text)).split('\n').length;

test('broken YAML is refused with its line', async () => {
  expect(await problemsOf('a.yaml', congress.replace('class: 1\n', 'class: [1\n'))).toEqual([
    expect.stringMatching(/^\d+: is not YAML: /),
  ]);
  const tab = congress.replace("    start: '2026-01-20'", "\tstart: '2026-01-20'");
  expect(await problemsOf('a.yaml', tab)).toEqual([expect.stringMatching(/^\d+: is not YAML: /)]);
  const row = Number((await problemsOf('a.yaml', tab))[0]?.split(':')[0]);
  expect(Math.abs(row - lineOf("start: '2026-01-20'"))).toBeLessThan(3);
});

test('a missing key, an unknown state, a term that lacks something: each with its line', async () => {
  const broken = congress
    .replace('    bioguide: Z000002\n', '    lis: S902\n')
    .replace('state: WY', 'state: WX')
    .replace("  - type: rep\n    start: '2021-01-03'\n", '  - type: rep\n')
    .replace('district: 0\n    party: Democrat\n', 'district: zero\n    party: Democrat\n');
  const messages = await problemsOf('a.yaml', broken);
  const at = (text: string) => broken.slice(0, broken.indexOf(text)).split('\n').length;
  expect(messages).toContain(`${at('lis: S902')}: bioguide is missing`);
  expect(messages).toContain(`${at('state: WX')}: "WX" is not a state`);
  expect(messages).toContain(`${at("type: rep\n    end: '2023-01-03'")}: start is missing`);
  expect(messages).toContain(`${at('district: zero')}: district is not a whole number: "zero"`);
  expect(messages).toContain(`${at('district: zero')}: district is missing`);
  expect(messages).toHaveLength(5);
});

test('a day that is none, an end before the start, a person who stands there twice', async () => {
  const broken = congress
    .replace("start: '2026-01-20'", "start: '2026-02-30'")
    .replace("end: '2031-01-03'", "end: '2021-01-03'")
    .replace('Z000006', 'Z000005');
  const messages = (await problemsOf('a.yaml', broken)).join('\n');
  expect(messages).toMatch(/start is not a day such as 2026-11-03: "2026-02-30"/);
  expect(messages).toMatch(/the term ends on 2021-01-03, before it starts on 2025-01-03/);
  expect(messages).toMatch(/Z000005 stands in this file twice/);
});

test('JSON problems name the record, broken JSON the line', async () => {
  const people = parse(congress) as { id: { bioguide?: string } }[];
  for (const one of people.slice(3, 4)) delete one.id.bioguide;
  expect(await problemsOf('a.json', JSON.stringify(people))).toEqual(['4: bioguide is missing']);
  expect(await problemsOf('a.json', JSON.stringify(people, null, 1).slice(0, 700))).toEqual([
    expect.stringMatching(/^\d\d: is not JSON/),
  ]);
});

test('YAML that is indented, or that names its own parts, says the same as a plain list', async () => {
  const plain = await readText('a.yaml', congress);
  const indented = await readText('a.yaml', congress.replace(/^/gm, '  '));
  expect(indented).toEqual(plain);
  const named = await readText('a.yaml', `${congress.replace(/^- (?=id)/m, '- &one\n  ')}\n- *one\n`);
  expect(named.problems).toEqual([
    { file: 'a.yaml', row: expect.any(Number) as number, message: expect.stringMatching(/stands in this file twice/) },
  ]);
  expect(named.problems[0]?.row).toBeGreaterThan(20);
});

test('of a broken source nothing is told but what is wrong with it', async () => {
  const roster = await readText('a.yaml', congress.replace('state: NM', 'state: XX'));
  expect(roster.problems).toHaveLength(1);
  expect(roster.people).toEqual([]);
});

test('aliases that multiply without end are refused', async () => {
  const bomb = ['- a: &a [x, x, x, x, x, x, x, x, x]'];
  for (const [one, two] of ['ab', 'bc', 'cd', 'de'])
    bomb.push(`  ${two}: &${two} [*${one}, *${one}, *${one}, *${one}, *${one}, *${one}, *${one}, *${one}, *${one}]`);
  expect(await problemsOf('a.yaml', `${bomb.join('\n')}\n`)).toEqual([
    expect.stringMatching(/^1: is not YAML that can be read/),
  ]);
});

test('OpenStates problems name the file, and all files are looked at', async () => {
  const file = readFileSync(`${samples}/ri/legislature/Ben-Okafor.yml`, 'utf8');
  const files = [
    { name: 'one.yml', text: file.replace('state:ri', 'state:zz') },
    { name: 'two.yml', text: file.replace("district: '12'\n", '\n').replace('0001', '0002') },
    { name: 'three.yml', text: 'id: ocd-person/x\nname: [' },
    { name: 'four.yml', text: file.replace(/state:ri\//g, '').replace('0001', '0004') },
  ];
  const roster = await readRoster(files, 'folder', { today, format: 'openstates' });
  expect(roster.problems.map(({ file, row }) => [file, row])).toEqual([
    ['one.yml', 11],
    ['two.yml', 9],
    ['three.yml', 2],
    ['four.yml', 11],
    ['four.yml', 15],
  ]);
  expect(roster.problems[3]?.message).toMatch(/this is Congress/);
});

test('CSV problems name the row', async () => {
  const head = 'key,last,term_start,email\n';
  expect(
    await problemsOf('a.csv', `${head}k1,"Ito\nTo",2024-01-01,\nk2,Ng,2024-01-01\nk3,Oz,2024-01-01,,\n`, { body: 'b' }),
  ).toEqual(['4: has 3 fields where the header has 4', '5: has 5 fields where the header has 4']);
  expect(
    await problemsOf('a.csv', `${head}k1,Ito,soon,a@b\nk1,Ng,2024-01-01,\n,Oz,2024-01-01,\n`, { body: 'b' }),
  ).toEqual([
    '2: term_start is not a day such as 2026-11-03: "soon"',
    '2: "a@b" is not an e-mail address',
    '3: the key k1 stands in this table twice',
    '4: key is missing',
  ]);
  expect(await problemsOf('a.csv', `${head}k1,I\0o,2024-01-01,\n`, { body: 'b' })).toEqual([
    '2: holds a NUL character; it is not a CSV text',
  ]);
  expect(await problemsOf('a.csv', `${head}k1,Ito,2024-01-01,\n`)).toEqual([
    '2: body is missing: name it with --body KEY or in a column "body"',
  ]);
  expect(await problemsOf('a.csv', 'key,term_start,phone\n', { body: 'b' })).toEqual([
    expect.stringMatching(/^1: the header lacks last;/),
  ]);
  expect(await problemsOf('a.csv', `${head}k1,"Ito,2024-01-01,\n`, { body: 'b' })).toEqual([
    expect.stringMatching(/^\d: is not CSV: /),
  ]);
  expect(await problemsOf('a.csv', `${head}A000001,Ito,2024-01-01,\n`, { body: 'us-house' })).toEqual([
    '2: members of Congress come from congress-legislators, not from CSV',
  ]);
});

test('no more than fifty problems are listed', async () => {
  const rows = Array.from({ length: 200 }, (_, n) => `k${n},Ito,never`).join('\n');
  expect(await problemsOf('a.csv', `key,last,term_start\n${rows}\n`, { body: 'b' })).toHaveLength(50);
});

test('files that are too large, missing, empty or no text are refused by name', async () => {
  const file = (name: string, bytes: string | Uint8Array) => {
    writeFileSync(path.join(folder, name), bytes);
    return path.join(folder, name);
  };
  await expect(read(path.join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml: there is no such file or folder/);
  await expect(read(file('empty.csv', ''))).rejects.toThrow(/empty\.csv: is empty/);
  await expect(read(file('bytes.csv', new Uint8Array([0xff, 0xfe, 0x41, 0x00])))).rejects.toThrow(/not text in UTF-8/);
  const large = file('large.yaml', Buffer.alloc(50_000_000, '- a: b\n'));
  await expect(read(large)).rejects.toThrow(/large\.yaml: is larger than 32 MB/);
  expect((await read(file('text.txt', 'Nothing of the kind.'))).problems[0]?.message).toMatch(/is no roster/);
  expect((await read(file('page.yaml', '<!doctype html><p>Sign in'))).problems[0]?.message).toMatch(/a web page/);
});
