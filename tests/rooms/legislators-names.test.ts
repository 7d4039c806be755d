/** Names and seats in words. */
import { expect, test } from 'vitest';
import { fullNameOf, nameWords, sortNameOf } from '../../server/legislators/names.ts';
import { placeInWords } from '../../server/legislators/places.ts';

test('the words of a name', () => {
  expect(nameWords('María-José O’Brien, J.D.')).toEqual(['maria', 'jose', 'obrien', 'jd']);
  expect(nameWords('Łukasz Ørsted Weiß')).toEqual(['lukasz', 'orsted', 'weiss']);
  expect(sortNameOf('De La Cruz', 'Mónica')).toBe('de la cruz monica');
  expect(fullNameOf({ first: 'Ana', middle: 'M.', last: 'Rivera', suffix: 'Jr.' })).toBe('Ana M. Rivera, Jr.');
  expect(fullNameOf({ first: 'Ana', nickname: 'Annie', last: 'Rivera', suffix: 'III' })).toBe('Ana “Annie” Rivera III');
});

test('seats in words', () => {
  const seat = { body: 'us-house', state: 'OH', district: '7', class: null };
  expect(placeInWords(seat)).toBe('OH-7');
  expect(placeInWords({ ...seat, body: 'ri-house' })).toBe('District 7, OH');
  expect(placeInWords({ ...seat, body: 'vt-senate', state: 'VT', district: '1st Franklin' })).toBe('1st Franklin, VT');
  expect(placeInWords({ body: 'council', state: null, district: 'Ward 3', class: null })).toBe('Ward 3');
  expect(placeInWords({ body: 'council', state: null, district: null, class: null })).toBe('');
});
