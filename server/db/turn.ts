import { sql } from 'drizzle-orm';
import type { Tx } from './database.ts';
import { dialect } from './dialect.ts';

/**
 * Waits until no other transaction has this turn, and keeps it until the end of this one: for a look whether something
 * is there and the writing of it, where no unique index decides. On SQLite transactions take turns anyway.
 */
export async function takeTurn(tx: Tx, ...name: string[]): Promise<void> {
  if (dialect === 'sqlite') return;
  const lock = sql`pg_advisory_xact_lock(hashtextextended(${name.join(' ')}, 0))`;
  await tx.select({ lock }).from(sql`(select 1) as one`);
}
