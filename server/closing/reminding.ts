/**
 * Telling offices that a letter's deadline is near. A mail to many offices of Congress is a person's decision: it goes
 * out when an organizer presses the button, and never by itself.
 */
import { canonicalAddress } from '../basics/addresses.ts';
import { NotFound, Refused } from '../basics/errors.ts';
import { listed, plural } from '../basics/text.ts';
import { dayIn, momentInWords } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import { listWhip, type Position, type Stand } from '../cosigners/cosigners.ts';
import type { Db, Tx } from '../db/database.ts';
import { record } from '../history/history.ts';
import { isOpen, type Letter, listOfCampaign, requireMine } from '../letters/letters.ts';
import { listMails, type NewMail, type OutboxRow, queueMail } from '../mail/mail.ts';
import { officeLinkFor } from '../office/office.ts';
import { addContact, listStaffContacts, type StaffContact } from '../whip/whip.ts';

/** Whose offices can be reminded, the nearest to a signature first. */
export const remindable = ['committed', 'leaning', 'asked'] as const satisfies Position[];
export type Remindable = (typeof remindable)[number];

/** An office that has not signed yet, and what is known of how to reach it. */
export interface Reminder {
  stand: Stand;
  /** The newest contact with an e-mail address; null: to be phoned. */
  contact: StaffContact | null;
  /** What became of the mail about this deadline; null while there is none. */
  mail: OutboxRow['state'] | null;
}

/** One mail for an office and a deadline: a later deadline is a new reason to write. */
const reasonOf = (letter: Letter, key: string): string =>
  `office-reminder:${letter.id}:${key}:${letter.deadline?.toISOString() ?? ''}`;

/** The offices in these positions, the nearest to a signature first, then by name. For organizers. */
export async function listReminders(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  positions: readonly Remindable[],
): Promise<Reminder[]> {
  const rank = (stand: Stand) => (remindable as readonly (Position | null)[]).indexOf(stand.position);
  const stands = (await listWhip(db, viewer, letter)).all
    .filter(
      ({ position, serving, body }) => serving && isAmong(positions, position) && letter.openToBodies.includes(body),
    )
    .sort((a, b) => rank(a) - rank(b));
  const keys = stands.map(({ key }) => key);
  const contacts = new Map<string, StaffContact>();
  for (const contact of keys.length > 0 ? await listStaffContacts(db, letter.campaignId, keys) : [])
    if (contact.email && !contacts.has(contact.legislator)) contacts.set(contact.legislator, contact);
  const mails = new Map(
    (
      await listMails(
        db,
        keys.map((key) => reasonOf(letter, key)),
      )
    ).map((mail) => [mail.reason, mail.state]),
  );
  return stands.map((stand) => ({
    stand,
    contact: contacts.get(stand.key) ?? null,
    mail: mails.get(reasonOf(letter, stand.key)) ?? null,
  }));
}

const isAmong = (positions: readonly Position[], position: Position | null) =>
  position !== null && positions.includes(position);

/** The mail to one office. */
export const reminderMail = (
  letter: Letter,
  campaign: Campaign,
  { stand, contact }: Pick<Reminder, 'stand' | 'contact'>,
  link: string,
): NewMail<'office-reminder'> => ({
  kind: 'office-reminder',
  reason: reasonOf(letter, stand.key),
  to: { name: contact?.name ?? '', address: contact?.email ?? '' },
  replyTo: { name: campaign.sponsor, address: campaign.sponsorContact },
  example: campaign.example,
  data: {
    letter: letter.title,
    to: listed(letter.addressees.map(({ name, title }) => name || title)),
    person: contact?.name ?? '',
    legislator: `${stand.title} ${stand.full}`,
    deadline: letter.deadline ? momentInWords(letter.deadline, letter.timeZone) : '',
    link,
    sponsor: campaign.sponsor,
    sponsorAddress: campaign.sponsorAddress,
    sponsorContact: campaign.sponsorContact,
  },
});

/** The mails about a letter's deadline that are queued for somebody in an office. */
export async function listRemindersTo(
  db: Db,
  { campaignId, legislator, canonicalEmail }: Pick<StaffContact, 'campaignId' | 'legislator' | 'canonicalEmail'>,
): Promise<OutboxRow[]> {
  const letters = await listOfCampaign(db, campaignId, { drafts: false });
  const reasons = letters.map((letter) => reasonOf(letter, legislator));
  return (await listMails(db, reasons)).filter(({ toAddress }) => canonicalAddress(toAddress) === canonicalEmail);
}

