/** What the program keeps, why and for how long. Every sentence here is to be true of the code. */
import { SESSION_DAYS } from '../accounts/sessions.ts';
import type { Problem } from '../basics/errors.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import type { Settings } from '../config.ts';
import { renderMarkdown } from '../letters/letters.ts';
import { CONFIRM_DAYS, KEEP_DAYS } from '../messages/messages.ts';
import { CONFIRM_HOURS, KEPT_DAYS } from '../office/office.ts';
import { GRACE_HOURS } from '../signatures/signatures.ts';
import type { Typed } from '../web/forms.ts';
import { askFields } from './heldPages.ts';

interface Kept {
  what: string;
  why: string;
  long: string;
}

type Days = Pick<Settings, 'keepUnconfirmedDays' | 'keepIpDays' | 'keepAddressDays'>;

/** What signers leave behind. */
const signers = ({ keepUnconfirmedDays, keepIpDays, keepAddressDays }: Days): Kept[] => [
  {
    what: 'Your name, and what you add to it: organization, title, website, a comment',
    why: 'They go with the letter. Once you have confirmed, your name is public on its pages as you choose: in full, as initials, or not at all. What is public can be copied by others. The campaign’s organizers and staffers see the full name and the comment.',
    long: `Never confirmed: forgotten after ${keepUnconfirmedDays} days. Withdrawn, removed, or said not to be yours: within ${keepUnconfirmedDays + 1} days of that. Confirmed: as long as the letter is here, or until you have it erased.`,
  },
  {
    what: 'Your e-mail address, and your street and words for your legislators if you give them',
    why: 'We ask by mail whether the signature is yours, remind you once if it is not confirmed after three days, and tell you if somebody signs with it again a day or more after the last mail: three mails at most for each letter. When a letter’s text changes in substance, you may be asked once more. Organizers see them only if you agree that the campaign keeps them; it is noted who looked.',
    long: `As the name; once the letter has been closed for ${keepAddressDays} days they are forgotten, unless you agreed to news or to the campaign keeping them. Then until you take that back.`,
  },
  {
    what: 'Your ZIP code, city, country, state and congressional district',
    why: 'Signatures are counted by state and district, and these counts are public. The campaign’s organizers and staffers see them beside your name.',
    long: 'ZIP code and city: as the address. State, district and country stay with the name, and without it as a part of the counts.',
  },
  {
    what: 'What you agreed to beside signing, when, and in which words',
    why: 'No news is sent to you without it, and it can be shown what you agreed to.',
    long: 'As the signature.',
  },
  {
    what: 'The network address that you signed from',
    why: 'It tells many signatures from one place, which organizers then look at.',
    long: `Forgotten after ${keepIpDays} days.`,
  },
  {
    what: 'Keyed hashes of your e-mail address and of your name',
    why: 'They tell that the same person signed a letter before, and that an address has had its mails. They cannot be turned back.',
    long: `As the signature; if you said that it was not yours, or it was removed, as long as the letter is here, so that nobody can use your address there again. In the record of mails sent: ${keepAddressDays} days; on the list of who got news of a letter, until ${keepAddressDays} days after it went out, or until you have it erased.`,
  },
  {
    what: 'An invitation of your organization to sign: its name, yours and your e-mail address',
    why: 'The campaign invited you, with one mail. An invitation is not a signature.',
    long: `Your name and address: until you decline, or the letter has been closed for ${keepAddressDays} days. That the organization was invited stays, and a keyed hash, so that it is not invited again.`,
  },
  {
    what: 'That no more news is to go to your address: a keyed hash of it, why, and since when',
    why: 'You left a campaign’s list, a mail came back because there is no such mailbox or it was full again and again, or a mail was reported as unwanted. The hash cannot be turned back.',
    long: `As long as this site is here, also after you had all else erased: without it, nobody would know that you want no mail. You leave it by asking for news again, unless mail came back or was reported. That a certain mail came back is forgotten after ${keepAddressDays} days.`,
  },
  {
    what: 'What you typed, in a cookie on the page after signing',
    why: 'There you can correct a mistyped address. It is sealed, and sent to that page alone.',
    long: `Your browser forgets it after an hour. A signature given in time can be confirmed until ${GRACE_HOURS} hours after the letter has closed.`,
  },
];

