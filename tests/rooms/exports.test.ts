import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disarm } from '../../server/basics/csv.ts';
import { record } from '../../server/cosigners/cosigners.ts';
import { messages } from '../../server/db/tables.ts';
import { csv } from '../../server/exports/csv.ts';
import {
  type cosignerColumns,
  type Download,
  messageColumns,
  openCosignerExport,
  openMessageExport,
  openSignatureExport,
  signatureColumns,
} from '../../server/exports/exports.ts';
import { json } from '../../server/exports/json.ts';
import type { Cell } from '../../server/exports/sheet.ts';
import { stampOf } from '../../server/exports/stamp.ts';
import { xlsx } from '../../server/exports/xlsx.ts';
import { listHistory } from '../../server/history/history.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter } from '../support/invented/letters.ts';
import { addSignatures, aSignature, someSignatures } from '../support/invented/signatures.ts';
import { aViewer } from '../support/people.ts';
import { cellsIn, unzip } from '../support/spreadsheet.ts';
import { aWorld } from '../support/world.ts';

async function bytesOf(content: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece as string));
  return Buffer.concat(pieces);
}
const textOf = async ({ content }: Pick<Download, 'content'>) => (await bytesOf(content)).toString();
const columns = ['name', 'zip', 'n', 'yes'];
/** The rows in batches of two, so that nothing rests on where one ends. */
const sheetOf = (rows: Cell[][]) => ({
  name: 'people',
  columns,
  batches: Array.from({ length: Math.ceil(rows.length / 2) }, (_, n) => rows.slice(2 * n, 2 * n + 2)),
});

