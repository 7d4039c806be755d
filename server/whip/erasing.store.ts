/** Every query by which somebody in an office is found by an address, and forgotten. */
import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { contacts, staffContacts } from '../db/tables.ts';
import type { StaffContact } from './store.ts';

export const listByAddress = (db: Db, canonicalEmail: string, limit: number): Promise<StaffContact[]> =>
  db
    .select()
    .from(staffContacts)
    .where(and(eq(staffContacts.canonicalEmail, canonicalEmail), ne(staffContacts.canonicalEmail, '')))
    .orderBy(asc(staffContacts.id))
    .limit(limit);

export async function remove(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.delete(staffContacts).where(inArray(staffContacts.id, ids));
}

/** Takes a name out of the logs of talks with an office about these letters. */
export async function forgetPerson(
  tx: Tx,
  letterIds: string[],
  { legislator, name }: Pick<StaffContact, 'legislator' | 'name'>,
): Promise<void> {
  if (letterIds.length === 0) return;
  await tx
    .update(contacts)
    .set({ person: '' })
    .where(and(inArray(contacts.letterId, letterIds), eq(contacts.legislator, legislator), eq(contacts.person, name)));
}
