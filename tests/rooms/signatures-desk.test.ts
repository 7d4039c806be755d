import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import { NotAllowed, NotFound, NotSignedIn } from '../../server/basics/errors.ts';
import { outbox, signatures } from '../../server/db/tables.ts';
import { listHistory } from '../../server/history/history.ts';
import { findWaits, lookAt, type Tab } from '../../server/signatures/looking.ts';
import {
  approve,
  approveQuick,
  hideNames,
  listQuick,
  putBack,
  release,
  remove,
  showNames,
} from '../../server/signatures/reviewing.ts';
import {
  changeDisplay,
  confirm,
  erase,
  recountSignatures,
  signAgain,
  tokenOf,
  withdraw,
} from '../../server/signatures/signatures.ts';
import type { Signature } from '../../server/signatures/store.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { addSignatures, aSignature, someSignatures } from '../support/invented/signatures.ts';
import { aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

/** A letter open to the public, with an organizer and a staffer of its campaign. */
async function aDesk(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const { letter, campaign } = await aLetter(world, { openToPublic: true, ...different });
  const organizer = aViewer(campaign.id, 'organizer');
  return { world, letter, campaign, organizer, staffer: aViewer(campaign.id, 'staffer', 'Sam Staff') };
}

const find = async (world: TestWorld, id: string): Promise<Signature> => {
  const [row] = await world.db.select().from(signatures).where(eq(signatures.id, id));
  if (!row) throw new Error('no such signature');
  return row;
};

/** What a recount would have to set right. */
const wrongNumbers = (world: TestWorld, letter: LetterRow) =>
  world.db.transaction((tx) => recountSignatures(tx, letter.id));

async function one(world: TestWorld, letter: LetterRow, different: Partial<Signature>): Promise<Signature> {
  const row = aSignature(world, letter, different);
  await addSignatures(world, letter, [row]);
  return row;
}

describe('what is held', () => {
  test('is released with a mail that asks to confirm, noted, and counted where it then is', async () => {
    const { world, letter, organizer } = await aDesk();
    const row = await one(world, letter, { state: 'held', reason: 'disposable', mails: 0, mailedAt: null });
    expect(await release(world, organizer, letter.slug, [row.id])).toEqual({ done: 1, left: 0, unmailed: 0 });
    expect(await find(world, row.id)).toMatchObject({ state: 'pending', reason: null, mails: 1 });
    const mails = await world.db.select().from(outbox);
    expect(mails.map(({ kind, toAddress }) => [kind, toAddress])).toEqual([['confirm-signature', row.email]]);
    expect(await wrongNumbers(world, letter)).toEqual([]);
    const [noted] = await listHistory(world.db, 'letter', letter.id);
    expect(noted).toMatchObject({ actor: 'Dana Ops', deed: 'released signatures', detail: { signatures: [row.id] } });
    // Then it is confirmed as any other is.
    expect((await confirm(world, tokenOf(world, row.id))).kind).toBe('confirmed');
  });

  test('as the third name of an address counts at once, for its signer had confirmed; an organization then waits', async () => {
    const { world, letter, organizer } = await aDesk();
    const person = await one(world, letter, { state: 'held', reason: 'third' });
    const club = { kind: 'organization', organization: 'River Club' } as const;
    const group = await one(world, letter, { state: 'held', reason: 'third', ...club });
    expect(await release(world, organizer, letter.slug, [person.id, group.id])).toMatchObject({ done: 2 });
    expect(await find(world, person.id)).toMatchObject({
      state: 'confirmed',
      reason: null,
      confirmedDay: '2026-11-22',
    });
    expect((await find(world, person.id)).shownAs).toBe(person.name);
    expect(await find(world, group.id)).toMatchObject({ state: 'waiting', reason: null });
    expect(await world.db.select().from(outbox)).toEqual([]);
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });

  test('stays held once nobody could confirm any more', async () => {
    const { world, letter, organizer } = await aDesk();
    const row = await one(world, letter, { state: 'held', reason: 'blocked' });
    world.pass({ days: 17 });
    expect(await release(world, organizer, letter.slug, [row.id])).toEqual({ done: 0, left: 1, unmailed: 0 });
    expect(await find(world, row.id)).toMatchObject({ state: 'held', reason: 'blocked' });
  });

  test('tells of an address that had its three mails', async () => {
    const { world, letter, organizer } = await aDesk();
    const row = await one(world, letter, { state: 'held', reason: 'blocked', addressKey: 'a', mails: 0 });
    await one(world, letter, { state: 'confirmed', addressKey: 'a', mails: 3 });
    expect(await release(world, organizer, letter.slug, [row.id])).toEqual({ done: 1, left: 0, unmailed: 1 });
  });

  test('is released once by two who press the button at the same moment', async () => {
    const { world, letter, organizer } = await aDesk();
    const rows = await someSignatures(world, letter, 5, { state: 'held', reason: 'trap', mails: 0, mailedAt: null });
    const ids = rows.map(({ id }) => id);
    const both = await Promise.all([1, 2].map(() => release(world, organizer, letter.slug, ids)));
    expect(both.map(({ done }) => done).sort()).toEqual([0, 5]);
    expect(await world.db.select().from(outbox)).toHaveLength(5);
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });
});

describe('organizations', () => {
  const group = (name: string, email: string, website: string | null): Partial<Signature> => ({
    ...{ state: 'waiting', kind: 'organization', organization: name, email, website },
  });

  test('are approved one by one, or at once where their address speaks for them', async () => {
    const { world, letter, organizer } = await aDesk();
    const own = await one(world, letter, group('Own', 'ana@rivers.example', 'https://www.rivers.example/about'));
    const below = await one(world, letter, group('Below', 'ana@mail.rivers.example', 'https://rivers.example'));
    const other = await one(world, letter, group('Other', 'ana@rivers.example', 'https://lakes.example'));
    const alike = await one(world, letter, group('Alike', 'ana@notrivers.example', 'https://rivers.example'));
    const provider = await one(world, letter, group('Provider', 'ana@gmail.com', 'https://gmail.com'));
    const none = await one(world, letter, group('None', 'ana@rivers.example', null));
    expect((await listQuick(world.db, letter.id)).sort()).toEqual([own.id, below.id].sort());
    expect(await approveQuick(world, organizer, letter.slug)).toEqual({ done: 2, left: 0 });
    expect(await find(world, own.id)).toMatchObject({ state: 'confirmed', shownAs: 'Own' });
    for (const row of [other, alike, provider, none]) expect((await find(world, row.id)).state).toBe('waiting');
    expect(await approve(world, organizer, letter.slug, [other.id, own.id])).toEqual({ done: 1, left: 1 });
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });
});

describe('removing', () => {
  test('takes a signature out of every number but those of the removed, and putting back restores all of it', async () => {
    const { world, letter, organizer } = await aDesk();
    const shown = await one(world, letter, {
      confirmedDay: '2026-11-20',
      confirmedAt: new Date('2026-11-20T15:00:00Z'),
    });
    const hidden = await one(world, letter, { reason: 'hidden', shownAs: null, firstLast: null, lastFirst: null });
    const held = await one(world, letter, { state: 'held', reason: 'disposable' });
    const pending = await one(world, letter, { state: 'pending' });
    const gone = await one(world, letter, { state: 'withdrawn' });
    const ids = [shown, hidden, held, pending, gone].map(({ id }) => id);
    const why = { reason: 'fake', note: 'a script' } as const;
    expect(await remove(world, organizer, letter.slug, ids, why)).toEqual({ done: 4, left: 1 });
    expect(await find(world, shown.id)).toMatchObject({
      state: 'removed',
      reason: 'fake',
      shownAs: null,
      firstLast: null,
    });
    expect((await find(world, gone.id)).state).toBe('withdrawn');
    expect(await wrongNumbers(world, letter)).toEqual([]);
    const [noted] = await listHistory(world.db, 'letter', letter.id);
    expect(noted?.detail).toMatchObject({ why: 'fake', reason: 'a script' });
    expect(await putBack(world, organizer, letter.slug, ids)).toEqual({ done: 4, left: 1 });
    for (const row of [shown, hidden, held, pending])
      expect(await find(world, row.id)).toEqual({ ...row, changedAt: world.now() });
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });

  test('cannot be taken back of somebody who had their data erased meanwhile', async () => {
    const { world, letter, organizer } = await aDesk();
    const row = await one(world, letter, {});
    await remove(world, organizer, letter.slug, [row.id], { reason: 'other', note: '' });
    await erase(world, tokenOf(world, row.id));
    expect(await putBack(world, organizer, letter.slug, [row.id])).toEqual({ done: 0, left: 1 });
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });

  test('reaches no signature of another letter', async () => {
    const { world, letter, organizer } = await aDesk();
    const { letter: other } = await aLetter(world, { openToPublic: true });
    const row = await one(world, other, {});
    const why = { reason: 'fake', note: '' } as const;
    expect(await remove(world, organizer, letter.slug, [row.id], why)).toEqual({ done: 0, left: 1 });
    expect((await find(world, row.id)).state).toBe('confirmed');
  });
});

describe('names', () => {
  test('wait to be looked at where the campaign moderates them, and are shown or kept hidden', async () => {
    const { world, letter, organizer } = await aDesk();
    const unseen = { shownAs: null, firstLast: null, lastFirst: null };
    const rows = await someSignatures(world, letter, 3, unseen);
    await one(world, letter, { ...unseen, display: 'anonymous' });
    await one(world, letter, {});
    const asked = { tab: 'names' as Tab, after: null, q: '', addresses: false };
    expect((await lookAt(world, organizer, letter, asked)).rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    expect((await findWaits(world.db, letter, world.now())).names).toBe(3);
    const [first, second, third] = rows.map(({ id }) => id) as [string, string, string];
    expect(await showNames(world, organizer, letter.slug, [first])).toEqual({ done: 1, left: 0 });
    expect(await hideNames(world, organizer, letter.slug, [second])).toEqual({ done: 1, left: 0 });
    expect(await find(world, first)).toMatchObject({ shownAs: rows[0]?.name });
    expect(await find(world, second)).toMatchObject({ shownAs: null, reason: 'hidden', state: 'confirmed' });
    expect((await lookAt(world, organizer, letter, asked)).rows.map(({ id }) => id)).toEqual([third]);
    // Hidden stays hidden whatever its signer then chooses, until an organizer shows it.
    await changeDisplay(world, tokenOf(world, second), 'initials');
    expect(await find(world, second)).toMatchObject({ shownAs: null, reason: 'hidden' });
    await withdraw(world, tokenOf(world, second));
    await signAgain(world, tokenOf(world, second));
    expect(await find(world, second)).toMatchObject({ state: 'confirmed', shownAs: null, reason: 'hidden' });
    await showNames(world, organizer, letter.slug, [second]);
    expect((await find(world, second)).shownAs).toMatch(/^\p{L}\. /u);
    expect(await wrongNumbers(world, letter)).toEqual([]);
  });
});

describe('the list', () => {
  const asked = { tab: 'confirmed' as Tab, after: null, q: '', addresses: false };

  test('is paged without a gap, newest first where nothing waits', async () => {
    const { world, letter, staffer } = await aDesk();
    // Several at one moment: the id then tells them apart.
    const at = world.now();
    const rows = await someSignatures(world, letter, 120, (n) => ({
      createdAt: new Date(at.getTime() - Math.floor(n / 7)),
    }));
    const seen: string[] = [];
    let after: { createdAt: Date; id: string } | null = null;
    do {
      const look = await lookAt(world, staffer, letter, { ...asked, after });
      seen.push(...look.rows.map(({ id }) => id));
      expect(look.rows.length).toBeLessThanOrEqual(50);
      after = look.next;
    } while (after);
    expect(seen).toHaveLength(120);
    expect(new Set(seen)).toEqual(new Set(rows.map(({ id }) => id)));
  });

  test('begins with what waits, oldest first', async () => {
    const { world, letter, staffer } = await aDesk();
    await someSignatures(world, letter, 2);
    const rows = await someSignatures(world, letter, 3, { state: 'held', reason: 'trap' });
    const look = await lookAt(world, staffer, letter, { ...asked, tab: null });
    expect([look.tab, look.rows.map(({ id }) => id)]).toEqual(['held', rows.map(({ id }) => id)]);
    expect(look.counts).toMatchObject({ held: 3, confirmed: 2, removed: 0 });
  });

  test('shows addresses to organizers alone, of who agreed alone, and notes who looked', async () => {
    const { world, letter, organizer, staffer } = await aDesk();
    const shares = await one(world, letter, { share: true, address: '1 River Rd', email: 'ana@mail.example' });
    await one(world, letter, { share: false, address: '2 River Rd' });
    const contacts = async (viewer: typeof organizer, addresses: boolean) =>
      (await lookAt(world, viewer, letter, { ...asked, addresses })).rows.flatMap(({ email, address }) =>
        [email, address].filter((text) => text !== null),
      );
    expect(await contacts(organizer, false)).toEqual([]);
    expect(await contacts(staffer, true)).toEqual([]);
    expect(await listHistory(world.db, 'letter', letter.id)).toEqual([]);
    expect(await contacts(organizer, true)).toEqual(['ana@mail.example', '1 River Rd']);
    expect(await listHistory(world.db, 'letter', letter.id)).toMatchObject([
      { deed: 'looked at addresses', detail: { signatures: [shares.id] } },
    ]);
  });

  test.each(['pending', 'held', 'withdrawn', 'removed'] as const)(
    'shows no address of a %s signature: nobody has proved it, or its consent has ended',
    async (state) => {
      const { world, letter, organizer } = await aDesk();
      await one(world, letter, { state, share: true, address: '1 River Rd' });
      const look = await lookAt(world, organizer, letter, { ...asked, tab: state, addresses: true });
      expect(look.rows).toMatchObject([{ email: null, address: null }]);
      expect(await listHistory(world.db, 'letter', letter.id)).toEqual([]);
    },
  );

  test('is searched by the beginning of a name, of every version, and by an address that an organizer knows', async () => {
    const { world, letter, organizer, staffer } = await aDesk({ version: 2 });
    const one1 = await one(world, letter, { name: 'Zoë Ångström', version: 1 });
    const two = await one(world, letter, { name: 'Anders Zoellick', version: 2 });
    await one(world, letter, { name: 'Zoe Anonymous', display: 'anonymous' });
    await one(world, letter, { name: 'Zoe Pending', state: 'pending' });
    const found = async (viewer: typeof organizer, q: string) =>
      (await lookAt(world, viewer, letter, { ...asked, q })).rows.map(({ id }) => id).sort();
    expect(await found(staffer, 'zoe')).toEqual([one1.id, two.id].sort());
    expect(await found(staffer, 'ÅNG')).toEqual([one1.id]);
    expect(await found(staffer, '%')).toEqual([]);
    const known = await one(world, letter, { addressKey: addressKeyOf(world, 'ana@gmail.com'), state: 'held' });
    expect(await found(organizer, 'A.N.A@gmail.com')).toEqual([known.id]);
    expect(await found(staffer, 'ana@gmail.com')).toEqual([]);
  });

  test('tells of those who said within a day that they had not signed', async () => {
    const { world, letter } = await aDesk();
    const ago = (hours: number) => new Date(world.now().getTime() - hours * 3_600_000);
    await one(world, letter, { state: 'disowned', createdAt: ago(300), changedAt: ago(2) });
    await one(world, letter, { state: 'disowned', createdAt: ago(300), changedAt: ago(30) });
    expect(await findWaits(world.db, letter, world.now())).toEqual({ held: 0, waiting: 0, names: 0, disowned: 1 });
  });
});

test('only organizers decide, and strangers learn nothing', async () => {
  const { world, letter, staffer } = await aDesk();
  const row = await one(world, letter, { state: 'held', reason: 'trap' });
  for (const deed of [release, approve, putBack, showNames, hideNames]) {
    await expect(deed(world, staffer, letter.slug, [row.id])).rejects.toThrow(NotAllowed);
    await expect(deed(world, null, letter.slug, [row.id])).rejects.toThrow(NotSignedIn);
  }
  const { letter: draft } = await aLetter(world, { state: 'draft' });
  await expect(approveQuick(world, staffer, draft.slug)).rejects.toThrow(NotFound);
  expect(
    (
      await world.db
        .select()
        .from(signatures)
        .where(and(eq(signatures.id, row.id)))
    ).at(0)?.state,
  ).toBe('held');
});
