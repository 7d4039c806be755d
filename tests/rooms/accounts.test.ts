import { describe, expect, test } from 'vitest';
import {
  addMember,
  changePassword,
  listAccounts,
  offerSetup,
  removeAccount,
  requireOwnAccount,
  setUp,
  signIn,
} from '../../server/accounts/accounts.ts';
import { ownPath } from '../../server/accounts/next.ts';
import { closeEverySession, findSessionViewer, openSession } from '../../server/accounts/sessions.ts';
import type { Viewer } from '../../server/basics/viewer.ts';
import { openDatabase } from '../../server/db/database.ts';
import { accounts, sessions } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import { networkOf } from '../../server/web/limits.ts';
import { anAccount } from '../support/app.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const ada = { name: 'Ada Min', email: 'ada@example.org', password: 'four quiet river stones' };
const tokenOf = (link: string | null) => link?.split('/').at(-1) ?? '';
const anAdminAccount = async (world: TestWorld) => setUp(world, tokenOf(await offerSetup(world)), ada);
const as = (accountId: string, admin = false): Viewer => ({ accountId, name: 'x', admin, roles: new Map() });

describe('the set-up link', () => {
  test('makes the first account, which is the admin, and is dead afterwards', async () => {
    const world = await aWorld();
    const link = await offerSetup(world);
    expect(link).toMatch(/^http:\/\/localhost:3000\/setup\/\S+$/);
    const id = await setUp(world, tokenOf(link), ada);
    expect(await requireOwnAccount(world.db, as(id))).toMatchObject({ email: 'ada@example.org', admin: true });
    await expect(setUp(world, tokenOf(link), { ...ada, email: 'b@example.org' })).rejects.toThrow('does not exist');
    expect(await offerSetup(world)).toBeNull();
    expect((await listHistory(world.db, 'account', id)).map((row) => row.deed)).toEqual(['set up']);
  });

  test('is new at each start, and voids the last', async () => {
    const world = await aWorld();
    const first = tokenOf(await offerSetup(world));
    const second = tokenOf(await offerSetup(world));
    await expect(setUp(world, first, ada)).rejects.toThrow('does not exist');
    await setUp(world, second, ada);
  });

  test('used twice at once makes one account', async () => {
    const world = await aWorld();
    const token = tokenOf(await offerSetup(world));
    const people = ['a', 'b', 'c'].map((name) => ({ ...ada, email: `${name}@example.org` }));
    const results = await Promise.allSettled(people.map((form) => setUp(world, token, form)));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await world.db.$count(accounts)).toBe(1);
  });

  test('dies with the first account, however that came', async () => {
    const world = await aWorld();
    const token = tokenOf(await offerSetup(world));
    await anAccount(world, { name: 'Dana Ops', email: 'dana@example.org' });
    await expect(setUp(world, token, ada)).rejects.toThrow('does not exist');
  });
});

