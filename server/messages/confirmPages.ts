import { imprintOf } from '../campaigns/campaigns.ts';
import { addressed } from '../variants/variants.ts';
import type { Confirmable, Pending } from './confirming.ts';
import { actionWords, writeUrl } from './pages.ts';
import { nowhere } from './where.ts';
import { receiptsUrl } from './writers.ts';

const said: Record<Confirmable, { heading: string; lede: string }> = {
  confirming: { heading: 'Send this message?', lede: 'Nothing is sent until you press the button.' },
  queued: {
    heading: 'Confirmed: your message waits to be sent',
    lede: 'It goes out within minutes. The office answers to your address, not to this site.',
  },
  sent: {
    heading: 'Your message was sent',
    lede: 'The office’s side took it. The office answers to your address, not to this site.',
  },
  failed: {
    heading: 'Your message could not be delivered',
    lede: 'The office’s side did not take it, or did not say whether it did. Please call the office or use its own form.',
  },
  closed: {
    heading: 'This office takes no messages from here now',
    lede: 'It did when you wrote. Your message was not sent; it can still go by the office’s own form, by phone or by post. Copy it from below.',
  },
  elsewhere: {
    heading: 'You have gone another way since',
    lede: 'You told us that you took this message to the office by yourself, so it is not sent again from here.',
  },
  overtaken: {
    heading: 'Things have changed since you wrote',
    lede: 'The office has signed, left or can no longer sign, so this message no longer fits and is not sent. You can look at the letter and write anew.',
  },
};

/** What the link in a mail leads to: what would be sent, or what became of it. */
export function confirmPage(token: string, { state, subject, text, email, ask, writing, receipts }: Pending) {
  const { letter, campaign, legislator } = writing;
  const my = receipts ?? '';
  return {
    view: 'messages/confirm',
    title: said[state].heading,
    ...said[state],
    imprint: imprintOf(campaign),
    example: campaign.example,
    token,
    asks: state === 'confirming',
    forgetting:
      state === 'confirming'
        ? 'This was not me: forget it'
        : state === 'queued'
          ? null
          : 'Forget my name, address and text now',
    legislator: addressed(legislator),
    email,
    subject,
    paragraphs: text.split('\n\n').map((paragraph) => paragraph.split('\n')),
    letterTitle: letter.title,
    letterUrl: `/letters/${letter.slug}`,
    // One clear next step: the form of the same office where it takes nothing from here, else another legislator.
    next:
      state === 'closed'
        ? {
            label: `${actionWords(legislator, ask)} another way`,
            url: writeUrl(letter, legislator.key, { ...nowhere, my }),
          }
        : { label: 'Write to another legislator', url: `/letters/${letter.slug}/write${my ? `?my=${my}` : ''}` },
    receipts: receipts && receiptsUrl(receipts),
  };
}

export const forgottenPage = () => ({ view: 'messages/forgotten', title: 'Forgotten' });
