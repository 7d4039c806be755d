import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import pino from 'pino';
import { afterEach, expect, test } from 'vitest';
import { createListener } from '../../server/app.ts';
import { dialect } from '../../server/db/dialect.ts';
import { outbox, signatures } from '../../server/db/tables.ts';
import { confirm, recountSignatures, tokenOf } from '../../server/signatures/signatures.ts';
import { read } from '../../server/tallies/tallies.ts';
import { sendAll } from '../../server/worker.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anOpenLetter } from '../support/signing.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

/** On PostgreSQL each form costs more, and the reading of forms is the same. */
const FORMS = dialect === 'sqlite' ? 10_000 : 2000;
const AT_ONCE = 50;

/** What everything that is typed here holds, in some case of letters: logs must not. */
const MARK = 'kwx9';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** The site, listening, with all that it logs kept. */
async function listening(world: TestWorld) {
  const lines: string[] = [];
  world.log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const server = createServer(createListener(world, { strictPages: true }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  closers.push(() => {
    agent.destroy();
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const send = ({ path, type, body, headers }: Sent): Promise<number> =>
    new Promise((resolve, reject) => {
      const asked = request(
        {
          host: '127.0.0.1',
          port,
          agent,
          method: 'POST',
          path,
          headers: { ...headers, ...(type && { 'Content-Type': type }), 'Content-Length': body.length },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode ?? 0));
        },
      );
      // Who is told no before the end of a long body may find the line cut: that is an answer too.
      asked.on('error', (error: NodeJS.ErrnoException) =>
        ['EPIPE', 'ECONNRESET'].includes(error.code ?? '') ? resolve(413) : reject(error),
      );
      asked.end(body);
    });
  return { send, lines, url: `http://127.0.0.1:${port}` };
}

interface Sent {
  path: string;
  type: string;
  body: Buffer;
  headers: Record<string, string>;
  /** What the address holds that is like no other, where there is one. */
  mark: string;
}

const nasty = [
  ...[
    '\r\nBcc: all@mail.example',
    'x\nSet-Cookie: a=b',
    '\u0000',
    '\u202eevil',
    '\ufeff',
    'Z̷̢̛a̵l̶g̷o̸',
    '👩‍👩‍👧‍👦',
    '\ud800',
  ],
  ...[
    "'; drop table signatures; --",
    '<script>alert(1)</script>',
    '<%= process.env %>',
    '=cmd|calc!A1',
    '{{7*7}}',
    '%s%n%x',
  ],
  ...[
    '__proto__',
    'constructor',
    'null',
    'NaN',
    '-1',
    '1e999',
    'true',
    '𝒜𝓃𝒶 𝑅𝒾𝓋𝑒𝓇𝒶',
    'ﷺ',
    'ß',
    'İ',
    '\u2028',
    '\t\v\f',
    'a'.repeat(20_000),
  ],
  ...[
    'ana@mail.example, ben@mail.example',
    '"a b"@mail.example',
    'ana@[127.0.0.1]',
    'ana@xn--80ak6aa92e.com',
    '..@..',
    '@',
  ],
];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom(...nasty),
  fc.tuple(fc.constantFrom(...nasty), fc.string({ maxLength: 20 })).map((parts) => parts.join('')),
);
/** What people do type, with the mark in it. */
const fine = {
  name: fc.constantFrom('Ana', 'Łukasz', 'O’Neil', 'Nguyễn Văn').map((name) => `${name} ${MARK}`),
  email: fc.constantFrom('mail.example', 'gmail.com', 'MAIL.example', 'bücher.example'),
  zip: fc.constantFrom('44691', '78250', '00000', '99950', ''),
  kind: fc.constantFrom('person', 'organization'),
  organization: fc.constantFrom('', `River Watch ${MARK}`),
  title: fc.constantFrom('', 'Chair'),
  website: fc.constantFrom('', 'rivers.example', 'https://rivers.example/a?b=c'),
  comment: fc.constantFrom('', `My well is near. ${MARK}`),
  address: fc.constantFrom('', `1 ${MARK} Road`),
  city: fc.constantFrom('', 'Wooster'),
  state: fc.constantFrom('', 'OH', 'TX'),
  district: fc.constantFrom('', '', '', '7', '20'),
  country: fc.constantFrom('', 'US', 'CA'),
  display: fc.constantFrom('full', 'initials', 'anonymous'),
  locale: fc.constantFrom('en', 'es-US'),
  words: fc.constantFrom('', `Please. ${MARK}`),
  challenge: fc.constantFrom('', 'eyJhIjoxfQ=='),
  fax: fc.constantFrom('', 'x'),
};
type Field = keyof typeof fine;
const names = Object.keys(fine) as Field[];

let count = 0;
/** An address like no other in this run. */
const marked = (domain: string) => `${MARK}.${(count += 1)}.e@${domain}`;

/** A form with a few fields spoilt; the others are as people fill them in. */
const form = <V>(spoilt: fc.Arbitrary<V>) =>
  fc
    .tuple(
      fc.record(fine),
      fc.dictionary(fc.constantFrom<Field>(...names), spoilt, { maxKeys: 2 }),
      fc.dictionary(
        fc.constantFrom('__proto__', 'constructor', 'name[]', 'email[x]', 'toString', 'id', 'state[]'),
        spoilt,
        {
          maxKeys: 2,
        },
      ),
      fc.subarray(names, { maxLength: 3 }),
      fc.constantFrom(...Array<string>(18).fill('yes'), 'no', ''),
    )
    .map(([good, bad, odd, missing, age]) => {
      const fields: Record<string, unknown> = { ...good, age, write: 'yes' };
      for (const name of missing) if (name !== 'email' && name !== 'name') delete fields[name];
      for (const extra of [bad, odd]) for (const [name, value] of Object.entries(extra)) fields[name] = value;
      return fields;
    });

const slugs = (real: string[]) =>
  fc.oneof(
    { weight: 12, arbitrary: fc.constant(real[0] as string) },
    fc.constantFrom(...real, 'none', '%00', '..', '%2e%2e', 'a'.repeat(500)),
  );

const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 20, arbitrary: fc.constant({}) },
  fc.constantFrom<Record<string, string>>(
    ...[{ 'Content-Encoding': 'gzip' }, { 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'null' }],
    ...[{ Cookie: 'signed=%00;;=;session=x' }, { 'X-Forwarded-For': `${MARK}, 1.2.3.4` }],
    ...[{ Accept: 'application/json' }, { Authorization: `Bearer ${MARK}` }, { 'Accept-Language': '*;q=9' }],
  ),
);

