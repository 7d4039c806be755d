import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { describe, expect, test } from 'vitest';
import { domainOf } from '../../server/basics/addresses.ts';
import type { World } from '../../server/basics/world.ts';
import { openDatabase } from '../../server/db/database.ts';
import { tries, usedChallenges } from '../../server/db/tables.ts';
import { readPattern } from '../../server/protection/patterns.ts';
import { newChallenge, prepare, pressure, type Verdict, weighMany } from '../../server/protection/protection.ts';
import { addRule, listRules, removeRule } from '../../server/protection/rules.ts';
import { aLetter } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

interface Form {
  network?: string;
  email?: string;
  trap?: string;
  challenge?: string;
}

type LetterLike = { id: string; campaignId: string };

/** What becomes of forms that come together; from a network of its own each, unless said. */
async function sent(world: World, letter: LetterLike, forms: Form[]): Promise<Verdict[]> {
  const items = await Promise.all(
    forms.map(async ({ network = `10.${(made += 1) >> 8}.${made & 255}.1`, email = 'ana@gmail.com', ...form }) => ({
      ...{ letterId: letter.id, network, domain: domainOf(email) },
      weighed: await prepare(world, {
        ...{ letterId: letter.id, campaignId: letter.campaignId, network, email },
        ...{ trap: '', challenge: '', ...form },
      }),
    })),
  );
  return world.db.transaction((tx) => weighMany(tx, world, items));
}
let made = 0;

const kinds = (verdicts: Verdict[]) =>
  verdicts.map((verdict) => (verdict.kind === 'hold' ? verdict.reason : verdict.kind));
const times = <T>(n: number, item: T): T[] => Array.from({ length: n }, () => item);

