import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  inArray,
  isNull,
  like,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Db, Tx } from '../db/database.ts';
import { hot, hotList } from '../db/hot.ts';
import {
  affiliations,
  bodies,
  committeeMembers,
  committees,
  legislators,
  offices,
  rosterLoads,
  seats,
  terms,
} from '../db/tables.ts';
import { HOUSE, SENATE } from './bodies.ts';
import { groupBy } from './lists.ts';

export type BodyRow = typeof bodies.$inferSelect;
export type SeatRow = typeof seats.$inferSelect;
export type LegislatorRow = typeof legislators.$inferSelect;
export type TermRow = typeof terms.$inferSelect;
export type AffiliationRow = typeof affiliations.$inferSelect;
export type OfficeRow = typeof offices.$inferSelect;
export type CommitteeRow = typeof committees.$inferSelect;
export type CommitteeMemberRow = typeof committeeMembers.$inferSelect;
export type RosterLoadRow = typeof rosterLoads.$inferSelect;

/** Keys that one statement asks for: below what both engines take. */
const KEYS_PER_STATEMENT = 500;

function* chunks<T>(items: T[], size: number): Generator<T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

/** Rows in one prepared statement; what is left goes one by one. */
const ROWS_PER_STATEMENT = [20, 1];

/** Adds rows, and leaves those that are there. Prepared, for unprepared statements cost several times the inserts. */
function adder<T extends PgTable>(table: T): (tx: Tx, rows: T['$inferInsert'][]) => Promise<void> {
  const columns = Object.keys(getTableColumns(table));
  const statements = ROWS_PER_STATEMENT.map((size) => ({
    size,
    add: hot((on) => {
      const places = Array.from({ length: size }, (_, row) =>
        Object.fromEntries(columns.map((column) => [column, sql.placeholder(`${column}${row}`)])),
      );
      return on
        .insert(table)
        .values(places as T['$inferInsert'][])
        .onConflictDoNothing();
    }),
  }));
  return async (tx, rows) => {
    let at = 0;
    for (const { size, add } of statements) {
      for (; rows.length - at >= size; at += size) {
        const values: Record<string, unknown> = {};
        for (const [row, fields] of rows.slice(at, at + size).entries())
          for (const column of columns) values[`${column}${row}`] = (fields as Record<string, unknown>)[column];
        await add(tx, values);
      }
    }
  };
}

const addLegislators = adder(legislators);
const addTerms = adder(terms);
const addAffiliations = adder(affiliations);
const addOffices = adder(offices);
const addMembers = adder(committeeMembers);
const addCommittees = adder(committees);

async function byKeys<T>(keys: string[], ask: (some: string[]) => Promise<T[]>): Promise<T[]> {
  const rows: T[] = [];
  for (const some of chunks(keys, KEYS_PER_STATEMENT)) rows.push(...(await ask(some)));
  return rows;
}

// ── bodies and seats ──

const allBodies = hot((on) => on.select().from(bodies).orderBy(asc(bodies.key)));
export const listBodies = (db: Db): Promise<BodyRow[]> => allBodies(db, {});

export async function putBody(tx: Tx, row: BodyRow): Promise<void> {
  const { key, ...rest } = row;
  await tx.insert(bodies).values(row).onConflictDoUpdate({ target: bodies.key, set: rest });
}

export const listSeats = (db: Db, bodyKeys: string[]): Promise<SeatRow[]> =>
  byKeys(bodyKeys, (some) => db.select().from(seats).where(inArray(seats.body, some)));

/** How many members each of these bodies has when none is missing. */
export const countPlaces = hotList((on, bodyKeys) =>
  on
    .select({ body: seats.body, count: sql<number>`cast(sum(${seats.members}) as integer)` })
    .from(seats)
    .where(inArray(seats.body, bodyKeys))
    .groupBy(seats.body),
);

/** How many serve in each of these bodies, by caucus. */
export const countSitting = hotList((on, bodyKeys) =>
  on
    .select({ body: legislators.body, caucus: legislators.caucus, count: count() })
    .from(legislators)
    .where(and(inArray(legislators.body, bodyKeys), eq(legislators.serving, true)))
    .groupBy(legislators.body, legislators.caucus),
);

export const addSeats = adder(seats);

export async function changeSeat(tx: Tx, row: SeatRow): Promise<void> {
  await tx
    .update(seats)
    .set({ members: row.members, voting: row.voting })
    .where(
      and(
        eq(seats.body, row.body),
        eq(seats.state, row.state),
        eq(seats.district, row.district),
        eq(seats.class, row.class),
      ),
    );
}

