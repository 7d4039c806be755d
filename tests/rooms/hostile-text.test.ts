/** What a constituent's form may hold, far too much of it: the program answers others meanwhile. */
import { describe, expect, test } from 'vitest';
import { printLetter } from '../../server/carriers/printed.ts';
import { addressForm } from '../../server/messages/byAddress.ts';
import { officeForm, printForm, sendForm, textForm, wayForm } from '../../server/messages/forms.ts';
import { similarity } from '../../server/variants/similarity.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aWorld } from '../support/world.ts';

const LENGTH = 200_000;
/** Enough for a slow machine; what grows with the square of the length takes minutes. */
const SOON_MS = 1500;

const hostile: Record<string, string> = {
  'blanks inside a line': `b${' '.repeat(LENGTH)}a`,
  'tabs at the ends of lines': `a${'\t'.repeat(999)}\n`.repeat(LENGTH / 1001),
  'invisible characters inside': `b${'\u200b'.repeat(LENGTH / 3)}a`,
  'line breaks': '\r\n'.repeat(LENGTH / 2),
  braces: '{{my_name|'.repeat(LENGTH / 10),
  accents: `e${'\u0301'.repeat(LENGTH / 2)}`,
  digits: '1'.repeat(LENGTH),
  'an address of at signs': 'a@'.repeat(LENGTH / 2),
};

describe.each(Object.entries(hostile))('%s', (_, text) => {
  test.each(Object.entries({ textForm, sendForm, officeForm, printForm, wayForm, addressForm }))(
    'is read by %s at once, and refused or cut',
    (_name, form) => {
      const fields = ['own', 'text', 'address', 'name', 'first', 'last', 'email', 'phone', 'zip', 'subject', 'street'];
      for (const field of fields) {
        const before = performance.now();
        form.safeParse({ [field]: text, way: 'form' });
        expect(performance.now() - before, field).toBeLessThan(SOON_MS);
      }
    },
  );
});

test('a likeness is told of the longest texts at once', () => {
  for (const text of Object.values(hostile)) {
    const before = performance.now();
    similarity(text.slice(0, 15_000), text.slice(1, 15_000));
    expect(performance.now() - before).toBeLessThan(SOON_MS);
  }
});

test('a letter with a heap of accents is printed as fast as one without', async () => {
  const world = await aWorld();
  const { okafor } = await aLegislature(world);
  const timed = async (text: string) => {
    const before = performance.now();
    const letter = { legislator: okafor.key, salutation: 'Dear Okafor,', name: 'Zoë', address: '', text };
    expect(await printLetter(world, { ...letter, timeZone: 'America/New_York' })).toBeInstanceOf(Buffer);
    return performance.now() - before;
  };
  await timed('The fonts are read first.');
  expect(await timed(`e${'\u0301'.repeat(14_999)}`)).toBeLessThan(500);
  expect(await timed(`e${'\u0301'.repeat(8)}`.repeat(1600))).toBeLessThan(2000);
});