/** So many offices are written to in a transaction. */
const AT_ONCE = 40;

/**
 * Queues a mail to each of these offices, once for an office and a deadline, and notes it in its log of contacts; an
 * office that signed meanwhile or has no address is passed over. Gives how many were queued. Throws
 * Refused('no-deadline') for a letter that takes no names or has no deadline.
 */
export async function remindOffices(
  world: World,
  viewer: Viewer | null,
  slug: string,
  keys: string[],
): Promise<number> {
  const letter = await requireMine(world.db, viewer, slug, 'organizer');
  const campaign = await findCampaignById(world.db, letter.campaignId);
  if (!campaign) throw new NotFound('letter');
  const wanted = [...new Set(keys)];
  let queued = 0;
  for (let at = 0; at < wanted.length; at += AT_ONCE) {
    const some = new Set(wanted.slice(at, at + AT_ONCE));
    queued += await world.db.transaction((tx) => remindSome(tx, world, viewer, slug, campaign, some));
  }
  return queued;
}

async function remindSome(
  tx: Tx,
  world: World,
  viewer: Viewer | null,
  slug: string,
  campaign: Campaign,
  keys: ReadonlySet<string>,
): Promise<number> {
  const letter = await requireMine(tx, viewer, slug, 'organizer');
  const actor = requireSignedIn(viewer);
  if (!letter.deadline || !isOpen(letter, world.now()))
    throw new Refused('no-deadline', 'Offices are reminded of a deadline that is still to come.');
  const due = (await listReminders(tx, viewer, letter, remindable)).filter(
    ({ stand, contact, mail }) => keys.has(stand.key) && contact && !mail,
  );
  let queued = 0;
  for (const one of due) {
    const link = await officeLinkFor(tx, world, actor, letter, one.stand.key);
    if (!(await queueMail(tx, world, reminderMail(letter, campaign, one, link)))) continue;
    const deadline = momentInWords(letter.deadline, letter.timeZone);
    await addContact(tx, world, viewer, letter, one.stand.key, {
      day: dayIn(world.now(), letter.timeZone),
      way: 'e-mail',
      person: one.contact?.name ?? '',
      summary: campaign.example
        ? 'A reminder of the deadline was written; the example sends no mail.'
        : `A reminder of the deadline, ${deadline}, was handed to the outbox.`,
      next: '',
      due: null,
    });
    queued += 1;
  }
  const detail = { offices: queued, deadline: letter.deadline };
  const deed = { campaignId: letter.campaignId, subject: 'letter', subjectId: letter.id, deed: 'offices reminded' };
  if (queued > 0) await record(tx, world, actor, { ...deed, detail });
  return queued;
}

const DAY_MS = 86_400_000;
/** How long before the deadline the desk speaks of it. */
const SOON_DAYS = 7;

/** Days until the deadline, as a calendar counts them there; null without one that is to come. */
export function daysLeft(letter: Letter, now: Date): number | null {
  if (!letter.deadline || !isOpen(letter, now)) return null;
  const day = (moment: Date) => Date.parse(dayIn(moment, letter.timeZone));
  return (day(letter.deadline) - day(now)) / DAY_MS;
}

/** 'today', 'tomorrow', 'in 3 days'. */
export const daysInWords = (days: number): string =>
  days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${plural(days, 'day')}`;

/** Whether the deadline is so near that offices should hear of it. */
export const isSoon = (letter: Letter, now: Date): boolean => (daysLeft(letter, now) ?? SOON_DAYS + 1) <= SOON_DAYS;

/** What the desk says of a deadline that is near: 'deadline in 3 days: 4 lean'. */
export function deadlineWaits(
  letter: Letter,
  byPosition: { key: string; count: number }[],
  now: Date,
): { words: string; url: string }[] {
  const days = daysLeft(letter, now);
  if (days === null || days > SOON_DAYS) return [];
  const count = (position: string) => byPosition.find(({ key }) => key === position)?.count ?? 0;
  const [lean, committed] = [count('leaning'), count('committed')];
  const who = [
    committed > 0 && `${committed} committed`,
    lean > 0 && `${lean} ${lean === 1 ? 'leans' : 'lean'}`,
  ].filter(Boolean);
  const words = `deadline ${daysInWords(days)}${who.length > 0 ? `: ${who.join(', ')}` : ''}`;
  return [{ words, url: `/desk/letters/${letter.slug}/sending` }];
}
