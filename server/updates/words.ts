/** How updates are spoken of. */
import { grouped, plural } from '../basics/text.ts';
import { momentInShort, momentInWords } from '../basics/time.ts';
import type { Letter } from '../letters/letters.ts';
import type { Numbers } from './counting.ts';
import type { Update } from './store.ts';

export const updatesUrl = ({ slug }: Pick<Letter, 'slug'>): string => `/desk/letters/${slug}/updates`;

export const stateWords: Record<Update['state'], string> = {
  draft: 'Draft',
  scheduled: 'Scheduled',
  sending: 'Going out',
  paused: 'Paused',
  done: 'Sent',
  cancelled: 'Cancelled',
};

/** Where an update stands, in a sentence. */
export function standingOf(update: Update, numbers: Numbers, { timeZone }: Pick<Letter, 'timeZone'>): string {
  const { state, sendAt, endedAt, listing, bodyId } = update;
  const sent = `${grouped(numbers.sent)} of ${grouped(numbers.addressed)} sent`;
  if (state === 'scheduled' && sendAt) return `It goes out on ${momentInWords(sendAt, timeZone)}.`;
  if (state === 'sending') return listing === 'done' ? `${sent}.` : 'Its recipients are being listed.';
  if (state === 'paused') return bodyId ? `${sent}; the others wait.` : 'Nothing has gone out.';
  if (state === 'done') return `${sent}${endedAt ? `; it was through on ${momentInShort(endedAt, timeZone)}` : ''}.`;
  if (state === 'cancelled') return bodyId ? `${sent} before it was cancelled.` : 'It was discarded.';
  if (listing === 'none') return 'Nobody gets it yet.';
  return listing === 'done' ? `${plural(numbers.addressed, 'person', 'people')} would get it.` : 'Being counted.';
}

/** For whom an update is. */
export const audienceOf = ({ states }: Pick<Update, 'states'>): string =>
  states.length === 0 ? 'Every signer who asked for news' : `Signers in ${states.join(', ')} who asked for news`;
