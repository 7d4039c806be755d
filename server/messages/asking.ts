/** Two weeks after something went out, its writer is asked once whether the offices answered. */
import { addressKeyOf } from '../basics/addresses.ts';
import { listed } from '../basics/text.ts';
import type { World } from '../basics/world.ts';
import { findCampaignById } from '../campaigns/campaigns.ts';
import type { Tx } from '../db/database.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { findLetterById } from '../letters/letters.ts';
import { queueMail, roomForMore } from '../mail/mail.ts';
import { listSuppressed } from '../mail/suppressing.ts';
import { addressed } from '../variants/variants.ts';
import { writerReasonOf } from './erasing.ts';
import * as receiptsStore from './receipts.store.ts';
import { askedFrom } from './receipts.ts';
import * as writers from './writers.store.ts';
import { receiptsUrl, tokenOf } from './writers.ts';

const AT_ONCE = 50;
/** A person writes to a few legislators; of more, the mail names the first. */
const MOST = 100;
const MOST_NAMED = 5;

/** Asks writers who are due, as far as the outbox has room; true while there may be more of them. */
export async function askWriters(world: World): Promise<boolean> {
  if (!world.mailer.ready || (await roomForMore(world)) < AT_ONCE) return false;
  const due = await writers.listDue(world.db, world.now(), AT_ONCE);
  for (const writer of due) await world.db.transaction((tx) => askOne(tx, world, writer));
  return due.length === AT_ONCE;
}

/**
 * Asks a writer, unless their address is forgotten, gets no mail to many, everything is answered already, or the campaign
 * is the example. Either way they are not asked again.
 */
async function askOne(tx: Tx, world: World, writer: writers.WriterRow): Promise<void> {
  const now = world.now();
  if (!(await writers.claim(tx, writer.id, now)) || !writer.personKey) return;
  const rows = await receiptsStore.listOfWriter(tx, writer.letterId, writer.personKey, MOST);
  const open = rows.filter((row) => askedFrom(row) !== null && row.answered === null);
  // What nobody confirmed may have been typed by anybody.
  const own = rows.filter(({ state }) => state !== 'confirming');
  const email = own.findLast((row) => row.email !== null)?.email;
  const letter = await findLetterById(tx, writer.letterId);
  const campaign = letter && (await findCampaignById(tx, letter.campaignId));
  if (open.length === 0 || !email || !campaign || campaign.example) return;
  const addressKey = addressKeyOf(world, email);
  if ((await listSuppressed(tx, [addressKey], campaign.id)).size > 0) return;
  const names = (await listByKeys(tx, [...new Set(open.map((row) => row.legislator))])).map(addressed);
  const named = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), 'others'] : names;
  const { sponsor, sponsorAddress, sponsorContact } = campaign;
  await queueMail(tx, world, {
    kind: 'did-they-answer',
    reason: writerReasonOf(writer),
    to: { name: own.findLast((row) => row.name !== null)?.name ?? '', address: email },
    data: {
      letter: letter.title,
      legislators: listed(named),
      link: `${world.settings.baseUrl}${receiptsUrl(tokenOf(world, writer.id))}`,
      ...{ sponsor, sponsorAddress, sponsorContact },
    },
  });
}
