import { describe, expect, test } from 'vitest';
import {
  canonicalAddress,
  domainOf,
  isDisposable,
  isLargeProvider,
  suggestDomain,
} from '../../server/basics/addresses.ts';
import { emailField } from '../../server/web/fields.ts';

describe('a canonical address', () => {
  test.each([
    // The same mailbox, however it is written.
    ['Ana.Rivera+news@GMail.com', 'anarivera@gmail.com'],
    ['a.n.a@googlemail.com', 'ana@gmail.com'],
    ['ana+x+y@gmail.com', 'ana@gmail.com'],
    ['ana.rivera+x@outlook.com', 'ana.rivera@outlook.com'],
    ['ana+x@hotmail.co.uk', 'ana@hotmail.co.uk'],
    ['ana+x@live.fr', 'ana@live.fr'],
    ['ana.b+x@me.com', 'ana.b@icloud.com'],
    ['ana.b@mac.com', 'ana.b@icloud.com'],
    ['a-n.a_x+y@pm.me', 'anax@proton.me'],
    ['ana@protonmail.ch', 'ana@proton.me'],
    ['ana+x@fastmail.com', 'ana@fastmail.com'],
    ['petition@ana.fastmail.com', 'ana@fastmail.com'],
    ['ana-petition@yahoo.com', 'ana@yahoo.com'],
    ['ana.r-petition@yahoo.co.jp', 'ana.r@yahoo.co.jp'],
    ['ana.b@ya.ru', 'ana-b@yandex.ru'],
    ['ana@BÜCHER.example', 'ana@xn--bcher-kva.example'],
    ['ana@mail.example.', 'ana@mail.example'],
    // Different people, or a provider that nobody here knows.
    ['ana.rivera+news@mail.example', 'ana.rivera+news@mail.example'],
    ['ana.rivera@outlook.com', 'ana.rivera@outlook.com'],
    ['ana@hotmail.com', 'ana@hotmail.com'],
    ['ana-maria@gmail.com', 'ana-maria@gmail.com'],
    ['ana_b@icloud.com', 'ana_b@icloud.com'],
    ['ana-b@aol.com', 'ana-b@aol.com'],
    ['ana.b@gmail.com.example', 'ana.b@gmail.com.example'],
    ['ana.b@notgmail.com', 'ana.b@notgmail.com'],
    ['ana@mail.ana.fastmail.com', 'ana@mail.ana.fastmail.com'],
    // Nothing would be left of these.
    ['+x@gmail.com', '+x@gmail.com'],
    ['...@gmail.com', '...@gmail.com'],
  ])('of %s is %s', (typed, canonical) => {
    expect(canonicalAddress(typed)).toBe(canonical);
    expect(canonicalAddress(canonical)).toBe(canonical);
  });
});

test('the domain of an address is what DNS knows', () => {
  expect(domainOf('Ana@Mail.Example')).toBe('mail.example');
  expect(domainOf('"a@b"@mail.example')).toBe('mail.example');
  expect(domainOf('ana@müller.example.')).toBe('xn--mller-kva.example');
  expect(domainOf('')).toBe('');
});

test('large providers are those of millions, in every country', () => {
  for (const domain of ['gmail.com', 'yahoo.com', 'yahoo.co.uk', 'hotmail.fr', 'icloud.com', 'aol.com', 'comcast.net'])
    expect(isLargeProvider(domain), domain).toBe(true);
  for (const domain of ['mail.example', 'yahoo.mail.example', 'gmail.co', 'notgmail.com', 'mailinator.com'])
    expect(isLargeProvider(domain), domain).toBe(false);
});

test('throw-away domains are known, with what is below them; forwarding services are not among them', () => {
  for (const domain of ['mailinator.com', 'Mailinator.com', 'inbox.mailinator.com', 'yopmail.com', 'guerrillamail.com'])
    expect(isDisposable(domain), domain).toBe(true);
  for (const domain of ['gmail.com', 'proton.me', 'duck.com', 'mozmail.com', 'house.gov', 'mail.example', 'com', ''])
    expect(isDisposable(domain), domain).toBe(false);
});

describe('a mistyped domain', () => {
  test.each([
    ['gmial.com', 'gmail.com'],
    ['gmai.com', 'gmail.com'],
    ['gmail.co', 'gmail.com'],
    ['gmail.con', 'gmail.com'],
    ['gmial.con', 'gmail.com'],
    ['gnail.com', 'gmail.com'],
    ['gmaill.com', 'gmail.com'],
    ['yaho.com', 'yahoo.com'],
    ['yahoo.co', 'yahoo.com'],
    ['yahooo.com', 'yahoo.com'],
    ['hotmial.com', 'hotmail.com'],
    ['hotmal.con', 'hotmail.com'],
    ['homtail.com', 'hotmail.com'],
    ['outlok.com', 'outlook.com'],
    ['outllok.com', 'outlook.com'],
    ['iclod.com', 'icloud.com'],
    ['aol.con', 'aol.com'],
    ['comcast.ent', 'comcast.net'],
    ['verzion.net', 'verizon.net'],
    ['sbcglobel.net', 'sbcglobal.net'],
  ])('%s was probably %s', (typed, meant) => {
    expect(suggestDomain(`ana@${typed}`)).toBe(meant);
  });

  test.each(
    [
      ...[
        'gmail.com',
        'GMAIL.com',
        'mail.com',
        'ymail.com',
        'email.com',
        'yahoo.co.uk',
        'hotmail.fr',
        'live.nl',
        'gmx.net',
      ],
      ...[
        'love.com',
        'all.com',
        'abl.com',
        'cot.net',
        'horizon.net',
        'hushmail.com',
        'mail.example',
        'house.gov',
        'umich.edu',
      ],
      ...['gmail.com.example', 'mailinator.com', ''],
    ].map((domain) => [domain]),
  )('nothing is suggested for %s', (typed) => {
    expect(suggestDomain(`ana@${typed}`)).toBeNull();
  });
});

describe('an address as people type it', () => {
  const field = emailField('An address, please.');

  test.each([
    [' Ana@Mail.Example ', 'ana@mail.example'],
    ['\u200bana@mail.example\u202c\n', 'ana@mail.example'],
    ["o'neill+x@mail.example", "o'neill+x@mail.example"],
    ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
  ])('%j is taken', (typed, email) => {
    expect(field.parse(typed)).toBe(email);
  });

  test.each(
    [
      ...[
        '',
        'ana',
        'ana@',
        '@mail.example',
        'ana@mail',
        'ana@mail..example',
        'ana mail@mail.example',
        'ana@mail.example,b@c.example',
      ],
      ...[
        'ana@mail.example b@c.example',
        'Ana <ana@mail.example>',
        'ana@mail.example\r\nBcc: b@c.example',
        'ana\n@mail.example',
      ],
      ...[
        'ana\u0000@mail.example',
        'ana\u200b@mail.example',
        'ana@ma\til.example',
        'ana@mail.example/x',
        'ana@ma%69l.example',
        'ana@0x7f.1',
        'ana@ü#x.example',
        'a@b@mail.example',
        `${'a'.repeat(65)}@mail.example`,
      ],
      ...[`ana@${'a.'.repeat(126)}example`, 7, null, ['ana@mail.example']],
    ].map((typed) => [typed]),
  )('%j is not', (typed) => {
    const read = field.safeParse(typed);
    expect(read.success).toBe(false);
    expect(read.error?.issues[0]?.message).toMatch(/\.$/);
  });
});
