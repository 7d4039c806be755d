import { congressOn } from '../basics/congress.ts';
import { dayInWashington } from '../basics/time.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Database } from '../db/database.ts';
import { importBill } from './importing.ts';
import { numberOf } from './numbers.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;

/** Whom the history names. */
const clock: Viewer = { accountId: null, name: 'the daily reading', admin: true, roles: new Map() };

/** When each bill was tried last without success, by database: once a day is enough for that too. */
const failed = new WeakMap<Database, Map<string, number>>();

/**
 * Reads the bills of the sitting Congress anew that were read from Congress.gov a day ago or earlier, one after the
 * other; nothing without a key. What fails is logged and tried again a day later. Gives how many were read.
 */
export async function refreshBills(world: World, stopping?: AbortSignal): Promise<number> {
  const { congressApiKey, congressApiUrl } = world.settings;
  if (congressApiKey === null) return 0;
  const tries = failed.get(world.db) ?? new Map<string, number>();
  failed.set(world.db, tries);
  const before = world.now().getTime() - DAY_MS;
  const bills = await store.listOfCongress(world.db, congressOn(dayInWashington(world.now())));
  const due = bills.filter(
    (bill) =>
      (bill.checkedAt?.getTime() ?? Number.POSITIVE_INFINITY) <= before &&
      bill.checkedFrom?.startsWith(`${congressApiUrl}/`) &&
      (tries.get(bill.id) ?? 0) <= before &&
      numberOf(bill) !== null,
  );
  const links =
    due.length > 0
      ? await store.listLinks(
          world.db,
          due.map(({ id }) => id),
        )
      : [];
  let read = 0;
  for (const { id } of due) {
    const link = links.find((one) => one.billId === id);
    if (!link || stopping?.aborted) continue;
    const { applied, problems } = await importBill(world, clock, link.campaignId, id, { kind: 'congress' });
    if (applied) read += 1;
    else {
      tries.set(id, world.now().getTime());
      // A problem may name people; whoever reads the bill on the desk is told all of it.
      world.log.warn({ bill: id, problems: problems.length }, 'a bill could not be read anew');
    }
  }
  return read;
}
