import { describe, expect, test } from 'vitest';
import { addressBlock, filledFor, greetingOf, offices, withForms } from '../../server/letters/addressees.ts';
import { excerptOf, renderMarkdown } from '../../server/letters/markdown.ts';

describe('Markdown', () => {
  test.each([
    ['<script>alert(1)</script>', '<script'],
    ['<img src=x onerror=alert(1)>', '<img'],
    ['text <b onclick="x()">bold</b>', '<b'],
    ['![pixel](https://tracker.example/p.gif)', '<img'],
    ['[click](javascript:alert(1))', '<a'],
    ['[click](  jAvAsCrIpT:alert(1))', '<a'],
    ['[click](java&#115;cript:alert(1))', '<a'],
    ['[click](data:text/html,<script>alert(1)</script>)', '<a'],
    ['[click](vbscript:x)', '<a'],
    ['[click](//evil.example)', '<a'],
    ['<javascript:alert(1)>', '<a'],
    ['[a]: javascript:alert(1)\n\n[a]', '<a'],
    ['```"><script>x\ncode\n```', '<script'],
    ['[x](https://a.example "t\\" onmouseover=\\"x()")', ' onmouseover="'],
    ['| a |\n|--:|\n| b |', 'style='],
    ['<!-- hidden -->', '<!--'],
  ])('does not let %s through', (text, bad) => {
    expect(renderMarkdown(text)).not.toContain(bad);
  });

  test('keeps what people write, below the page’s own heading, with links that vouch for nobody', () => {
    expect(renderMarkdown('# A\n\n###### B')).toBe('<h2>A</h2>\n<h6>B</h6>\n');
    expect(renderMarkdown('We *ask* [this](https://a.example/?b=1&c=2).')).toBe(
      '<p>We <em>ask</em> <a href="https://a.example/?b=1&amp;c=2" rel="nofollow noopener">this</a>.</p>\n',
    );
    expect(renderMarkdown('A & B < C')).toBe('<p>A &amp; B &lt; C</p>\n');
  });

  test.each([
    ['[', '['.repeat(100_000)],
    ['nested quotes', '>'.repeat(100_000)],
    ['emphasis', '*a **b '.repeat(14_000)],
    ['backticks', Array.from({ length: 400 }, (_, n) => '`'.repeat(n)).join(' ')],
    ['angle brackets', '<a '.repeat(33_000)],
    ['links', '[a](<b'.repeat(16_000)],
    ['a table', `|${'a|'.repeat(2000)}\n|${'-|'.repeat(2000)}\n${'|\n'.repeat(2000)}`],
    ['lists', '- '.repeat(50_000)],
  ])('of the largest size is rendered within a second or two: %s', (_, text) => {
    const started = performance.now();
    renderMarkdown(text);
    expect(performance.now() - started).toBeLessThan(4000);
  });

  test('gives a beginning in plain words', () => {
    expect(excerptOf('# Rivers\n\nWe **ask** [you](https://a.example)\nto act & now.')).toBe(
      'Rivers. We ask you to act & now.',
    );
    expect(excerptOf('We have reasons:\n\n- fish\n- people, who swim\n\nThank you.')).toBe(
      'We have reasons: fish; people, who swim. Thank you.',
    );
    expect(excerptOf('We ask that you\n\n- act, and\n- answer')).toBe('We ask that you: act, and; answer');
    expect(excerptOf('one two three four '.repeat(20))).toBe(`${'one two three four '.repeat(10)}one two …`);
    expect(excerptOf('')).toBe('');
  });
});

describe('forms of address', () => {
  const typed = { name: '', title: '', organization: '', address: '', salutation: '' };

  test.each([
    [
      'senator',
      'Ana Rivera',
      ['The Honorable Ana Rivera', 'United States Senate', 'Washington, DC 20510'],
      'Dear Senator Rivera:',
    ],
    [
      'representative',
      'Ben Okafor',
      ['The Honorable Ben Okafor', 'U.S. House of Representatives', 'Washington, DC 20515'],
      'Dear Representative Okafor:',
    ],
    [
      'delegate',
      'Luis Santos',
      ['The Honorable Luis Santos', 'U.S. House of Representatives', 'Washington, DC 20515'],
      'Dear Delegate Santos:',
    ],
    [
      'speaker',
      'Cora Hale',
      ['The Honorable Cora Hale', 'Speaker of the House', 'U.S. House of Representatives', 'Washington, DC 20515'],
      'Dear Speaker Hale:',
    ],
    [
      'senate-majority',
      'Dan Ito',
      ['The Honorable Dan Ito', 'Majority Leader', 'United States Senate', 'Washington, DC 20510'],
      'Dear Leader Ito:',
    ],
    ['secretary', 'Elena Voss', ['The Honorable Elena Voss', 'Secretary'], 'Dear Secretary Voss:'],
    ['administrator', 'Fay Ng, Jr.', ['The Honorable Fay Ng, Jr.', 'Administrator'], 'Dear Administrator Ng:'],
    [
      'president',
      '',
      ['The President', 'The White House', '1600 Pennsylvania Avenue NW', 'Washington, DC 20500'],
      'Dear Mr. President:',
    ],
    [
      'madam-vice-president',
      '',
      ['The Vice President', 'The White House', '1600 Pennsylvania Avenue NW', 'Washington, DC 20500'],
      'Dear Madam Vice President:',
    ],
    [
      'senator',
      'Olga De La Cruz III',
      ['The Honorable Olga De La Cruz III', 'United States Senate', 'Washington, DC 20510'],
      'Dear Senator De La Cruz:',
    ],
  ])('of a %s', (office, name, block, salutation) => {
    const filled = filledFor(office, { ...typed, name });
    expect(addressBlock(filled)).toEqual(block);
    expect(filled.salutation).toBe(salutation);
    expect(greetingOf([filled])).toBe(salutation);
  });

  test('leave what was typed alone', () => {
    const own = {
      name: 'Dr. F. Ng',
      title: 'Acting Secretary',
      organization: 'Agency',
      address: '1 St',
      salutation: 'Dear Dr. Ng:',
    };
    expect(filledFor('secretary', own)).toEqual(own);
    expect(filledFor('', own)).toEqual(own);
    expect(withForms({ ...own, salutation: '' }).salutation).toBe('Dear Secretary Ng:');
    expect(filledFor('', { ...typed, name: 'Ms. G. Ode', title: 'Clerk' }).salutation).toBe('Dear Ms. G. Ode:');
  });

  test('greet several addressees together', () => {
    const chair = filledFor('senate-chair', { ...typed, name: 'Ana Rivera' });
    const ranking = filledFor('senate-ranking', { ...typed, name: 'Ben Okafor' });
    expect(greetingOf([chair, ranking])).toBe('Dear Chair Rivera and Ranking Member Okafor:');
    expect(greetingOf([])).toBe('');
    expect(greetingOf([{ ...typed, salutation: 'To whom it may concern' }])).toBe('To whom it may concern:');
  });

  test('have a key each', () => {
    expect(new Set(offices.map((office) => office.key)).size).toBe(offices.length);
  });
});
