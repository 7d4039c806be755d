import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { officePage, telLink, waysTo } from '../../server/carriers/carriers.ts';
import { mailtoLink } from '../../server/carriers/mailto.ts';

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
  const open = (different: Partial<typeof office> | { contactForm: string }, { example = false, cwc = false } = {}) =>
    waysTo({ ...office, ...different }, words, { example, cwc });
  const names = (...args: Parameters<typeof open>) => open(...args).map(({ way }) => way);

  test('are those that are open, what is carried from here first and copying last', () => {
    expect(names({})).toEqual(['email', 'form', 'mailto', 'phone', 'print', 'copy']);
    expect(names({ body: 'us-senate', email: '' }, { cwc: true })).toEqual(['cwc', 'form', 'phone', 'print', 'copy']);
  });

  test('never have the server write to Congress by mail, nor for an example', () => {
    expect(names({ body: 'us-senate' })).toEqual(['form', 'mailto', 'phone', 'print', 'copy']);
    for (const body of ['us-senate', office.body])
      expect(open({ body }, { example: true, cwc: true }).some(({ ours }) => ours)).toBe(false);
  });

  test('can be called sent by us where this server hands the message over, and nowhere else', () => {
    const said = open({ contactForm: 'https://park.example/form' }, { cwc: true });
    expect(said.filter(({ ours }) => ours).map(({ way }) => way)).toEqual(['cwc', 'email']);
    expect(said.find(({ way }) => way === 'cwc')?.needs).toContain('delivery');
  });

  test('leave out what cannot be opened safely, and are never none', () => {
    expect(names({ email: 'a@x.example, b@y.example' })).toEqual(['form', 'phone', 'print', 'copy']);
    expect(officePage({ ...office, website: 'javascript:alert(1)' })).toBeNull();
    expect(officePage({ ...office, contactForm: 'https://park.example/form' })?.kind).toBe('form');
    expect(telLink('202-555-0100 ext. 12')).toBe('tel:+12025550100');
    expect(telLink('555')).toBeNull();
    const unknown = { phone: 'ask the clerk', website: null as unknown as string, email: null as unknown as string };
    expect(names(unknown)).toEqual(['print', 'copy']);
  });
});
