import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { congressBodies } from '../../server/legislators/bodies.ts';
import type { LegislatorRow } from '../../server/legislators/legislators.ts';
import { readBundled } from '../../server/legislators/load/bundled.ts';
import { recordOf } from '../../server/legislators/load/record.ts';
import { matchNames, type NameMatch, type WrittenName } from '../../server/legislators/matching.ts';
import { bodiesOfNames, membersByName } from '../support/names/legislature.ts';

const sixty = readFileSync(new URL('../support/names/sixty.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .filter((line) => !line.startsWith('#'))
  .map((line) => line.split(' | ') as [text: string, expected: string]);

/** An outcome as the file of names tells it. */
const told = (match: NameMatch): string =>
  match.kind === 'sure' ? match.key : match.kind === 'asked' ? `? ${match.candidates.join(' ')}` : '-';

const among = (row: WrittenName) => matchNames(membersByName, [row], bodiesOfNames)[0] as NameMatch;

test('there are sixty lines', () => expect(sixty).toHaveLength(60));

test.each(sixty)('%s', (text, expected) => {
  const outcome = told(among({ text }));
  // Of a name that is asked about, the likeliest come first; others of the last name may follow.
  if (expected.startsWith('?')) expect(`${outcome} `).toContain(`${expected} `);
  else expect(outcome).toBe(expected);
});

describe('columns beside a name', () => {
  test('narrow it as what stands behind it does', () => {
    expect(told(among({ text: 'Smith', state: 'nj' }))).toBe('smithNJ');
    expect(told(among({ text: 'Scott', body: 'House' }))).toBe('scottVA');
    expect(told(among({ text: 'Scott', body: 'us-senate', state: 'Florida' }))).toBe('scottFL');
    expect(told(among({ text: 'Garcia', state: 'CA', district: '42', party: 'Democratic' }))).toBe('garciaCA');
    expect(told(among({ text: 'Begg', district: 'AL' }))).toBe('begg');
    expect(told(among({ text: 'Okafor', party: 'D' }))).toBe('? okafor');
  });

  test('that nobody understands are asked about', () => {
    const match = among({ text: 'Okafor', state: 'Ruritania' });
    expect(match).toMatchObject({ kind: 'asked', candidates: ['okafor'], why: expect.stringContaining('Ruritania') });
  });

  test('a key is sure by itself, and asked about where the name is another’s', () => {
    expect(told(among({ text: '', key: 'okafor' }))).toBe('okafor');
    expect(told(among({ text: 'Ben Okafor', key: 'okafor' }))).toBe('okafor');
    expect(told(among({ text: 'Luis Santos', key: 'okafor' }))).toBe('? okafor santos');
    expect(told(among({ text: 'Okafor (declined)', key: 'okafor' }))).toBe('? okafor');
    expect(among({ text: '', key: 'nobody' })).toMatchObject({
      kind: 'unknown',
      why: expect.stringContaining('nobody'),
    });
    expect(told(among({ text: 'Okafor', key: 'nobody' }))).toBe('? okafor');
  });
});

describe('reasons', () => {
  test.each([
    ['Okafor (OH-8)', 'Ben Okafor has the seat OH-7.'],
    ['Sen. Santos (D-GU)', 'Luis Santos is no senator.'],
    ['Rep. Okafor (D-MI)', 'Ben Okafor is from OH, not MI and is listed as Republican.'],
    ['Mike Lawson', 'Michael V. Lawson is not called so in the roster.'],
    ['Zed Okafor', 'Ben Okafor has another first name.'],
    ['Sen. Scott', '2 legislators fit what is written.'],
    ['King', 'This is a last name and a part of another one.'],
    ['Houten', 'This is only a part of the last name.'],
    ['Declined: Rep. Okafor', 'What stands beside the name was not understood: “Declined”.'],
    ['Okafor - NO', 'What stands beside the name was not understood: “NO”.'],
  ])('%s: %s', (text, why) => expect(among({ text })).toMatchObject({ kind: 'asked', why }));

  test('a slip of the pen and a turned name are asked about, never sure', () => {
    expect(told(among({ text: 'Okafro' }))).toBe('-');
    expect(told(among({ text: 'Okafoor' }))).toBe('? okafor');
    expect(told(among({ text: 'Ben, Okafor' }))).toBe('? okafor');
    expect(told(among({ text: 'Okafor-Jones' }))).toBe('? okafor');
    expect(told(among({ text: 'Rep. Okafor and Rep. Hill' }))).toBe('? hill');
  });
});

// The real roster stands here for its names alone: nothing is said of where anybody stands.
const roster = readBundled(readFileSync('data/legislators.jsonl', 'utf8'), 'data/legislators.jsonl');
const members: LegislatorRow[] = roster.people.map((person) => recordOf(person, null, roster).row);
const inCongress = (texts: string[]) =>
  matchNames(
    members,
    texts.map((text) => ({ text })),
    congressBodies,
  );

describe('members of Congress', () => {
  test('a last name by itself is sure for whom nobody shares it, in part or whole', () => {
    const lasts = members.map((member) => member.last);
    const sure = inCongress(lasts).map((match, n) => ({ match, member: members[n] as LegislatorRow }));
    const wrong = sure.filter(({ match, member }) => match.kind === 'sure' && match.key !== member.key);
    expect(wrong).toEqual([]);
    const asked = new Set(sure.filter(({ match }) => match.kind !== 'sure').map(({ member }) => member.last));
    for (const last of ['King', 'Miller', 'Smith', 'Cruz', 'McClain', 'Meeks', 'García', 'Garcia', 'Johnson', 'Scott'])
      expect(asked).toContain(last);
    for (const last of ['King-Hinds', 'Hyde-Smith', 'De La Cruz', 'McClain Delaney', 'Luján', 'Hernández Rivera'])
      expect(asked).not.toContain(last);
  });

  test('a first name by itself is never sure', () => {
    const firsts = members.map((member) => member.first);
    const sure = inCongress(firsts).flatMap((match, n) => (match.kind === 'sure' ? [firsts[n]] : []));
    expect(sure).toEqual([]);
  });

  test('the official name, and the usual label, is sure for everybody', () => {
    const names = members.map((member) => member.full);
    const labels = members.map(({ title, first, last, party, state, district }) => {
      const seat = [party[0], state, district].filter(Boolean).join('-');
      return `${title} ${first} ${last} (${seat})`;
    });
    for (const written of [names, labels])
      expect(inCongress(written).map((match) => (match.kind === 'sure' ? match.key : match))).toEqual(
        members.map((member) => member.key),
      );
  });

  test.each([
    'Gov. David Valadao',
    'Allen & Husted',
    'Jack & Reed',
    'Sykes, Strong',
    'Reps. Comer, James',
    'Sens. Scott, Tim',
    'Bennet?',
    '~~Durbin~~',
    '❌ Aderholt',
    'Crawford +1',
  ])('“%s” is asked about', (text) => expect(inCongress([text])).toMatchObject([{ kind: 'asked' }]));

  test('two last names on one line never are one member', () => {
    const lasts = [...new Set(members.map((member) => member.last))];
    const pairs = lasts.flatMap((a, n) => {
      const b = lasts[(n * 31 + 7) % lasts.length] as string;
      return [`${a} and ${b}`, `${a} & ${b}`, `Reps. ${a}, ${b}`, `Sens. ${a} and ${b}`, `${a}/${b}`, `${a}, ${b}`];
    });
    const sure = inCongress(pairs).flatMap((match, n) => (match.kind === 'sure' ? [pairs[n]] : []));
    expect(sure).toEqual([]);
  });

  test('a name written in any of many ways never means somebody else', () => {
    const initial = (first: string) => `${first[0]}.`;
    const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '');
    type Style = (member: LegislatorRow) => string;
    const fronts: Style[] = [
      () => '',
      ({ body }) => (body === 'us-senate' ? 'Sen.' : 'Rep.'),
      ({ title }) => title,
      () => 'The Honorable',
      () => '7. Hon.',
      () => '• ',
    ];
    const names: Style[] = [
      ({ last }) => last,
      ({ full }) => full,
      ({ first, last }) => `${first} ${last}`,
      ({ first, last }) => `${initial(first)} ${last}`,
      ({ first, last }) => `${last}, ${first}`,
      ({ first, last, suffix }) => `${last}, ${first}${suffix ? `, ${suffix}` : ''}`,
      ({ last }) => last.replace(/-/g, ' '),
      ({ last }) => last.split(/[ -]/)[0] ?? last,
      ({ last }) => last.split(/[ -]/).at(-1) ?? last,
    ];
    const behind: Style[] = [
      () => '',
      ({ state }) => ` (${state})`,
      ({ party, state }) => ` (${party[0]}-${state})`,
      ({ state, district }) => ` (${state}-${district ?? ''})`,
      ({ party, state }) => `, ${party[0]}-${state}`,
      ({ party }) => ` (${party})`,
      ({ state }) => ` ${state}`,
      () => '*',
    ];
    const one = fc.record({
      at: fc.nat(members.length - 1),
      front: fc.constantFrom(...fronts),
      name: fc.constantFrom(...names),
      end: fc.constantFrom(...behind),
      letters: fc.constantFrom(String, plain, (text: string) => text.toUpperCase()),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 100, maxLength: 100 }), (rows) => {
        const texts = rows.map(({ at, front, name, end, letters }) => {
          const member = members[at] as LegislatorRow;
          return letters(`${front(member)} ${name(member)}${end(member)}`.trim());
        });
        const wrong = inCongress(texts)
          .map((match, n) => ({ match, text: texts[n], means: members[rows[n]?.at ?? 0]?.key }))
          .filter(({ match, means }) => match.kind === 'sure' && match.key !== means);
        expect(wrong).toEqual([]);
      }),
      { numRuns: 60, interruptAfterTimeLimit: 8000, markInterruptAsFailure: false },
    );
  });

  test('nothing that anybody may type breaks it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 50 }), (texts) => {
        expect(inCongress(texts)).toHaveLength(texts.length);
      }),
      { numRuns: 40, interruptAfterTimeLimit: 5000, markInterruptAsFailure: false },
    );
  });
});