// ── people, as a roster load sees them ──

/** Everybody there is, in the few words that tell what a roster would change. */
export const listHeads = (db: Db) =>
  db
    .select({
      key: legislators.key,
      full: legislators.full,
      title: legislators.title,
      body: legislators.body,
      state: legislators.state,
      district: legislators.district,
      class: legislators.class,
      party: legislators.party,
      serving: legislators.serving,
      termStart: legislators.termStart,
      termEnd: legislators.termEnd,
      leftOn: legislators.leftOn,
      checksum: legislators.checksum,
    })
    .from(legislators);

export type Head = Awaited<ReturnType<typeof listHeads>>[number];

/** A person's whole record. */
export interface Whole {
  row: LegislatorRow;
  terms: TermRow[];
  affiliations: AffiliationRow[];
  offices: OfficeRow[];
}

export async function listWhole(db: Db, keys: string[]): Promise<Whole[]> {
  const rows = await byKeys(keys, (some) => db.select().from(legislators).where(inArray(legislators.key, some)));
  const parts = await listParts(db, keys);
  return rows.map((row) => ({
    row,
    terms: parts.terms.get(row.key) ?? [],
    affiliations: parts.affiliations.get(row.key) ?? [],
    offices: parts.offices.get(row.key) ?? [],
  }));
}

/** Terms, affiliations and offices by person, in their order. */
export async function listParts(db: Db, keys: string[]) {
  const [termRows, affiliationRows, officeRows] = await Promise.all([
    byKeys(keys, (some) =>
      db.select().from(terms).where(inArray(terms.legislator, some)).orderBy(asc(terms.legislator), asc(terms.ordinal)),
    ),
    byKeys(keys, (some) =>
      db
        .select()
        .from(affiliations)
        .where(inArray(affiliations.legislator, some))
        .orderBy(asc(affiliations.legislator), asc(affiliations.ordinal)),
    ),
    listOffices(db, keys),
  ]);
  return {
    terms: groupBy(termRows, (row) => row.legislator),
    affiliations: groupBy(affiliationRows, (row) => row.legislator),
    offices: groupBy(officeRows, (row) => row.legislator),
  };
}

/** The terms of these people that touch the days between. */
export const listTermsBetween = (db: Db, keys: string[], from: string, to: string): Promise<TermRow[]> =>
  byKeys(keys, (some) =>
    db
      .select()
      .from(terms)
      .where(and(inArray(terms.legislator, some), lte(terms.start, to), or(isNull(terms.end), gte(terms.end, from)))),
  );

export const listAffiliationsOf = hotList<AffiliationRow>((on, keys) =>
  on.select().from(affiliations).where(inArray(affiliations.legislator, keys)),
);

/** Writes whole records over what is known of the same people. */
export async function putWhole(tx: Tx, people: Whole[], known: Set<string>): Promise<void> {
  const keys = people.map(({ row }) => row.key).filter((key) => known.has(key));
  const added = people.filter(({ row }) => !known.has(row.key));
  await addLegislators(
    tx,
    added.map(({ row }) => row),
  );
  for (const { row } of people) {
    if (!known.has(row.key)) continue;
    const { key, ...rest } = row;
    await tx.update(legislators).set(rest).where(eq(legislators.key, key));
  }
  for (const some of chunks(keys, KEYS_PER_STATEMENT)) {
    await tx.delete(terms).where(inArray(terms.legislator, some));
    await tx.delete(affiliations).where(inArray(affiliations.legislator, some));
    await tx.delete(offices).where(inArray(offices.legislator, some));
  }
  await addTerms(
    tx,
    people.flatMap((person) => person.terms),
  );
  await addAffiliations(
    tx,
    people.flatMap((person) => person.affiliations),
  );
  await addOffices(
    tx,
    people.flatMap((person) => person.offices),
  );
}

/** Marks somebody as having left office on a day; every record stays. */
export async function setLeft(tx: Tx, key: string, leftOn: string): Promise<void> {
  await tx.update(legislators).set({ serving: false, leftOn }).where(eq(legislators.key, key));
}

// ── people, as pages and other rooms ask for them ──

export interface Filter {
  body?: string | undefined;
  state?: string | undefined;
  district?: string | undefined;
  party?: string | undefined;
  /** A committee's key. */
  committee?: string | undefined;
  /** Folded words, letters and digits only; each must be part of a name. */
  words?: string[] | undefined;
  serving?: boolean | undefined;
}

