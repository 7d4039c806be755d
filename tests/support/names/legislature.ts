import { findState } from '../../../server/districts/districts.ts';
import { type Body, congressBodies, houseTitle } from '../../../server/legislators/bodies.ts';
import type { LegislatorRow } from '../../../server/legislators/legislators.ts';
import { fullNameOf, searchTextOf, sortNameOf } from '../../../server/legislators/names.ts';

/**
 * Invented members whose names are hard to tell apart in the ways that those of real ones are: a last name inside
 * another, one shared by two states, accents, nicknames, suffixes, an official name without the whole last name.
 */
interface Person {
  first: string;
  last: string;
  middle?: string;
  nickname?: string;
  suffix?: string;
  /** The official name, where it is not made of these parts. */
  full?: string;
  party: string;
  /** 'NM' for a senator, 'OH-7' for a representative, else a body's key and the district. */
  seat: string;
}

const D = 'Democrat';
const R = 'Republican';

const people: Record<string, Person> = {
  rivera: { first: 'Ana', nickname: 'Annie', last: 'Rivera', party: D, seat: 'NM' },
  riveraPR: { first: 'Joaquín', last: 'Ibáñez Rivera', full: 'Joaquín Ibáñez', party: D, seat: 'PR-0' },
  king: { first: 'Orrin', middle: 'S.', last: 'King', suffix: 'Jr.', party: 'Independent', seat: 'ME' },
  kingVale: { first: 'Kimba', last: 'King-Vale', party: R, seat: 'MP-0' },
  smithNE: { first: 'Alaric', last: 'Smith', party: R, seat: 'NE-3' },
  smithWA: { first: 'Aldous', last: 'Smith', party: D, seat: 'WA-9' },
  smithNJ: { first: 'Christopher', middle: 'H.', nickname: 'Chris', last: 'Smith', party: R, seat: 'NJ-4' },
  smithMN: { first: 'Tova', last: 'Smith', party: 'Democratic-Farmer-Labor', seat: 'MN' },
  valeSmith: { first: 'Coral', last: 'Vale-Smith', party: R, seat: 'MS' },
  scottSC: { first: 'Tobias', last: 'Scott', party: R, seat: 'SC' },
  scottFL: { first: 'Rex', last: 'Scott', party: R, seat: 'FL' },
  scottVA: { first: 'Roderick', middle: 'B.', nickname: 'Rory', last: 'Scott', party: D, seat: 'VA-3' },
  penalver: { first: 'Noé', middle: 'Ray', last: 'Peñalver', party: D, seat: 'CO' },
  rua: { first: 'Theo', last: 'Rúa', party: R, seat: 'TX' },
  deLaRua: { first: 'Mónica', last: 'De La Rúa', full: 'Monica De La Rúa', party: R, seat: 'TX-15' },
  vanHouten: { first: 'Chris', last: 'Van Houten', party: D, seat: 'MD' },
  okafor: { first: 'Ben', last: 'Okafor', party: R, seat: 'OH-7' },
  santos: { first: 'Luis', last: 'Santos', party: D, seat: 'GU-0' },
  hill: { first: 'J.', middle: 'Finch', last: 'Hill', party: R, seat: 'AR-2' },
  garciaIL: { first: 'Jesús', middle: 'G.', nickname: 'Chucho', last: 'García', party: D, seat: 'IL-4' },
  garciaCA: { first: 'Bram', last: 'Garcia', party: D, seat: 'CA-42' },
  garciaCA29: { first: 'Sylvie', last: 'Garcia', party: D, seat: 'CA-29' },
  oyelaran: { first: 'Malcolm', middle: 'D.', last: 'Oyelaran', suffix: 'Jr.', party: D, seat: 'GA-12' },
  begg: { first: 'Nicholas', middle: 'J.', last: 'Begg', suffix: 'III', party: R, seat: 'AK-0' },
  ocampo: { first: 'Alejandra', last: 'Ocampo-Cortés', party: D, seat: 'NY-14' },
  delBosco: { first: 'Suzan', middle: 'K.', last: 'DelBosco', party: D, seat: 'WA-1' },
  verdes: { first: 'Al', last: 'Verdes', party: D, seat: 'TX-9' },
  foxworth: { first: 'Virginia', last: 'Foxworth', party: R, seat: 'NC-5' },
  lawson: { first: 'Michael', middle: 'V.', last: 'Lawson', party: R, seat: 'NY-17' },
  nguyen: { first: 'Lan', last: 'Nguyễn', party: D, seat: 'CA-45' },
  sandoz: { first: 'Bernhard', nickname: 'Bernie', last: 'Sandoz', party: 'Independent', seat: 'VT' },
  daubigne: { first: 'Renée', last: 'D’Aubigné-Ståhl', party: R, seat: 'LA' },
  bright: { first: 'Ola', last: 'Bright', party: D, seat: 'ri-senate 4' },
  park: { first: 'Min-ji', last: 'Park', party: '', seat: 'example-city-council Ward 1' },
  smythe: { first: 'Tamsin', last: 'Smythe', party: '', seat: 'example-city-council At large' },
};

const upper = { memberTitle: 'Senator', memberShort: 'Sen.', state: 'RI', kind: 'upper' as const };
const council = { memberTitle: 'Council Member', memberShort: 'Council Member', state: null, kind: 'council' as const };

/** The bodies that these people are members of. */
export const bodiesOfNames: Body[] = [
  ...congressBodies,
  { key: 'ri-senate', name: 'Rhode Island Senate', ...upper },
  { key: 'example-city-council', name: 'Example City Council', ...council },
];

function seatIn(seat: string) {
  const [where = '', ...rest] = seat.split(' ');
  if (rest.length > 0) {
    const body = bodiesOfNames.find(({ key }) => key === where) as Body;
    return { body: where, state: body.state, district: rest.join(' '), title: body.memberTitle };
  }
  const [state = '', district] = where.split('-');
  if (district === undefined) return { body: 'us-senate', state, district: null, title: 'Senator' };
  return { body: 'us-house', state, district, title: houseTitle(findState(state)).title };
}

function rowOf(key: string, person: Person): LegislatorRow {
  const { first, last, middle = null, nickname = null, suffix = null, party } = person;
  const full = person.full ?? fullNameOf({ first, middle, nickname, last, suffix });
  return {
    key,
    ...{ first, last, full, suffix, party, caucus: party },
    sortName: sortNameOf(last, first),
    searchText: searchTextOf([first, last, last.replace(/\W/g, ''), full, suffix, middle, nickname]),
    ...seatIn(person.seat),
    ...{ class: null, voting: true, serving: true, leftOn: null, email: null, checksum: 'invented' },
    ...{ since: '2021-01-03', termStart: '2025-01-03', termEnd: '2027-01-03' },
    ...{ phone: null, website: null, contactForm: null },
  };
}

export const membersByName: LegislatorRow[] = Object.entries(people).map(([key, person]) => rowOf(key, person));