describe('CSV', () => {
  test('opens as UTF-8 in a spreadsheet, with CRLF, quotes and every accent', async () => {
    const text = await textOf({
      content: csv(
        sheetOf([
          ['Ōta “K”, "Kekoa"\nHilo', '01002', 7, true],
          [null, '', 0, false],
        ]),
      ),
    });
    expect(text).toBe('\uFEFFname,zip,n,yes\r\n"Ōta “K”, ""Kekoa""\nHilo","01002",7,true\r\n,,0,false\r\n');
  });

  test('runs no formula, however it is hidden', () => {
    const attacks = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '\u0000=1',
      '  =1',
      '＝1',
      '＋1',
      '－1',
      '＠a',
      '\u200B=1',
      '\uFEFF=1',
      '\u00A0=cmd',
    ];
    for (const attack of attacks) expect(disarm(attack)).toBe(`'${attack}`);
    for (const harmless of ['Rivera', "O'Neil", '1-2', 'a=b', '', '(202) 555-0100'])
      expect(disarm(harmless)).toBe(harmless);
  });

  test('comes back as it went, but for the mark before a formula', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string(), fc.string({ unit: 'binary' }), fc.integer(), fc.boolean())),
        async (rows) => {
          const text = await textOf({ content: csv(sheetOf(rows)) });
          const back = parse(text, {
            bom: true,
            record_delimiter: '\r\n',
            from_line: 1,
            relax_column_count: false,
          }) as string[][];
          const sent = rows.map(([a, b, n, yes]) => [
            disarm(a.toWellFormed()),
            disarm(b.toWellFormed()),
            String(n),
            String(yes),
          ]);
          expect(back.slice(1)).toEqual(sent);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('quotes what RFC 4180 wants quoted, and nothing else', async () => {
  const cells = ['plain', 'a,b', 'say "no"', 'two\nlines', 'a\rb', ' blanks ', '0', '007', '7', '=1,2', "'", '-', 'Ō'];
  const text = await textOf({ content: csv({ name: 'x', columns: cells.map(String), batches: [[cells]] }) });
  const [, row] = text.split('\r\n');
  expect(row).toBe(`plain,"a,b","say ""no""","two\nlines","a\rb", blanks ,0,"007",7,"'=1,2",','-,Ō`);
  expect((parse(text, { bom: true, record_delimiter: '\r\n' }) as string[][])[1]).toEqual(cells.map(disarm));
});

test('moments are written as JavaScript writes them, in whatever order they come', () => {
  const moments = fc.date({ noInvalidDate: true, min: new Date('1969-12-30'), max: new Date('2243-01-01') });
  const alike = (all: Date[]) => {
    expect(all.map(stampOf)).toEqual(all.map((one) => one.toISOString()));
  };
  fc.assert(fc.property(fc.array(moments), alike));
});

describe('XLSX', () => {
  test('has text as text, so that ZIP codes keep their zeros and nothing runs', async () => {
    const files = unzip(
      await bytesOf(
        xlsx(
          sheetOf([
            ['=HYPERLINK("http://x")', '01002', 7, true],
            ['_x0041_ <b>&', null, 1, false],
          ]),
        ),
      ),
    );
    expect([...files.keys()].sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
    ]);
    expect(cellsIn(files.get('xl/worksheets/sheet1.xml') ?? '')).toEqual([
      ['t:name', 't:zip', 't:n', 't:yes'],
      ['t:=HYPERLINK("http://x")', 't:01002', 'n:7', 'b:1'],
      ['t:_x005F_x0041_ <b>&', 'n:1', 'b:0'],
    ]);
    expect(files.get('xl/worksheets/sheet1.xml')).not.toContain('<f>');
  });

  test('holds what XML cannot by leaving it out', async () => {
    const files = unzip(await bytesOf(xlsx(sheetOf([['a\u0000b\u0008c\uD800d', 'x'.repeat(40_000), 1, true]]))));
    const [, row] = cellsIn(files.get('xl/worksheets/sheet1.xml') ?? '');
    expect(row?.[0]).toBe('t:abc\uFFFDd');
    expect(row?.[1]).toHaveLength(32_767 + 2);
  });

  test('goes on in further sheets, each with its header', async () => {
    const rows = Array.from({ length: 7 }, (_, n): Cell[] => [`p${n}`, '01002', n, true]);
    const files = unzip(await bytesOf(xlsx(sheetOf(rows), 3)));
    const sheets = [1, 2, 3].map((n) => cellsIn(files.get(`xl/worksheets/sheet${n}.xml`) ?? ''));
    expect(sheets.map((sheet) => sheet.length)).toEqual([4, 4, 2]);
    expect(sheets[2]).toEqual([
      ['t:name', 't:zip', 't:n', 't:yes'],
      ['t:p6', 't:01002', 'n:6', 'b:1'],
    ]);
    expect(files.get('xl/workbook.xml')).toContain('name="people 3"');
    const none = unzip(await bytesOf(xlsx(sheetOf([]), 3)));
    expect(cellsIn(none.get('xl/worksheets/sheet1.xml') ?? '')).toHaveLength(1);
  });

  test('is made as the rows come, and a reader who leaves ends it', async () => {
    let made = 0;
    let ended = false;
    async function* batches(): AsyncGenerator<Cell[][]> {
      try {
        for (;;) {
          made += 1;
          yield [[`row ${made} ${'xyz'.repeat(made % 97)}`, '01002', made, true]];
        }
      } finally {
        ended = true;
      }
    }
    const content = xlsx({ name: 'endless', columns, batches: batches() });
    for (let n = 0; n < 5; n += 1) await content.next();
    await content.return(undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBeLessThan(200_000);
    expect(ended).toBe(true);
  });
});

test('JSON is a list of objects with the columns’ names, nothing disarmed', async () => {
  expect(JSON.parse(await textOf({ content: json(sheetOf([['=1', '01002', 7, true]])) }))).toEqual([
    { name: '=1', zip: '01002', n: 7, yes: true },
  ]);
  expect(JSON.parse(await textOf({ content: json(sheetOf([])) }))).toEqual([]);
});

describe('the cosigners of a letter', () => {
  async function aStory() {
    const world = await aWorld();
    const people = await aLegislature(world);
    const { letter } = await aLetter(world, { leads: ['S990001'] });
    const organizer = aViewer(letter.campaignId, 'organizer');
    const says = (key: string, position: 'signed' | 'asked' | 'declined') =>
      record(world, organizer, letter.slug, key, { position, source: '=e-mail' });
    for (const alias of ['rivera', 'smithOrson', 'santos'] as const) await says(people[alias].key, 'signed');
    await says(people.smithOsgood.key, 'declined');
    return { world, people, letter, organizer };
  }

  test('have the columns of the field, in letter order; the public learns nothing of the staff', async () => {
    const { world, letter } = await aStory();
    const file = await openCosignerExport(world, null, letter.slug, 'signed', {}, 'csv');
    expect(file.fileName).toBe(`${letter.slug}-cosigners-2026-11-22.csv`);
    expect(await textOf(file)).toBe(
      `\uFEFF${[
        'order,bioguide,prefix,full_name,sign_name,title_line,chamber,party,caucus,state,district,is_lead,status,signed_at,staff_contact,text_version',
        '1,S990001,Del.,Luis Santos,Luis Santos,Member of Congress,house,Democrat,Democrat,GU,0,true,signed,2026-11-22,,1',
        '2,R990001,Sen.,Ana Rivera,Ana Rivera,United States Senator,senate,Democrat,Democrat,NM,,false,signed,2026-11-22,,1',
        '3,S990003,Rep.,Orson Smith,Orson Smith,Member of Congress,house,Republican,Republican,KS,1,false,signed,2026-11-22,,1',
        '',
      ].join('\r\n')}`,
    );
    expect(await listHistory(world.db, 'letter', letter.id)).toEqual([]);
  });

  test('are narrowed as on the screen, for those who may see it, and that is noted', async () => {
    const { world, people, letter, organizer } = await aStory();
    const rows = async (filter: object, viewer = organizer) => {
      const file = await openCosignerExport(world, viewer, letter.slug, 'whip', filter, 'json');
      return JSON.parse(await textOf(file)) as Record<(typeof cosignerColumns)[number], Cell>[];
    };
    expect((await rows({ state: 'KS' })).map((row) => [row.order, row.full_name, row.status])).toEqual([
      [1, 'Orson Smith', 'signed'],
      [2, 'Osgood Smith', 'declined'],
    ]);
    expect(await rows({ position: 'declined' })).toMatchObject([
      { bioguide: people.smithOsgood.key, signed_at: '', text_version: null, staff_contact: '' },
    ]);
    expect(await rows({})).toHaveLength(21);
    expect(await rows({ position: 'none', state: 'HI' })).toMatchObject([{ full_name: 'Kekoa Ōta', status: '' }]);
    const [noted] = await listHistory(world.db, 'letter', letter.id);
    expect(noted).toMatchObject({ deed: 'exported', actor: 'Dana Ops', detail: { what: 'cosigners', state: 'HI' } });
    await expect(openCosignerExport(world, null, letter.slug, 'whip', {}, 'csv')).rejects.toThrow('role');
  });
});

test('messages are exported for staff: who wrote to whom, without addresses and texts', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter } = await aLetter(world);
  const staffer = aViewer(letter.campaignId, 'staffer');
  await world.db.transaction(async (tx) => {
    await tx.insert(messages).values({
      ...{ id: world.newId(), letterId: letter.id, legislator: people.park.key, ask: 'request', way: 'email' },
      ...{ state: 'sent', personKey: 'k', name: 'Zoë =Łukasz', email: 'zoe@mail.example', zip: '01002' },
      ...{ homeState: 'MA', homeDistrict: '2', lookup: 'zip', subject: 'Rivers', text: 'My private words.' },
      ...{ edited: true, tokenHash: null, mailsSent: 1, createdAt: world.now(), changedAt: world.now() },
    });
  });
  const text = await textOf(await openMessageExport(world, staffer, letter.slug, 'csv'));
  expect(text).toBe(
    `\uFEFF${messageColumns.join(',')}\r\n2026-11-22T15:00:00.000Z,Zoë,'=Łukasz,,MA,"01002",2,zip,,,example-council-park,request,email,sent,true\r\n`,
  );
  const workbook = unzip(await bytesOf((await openMessageExport(world, staffer, letter.slug, 'xlsx')).content));
  expect(cellsIn(workbook.get('xl/worksheets/sheet1.xml') ?? '')[1]).toContain('t:01002');
  for (const viewer of [null, aViewer(letter.campaignId, 'volunteer'), aViewer('another', 'organizer')])
    await expect(openMessageExport(world, viewer, letter.slug, 'csv')).rejects.toThrow();
  expect(await listHistory(world.db, 'letter', letter.id)).toHaveLength(2);
});

