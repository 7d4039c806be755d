/** What somebody sees who follows the way out of a mailing list. Opening it changes nothing. */
import { imprintOf } from '../campaigns/campaigns.ts';
import type { Place } from './unsubscribing.ts';

/** The same for every address that was never given out. */
export const unknownListPage = () => ({
  view: 'updates/unsubscribe',
  noindex: true,
  title: 'This link does not work',
  heading: 'This link does not work',
  lede: 'It is not whole, or it is of another site. Please open the link in the mail itself, or answer the mail: its sender takes you off the list.',
  action: '',
  button: null,
  mistake: null,
});

export function unsubscribePage(token: string, { campaign, off, back = null }: Place & { back?: number | null }) {
  const about = {
    view: 'updates/unsubscribe',
    noindex: true,
    title: `News of ${campaign.title}`,
    imprint: imprintOf(campaign),
    example: campaign.example,
    action: `/unsubscribe/${token}`,
    button: null as string | null,
    mistake: null as string | null,
  };
  if (off === 'unsubscribed')
    return {
      ...about,
      heading: 'You are off the list',
      lede: `${campaign.sponsor} sends you no more news of “${campaign.title}”. Your signatures stand as they are.`,
      mistake: 'That was a mistake: keep me on the list',
    };
  if (off)
    return {
      ...about,
      heading: 'You get no more news',
      lede:
        off === 'bounced'
          ? 'Mail to this address came back, so nothing more is sent to it. Your signatures stand as they are.'
          : `Mail of “${campaign.title}” was reported as unwanted at this address, so nothing more is sent to it. Your signatures stand as they are.`,
    };
  if (back === 0)
    return {
      ...about,
      heading: 'There is no news to send',
      lede: 'Nothing that you signed is kept with this address any more. Who signs a letter of the campaign, and asks for news, gets it.',
    };
  if (back !== null)
    return {
      ...about,
      heading: 'You are on the list again',
      lede: `You get news of what you have signed for “${campaign.title}”, as before.`,
      button: 'Take me off the list',
    };
  return {
    ...about,
    heading: 'No more news?',
    lede: `${campaign.sponsor} sends you news of letters that you signed for “${campaign.title}”. One press of the button ends that, for all of this campaign. Your signatures stand as they are.`,
    button: 'Take me off the list',
  };
}