/** Where a page of a list begins: after this person. */
export interface After {
  sortName: string;
  key: string;
}

/** Of a person who moved to another chamber, the committees of the earlier one are no news until a source says so. */
const ofOwnBody = or(eq(committees.body, legislators.body), eq(committees.body, 'joint'));

function matching(db: Db, filter: Filter): SQL | undefined {
  const { body, state, district, party, committee, words = [], serving } = filter;
  const onCommittee = (key: string) =>
    db
      .select({ key: committeeMembers.legislator })
      .from(committeeMembers)
      .innerJoin(committees, eq(committees.key, committeeMembers.committee))
      .where(and(eq(committeeMembers.committee, key), ofOwnBody));
  return and(
    body === undefined ? undefined : eq(legislators.body, body),
    state === undefined ? undefined : eq(legislators.state, state),
    district === undefined ? undefined : eq(legislators.district, district),
    party === undefined ? undefined : eq(legislators.party, party),
    committee === undefined ? undefined : inArray(legislators.key, onCommittee(committee)),
    serving === undefined ? undefined : eq(legislators.serving, serving),
    ...words.map((word) => like(legislators.searchText, `%${word}%`)),
  );
}

export const list = (db: Db, filter: Filter, after: After | null, limit: number): Promise<LegislatorRow[]> =>
  db
    .select()
    .from(legislators)
    .where(
      and(
        matching(db, filter),
        after
          ? or(
              gt(legislators.sortName, after.sortName),
              and(eq(legislators.sortName, after.sortName), gt(legislators.key, after.key)),
            )
          : undefined,
      ),
    )
    .orderBy(asc(legislators.sortName), asc(legislators.key))
    .limit(limit);

export const countMatching = (db: Db, filter: Filter): Promise<number> => db.$count(legislators, matching(db, filter));

export async function find(db: Db, key: string): Promise<LegislatorRow | null> {
  const [row] = await listByKeys(db, [key]);
  return row ?? null;
}

export const listByKeys = hotList<LegislatorRow>((on, keys) =>
  on.select().from(legislators).where(inArray(legislators.key, keys)),
);

export const listServing = hotList<LegislatorRow>((on, bodyKeys) =>
  on
    .select()
    .from(legislators)
    .where(and(inArray(legislators.body, bodyKeys), eq(legislators.serving, true)))
    .orderBy(asc(legislators.sortName), asc(legislators.key)),
);

const senatorsOf = hotList<LegislatorRow>((on, states) =>
  on
    .select()
    .from(legislators)
    .where(and(inArray(legislators.state, states), eq(legislators.body, SENATE), eq(legislators.serving, true))),
);
const memberAt = hot((on) =>
  on
    .select()
    .from(legislators)
    .where(
      and(
        eq(legislators.state, sql.placeholder('state')),
        eq(legislators.district, sql.placeholder('district')),
        eq(legislators.body, HOUSE),
        eq(legislators.serving, true),
      ),
    ),
);
const senateSeatsOf = hotList<SeatRow>((on, states) =>
  on
    .select()
    .from(seats)
    .where(and(inArray(seats.state, states), eq(seats.body, SENATE))),
);
const seatAt = hot((on) =>
  on
    .select()
    .from(seats)
    .where(
      and(
        eq(seats.state, sql.placeholder('state')),
        eq(seats.district, sql.placeholder('district')),
        eq(seats.body, HOUSE),
      ),
    ),
);

/** Who sits in Congress for these states and districts, and the seats they could sit in. */
export async function findCongressFor(
  db: Db,
  states: string[],
  places: { state: string; district: number }[],
): Promise<{ members: LegislatorRow[]; seats: SeatRow[] }> {
  const at = places.map(({ state, district }) => ({ state, district: String(district) }));
  const house = await Promise.all(at.map((place) => memberAt(db, place)));
  const houseSeats = await Promise.all(at.map((place) => seatAt(db, place)));
  return {
    members: [...(await senatorsOf(db, states)), ...house.flat()],
    seats: [...(await senateSeatsOf(db, states)), ...houseSeats.flat()],
  };
}

/** Who serves although the listed end of the term has passed, the longest first. */
export const listEnded = (db: Db, today: string): Promise<LegislatorRow[]> =>
  db
    .select()
    .from(legislators)
    .where(and(eq(legislators.serving, true), lte(legislators.termEnd, today)))
    .orderBy(asc(legislators.body), asc(legislators.state), asc(legislators.sortName), asc(legislators.key));

