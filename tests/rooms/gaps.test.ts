import { expect, test } from 'vitest';
import { assign, record } from '../../server/cosigners/cosigners.ts';
import { committeeMembers } from '../../server/db/tables.ts';
import { askedFrom, type GapList, labelThen, listGaps, listSupporters, sceneOf } from '../../server/gaps/gaps.ts';
import { anAccount } from '../support/app.ts';
import { aLetter } from '../support/invented/letters.ts';
import { aliasOf, aTurnover } from '../support/invented/turnover.ts';
import { aViewer } from '../support/people.ts';
import { aWorld } from '../support/world.ts';

const today = '2026-11-22';

async function aDesk() {
  const world = await aWorld();
  const made = await aTurnover(world);
  const staffer = aViewer(made.campaign.id, 'staffer');
  const ask = async (query: Record<string, unknown>, viewer = staffer) =>
    listGaps(world.db, await sceneOf(world.db, viewer, made.letter, today), askedFrom(query));
  return { world, ask, staffer, ...made };
}

/** A list as it is written out by hand: who, what can be done, and every reason. */
const told = ({ items }: GapList) =>
  items.map(({ legislator, group, reasons }) => [aliasOf(legislator.key), group, ...reasons.map(({ words }) => words)]);

const LETTER = '“The letter of 2023” (May 10, 2023)';

test('who signed the letter of 2023 and not this one, with the reason for each', async () => {
  const { ask } = await aDesk();
  expect(told(await ask({ against: 'letter-of-2023' }))).toEqual([
    [
      'caucused',
      'never-asked',
      `signed ${LETTER}`,
      'in the Democrat caucus then, in the Republican one now',
      'was never asked',
    ],
    [
      ...['mover', 'never-asked', `signed ${LETTER}`],
      ...['signed as Representative of OH-7; now Senator of OH', 'was never asked'],
      'the seat OH-7 is now held by Rep. Newcomer (D-OH-07)',
    ],
    [
      ...['redrawn', 'never-asked', `signed ${LETTER}`, 'signed for NC-1; now for NC-3', 'was never asked'],
      'the seat NC-1 is vacant',
    ],
    ['stay', 'never-asked', `signed ${LETTER}`, 'was never asked'],
    ['switched', 'never-asked', `signed ${LETTER}`, 'Democrat then, Republican now', 'was never asked'],
    ['asked', 'asked', `signed ${LETTER}`, 'was asked on November 20, 2026'],
    ['committed', 'asked', `signed ${LETTER}`, 'committed on November 17, 2026, has not signed yet'],
    ['leans', 'asked', `signed ${LETTER}`, 'leans yes, as told on November 18, 2026'],
    [
      ...['older', 'to-reconfirm', `signed ${LETTER}`],
      'signed an older text of this letter on November 2, 2026: to reconfirm',
    ],
    ['declined', 'said-no', `signed ${LETTER}`, 'declined on November 19, 2026'],
    ['tookBack', 'said-no', `signed ${LETTER}`, 'withdrew from this letter on November 12, 2026'],
    ['local', 'not-open', `signed ${LETTER}`, 'this letter is not open to the Example City Council'],
    ['gone', 'left', `signed ${LETTER}`, 'left office on June 30, 2026', 'the seat TX-23 is vacant'],
    [
      ...['retired', 'left', `signed ${LETTER}`, 'left office on January 3, 2025'],
      'the seat TX-3 is now held by Rep. Heir (R-TX-03)',
    ],
  ]);
});

test('each row says the seat then and now, and the position', async () => {
  const { ask, people } = await aDesk();
  const { items } = await ask({ against: 'letter-of-2023' });
  const row = (alias: keyof typeof people) => items.find(({ legislator }) => legislator.key === people[alias].key);
  expect(row('mover')).toMatchObject({
    label: 'Sen. Mover (R-OH)',
    before: { label: 'Rep. Mover (R-OH-07)', seat: { body: 'us-house', district: '7' } },
    holders: [{ key: people.newcomer.key, label: 'Rep. Newcomer (D-OH-07)' }],
  });
  expect(row('switched')?.before?.label).toBe('Rep. Switch (D-NJ-02)');
  expect(row('asked')?.stand?.position).toBe('asked');
  expect(row('stay')?.stand?.position).toBeNull();
});

