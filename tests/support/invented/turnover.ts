import type { World } from '../../../server/basics/world.ts';
import { recordEntry } from '../../../server/cosigners/cosigners.ts';
import {
  affiliations,
  billSponsors,
  bills,
  bodies,
  campaignBills,
  committeeMembers,
  committees,
  legislators,
  letterVersions,
  type Position,
  seats,
  terms,
} from '../../../server/db/tables.ts';
import { congressBodies } from '../../../server/legislators/bodies.ts';
import { searchTextOf, sortNameOf } from '../../../server/legislators/names.ts';
import { anAdmin } from '../people.ts';
import { aLetter, type LetterRow } from './letters.ts';

type Row = typeof legislators.$inferSelect;
type SeatOf = Pick<Row, 'body' | 'state' | 'district' | 'class' | 'title'>;

const house = (state: string, district: number): SeatOf => ({
  ...{ body: 'us-house', state, district: String(district), class: null, title: 'Representative' },
});
const senate = (state: string, number: number): SeatOf => ({
  ...{ body: 'us-senate', state, district: null, class: number, title: 'Senator' },
});
const ward = (name: string): SeatOf => ({
  ...{ body: 'example-city-council', state: null, district: name, class: null, title: 'Council Member' },
});

interface Person {
  name: string;
  seat: SeatOf;
  party: string;
  caucus?: string;
  /** What was different in 2023; who has nothing here came later. */
  in2023?: { seat?: SeatOf; party?: string; caucus?: string };
  left?: string;
  /** The day since which they are in this body; 2021 unless said. */
  since?: string;
}

const D = 'Democrat';
const R = 'Republican';

/** Two dozen invented people before and after an election: who stayed, moved, switched, retired and came. */
export const turnover = {
  stay: { name: 'Ada Stay', seat: house('OH', 1), party: D, in2023: {} },
  asked: { name: 'Bo Asked', seat: house('OH', 2), party: R, in2023: {} },
  leans: { name: 'Cy Leaning', seat: house('OH', 3), party: R, in2023: {} },
  committed: { name: 'Cleo Committed', seat: house('OH', 4), party: D, in2023: {} },
  declined: { name: 'Di Decline', seat: house('CO', 3), party: D, in2023: {} },
  /** Moved from the House to the Senate; the seat was refilled. */
  mover: {
    name: 'Ed Mover',
    seat: senate('OH', 1),
    party: R,
    since: '2025-01-03',
    in2023: { seat: house('OH', 7) },
  },
  newcomer: { name: 'Fay Newcomer', seat: house('OH', 7), party: D, since: '2025-01-03' },
  switched: { name: 'Gil Switch', seat: house('NJ', 2), party: R, in2023: { party: D } },
  /** Retired; the seat was refilled. */
  retired: { name: 'Hal Retired', seat: house('TX', 3), party: R, left: '2025-01-03', in2023: {} },
  heir: { name: 'Ivy Heir', seat: house('TX', 3), party: R, since: '2025-01-03' },
  /** Left between elections; the seat is vacant. */
  gone: { name: 'Jo Gone', seat: house('TX', 23), party: D, left: '2026-06-30', in2023: {} },
  older: { name: 'Kim Older', seat: house('GA', 5), party: D, in2023: {} },
  signer: { name: 'Lou Signer', seat: house('MI', 10), party: R, in2023: {} },
  tookBack: { name: 'Mia Tookback', seat: house('HI', 1), party: D, in2023: {} },
  withdrewThere: { name: 'Ned Withdrew', seat: house('KS', 4), party: R, in2023: {} },
  corrected: { name: 'Oda Corrected', seat: house('KS', 1), party: R, in2023: {} },
  local: { name: 'Pat Local', seat: ward('Ward 1'), party: '', in2023: {} },
  offBill: { name: 'Quin Offbill', seat: house('FL', 26), party: R, in2023: {} },
  caucused: { name: 'Ray Caucus', seat: senate('VT', 3), party: 'Independent', caucus: R, in2023: { caucus: D } },
  /** Sponsored the bill and left; the seat is vacant. */
  sponsor: { name: 'Sol Sponsor', seat: house('CA', 14), party: D, left: '2026-03-01', in2023: {} },
  lead: { name: 'Tess Lead', seat: senate('OH', 3), party: D, in2023: {} },
  olderThere: { name: 'Uma Earlier', seat: house('OR', 2), party: D, in2023: {} },
  redrawn: { name: 'Val Redrawn', seat: house('NC', 3), party: D, in2023: { seat: house('NC', 1) } },
  chair: { name: 'Wes Chair', seat: senate('ME', 1), party: R, in2023: {} },
} satisfies Record<string, Person>;
export type Alias = keyof typeof turnover;

const keyOf = (alias: Alias) => `T99-${alias}`;
/** By key, for hand-written lists. */
export const aliasOf = (key: string): Alias => key.replace('T99-', '') as Alias;

