import { listed } from '../../basics/text.ts';
import type { Db } from '../../db/database.ts';
import type { Seat } from '../bodies.ts';
import { groupBy } from '../lists.ts';
import { placeInWords } from '../places.ts';
import { seatId, vacanciesIn } from '../seats.ts';
import * as store from '../store.ts';
import type { Roster } from './roster.ts';

export interface SeatPlan {
  /** Members' places in the bodies of the roster, afterwards. */
  total: number;
  /** Seats without a member, afterwards. */
  vacant: Seat[];
  /** Of these, the ones that have a member now. */
  vacated: Seat[];
  /** Seats that are vacant now and will have a member. */
  filled: Seat[];
  /** Members whose listed end of term has passed: their seats wait for a newer roster. */
  waiting: number;
  /** Rows to write. */
  add: Seat[];
  change: Seat[];
  notes: string[];
}

/** What a roster would change about the seats of its bodies. A seat that is known stays, with and without a member. */
export async function planSeats(
  db: Db,
  roster: Roster,
  heads: Map<string, store.Head>,
  records: store.Whole[],
  left: Set<string>,
  today: string,
): Promise<SeatPlan> {
  const bodies = new Set(roster.bodies.map((body) => body.key));
  const now = [...heads.values()].filter((head) => head.serving && bodies.has(head.body));
  const afterwards = new Map(
    now.filter((head) => !left.has(head.key)).map((head) => [head.key, head as store.Head | store.LegislatorRow]),
  );
  for (const { row } of records) {
    if (row.serving && bodies.has(row.body)) afterwards.set(row.key, row);
    else afterwards.delete(row.key);
  }

  const known = new Map((await store.listSeats(db, [...bodies])).map((seat) => [seatId(seat), seat]));
  const seats = new Map(known);
  const add = new Map<string, Seat>();
  const change: Seat[] = [];
  for (const seat of roster.seats.filter(({ body }) => bodies.has(body))) {
    const before = known.get(seatId(seat));
    // A source that lists members only shows fewer places than there are while one of them is vacant.
    const members = Math.max(seat.members, before?.members ?? 0);
    const merged = { ...seat, members };
    seats.set(seatId(seat), merged);
    if (!before) add.set(seatId(seat), merged);
    else if (before.members !== members || before.voting !== seat.voting) change.push(merged);
  }
  const notes: string[] = [];
  for (const person of afterwards.values()) {
    const seat = {
      body: person.body,
      state: person.state ?? '',
      district: person.district ?? '',
      class: person.class ?? 0,
    };
    if (seats.has(seatId(seat))) continue;
    const added = { ...seat, members: 1, voting: true };
    seats.set(seatId(seat), added);
    add.set(seatId(seat), added);
    notes.push(
      `${person.full} holds a seat that was not known: ${person.state ?? ''} ${person.district ?? ''} of ${person.body}.`,
    );
  }

  notes.push(...crowded([...seats.values()], [...afterwards.values()]));

  const before = new Map(vacanciesIn([...known.values()], now).map((seat) => [seatId(seat), seat]));
  const vacant = vacanciesIn([...seats.values()], [...afterwards.values()]);
  const after = new Set(vacant.map(seatId));
  return {
    total: [...seats.values()].reduce((sum, seat) => sum + seat.members, 0),
    vacant,
    vacated: vacant.filter((seat) => known.has(seatId(seat)) && !before.has(seatId(seat))),
    filled: [...before.values()].filter((seat) => !after.has(seatId(seat))),
    waiting: [...afterwards.values()].filter((person) => person.termEnd !== null && person.termEnd <= today).length,
    add: [...add.values()],
    change,
    notes,
  };
}

type Holder = Pick<store.Head, 'full' | 'body' | 'state' | 'district' | 'class'>;

/** Seats that more people would hold than can: a successor is there, and nobody said that the one before has left. */
function crowded(seats: Seat[], people: Holder[]): string[] {
  const held = groupBy(people, ({ body, state, district, class: number }) =>
    seatId({ body, state: state ?? '', district: district ?? '', class: number ?? 0 }),
  );
  return seats.flatMap((seat) => {
    const holders = held.get(seatId(seat)) ?? [];
    if (holders.length <= seat.members) return [];
    const names = listed(holders.map((holder) => holder.full));
    return [`${placeInWords(seat)} of ${seat.body} would be held by ${names}; a whole roster tells who has left.`];
  });
}
