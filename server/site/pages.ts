import { grouped, listed, plural } from '../basics/text.ts';
import { dayInWords, momentInWords, momentsDay } from '../basics/time.ts';
import { type Campaign, imprintOf } from '../campaigns/campaigns.ts';
import { type Aftermath, deliveredInWords, webAddress } from '../closing/closing.ts';
import { type Stand, seatOf, type Withdrawal } from '../cosigners/cosigners.ts';
import {
  addressBlock,
  changesUrl,
  excerptOf,
  greetingOf,
  type Letter,
  type LetterVersion,
  renderMarkdown,
  stateInWords,
  versionLine,
} from '../letters/letters.ts';
import { type ShownRow, watchOf } from '../signatures/signatures.ts';
import type { signPanel } from '../signing/signing.ts';
import type { TallyBlock } from '../tallies/pages.ts';
import type { Tally } from '../tallies/shape.ts';
import type { Page } from '../web/render.ts';

/** A letter with its number, for lists. */
export interface Listed {
  letter: Letter;
  tally: Tally;
}

const letterUrl = (letter: Letter) => `/letters/${letter.slug}`;
const memberOf = (stand: Stand) => `${stand.title} · ${seatOf(stand)}`;

function deadlineWords(letter: Letter): string {
  return letter.state === 'circulating' && letter.deadline
    ? `Open until ${momentInWords(letter.deadline, letter.timeZone)}`
    : '';
}

/** A letter with its numbers as a card. */
export function cardOf({ letter, tally }: Listed) {
  const signed = tally.cosigners?.signed ?? 0;
  const confirmed = tally.signatures?.confirmed ?? 0;
  const reported = tally.cosigners?.reported;
  return {
    title: letter.title,
    url: letterUrl(letter),
    state: letter.state,
    stateWords: stateInWords[letter.state],
    signed: [signed > 0 && `${plural(signed, 'legislator')} signed`, confirmed > 0 && plural(confirmed, 'signature')]
      .filter(Boolean)
      .join(' · '),
    reported: reported ? `Reported: ${grouped(reported.total)} (${reported.source})` : '',
    deadline: deadlineWords(letter),
  };
}

/** The first page: letters that circulate, then the campaigns. */
export const homePage = (letters: (Listed & { campaign: Campaign })[], campaigns: Campaign[]): Page => ({
  view: 'site/home',
  title: 'Letters and who signed them',
  description: 'Read a letter, sign it, see which legislators have signed, and write to your own.',
  width: 'wide',
  ...{
    letters: letters.map((one) => ({ ...cardOf(one), campaign: one.campaign.title, example: one.campaign.example })),
    campaigns: campaigns.map(({ slug, title, sponsor, example }) => ({
      url: `/campaigns/${slug}`,
      title,
      sponsor,
      example,
    })),
  },
});

export interface LetterParts {
  campaign: Campaign;
  versions: LetterVersion[];
  signers: Stand[];
  withdrew: Withdrawal[];
  /** What became of it once it was out, and how its deadline was moved. */
  aftermath: Aftermath;
  tally: Tally;
  block: TallyBlock | null;
  /** The newest names of the public. */
  recent: ShownRow[];
  bodyNames: string[];
  /** Whether it takes names at this moment. */
  open: boolean;
  /** The form for the public; null where they are not asked. */
  signing: ReturnType<typeof signPanel>;
}

/** The letter as a letter, with who signed, the numbers, and the way to write one's own legislators. */
export function letterPage(letter: Letter, parts: LetterParts): Page {
  const { campaign, signers, tally, versions, open, aftermath } = parts;
  const text = versions.at(-1)?.text ?? letter.text;
  const cosigners = tally.cosigners;
  const toLegislators = letter.openToBodies.length > 0;
  const errata = new Set(aftermath.errata.map(({ stand }) => stand.key));
  const recorded = letter.publishedAt !== null && letter.showCosigners !== 'private';
  return {
    view: 'site/letter',
    title: letter.title,
    description: excerptOf(text),
    imprint: imprintOf(campaign),
    example: campaign.example,
    feed: recorded ? { title: `Changes: ${letter.title}`, url: `${letterUrl(letter)}/changes.atom` } : null,
    ...{
      heading: letter.title,
      url: letterUrl(letter),
      campaign: { title: campaign.title, url: `/campaigns/${campaign.slug}` },
      state: letter.state,
      stateWords: stateInWords[letter.state],
      when: whenWords(letter),
      // Where the public signs too, "0 legislators" is not what a reader comes for.
      numbers: numbersOf(parts, toLegislators && !(letter.openToPublic && cosigners?.signed === 0)),
      mayWrite: toLegislators && open,
      signing: parts.signing,
      asksToSign: parts.signing?.open ?? false,
      dateline: letter.sentDay
        ? dayInWords(letter.sentDay)
        : letter.state === 'draft'
          ? 'Draft'
          : 'Date: when it is sent',
      addressees: letter.addressees.map((addressee) => addressBlock(addressee).join('\n')),
      salutation: greetingOf(letter.addressees),
      text: renderMarkdown(text),
      signers: signers.map((stand) => ({
        name: stand.full,
        url: `/legislators/${stand.key}`,
        line: [memberOf(stand), stand.lead && 'lead', `signed ${dayInWords(stand.day)}`].filter(Boolean).join(' · '),
      })),
      noSigners: noSignersWords(letter, cosigners?.signed ?? 0, signers.length),
      withdrew: parts.withdrew
        .filter(({ stand }) => !errata.has(stand.key))
        .map(({ stand, day }) => ({ name: stand.full, line: `${memberOf(stand)} · withdrew ${dayInWords(day)}` })),
      errata: aftermath.errata.map(({ words }) => words),
      deliveries: aftermath.deliveries.map(deliveredInWords),
      replies: aftermath.replies.map(({ author, day, summary, source }) => ({
        ...{ id: '', author, day: dayInWords(day), summary, source, url: webAddress(source) },
      })),
      tally: parts.block,
      watch: watchOf(letter, tally.signatures, parts.recent, open),
      facts: [
        { label: 'Run by', value: campaign.sponsor },
        {
          label: 'Who may sign',
          value: listed([...(letter.openToPublic ? ['anybody'] : []), ...parts.bodyNames]) || 'nobody yet',
        },
        ...(letter.deadline ? [{ label: 'Deadline', value: lastDeadline(letter, aftermath) }] : []),
        { label: 'Order of legislators', value: orderWords[letter.order] },
        { label: 'On this site', value: versionWords(versions, letter.timeZone) },
      ],
      versions: versions.map((version) => ({
        words: versionLine(version, letter.timeZone),
        url: `${letterUrl(letter)}/versions/${version.number}`,
        changes: version.number > 1 ? changesUrl(letter, version.number) : '',
      })),
      documents: letter.publishedAt
        ? Object.entries(documents).map(([format, label]) => ({ label, url: `${letterUrl(letter)}/letter.${format}` }))
        : [],
      recordUrl: recorded ? `${letterUrl(letter)}/record` : '',
      downloads:
        letter.showCosigners === 'names' && signers.length > 0
          ? ['csv', 'xlsx', 'json'].map((format) => ({
              label: format.toUpperCase(),
              url: `/api/v1${letterUrl(letter)}/cosigners.${format}`,
            }))
          : [],
    },
  };
}

