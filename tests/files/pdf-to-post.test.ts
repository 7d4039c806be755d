/** A constituent's printed letter read back: to whom it goes, how it greets, and who wrote it. */
import { expect, test } from 'vitest';
import { blockOf, printLetter } from '../../server/carriers/printed.ts';
import { offices } from '../../server/db/tables.ts';
import { salutationOf } from '../../server/variants/variants.ts';
import { aLegislature, type Row } from '../support/invented/legislature.ts';
import { aWorld } from '../support/world.ts';
import { askPdf } from './papers.ts';

const own = 'Моя скважина ниже по течению – my well, naïve café.';
const printed = (legislator: Row, more: object = {}) => ({
  ...{ legislator: legislator.key, salutation: salutationOf(legislator) },
  ...{ text: `${own}\n\nI ask you to sign.\nThe letter: https://letters.example/letters/rivers`, name: 'Zoë Łukasz' },
  ...{ address: '12 Elm St\nWooster, OH 44691', timeZone: 'America/New_York' },
  ...more,
});

test('it has the writer, the day, the right address and greeting, the text and room to sign', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  await world.db.transaction(
    async (tx) =>
      void (await tx.insert(offices).values({
        ...{ legislator: people.bright.key, ordinal: 0, kind: 'capitol' as const, address: '82 Smith St, Room 318' },
        ...{ city: 'Providence', state: 'RI', zip: '02903', phone: null, fax: null, hours: null },
      })),
  );
  const to: [Row, string[], string][] = [
    [
      people.rivera,
      ['The Honorable Ana Rivera', 'United States Senate', 'Washington, DC 20510'],
      'Dear Senator Rivera:',
    ],
    [
      people.fuente,
      ['The Honorable Óscar de la Fuente y Ríos', 'U.S. House of Representatives', 'Washington, DC 20515'],
      'Dear Representative de la Fuente y Ríos:',
    ],
    [
      people.santos,
      ['The Honorable Luis Santos', 'U.S. House of Representatives', 'Washington, DC 20515'],
      'Dear Delegate Santos:',
    ],
    [
      people.luna,
      ['The Honorable Marisol Luna', 'U.S. House of Representatives', 'Washington, DC 20515'],
      'Dear Resident Commissioner Luna:',
    ],
    [
      people.bright,
      ['The Honorable Ola Bright', 'Rhode Island Senate', '82 Smith St, Room 318', 'Providence, RI 02903'],
      'Dear Senator Bright:',
    ],
    [people.park, ['Council Member Min-ji Park', 'Example City Council'], 'Dear Council Member Park:'],
  ];
  for (const [legislator, block, greeting] of to) {
    const pdf = (await printLetter(world, printed(legislator))) as Buffer;
    const lines = askPdf('pdftotext', pdf, [], ['-'])
      .normalize('NFC')
      .split(/[\n\f]/)
      .filter(Boolean);
    const wanted = ['Zoë Łukasz', '12 Elm St', 'Wooster, OH 44691', 'November 22, 2026', ...block, greeting];
    expect(lines.slice(0, wanted.length)).toEqual(wanted);
    expect(lines.slice(wanted.length)).toEqual([
      ...[own, 'I ask you to sign.', 'The letter: https://letters.example/letters/rivers', 'Sincerely,', 'Zoë Łukasz'],
    ]);
    expect(askPdf('pdffonts', pdf, [])).not.toMatch(/ no +(yes|no) +\d/);
  }
});

test('one without a postal address begins with its day, and a long one goes on with a head', async () => {
  const world = await aWorld();
  const people = await aLegislature(world);
  const text = Array.from({ length: 60 }, (_, n) => `Paragraph ${n + 1} of what I have to say about the rivers.`).join(
    '\n\n',
  );
  const pdf = (await printLetter(world, printed(people.rivera, { address: '', text }))) as Buffer;
  const [first, second] = askPdf('pdftotext', pdf, ['-layout'], ['-']).split('\f');
  expect(first?.trim().split('\n')[0]).toBe('November 22, 2026');
  expect(second).toMatch(/Letter to Ana Rivera\s+November 22, 2026\s+Page 2/);
});

test('nobody is addressed by a guess', () => {
  const member = { body: 'us-house', bodyName: 'x', full: 'Ana Rivera', title: 'Representative', offices: [] };
  expect(blockOf({ ...member, title: 'Speaker' }, 'house')[0]).toBe('The Honorable Ana Rivera');
  expect(blockOf({ ...member, body: 'nd-house', bodyName: 'North Dakota House' }, 'lower')).toEqual([
    'The Honorable Ana Rivera',
    'North Dakota House',
  ]);
});
