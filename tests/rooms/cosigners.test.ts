import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import type { Position } from '../../server/cosigners/cosigners.ts';
import {
  currentSignersLine,
  listEntries,
  listSigned,
  listWhip,
  listWithdrew,
  positionsOf,
  record,
  recordEntry,
  recordMany,
  recount,
  tallyOf,
} from '../../server/cosigners/cosigners.ts';
import { accounts, assignments, letters, letterVersions, memberships, tallies } from '../../server/db/tables.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld, type TestWorld } from '../support/world.ts';

const source = 'e-mail from the office';

async function aStory(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter } = await aLetter(world, different);
  const organizer = aViewer(letter.campaignId, 'organizer');
  const says = (key: string, position: Position | null, more: object = {}) =>
    record(world, organizer, letter.slug, key, { position, source, ...more });
  const tally = (viewer = organizer as Parameters<typeof tallyOf>[1]) => tallyOf(world.db, viewer, letter, world.now());
  return { world, people, letter, organizer, says, tally };
}

/** An account with a role in the campaign, with these legislators assigned to it. */
async function aMember(world: TestWorld, letter: LetterRow, role: 'volunteer' | 'staffer', keys: string[] = []) {
  const id = world.newId();
  await world.db.transaction(async (tx) => {
    const account = { id, email: `${id}@team.example`, name: 'Vic Tory', passwordHash: '-', admin: false };
    await tx.insert(accounts).values({ ...account, createdAt: world.now() });
    await tx.insert(memberships).values({ accountId: id, campaignId: letter.campaignId, role });
    if (keys.length > 0)
      await tx
        .insert(assignments)
        .values(keys.map((legislator) => ({ letterId: letter.id, legislator, accountId: id })));
  });
  return aViewer(letter.campaignId, role, 'Vic Tory', id);
}