async function solvedFor(world: World, letterId: string): Promise<string> {
  const { challenge } = await newChallenge(world, letterId);
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

async function aLetterToSign(env: Record<string, string> = {}) {
  const world = await aWorld({ env });
  const { letter } = await aLetter(world, { openToPublic: true });
  return { world, letter };
}

describe('a network', () => {
  test('signs twenty times in ten minutes and sixty times in an hour, then waits', async () => {
    const { world, letter } = await aLetterToSign();
    const school = { network: '192.0.2.7' };
    expect(kinds(await sent(world, letter, times(19, school)))).toEqual(times(19, 'accept'));
    const [last, over] = await sent(world, letter, times(2, school));
    expect(last).toEqual({ kind: 'accept' });
    expect(over).toEqual({ kind: 'too-many', seconds: 600 });
    world.pass({ minutes: 9 });
    expect(await sent(world, letter, [school])).toEqual([{ kind: 'too-many', seconds: 60 }]);
    expect(kinds(await sent(world, letter, [{ network: '192.0.2.8' }]))).toEqual(['accept']);
    world.pass({ minutes: 1 });
    expect(kinds(await sent(world, letter, times(20, school)))).toEqual(times(20, 'accept'));
    world.pass({ minutes: 10 });
    // Those that were turned away count too: 22 + 20 of the hour are gone.
    const third = kinds(await sent(world, letter, times(20, school)));
    expect(third.filter((kind) => kind === 'accept')).toHaveLength(18);
    expect((await sent(world, letter, [school]))[0]).toEqual({ kind: 'too-many', seconds: 2400 });
    world.pass({ minutes: 40 });
    expect(kinds(await sent(world, letter, [school]))).toEqual(['accept']);
  });

  test('is counted together by two processes, over all letters, and by no name that tells it', async () => {
    const { world, letter } = await aLetterToSign();
    const { letter: other } = await aLetter(world, { openToPublic: true });
    const db = await openDatabase(world.databaseUrl);
    try {
      const second = { ...world, db };
      await sent(world, letter, times(10, { network: '2001:db8:1:2::/64' }));
      await sent(second, other, times(10, { network: '2001:db8:1:2::/64' }));
      expect(kinds(await sent(world, letter, [{ network: '2001:db8:1:2::/64' }]))).toEqual(['too-many']);
      expect(kinds(await sent(second, letter, [{ network: '2001:db8:1:3::/64' }]))).toEqual(['accept']);
    } finally {
      await db.close();
    }
    expect(JSON.stringify(await world.db.select().from(tries))).not.toContain('2001');
  });

  test('and all else is counted right by two processes at the same moment, which never wait in a circle', async () => {
    const { world, letter } = await aLetterToSign();
    const { letter: other } = await aLetter(world, { openToPublic: true });
    const db = await openDatabase(world.databaseUrl);
    try {
      const second = { ...world, db };
      const networks = Array.from({ length: 30 }, (_, n) => ({
        network: `192.0.2.${n}`,
        email: `a@d${n % 7}.example`,
      }));
      const rounds = Array.from({ length: 15 }, (_, n) => {
        const forms = n % 2 ? networks : [...networks].reverse();
        return [sent(n % 3 ? world : second, letter, forms), sent(n % 3 ? second : world, other, [...forms].reverse())];
      });
      const verdicts = (await Promise.all(rounds.flat())).flat();
      expect(verdicts.filter(({ kind }) => kind === 'too-many')).toHaveLength(30 * 10);
    } finally {
      await db.close();
    }
  });

  test('that is turned away raises the challenge for nobody', async () => {
    const { world, letter } = await aLetterToSign();
    await sent(world, letter, times(500, { network: '192.0.2.7', email: 'x@mail.example' }));
    expect(await pressure(world, letter, '192.0.2.9')).toBe(true); // twenty of one domain got through
    const { world: calm, letter: quiet } = await aLetterToSign();
    await sent(calm, quiet, times(500, { network: '192.0.2.7', email: 'x@gmail.com' }));
    expect(await pressure(calm, quiet, '192.0.2.9')).toBe(false);
  });
});

describe('pressure', () => {
  test('of a letter asks for a challenge, a little later demands it, and passes', async () => {
    const { world, letter } = await aLetterToSign();
    expect(await pressure(world, letter, '192.0.2.9')).toBe(false);
    expect(kinds(await sent(world, letter, times(96, {})))).toEqual(times(96, 'accept'));
    expect(await pressure(world, letter, '192.0.2.9')).toBe(true);
    expect(kinds(await sent(world, letter, times(24, {})))).toEqual(times(24, 'accept'));
    const challenge = await solvedFor(world, letter.id);
    expect(kinds(await sent(world, letter, [{}, { challenge }, { challenge: 'bogus' }]))).toEqual([
      'no-challenge',
      'accept',
      'no-challenge',
    ]);
    const { letter: other } = await aLetter(world, { openToPublic: true });
    // Of those that arrive together only the ones past the limit are asked for it.
    expect(kinds(await sent(world, other, times(123, {})))).toEqual([
      ...times(120, 'accept'),
      ...times(3, 'no-challenge'),
    ]);
    world.pass({ minutes: 1 });
    expect(kinds(await sent(world, letter, [{}]))).toEqual(['no-challenge']);
    world.pass({ minutes: 1 });
    expect(await pressure(world, letter, '192.0.2.9')).toBe(false);
    expect(kinds(await sent(world, letter, [{}]))).toEqual(['accept']);
  });

  test('of a mail domain is on that domain alone, and on no large provider', async () => {
    const { world, letter } = await aLetterToSign();
    await sent(world, letter, times(60, { email: 'ana@gmail.com' }));
    expect(await pressure(world, letter, '192.0.2.9')).toBe(false);
    const office = { email: 'ana@office.example' };
    expect(kinds(await sent(world, letter, times(20, office)))).toEqual(times(20, 'accept'));
    expect(await pressure(world, letter, '192.0.2.9')).toBe(true);
    expect(kinds(await sent(world, letter, [office, { email: 'ana@mail.example' }]))).toEqual([
      'no-challenge',
      'accept',
    ]);
    world.pass({ minutes: 20 });
    expect(await pressure(world, letter, '192.0.2.9')).toBe(false);
    expect(kinds(await sent(world, letter, [office]))).toEqual(['accept']);
  });
});

describe('a challenge', () => {
  async function underPressure() {
    const made = await aLetterToSign();
    await sent(made.world, made.letter, times(121, {}));
    return made;
  }

  test('is used once, also by two that come together', async () => {
    const { world, letter } = await underPressure();
    const challenge = await solvedFor(world, letter.id);
    expect(kinds(await sent(world, letter, [{ challenge }, { challenge }])).sort()).toEqual(['accept', 'no-challenge']);
    expect(kinds(await sent(world, letter, [{ challenge }]))).toEqual(['no-challenge']);
    expect(await world.db.select().from(usedChallenges)).toHaveLength(1);
  });

  test('is for one letter, and for ten minutes', async () => {
    const { world, letter } = await underPressure();
    const { letter: other } = await aLetter(world, { openToPublic: true });
    const foreign = await solvedFor(world, other.id);
    const late = await solvedFor(world, letter.id);
    expect(kinds(await sent(world, letter, [{ challenge: foreign }]))).toEqual(['no-challenge']);
    world.pass({ minutes: 10 });
    await sent(world, letter, times(121, {}));
    expect(kinds(await sent(world, letter, [{ challenge: late }]))).toEqual(['no-challenge']);
  });

  test('that was not solved, or made up, or broken is none', async () => {
    const { world, letter } = await underPressure();
    const { challenge } = await newChallenge(world, letter.id);
    const solution = await solveChallenge({ challenge, deriveKey });
    const as = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
    const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } };
    const longer = {
      ...challenge,
      parameters: { ...challenge.parameters, data: { letter: letter.id, until: Number.MAX_SAFE_INTEGER } },
    };
    for (const forged of [
      { challenge, solution: { ...solution, derivedKey: '00'.repeat(32) } },
      { challenge, solution: { counter: -1, derivedKey: 'zz' } },
      { challenge: easier, solution },
      { challenge: longer, solution },
      { challenge: { ...challenge, signature: '00' }, solution },
      { challenge: { parameters: {} }, solution },
      ...[null, [], {}, 7],
    ])
      expect(kinds(await sent(world, letter, [{ challenge: as(forged) }])), JSON.stringify(forged)).toEqual([
        'no-challenge',
      ]);
    for (const challenge of ['{', 'x'.repeat(100_000), '\u0000', as({ challenge: 'x' })])
      expect(kinds(await sent(world, letter, [{ challenge }]))).toEqual(['no-challenge']);
    expect(kinds(await sent(world, letter, [{ challenge: as({ challenge, solution }) }]))).toEqual(['accept']);
  });
});