test('who withdrew from the other letter is told apart, and a corrected entry nowhere', async () => {
  const { ask } = await aDesk();
  expect(told(await ask({ against: 'letter-of-2023', direction: 'withdrew' }))).toEqual([
    ['withdrewThere', 'never-asked', `withdrew from ${LETTER} on May 2, 2023`, 'was never asked'],
  ]);
});

test('signers of this letter who did not sign the other one', async () => {
  const { ask } = await aDesk();
  expect(told(await ask({ against: 'letter-of-2023', direction: 'only' }))).toEqual([
    [
      ...['newcomer', 'not-there', 'signed this letter on November 11, 2026'],
      `in the U.S. House of Representatives since January 3, 2025, after ${LETTER} went out`,
    ],
  ]);
});

const BILL = 'H.R. 777 (119th Congress)';

test('sponsors and cosponsors who have not signed, however the bill is named', async () => {
  const { ask, bill } = await aDesk();
  const expected = [
    ['heir', 'never-asked', `cosponsors ${BILL}`, 'was never asked'],
    ['switched', 'never-asked', `cosponsors ${BILL}`, 'Democrat then, Republican now', 'was never asked'],
    ['sponsor', 'left', `sponsors ${BILL}`, 'left office on March 1, 2026', 'the seat CA-14 is vacant'],
  ];
  for (const against of [bill, 'H.R. 777', 'hr777-119']) expect(told(await ask({ against }))).toEqual(expected);
  expect(told(await ask({ against: bill, direction: 'withdrew' }))).toEqual([
    ['offBill', 'never-asked', `withdrew as cosponsor of ${BILL} on September 1, 2025`, 'was never asked'],
  ]);
});

test('a bill of an earlier Congress: the seats are those of then, and nobody can join it any more', async () => {
  const { ask, oldBill } = await aDesk();
  const old = 'H.Con.Res. 12 (118th Congress)';
  expect(told(await ask({ against: oldBill }))).toEqual([
    [
      ...['mover', 'never-asked', `sponsored ${old}`, 'sponsored as Representative of OH-7; now Senator of OH'],
      ...['was never asked', 'the seat OH-7 is now held by Rep. Newcomer (D-OH-07)'],
    ],
    [
      ...['retired', 'left', `cosponsored ${old}`, 'left office on January 3, 2025'],
      'the seat TX-3 is now held by Rep. Heir (R-TX-03)',
    ],
  ]);
  expect(told(await ask({ against: oldBill, direction: 'only' }))).toEqual([
    [
      ...['newcomer', 'cannot-join', 'signed this letter on November 11, 2026'],
      `nobody can join ${old} any more: that Congress is over`,
    ],
    [
      ...['signer', 'cannot-join', 'signed this letter on November 10, 2026'],
      `nobody can join ${old} any more: that Congress is over`,
    ],
  ]);
});

test('signers who could cosponsor the bill, and those who cannot', async () => {
  const { ask, bill, world, letter, people } = await aDesk();

  const organizer = aViewer(letter.campaignId, 'organizer');
  await record(world, organizer, letter.slug, people.lead.key, { position: 'signed', source: 'a call', day: today });
  expect(told(await ask({ against: bill, direction: 'only' }))).toEqual([
    ['newcomer', 'may-join', 'signed this letter on November 11, 2026', `could cosponsor ${BILL}`],
    [
      ...['lead', 'cannot-join', 'signed this letter on November 22, 2026'],
      `is in the U.S. Senate, and cannot join ${BILL}`,
    ],
  ]);
});

test('next asks: by the number of reasons, then by last name; without those who signed, declined, withdrew or left', async () => {
  const { ask } = await aDesk();
  const list = await ask({ committee: ['TEAG', 'TEWR'] });
  const lead = 'same state as lead Sen. Lead (D-OH)';
  const old = 'sponsored H.Con.Res. 12 (118th Congress)';
  expect(
    list.items.map(({ legislator, reasons }) => [aliasOf(legislator.key), ...reasons.map((r) => r.words)]),
  ).toEqual([
    [
      'mover',
      `signed ${LETTER} as Representative of OH-7`,
      `${old} as Representative of OH-7`,
      'the other senator of the state of lead Sen. Lead (D-OH)',
    ],
    ['stay', `signed ${LETTER}`, lead, 'on the House Committee on Agriculture'],
    ['asked', `signed ${LETTER}`, lead],
    ['committed', `signed ${LETTER}`, lead],
    ['lead', 'named as a lead of this letter', 'on the Senate Committee on Water Resources'],
    ['leans', `signed ${LETTER}`, lead],
    ['older', 'signed an older text of this letter', `signed ${LETTER}`],
    ['switched', `signed ${LETTER}`, `cosponsors ${BILL}`],
    ['caucused', `signed ${LETTER}`],
    ['chair', 'Chair of the Senate Committee on Water Resources and its Subcommittee on Rivers'],
    ['heir', `cosponsors ${BILL}`],
    ['redrawn', `signed ${LETTER} as Representative of NC-1`],
  ]);
});

