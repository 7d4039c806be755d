/** What messages add to the kept numbers of their letter. */
import type { Cell, Change } from '../tallies/tallies.ts';
import { quarterOf } from '../variants/similarity.ts';
import type { MessageRow } from './store.ts';

export const SUBJECT = 'messages';

/** What of a message decides where it is counted. */
export type Counted = Pick<
  MessageRow,
  'state' | 'legislator' | 'way' | 'homeState' | 'edited' | 'similarity' | 'problem' | 'answered' | 'day'
>;

/** What nobody confirmed is not counted anywhere. */
const counted = new Set<MessageRow['state']>(['queued', 'sent', 'failed', 'opened', 'reported']);

/** Why a message failed that its writer had erased before it went out: nothing is stuck there. */
export const TAKEN_BACK = 'taken back by its writer';

/** Key of a failure that nobody gave a reason for, of a writer whose state nobody knows, and of a day before days were kept. */
export const UNKNOWN = 'unknown';

/**
 * The kept numbers that a message is in: ('sent', ''), ('sent by legislator', key), ('sent by way', 'email'),
 * ('sent by home', 'OH'), ('day', '2026-11-22'), and where they apply ('failed because', the problem),
 * ('edited', 'yes') and ('answered yes', the legislator's key).
 */
function placesOf(message: Counted): { dimension: string; key: string }[] {
  const { state, legislator, way, homeState, edited, similarity, problem, answered, day } = message;
  if (!counted.has(state)) return [];
  return [
    { dimension: state, key: '' },
    { dimension: `${state} by legislator`, key: legislator },
    { dimension: `${state} by way`, key: way },
    { dimension: `${state} by home`, key: homeState ?? UNKNOWN },
    { dimension: 'day', key: day ?? UNKNOWN },
    ...(state === 'failed' ? [{ dimension: 'failed because', key: problem ?? UNKNOWN }] : []),
    // Of a way that leads away from here nobody knows what was said there.
    ...(way === 'email' || way === 'cwc' ? [{ dimension: 'edited', key: edited ? 'yes' : 'no' }] : []),
    ...(similarity === null ? [] : [{ dimension: 'similarity', key: quarterOf(similarity) }]),
    ...(answered === null ? [] : [{ dimension: `answered ${answered}`, key: legislator }]),
  ];
}

export const changesOf = (message: Counted, by: number): Change[] =>
  placesOf(message).map((place) => ({ ...place, by }));

/** The kept numbers as the rows have them. */
export const cellsOf = (groups: (Counted & { count: number })[]): Cell[] =>
  groups.flatMap(({ count, ...message }) => placesOf(message).map((place) => ({ ...place, count })));