test('a hidden field that was filled in and a throw-away address are held, and raise no pressure', async () => {
  const { world, letter } = await aLetterToSign();
  expect(
    kinds(
      await sent(world, letter, [
        { trap: '555-0100' },
        { email: 'ana@inbox.mailinator.com' },
        { email: 'ana@mail.example' },
      ]),
    ),
  ).toEqual(['trap', 'disposable', 'accept']);
  await sent(world, letter, times(200, { trap: 'x' }));
  expect(await pressure(world, letter, '192.0.2.9')).toBe(false);
});

test('switched off, protection counts nothing and lets everything pass', async () => {
  const { world, letter } = await aLetterToSign({ SIGNING_PROTECTION: 'off' });
  const forms = times(300, { network: '192.0.2.7', email: 'ana@mailinator.com', trap: 'x' });
  expect(new Set(kinds(await sent(world, letter, forms)))).toEqual(new Set(['accept']));
  expect(await world.db.select().from(tries)).toEqual([]);
  expect(await pressure(world, letter, '192.0.2.7')).toBe(false);
});

describe('a pattern', () => {
  test.each([
    ['email', ' Ana@Mail.Example ', 'ana@mail.example'],
    ['email', '*@Mail.Example', '*@mail.example'],
    ['email', 'mail.example', '*@mail.example'],
    ['email', '@mail.example', '*@mail.example'],
    ['email', '*.example', '*.example'],
    ['email', '*@*.mail.example', '*.mail.example'],
    ['email', '*@bücher.example', '*@xn--bcher-kva.example'],
    ['email', 'ana@gmail.com', 'ana@gmail.com'],
    ['network', '192.0.2.7', '192.0.2.7'],
    ['network', '192.0.2.0/24', '192.0.2.0/24'],
    ['network', '192.0.2.7/32', '192.0.2.7'],
    ['network', '192.0.2.*', '192.0.2.0/24'],
    ['network', '192.0.*.*', '192.0.0.0/16'],
    ['network', '2001:DB8::7', '2001:db8:0:0::/64'],
    ['network', '2001:db8::/64', '2001:db8:0:0::/64'],
    ['network', '2001:db8::/48', '2001:db8::/48'],
  ] as const)('of an %s, %s, is kept as %s', (kind, typed, pattern) => {
    expect(readPattern('block', kind, typed)).toEqual({ ok: true, pattern });
  });

  test.each([
    ['email', ['', '*', '*@*', '*.*', '.', '@', '*.com', '*@gmail.com', '*.net', 'yahoo.com', 'ana*@mail.example']],
    [
      'email',
      ['ana', 'ana@', 'a b@mail.example', 'ana@mail', '*@', 'ana@*.example', '*@mail example', 'a@b@c.example'],
    ],
    ['email', ['x'.repeat(300), 'ana@mail.example\nbob@mail.example', '*@mail.example/8', '192.0.2.7']],
    ['network', ['', '*', '0.0.0.0/0', '0.0.0.0', '::/0', '::', '10.0.0.0/7', '2000::/3', '*.*.*.*', '192.0.2', '1']],
    ['network', ['192.0.2.7/33', '192.0.2.7/', '192.0.2.7/x', '192.0.2.7/24/8', '192.0.*.7', '256.0.0.1', '0x7f.1']],
    ['network', ['2001:db8::/129', '::ffff:192.0.2.7', 'fe80::1%eth0', 'mail.example', '192.0.2.1-192.0.2.9']],
  ] as const)('of an %s is refused in plain words: %j', (kind, all) => {
    for (const typed of all.filter((typed) => typed !== '192.0.2.7')) {
      const read = readPattern('block', kind, typed);
      expect(read.ok, typed).toBe(false);
      expect(read.ok ? '' : read.message).toMatch(/^[A-Z].+\.$|\)\.$/);
    }
  });
});

