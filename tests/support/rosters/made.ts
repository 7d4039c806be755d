import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { listStates } from '../../../server/districts/districts.ts';

/** A record as congress-legislators has it, as far as our tests change it. */
export interface Made {
  id: { bioguide?: string };
  name: { first: string; last: string; official_full?: string };
  terms: MadeTerm[];
}

export interface MadeTerm {
  type: 'rep' | 'sen';
  start: string;
  end: string;
  state: string;
  district?: number;
  class?: number;
  party: string;
  caucus?: string;
  phone?: string;
}

const parties = ['Democrat', 'Republican'];
const person = (number: number, first: string, term: MadeTerm): Made => ({
  id: { bioguide: `Z${String(number).padStart(6, '0')}` },
  name: { first, last: `Invented${number}` },
  terms: [term],
});

/** An invented Congress: 20 senators of ten states, and 25 members of the House from California, 15 from Ohio. */
export function aCongress(): Made[] {
  const senators = listStates()
    .flatMap((state) => state.senateClasses.map((number) => ({ state: state.code, class: number })))
    .slice(0, 20)
    .map(({ state, class: number }, index) =>
      person(index + 1, 'Sena', {
        type: 'sen',
        start: '2023-01-03',
        end: '2029-01-03',
        state,
        class: number,
        party: parties[index % 2] as string,
      }),
    );
  const districts = [
    ...Array.from({ length: 25 }, (_, index) => ({ state: 'CA', district: index + 1 })),
    ...Array.from({ length: 15 }, (_, index) => ({ state: 'OH', district: index + 1 })),
  ];
  const representatives = districts.map(({ state, district }, index) =>
    person(index + 101, 'Repa', {
      type: 'rep',
      start: '2025-01-03',
      end: '2027-01-03',
      state,
      district,
      party: parties[index % 2] as string,
      phone: '202-555-0100',
    }),
  );
  return [...senators, ...representatives];
}

const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-made-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let written = 0;

/** Writes a text, or records as JSON, to a file of this name in a folder of its own; gives the path. */
export function aFile(name: string, content: string | Made[]): string {
  written += 1;
  const own = mkdtempSync(path.join(folder, `${written}-`));
  const file = path.join(own, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
  return file;
}
