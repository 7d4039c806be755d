/**
 * An invented legislature: no position of anybody real is ever recorded in a test, and the names are awkward on
 * purpose. Keys look like Bioguide IDs that nobody has.
 */
export interface Invented {
  key: string;
  first: string;
  last: string;
  suffix?: string;
  body: string;
  state: string | null;
  district?: string;
  class?: number;
  party: string;
  caucus?: string;
  since?: string;
  email?: string;
  /** Left on this day. */
  left?: string;
}

const senator = (key: string, first: string, last: string, state: string, number: number, party: string) => ({
  ...{ key, first, last, state, party },
  ...{ body: 'us-senate', class: number },
});
const member = (key: string, first: string, last: string, state: string, district: number, party: string) => ({
  ...{ key, first, last, state, party },
  ...{ body: 'us-house', district: String(district) },
});
const council = (key: string, first: string, last: string, district: string) => ({
  ...{ key, first, last, district, state: null, party: '' },
  ...{ body: 'example-city-council', email: `${key.replace('example-council-', '')}@council.example` },
});

export const people = {
  rivera: senator('R990001', 'Ana', 'Rivera', 'NM', 1, 'Democrat'),
  /** An independent who caucuses with the Democrats. */
  halloway: { ...senator('H990001', 'Wren', 'Halloway', 'VT', 3, 'Independent'), caucus: 'Democrat' },
  daubigne: { ...senator('D990001', 'Renée', 'D’Aubigné-Ståhl', 'LA', 2, 'Republican'), since: '2009-01-03' },
  /** Shares her last name with a member of the other chamber. */
  okaforGrace: senator('O990002', 'Grace', 'Okafor', 'MD', 3, 'Democrat'),
  martinez: { ...senator('M990001', 'José', 'Martínez', 'TX', 2, 'Republican'), suffix: 'III' },
  hale: { ...senator('H990002', 'Cornelia', 'Hale', 'ME', 1, 'Republican'), since: '1999-01-03' },

  okafor: member('O990001', 'Ben', 'Okafor', 'OH', 7, 'Republican'),
  /** Delegate and resident commissioner: neither votes on the floor. */
  santos: member('S990001', 'Luis', 'Santos', 'GU', 0, 'Democrat'),
  luna: member('L990001', 'Marisol', 'Luna', 'PR', 0, 'Democrat'),
  /** At large. */
  fjeld: member('F990001', 'Signe', 'Fjeld', 'AK', 0, 'Republican'),
  /** Three of one last name in a chamber, two of them of one party and state. */
  smithOttilie: member('S990002', 'Ottilie', 'Smith', 'OR', 2, 'Democrat'),
  smithOrson: member('S990003', 'Orson', 'Smith', 'KS', 1, 'Republican'),
  smithOsgood: member('S990004', 'Osgood', 'Smith', 'KS', 4, 'Republican'),
  martinezInes: member('M990002', 'Inés', 'Martinez', 'CO', 3, 'Democrat'),
  hoek: member('H990003', 'Pieter', 'van der Hoek', 'MI', 10, 'Republican'),
  oyelaran: { ...member('O990003', 'Malcolm', 'Oyelaran', 'GA', 12, 'Democrat'), suffix: 'Jr.' },
  nguyen: member('N990001', 'Lan', 'Nguyễn', 'CA', 45, 'Democrat'),
  celik: member('C990001', 'Şule', 'Çelik-O’Neil', 'NJ', 11, 'Democrat'),
  fuente: { ...member('F990002', 'Óscar', 'de la Fuente y Ríos', 'FL', 26, 'Republican'), since: '2011-01-05' },
  ota: member('O990004', 'Kekoa', 'Ōta', 'HI', 1, 'Democrat'),
  freeborn: { ...member('F990003', 'Ike', 'Freeborn', 'ME', 2, 'Libertarian'), caucus: 'Republican' },
  /** Has left; TX-23 is vacant since. */
  ito: { ...member('I990001', 'Carla', 'Ito', 'TX', 23, 'Democrat'), left: '2026-06-30' },

  bright: {
    ...senator('ocd-person/invented-bright', 'Ola', 'Bright', 'RI', 0, 'Democrat'),
    body: 'ri-senate',
    district: '4',
  },
  quill: {
    ...senator('ocd-person/invented-quill', 'Ned', 'Quill', 'RI', 0, 'Republican'),
    body: 'ri-senate',
    district: '9',
  },

  park: council('example-council-park', 'Min-ji', 'Park', 'Ward 1'),
  abara: council('example-council-abara', 'Ngozi', 'Abara', 'Ward 2'),
  smithCouncil: council('example-council-smith', 'Tamsin', 'Smith', 'At large'),
} satisfies Record<string, Invented>;

export type Alias = keyof typeof people;
