import { imprintOf } from '../campaigns/campaigns.ts';
import { addressed } from './compose.ts';
import type { Confirmable, Pending } from './sending.ts';

const said: Record<Confirmable, { heading: string; lede: string }> = {
  confirming: { heading: 'Send this message?', lede: 'Nothing is sent until you press the button.' },
  queued: {
    heading: 'Confirmed: your message waits to be sent',
    lede: 'It goes out within minutes. The office answers to your address, not to this site.',
  },
  sent: {
    heading: 'Your message was sent',
    lede: 'The mail server of the office’s side took it. The office answers to your address, not to this site.',
  },
  failed: {
    heading: 'Your message could not be delivered',
    lede: 'The mail server did not take it, or did not say whether it did. Please call the office or use its own form.',
  },
  overtaken: {
    heading: 'Things have changed since you wrote',
    lede: 'The office has signed, left or can no longer sign, so this message no longer fits and is not sent. You can look at the letter and write anew.',
  },
};

/** What the link in a mail leads to: what would be sent, or what became of it. */
export function confirmPage(token: string, { state, subject, text, email, writing }: Pending) {
  const { letter, campaign, legislator } = writing;
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
    writeUrl: `/letters/${letter.slug}/write`,
  };
}

export const forgottenPage = () => ({ view: 'messages/forgotten', title: 'Forgotten' });
