import { NotFound } from '../basics/errors.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Db, Tx } from '../db/database.ts';
import { record as noteHistory } from '../history/history.ts';
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
    by: viewer.name,
    createdAt: world.now(),
  };
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

/** The history says at which office and no more: the person is no affair of whoever reads it later. */
const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { id, campaignId, legislator }: store.StaffContact,
  deed: string,
) =>
  noteHistory(tx, world, viewer, { campaignId, subject: 'staff contact', subjectId: id, deed, detail: { legislator } });
