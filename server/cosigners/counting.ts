import type { Cell, Change } from '../tallies/tallies.ts';
import type { Standing } from './store.ts';

export const SUBJECT = 'cosigners';

/** What a standing adds to the kept numbers. Signatures are counted by version: an older one may be to reconfirm. */
export function cellsOf(standing: Standing): Cell[] {
  if (standing.position === null) return [];
  const position = { dimension: 'position', key: standing.position, count: 1 };
  if (standing.position !== 'signed') return [position];
  const { version, body, party, caucus, state } = standing;
  const cell = (dimension: string, key: string | null) => ({
    dimension: `${dimension}@${version}`,
    key: key || 'unknown',
    count: 1,
  });
  return [
    position,
    cell('signed', 'all'),
    cell('body', body),
    cell('party', party),
    cell('caucus', caucus),
    cell('state', state),
    cell('seats', `${body} ${caucus || 'unknown'}`),
  ];
}

/** What changes in the kept numbers when a standing takes the place of another. */
export const changesBetween = (before: Standing, after: Standing): Change[] => [
  ...cellsOf(before).map(({ dimension, key }) => ({ dimension, key, by: -1 })),
  ...cellsOf(after).map(({ dimension, key }) => ({ dimension, key, by: 1 })),
];
