/** Who would be reminded of the deadline, with which mail, and who is to be phoned. */
import { plural } from '../basics/text.ts';
import { momentInWords } from '../basics/time.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import type { Letter } from '../letters/letters.ts';
import type { Page } from '../web/render.ts';
import { deskUrl, sendingUrl } from './pages.ts';
import { isSoon, type Remindable, type Reminder, remindable } from './reminding.ts';

export interface ReminderState {
  letter: Letter;
  campaign: Campaign;
  positions: Remindable[];
  reminders: Reminder[];
  /** The mail as one of them would get it; null where nobody can be written to. */
  mail: { subject: string; text: string } | null;
  mailerReady: boolean;
  now: Date;
  note: string;
}

const words: Record<Remindable, string> = { committed: 'committed', leaning: 'leaning', asked: 'asked' };
const mailWords: Record<NonNullable<Reminder['mail']>, string> = {
  waiting: 'written, and waits to be sent',
  sending: 'is being sent',
  sent: 'sent',
  failed: 'could not be sent',
  unsure: 'was broken off while it was sent; it may have arrived',
};

export function reminderPage(state: ReminderState) {
  const { letter, campaign, positions, reminders, mail, mailerReady, now, note } = state;
  const queued = /^\d+$/.test(note) ? Number(note) : null;
  const rowOf = ({ stand, contact, mail: was }: Reminder) => ({
    key: stand.key,
    label: stand.label,
    url: `${deskUrl(letter)}/whip/${stand.key}`,
    position: words[stand.position as Remindable],
    to: contact ? [contact.name, contact.title].filter(Boolean).join(', ') : '',
    email: contact?.email ?? '',
    mail: was ? mailWords[was] : '',
  });
  const withAddress = reminders.filter(({ contact }) => contact);
  const open = withAddress.filter(({ mail: was }) => !was);
  const example = campaign.example;
  return {
    view: 'closing/reminders',
    title: `Remind offices: ${letter.title}`,
    example,
    note: queued === null ? null : queuedWords(queued, example),
    letter: { title: letter.title, url: deskUrl(letter) },
    back: sendingUrl(letter),
    lede: letter.deadline
      ? `The deadline is ${momentInWords(letter.deadline, letter.timeZone)}.`
      : 'This letter has no deadline.',
    early: isSoon(letter, now)
      ? ''
      : 'There is more than a week left: a second reminder of the same deadline cannot be sent later.',
    positions: remindable.map((position) => ({
      value: position,
      label: words[position],
      ticked: positions.includes(position),
    })),
    action: `${sendingUrl(letter)}/reminders`,
    open: open.map(rowOf),
    done: withAddress.filter(({ mail: was }) => was).map(rowOf),
    phoned: reminders.filter(({ contact }) => !contact).map(rowOf),
    button: `Send ${open.length === 1 ? 'the reminder' : 'the reminders'}`,
    waits: mailerReady || example ? '' : 'No mail server is set: what is written waits until there is one.',
    mail,
  } satisfies Page & Record<string, unknown>;
}

const queuedWords = (queued: number, example: boolean): string =>
  queued === 0
    ? 'Nobody was written to: each office is reminded of a deadline once.'
    : `${plural(queued, 'reminder is', 'reminders are')} ${example ? 'written. The example sends no mail' : 'on the way, and noted in the log of contacts'}.`;
