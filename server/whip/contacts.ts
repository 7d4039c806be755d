import { Invalid, NotFound, type Problem } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import { requireSignedIn, roleIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { listMyCampaigns } from '../campaigns/campaigns.ts';
import { requireMayRecord, sightOf } from '../cosigners/cosigners.ts';
import type { Db, Tx } from '../db/database.ts';
import type { ContactWay } from '../db/tables.ts';
import { takeTurn } from '../db/turn.ts';
import { record as noteHistory } from '../history/history.ts';
import { type LegislatorRow, listByKeys } from '../legislators/legislators.ts';
import { type Letter, listOfCampaign, requireMine } from '../letters/letters.ts';
import * as store from './store.ts';

export type { Contact } from './store.ts';

/** A talk with an office. */
export interface ContactForm {
  /** '2026-11-03'; not in the future. */
  day: string;
  way: ContactWay;
  /** With whom; may be ''. */
  person: string;
  summary: string;
  /** What is to be done next; '' for nothing. */
  next: string;
  /** By which day; null for no day. */
  due: string | null;
}

/**
 * Adds a talk to the log of an office on a letter. Throws NotAllowed for whoever may not record on this legislator,
 * NotFound for a key that nobody has, Invalid for a day to come or a day that nothing is due by.
 */
export async function addContact(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer | null,
  letter: Letter,
  key: string,
  form: ContactForm,
): Promise<store.Contact> {
  const actor = requireSignedIn(viewer);
  await requireMayRecord(tx, actor, letter, key);
  const [legislator] = await listByKeys(tx, [key]);
  if (!legislator) throw new NotFound('legislator');
  const problems: Problem[] = [];
  if (form.day > dayIn(world.now(), letter.timeZone))
    problems.push({ path: 'day', message: 'This day is still to come.' });
  if (form.due && !form.next) problems.push({ path: 'next', message: 'Please say what is to be done by then.' });
  if (form.due && form.due < form.day) problems.push({ path: 'due', message: 'This day was over before the contact.' });
  if (problems.length > 0) throw new Invalid(problems);
  const row: store.Contact = {
    id: world.newId(),
    letterId: letter.id,
    legislator: key,
    ...form,
    doneAt: null,
    doneBy: null,
    actorId: actor.accountId,
    actor: actor.name,
    at: world.now(),
  };
  // A form that was sent twice is one talk.
  await takeTurn(tx, 'contacts', letter.id, key);
  const same = await store.findSame(tx, row);
  if (same) return same;
  await store.addContact(tx, row);
  await note(tx, world, actor, letter, 'logged', row);
  return row;
}

/** Marks a follow-up as done; false where it was already. Throws NotAllowed as `addContact` does. */
export async function finishContact(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer | null,
  letter: Letter,
  key: string,
  id: string,
): Promise<boolean> {
  const actor = requireSignedIn(viewer);
  await requireMayRecord(tx, actor, letter, key);
  const row = await store.finishContact(tx, {
    ...{ id, letterId: letter.id, legislator: key },
    ...{ at: world.now(), by: actor.name },
  });
  if (row) await note(tx, world, actor, letter, 'followed up', row);
  return row !== null;
}

/** As `finishContact`, as a whole deed. */
export const finish = (world: World, viewer: Viewer | null, slug: string, key: string, id: string): Promise<boolean> =>
  world.db.transaction(async (tx) =>
    finishContact(tx, world, viewer, await requireMine(tx, viewer, slug, 'volunteer'), key, id),
  );

/** The history says that there was a talk, and not what was said in it. */
const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { id, campaignId }: Letter,
  deed: string,
  { id: contact, legislator, day, way }: store.Contact,
) =>
  noteHistory(tx, world, viewer, {
    ...{ campaignId, subject: 'contact', subjectId: id, deed },
    detail: { legislator, contact, day, way },
  });

/** The talks with an office about a letter, newest first: for organizers, and volunteers it is assigned to; else none. */
export async function listContacts(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  key: string,
): Promise<store.Contact[]> {
  const sight = await sightOf(db, viewer, letter);
  if (!sight.notes || (sight.only && !sight.only.has(key))) return [];
  return store.listContacts(db, letter.id, key);
}

/** A follow-up that waits, with the letter and the legislator it is about. */
export interface Due {
  contact: store.Contact;
  letter: Letter;
  legislator: LegislatorRow;
}

/** So many follow-ups are told of at once. */
const MOST_DUE = 200;

/**
 * Open follow-ups due by this day, over all letters that the viewer works on, the oldest first: organizers all,
 * volunteers those of their offices, staffers none. At most 200.
 */
export async function listDue(db: Db, viewer: Viewer | null, day: string): Promise<Due[]> {
  const found: { contact: store.Contact; letter: Letter }[] = [];
  const whole = new Map<string, Letter>();
  for (const campaign of await listMyCampaigns(db, requireSignedIn(viewer))) {
    const role = roleIn(viewer, campaign.id);
    if (role === 'staffer') continue;
    for (const letter of await listOfCampaign(db, campaign.id, { drafts: true })) {
      if (role === 'organizer') whole.set(letter.id, letter);
      else
        for (const contact of await store.listDue(db, [letter.id], day, MOST_DUE, await assignedOn(db, viewer, letter)))
          found.push({ contact, letter });
    }
  }
  for (const contact of await store.listDue(db, [...whole.keys()], day, MOST_DUE))
    found.push({ contact, letter: whole.get(contact.letterId) as Letter });
  const due = found.sort((a, b) => (placeOf(a.contact) < placeOf(b.contact) ? -1 : 1)).slice(0, MOST_DUE);
  const keys = [...new Set(due.map(({ contact }) => contact.legislator))];
  const people = new Map((await listByKeys(db, keys)).map((one) => [one.key, one]));
  return due.map((one) => ({ ...one, legislator: people.get(one.contact.legislator) as LegislatorRow }));
}

const placeOf = ({ due, id }: store.Contact): string => `${due} ${id}`;

const assignedOn = async (db: Db, viewer: Viewer | null, letter: Letter): Promise<string[]> => [
  ...((await sightOf(db, viewer, letter)).only ?? []),
];
