/** The desk's page of a letter's signatures. */
import type { Problem } from '../basics/errors.ts';
import { grouped, listed, plural } from '../basics/text.ts';
import { momentInShort } from '../basics/time.ts';
import type { SignatureState } from '../db/tables.ts';
import type { Letter } from '../letters/letters.ts';
import { fieldsFor, line, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import { isAbroad } from './counting.ts';
import { type ReviewForm, reasonFields } from './desk.forms.ts';
import { type Look, MOST_COUNTED, type Seen, type Tab, tabs, type Waits } from './looking.ts';
import { sharesAddress } from './sharing.ts';
import { HIDDEN, heldReasons, removedReasons } from './states.ts';

export const signaturesUrl = (letter: Letter) => `/desk/letters/${letter.slug}/signatures`;

/** Where the confirmed signatures of a letter are had as a file; the history notes who takes one. */
export const downloadsOf = (letter: Letter) =>
  ['csv', 'xlsx', 'json'].map((format) => ({
    label: format.toUpperCase(),
    url: `/desk/letters/${letter.slug}/signatures.${format}`,
  }));

/** What every desk page about signatures has at its top. */
export const crumbsOf = (letter: Letter) => ({ url: `/desk/letters/${letter.slug}`, label: letter.title });

const tabWords: Record<Tab, string> = {
  held: 'Held',
  waiting: 'To approve',
  names: 'Names to look at',
  disowned: 'Disowned',
  confirmed: 'Confirmed',
  pending: 'Not confirmed yet',
  withdrawn: 'Withdrawn',
  removed: 'Removed',
  expired: 'Never confirmed',
};

/** Lists that have their place even while nothing is in them. */
const always: ReadonlySet<Tab> = new Set(['held', 'waiting', 'confirmed']);

const ledes: Record<Tab, string> = {
  held: 'Something about these is unusual. Most were held as they came in: no mail went out, nobody was told why, and once released they are asked to confirm like everybody else. A third name with one address had confirmed by mail and was told that you look at it: released, a person counts at once, and an organization waits for your approval.',
  waiting: 'These organizations confirmed their address. They count, and are named, once you approve them.',
  names:
    'This campaign looks at names before they are shown. These signatures count already; their names wait for you.',
  disowned:
    'Somebody used these addresses, and their owners said “this was not me”. What was typed is forgotten. Several at once can mean that one person gave many names.',
  confirmed: 'These count, but for those marked “earlier text”: they count again once their signers say so.',
  pending: 'These got a mail and have not pressed its button yet. They do not count.',
  withdrawn: 'Their signers took these back.',
  removed: 'You or your team removed these. The public sees how many, and why.',
  expired: 'These were never confirmed, and are forgotten.',
};

const empties: Partial<Record<Tab, string>> = {
  held: 'Nothing is held.',
  waiting: 'No organization waits for approval.',
  names: 'No name waits to be looked at.',
  disowned: 'Nobody said that they had not signed.',
  confirmed: 'Nobody has confirmed yet. Share the letter’s public page.',
};

type Deed = ReviewForm['deed'];
const deedsOf: Partial<Record<Tab, Deed[]>> = {
  held: ['release', 'remove'],
  waiting: ['approve', 'remove'],
  names: ['show', 'hide', 'remove'],
  confirmed: ['hide', 'show', 'remove'],
  pending: ['remove'],
  removed: ['put-back'],
};
const buttons: Record<Exclude<Deed, 'remove'>, string> = {
  release: 'Release',
  approve: 'Approve',
  show: 'Show the name',
  hide: 'Keep the name hidden',
  'put-back': 'Put back',
};

/** 'release' becomes '3 signatures were released.', in the note after the deed. */
const doneWords: Record<Deed, (n: number) => string> = {
  release: (n) => `${plural(n, 'signature was', 'signatures were')} released.`,
  approve: (n) => `${plural(n, 'organization was', 'organizations were')} approved and counted.`,
  remove: (n) => `${plural(n, 'signature was', 'signatures were')} removed.`,
  'put-back': (n) => `${plural(n, 'signature was', 'signatures were')} put back.`,
  show: (n) => `${plural(n, 'name is', 'names are')} shown now.`,
  hide: (n) => `${plural(n, 'name is', 'names are')} kept hidden.`,
};

/** What a deed did, as the page after it says. */
export interface Outcome {
  deed: string;
  done: number;
  left: number;
  unmailed: number;
}

function noteOf({ deed, done, left, unmailed }: Outcome): string | null {
  const words = Object.hasOwn(doneWords, deed) ? doneWords[deed as Deed] : null;
  if (!words) return null;
  return [
    words(done),
    unmailed > 0 &&
      `${plural(unmailed, 'address', 'addresses')} had three mails already and got no other: a signer can still use an earlier one.`,
    left > 0 &&
      `${plural(left, 'was', 'were')} left as they are: they had changed meanwhile, or it is too late for them.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** '5 signatures count; 4 were given to an earlier text …'. */
const countedWords = (counted: number, earlier: number): string =>
  earlier > 0
    ? `${plural(counted, 'signature counts', 'signatures count')}; ${grouped(earlier)} ${earlier === 1 ? 'was' : 'were'} given to an earlier text and ${earlier === 1 ? 'is' : 'are'} not counted until given again.`
    : `${plural(counted, 'signature is', 'signatures are')} confirmed and counted.`;

const more = (n: number) => (n >= MOST_COUNTED ? `${grouped(MOST_COUNTED)} or more` : grouped(n));

/** '3 held', '2 organizations to approve', … : what waits under a letter, each with where it is decided. */
export function waitsIn(letter: Letter, waits: Waits): { words: string; url: string }[] {
  const url = (tab: Tab) => `${signaturesUrl(letter)}?state=${tab}`;
  return [
    { n: waits.held, words: `${grouped(waits.held)} held`, url: url('held') },
    { n: waits.waiting, words: `${plural(waits.waiting, 'organization')} to approve`, url: url('waiting') },
    {
      n: waits.names,
      words: `${more(waits.names)} ${waits.names === 1 ? 'name' : 'names'} to look at`,
      url: url('names'),
    },
    { n: waits.disowned, words: `${grouped(waits.disowned)} disowned since yesterday`, url: url('disowned') },
  ].flatMap(({ n, words, url }) => (n > 0 ? [{ words, url }] : []));
}

export interface SignaturesState {
  letter: Letter;
  look: Look;
  /** Where in the list this page begins, as the address says it. */
  at: string;
  outcome: Outcome | null;
  /** Mails that asked signers to confirm and came back. */
  returned: number;
  failed?: { problems: Problem[]; typed: Typed };
}

export function signaturesPage({ letter, look, at, outcome, returned, failed }: SignaturesState) {
  const url = signaturesUrl(letter);
  const { tab, counts, waits, organizes } = look;
  const here = `${url}?state=${tab}`;
  const searched = look.q !== '';
  const offered = organizes && look.rows.length > 0 ? (deedsOf[tab] ?? []) : [];
  const waiting = waitsIn(letter, { ...waits, disowned: 0 });
  const ticked = new Set([failed?.typed['ids'] ?? []].flat());
  return {
    view: 'signatures/list',
    title: `Signatures: ${letter.title}`,
    width: 'wide' as const,
    note: outcome && noteOf(outcome),
    back: crumbsOf(letter),
    lede: `${countedWords(counts.confirmed - look.earlier, look.earlier)}${
      waiting.length > 0 ? ` For you to decide: ${listed(waiting.map(({ words }) => words))}.` : ''
    }`,
    disowned:
      waits.disowned > 0 && tab !== 'disowned'
        ? {
            words: `${plural(waits.disowned, 'person', 'people')} said since yesterday that they had not signed.`,
            url: `${url}?state=disowned`,
          }
        : null,
    problems: failed?.problems ?? [],
    tabs: tabs
      .filter((one) => always.has(one) || one === tab || counts[one] > 0)
      .map((one) => ({
        label: tabWords[one],
        count: one === 'names' ? more(counts[one]) : grouped(counts[one]),
        url: `${url}?state=${one}`,
        current: one === tab && !searched,
        waits: counts[one] > 0 && (one === 'held' || one === 'waiting' || one === 'names'),
      })),
    search: {
      action: `${url}/search`,
      q: look.q,
      label: organizes ? 'Name or e-mail address' : 'Name',
    },
    links: organizes
      ? [
          { label: 'Invite organizations', url: `/desk/letters/${letter.slug}/invitations` },
          { label: 'Remove many by conditions', url: `${url}/remove` },
        ]
      : [],
    downloads: downloadsOf(letter),
    heading: searched ? `Found for “${look.q}”` : tabWords[tab],
    about: searched
      ? `By name, it finds confirmed people and organizations that are shown in full, by the beginning of a name.${organizes ? ' By a whole e-mail address, it finds all that were given with it, in whatever state.' : ''}`
      : tab === 'confirmed' && look.earlier === 0
        ? 'These count.'
        : tab === 'pending' && returned > 0
          ? `${ledes[tab]} ${plural(returned, 'mail')} to signers came back: such an address was mistyped, or made up.`
          : ledes[tab],
    empty: searched ? 'Nothing was found.' : (empties[tab] ?? 'There are none.'),
    quick:
      look.quick > 0
        ? {
            action: `${url}/approve-quick`,
            button: `${look.quick === 1 ? 'Approve the one' : `Approve all ${grouped(look.quick)}`} whose address is at their own website’s domain or was invited`,
          }
        : null,
    addresses:
      organizes && look.rows.some((row) => row.name !== null && sharesAddress(row))
        ? { shown: look.addresses, url: `${here}${at ? `&after=${encodeURIComponent(at)}` : ''}&addresses=yes` }
        : null,
    action: `${here}${at ? `&after=${encodeURIComponent(at)}` : ''}`,
    buttons: offered.flatMap((deed, n) =>
      deed === 'remove' ? [] : [{ deed, label: buttons[deed], main: n === 0 && deed !== 'hide' }],
    ),
    remove: offered.includes('remove')
      ? {
          open: line(failed?.typed['deed']) === 'remove',
          fields: fieldsFor(reasonFields, failed),
        }
      : null,
    acts: offered.length > 0,
    all: `All ${look.rows.length} on this page`,
    allTicked: line(failed?.typed['all']) === 'yes',
    rows: look.rows.map((row) => ({ ...rowOf(letter, row, organizes), ticked: ticked.has(row.id) })),
    next: look.next ? `${here}&after=${encodeURIComponent(placeText(look.next))}` : null,
    first: at && !searched ? here : null,
  } satisfies Page & Record<string, unknown>;
}

/** A place in a list as an address has it, and back. */
export const placeText = ({ createdAt, id }: { createdAt: Date; id: string }) => `${createdAt.getTime()}.${id}`;
export function placeIn(text: string): { createdAt: Date; id: string } | null {
  const [, ms = '', id = ''] = /^(\d{1,14})\.([\w-]{1,64})$/.exec(text) ?? [];
  return id ? { createdAt: new Date(Number(ms)), id } : null;
}

const badges: Record<SignatureState, string> = {
  held: 'held',
  waiting: 'to approve',
  pending: 'not confirmed',
  confirmed: 'counted',
  withdrawn: 'withdrawn',
  disowned: 'disowned',
  removed: 'removed',
  expired: 'never confirmed',
};

const has = <T extends object>(words: T, key: string | null): key is keyof T & string =>
  key !== null && Object.hasOwn(words, key);

/** Why it is where it is, in words. */
function whyOf({ state, reason, quick }: Seen): string {
  if (state === 'held' && has(heldReasons, reason)) return `It ${heldReasons[reason]}.`;
  if (state === 'removed' && has(removedReasons, reason)) return `Removed: ${removedReasons[reason]}.`;
  if (quick === 'domain') return 'Its address is at its own website’s domain.';
  if (quick === 'invited') return 'You invited this address.';
  return '';
}

const displayWords = { full: 'in full', initials: 'by initials', anonymous: 'not at all' };

function shownWords({ state, shownAs, display, reason, name }: Seen): string {
  if (name === null) return '';
  if (state !== 'confirmed') return `wants to be named ${displayWords[display]}`;
  if (reason === HIDDEN) return 'name hidden by you';
  if (display === 'anonymous') return 'counted without a name, as they wish';
  return shownAs === null ? 'name not looked at yet' : `shown as ${shownAs}`;
}

/** Where a signer lives and votes, as far as they said. */
export function whereOf(row: Pick<Seen, 'city' | 'homeState' | 'zip' | 'country' | 'homeDistrict'>): string {
  if (isAbroad(row)) return [row.city, row.zip, row.country].filter(Boolean).join(', ');
  if (!row.city && !row.zip && row.homeDistrict !== null) return districtWords(row);
  const place = [row.city, [row.homeState, row.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  return [place, districtWords(row)].filter(Boolean).join(' · ');
}

const districtWords = ({ homeState, homeDistrict }: Pick<Seen, 'homeState' | 'homeDistrict'>) =>
  homeState && homeDistrict !== null
    ? homeDistrict === '0'
      ? `${homeState} at large`
      : `${homeState}-${homeDistrict}`
    : '';

/** The name of who signed, or that it was forgotten. */
export const whoOf = ({ kind, name, organization }: Pick<Seen, 'kind' | 'name' | 'organization'>): string =>
  (kind === 'organization' ? organization : name) ?? 'Name forgotten';

function rowOf(letter: Letter, row: Seen, organizes: boolean) {
  const signedBy =
    row.kind === 'organization' && row.name ? `by ${[row.name, row.title].filter(Boolean).join(', ')}` : '';
  const affiliation =
    row.kind === 'person' && row.organization
      ? `for identification only: ${[row.title, row.organization].filter(Boolean).join(', ')}`
      : '';
  return {
    id: row.id,
    field: `tick-${row.id}`,
    who: whoOf(row),
    about: [signedBy, affiliation, shownWords(row)].filter(Boolean).join(' · '),
    website: row.website,
    where: whereOf(row),
    state: row.state,
    badge: row.earlier ? 'earlier text' : badges[row.state],
    why: whyOf(row),
    comment: row.comment ?? '',
    contact: [row.email, row.address].filter(Boolean).join(' · '),
    when: `Given ${momentInShort(row.createdAt, letter.timeZone)}${
      row.confirmedAt ? `, confirmed ${momentInShort(row.confirmedAt, letter.timeZone)}` : ''
    }`,
    alike: organizes && row.state === 'disowned' ? alikeUrl(letter, row) : null,
  };
}

/** From a disowned signature to those that may be of the same hand: from its network, else of the hour around it. */
function alikeUrl(letter: Letter, { network, createdAt }: Seen): string {
  const around = (ms: number) => new Date(createdAt.getTime() + ms).toISOString();
  const query = network ? { network } : { from: around(-1_800_000), until: around(1_800_000) };
  return `${signaturesUrl(letter)}/remove?${new URLSearchParams(query)}`;
}