describe('the lists', () => {
  const rule = { list: 'block', kind: 'email', pattern: '*@mail.example', note: '' } as const;

  async function aCampaignToGuard(): Promise<{
    world: TestWorld;
    letter: LetterLike;
    organizer: ReturnType<typeof aViewer>;
  }> {
    const { world, letter } = await aLetterToSign();
    return { world, letter, organizer: aViewer(letter.campaignId, 'organizer') };
  }

  test('block addresses as their provider reads them, domains, what is below them, and networks', async () => {
    const { world, letter, organizer } = await aCampaignToGuard();
    const add = (kind: 'email' | 'network', pattern: string) =>
      addRule(world, organizer, letter.campaignId, { ...rule, kind, pattern });
    await add('email', 'a.na@gmail.com');
    await add('email', '*@mail.example');
    await add('email', '*.office.example');
    await add('network', '192.0.2.0/24');
    await add('network', '2001:db8::/48');
    const blocked = [
      ...['ana@gmail.com', 'An.a+x@googlemail.com', 'bob@mail.example', 'x@a.b.office.example'].map((email) => ({
        email,
      })),
      ...['192.0.2.255', '2001:db8:0:7::/64'].map((network) => ({ network })),
    ];
    expect(kinds(await sent(world, letter, blocked))).toEqual(times(blocked.length, 'blocked'));
    const free = [
      ...['anna@gmail.com', 'bob@sub.mail.example', 'x@office.example', 'x@notoffice.example'].map((email) => ({
        email,
      })),
      ...['192.0.3.1', '2001:db8:1::/64'].map((network) => ({ network, email: 'x@y.example' })),
    ];
    expect(kinds(await sent(world, letter, free))).toEqual(times(free.length, 'accept'));
    const { letter: elsewhere } = await aLetter(world, { openToPublic: true });
    expect(kinds(await sent(world, elsewhere, [{ email: 'bob@mail.example' }]))).toEqual(['accept']);
  });

  test('hold everywhere when they are the site’s, and a campaign lifts none of those', async () => {
    const { world, letter, organizer } = await aCampaignToGuard();
    await addRule(world, anAdmin, null, rule);
    await addRule(world, organizer, letter.campaignId, { ...rule, list: 'allow', pattern: 'ana@mail.example' });
    expect(kinds(await sent(world, letter, [{ email: 'ana@mail.example' }]))).toEqual(['blocked']);
    await addRule(world, anAdmin, null, { ...rule, list: 'allow', pattern: 'ana@mail.example' });
    expect(kinds(await sent(world, letter, [{ email: 'ana@mail.example' }, { email: 'bob@mail.example' }]))).toEqual([
      'accept',
      'blocked',
    ]);
  });

  test('allow a network without limits; an address, which anybody can type, lifts suspicion but no limit', async () => {
    const { world, letter, organizer } = await aCampaignToGuard();
    const allow = { ...rule, list: 'allow' } as const;
    await addRule(world, organizer, letter.campaignId, { ...allow, kind: 'network', pattern: '192.0.2.7' });
    await addRule(world, organizer, letter.campaignId, { ...allow, pattern: '*@mailinator.com' });
    const school = times(200, { network: '192.0.2.7' });
    expect(new Set(kinds(await sent(world, letter, school)))).toEqual(new Set(['accept']));
    expect(await pressure(world, letter, '192.0.2.7')).toBe(false);
    const typed = kinds(await sent(world, letter, times(30, { network: '192.0.2.8', email: 'x@mailinator.com' })));
    expect(typed).toEqual([...times(20, 'accept'), ...times(10, 'too-many')]);
  });

  test('are kept by those who may, hold at once here, and within seconds in another process', async () => {
    const { world, letter, organizer } = await aCampaignToGuard();
    const bob = [{ email: 'bob@mail.example' }];
    const db = await openDatabase(world.databaseUrl);
    try {
      const second = { ...world, db };
      expect(kinds(await sent(second, letter, bob))).toEqual(['accept']);
      await addRule(world, organizer, letter.campaignId, rule);
      expect(kinds(await sent(world, letter, bob))).toEqual(['blocked']);
      world.pass({ seconds: 5 });
      expect(kinds(await sent(second, letter, bob))).toEqual(['blocked']);
    } finally {
      await db.close();
    }
    await expect(addRule(world, organizer, letter.campaignId, rule)).rejects.toThrow('on this list already');
    await expect(addRule(world, organizer, letter.campaignId, { ...rule, pattern: '*' })).rejects.toThrow('everybody');
    for (const [viewer, campaignId] of [
      [null, letter.campaignId],
      [aViewer(letter.campaignId, 'staffer'), letter.campaignId],
      [organizer, 'another'],
      [organizer, null],
    ] as const) {
      await expect(addRule(world, viewer, campaignId, { ...rule, pattern: 'x.example' })).rejects.toThrow();
      await expect(Promise.resolve().then(() => listRules(world, viewer, campaignId))).rejects.toThrow();
    }
    const [kept] = await listRules(world, organizer, letter.campaignId);
    expect(kept).toMatchObject({ pattern: '*@mail.example', by: 'Dana Ops' });
    await expect(removeRule(world, anAdmin, null, kept?.id ?? '')).rejects.toThrow('does not exist');
    await removeRule(world, organizer, letter.campaignId, kept?.id ?? '');
    expect(kinds(await sent(world, letter, bob))).toEqual(['accept']);
  });
});
