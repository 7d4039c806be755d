import { and, asc, desc, eq, inArray, isNotNull, isNull, lte } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { contacts, staffContacts } from '../db/tables.ts';

export type Contact = typeof contacts.$inferSelect;
export type StaffContact = typeof staffContacts.$inferSelect;

export async function addContact(tx: Tx, row: Contact): Promise<void> {
  await tx.insert(contacts).values(row);
}

/** Marks an open follow-up as done; null where it is no open follow-up of this letter and office. */
export async function finishContact(
  tx: Tx,
  { id, letterId, legislator, at, by }: { id: string; letterId: string; legislator: string; at: Date; by: string },
): Promise<Contact | null> {
  const [row] = await tx
    .update(contacts)
    .set({ doneAt: at, doneBy: by })
    .where(
      and(
        eq(contacts.id, id),
        eq(contacts.letterId, letterId),
        eq(contacts.legislator, legislator),
        isNull(contacts.doneAt),
      ),
    )
    .returning();
  return row ?? null;
}

/** The talks with one office about a letter, newest first. */
export const listContacts = (db: Db, letterId: string, key: string): Promise<Contact[]> =>
  db
    .select()
    .from(contacts)
    .where(and(eq(contacts.letterId, letterId), eq(contacts.legislator, key)))
    .orderBy(desc(contacts.day), desc(contacts.id));

/** Open follow-ups of these letters, with these offices where any are named, that are due by a day; the oldest first. */
export const listDue = (
  db: Db,
  letterIds: string[],
  day: string,
  limit: number,
  keys?: string[],
): Promise<Contact[]> =>
  letterIds.length === 0 || keys?.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(contacts)
        .where(
          and(
            inArray(contacts.letterId, letterIds),
            isNotNull(contacts.due),
            isNull(contacts.doneAt),
            lte(contacts.due, day),
            keys && inArray(contacts.legislator, keys),
          ),
        )
        .orderBy(asc(contacts.due), asc(contacts.id))
        .limit(limit);

// ── staff contacts ──

export async function addStaff(tx: Tx, row: StaffContact): Promise<void> {
  await tx.insert(staffContacts).values(row);
}

/** Takes away whoever has this address at this office. */
export async function removeStaffByEmail(
  tx: Tx,
  { campaignId, legislator, email }: Pick<StaffContact, 'campaignId' | 'legislator' | 'email'>,
): Promise<void> {
  await tx
    .delete(staffContacts)
    .where(
      and(
        eq(staffContacts.campaignId, campaignId),
        eq(staffContacts.legislator, legislator),
        eq(staffContacts.email, email),
      ),
    );
}

export async function removeStaff(tx: Tx, campaignId: string, id: string): Promise<StaffContact | null> {
  const [row] = await tx
    .delete(staffContacts)
    .where(and(eq(staffContacts.campaignId, campaignId), eq(staffContacts.id, id)))
    .returning();
  return row ?? null;
}

/** Who answers in these offices, or in all of a campaign's, newest first. */
export const listStaff = (db: Db, campaignId: string, keys?: string[]): Promise<StaffContact[]> =>
  keys?.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(staffContacts)
        .where(
          and(eq(staffContacts.campaignId, campaignId), keys ? inArray(staffContacts.legislator, keys) : undefined),
        )
        .orderBy(desc(staffContacts.id));
