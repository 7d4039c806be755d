/** A test: the mail as a signer gets it, to whoever writes it. */
import { requireOwnAccount } from '../accounts/accounts.ts';
import { addressKeyOf } from '../basics/addresses.ts';
import type { Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { addBody, queueMail } from '../mail/mail.ts';
import { countTry } from '../web/limits.ts';
import { bodyOf, mailTo } from './mailing.ts';
import type { Which } from './sending.ts';
import { requireUpdate } from './writing.ts';

const perAccount = { most: 20, seconds: 3600 };

/**
 * Sends an update to the viewer's own address; it is counted nowhere. Gives the address. Throws NotFound, NotSignedIn for
 * whoever has no account, and TooMany.
 */
export async function testUpdate(world: World, viewer: Viewer | null, { slug, id }: Which): Promise<string> {
  const { letter, campaign, update } = await requireUpdate(world.db, viewer, slug, id);
  const account = await requireOwnAccount(world.db, viewer);
  await countTry(world, 'test of an update', account.id, perAccount);
  await world.db.transaction(async (tx) => {
    const { subject, ...text } = bodyOf(update);
    const body = await addBody(tx, world, { subject: `Test: ${subject}`, ...text });
    const mail = mailTo(world, {
      ...{ letter, campaign, body, address: account.email, name: account.name },
      reason: `update-test:${id}:${world.newId()}`,
      addressKey: addressKeyOf(world, account.email),
      // The organizer has no page of a signer's own: the letter stands for it.
      own: `${world.settings.baseUrl}/letters/${letter.slug}`,
    });
    await queueMail(tx, world, mail);
  });
  return account.email;
}