/** What constituents leave behind. */
const constituents = ({ keepAddressDays }: Days): Kept[] => [
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
    long: `Unconfirmed: deleted after ${CONFIRM_DAYS} days, or at once when you say that it was not you; a keyed hash of the address then stays for those days, so that nobody can make us ask you again. Confirmed: name, e-mail address, ZIP code, subject and text are forgotten ${KEEP_DAYS} days after it was sent or given up. What stays is that somebody of a district wrote to a legislator about a letter, and a keyed hash of the address, so that the same message is not sent twice. Of one that went out it stays when you have all else erased, in a form that no other message shares.`,
  },
  {
    what: 'A mail that waits to be sent',
    why: 'Mail servers are not always there.',
    long: `Its recipient and text are forgotten as soon as it was sent, or given up: after about a day of tries, or two weeks without a mail server. That a mail was sent, when and for what is forgotten after ${keepAddressDays} days.`,
  },
];

/** What people in legislators' offices leave behind. */
const staff: Kept[] = [
  {
    what: 'An answer by an office’s link: your name, title, office e-mail address and comment',
    why: 'They are the evidence of what a legislator said to a letter. The campaign’s team sees them, with the version, the time and how the answer was confirmed; none of them is published. Whoever confirms becomes the campaign’s contact in the office.',
    long: `An answer that counts: as long as the letter is here. One that was never confirmed, was replaced or not accepted: who gave it is forgotten ${KEPT_DAYS} days after the letter closed, or when you have it erased. The link that confirms one works for ${CONFIRM_HOURS} hours.`,
  },
  {
    what: 'Your name, title, e-mail address and phone number as the one to ask in an office, and what was said in talks about a letter',
    why: 'Organizers note whom they talked to, and volunteers for the offices that they follow up with. Both see it; the organizers may name you to other offices as the contact of a leading one, and remind you of a deadline by mail. It is not published here.',
    long: 'As long as the campaign is here, or until it takes you off, or you have it erased: your name then leaves the log of talks where it stands as the person talked to. Ask the campaign about its notes.',
  },
  {
    what: 'Whether an office opened its link',
    why: 'Nobody needs to know.',
    long: 'Not kept.',
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
    why: `One keeps organizers signed in, for up to ${SESSION_DAYS} days. Readers get none; whoever signs gets the one above.`,
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
  'The link in the mail about your signature or message shows what is kept of it. There you can correct it, take it back, and have it forgotten.',
  'The form on this page sends you a link to all that is held of your address, to read, to download and to erase.',
  'If a letter is open when you erase your signature, it is withdrawn. If it has closed, a nameless one still counts.',
  'What was delivered to an office is in its hands; ask the office about it.',
  'No page loads anything from another site, and nothing here follows you around. Nothing is sold or shared for advertising.',
  'This site is not meant for children under 13.',
];

const common = { view: 'privacy/privacy', tables: [] as { heading: string; rows: Kept[] }[], rights };

export const sitePrivacyPage = (settings: Settings, failed?: { problems: Problem[]; typed: Typed }) => ({
  ...common,
  title: 'What this site keeps',
  description: 'What this site keeps about people, why, and for how long.',
  lede: 'As little as it can, and not for long. Here is all of it.',
  own: '',
  asking:
    'Each campaign names who answers for it at the foot of its pages: write to that address about a message or a letter of theirs.',
  contact: '',
  team: '',
  problems: failed?.problems ?? [],
  fields: askFields(failed),
  tables: [
    { heading: 'If you sign a letter', rows: signers(settings) },
    { heading: 'If you write to your legislators', rows: constituents(settings) },
    { heading: 'If you answer for a legislator’s office', rows: staff },
    { heading: 'Everybody else, and everything else', rows: others },
  ],
});

export const campaignPrivacyPage = (campaign: Campaign, settings: Settings) => ({
  ...common,
  title: `Privacy: ${campaign.title}`,
  description: `What the campaign “${campaign.title}” keeps about people, why, and for how long.`,
  imprint: imprintOf(campaign),
  example: campaign.example,
  lede: `${campaign.sponsor} runs the campaign “${campaign.title}” and answers for what is kept about you here.`,
  own: renderMarkdown(campaign.privacy),
  asking: `Write to ${campaign.sponsor}, ${campaign.sponsorAddress.replace(/\s*\n\s*/g, ', ')}, or by e-mail:`,
  contact: campaign.sponsorContact,
  team: 'The campaign’s organizers and staffers see who signed, with city, state, ZIP code, district and comment, and can list who sent a message from here by name, state, district and ZIP code, as long as these are kept. Of signers who agreed that the campaign keeps their address, organizers also see e-mail address and street. Nobody of the campaign sees the e-mail address of others, or the text of your message here.',
  problems: [],
  fields: askFields(),
  tables: [
    { heading: 'If you sign a letter', rows: signers(settings) },
    { heading: 'If you write to your legislators', rows: constituents(settings) },
    { heading: 'If you answer for a legislator’s office', rows: staff },
  ],
});
