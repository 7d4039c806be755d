import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zipDistricts } from '../../server/db/tables.ts';
import { type AboutLetter, composeMessage, salutationOf } from '../../server/messages/compose.ts';
import { mailtoLink } from '../../server/messages/mailto.ts';
import { officePage, telLink, waysTo } from '../../server/messages/ways.ts';
import { districtInWords, findWhere } from '../../server/messages/where.ts';
import { aWorld } from '../support/world.ts';

const about: AboutLetter = {
  title: 'A letter on clean rivers',
  messageSubject: 'Please sign the letter on clean rivers',
  messageRequest: 'I ask you to sign.',
  messageThanks: 'Thank you for signing.',
  addressees: ['Secretary E. Voss'],
  url: 'https://letters.example/letters/clean-rivers',
  deadline: 'Friday, December 4, 2026 at 5:00 PM EST',
};
const person = (title: string, last: string) => ({ title, last, full: `Ana ${last}` });

describe('a text', () => {
  test('greets each by what they are called', () => {
    expect(salutationOf(person('Senator', 'Rivera'))).toBe('Dear Senator Rivera:');
    expect(salutationOf(person('Representative', 'de la Fuente y Ríos'))).toBe(
      'Dear Representative de la Fuente y Ríos:',
    );
    expect(salutationOf(person('Delegate', 'Santos'))).toBe('Dear Delegate Santos:');
    expect(salutationOf(person('Resident Commissioner', 'Luna'))).toBe('Dear Resident Commissioner Luna:');
    expect(salutationOf(person('Council Member', 'Park'))).toBe('Dear Council Member Park:');
    expect(salutationOf({ title: 'Assembly Member', last: '', full: 'Prince' })).toBe('Dear Assembly Member Prince:');
  });

  test('takes the constituent’s own words first and ends with their name and place', () => {
    const constituent = { name: 'Zoë Łukasz', place: 'Ohio 44691', own: 'My well is downstream.' };
    const { text, subject } = composeMessage(about, person('Representative', 'Okafor'), 'request', constituent);
    expect(text.split('\n\n')).toEqual([
      'Dear Representative Okafor:',
      'My well is downstream.',
      'I ask you to sign.',
      `The letter: ${about.url}\nIt can be signed until ${about.deadline}.`,
      'Sincerely,\nZoë Łukasz\nOhio 44691',
    ]);
    expect(subject).toBe('Please sign the letter on clean rivers');
  });

  test('thanks who has signed, and never asks in the subject of a thanks', () => {
    const { text, subject, phoneScript } = composeMessage(about, person('Senator', 'Rivera'), 'thanks');
    expect(text).toContain('Thank you for signing.');
    expect(text).not.toContain('I ask you to sign');
    expect(text).not.toContain('can be signed until');
    expect(subject).toMatch(/^Thank you/);
    expect(phoneScript).toContain('thank Senator Rivera for signing');
  });

  test('has words of its own where the organizers wrote none', () => {
    const bare = { ...about, messageSubject: '', messageRequest: '', messageThanks: '' };
    const { subject, text } = composeMessage(bare, person('Senator', 'Rivera'), 'request');
    expect(subject).toContain('A letter on clean rivers');
    expect(text).toContain('“A letter on clean rivers”');
  });
});

describe('a mailto link', () => {
  test('is encoded as its standard says', () => {
    expect(mailtoLink('clerk@office.example', 'Clean water & jobs', 'Dear Rep. Rivera,\nPlease support S. 22.')).toBe(
      'mailto:clerk@office.example?subject=Clean%20water%20%26%20jobs&body=Dear%20Rep.%20Rivera%2C%0D%0APlease%20support%20S.%2022.',
    );
    expect(mailtoLink('a&b?c@office.example', 'x', 'y')).toBe('mailto:a%26b%3Fc@office.example?subject=x&body=y');
  });

  test('comes back as it was, and is none at all when it would be cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const link = mailtoLink('clerk@office.example', 'subject', text);
        if (link === null) return;
        expect(link.length).toBeLessThanOrEqual(1800);
        const body = decodeURIComponent(link.slice(link.indexOf('&body=') + 6));
        expect(body).toBe(text.replace(/\r\n?|\n/g, '\r\n').replace(/\p{Surrogate}/gu, '\uFFFD'));
        expect(link).not.toMatch(/[\s"<>+']/);
      }),
    );
    expect(mailtoLink('clerk@office.example', 'subject', 'é'.repeat(300))).toBeNull();
    expect(mailtoLink('clerk@office.example', 'subject', 'e'.repeat(1700))).not.toBeNull();
  });
});

