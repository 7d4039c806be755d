import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Brought, bringNames, type Matched, tryNames } from './bringing.ts';
import { findList } from './looking.ts';
import { recordNames } from './recording.ts';

/** What became of a row, or would: of a try, `sure` is what would be recorded. */
export interface RowOutcome {
  /** From 1. */
  row: number;
  text: string;
  outcome: 'recorded' | 'unchanged' | 'refused' | 'set aside' | 'sure' | 'asked' | 'unknown';
  /** Whom it means; null where that is not certain. */
  key: string | null;
  candidates: string[];
  /** Why it was refused, asked about or not found. */
  why: string;
}

export interface Imported {
  /** The list that was kept; null for a try. */
  list: string | null;
  rows: RowOutcome[];
}

/** Whom each row of a list means; nothing is kept or recorded. */
export async function tryImport(
  world: World,
  viewer: Viewer | null,
  slug: string,
  brought: Brought,
): Promise<Imported> {
  return { list: null, rows: (await tryNames(world, viewer, slug, brought)).map(outcomeOf) };
}

/** Keeps a list, records at once what is sure of it, and leaves the rest for the desk. Twice is once. */
export async function importNames(
  world: World,
  viewer: Viewer | null,
  slug: string,
  brought: Brought,
): Promise<Imported> {
  const list = await bringNames(world, viewer, slug, brought);
  const outcomes = new Map((await recordNames(world, viewer, slug, list)).map((one) => [one.key, one]));
  const { rows } = await findList(world.db, viewer, slug, list);
  return {
    list,
    rows: rows.map((row): RowOutcome => {
      const { state, legislator, ordinal, text, candidates, why } = row;
      const now = outcomes.get(legislator ?? '');
      return {
        ...{ row: ordinal, text, key: legislator },
        outcome: now?.outcome ?? (state === 'recorded' ? 'unchanged' : state === 'chosen' ? 'sure' : state),
        candidates: candidates.map((stand) => stand.key),
        why: now?.message || why,
      };
    }),
  };
}

const outcomeOf = ({ text, match }: Matched, n: number): RowOutcome => ({
  row: n + 1,
  text,
  outcome: match.kind,
  key: match.kind === 'sure' ? match.key : null,
  candidates: match.kind === 'asked' ? match.candidates : [],
  why: match.kind === 'sure' ? '' : match.why,
});
