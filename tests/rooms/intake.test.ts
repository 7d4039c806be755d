import { describe, expect, test } from 'vitest';
import { Invalid, NotAllowed, NotFound, Refused } from '../../server/basics/errors.ts';
import { listEntries, listWhip, record } from '../../server/cosigners/cosigners.ts';
import { listHistory } from '../../server/history/history.ts';
import {
  bringNames,
  decideRows,
  findList,
  listLists,
  readNames,
  recordNames,
  searchMembers,
  tryNames,
} from '../../server/intake/intake.ts';
import { setQuillRef } from '../../server/letters/letters.ts';
import { aLegislature } from '../support/invented/legislature.ts';
import { aLetter, type LetterRow } from '../support/invented/letters.ts';
import { anAdmin, aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

async function aStory(different: Partial<LetterRow> = {}) {
  const world = await aWorld();
  const people = await aLegislature(world);
  const { letter, campaign } = await aLetter(world, different);
  const dana = aViewer(campaign.id, 'organizer');
  const bring = (names: string, more: Partial<Parameters<typeof bringNames>[3]> = {}) =>
    bringNames(world, dana, letter.slug, { names, position: 'signed', source: 'a call', ...more });
  const look = (id: string) => findList(world.db, dana, letter.slug, id);
  const positions = async () => {
    const { all } = await listWhip(world.db, dana, letter);
    return Object.fromEntries(all.filter((one) => one.position).map((one) => [one.key, one.position]));
  };
  return { world, people, letter, campaign, dana, bring, look, positions };
}

describe('reading', () => {
  const names = (text: string) => readNames(text).map((row) => row.name);

  test('takes a name a line, and several where it is plain that there are', () => {
    expect(names('\uFEFFRep. Okafor\r\n\r\n  \nVan der Hoek, Pieter\n')).toEqual([
      'Rep. Okafor',
      'Van der Hoek, Pieter',
    ]);
    expect(names('Current signers: Rivera (D-NM), Okafor (R-OH), and Hale (R-ME)')).toEqual([
      'Rivera (D-NM)',
      'Okafor (R-OH)',
      'Hale (R-ME)',
    ]);
    expect(names('Rep. Okafor and Rep. Luna; Sen. Hale')).toEqual(['Rep. Okafor', 'Rep. Luna', 'Sen. Hale']);
    expect(names('Rep. Okafor, Rep. Luna')).toEqual(['Rep. Okafor', 'Rep. Luna']);
    expect(names('Smith, Rep. Orson')).toEqual(['Smith, Rep. Orson']);
    expect(names('Smith, Orson (KS)')).toEqual(['Smith, Orson (KS)']);
  });

  test('takes a table by the names of its columns, however they are spelled', () => {
    const [row] = readNames('First Name;LAST_NAME;State;Party;Dist.\nOrson;Smith;KS;R;1\n;;;;\n');
    expect(row).toEqual({
      text: 'Orson;Smith;KS;R;1',
      name: 'Smith, Orson',
      beside: { state: 'KS', party: 'R', district: '1' },
    });
    expect(readNames('Bioguide ID,Member\nR990001,"Rivera, Ana"\n')).toEqual([
      { text: 'R990001,"Rivera, Ana"', name: 'Rivera, Ana', beside: { key: 'R990001' } },
    ]);
    expect(names('Name\nAna Rivera\n')).toEqual(['Ana Rivera']);
  });

  test('says what is too long, and what holds no names', () => {
    expect(() => readNames(' \n ')).toThrow(Invalid);
    expect(() => readNames('Name\n')).toThrow(Invalid);
    expect(() => readNames('x\n'.repeat(2001))).toThrow('2,001');
    expect(() => readNames('x'.repeat(200_001))).toThrow('200,000');
    expect(() => readNames('a\0b')).toThrow('no text');
  });
});

describe('a list', () => {
  test('is matched and kept whole, and nothing is recorded before somebody says so', async () => {
    const { people, bring, look, positions, world, letter } = await aStory();
    const id = await bring('Signers:\nSen. Rivera (D-NM)\nRep. Smith\nSmith (OR-2)\nZzyzx');
    const { rows } = await look(id);
    expect(rows.map((row) => [row.text, row.state, row.legislator])).toEqual([
      ['Signers:', 'unknown', null],
      ['Sen. Rivera (D-NM)', 'sure', people.rivera.key],
      ['Rep. Smith', 'asked', null],
      ['Smith (OR-2)', 'sure', people.smithOttilie.key],
      ['Zzyzx', 'unknown', null],
    ]);
    expect(rows[2]?.candidates.map((stand) => stand.key)).toEqual([
      people.smithOrson.key,
      people.smithOsgood.key,
      people.smithOttilie.key,
    ]);
    expect(rows[2]?.why).toBe('3 legislators fit what is written.');
    expect(await positions()).toEqual({});
    expect(await listLists(world.db, letter)).toMatchObject([{ id, rows: 5, waiting: 5, recorded: 0 }]);
  });

  test('records what is sure, once, and keeps the rest', async () => {
    const { world, people, letter, dana, bring, look, positions } = await aStory();
    const id = await bring('Rivera (NM)\nAna Rivera\nRep. Smith\nZzyzx', { day: '2026-11-20' });
    const outcomes = await recordNames(world, dana, letter.slug, id);
    expect(outcomes).toEqual([{ key: people.rivera.key, outcome: 'recorded', message: '' }]);
    expect(await positions()).toEqual({ [people.rivera.key]: 'signed' });
    const [entry] = await listEntries(world.db, dana, letter, people.rivera.key);
    expect(entry).toMatchObject({ day: '2026-11-20', source: 'a call', actor: 'Dana Ops' });
    expect((await look(id)).rows.map((row) => row.state)).toEqual(['recorded', 'recorded', 'asked', 'unknown']);

    expect(await recordNames(world, dana, letter.slug, id)).toEqual([]);
    expect(await bring('Rivera (NM)\nAna Rivera\nRep. Smith\nZzyzx', { day: '2026-11-20' })).toBe(id);
    expect(await listEntries(world.db, dana, letter, people.rivera.key)).toHaveLength(1);
    expect(await listLists(world.db, letter)).toMatchObject([{ id, rows: 4, waiting: 2, recorded: 2 }]);
    expect((await listHistory(world.db, 'letter', letter.id)).map((row) => row.deed)).toEqual([
      'names recorded',
      'names brought in',
    ]);
  });

  test('leaves who has signed as they were, and takes no signature back', async () => {
    const { world, people, letter, dana, bring, look, positions } = await aStory();
    for (const one of [people.rivera, people.okafor])
      await record(world, dana, letter.slug, one.key, { position: 'signed', source: 'e-mail', day: '2026-11-01' });
    const signed = await bring('Rivera\nHale');
    expect((await look(signed)).rows.map((row) => row.effect)).toEqual(['same', 'change']);
    expect(await recordNames(world, dana, letter.slug, signed)).toMatchObject([
      { key: people.rivera.key, outcome: 'unchanged' },
      { key: people.hale.key, outcome: 'recorded' },
    ]);
    expect(await listEntries(world.db, dana, letter, people.rivera.key)).toHaveLength(1);

    const asked = await bring('Ben Okafor\nHalloway', { position: 'asked' });
    const outcomes = await recordNames(world, dana, letter.slug, asked);
    expect(outcomes).toMatchObject([
      { key: people.okafor.key, outcome: 'refused', message: expect.stringContaining('takes no signature back') },
      { key: people.halloway.key, outcome: 'recorded' },
    ]);
    const { rows } = await look(asked);
    expect(rows.map((row) => row.state)).toEqual(['sure', 'recorded']);
    expect(rows[0]?.note).toContain('takes no signature back');
    expect(await positions()).toMatchObject({ [people.okafor.key]: 'signed', [people.halloway.key]: 'asked' });

    const withdrew = await bring('Ben Okafor', { position: 'withdrawn' });
    await recordNames(world, dana, letter.slug, withdrew);
    expect(await positions()).toMatchObject({ [people.okafor.key]: 'withdrawn' });
  });

  test('asks about a row that says another position than the list', async () => {
    const { people, bring, look } = await aStory();
    const id = await bring('Name,Status\nRivera,signed\nHale,declined');
    const { rows } = await look(id);
    expect(rows.map((row) => [row.state, row.legislator])).toEqual([
      ['sure', people.rivera.key],
      ['asked', null],
    ]);
    expect(rows[1]?.why).toBe('The row says “declined”, and this list is of “signed”.');
    expect(rows[1]?.candidates.map((stand) => stand.key)).toEqual([people.hale.key]);
  });

  test('asks about a row that does not say yes in a column of who signed', async () => {
    const { people, bring, look } = await aStory();
    const { rows } = await look(await bring('Name,Signed?\nRivera,Yes\nHale,No\nLuna,\nOkafor (OH),x'));
    expect(rows.map((row) => [row.state, row.legislator])).toEqual([
      ['sure', people.rivera.key],
      ['asked', null],
      ['asked', null],
      ['sure', people.okafor.key],
    ]);
    expect(rows[2]?.why).toBe('The row says “not signed”, and this list is of “signed”.');
  });

  test('never means who has left, or whom the letter is not open to', async () => {
    const { bring, look } = await aStory({ openToBodies: ['us-house'] });
    const { rows } = await look(await bring('Carla Ito\nSen. Rivera\nOla Bright'));
    expect(rows.map((row) => row.state)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('is refused whole where its day is to come or it cannot be read', async () => {
    const { world, letter, bring } = await aStory();
    await expect(bring('Rivera', { day: '2026-11-23' })).rejects.toThrow('still to come');
    await expect(bring('')).rejects.toThrow(Invalid);
    expect(await listLists(world.db, letter)).toEqual([]);
  });
});

describe('deciding', () => {
  test('an organizer says whom a row means, and it is recorded with the others', async () => {
    const { world, people, letter, dana, bring, look, positions } = await aStory();
    const id = await bring('Rep. Smith\nZzyzx\nSigners:\nRep. Smith (KS)');
    await decideRows(world, dana, letter.slug, id, [
      { ordinal: 1, means: people.smithOrson.key },
      { ordinal: 2, means: people.fjeld.key },
      { ordinal: 3, aside: 'A heading' },
      { ordinal: 4, none: true },
    ]);
    expect((await look(id)).rows.map((row) => [row.state, row.legislator, row.note])).toEqual([
      ['chosen', people.smithOrson.key, ''],
      ['chosen', people.fjeld.key, ''],
      ['set aside', null, 'A heading'],
      ['unknown', null, 'It means none of those it could mean.'],
    ]);
    await recordNames(world, dana, letter.slug, id);
    expect(await positions()).toEqual({ [people.smithOrson.key]: 'signed', [people.fjeld.key]: 'signed' });

    await decideRows(world, dana, letter.slug, id, [{ ordinal: 3, again: true }]);
    expect((await look(id)).rows[2]?.state).toBe('unknown');
    await expect(decideRows(world, dana, letter.slug, id, [{ ordinal: 1, aside: 'no' }])).rejects.toThrow(Refused);
    const left = { ordinal: 3, means: people.ito.key };
    await expect(decideRows(world, dana, letter.slug, id, [left])).rejects.toThrow(Invalid);
    await expect(decideRows(world, dana, letter.slug, id, [{ ordinal: 9, none: true }])).rejects.toThrow(NotFound);
  });

  test('members are found by any part of a name', async () => {
    const { world, letter, dana, people } = await aStory();
    const found = await searchMembers(world.db, dana, letter, 'martinez');
    expect(found.map((stand) => stand.key).sort()).toEqual([people.martinez.key, people.martinezInes.key]);
    expect(await searchMembers(world.db, dana, letter, ' ')).toEqual([]);
  });
});

describe('Quill', () => {
  test('is compared with who signed here; one deed records what is missing', async () => {
    const { world, people, letter, dana, bring, look, positions } = await aStory();
    for (const one of [people.rivera, people.hale])
      await record(world, dana, letter.slug, one.key, { position: 'signed', source: 'e-mail' });
    await record(world, dana, letter.slug, people.ota.key, { position: 'leaning', source: 'a call' });
    const id = await bring('Sen. Ana Rivera\nRep. Ben Okafor\nSmith', { source: 'Quill', purpose: 'quill' });
    const { rows, absent } = await look(id);
    expect(rows.map((row) => [row.legislator, row.effect])).toEqual([
      [people.rivera.key, 'same'],
      [people.okafor.key, 'change'],
      [null, null],
    ]);
    expect(absent.map((stand) => stand.key)).toEqual([people.hale.key]);
    await recordNames(world, dana, letter.slug, id);
    expect(await positions()).toEqual({
      [people.rivera.key]: 'signed',
      [people.okafor.key]: 'signed',
      [people.hale.key]: 'signed',
      [people.ota.key]: 'leaning',
    });
    const [entry] = await listEntries(world.db, dana, letter, people.okafor.key);
    expect(entry?.source).toBe('Quill');
  });

  test('its reference is kept by organizers, with a note in the history', async () => {
    const { world, letter, campaign, dana } = await aStory();
    await setQuillRef(world, dana, letter.slug, 'L-2026-117');
    await setQuillRef(world, dana, letter.slug, 'L-2026-117');
    const [note, ...others] = await listHistory(world.db, 'letter', letter.id);
    expect([note?.deed, note?.detail, others]).toEqual([
      'Quill reference changed',
      { quillRef: { from: '', to: 'L-2026-117' } },
      [],
    ]);
    const staffer = aViewer(campaign.id, 'staffer');
    await expect(setQuillRef(world, staffer, letter.slug, 'other')).rejects.toThrow(NotAllowed);
  });
});

test('names are for organizers alone', async () => {
  const { world, letter, campaign, bring } = await aStory();
  const id = await bring('Rivera');
  const brought = { names: 'Rivera', position: 'signed', source: 'a call' } as const;
  for (const role of ['volunteer', 'staffer'] as const) {
    const viewer = aViewer(campaign.id, role);
    await expect(bringNames(world, viewer, letter.slug, brought)).rejects.toThrow(NotAllowed);
    await expect(tryNames(world, viewer, letter.slug, brought)).rejects.toThrow(NotAllowed);
    await expect(findList(world.db, viewer, letter.slug, id)).rejects.toThrow(NotAllowed);
    await expect(recordNames(world, viewer, letter.slug, id)).rejects.toThrow(NotAllowed);
    await expect(decideRows(world, viewer, letter.slug, id, [])).rejects.toThrow(NotAllowed);
  }
  const { letter: other } = await aLetter(world);
  await expect(findList(world.db, anAdmin, other.slug, id)).rejects.toThrow(NotFound);
});

test('two thousand names are looked over and kept within seconds', async () => {
  const { world, letter, bring, look } = await aStory();
  const id = await bring(Array.from({ length: 2000 }, (_, n) => `Rep. Okafor ${'x'.repeat(n % 5)}`).join('\n'));
  expect((await look(id)).rows).toHaveLength(2000);
  expect((await listLists(world.db, letter))[0]?.rows).toBe(2000);
});