function rowOf(alias: Alias, { name, seat, party, ...person }: Person): Row {
  const [first = '', last = ''] = name.split(' ');
  return {
    ...{ key: keyOf(alias), first, last, full: name, suffix: null },
    ...{ sortName: sortNameOf(last, first), searchText: searchTextOf([first, last]) },
    ...seat,
    ...{ party, caucus: person.caucus ?? party, voting: true, serving: !person.left, leftOn: person.left ?? null },
    ...{ since: person.since ?? '2021-01-03', termStart: '2025-01-03', termEnd: '2027-01-03' },
    ...{ phone: null, website: null, contactForm: null, email: null, checksum: 'invented' },
  };
}

/** The same person as of 2023. */
function earlierOf(row: Row, { in2023 }: Person): Row {
  const party = in2023?.party ?? row.party;
  return { ...row, ...in2023?.seat, party, caucus: in2023?.caucus ?? in2023?.party ?? row.caucus };
}

const placeOf = ({ body, state, district, class: number }: SeatOf) => ({
  ...{ body, state: state ?? '', district: district ?? '', class: number ?? 0 },
});

function termsOf(row: Row, person: Person): (typeof terms.$inferInsert)[] {
  const term = (ordinal: number, of: Row, start: string, end: string) => ({
    ...{ legislator: row.key, ordinal, body: of.body, state: of.state, district: of.district, class: of.class },
    ...{ start, end, party: of.party, caucus: of.caucus, how: null, endType: null },
  });
  return [
    ...(person.in2023 ? [term(0, earlierOf(row, person), '2023-01-03', '2025-01-03')] : []),
    ...(row.leftOn === '2025-01-03' ? [] : [term(1, row, '2025-01-03', row.leftOn ?? '2027-01-03')]),
  ];
}

export interface Turnover {
  people: Record<Alias, Row>;
  campaign: { id: string; slug: string };
  /** Circulating, open to Congress, with a second text of other substance. */
  letter: LetterRow;
  /** Sent on May 10, 2023. */
  earlier: LetterRow;
  /** H.R. 777 of the 119th Congress, and H.Con.Res. 12 of the 118th. */
  bill: string;
  oldBill: string;
}

/**
 * An invented legislature after a turnover, a letter of 2023 and one of today, and two bills: what the expected gap
 * lists were written out for by hand. OH-7 and TX-3 were refilled; TX-23, CA-14 and NC-1 are vacant.
 */