describe('the signatures of a letter', () => {
  async function aStory() {
    const world = await aWorld();
    const { letter } = await aLetter(world, { openToPublic: true });
    const home = { homeState: 'MA', homeDistrict: '2', zip: '01002', lookup: 'chosen' as const, city: 'Amherst' };
    await addSignatures(world, letter, [
      aSignature(world, letter, {
        ...{ name: 'Zoë van Łukasz', email: 'zoe@mail.example', address: '=1 Main Street', share: true, updates: true },
        ...{ ...home, comment: 'Keep them "clean",\nplease.', createdAt: new Date('2026-11-20T10:00:00Z') },
      }),
      aSignature(world, letter, {
        ...{ name: 'Prince', email: 'prince@mail.example', address: '2 Main Street', display: 'anonymous' },
        ...{ homeState: null, homeDistrict: null, zip: 'K1A 0B1', lookup: null, country: 'CA' },
        createdAt: new Date('2026-11-21T10:00:00Z'),
      }),
      aSignature(world, letter, {
        ...{ kind: 'organization', organization: '@Rivers', title: 'Director', website: 'https://r.example/', ...home },
        ...{ name: 'Cora Contact', createdAt: new Date('2026-11-22T10:00:00Z') },
      }),
      aSignature(world, letter, { ...home, name: 'Wren Gone', state: 'withdrawn' }),
    ]);
    return { world, letter };
  }

  test('have the columns of the field first; addresses are for organizers, of who shares them', async () => {
    const { world, letter } = await aStory();
    const columns = 'signed_at,first_name,last_name,city,state,zip5,district,lookup_method,comment,display_consent';
    expect(signatureColumns.join(',')).toBe(
      `${columns},status,kind,organization,title,website,country,version,confirmed_at,updates_consent,share_consent`,
    );
    const text = async (role: 'staffer' | 'organizer') =>
      textOf(await openSignatureExport(world, aViewer(letter.campaignId, role), letter.slug, 'confirmed', 'csv'));
    const rows = [
      '2026-11-20T10:00:00.000Z,Zoë van,Łukasz,Amherst,MA,"01002",2,chosen,"Keep them ""clean"",\nplease.",full,confirmed,person,,,,,1,2026-11-20T10:00:00.000Z,true,true',
      '2026-11-21T10:00:00.000Z,,Prince,,,K1A 0B1,,,,anonymous,confirmed,person,,,,CA,1,2026-11-21T10:00:00.000Z,false,false',
      `2026-11-22T10:00:00.000Z,Cora,Contact,Amherst,MA,"01002",2,chosen,,full,confirmed,organization,'@Rivers,Director,https://r.example/,,1,2026-11-22T10:00:00.000Z,false,false`,
    ];
    expect(await text('staffer')).toBe(`\uFEFF${[signatureColumns.join(','), ...rows, ''].join('\r\n')}`);
    const shared = [",zoe@mail.example,'=1 Main Street", ',,', ',,'];
    expect(await text('organizer')).toBe(
      `\uFEFF${[`${signatureColumns.join(',')},email,street`, ...rows.map((row, n) => row + shared[n]), ''].join('\r\n')}`,
    );
    for (const viewer of [null, aViewer(letter.campaignId, 'volunteer'), aViewer('another', 'organizer')])
      await expect(openSignatureExport(world, viewer, letter.slug, 'confirmed', 'csv')).rejects.toThrow();
    const noted = await listHistory(world.db, 'letter', letter.id);
    expect(noted.map(({ detail }) => detail)).toEqual([
      { what: 'signatures', states: 'confirmed', format: 'csv', addresses: true },
      { what: 'signatures', states: 'confirmed', format: 'csv', addresses: false },
    ]);
  });

  test('are all told on request, those that count first', async () => {
    const { world, letter } = await aStory();
    const staffer = aViewer(letter.campaignId, 'staffer');
    const all = await openSignatureExport(world, staffer, letter.slug, 'all', 'json');
    const rows = JSON.parse(await textOf(all)) as Record<string, Cell>[];
    expect(rows.map((row) => [row['last_name'], row['status'], row['state']])).toEqual([
      ['Łukasz', 'confirmed', 'MA'],
      ['Prince', 'confirmed', null],
      ['Contact', 'confirmed', 'MA'],
      ['Gone', 'withdrawn', 'MA'],
    ]);
    const workbook = unzip(
      await bytesOf((await openSignatureExport(world, staffer, letter.slug, 'all', 'xlsx')).content),
    );
    const cells = cellsIn(workbook.get('xl/worksheets/sheet1.xml') ?? '');
    expect(cells).toHaveLength(5);
    expect(cells[1]).toContain('t:01002');
  });

  test('give way to others while they are written, however fast they are read', async () => {
    const { world, letter } = await aStory();
    await someSignatures(world, letter, 3000);
    const staffer = aViewer(letter.campaignId, 'staffer');
    const { content } = await openSignatureExport(world, staffer, letter.slug, 'all', 'csv');
    let [turns, pieces, over] = [0, 0, false];
    const turn = () => {
      turns += 1;
      if (!over) setImmediate(turn);
    };
    setImmediate(turn);
    for await (const _ of content) pieces += 1;
    over = true;
    expect(pieces).toBeGreaterThanOrEqual(7);
    expect(turns).toBeGreaterThanOrEqual(pieces - 2);
  });
});