/** One published text of a letter, as it was. */
export const versionPage = (letter: Letter, campaign: Campaign, version: LetterVersion): Page => ({
  view: 'site/version',
  title: `${letter.title}, version ${version.number}`,
  imprint: imprintOf(campaign),
  example: campaign.example,
  ...{
    heading: `Version ${version.number}`,
    letter: { title: letter.title, url: letterUrl(letter) },
    about: versionLine(version, letter.timeZone),
    newer: version.number < letter.version,
    changes: version.number > 1 ? changesUrl(letter, version.number) : '',
    text: renderMarkdown(version.text),
  },
});

/** The numbers at the head: what is counted here, and apart from it what a source reports. */
function numbersOf({ tally: { cosigners, messages } }: LetterParts, toLegislators: boolean) {
  const numbers: { count: number; label: string; main?: true }[] = [];
  if (cosigners && toLegislators) {
    const label = cosigners.reported
      ? 'named among the signers'
      : cosigners.signed === 1
        ? 'legislator signed'
        : 'legislators signed';
    numbers.push({ count: cosigners.signed, label, main: true });
    if (cosigners.reported)
      numbers.push({ count: cosigners.reported.total, label: 'signers reported; the source is below' });
  }
  const written = messages.sent + messages.queued;
  if (written > 0)
    numbers.push({ count: written, label: `${written === 1 ? 'message' : 'messages'} sent or on their way` });
  if (messages.opened > 0)
    numbers.push({
      count: messages.opened,
      label: `${messages.opened === 1 ? 'time' : 'times'} an office’s form, phone or mail was opened`,
    });
  return numbers.map(({ count, label, main = false }) => ({ count: grouped(count), label, main }));
}

const documents = { pdf: 'PDF', docx: 'Word', txt: 'plain text' };

/** The deadline, and the one that it had at first. */
function lastDeadline({ deadline, timeZone }: Letter, { extendedFrom }: Aftermath): string {
  const words = deadline ? momentInWords(deadline, timeZone) : '';
  return extendedFrom ? `${words}, extended from ${momentsDay(extendedFrom, timeZone)}` : words;
}

const orderWords = {
  alphabetical: 'leads first, then by last name',
  seniority: 'leads first, then by seniority',
  received: 'leads first, then as received',
  chamber: 'leads first, then senators, then representatives',
};

function whenWords(letter: Letter): string {
  if (letter.state === 'sent' && letter.sentDay) return dayInWords(letter.sentDay);
  if (letter.state === 'draft') return 'Only the campaign’s team sees this page.';
  return deadlineWords(letter);
}

function noSignersWords(letter: Letter, signed: number, shown: number): string {
  if (shown > 0 || letter.openToBodies.length === 0) return '';
  if (letter.showCosigners === 'private') return 'The campaign does not publish who has signed.';
  if (letter.showCosigners === 'count') return 'The campaign publishes how many have signed, and not who.';
  if (signed > 0 || letter.state !== 'circulating') return '';
  return letter.version > 1 ? 'No legislator has signed this text yet.' : 'No legislator has signed yet.';
}

const dayOf = (version: LetterVersion, timeZone: string) => momentsDay(version.publishedAt, timeZone);

function versionWords(versions: LetterVersion[], timeZone: string): string {
  const newest = versions.at(-1);
  if (!newest) return 'not published yet';
  return versions.length === 1
    ? `published ${dayOf(newest, timeZone)}`
    : `version ${newest.number}, ${dayOf(newest, timeZone)}`;
}
