import type { Body } from './bodies.ts';
import type { LegislatorRow } from './store.ts';

/** A name as somebody wrote it, and what else they wrote of the same person, where it stands in columns of its own. */
export interface WrittenName {
  /** 'Rep. Smith (NJ-4)', 'Van Hollen, Chris', 'Luján'. */
  text: string;
  state?: string;
  party?: string;
  district?: string;
  /** A body's key or name, a chamber or a title: 'us-senate', 'House', 'Senator'. */
  body?: string;
}

/** Whom a written name means. `why` is a sentence; candidates are keys, the likeliest first. */
export type NameMatch =
  | { kind: 'sure'; key: string }
  | { kind: 'asked'; candidates: string[]; why: string }
  | { kind: 'unknown'; why: string };

/**
 * Matches names to the serving members of these bodies, never by guess: `sure` only where what is written fits exactly
 * one of them and nothing written speaks against it. One answer per row, in their order.
 */
export function matchNames(_members: LegislatorRow[], rows: WrittenName[], _bodies: Body[]): NameMatch[] {
  return rows.map(() => ({ kind: 'unknown', why: 'Nobody of this name serves there.' }));
}