export async function aTurnover(world: World): Promise<Turnover> {
  const entries = Object.entries<Person>(turnover) as [Alias, Person][];
  const people = Object.fromEntries(entries.map(([alias, person]) => [alias, rowOf(alias, person)])) as Record<
    Alias,
    Row
  >;
  const then = Object.fromEntries(
    entries.map(([alias, person]) => [alias, earlierOf(people[alias], person)]),
  ) as typeof people;
  const council = {
    ...{ key: 'example-city-council', name: 'Example City Council', memberTitle: 'Council Member' },
    ...{ memberShort: 'Council Member', state: null, kind: 'council' as const },
  };
  const places = new Map(
    entries
      .flatMap(([, { seat, in2023 }]) => [seat, ...(in2023?.seat ? [in2023.seat] : [])])
      .map((seat) => [JSON.stringify(placeOf(seat)), placeOf(seat)]),
  );
  await world.db.transaction(async (tx) => {
    await tx.insert(bodies).values([...congressBodies, council]);
    await tx.insert(seats).values([...places.values()].map((place) => ({ ...place, members: 1, voting: true })));
    await tx.insert(legislators).values(Object.values(people));
    await tx.insert(terms).values(entries.flatMap(([alias, person]) => termsOf(people[alias], person)));
    // The switch within the term of 2025: on the day of joining the bill he was still of the old party.
    const gil = { legislator: people.switched.key };
    await tx.insert(affiliations).values([
      { ...gil, ordinal: 0, start: '2025-01-03', end: '2025-06-01', party: D, caucus: D },
      { ...gil, ordinal: 1, start: '2025-06-01', end: '2027-01-03', party: R, caucus: R },
    ]);
    await tx.insert(committees).values([
      { key: 'TEWR', body: 'us-senate', name: 'Senate Committee on Water Resources', parent: null, url: null },
      { key: 'TEWR01', body: 'us-senate', name: 'Rivers', parent: 'TEWR', url: null },
      { key: 'TEAG', body: 'us-house', name: 'House Committee on Agriculture', parent: null, url: null },
      { key: 'TEAG01', body: 'us-house', name: 'Conservation', parent: 'TEAG', url: null },
      { key: 'TEEN', body: 'us-house', name: 'House Committee on Energy', parent: null, url: null },
    ]);
    const seat = (committee: string, alias: Alias, title: string | null = null) => ({
      ...{ committee, legislator: people[alias].key, side: null, rank: null, title },
    });
    await tx.insert(committeeMembers).values([
      seat('TEWR', 'chair', 'Chair'),
      seat('TEWR01', 'chair'),
      seat('TEWR', 'lead'),
      seat('TEAG', 'stay'),
      seat('TEAG', 'signer'),
      seat('TEAG01', 'declined'),
      // Of before the move to the Senate: no news until a source says so.
      seat('TEAG', 'mover'),
      // Of before leaving.
      seat('TEAG', 'gone'),
      seat('TEEN', 'asked'),
    ]);
  });

  const { letter: earlier, campaign } = await aLetter(world, {
    ...{ title: 'The letter of 2023', slug: 'letter-of-2023', state: 'sent', sentDay: '2023-05-10', version: 2 },
    ...{
      openToBodies: ['us-house', 'us-senate', 'example-city-council'],
      reportedTotal: 31,
      reportedSource: 'Gazette',
    },
    publishedAt: new Date('2023-03-01T12:00:00Z'),
  });
  const { letter } = await aLetter(world, {
    ...{ campaignId: campaign.id, slug: 'letter-of-today', title: 'The letter of today', version: 2 },
    leads: [people.lead.key],
    publishedAt: new Date('2026-11-01T12:00:00Z'),
  });
  const bill = 'bill-777';
  const oldBill = 'bill-12';
  await world.db.transaction(async (tx) => {
    for (const { id } of [earlier, letter])
      await tx.insert(letterVersions).values({
        ...{ letterId: id, number: 1, text: 'We ask.', substantive: true, reason: '' },
        publishedAt: new Date('2023-03-01T12:00:00Z'),
      });
    const sign = (of: LetterRow, who: Row, position: Position | null, day: string, version = 2) =>
      recordEntry(tx, world, anAdmin, of, who, { position, day, version, source: 'invented' });
    for (const alias of [
      ...['stay', 'asked', 'leans', 'committed', 'declined', 'mover', 'switched', 'retired', 'gone', 'older'],
      ...['signer', 'tookBack', 'local', 'caucused', 'redrawn'],
    ] as Alias[])
      await sign(earlier, then[alias], 'signed', '2023-04-20');
    await sign(earlier, then.olderThere, 'signed', '2023-03-20', 1);
    await sign(earlier, then.withdrewThere, 'signed', '2023-04-20');
    await sign(earlier, then.withdrewThere, 'withdrawn', '2023-05-02');
    const { standing } = await sign(earlier, then.corrected, 'signed', '2023-04-20');
    await recordEntry(tx, world, anAdmin, earlier, then.corrected, {
      ...{ position: null, source: 'a slip', corrects: standing.entryId },
    });
    await sign(letter, people.asked, 'asked', '2026-11-20');
    await sign(letter, people.leans, 'leaning', '2026-11-18');
    await sign(letter, people.committed, 'committed', '2026-11-17');
    await sign(letter, people.declined, 'declined', '2026-11-19');
    await sign(letter, people.older, 'signed', '2026-11-02', 1);
    await sign(letter, people.signer, 'signed', '2026-11-10');
    await sign(letter, people.newcomer, 'signed', '2026-11-11');
    await sign(letter, people.tookBack, 'signed', '2026-11-10');
    await sign(letter, people.tookBack, 'withdrawn', '2026-11-12');

    const blank = { introduced: '2025-03-04', summary: '', source: 'invented', checkedAt: null, checkedFrom: null };
    await tx.insert(bills).values([
      { ...blank, id: bill, congress: 119, number: 'H.R. 777', title: 'Clean Rivers Act' },
      {
        ...{ ...blank, id: oldBill, congress: 118, number: 'H.Con.Res. 12', title: 'On rivers' },
        introduced: '2023-02',
      },
    ]);
    const joins = (
      billId: string,
      alias: Alias,
      ordinal: number,
      more: Partial<typeof billSponsors.$inferInsert> = {},
    ) => ({
      ...{ billId, legislator: people[alias].key, ordinal, role: 'cosponsor' as const, day: null },
      ...more,
    });
    await tx
      .insert(billSponsors)
      .values([
        joins(bill, 'sponsor', 0, { role: 'sponsor', day: '2025-03-04', original: true }),
        joins(bill, 'switched', 1, { day: '2025-03-04', original: true }),
        joins(bill, 'heir', 2, { day: '2025-04-01' }),
        joins(bill, 'signer', 3, { day: '2025-04-02' }),
        joins(bill, 'offBill', 4, { day: '2025-04-03', withdrawnOn: '2025-09-01' }),
        joins(oldBill, 'mover', 0, { role: 'sponsor' }),
        joins(oldBill, 'retired', 1, { day: '2023-02-10' }),
      ]);
    await tx.insert(campaignBills).values([
      { campaignId: campaign.id, billId: bill, ordinal: 0 },
      { campaignId: campaign.id, billId: oldBill, ordinal: 1 },
    ]);
  });
  return { people, campaign, letter, earlier, bill, oldBill };
}
