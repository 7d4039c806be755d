import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTexts, type Piece } from '../../server/letters/comparing.ts';

const inBrackets = ({ kind, text }: Piece) => (kind === 'same' ? text : `${kind === 'removed' ? '[-' : '[+'}${text}]`);
const shown = (before: string, after: string) =>
  compareTexts(before, after).rows.map((row) => row.both.map(inBrackets).join(''));

describe('two texts beside each other', () => {
  test('show the words that were inserted and removed, and count them', () => {
    const before = 'We ask that the rivers be kept clean.\n\nIt matters to all.';
    const after = 'We ask that the rivers and lakes be kept clean.\n\nIt matters to all.\n\nPlease act by June.';
    expect(shown(before, after)).toEqual([
      'We ask that the rivers [+and lakes ]be kept clean.',
      'It matters to all.',
      '[+Please act by June.]',
    ]);
    expect(compareTexts(before, after)).toMatchObject({ removed: 0, inserted: 6, rough: false });
    expect(compareTexts(after, before)).toMatchObject({ removed: 6, inserted: 0 });
  });

  test('show a phrase that took another’s place as one', () => {
    expect(shown('We urge the Secretary to act.', 'We urge our own Administration to act.')).toEqual([
      'We urge [-the Secretary ][+our own Administration ]to act.',
    ]);
  });

  test('keep names, numbers and accents whole', () => {
    expect(
      shown('Rep. Luján and O’Brien ask for $1,234.50 now.', 'Rep. Lujan and O’Brian ask for $1,234.60 now.'),
    ).toEqual(['Rep. [-Luján][+Lujan] and [-O’Brien][+O’Brian] ask for $[-1,234.50][+1,234.60] now.']);
  });

  test('put a changed paragraph beside the one that it was, also where others came between', () => {
    const before = 'One thing stands first here.\n\nThe rivers of the state are in danger today.';
    const after =
      'Something wholly new begins.\n\nOne thing stands first here.\n\nLakes matter too.\n\nThe rivers of our state are in danger today.';
    const { rows } = compareTexts(before, after);
    expect(rows.map((row) => row.kind)).toEqual(['inserted', 'same', 'inserted', 'changed']);
    expect(rows[3]?.before?.map(inBrackets).join('')).toBe('The rivers of [-the] state are in danger today.');
    expect(rows[3]?.after?.map(inBrackets).join('')).toBe('The rivers of [+our] state are in danger today.');
    expect(rows[0]?.before).toBeNull();
  });

  test('compare a list item by item', () => {
    const list = ['Please', '1. review the cases;', '2. tell Congress.'].join('\n');
    expect(shown(list, list.replace('cases', 'seven cases'))).toEqual([
      'Please',
      '1. review the [+seven ]cases;',
      '2. tell Congress.',
    ]);
  });

  test('that are the same have nothing to show', () => {
    expect(compareTexts('A text.\n\nOf two.', 'A text.\r\n\r\nOf two.'.replaceAll('\r', ''))).toEqual({
      rows: [expect.objectContaining({ kind: 'same' })],
      removed: 0,
      inserted: 0,
      rough: false,
    });
  });

  test('lose no word of either, whatever they are', () => {
    const words = (pieces: Piece[] | null) => (pieces ?? []).map((piece) => piece.text).join('');
    const bare = (text: string) => text.replace(/\s+/g, '');
    const text = fc
      .array(fc.constantFrom('rivers', 'lakes', ' ', '\n\n', '\n- ', ', ', 'é', '1,2', '.'), { maxLength: 60 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { rows } = compareTexts(before, after);
        expect(bare(rows.map((row) => words(row.before)).join(''))).toBe(bare(before));
        expect(bare(rows.map((row) => words(row.after)).join(''))).toBe(bare(after));
      }),
      { numRuns: 200 },
    );
  });
});

describe('texts as long as a letter may be', () => {
  /** Words by a rule, so that the texts are the same each time and yet nothing alike. */
  const some = (count: number, of: string[], step: number, between: string) =>
    Array.from({ length: count }, (_, n) => of[(n * n * step + n) % of.length])
      .join(between)
      .slice(0, 100_000);
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const many = Array.from({ length: 7919 }, (_, n) => `w${n.toString(36)}`);
  const paragraphs = (step: number) =>
    Array.from({ length: 100 }, (_, n) => some(499, letters, step + n, ' '))
      .join('\n\n')
      .slice(0, 100_000);
  const pairs: [string, string, string][] = [
    ['one paragraph of single letters', some(50_000, letters, 3, ' '), some(50_000, letters, 7, ' ')],
    ['one paragraph of many words', some(30_000, many, 3, ' '), some(30_000, many, 11, ' ')],
    ['marks alone', some(100_000, ['.', ',', ';'], 3, ''), some(100_000, ['.', ',', ';', ':'], 5, '')],
    ['a paragraph for each letter', some(34_000, letters, 3, '\n\n'), some(34_000, letters, 7, '\n\n')],
    ['a hundred paragraphs that are alike', paragraphs(3), paragraphs(5)],
    ['blank lines alone', `${'\n'.repeat(99_999)}a`, `${' \n'.repeat(49_999)}b`],
  ];

  test.each(pairs)('%s: compared in less than a second', (_, before, after) => {
    // The time that this process works, whatever else the machine does.
    const start = process.cpuUsage();
    const { rows } = compareTexts(before, after);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(1000);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(25_000);
  });

  test('say that they are shown whole where they differ too much, and show what they share', () => {
    const [, before, after] = pairs[0] as [string, string, string];
    const { rows, rough } = compareTexts(`The same beginning.\n\n${before}`, `The same beginning.\n\n${after}`);
    expect(rough).toBe(true);
    expect(rows[0]).toMatchObject({ kind: 'same', both: [{ text: 'The same beginning.' }] });
  });
});