describe('recording a position', () => {
  test('shows in the tally, the list and the history, with the day in the letter’s time zone', async () => {
    const { world, people, letter, organizer, says, tally } = await aStory();
    world.at('2026-11-23T03:00:00Z');
    const { standing, changed } = await says(people.rivera.key, 'signed', { note: 'Called back.' });
    expect(changed).toBe(true);
    expect(standing).toMatchObject({ position: 'signed', day: '2026-11-22', source, note: 'Called back.', version: 1 });
    expect((await tally()).cosigners).toMatchObject({
      signed: 1,
      leads: 0,
      byBody: [{ key: 'us-senate', count: 1 }],
      byParty: [{ key: 'Democrat', count: 1 }],
      byCaucus: [{ key: 'Democrat', count: 1 }],
      byState: [{ key: 'NM', count: 1 }],
      byPosition: [{ key: 'signed', count: 1 }],
      bipartisan: false,
      bicameral: false,
      reported: null,
      toReconfirm: 0,
    });
    expect((await listSigned(world.db, letter)).map((stand) => stand.label)).toEqual(['Sen. Rivera (D-NM)']);
    const [entry] = await listEntries(world.db, organizer, letter, people.rivera.key);
    expect(entry).toMatchObject({ actor: 'Dana Ops', position: 'signed', note: 'Called back.' });
  });

  test('twice is one position', async () => {
    const { world, people, letter, organizer, says, tally } = await aStory();
    await says(people.okafor.key, 'committed');
    world.pass({ days: 1 });
    expect((await says(people.okafor.key, 'committed')).changed).toBe(false);
    expect(await listEntries(world.db, organizer, letter, people.okafor.key)).toHaveLength(1);
    expect((await tally()).cosigners?.byPosition).toEqual([{ key: 'committed', count: 1 }]);
    expect((await says(people.okafor.key, 'committed', { day: '2026-11-20' })).changed).toBe(true);
  });

  test('as not contacted, of somebody nobody had contacted, adds nothing', async () => {
    const { world, people, letter, organizer, says } = await aStory();
    expect((await says(people.okafor.key, null)).changed).toBe(false);
    expect(await listEntries(world.db, organizer, letter, people.okafor.key)).toEqual([]);
  });

  test('counts an independent with the caucus, and delegates as signers', async () => {
    const { people, says, tally } = await aStory({ leads: ['S990001'] });
    await says(people.halloway.key, 'signed');
    await says(people.santos.key, 'signed');
    expect((await tally()).cosigners).toMatchObject({
      signed: 2,
      leads: 1,
      byParty: [
        { key: 'Democrat', count: 1 },
        { key: 'Independent', count: 1 },
      ],
      byCaucus: [{ key: 'Democrat', count: 2 }],
      bipartisan: false,
      bicameral: true,
    });
    await says(people.freeborn.key, 'signed');
    expect((await tally()).cosigners?.bipartisan).toBe(true);
  });

  test('is for serving members of the bodies that the letter is open to', async () => {
    const { people, says } = await aStory({ openToBodies: ['us-house'] });
    await expect(says(people.ito.key, 'asked')).rejects.toThrow('does not serve any more');
    await expect(says(people.rivera.key, 'asked')).rejects.toThrow('not open to the body');
    await expect(says('Z999999', 'asked')).rejects.toThrow('does not exist');
    await expect(says(people.okafor.key, 'asked', { day: '2026-11-23' })).rejects.toThrow('still to come');
    await expect(says(people.okafor.key, 'asked', { day: '2026-02-30' })).rejects.toThrow('day');
    await expect(says(people.okafor.key, 'asked', { version: 2 })).rejects.toThrow('version');
  });

  test('outside Congress says nothing of parties working together', async () => {
    const { people, says, tally } = await aStory({ openToBodies: ['example-city-council'] });
    await says(people.park.key, 'signed');
    expect((await tally()).cosigners).toMatchObject({
      signed: 1,
      byParty: [{ key: 'unknown', count: 1 }],
      byState: [{ key: 'unknown', count: 1 }],
      bipartisan: null,
      bicameral: null,
    });
  });

  test('on a letter that was sent is for withdrawals and corrections only', async () => {
    const { world, people, letter, says } = await aStory();
    await says(people.rivera.key, 'signed');
    await says(people.okafor.key, 'asked');
    await world.db.transaction(async (tx) => {
      await tx.update(letters).set({ state: 'sent' }).where(eq(letters.id, letter.id));
    });
    await expect(says(people.okafor.key, 'signed')).rejects.toThrow('is sent');
    await expect(says(people.okafor.key, 'withdrawn')).rejects.toThrow('is sent');
    expect((await says(people.rivera.key, 'withdrawn')).changed).toBe(true);
  });

  test('keeps the seat in which a signature was given', async () => {
    const { world, people, letter, says, tally } = await aStory();
    await says(people.okafor.key, 'signed');
    const { legislators } = await import('../../server/db/tables.ts');
    await world.db.transaction(async (tx) => {
      await tx
        .update(legislators)
        .set({ party: 'Independent', caucus: 'Democrat', serving: false })
        .where(eq(legislators.key, people.okafor.key));
    });
    await says(people.okafor.key, 'signed', { note: 'Confirmed by phone.' });
    expect((await tally()).cosigners?.byParty).toEqual([{ key: 'Republican', count: 1 }]);
    expect((await listSigned(world.db, letter))[0]).toMatchObject({ label: 'Rep. Okafor (R-OH-07)', serving: false });
  });
});