test('what speaks against asking is said and not counted', async () => {
  const { ask } = await aDesk();
  const { items } = await ask({ committee: 'TEEN' });
  expect(items.map(({ legislator }) => aliasOf(legislator.key))).not.toContain('offBill');
  const { world, letter, people } = await aDesk();
  const staffer = aViewer(letter.campaignId, 'staffer');
  await world.db.transaction(async (tx) => {
    await tx
      .insert(committeeMembers)
      .values({ committee: 'TEEN', legislator: people.offBill.key, side: null, rank: null, title: null });
  });
  const scene = await sceneOf(world.db, staffer, letter, today);
  const list = await listGaps(world.db, scene, askedFrom({ committee: 'TEEN' }));
  expect(list.items.find(({ legislator }) => legislator.key === people.offBill.key)).toMatchObject({
    reasons: [{ words: 'on the House Committee on Energy' }],
    cautions: [{ words: `withdrew as cosponsor of ${BILL} on September 1, 2025` }],
  });
});

test('members of committees and their subcommittees, signers too: of the present chamber, and only who serves', async () => {
  const { ask } = await aDesk();
  expect(told(await ask({ list: 'committees', committee: ['TEAG', 'TEWR01'] }))).toEqual([
    [
      'chair',
      'never-asked',
      'on the Subcommittee on Rivers of the Senate Committee on Water Resources',
      'was never asked',
    ],
    [
      ...['declined', 'said-no', 'on the Subcommittee on Conservation of the House Committee on Agriculture'],
      'declined on November 19, 2026',
    ],
    ['signer', 'signed', 'on the House Committee on Agriculture', 'signed this letter on November 10, 2026'],
    ['stay', 'never-asked', 'on the House Committee on Agriculture', 'was never asked'],
  ]);
});

test('the delegation of a lead, and the other senator', async () => {
  const { ask } = await aDesk();
  const { items } = await ask({ list: 'states' });
  expect(items.map(({ legislator, reasons }) => [aliasOf(legislator.key), reasons[0]?.code])).toEqual([
    ['asked', 'lead-state'],
    ['committed', 'lead-state'],
    ['lead', 'lead'],
    ['leans', 'lead-state'],
    ['mover', 'lead-state'],
    ['newcomer', 'lead-state'],
    ['stay', 'lead-state'],
  ]);
});

test('lists narrow by the seat, party and position of today', async () => {
  const { ask } = await aDesk();
  const aliases = ({ items }: GapList) => items.map(({ legislator }) => aliasOf(legislator.key));
  const against = 'letter-of-2023';
  expect(aliases(await ask({ against, body: 'us-senate' }))).toEqual(['caucused', 'mover']);
  expect(aliases(await ask({ against, party: 'Republican', state: 'oh', position: 'none' }))).toEqual(['mover']);
  expect(aliases(await ask({ against, serving: 'no' }))).toEqual(['gone', 'retired']);
});

test('volunteers see those assigned to them, and not who was asked to lead', async () => {
  const { world, ask, people, letter, campaign } = await aDesk();

  const id = await anAccount(world, { name: 'Vi Ola', email: 'vi@team.example', roles: [[campaign.id, 'volunteer']] });
  const organizer = aViewer(campaign.id, 'organizer');
  for (const alias of ['stay', 'retired'] as const) await assign(world, organizer, letter.slug, people[alias].key, id);
  const volunteer = aViewer(campaign.id, 'volunteer', 'Vi Ola', id);
  expect(told(await ask({ against: 'letter-of-2023' }, volunteer))).toEqual([
    ['stay', 'never-asked', `signed ${LETTER}`, 'was never asked'],
  ]);
  expect((await ask({}, volunteer)).items.map(({ reasons }) => reasons.map(({ code }) => code))).toEqual([['signed']]);
  await expect(ask({}, aViewer('another', 'organizer'))).rejects.toThrow();
});

