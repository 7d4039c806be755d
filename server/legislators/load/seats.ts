import type { Seat } from '../bodies.ts';
import type { RosterPerson } from './roster.ts';

export interface Vacancy {
  body: string;
  state: string;
  district: string;
}

/**
 * The seats that a source shows by who holds them and what it lists as vacant, for bodies that have no list of seats:
 * as many members a district as serve there or are missing there.
 */
export function seatsOf(people: RosterPerson[], vacancies: Vacancy[]): Seat[] {
  const seats = new Map<string, Seat>();
  const count = (body: string, state: string, district: string, voting: boolean) => {
    const id = `${body} ${state} ${district}`;
    const seat = seats.get(id) ?? { body, state, district, class: 0, members: 0, voting };
    seat.members += 1;
    seats.set(id, seat);
  };
  for (const { serving, terms, voting } of people) {
    const seat = terms.at(-1);
    if (serving && seat) count(seat.body, seat.state ?? '', seat.district ?? '', voting);
  }
  for (const vacancy of vacancies) count(vacancy.body, vacancy.state, vacancy.district, true);
  return [...seats.values()];
}
