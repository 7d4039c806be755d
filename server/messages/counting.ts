/** What messages add to the kept numbers: by state, and by state and legislator, and by state and way. */
import type { Cell, Change } from '../tallies/tallies.ts';
import type { MessageRow } from './store.ts';

export const SUBJECT = 'messages';

type Kind = Pick<MessageRow, 'state' | 'legislator' | 'way'>;

/** What nobody confirmed is not counted anywhere. */
const counted = new Set<MessageRow['state']>(['queued', 'sent', 'failed', 'opened', 'reported']);

/** The kept numbers that a message of this kind is in: ('sent', ''), ('sent by legislator', key), ('sent by way', 'email'). */
const placesOf = ({ state, legislator, way }: Kind): { dimension: string; key: string }[] =>
  counted.has(state)
    ? [
        { dimension: state, key: '' },
        { dimension: `${state} by legislator`, key: legislator },
        { dimension: `${state} by way`, key: way },
      ]
    : [];

export const changesOf = (message: Kind, by: number): Change[] => placesOf(message).map((place) => ({ ...place, by }));

/** The kept numbers as the rows have them. */
export const cellsOf = (groups: (Kind & { count: number })[]): Cell[] =>
  groups.flatMap(({ count, ...kind }) => placesOf(kind).map((place) => ({ ...place, count })));