describe('two people who record at once', () => {
  test('both have their entry, one of them stands, and the numbers are right', async () => {
    const { world, people, letter, organizer, tally } = await aStory();
    const other = aViewer(letter.campaignId, 'organizer', 'Otto Other');
    const key = people.rivera.key;
    await Promise.all([
      record(world, organizer, letter.slug, key, { position: 'committed', source: 'a call' }),
      record(world, other, letter.slug, key, { position: 'signed', source: 'an e-mail' }),
      record(world, organizer, letter.slug, people.okafor.key, { position: 'signed', source: 'a call' }),
      record(world, other, letter.slug, people.okafor.key, { position: 'signed', source: 'a call' }),
    ]);
    const entries = await listEntries(world.db, organizer, letter, key);
    expect(entries.map((entry) => entry.position).sort()).toEqual(['committed', 'signed']);
    expect(await listEntries(world.db, organizer, letter, people.okafor.key)).toHaveLength(1);
    const stand = (await listWhip(world.db, organizer, letter)).items.find((item) => item.key === key);
    expect(stand?.position).toBe(entries[0]?.position);
    expect(await recount(world, letter.id)).toEqual([]);
    expect((await tally()).cosigners?.signed).toBe(stand?.position === 'signed' ? 2 : 1);
  });

  test('cannot both correct the same entry', async () => {
    const { world, people, letter, organizer, says } = await aStory();
    const { standing } = await says(people.rivera.key, 'signed');
    const corrects = standing.entryId;
    const results = await Promise.allSettled([
      says(people.rivera.key, 'asked', { corrects }),
      says(people.rivera.key, 'leaning', { corrects }),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await listEntries(world.db, organizer, letter, people.rivera.key)).toHaveLength(2);
    expect(await recount(world, letter.id)).toEqual([]);
  });
});

describe('a slip', () => {
  test('is corrected: it leaves the list and the numbers as if it had never been, and history keeps it', async () => {
    const { world, people, letter, organizer, says, tally } = await aStory();
    const { key } = people.smithOrson;
    await says(key, 'asked');
    const { standing } = await says(key, 'signed');
    await says(key, 'asked', { corrects: standing.entryId, source: 'It was the other Smith.' });
    expect(await listSigned(world.db, letter)).toEqual([]);
    expect(await listWithdrew(world.db, null, letter)).toEqual([]);
    expect((await positionsOf(world.db, letter, [key])).get(key)).toBeNull();
    expect((await tally(null)).cosigners).toMatchObject({ signed: 0, byParty: [] });
    expect(await listEntries(world.db, organizer, letter, key)).toHaveLength(3);
  });

  test('whose correction was a slip too is corrected again', async () => {
    const { world, people, letter, says } = await aStory();
    const { key } = people.rivera;
    const first = await says(key, 'signed');
    const second = await says(key, null, { corrects: first.standing.entryId });
    expect(second.standing).toMatchObject({ position: null, withdrew: false });
    const third = await says(key, 'signed', { corrects: second.standing.entryId });
    expect(third.standing).toMatchObject({ position: 'signed', signedEntryId: first.standing.entryId });
    expect(await listSigned(world.db, letter)).toHaveLength(1);
    await expect(says(key, 'asked', { corrects: first.standing.entryId })).rejects.toThrow('corrected already');
    await expect(says(key, 'asked', { corrects: 'no-such-entry' })).rejects.toThrow('no entry');
  });

  test('that was taken for a withdrawal is put right by correcting both entries', async () => {
    const { world, people, letter, says } = await aStory();
    const { key } = people.rivera;
    const slip = await says(key, 'signed');
    const withdrawal = await says(key, 'withdrawn');
    expect(withdrawal.standing.withdrew).toBe(true);
    const once = await says(key, 'asked', { corrects: slip.standing.entryId });
    expect(once.standing).toMatchObject({ position: 'withdrawn', withdrew: false });
    const twice = await says(key, 'asked', { corrects: withdrawal.standing.entryId });
    expect(twice.standing).toMatchObject({ position: 'asked', withdrew: false });
    expect(await listWithdrew(world.db, null, letter)).toEqual([]);
  });

  test('corrected twice with the same words is one correction', async () => {
    const { people, says } = await aStory();
    const { standing } = await says(people.rivera.key, 'signed');
    const correction = { corrects: standing.entryId };
    expect((await says(people.rivera.key, 'asked', correction)).changed).toBe(true);
    expect((await says(people.rivera.key, 'asked', correction)).changed).toBe(false);
  });
});

describe('a withdrawal', () => {
  test('after a public signature is public, with its day', async () => {
    const { world, people, letter, says, tally } = await aStory();
    const { key } = people.rivera;
    await says(key, 'signed');
    world.pass({ days: 2 });
    await says(key, 'withdrawn');
    world.pass({ days: 1 });
    await says(key, 'asked', { source: 'asked again' });
    expect((await listWithdrew(world.db, null, letter)).map(({ stand, day }) => [stand.label, day])).toEqual([
      ['Sen. Rivera (D-NM)', '2026-11-24'],
    ]);
    expect((await positionsOf(world.db, letter, [key])).get(key)).toBe('withdrew');
    expect((await tally(null)).cosigners?.signed).toBe(0);
    await says(key, 'signed', { source: 'signed after all' });
    expect(await listWithdrew(world.db, null, letter)).toEqual([]);
  });

  test('from a draft that nobody saw is not', async () => {
    const { world, people, letter, says } = await aStory({ state: 'draft' });
    await says(people.rivera.key, 'signed');
    await says(people.rivera.key, 'withdrawn');
    const published = { ...letter, state: 'circulating' as const, publishedAt: world.now(), version: 1 };
    expect(await listWithdrew(world.db, null, published)).toEqual([]);
  });
});

describe('the public', () => {
  test('learns nothing of who was asked, leans or declines', async () => {
    const { world, people, letter, says, tally } = await aStory();
    for (const position of ['asked', 'leaning', 'committed', 'declined'] as const)
      await says(people.okafor.key, position);
    await says(people.rivera.key, 'declined');
    const seen = JSON.stringify([
      await tally(null),
      [...(await positionsOf(world.db, letter, [people.okafor.key, people.rivera.key]))],
      await listSigned(world.db, letter),
      await listWithdrew(world.db, null, letter),
    ]);
    expect(seen).not.toMatch(/asked|leaning|committed|declined/);
    await expect(listWhip(world.db, null, letter)).rejects.toThrow('role');
  });

  test('sees totals alone where a letter shows counts, and nothing where it is private', async () => {
    const { people, says, world, letter } = await aStory({ showCosigners: 'count' });
    await says(people.rivera.key, 'signed');
    expect((await tallyOf(world.db, null, letter, world.now())).cosigners).toEqual({
      signed: 1,
      leads: null,
      byBody: null,
      byParty: null,
      byCaucus: null,
      byState: null,
      bipartisan: null,
      bicameral: null,
      reported: null,
    });
    expect((await positionsOf(world.db, letter, [people.rivera.key])).get(people.rivera.key)).toBeNull();
    const hidden = { ...letter, showCosigners: 'private' as const };
    expect((await tallyOf(world.db, null, hidden, world.now())).cosigners).toBeNull();
    expect((await tallyOf(world.db, anAdmin, hidden, world.now())).cosigners?.signed).toBe(1);
  });
});

describe('roles', () => {
  test('a volunteer records assigned offices, and never a signature', async () => {
    const { world, people, letter, says } = await aStory();
    const volunteer = await aMember(world, letter, 'volunteer', [people.okafor.key, people.rivera.key]);
    const tries = (key: string, position: Position | null, more: object = {}) =>
      record(world, volunteer, letter.slug, key, { position, source: 'a call', ...more });
    expect((await tries(people.okafor.key, 'leaning')).changed).toBe(true);
    await expect(tries(people.hoek.key, 'leaning')).rejects.toThrow('assigned to you');
    await expect(tries(people.okafor.key, 'signed')).rejects.toThrow('Only an organizer');
    await expect(tries(people.okafor.key, 'leaning', { lead: true })).rejects.toThrow('Only an organizer');
    const { standing } = await says(people.rivera.key, 'signed');
    await expect(tries(people.rivera.key, 'declined')).rejects.toThrow('Only an organizer');
    await expect(tries(people.rivera.key, 'asked', { corrects: standing.entryId })).rejects.toThrow(
      'Only an organizer',
    );
    const seen = await listWhip(world.db, volunteer, letter);
    expect(seen.all.map((stand) => stand.key).sort()).toEqual([people.okafor.key, people.rivera.key].sort());
    expect(await listEntries(world.db, volunteer, letter, people.hoek.key)).toEqual([]);
  });

  test('a staffer reads positions without notes and records none', async () => {
    const { world, people, letter, says } = await aStory();
    await says(people.okafor.key, 'leaning', { note: 'Worried about dams.' });
    const staffer = await aMember(world, letter, 'staffer');
    const list = await listWhip(world.db, staffer, letter);
    expect(list.items.find((stand) => stand.key === people.okafor.key)).toMatchObject({
      position: 'leaning',
      note: '',
    });
    expect(JSON.stringify(await listEntries(world.db, staffer, letter, people.okafor.key))).not.toContain('dams');
    await expect(record(world, staffer, letter.slug, people.okafor.key, { position: 'asked', source })).rejects.toThrow(
      'organizer',
    );
  });

  test('nobody from another campaign reads or records', async () => {
    const { world, people, letter } = await aStory();
    const stranger = aViewer('another campaign', 'organizer');
    await expect(listWhip(world.db, stranger, letter)).rejects.toThrow('role');
    await expect(
      record(world, stranger, letter.slug, people.okafor.key, { position: 'signed', source }),
    ).rejects.toThrow('role');
  });
});

describe('lists', () => {
  test('tell people of one last name apart, in the line and among members who did not sign', async () => {
    const { world, people, letter, says } = await aStory();
    for (const alias of ['smithOrson', 'smithOsgood', 'okafor', 'martinezInes', 'rivera', 'daubigne', 'fjeld'] as const)
      await says(people[alias].key, 'signed');
    expect(await currentSignersLine(world.db, letter)).toBe(
      'D’Aubigné-Ståhl (R-LA), Fjeld (R-AK), Inés Martinez (D-CO), Ben Okafor (R-OH), Rivera (D-NM), Orson Smith (R-KS), Osgood Smith (R-KS)',
    );
    expect((await listSigned(world.db, letter)).map((stand) => stand.label)).toEqual([
      'Sen. D’Aubigné-Ståhl (R-LA)',
      'Rep. Fjeld (R-AK)',
      'Rep. Martinez (D-CO-03)',
      'Rep. Okafor (R-OH-07)',
      'Sen. Rivera (D-NM)',
      'Rep. Smith (R-KS-01)',
      'Rep. Smith (R-KS-04)',
    ]);
  });

  test('name delegates, state chambers and councils as they are', async () => {
    const bodies = ['us-house', 'ri-senate', 'example-city-council'];
    const { world, people, letter, says } = await aStory({ openToBodies: bodies });
    for (const alias of ['santos', 'luna', 'bright', 'abara', 'smithCouncil'] as const)
      await says(people[alias].key, 'signed');
    expect((await listSigned(world.db, letter)).map((stand) => stand.label)).toEqual([
      'Council Member Abara (Ward 2)',
      'Sen. Bright (D-RI, District 4)',
      'Res. Comm. Luna (D-PR)',
      'Del. Santos (D-GU)',
      'Council Member Smith (At large)',
    ]);
    expect(await currentSignersLine(world.db, letter)).toBe(
      'Abara (Ward 2), Bright (D-RI), Luna (D-PR), Santos (D-GU), Tamsin Smith (At large)',
    );
  });

  test('have leads first and then the letter’s own order', async () => {
    const { world, people, letter, says } = await aStory({ leads: ['O990001', 'H990001'] });
    for (const alias of ['rivera', 'hale', 'okafor', 'ota', 'celik', 'fuente'] as const)
      await says(people[alias].key, 'signed');
    const order = async (by: LetterRow['order']) =>
      (await listSigned(world.db, { ...letter, order: by })).map((stand) => stand.last);
    expect(await order('alphabetical')).toEqual([
      'Okafor',
      'Çelik-O’Neil',
      'de la Fuente y Ríos',
      'Hale',
      'Ōta',
      'Rivera',
    ]);
    expect(await order('seniority')).toEqual([
      'Okafor',
      'Hale',
      'de la Fuente y Ríos',
      'Çelik-O’Neil',
      'Ōta',
      'Rivera',
    ]);
    expect(await order('received')).toEqual(['Okafor', 'Rivera', 'Hale', 'Ōta', 'Çelik-O’Neil', 'de la Fuente y Ríos']);
    expect(await order('chamber')).toEqual(['Okafor', 'Hale', 'Rivera', 'Çelik-O’Neil', 'de la Fuente y Ríos', 'Ōta']);
  });

  test('find a name however it is written, and narrow by body, party, state and position', async () => {
    const { world, people, letter, organizer, says } = await aStory();
    await says(people.nguyen.key, 'leaning');
    const found = async (filter: object) =>
      (await listWhip(world.db, organizer, letter, filter)).items.map((stand) => stand.key);
    expect(await found({ q: 'nguyen' })).toEqual([people.nguyen.key]);
    expect(await found({ q: 'MARTINEZ' })).toEqual([people.martinezInes.key, people.martinez.key]);
    expect(await found({ q: 'martínez', body: 'us-senate' })).toEqual([people.martinez.key]);
    expect(await found({ state: 'KS', party: 'Republican' })).toHaveLength(2);
    expect(await found({ state: 'ks', party: 'r' })).toEqual(await found({ state: 'KS', party: 'Republican' }));
    expect(await found({ position: 'leaning' })).toEqual([people.nguyen.key]);
    expect(await found({ position: 'none', state: 'CA' })).toEqual([]);
    expect((await listWhip(world.db, organizer, letter)).all.some((stand) => stand.key === people.ito.key)).toBe(false);
  });

  test('leave out who signed an older text until they sign the new one', async () => {
    const { world, people, letter, says, tally } = await aStory();
    await says(people.rivera.key, 'signed');
    await world.db.transaction(async (tx) => {
      await tx.update(letters).set({ version: 2 }).where(eq(letters.id, letter.id));
      const text = { text: 'Another ask.', substantive: true, reason: 'a new ask', publishedAt: world.now() };
      await tx.insert(letterVersions).values({ letterId: letter.id, number: 2, ...text });
    });
    expect(await listSigned(world.db, letter)).toEqual([]);
    expect((await tally()).cosigners).toMatchObject({ signed: 0, byParty: [], toReconfirm: 1 });
    expect((await says(people.rivera.key, 'signed')).changed).toBe(true);
    expect((await tally()).cosigners).toMatchObject({ signed: 1, toReconfirm: 0 });
  });
});

test('a bulk entry records whom it can and says of the others why not', async () => {
  const { world, people, letter, organizer, says } = await aStory();
  await says(people.ota.key, 'asked');
  const keys = [people.rivera.key, people.ito.key, people.ota.key, people.rivera.key, 'nobody'];
  const outcomes = await recordMany(world, organizer, letter.slug, keys, { position: 'asked', source });
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(['recorded', 'refused', 'unchanged', 'refused']);
  expect(outcomes[1]?.message).toContain('does not serve any more');
});

test('a bulk entry keeps the order given, also in the order of names as received', async () => {
  const { world, letter, organizer } = await aStory({ order: 'received' });
  const keys = (await listWhip(world.db, organizer, letter)).items.map((stand) => stand.key).reverse();
  const outcomes = await recordMany(world, organizer, letter.slug, [...keys, 'nobody'], { position: 'signed', source });
  expect(outcomes.map(({ key }) => key)).toEqual([...keys, 'nobody']);
  expect((await listSigned(world.db, letter)).map((stand) => stand.key)).toEqual(keys);
  expect(await recount(world, letter.id)).toEqual([]);
});

test('what is recorded last counts, also where its place was given beforehand', async () => {
  const { world, people, letter, says, tally } = await aStory();
  const id = world.newId();
  await says(people.ota.key, 'declined');
  expect(await says(people.ota.key, 'signed', { id })).toMatchObject({
    ...{ changed: true, standing: { position: 'signed' } },
  });
  expect((await tally()).cosigners).toMatchObject({ signed: 1 });
  expect(await recount(world, letter.id)).toEqual([]);
});

test('two leads named at once are both named', async () => {
  const { world, people, letter, organizer } = await aStory();
  const lead = (key: string) => record(world, organizer, letter.slug, key, { position: 'asked', source, lead: true });
  const keys = [people.ota.key, people.rivera.key, people.okafor.key];
  await Promise.all(keys.map(lead));
  const [row] = await world.db.select().from(letters).where(eq(letters.id, letter.id));
  expect(row?.leads.sort()).toEqual(keys.sort());
});

test('naming a lead beside a position keeps both', async () => {
  const { world, people, letter, organizer } = await aStory();
  await record(world, organizer, letter.slug, people.ota.key, { position: 'signed', source, lead: true });
  const [row] = await world.db.select().from(letters).where(eq(letters.id, letter.id));
  expect(row?.leads).toEqual([people.ota.key]);
});

test('a past letter is loaded without asking who serves today', async () => {
  const { world, people, letter } = await aStory();
  await world.db.transaction(async (tx) => {
    await recordEntry(tx, world, anAdmin, letter, people.ito, { position: 'signed', source, day: '2023' });
  });
  expect((await listSigned(world.db, letter)).map((stand) => stand.label)).toEqual(['Rep. Ito (D-TX-23)']);
});

test('a recount finds a number that was tampered with, and sets it right', async () => {
  const { world, people, letter, says, tally } = await aStory();
  await says(people.rivera.key, 'signed');
  await says(people.okafor.key, 'asked');
  await world.db.transaction(async (tx) => {
    await tx.update(tallies).set({ count: 7 }).where(eq(tallies.dimension, 'party@1'));
    await tx.delete(tallies).where(eq(tallies.dimension, 'state@1'));
    await tx
      .insert(tallies)
      .values({ letterId: letter.id, subject: 'cosigners', dimension: 'party@1', key: 'Whig', count: 1 });
  });
  expect(await recount(world, letter.id)).toEqual([
    { dimension: 'party@1', key: 'Democrat', was: 7, is: 1 },
    { dimension: 'party@1', key: 'Whig', was: 1, is: 0 },
    { dimension: 'state@1', key: 'NM', was: 0, is: 1 },
  ]);
  expect((await tally()).cosigners?.byParty).toEqual([{ key: 'Democrat', count: 1 }]);
  expect(await recount(world, letter.id)).toEqual([]);
});
