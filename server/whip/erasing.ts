/** What is held of somebody in an office, for whoever has the address; and forgetting it. */
import { canonicalAddress } from '../basics/addresses.ts';
import type { Db, Tx } from '../db/database.ts';
import { listOfCampaign } from '../letters/letters.ts';
import * as store from './erasing.store.ts';
import type { StaffContact } from './store.ts';

/** As many as are told of, and forgotten, at once; it is more than anybody has. */
const MOST_HELD = 500;

/** The offices for which an address is noted, in all campaigns; oldest first. */
export const listHeldStaff = (db: Db, email: string): Promise<StaffContact[]> =>
  store.listByAddress(db, canonicalAddress(email), MOST_HELD);

/** Takes an address off these offices, and the name that was with it out of the logs of talks with them. */
export async function eraseHeldStaff(tx: Tx, held: StaffContact[]): Promise<void> {
  for (const person of held) {
    const letters = await listOfCampaign(tx, person.campaignId, { drafts: true });
    await store.forgetPerson(
      tx,
      letters.map(({ id }) => id),
      person,
    );
  }
  await store.remove(
    tx,
    held.map(({ id }) => id),
  );
}
