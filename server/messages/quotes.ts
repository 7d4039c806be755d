/** What constituents wrote in their own words, where they agreed that the office is shown it at a meeting. */
import type { Db } from '../db/database.ts';
import { listQuoted } from './quotes.store.ts';

export interface Quote {
  /** Without the name and the place: nobody agreed to those. */
  text: string;
  at: Date;
}

/** The newest words of a legislator's constituents, at most `limit`. Whoever takes the agreement back is not among them. */
export async function listQuotes(db: Db, letterId: string, legislator: string, limit: number): Promise<Quote[]> {
  const rows = await listQuoted(db, letterId, legislator, limit);
  return rows.flatMap(({ quote, at }) => (quote ? [{ text: quote, at }] : []));
}
