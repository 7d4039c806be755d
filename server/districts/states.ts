import { readFileSync } from 'node:fs';
import { inProject } from '../basics/root.ts';

/** A state, the District of Columbia or a territory: everything that sends somebody to Congress. */
export interface State {
  /** USPS code. */
  code: string;
  name: string;
  fips: string;
  kind: 'state' | 'district' | 'territory';
  /** Seats in the U.S. House by the 2020 apportionment; with one, the district is 0 (at large). */
  houseSeats: number;
  /** The classes of its two seats in the U.S. Senate; none outside the states. */
  senateClasses: number[];
}

interface ZipRange {
  from: number;
  to: number;
  state: string;
}

interface Table {
  states: Map<string, State>;
  /** Ranges of whole ZIP codes, narrow ones first. */
  ranges: ZipRange[];
}

let kept: Table | undefined;

/** `data/states.tsv`, read once. */
function table(): Table {
  kept ??= read(readFileSync(inProject('data', 'states.tsv'), 'utf8'));
  return kept;
}

function read(text: string): Table {
  const states = new Map<string, State>();
  const ranges: ZipRange[] = [];
  for (const line of text.trimEnd().split('\n').slice(1)) {
    const [code = '', name = '', fips = '', kind, houseSeats, classes, zips = ''] = line.split('\t');
    const senateClasses = classes ? classes.split(',').map(Number) : [];
    states.set(code, { code, name, fips, kind: kind as State['kind'], houseSeats: Number(houseSeats), senateClasses });
    for (const range of zips.split(',')) {
      const [from = '', to = from] = range.split('-');
      ranges.push({ from: Number(from.padEnd(5, '0')), to: Number(to.padEnd(5, '9')), state: code });
    }
  }
  // 96799 is American Samoa inside Hawaii's 967: the narrower range is the right one.
  ranges.sort((a, b) => a.to - a.from - (b.to - b.from));
  return { states, ranges };
}

/** The state of a USPS code, or null. */
export const findState = (code: string): State | null => table().states.get(code) ?? null;

/** All 56: the states by name, then the District of Columbia and the territories as the file has them. */
export const listStates = (): State[] => [...table().states.values()];

/**
 * The state that a ZIP code lies in by its first digits, or null where these do not decide: a few prefixes hold post
 * offices of two states, military ones none, and 969 has Palau and others beside Guam and the Northern Marianas.
 */
export function stateOfZip(zip: string): string | null {
  const number = Number(zip);
  return table().ranges.find((range) => range.from <= number && number <= range.to)?.state ?? null;
}