const encoded = (value: unknown) => encodeURIComponent(String(value).toWellFormed()).replaceAll('%20', '+');

const urlForm = (letters: string[]): fc.Arbitrary<() => Sent> =>
  fc
    .tuple(
      form(fc.oneof(text, fc.array(text, { maxLength: 3 }))),
      slugs(letters),
      headers,
      fc.constantFrom(
        ...Array<string>(60).fill('application/x-www-form-urlencoded'),
        ...['application/x-www-form-urlencoded; charset=utf-8', 'application/x-www-form-urlencoded; charset=utf-16'],
        ...['multipart/form-data; boundary=x', 'text/plain', 'application/json', ''],
      ),
      fc.oneof(
        { weight: 20, arbitrary: fc.constant('') },
        fc.constantFrom('&%ff%fe=%', '&&&===', '&a', '%', `&x=${'y'.repeat(2_000_000)}`, '&a=b'.repeat(4000)),
      ),
    )
    .map(([fields, slug, headers, type, junk]) => () => {
      const address = typeof fields['email'] === 'string' && isDomain(fields['email']) ? marked(fields['email']) : '';
      const pairs = Object.entries(address ? { ...fields, email: address } : fields).flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).map((one) => `${encoded(name)}=${encoded(one)}`),
      );
      const body = Buffer.from(pairs.join('&') + junk);
      return { path: `/letters/${slug}/signatures`, type, body, headers, mark: markOf(address) };
    });

const jsonForm = (letters: string[]): fc.Arbitrary<() => Sent> =>
  fc
    .tuple(
      form(fc.oneof(text, fc.jsonValue({ maxDepth: 3 }), fc.constant(true))),
      slugs(letters),
      headers,
      fc.constantFrom(
        ...Array<string>(40).fill('application/json'),
        'application/json; charset=utf-16',
        'text/json',
        '',
      ),
      fc.oneof(
        { weight: 20, arbitrary: fc.constant(null) },
        fc.constantFrom(
          '{',
          '[]',
          '"x"',
          'null',
          '{"name":1e999}',
          `${'['.repeat(20_000)}`,
          `{"name":"\\ud800","email":5}`,
          `"${'y'.repeat(2_000_000)}"`,
        ),
      ),
    )
    .map(([{ age: _, write: __, ...fields }, slug, headers, type, junk]) => () => {
      const address = typeof fields['email'] === 'string' && isDomain(fields['email']) ? marked(fields['email']) : '';
      const body = Buffer.from(junk ?? JSON.stringify(address ? { ...fields, email: address } : fields));
      return {
        path: `/api/v1/letters/${slug}/signatures`,
        type,
        body,
        headers,
        mark: junk === null ? markOf(address) : '',
      };
    });

const isDomain = (email: string) => /^[\p{L}]+\.(example|com)$/u.test(email);
const markOf = (address: string) => address.replace(/@.*$/, '').replaceAll('.', '');

/** The mark of an address as it was stored, which may be in another writing. */
const markIn = (email: string | null) => markOf(email ?? '').toLowerCase();