/** The committees that people sit on, or sat on last, with what they are there. */
export const listCommitteesOf = hotList((on, keys) =>
  on
    .select({
      legislator: committeeMembers.legislator,
      key: committees.key,
      name: committees.name,
      parent: committees.parent,
      side: committeeMembers.side,
      rank: committeeMembers.rank,
      title: committeeMembers.title,
    })
    .from(committeeMembers)
    .innerJoin(committees, eq(committees.key, committeeMembers.committee))
    .innerJoin(legislators, eq(legislators.key, committeeMembers.legislator))
    .where(and(inArray(committeeMembers.legislator, keys), ofOwnBody))
    .orderBy(asc(committees.key)),
);

export const listOffices = hotList<OfficeRow>((on, keys) =>
  on
    .select()
    .from(offices)
    .where(inArray(offices.legislator, keys))
    .orderBy(asc(offices.legislator), asc(offices.ordinal)),
);

// ── committees ──

const allCommittees = hot((on) => on.select().from(committees).orderBy(asc(committees.key)));
export const listCommittees = (db: Db): Promise<CommitteeRow[]> => allCommittees(db, {});

/** Adds committees, and changes those that are there. */
export async function putCommittees(tx: Tx, rows: CommitteeRow[], known: Set<string>): Promise<void> {
  await addCommittees(
    tx,
    rows.filter((row) => !known.has(row.key)),
  );
  for (const { key, ...rest } of rows)
    if (known.has(key)) await tx.update(committees).set(rest).where(eq(committees.key, key));
}

const membersOf = hot((on) =>
  on
    .select({ key: committeeMembers.legislator })
    .from(committees)
    .innerJoin(committeeMembers, eq(committeeMembers.committee, committees.key))
    .innerJoin(legislators, eq(legislators.key, committeeMembers.legislator))
    .where(
      and(or(eq(committees.key, sql.placeholder('key')), eq(committees.parent, sql.placeholder('key'))), ofOwnBody),
    ),
);

/** Who sits on a committee or on one of its subcommittees. */
export const listOnCommittee = async (db: Db, key: string): Promise<string[]> =>
  (await membersOf(db, { key })).map((row) => row.key);

export const listMembers = (db: Db, committeeKeys: string[]): Promise<CommitteeMemberRow[]> =>
  byKeys(committeeKeys, (some) => db.select().from(committeeMembers).where(inArray(committeeMembers.committee, some)));

/** Who sits on these committees now, in committees of the body they belong to. */
export const listSitting = hotList<CommitteeMemberRow>((on, committeeKeys) =>
  on
    .select(getTableColumns(committeeMembers))
    .from(committeeMembers)
    .innerJoin(committees, eq(committees.key, committeeMembers.committee))
    .innerJoin(legislators, eq(legislators.key, committeeMembers.legislator))
    .where(and(inArray(committeeMembers.committee, committeeKeys), eq(legislators.serving, true), ofOwnBody)),
);

/** Puts these members in the place of all sitting ones that these committees have; who has left keeps the record. */
export async function replaceMembers(tx: Tx, committeeKeys: string[], rows: CommitteeMemberRow[]): Promise<void> {
  const sitting = tx.select({ key: legislators.key }).from(legislators).where(eq(legislators.serving, true));
  for (const some of chunks(committeeKeys, KEYS_PER_STATEMENT))
    await tx
      .delete(committeeMembers)
      .where(and(inArray(committeeMembers.committee, some), inArray(committeeMembers.legislator, sitting)));
  await addMembers(tx, rows);
}

// ── loads ──

export async function addLoad(tx: Tx, row: RosterLoadRow): Promise<void> {
  await tx.insert(rosterLoads).values(row);
}

const newestOf = hot((on) =>
  on.select({ id: rosterLoads.id }).from(rosterLoads).orderBy(desc(rosterLoads.id)).limit(1),
);

/** The newest load; '' before the first. Nothing but a load changes who sits where. */
export async function newestLoad(db: Db): Promise<string> {
  const [load] = await newestOf(db, {});
  return load?.id ?? '';
}

export const listLoads = (db: Db, limit: number): Promise<RosterLoadRow[]> =>
  db.select().from(rosterLoads).orderBy(desc(rosterLoads.at), desc(rosterLoads.id)).limit(limit);

/** Removes a body with its seats and everybody in it; fails while anything names one of them. */
export async function removeBody(tx: Tx, key: string): Promise<void> {
  await tx.delete(legislators).where(eq(legislators.body, key));
  await tx.delete(bodies).where(eq(bodies.key, key));
}