describe('the ways to an office', () => {
  const office = {
    body: 'example-city-council',
    phone: '(202) 555-0100',
    website: 'https://park.example',
    contactForm: null,
    email: 'park@council.example',
  };
  const words = { subject: 'Subject', text: 'Text', phoneScript: 'Hello' };
  const names = (different: Partial<typeof office> | { contactForm: string }, example = false) =>
    waysTo({ ...office, ...different }, words, { example }).map(({ way }) => way);

  test('are those that are open, copying and the own mail program first', () => {
    expect(names({})).toEqual(['copy', 'mailto', 'email', 'form', 'phone']);
  });

  test('never have the server write to Congress, nor for an example', () => {
    expect(names({ body: 'us-senate' })).toEqual(['copy', 'mailto', 'form', 'phone']);
    expect(names({}, true)).not.toContain('email');
  });

  test('leave out what cannot be opened safely', () => {
    expect(names({ email: 'a@x.example, b@y.example' })).toEqual(['copy', 'form', 'phone']);
    expect(officePage({ ...office, website: 'javascript:alert(1)' })).toBeNull();
    expect(officePage({ ...office, contactForm: 'https://park.example/form' })?.kind).toBe('form');
    expect(telLink('202-555-0100 ext. 12')).toBe('tel:+12025550100');
    expect(telLink('555')).toBeNull();
    expect(names({ phone: 'ask the clerk', website: null as unknown as string })).toEqual(['copy', 'mailto', 'email']);
  });
});

describe('where a ZIP code votes', () => {
  const look = async (
    rows: { zip: string; state: string; district: number }[],
    asked: Partial<{ zip: string; state: string; district: string }>,
  ) => {
    const world = await aWorld();
    if (rows.length > 0) await world.db.transaction(async (tx) => void (await tx.insert(zipDistricts).values(rows)));
    const where = await findWhere(world.db, { zip: '', state: '', district: '', ...asked });
    return {
      kind: where.kind,
      state: where.state?.code ?? null,
      district: where.district,
      choices: where.choices.length,
      method: where.method,
    };
  };

  test('is known when it lies in one district', async () => {
    expect(await look([{ zip: '44691', state: 'OH', district: 7 }], { zip: ' 44691-1234 ' })).toEqual({
      ...{ kind: 'one', state: 'OH', district: 7, choices: 0, method: 'zip' },
    });
  });

  test('is a question when it lies in several, in one state or in two', async () => {
    const rows = [
      { zip: '43201', state: 'OH', district: 3 },
      { zip: '43201', state: 'OH', district: 12 },
      { zip: '30165', state: 'AL', district: 3 },
      { zip: '30165', state: 'GA', district: 14 },
    ];
    expect(await look(rows, { zip: '43201' })).toMatchObject({
      kind: 'several',
      state: 'OH',
      district: null,
      choices: 2,
    });
    expect(await look(rows, { zip: '30165' })).toMatchObject({ kind: 'several', state: null, choices: 2 });
    expect(await look(rows, { zip: '30165', state: 'GA', district: '14' })).toMatchObject({
      ...{ kind: 'one', state: 'GA', district: 14, method: 'chosen' },
    });
  });

  test('is never a dead end when the table lacks it', async () => {
    // A territory has one seat, so its prefix tells all.
    for (const [zip, state] of [
      ['96910', 'GU'],
      ['96799', 'AS'],
      ['96950', 'MP'],
      ['00802', 'VI'],
    ])
      expect(await look([], { zip: zip as string })).toMatchObject({ kind: 'one', state, district: 0, method: 'zip' });
    // A post office box: the state is sure, its districts are to choose from.
    expect(await look([], { zip: '43299' })).toMatchObject({ kind: 'unknown', state: 'OH', choices: 15 });
    // Military mail: nothing is sure.
    expect(await look([], { zip: '09012' })).toMatchObject({ kind: 'unknown', state: null, choices: 0 });
    expect(await look([], { zip: '09012', state: 'oh' })).toMatchObject({ kind: 'unknown', state: 'OH', choices: 15 });
    expect(await look([], { zip: '09012', state: 'VT' })).toMatchObject({ kind: 'one', district: 0, method: 'chosen' });
    expect(await look([], { zip: '09012', state: 'OH', district: '99' })).toMatchObject({
      kind: 'unknown',
      choices: 15,
    });
  });

  test('tells what is no ZIP code from nothing at all', async () => {
    expect((await look([], {})).kind).toBe('nothing');
    for (const zip of ['4469', '446911', 'abcde', '44691-12', '-44691'])
      expect((await look([], { zip })).kind).toBe('malformed');
  });

  test('is said as people say it', () => {
    expect(districtInWords({ state: 'OH', district: 7 })).toBe('Ohio’s 7th district');
    expect(
      [1, 2, 3, 11, 12, 13, 21, 22, 52].map((district) => districtInWords({ state: 'CA', district }).split(' ')[1]),
    ).toEqual(['1st', '2nd', '3rd', '11th', '12th', '13th', '21st', '22nd', '52nd']);
    expect(districtInWords({ state: 'VT', district: 0 })).toBe('Vermont (at large)');
  });
});