test('a letter is compared with when its signers may be known, and with nothing else', async () => {
  const { world, ask } = await aDesk();
  const { letter: counted } = await aLetter(world, { showCosigners: 'count' });
  const { letter: hidden } = await aLetter(world, { showCosigners: 'private' });
  const { letter: draft } = await aLetter(world, { state: 'draft' });
  const { letter: open } = await aLetter(world);
  const problem = (against: string) =>
    ask({ against }).then(
      () => null,
      (error) => error.problems[0].message,
    );
  expect(await problem(open.slug)).toBeNull();
  expect(await problem(`https://letters.example/letters/${open.slug}`)).toBeNull();
  expect(await problem(counted.slug)).toMatch(/how many signed it, and not who/);
  const unknown = await problem('nothing-of-the-kind');
  expect(unknown).toMatch(/The address of a published letter/);
  expect(await problem(hidden.slug)).toBe(unknown);
  expect(await problem(draft.slug)).toBe(unknown);
  expect(await problem('letter-of-today')).toMatch(/the letter itself/);
});

test('supporters of a campaign are counted once each across letters, bills, chambers and Congresses', async () => {
  const { world, staffer, campaign } = await aDesk();
  const found = await listSupporters(world.db, staffer, campaign, today);
  // 15 signers of 2023, newcomer (signer was counted), and of the bills sponsor and heir.
  expect(found.items.map(({ legislator }) => aliasOf(legislator.key))).toEqual([
    ...['asked', 'caucused', 'committed', 'declined', 'gone', 'heir', 'leans', 'local', 'mover', 'newcomer', 'older'],
    ...['redrawn', 'retired', 'signer', 'sponsor', 'stay', 'switched', 'tookBack'],
  ]);
  expect(found).toMatchObject({ serving: 15, inCongress: 17, hidden: 0 });
  expect(found.works.map(({ work, count }) => [work.name, count])).toEqual([
    ['“The letter of today”', 2],
    [LETTER, 15],
    [BILL, 4],
    ['H.Con.Res. 12 (118th Congress)', 2],
  ]);
  expect(found.reported.map(({ total, source }) => [total, source])).toEqual([[31, 'Gazette']]);
  const mover = found.items.find(({ legislator }) => aliasOf(legislator.key) === 'mover');
  expect(mover?.supports.map((one) => [one.as, labelThen(mover.legislator, one, found.bodies), one.work.kind])).toEqual(
    [
      ['signer', 'Rep. Mover (R-OH-07)', 'letter'],
      ['sponsor', 'Rep. Mover (R-OH-07)', 'bill'],
    ],
  );
  expect(mover?.label).toBe('Sen. Mover (R-OH)');
  expect(found.before.byBody).toEqual([
    { key: 'example-city-council', count: 1 },
    { key: 'us-house', count: 16 },
    { key: 'us-senate', count: 1 },
  ]);
  expect(found.now.byBody).toEqual([
    { key: 'example-city-council', count: 1 },
    { key: 'us-house', count: 12 },
    { key: 'us-senate', count: 2 },
  ]);
  expect(found.now.byParty).toEqual([
    { key: 'Democrat', count: 7 },
    { key: 'Independent', count: 1 },
    { key: 'Republican', count: 6 },
    { key: 'unknown', count: 1 },
  ]);
  for (const { byBody, byParty, byState } of [found.now, found.before])
    expect(
      new Set([byBody, byParty, byState].map((counts) => counts.reduce((sum, { count }) => sum + count, 0))).size,
    ).toBe(1);
});

test('the public counts what is public: letters that show names', async () => {
  const { world, campaign, staffer, people } = await aDesk();
  const { letter } = await aLetter(world, {
    campaignId: campaign.id,
    showCosigners: 'count',
    slug: 'counted',
    reportedTotal: 4,
  });

  const organizer = aViewer(campaign.id, 'organizer');
  await record(world, organizer, letter.slug, people.chair.key, { position: 'signed', source: 'a call' });
  expect((await listSupporters(world.db, staffer, campaign, today)).items).toHaveLength(19);
  expect(await listSupporters(world.db, null, campaign, today)).toMatchObject({
    ...{ items: { length: 18 }, hidden: 1 },
    reported: [{ total: 4 }, { total: 31 }],
  });
});
