import fc from 'fast-check';
import { expect, test } from 'vitest';
import { QUARTERS, quarterOf, similarity } from '../../server/variants/similarity.ts';
import '../support/chance.ts';

const campaigns = [
  'I am your constituent, and I am writing to ask you to add your name to the letter on clean rivers.',
  'Its cause matters to me, and I would be glad to see your name under it.',
  'Please let me know whether you will sign, and if not, why.',
].join('\n\n');

test('the campaign’s text alone is all the campaign’s, in any order, case and punctuation', () => {
  expect(similarity(campaigns, campaigns)).toBe(100);
  expect(similarity(campaigns.split('\n\n').reverse().join('\n\n'), campaigns)).toBe(100);
  expect(similarity(campaigns.toUpperCase().replace(/[.,]/g, '!'), campaigns)).toBe(100);
  expect(similarity(campaigns.replaceAll(' ', '\n'), campaigns)).toBe(100);
  expect(similarity('', campaigns)).toBe(100);
  expect(similarity(' \n—!', campaigns)).toBe(100);
});

test('own words are none of the campaign’s', () => {
  expect(similarity('My well is downstream of the plant, and my children drink from it.', campaigns)).toBe(0);
  expect(similarity('Our river stinks', '')).toBe(0);
  // A turn of phrase that anybody uses is no passage.
  expect(similarity('Your name came up when I talked to my neighbors about signing.', campaigns)).toBe(0);
});

test('a paragraph of one’s own lowers it by its length, and so does a sentence that was changed', () => {
  const words = campaigns.split(/\s+/).length;
  const own = Array.from({ length: words }, (_, n) => `word${n}`).join(' ');
  expect(similarity(`${own}\n\n${campaigns}`, campaigns)).toBe(50);
  const changed = campaigns.replace('Its cause matters to me', 'I grew up on the banks of this one');
  expect(similarity(changed, campaigns)).toBeGreaterThan(70);
  expect(similarity(changed, campaigns)).toBeLessThan(95);
});

test('accents, apostrophes and scripts without spaces are compared as people read them', () => {
  expect(similarity('El río está limpio', 'el rio esta limpio')).toBe(100);
  expect(similarity('I don’t want this', "I don't want this")).toBe(100);
  expect(similarity('河流必须干净', '我们认为河流必须干净')).toBe(100);
  expect(similarity('空气必须干净吧', '我们认为河流必须干净')).toBeLessThan(70);
});

test('is a whole number from 0 to 100, whatever is compared', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      const found = similarity(one, other);
      expect(Number.isInteger(found) && found >= 0 && found <= 100).toBe(true);
      expect(similarity(one, one)).toBe(100);
      expect(QUARTERS).toContain(quarterOf(found));
    }),
  );
});

test('takes the longest texts there are in no time', () => {
  const texts = ['a '.repeat(5000), 'ab'.repeat(5000), 'a b c d '.repeat(1250), '河'.repeat(10_000)];
  const from = performance.now();
  for (const one of texts) for (const other of texts) similarity(one, other);
  expect(performance.now() - from).toBeLessThan(2000);
});
