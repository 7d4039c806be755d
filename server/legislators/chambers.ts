/** Districts of states' own chambers, whose names the Census and the rosters each write in their own way. */
import type { LegislatorRow } from './store.ts';

/** What a name of a district is beside the words that only say what it is: 'Belknap County No. 01' and 'Belknap 1'. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\b(state|senate|senatorial|house|assembly|legislative|representative|district|county|no)\b/g, ' ')
    .replace(/\b0+(?=\d)/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** Those of a body's members who sit for a district that the Census names; none where two districts would fit the name. */
export function inDistrict<M extends Pick<LegislatorRow, 'district'>>(members: readonly M[], name: string): M[] {
  const wanted = plain(name);
  const found = wanted === '' ? [] : members.filter(({ district }) => plain(district ?? '') === wanted);
  return new Set(found.map(({ district }) => district)).size === 1 ? found : [];
}

/** Those who sit for all of a place whose other members have districts: at large, or in the chair. */
export const atLarge = <M extends Pick<LegislatorRow, 'district'>>(members: readonly M[]): M[] =>
  members.filter(({ district }) => /^(at[- ]large|chair(man|woman|person)?)$/i.test(district ?? ''));