describe('signing in', () => {
  test('needs the address and its password, and keeps only a hash', async () => {
    const world = await aWorld();
    const id = await anAdminAccount(world);
    expect(await signIn(world, ada, '192.0.2.1')).toBe(id);
    expect(await signIn(world, { ...ada, password: 'four quiet river stone' }, '192.0.2.1')).toBeNull();
    expect(await signIn(world, { ...ada, email: 'nobody@example.org' }, '192.0.2.1')).toBeNull();
    const [row] = await world.db.select().from(accounts);
    expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('works for a password typed on another keyboard', async () => {
    const world = await aWorld();
    await setUp(world, tokenOf(await offerSetup(world)), { ...ada, password: 'cinq cafés fermés' });
    expect(await signIn(world, { ...ada, password: 'cinq cafe\u0301s ferme\u0301s' }, '192.0.2.1')).not.toBeNull();
  });

  test('is limited by address, known or not, and a wait or a success lifts it', async () => {
    const world = await aWorld();
    const id = await anAdminAccount(world);
    for (const email of [ada.email, 'nobody@example.org']) {
      for (let n = 0; n < 10; n += 1)
        expect(await signIn(world, { email, password: 'wrong' }, `192.0.2.${n}`)).toBeNull();
      await expect(signIn(world, { ...ada, email }, '192.0.2.77')).rejects.toThrow('Too many tries');
    }
    world.pass({ minutes: 16 });
    for (let n = 0; n < 9; n += 1) await signIn(world, { ...ada, password: 'wrong' }, `192.0.2.${n}`);
    expect(await signIn(world, ada, '192.0.2.1')).toBe(id);
    for (let n = 0; n < 9; n += 1) await signIn(world, { ...ada, password: 'wrong' }, `192.0.2.${n}`);
    expect(await signIn(world, ada, '192.0.2.1')).toBe(id);
  });

  test('is limited by network, across addresses', async () => {
    const world = await aWorld();
    const tried = (n: number) => signIn(world, { email: `p${n}@example.org`, password: 'wrong' }, `2001:db8::${n}`);
    for (let n = 0; n < 50; n += 1) await tried(n);
    await expect(tried(50)).rejects.toThrow('Too many tries');
    expect(await signIn(world, { email: 'p@example.org', password: 'wrong' }, '2001:db8:1::1')).toBeNull();
  });

  test('counts an IPv6 network as one visitor, and an IPv4 address by either name', () => {
    expect(networkOf('2001:db8:0:7:1:2:3:4')).toBe('2001:db8:0:7::/64');
    expect(networkOf('2001:DB8:0000:7::9')).toBe('2001:db8:0:7::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('::ffff:192.0.2.9')).toBe('192.0.2.9');
    expect(networkOf('192.0.2.9')).toBe('192.0.2.9');
    expect(networkOf('192.0.2.9:50123')).toBe('192.0.2.9');
    expect(networkOf('[2001:db8:0:7::9]:50123')).toBe('2001:db8:0:7::/64');
    for (const none of ['', 'unknown', '<script>', '1.2.3', 'x'.repeat(9000)]) expect(networkOf(none)).toBe('');
  });
});

describe('a session', () => {
  test('survives a restart, and is kept as a hash', async () => {
    const world = await aWorld();
    const id = await anAccount(world, { name: 'Dana Ops', email: 'dana@example.org' });
    const token = await openSession(world, id);
    expect((await world.db.select().from(sessions))[0]?.tokenHash).not.toContain(token);
    const again = await openDatabase(world.databaseUrl);
    try {
      expect(await findSessionViewer(again, token, world.now())).toMatchObject({ accountId: id, name: 'Dana Ops' });
    } finally {
      await again.close();
    }
  });

  test('ends after 30 days, and the next one sweeps it away', async () => {
    const world = await aWorld();
    const id = await anAccount(world, { name: 'Dana Ops', email: 'dana@example.org' });
    const token = await openSession(world, id);
    world.pass({ days: 29, hours: 23 });
    expect(await findSessionViewer(world.db, token, world.now())).not.toBeNull();
    world.pass({ hours: 1 });
    expect(await findSessionViewer(world.db, token, world.now())).toBeNull();
    await openSession(world, id);
    expect(await world.db.$count(sessions)).toBe(1);
  });

  test('ends the one that the browser held before, and all of them at once when asked', async () => {
    const world = await aWorld();
    const id = await anAccount(world, { name: 'Dana Ops', email: 'dana@example.org' });
    const first = await openSession(world, id);
    const second = await openSession(world, id, first);
    const third = await openSession(world, id);
    expect(await findSessionViewer(world.db, first, world.now())).toBeNull();
    await closeEverySession(world, id);
    for (const token of [second, third]) expect(await findSessionViewer(world.db, token, world.now())).toBeNull();
  });
});

describe('an account', () => {
  test('changes its password with the current one, which ends every session', async () => {
    const world = await aWorld();
    const id = await anAdminAccount(world);
    const token = await openSession(world, id);
    const change = (current: string) => changePassword(world, as(id), { current, password: 'another set of words' });
    await expect(change('not it')).rejects.toThrow('not the password');
    expect(await findSessionViewer(world.db, token, world.now())).not.toBeNull();
    await change(ada.password);
    expect(await findSessionViewer(world.db, token, world.now())).toBeNull();
    expect(await signIn(world, ada, '192.0.2.1')).toBeNull();
    expect(await signIn(world, { ...ada, password: 'another set of words' }, '192.0.2.1')).toBe(id);
  });

  test('is removed by an admin with its sessions, and never the own one', async () => {
    const world = await aWorld();
    const admin = await anAdminAccount(world);
    const dana = await anAccount(world, { name: 'Dana Ops', email: 'dana@example.org' });
    const token = await openSession(world, dana);
    await expect(removeAccount(world, as(dana), admin)).rejects.toThrow('needs the admin');
    await expect(removeAccount(world, as(admin, true), admin)).rejects.toThrow('own account');
    await removeAccount(world, as(admin, true), dana);
    expect(await findSessionViewer(world.db, token, world.now())).toBeNull();
    expect((await listAccounts(world.db, as(admin, true))).map((account) => account.email)).toEqual([ada.email]);
  });

  test('of an admin stays when two remove each other at once', async () => {
    const world = await aWorld();
    const one = await anAccount(world, { name: 'One', email: 'one@example.org', admin: true });
    const two = await anAccount(world, { name: 'Two', email: 'two@example.org', admin: true });
    const results = await Promise.allSettled([
      removeAccount(world, as(one, true), two),
      removeAccount(world, as(two, true), one),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await world.db.$count(accounts)).toBe(1);
  });

  test('cannot be a member of a campaign that is not there', async () => {
    const world = await aWorld();
    const dana = await anAccount(world, { name: 'Dana Ops', email: 'dana@example.org' });
    await expect(world.db.transaction((tx) => addMember(tx, dana, 'nowhere', 'organizer'))).rejects.toThrow();
  });
});

test('where to go after signing in is always a path of this site', () => {
  expect(ownPath('/desk/letters?x=1#top')).toBe('/desk/letters?x=1#top');
  const elsewhere = [
    ...['', 'desk', 'https://evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example'],
    ...['/\t/evil.example', '/.//evil.example', '/a/..//evil.example', ' //evil.example', 'javascript:alert(1)', '/%'],
  ];
  for (const next of elsewhere) {
    const path = ownPath(next);
    expect(new URL(path, 'http://here.example').host, next).toBe('here.example');
    expect(path, next).toMatch(/^\/(?!\/)/);
  }
});
