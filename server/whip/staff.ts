import { canonicalAddress } from '../basics/addresses.ts';
import { NotFound } from '../basics/errors.ts';
import { requireSignedIn, roleIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { requireMayRecord, sightOf } from '../cosigners/cosigners.ts';
import type { Db, Tx } from '../db/database.ts';
import { takeTurn } from '../db/turn.ts';
import { record as noteHistory } from '../history/history.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import * as store from './store.ts';

export type { StaffContact } from './store.ts';

/** Who answers for an office: e-mail and phone may be ''. */
export interface StaffForm {
  name: string;
  title: string;
  email: string;
  phone: string;
}

/**
 * Notes who in an office answers for a campaign's letters. The same e-mail on the same office takes the place of the
 * row before. Asks for no rights: the caller knows who may.
 */
export async function addStaffContact(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  campaignId: string,
  legislator: string,
  { name, title, email, phone }: StaffForm,
): Promise<store.StaffContact> {
  const row = {
    id: world.newId(),
    ...{ campaignId, legislator, name, title, email: email.toLowerCase(), phone },
    canonicalEmail: email && canonicalAddress(email),
    by: viewer.name,
    createdAt: world.now(),
  };
  await takeTurn(tx, 'staff contacts', campaignId, legislator);
  if (row.email) await store.removeStaffByEmail(tx, row);
  await store.addStaff(tx, row);
  await note(tx, world, viewer, row, 'added');
  return row;
}

/** Takes somebody off an office. Throws NotFound for who is not there. Asks for no rights: the caller knows who may. */
export async function removeStaffContact(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  campaignId: string,
  id: string,
): Promise<void> {
  const row = await store.removeStaff(tx, campaignId, id);
  if (!row) throw new NotFound('staff contact');
  await note(tx, world, viewer, row, 'removed');
}

/** Who answers in the offices of these legislators, or in all of a campaign's; newest first. Asks for no rights. */
export const listStaffContacts = (db: Db, campaignId: string, keys?: string[]): Promise<store.StaffContact[]> =>
  store.listStaff(db, campaignId, keys);

/** As `listStaffContacts` for one office: for organizers, and volunteers it is assigned to; null for anybody else. */
export async function listStaffFor(
  db: Db,
  viewer: Viewer | null,
  letter: Letter,
  key: string,
): Promise<store.StaffContact[] | null> {
  const sight = await sightOf(db, viewer, letter);
  if (!sight.notes || (sight.only && !sight.only.has(key))) return null;
  return store.listStaff(db, letter.campaignId, [key]);
}

/** Who answers in the offices, as far as the viewer may know: organizers all, volunteers of offices assigned to them. */
export async function listStaffSeen(db: Db, viewer: Viewer | null, letter: Letter): Promise<store.StaffContact[]> {
  if (!roleIn(viewer, letter.campaignId)) return [];
  const sight = await sightOf(db, viewer, letter);
  return sight.notes ? store.listStaff(db, letter.campaignId, sight.only ? [...sight.only] : undefined) : [];
}

/** As `addStaffContact`, for whoever may record on this legislator and letter. Throws NotAllowed or NotFound otherwise. */
export const keepStaffContact = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  key: string,
  form: StaffForm,
): Promise<store.StaffContact> =>
  world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'volunteer');
    const actor = requireSignedIn(viewer);
    await requireMayRecord(tx, actor, letter, key);
    if ((await listByKeys(tx, [key])).length === 0) throw new NotFound('legislator');
    return addStaffContact(tx, world, actor, letter.campaignId, key, form);
  });

/** As `removeStaffContact`, for whoever may record on this legislator and letter. Throws NotAllowed or NotFound otherwise. */
export const dropStaffContact = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  key: string,
  id: string,
): Promise<void> =>
  world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'volunteer');
    const actor = requireSignedIn(viewer);
    await requireMayRecord(tx, actor, letter, key);
    const known = await store.listStaff(tx, letter.campaignId, [key]);
    if (!known.some((one) => one.id === id)) throw new NotFound('staff contact');
    await removeStaffContact(tx, world, actor, letter.campaignId, id);
  });

/** The history says at which office and no more: the person is no affair of whoever reads it later. */
const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { id, campaignId, legislator }: store.StaffContact,
  deed: string,
) =>
  noteHistory(tx, world, viewer, { campaignId, subject: 'staff contact', subjectId: id, deed, detail: { legislator } });
