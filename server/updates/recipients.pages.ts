/** Who has got an update and who has not, and why. Their addresses are nobody's to read here. */

import { grouped } from '../basics/text.ts';
import type { World } from '../basics/world.ts';
import type { RecipientState } from '../db/tables.ts';
import { listSignatures, shownOf } from '../signatures/signatures.ts';
import { findNumbers } from './counting.ts';
import * as recipients from './recipients.store.ts';
import type { Update } from './store.ts';
import { updatesUrl } from './words.ts';
import type { About } from './writing.ts';

const PAGE = 100;

const labels: Record<RecipientState, string> = {
  listed: 'Not queued yet',
  queued: 'In the outbox',
  sent: 'Sent',
  failed: 'Not taken',
  returned: 'Came back',
  unsure: 'May have arrived',
  suppressed: 'Get no mail to many',
  skipped: 'Left since',
};

/** The states of those who have not got it, or perhaps not, first; whoever got it is last. */
const order: RecipientState[] = ['failed', 'returned', 'unsure', 'suppressed', 'skipped', 'listed', 'queued', 'sent'];

export const isState = (word: string): word is RecipientState => (order as string[]).includes(word);

/** Recipients in one state, a page of them, named as their own choice allows. */
export async function recipientsPage(
  { db }: Pick<World, 'db'>,
  { letter, campaign, update }: About & { update: Update },
  { state, after }: { state: RecipientState; after: string },
) {
  const numbers = await findNumbers(db, update);
  const rows = await recipients.list(db, update.id, state, { after, limit: PAGE + 1 });
  const shown = rows.slice(0, PAGE);
  const signers = new Map(
    (
      await listSignatures(
        db,
        shown.map(({ signatureId }) => signatureId),
      )
    ).map((row) => [row.id, row]),
  );
  const url = `${updatesUrl(letter)}/${update.id}`;
  return {
    view: 'updates/recipients',
    title: `Who got it: ${update.subject}`,
    noindex: true,
    example: campaign.example,
    crumbs: [
      { label: 'Desk', url: '/desk' },
      { label: letter.title, url: `/desk/letters/${letter.slug}` },
      { label: 'News for signers', url: updatesUrl(letter) },
      { label: update.subject, url },
    ],
    tabs: order
      .filter((one) => numbers[one] > 0 || one === state)
      .map((one) => ({
        label: labels[one],
        count: grouped(numbers[one]),
        url: `${url}/recipients?state=${one}`,
        current: one === state,
      })),
    rows: shown.map(({ signatureId, problem }) => {
      const signer = signers.get(signatureId);
      return {
        name: (signer && shownOf(signer).shownAs) || 'A signer whose name is not shown',
        place: signer?.homeState ?? '',
        why: problem ?? '',
      };
    }),
    next: rows.length > PAGE ? `${url}/recipients?state=${state}&after=${shown.at(-1)?.addressKey ?? ''}` : '',
  };
}
