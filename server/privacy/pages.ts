/** What the program keeps, why and for how long. Every sentence here is to be true of the code. */
import { SESSION_DAYS } from '../accounts/sessions.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import { renderMarkdown } from '../letters/letters.ts';
import { CONFIRM_DAYS, KEEP_DAYS } from '../messages/messages.ts';

interface Kept {
  what: string;
  why: string;
  long: string;
}

/** What constituents leave behind. */
const constituents: Kept[] = [
  {
    what: 'A ZIP code that you look up',
    why: 'It finds your legislators on the page that you asked for.',
    long: 'Not kept. It is part of the page’s address, which stays in your browser and is not in our logs.',
  },
  {
    what: 'What you type to copy it or to open it elsewhere',
    why: 'The page is shown again with your words in it.',
    long: 'Not kept.',
  },
  {
    what: 'That an office’s form was opened, or that somebody said they called or wrote',
    why: 'Campaigns see how many people act, and by which way.',
    long: 'Kept as a count, without a person.',
  },
  {
    what: 'A message that you send from here: name, e-mail address, ZIP code, district, subject and text',
    why: 'It goes to the legislator whom you chose, once you have confirmed your address, with your address for the answer.',
    long: `Unconfirmed: deleted after ${CONFIRM_DAYS} days, or at once when you say that it was not you; a keyed hash of the address then stays for those days, so that nobody can make us ask you again. Confirmed: name, e-mail address, ZIP code, subject and text are forgotten ${KEEP_DAYS} days after it was sent or given up. What stays is that somebody of a district wrote to a legislator about a letter, and a keyed hash of the address, so that the same message is not sent twice.`,
  },
  {
    what: 'A mail that waits to be sent',
    why: 'Mail servers are not always there.',
    long: 'Its recipient and text are forgotten as soon as it was sent, or given up: after about a day of tries, or two weeks without a mail server. That a mail was sent, when and for what stays.',
  },
];

/** What everybody and the people behind campaigns leave behind. */
const others: Kept[] = [
  {
    what: 'Your network address, and the e-mail address that a form names',
    why: 'They count tries, so that nobody can flood the forms or a mailbox.',
    long: 'Kept as keyed hashes for about a day. They are not in our logs, which hold the kind of page, the status and the time only.',
  },
  {
    what: 'Cookies',
    why: `One keeps organizers signed in, for up to ${SESSION_DAYS} days. Readers and constituents get none.`,
    long: 'Until you sign out, or it ends.',
  },
  {
    what: 'Accounts of organizers, staffers and volunteers: name, e-mail address, a hash of the password',
    why: 'They run campaigns here.',
    long: 'As long as the account is there. What they did stays in the history of their campaign, under their name.',
  },
  {
    what: 'Legislators: names, offices, and where they stand on a letter',
    why: 'They hold public office, and the campaign records what they did with its source.',
    long: 'As long as the campaign is here.',
  },
];

const rights = [
  'The link in the mail that asked you to confirm a message shows what is kept of it, and forgets it when you say so.',
  'You may ask what else is kept about you, have it corrected, and have it deleted.',
  'What was delivered to an office is in its hands; ask the office about it.',
  'No page loads anything from another site, and nothing here follows you around. Nothing is sold or shared for advertising.',
  'This site is not meant for children under 13.',
];

const common = { view: 'privacy/privacy', tables: [] as { heading: string; rows: Kept[] }[], rights };

export const sitePrivacyPage = () => ({
  ...common,
  title: 'What this site keeps',
  description: 'What this site keeps about people, why, and for how long.',
  lede: 'As little as it can, and not for long. Here is all of it.',
  own: '',
  asking:
    'Each campaign names who answers for it at the foot of its pages: write to that address about a message or a letter of theirs.',
  contact: '',
  team: '',
  tables: [
    { heading: 'If you write to your legislators', rows: constituents },
    { heading: 'Everybody else, and everything else', rows: others },
  ],
});

export const campaignPrivacyPage = (campaign: Campaign) => ({
  ...common,
  title: `Privacy: ${campaign.title}`,
  description: `What the campaign “${campaign.title}” keeps about people, why, and for how long.`,
  imprint: imprintOf(campaign),
  example: campaign.example,
  lede: `${campaign.sponsor} runs the campaign “${campaign.title}” and answers for what is kept about you here.`,
  own: renderMarkdown(campaign.privacy),
  asking: `Write to ${campaign.sponsor}, ${campaign.sponsorAddress.replace(/\s*\n\s*/g, ', ')}, or by e-mail:`,
  contact: campaign.sponsorContact,
  team: 'The campaign’s organizers and staffers can list who sent a message from here by name, state, district and ZIP code, as long as these are kept. Nobody of the campaign sees your e-mail address or the text of your message here.',
  tables: [{ heading: 'If you write to your legislators', rows: constituents }],
});