async function attack(world: TestWorld, forms: number, makers: (letters: string[]) => fc.Arbitrary<() => Sent>[]) {
  const { letter, campaign } = await anOpenLetter(world);
  const others = [
    await aLetter(world, { state: 'closed', openToPublic: true, campaignId: campaign.id }),
    await aLetter(world, { state: 'draft', openToPublic: true, campaignId: campaign.id }),
    await aLetter(world, { campaignId: campaign.id }),
  ];
  const slugs = [letter.slug, ...others.map((other) => other.letter.slug)];
  const site = await listening(world);
  const answers = new Map<number, number>();
  const taken = new Set<string>();
  const refused = new Set<string>();
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(...makers(slugs)), { minLength: AT_ONCE, maxLength: AT_ONCE }),
      async (batch) => {
        const sent = batch.map((make) => make());
        const statuses = await Promise.all(sent.map(site.send));
        for (const [n, status] of statuses.entries()) {
          answers.set(status, (answers.get(status) ?? 0) + 1);
          const { mark = '' } = sent[n] ?? {};
          const done = status === 202 || status === 303;
          if (done) accepted += 1;
          if (mark) (done ? taken : refused).add(mark);
        }
        expect(statuses.filter((status) => status < 200 || status >= 500)).toEqual([]);
      },
    ),
    { numRuns: Math.ceil(forms / AT_ONCE), endOnFailure: true },
  );
  return { letter, others, site, answers, accepted, taken, refused };
}

test('hostile forms are refused with a word, or stored whole: row, mail and numbers', {
  timeout: 300_000,
}, async () => {
  const world = await aWorld({ env: { SIGNING_PROTECTION: 'off' } });
  const { letter, others, site, answers, accepted, taken, refused } = await attack(world, FORMS, (letters) => [
    urlForm(letters),
    jsonForm(letters),
  ]);
  // Both kinds of answer came, or the forms were too hostile or not enough.
  expect(accepted).toBeGreaterThan(FORMS / 10);
  expect(refused.size).toBeGreaterThan(FORMS / 10);
  expect(answers.get(413) ?? 0).toBeGreaterThan(0);

  const rows = await world.db.select().from(signatures);
  const marks = new Set(rows.map(({ email }) => markIn(email)));
  expect([...taken].filter((mark) => !marks.has(mark))).toEqual([]);
  expect([...refused].filter((mark) => marks.has(mark))).toEqual([]);
  expect(rows.length).toBeLessThanOrEqual(accepted);
  expect(rows.filter(({ letterId }) => letterId !== letter.id)).toEqual([]);

  // Every row has its mail, and there is no mail without a row.
  const mails = (await world.db.select().from(outbox)).map(({ reason }) => reason.replace(/:\d$/, ''));
  const reasons = new Set(rows.map(({ letterId, addressKey }) => `signing:${letterId}:${addressKey}`));
  expect(new Set(mails)).toEqual(reasons);
  expect(mails.length).toBe(rows.reduce((sum, row) => sum + row.mails, 0));
  expect(rows.filter(({ state }) => state !== 'pending')).toEqual([]);

  // The numbers are those of the rows.
  for (const { id } of [letter, ...others.map((other) => other.letter)])
    expect(await world.db.transaction((tx) => recountSignatures(tx, id))).toEqual([]);
  expect((await read(world.db, letter.id)).get('signatures')).toEqual([
    { dimension: 'status', key: 'pending', count: rows.length },
  ]);

  // What was stored is clean: one line where one line was asked for, nothing that cannot be printed.
  for (const { name, organization, title, city, zip, email, website } of rows)
    for (const line of [name, organization, title, city, zip, email, website])
      expect(line ?? '').not.toMatch(/[\p{Cc}\p{Cs}]/u);

  // Confirmed and shown, no page breaks on it.
  for (const { id } of rows.slice(0, 300)) await confirm(world, tokenOf(world, id));
  for (const path of [
    `/letters/${letter.slug}`,
    `/letters/${letter.slug}/signatures`,
    `/api/v1/letters/${letter.slug}/signatures`,
  ]) {
    const shown = await fetch(site.url + path);
    expect([path, shown.status]).toEqual([path, 200]);
    expect(await shown.text()).not.toContain('<script>alert');
  }

  await sendAll(world);
  for (const { to, subject } of world.mailbox) expect(to.address + subject).not.toMatch(/[\r\n]/);

  // The digits of a clock or a process can be those of a ZIP code.
  const told = site.lines
    .join('')
    .toLowerCase()
    .replace(/"(time|pid)":\d+/g, '');
  expect(site.lines.length).toBeGreaterThan(FORMS - 1);
  expect(told).not.toContain(MARK);
  expect(told).not.toMatch(/@|wooster|44691|127\.0\.0\.1|1\.2\.3\.4/);
});

test('with protection on it is the same, and a rush is told to wait', { timeout: 120_000 }, async () => {
  const world = await aWorld();
  // Most are refused for what they hold before they count as a try; so many, that the rest is more than the limit.
  const { letter, site, answers } = await attack(world, 500, (letters) => [urlForm(letters), jsonForm(letters)]);
  expect(answers.get(429) ?? 0).toBeGreaterThan(0);
  const rows = await world.db.select().from(signatures);
  expect(rows.length).toBeGreaterThan(0);
  const mails = (await world.db.select().from(outbox)).length;
  expect(mails).toBe(rows.reduce((sum, row) => sum + row.mails, 0));
  expect(rows.filter(({ state, mails: had }) => (state === 'pending') !== had > 0)).toEqual([]);
  expect(await world.db.transaction((tx) => recountSignatures(tx, letter.id))).toEqual([]);
  expect(site.lines.join('').toLowerCase()).not.toContain(MARK);
});
