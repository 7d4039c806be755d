import type { Problem } from '../basics/errors.ts';
import { grouped, listed, plural } from '../basics/text.ts';
import { dayInWords, localAt, momentInShort, momentInWords } from '../basics/time.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import { type Campaign, missingOf } from '../campaigns/campaigns.ts';
import type { HistoryRow } from '../history/history.ts';
import { type FieldSetup, fieldsFor, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { addressBlock, greetingOf } from './addressees.ts';
import { labelIn } from './editor.pages.ts';
import { renderMarkdown } from './markdown.ts';
import { fieldsInWords } from './merging.ts';
import { lackingOf } from './publishing.ts';
import type { Signers, SignersDesk, Waiting } from './signers.ts';
import { movesFrom } from './states.ts';
import type { Letter, LetterVersion } from './store.ts';
import { TOPICS } from './topics.ts';
import { changesUrl, kindInWords } from './versions.ts';

const notes: Record<string, string> = {
  'campaign-created': 'The campaign is there. Start its first letter.',
  'campaign-saved': 'Saved.',
  'campaign-published': 'The campaign is public now.',
  created: 'The draft is saved. Nobody but your team sees it.',
  saved: 'Saved.',
  unchanged: 'Nothing was changed.',
  published: 'The letter is published: everybody can read it.',
  'new-version': 'The new version is published.',
  closed: 'The letter is closed.',
  sent: 'The letter is marked as sent.',
  circulating: 'The letter is open again.',
  withdrawn: 'The letter is withdrawn.',
  copied: 'This is a new draft with all that the earlier letter said.',
  deleted: 'The draft is deleted.',
};
const noteOf = (code: string): string | null => notes[code] ?? null;

const capital: Record<Letter['state'], string> = {
  draft: 'Draft',
  circulating: 'Circulating',
  closed: 'Closed',
  sent: 'Sent',
  withdrawn: 'Withdrawn',
};

const deskUrl = (letter: Letter) => `/desk/letters/${letter.slug}`;

/** The one thing to do next with a letter, in words, with where it is done. */
function nextStep(letter: Letter, now: Date): { label: string; url: string } {
  const url = deskUrl(letter);
  if (letter.state === 'draft')
    return lackingOf(letter, now).length > 0
      ? { label: 'Finish the draft', url: `${url}/edit` }
      : { label: 'Read it over and publish it', url };
  if (letter.state === 'circulating') return { label: 'Ask legislators to sign', url: `${url}/whip` };
  if (letter.state === 'closed') return { label: 'Send it, and mark it as sent', url: `${url}/sending` };
  if (letter.state === 'sent') return { label: 'Thank who signed', url: `${url}/messages` };
  return { label: 'Start a new letter from it', url };
}

const whenOf = (letter: Letter): string => {
  if (letter.state === 'sent') return letter.sentDay ? `Sent ${dayInWords(letter.sentDay)}` : 'Sent';
  if (!letter.deadline) return 'No deadline';
  const when = momentInShort(letter.deadline, letter.timeZone);
  return letter.state === 'circulating' || letter.state === 'draft' ? `Until ${when}` : `Its deadline: ${when}`;
};

/** A campaign on the desk: its letters and what to do next. */
export function campaignPage(
  campaign: Campaign,
  letters: Letter[],
  { viewer, now, note }: { viewer: Viewer | null; now: Date; note: string },
) {
  const url = `/desk/campaigns/${campaign.slug}`;
  const organizes = mayAs(viewer, campaign.id, 'organizer');
  const reads = mayAs(viewer, campaign.id, 'staffer');
  const missing = missingOf(campaign);
  return {
    view: 'letters/campaign',
    title: campaign.title,
    width: 'wide' as const,
    example: campaign.example,
    note: noteOf(note),
    heading: campaign.title,
    sponsor: campaign.sponsor,
    published: campaign.publishedAt !== null,
    publicUrl: `/campaigns/${campaign.slug}`,
    organizes,
    reads,
    urls: {
      edit: `${url}/edit`,
      team: `${url}/team`,
      protection: `${url}/protection`,
      facts: `${url}/facts`,
      bills: `${url}/bills`,
      supporters: `${url}/supporters`,
      variants: `${url}/variants`,
      brief: `${url}/brief.pdf`,
      newLetter: `${url}/letters/new`,
      publish: `${url}/publish`,
    },
    missing: missing.length > 0 ? listed(missing) : '',
    letters: letters.map((letter) => ({
      title: letter.title,
      url: reads ? deskUrl(letter) : `${deskUrl(letter)}/whip`,
      state: letter.state,
      stateWords: capital[letter.state],
      when: whenOf(letter),
      next: organizes ? nextStep(letter, now) : { label: 'Where legislators stand', url: `${deskUrl(letter)}/whip` },
    })),
  } satisfies Page & Record<string, unknown>;
}

/** A letter as it will look: address blocks, salutation, text. */
export const sheetOf = ({ addressees, text, sentDay }: Pick<Letter, 'addressees' | 'text' | 'sentDay'>) => ({
  dateline: sentDay ? dayInWords(sentDay) : '',
  addressees: addressees.map((addressee) => addressBlock(addressee).join('\n')),
  salutation: greetingOf(addressees),
  html: renderMarkdown(text),
});

export interface OverviewState {
  letter: Letter;
  campaign: Campaign;
  versions: LetterVersion[];
  history: HistoryRow[];
  /** Names of the bodies whose members may sign, and of the leads. */
  bodies: string[];
  leads: string[];
  /** What is told of signers; null for a letter that the public does not sign. */
  signers: Signers | null;
  /** What of legislators and offices waits for somebody. */
  waiting: Waiting[];
  /** Why signatures are removed, in words. */
  reasons: SignersDesk['reasons'];
  viewer: Viewer | null;
  now: Date;
  note?: string;
  /** A move that could not be done, with what was typed. */
  failed?: { to: string; problems: Problem[]; typed: Typed };
}

/** A letter on the desk: where it stands, what comes next, and all that can be done with it. */
export function overviewPage(state: OverviewState) {
  const { letter, campaign, versions, bodies, leads, now, note = '' } = state;
  const url = deskUrl(letter);
  const lacking = letter.state === 'draft' ? lackingOf(letter, now) : [];
  const missing = letter.state === 'draft' ? missingOf(campaign) : [];
  return {
    view: 'letters/overview',
    title: letter.title,
    width: 'wide' as const,
    example: campaign.example,
    note: noteOf(note),
    heading: letter.title,
    campaign: { url: `/desk/campaigns/${campaign.slug}`, title: campaign.title },
    state: letter.state,
    stateWords: capital[letter.state],
    when: whenOf(letter),
    problems: state.failed?.problems ?? [],
    next: mayAs(state.viewer, campaign.id, 'organizer')
      ? nextStep(letter, now)
      : { label: 'Where legislators stand', url: `${url}/whip` },
    again: againOf(state),
    waiting: state.waiting,
    signers: state.signers && {
      words: `${plural(state.signers.counted, 'signature counts', 'signatures count')}.${
        state.signers.earlier > 0
          ? ` ${grouped(state.signers.earlier)} ${state.signers.earlier === 1 ? 'was' : 'were'} given to an earlier text and ${state.signers.earlier === 1 ? 'is' : 'are'} not counted.`
          : ''
      }`,
      waits: state.signers.waits,
      downloads: state.signers.downloads,
    },
    lacking: lacking.length > 0 ? listed(lacking) : '',
    campaignMissing:
      missing.length > 0 ? { words: listed(missing), url: `/desk/campaigns/${campaign.slug}/edit` } : null,
    publishesCampaign: letter.state === 'draft' && !campaign.publishedAt,
    organizes: mayAs(state.viewer, campaign.id, 'organizer'),
    isDraft: letter.state === 'draft',
    publishable: lacking.length === 0 && missing.length === 0,
    moves: movesOf(state),
    tools: toolsOf(state),
    urls: {
      edit: `${url}/edit`,
      state: `${url}/state`,
      copy: `${url}/copy`,
      remove: letter.publishedAt ? '' : `${url}/delete`,
    },
    facts: factsOf(letter, bodies, leads),
    versions: versions.toReversed().map((version) => ({
      number: `Version ${version.number}`,
      when: momentInShort(version.publishedAt, letter.timeZone),
      words: kindInWords(version),
      reason: version.reason,
      url: `${url}/versions/${version.number}`,
      changes: version.number > 1 ? changesUrl(letter, version.number) : '',
    })),
    history: state.history.map((row) => ({
      when: momentInShort(row.at, letter.timeZone),
      actor: row.actor,
      deed: row.deed,
      reason: typeof row.detail['reason'] === 'string' ? row.detail['reason'] : '',
      changes: [changesIn(row.detail, letter.timeZone), signaturesIn(row, state.reasons), versionIn(row)]
        .filter(Boolean)
        .join('; '),
    })),
    sheet: sheetOf(letter),
  } satisfies Page & Record<string, unknown>;
}

interface Tool {
  label: string;
  url: string;
}

/** Where all that concerns a letter is done, for whoever may do it. */
function toolsOf({ letter, viewer }: OverviewState): { heading: string; links: Tool[] }[] {
  const url = deskUrl(letter);
  const organizes = mayAs(viewer, letter.campaignId, 'organizer');
  const published = letter.publishedAt !== null;
  const signed = letter.openToPublic && published;
  const legislators = letter.openToBodies.length > 0;
  const links = (...tools: (Tool | false)[]) => tools.filter((tool) => tool !== false);
  return [
    {
      heading: 'Legislators',
      links: links(
        { label: 'Where legislators stand', url: `${url}/whip` },
        legislators && { label: 'Whom to ask next', url: `${url}/gaps` },
        organizes && legislators && { label: 'Bring in names', url: `${url}/names` },
        organizes && legislators && { label: 'Links for offices', url: `${url}/offices` },
        legislators && published && { label: 'Prepare a meeting', url: `${url}/meetings` },
      ),
    },
    {
      heading: 'The public',
      links: links(
        signed && { label: 'Signatures', url: `${url}/signatures` },
        letter.openToPublic && letter.version > 1 && { label: 'Ask signers again', url: `${url}/re-affirm` },
        signed && organizes && { label: 'Unusual rushes', url: `${url}/protection` },
        signed && organizes && { label: 'News for signers', url: `${url}/updates` },
        { label: 'Messages of constituents', url: `${url}/messages` },
        organizes && { label: 'What constituents say', url: `${url}/texts` },
      ),
    },
    {
      heading: 'The letter',
      links: links(
        published && { label: 'Public page', url: `/letters/${letter.slug}` },
        published && { label: 'Public record', url: `/letters/${letter.slug}/record` },
        { label: 'Documents', url: `${url}/documents` },
        organizes && published && { label: 'Closing and sending', url: `${url}/sending` },
        organizes && published && { label: 'Deadline and settings', url: `${url}/settings` },
        organizes && letter.state === 'circulating' && { label: 'New version', url: `${url}/versions/new` },
      ),
    },
  ];
}

/** Signers who are not counted any more come before all else, while they can still be asked. */
function againOf({ letter, signers, viewer }: OverviewState) {
  const open = letter.state === 'circulating' || letter.state === 'closed';
  if (!signers || signers.earlier === 0 || !open) return null;
  const { earlier, asking } = signers;
  const one = earlier === 1;
  const who = `${plural(earlier, 'signer')} gave their ${one ? 'name' : 'names'} to an earlier text and ${one ? 'is' : 'are'} not counted now.`;
  const url = `${deskUrl(letter)}/re-affirm`;
  if (asking === 'running')
    return { words: `${who} Mails that ask them are on their way.`, label: 'How far it is', url, main: false };
  if (asking === 'done') return { words: `${who} They were asked by mail.`, label: 'Who answered', url, main: false };
  const mayAsk = mayAs(viewer, letter.campaignId, 'organizer');
  return {
    words: who,
    label: mayAsk ? `Ask ${one ? 'the signer' : 'them'} by mail` : 'Nobody was asked yet',
    url,
    main: mayAsk,
  };
}

/** The moves of a letter but publishing, which is the draft's next step, each with the fields that it needs. */
function movesOf({ letter, now, failed }: OverviewState) {
  const reopensAt = localAt(new Date(now.getTime() + 14 * 86_400_000), letter.timeZone).slice(0, 10);
  return movesFrom(letter.state)
    .filter((move) => !move.unoffered && (letter.state !== 'draft' || move.to !== 'circulating'))
    .map(({ to, needsReason, button, effect }) => {
      const mine = failed?.to === to ? failed : undefined;
      // Several moves stand on one page, so each field's name carries the move.
      const setups: Record<string, FieldSetup> = {
        ...(to === 'circulating' && {
          'circulating.deadline': {
            label: 'New deadline',
            kind: 'datetime-local',
            value: `${reopensAt}T17:00`,
            required: true,
            hint: `On the clock of ${letter.timeZone}.`,
          },
        }),
        ...(to === 'sent' && {
          'sent.sentDay': {
            label: 'The day on the letter',
            kind: 'date',
            value: localAt(now, letter.timeZone).slice(0, 10),
          },
        }),
        [`${to}.reason`]: {
          label: 'Why?',
          required: needsReason,
          hint: needsReason ? 'The history keeps it.' : 'A few words for the history, if you like.',
        },
      };
      const fields = Object.values(fieldsFor<string>(setups, mine));
      return { to, button, effect, danger: to === 'withdrawn', fields, open: mine !== undefined };
    });
}

const factsOf = (letter: Letter, bodies: string[], leads: string[]) =>
  [
    {
      label: 'Deadline',
      value: letter.deadline ? momentInWords(letter.deadline, letter.timeZone) : 'None; it is closed by hand',
    },
    {
      label: 'Who may sign',
      value:
        listed([...bodies.map((body) => `members of the ${body}`), ...(letter.openToPublic ? ['the public'] : [])]) ||
        'Nobody yet',
    },
    { label: 'Leads asked', value: listed(leads) || 'None yet' },
    { label: 'Order', value: labelIn.order(letter.order) },
    { label: 'Legislators', value: labelIn.cosigners(letter.showCosigners) },
    { label: 'Public', value: letter.openToPublic ? labelIn.signatures(letter.showSignatures) : '' },
    { label: 'Bills', value: letter.bills.length > 0 ? plural(letter.bills.length, 'bill') : '' },
  ].filter((fact) => fact.value !== '');

const words: Record<string, string> = {
  deadline: 'deadline',
  timeZone: 'time zone',
  order: 'order',
  showCosigners: 'who sees the legislators',
  showSignatures: 'who sees the public’s names',
  leads: 'leads',
  bills: 'bills',
};

/** What a change of settings was from and to, in words; long lists are only named. */
function changesIn(detail: Record<string, unknown>, timeZone: string): string {
  return Object.entries(detail)
    .flatMap(([field, change]) => {
      const label = words[field];
      if (!label || typeof change !== 'object' || change === null) return [];
      const { from, to } = change as { from?: unknown; to?: unknown };
      if (field === 'deadline') return [`${label}: ${moment(from, timeZone)} → ${moment(to, timeZone)}`];
      return typeof from === 'string' && typeof to === 'string' ? [`${label}: ${from} → ${to}`] : [label];
    })
    .join('; ');
}

/** What was exported, or how many signatures a deed was done to, and why. */
function signaturesIn({ deed, detail }: HistoryRow, reasons: SignersDesk['reasons']): string {
  const { what, list, format, states, addresses, rows, signatures, count, why } = detail;
  if (deed === 'exported')
    return [
      typeof what === 'string' && `${list === 'whip' ? 'whip list' : what}${states === 'all' ? ' in every state' : ''}`,
      typeof format === 'string' && format.toUpperCase(),
      typeof rows === 'number' && plural(rows, 'row'),
      addresses === true && 'with the addresses that are shared',
    ]
      .filter(Boolean)
      .join(', ');
  const many = Array.isArray(signatures) ? signatures.length : signatures;
  return [
    typeof many === 'number' && plural(many, 'signature'),
    deed === 'invited organizations' && typeof count === 'number' && plural(count, 'address', 'addresses'),
    typeof why === 'string' && (reasons[why] ?? ''),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Which version was published, and what it means for whoever had signed. */
function versionIn({ deed, detail: { version, substantive } }: HistoryRow): string {
  if (deed !== 'new version' || typeof version !== 'number') return '';
  return `version ${version}, ${kindInWords({ number: version, substantive: substantive === true })}`;
}

const moment = (value: unknown, timeZone: string) =>
  typeof value === 'string' ? momentInShort(new Date(value), timeZone) : 'none';

/** The form of what constituents are offered to say. */
export const textsPage = (letter: Letter, campaign: Campaign, failed?: { problems: Problem[]; typed: Typed }) => ({
  view: 'letters/texts',
  title: `Messages for ${letter.title}`,
  example: campaign.example,
  heading: 'What constituents are offered to say',
  lede: 'Their own words come first, and all of it is theirs to change. The greeting, the link to the letter and their name are added around it.',
  action: `${deskUrl(letter)}/texts`,
  variantsUrl: `/desk/campaigns/${campaign.slug}/variants?letter=${letter.slug}`,
  merge: fieldsInWords,
  back: { url: deskUrl(letter), label: letter.title },
  problems: failed?.problems ?? [],
  fields: fieldsFor(
    {
      messageSubject: { label: 'Subject', required: true, value: letter.messageSubject },
      messageRequest: {
        ...{ label: 'To a legislator who has not signed', kind: 'textarea', rows: 10, required: true },
        value: letter.messageRequest,
      },
      messageThanks: {
        ...{ label: 'To one who has signed', kind: 'textarea', rows: 8, required: true },
        value: letter.messageThanks,
      },
      topic: {
        ...{ label: 'What the messages are about', kind: 'select', value: letter.topic },
        hint: 'Offices of Congress sort their mail by this list. Without a topic, messages reach them by their own forms and by phone alone.',
        options: [{ value: '', label: 'Not chosen' }, ...TOPICS.map((topic) => ({ value: topic, label: topic }))],
      },
      stance: {
        ...{ label: 'The letter’s bill', kind: 'select', value: letter.stance },
        hint: 'Tells the office on which side a message is. It goes along where a bill is linked to the letter.',
        options: [
          { value: '', label: 'Not said' },
          { value: 'pro', label: 'These messages support it' },
          { value: 'con', label: 'These messages oppose it' },
        ],
      },
    },
    failed,
  ),
});
