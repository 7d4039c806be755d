import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, max, sql } from 'drizzle-orm';
import type { Db, Tx } from '../db/database.ts';
import { hot } from '../db/hot.ts';
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

/** The same talk, noted by the same person before; null where there is none. */
export async function findSame(tx: Tx, { id: _, at: __, doneAt: ___, doneBy: ____, ...said }: Contact) {
  const { due, actorId } = said;
  const [row] = await tx
    .select()
    .from(contacts)
    .where(
      and(
        eq(contacts.letterId, said.letterId),
        eq(contacts.legislator, said.legislator),
        eq(contacts.day, said.day),
        eq(contacts.way, said.way),
        eq(contacts.person, said.person),
        eq(contacts.summary, said.summary),
        eq(contacts.next, said.next),
        due === null ? isNull(contacts.due) : eq(contacts.due, due),
        actorId === null ? isNull(contacts.actorId) : eq(contacts.actorId, actorId),
        eq(contacts.actor, said.actor),
      ),
    );
  return row ?? null;
}

const ofLetter = eq(contacts.letterId, sql.placeholder('letterId'));

const lastOf = hot((on) =>
  on
    .select({ legislator: contacts.legislator, last: max(contacts.day) })
    .from(contacts)
    .where(ofLetter)
    .groupBy(contacts.legislator),
);

const countOf = hot((on) => on.select({ count: count() }).from(contacts).where(ofLetter));

/** How many talks a letter has had: they are only added to, and their days do not change. */
export async function countContacts(db: Db, letterId: string): Promise<number> {
  return (await countOf(db, { letterId }))[0]?.count ?? 0;
}

/** When each office was last talked to about a letter. */
export const listLast = (db: Db, letterId: string) => lastOf(db, { letterId });

/** Written as the index has it, with no value of its own: only so do both engines find what is open by the index alone. */
const isOpen = and(isNull(contacts.doneAt), sql`${contacts.next} <> ''`);

/** What is still to be done with an office. */
export type FollowUp = Pick<Contact, 'id' | 'legislator' | 'next' | 'due'>;

const openOf = hot((on) =>
  on
    .select({ id: contacts.id, legislator: contacts.legislator, next: contacts.next, due: contacts.due })
    .from(contacts)
    .where(and(ofLetter, isOpen)),
);

/** What is still to be done on a letter, in no order. */
export const listOpen = (db: Db, letterId: string): Promise<FollowUp[]> => openOf(db, { letterId });

/** The newest talk with each office about a letter. */
export async function listNewest(db: Db, letterId: string): Promise<Pick<Contact, 'legislator' | 'day' | 'summary'>[]> {
  const ranked = db
    .select({
      legislator: contacts.legislator,
      day: contacts.day,
      summary: contacts.summary,
      rank: sql<number>`row_number() over (partition by ${contacts.legislator} order by ${contacts.day} desc, ${contacts.id} desc)`.as(
        'rank',
      ),
    })
    .from(contacts)
    .where(eq(contacts.letterId, letterId))
    .as('ranked');
  return db
    .select({ legislator: ranked.legislator, day: ranked.day, summary: ranked.summary })
    .from(ranked)
    .where(eq(ranked.rank, 1));
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
            isOpen,
            isNotNull(contacts.due),
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
