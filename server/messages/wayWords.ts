/** Ways to an office and what became of a message on them, in words for the one who wrote. */
import type { MessageState, Way } from '../db/tables.ts';
import type { MessageRow } from './store.ts';

export const wayWords: Record<Way, string> = {
  email: 'E-mail from here',
  cwc: 'The office’s message system',
  form: 'The office’s own form',
  phone: 'Phone',
  mailto: 'Your own mail program',
  print: 'A printed letter',
  copy: 'Copied and taken there',
};

export const stateWords: Record<MessageState, string> = {
  confirming: 'Not confirmed yet',
  disowned: 'Not yours',
  queued: 'Waits to be sent',
  sent: 'Sent',
  failed: 'Not delivered',
  opened: 'Opened',
  reported: 'Done by you',
};

export const outcomeWords = {
  reached: 'You said that you called and spoke with somebody.',
  voicemail: 'You said that you called and left a message.',
  'no answer': 'You said that you called and nobody answered.',
};

type Told = Pick<MessageRow, 'state' | 'way' | 'outcome' | 'problem'>;

/** What is known of a message, and no more than that; how a call ended that was made beside it. */
export function whatBecame(message: Told): string {
  const { way, outcome } = message;
  const told = becameOf(message);
  return outcome && way !== 'phone' ? `${told} ${outcomeWords[outcome]}` : told;
}

function becameOf({ state, way, outcome, problem }: Told): string {
  switch (state) {
    case 'confirming':
      return 'Nothing is sent until you press the button behind the link in our mail.';
    case 'queued':
      return 'It goes out by itself, most often within minutes.';
    case 'sent':
      return way === 'cwc'
        ? 'The office’s message system took it. The office answers to your address, not to this site.'
        : 'The mail server for the office took it. The office answers to your address, not to this site.';
    case 'failed':
      return `Why: ${problem ?? 'it was not taken, or nobody said whether it was'}. It is not sent again by itself.`;
    case 'opened':
      if (way === 'phone') return outcomeWords['no answer'];
      return way === 'print'
        ? 'You opened the letter to print. Whether you sent it is not known here.'
        : way === 'form'
          ? 'You opened the office’s form. Whether you sent it there is not known here.'
          : 'You opened it. Whether you sent it is not known here.';
    case 'reported':
      if (way === 'phone') return outcome ? outcomeWords[outcome] : 'You said that you called.';
      return 'You said that you sent it.';
    case 'disowned':
      return 'Somebody with this address said that they had not written it.';
  }
}
