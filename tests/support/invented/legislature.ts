import type { World } from '../../../server/basics/world.ts';
import { bodies, legislators, seats, terms } from '../../../server/db/tables.ts';
import { findState } from '../../../server/districts/districts.ts';
import { congressBodies, houseTitle, SENATE } from '../../../server/legislators/bodies.ts';
import { searchTextOf, sortNameOf } from '../../../server/legislators/names.ts';
import { type Alias, type Invented, people } from './people.ts';

export type Row = typeof legislators.$inferSelect;

const otherBodies: (typeof bodies.$inferSelect)[] = [
  {
    key: 'ri-senate',
    name: 'Rhode Island Senate',
    memberTitle: 'Senator',
    memberShort: 'Sen.',
    state: 'RI',
    kind: 'upper',
  },
  {
    key: 'example-city-council',
    name: 'Example City Council',
    memberTitle: 'Council Member',
    memberShort: 'Council Member',
    state: null,
    kind: 'council',
  },
];

function rowOf(person: Invented): Row {
  const { first, last, body } = person;
  const suffix = person.suffix ?? null;
  const house = houseTitle(person.state === null ? null : findState(person.state));
  const title = body === 'us-house' ? house.title : body === 'example-city-council' ? 'Council Member' : 'Senator';
  const slug = person.key.replace(/\W+/g, '-').toLowerCase();
  return {
    key: person.key,
    first,
    last,
    full: [first, last].join(' ') + (suffix === null ? '' : suffix === 'Jr.' ? ', Jr.' : ` ${suffix}`),
    suffix,
    sortName: sortNameOf(last, first),
    searchText: searchTextOf([first, last, suffix]),
    body,
    state: person.state,
    district: person.district ?? null,
    class: body === SENATE ? (person.class ?? null) : null,
    title,
    party: person.party,
    caucus: person.caucus ?? person.party,
    voting: body !== 'us-house' || house.voting,
    serving: person.left === undefined,
    since: person.since ?? '2021-01-03',
    termStart: '2025-01-03',
    termEnd: '2027-01-03',
    leftOn: person.left ?? null,
    phone: '202-555-0100',
    website: `https://${slug}.example`,
    contactForm: body === 'example-city-council' ? null : `https://${slug}.example/contact`,
    email: person.email ?? null,
    checksum: 'invented',
  };
}

/**
 * Puts the invented bodies, seats and people into the database: a Senate and a House with a handful of members each
 * (TX-23 is vacant), a state chamber and a city council. Gives the rows by short name: `const { rivera } = …`.
 */
export async function aLegislature(world: World): Promise<Record<Alias, Row>> {
  const entries = Object.entries<Invented>(people).map(([alias, person]) => [alias, rowOf(person)] as const);
  const rows = entries.map(([, row]) => row);
  await world.db.transaction(async (tx) => {
    await tx
      .insert(bodies)
      .values([...congressBodies, ...otherBodies])
      .onConflictDoNothing();
    await tx.insert(seats).values(
      rows.map((row) => ({
        body: row.body,
        state: row.state ?? '',
        district: row.district ?? '',
        class: row.class ?? 0,
        members: 1,
        voting: row.voting,
      })),
    );
    await tx.insert(legislators).values(rows);
    await tx.insert(terms).values(
      rows.map((row) => ({
        legislator: row.key,
        ordinal: 0,
        body: row.body,
        state: row.state,
        district: row.district,
        class: row.class,
        start: row.termStart,
        end: row.leftOn ?? row.termEnd,
        party: row.party,
        caucus: row.caucus,
        how: null,
        endType: null,
      })),
    );
  });
  return Object.fromEntries(entries) as Record<Alias, Row>;
}
