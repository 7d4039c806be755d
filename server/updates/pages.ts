/** The desk's pages of a letter's updates: the list, the form, one update with what comes next. */
import type { Problem } from '../basics/errors.ts';
import { grouped, plural } from '../basics/text.ts';
import { localAt, momentInShort } from '../basics/time.ts';
import { findState, listStates } from '../districts/districts.ts';
import type { Letter } from '../letters/letters.ts';
import { type FieldSetup, fieldsFor, lines, type Typed } from '../web/forms.ts';
import type { Page } from '../web/render.ts';
import type { Numbers } from './counting.ts';
import type { Previewed } from './preview.ts';
import { hindranceOf } from './sending.ts';
import type { Update } from './store.ts';
import { audienceOf, standingOf, stateWords, updatesUrl } from './words.ts';
import type { About } from './writing.ts';

type Failed = { problems: Problem[]; typed: Typed };

const crumbsOf = (letter: Letter) => [
  { label: 'Desk', url: '/desk' },
  { label: letter.title, url: `/desk/letters/${letter.slug}` },
];

export function listPage({ letter, campaign }: About, rows: { update: Update; numbers: Numbers }[]) {
  return {
    view: 'updates/list',
    title: `News for signers: ${letter.title}`,
    example: campaign.example,
    crumbs: crumbsOf(letter),
    lede: 'Mail to those signers of this letter who ticked that they want news of it. Nobody else is written to, and each mail has a way out.',
    newUrl: `${updatesUrl(letter)}/new`,
    updates: rows.map(({ update, numbers }) => ({
      url: `${updatesUrl(letter)}/${update.id}`,
      subject: update.subject,
      state: update.state,
      stateWords: stateWords[update.state],
      words: standingOf(update, numbers, letter),
      by: `Written by ${update.by}, ${momentInShort(update.createdAt, letter.timeZone)}`,
    })),
  } satisfies Page & Record<string, unknown>;
}

/** Writing: a new update, or a draft. With `preview` what was typed is shown as it would arrive. */
export function editPage(
  { letter, campaign }: About,
  update: Update | null,
  { failed, preview = null }: { failed?: Failed; preview?: Previewed | null } = {},
) {
  const url = updatesUrl(letter);
  const chosen = new Set(failed ? lines(failed.typed['states']) : (update?.states ?? []));
  const all = failed ? failed.typed['audience'] !== 'states' : chosen.size === 0;
  return {
    view: 'updates/edit',
    title: `${update ? 'Change the update' : 'Write an update'}: ${letter.title}`,
    example: campaign.example,
    crumbs: [...crumbsOf(letter), { label: 'News for signers', url }],
    heading: update ? 'Change the update' : 'Write an update',
    action: update ? `${url}/${update.id}/edit` : `${url}/new`,
    cancel: update ? `${url}/${update.id}` : url,
    problems: failed?.problems ?? [],
    fields: fieldsFor(
      {
        subject: {
          label: 'Subject',
          required: true,
          value: update?.subject ?? '',
          hint: 'What readers see in their inbox. Say what happened: “The Secretary answered our letter”.',
        },
        text: {
          ...{ label: 'Text', kind: 'textarea', rows: 16, required: true, value: update?.text ?? '' },
          hint: 'An empty line starts a new paragraph; **bold**, lists and [links](https://example.org) work (Markdown). {{first_name|friend}} becomes the reader’s first name, or “friend” where that is not known.',
        },
      } satisfies Record<string, FieldSetup>,
      failed,
    ),
    audience: {
      all,
      states: listStates().map(({ code, name }) => ({ code, name, checked: chosen.has(code) })),
      problem: failed?.problems.find(({ path }) => path === 'states')?.message ?? '',
    },
    preview,
  } satisfies Page & Record<string, unknown>;
}

export interface UpdateState extends About {
  update: Update;
  numbers: Numbers;
  complaints: number;
  preview: Previewed;
  /** Where a test goes; '' for a viewer without an address. */
  own: string;
  mailerReady: boolean;
  now: Date;
  note: string;
  failed?: Failed;
}

const notes: Record<string, string> = {
  saved: 'Saved.',
  tested: 'A test is on its way to your own address.',
  scheduled: 'Scheduled. You can take it back until it goes out.',
  draft: 'It is a draft again.',
  sent: 'It is going out now.',
  paused: 'Paused. Nothing more leaves until you resume it.',
  resumed: 'It goes on where it was.',
  cancelled: 'Cancelled. Nobody else gets it.',
};

/** One update: where it stands and the one thing to do next. */
export function updatePage(state: UpdateState) {
  const { letter, campaign, update, numbers, preview, own, mailerReady, note, failed } = state;
  const url = `${updatesUrl(letter)}/${update.id}`;
  const draft = update.state === 'draft';
  const hindrance = hindranceOf({ campaign });
  const countedNow = update.listing === 'done';
  return {
    view: 'updates/update',
    title: `${update.subject}: ${letter.title}`,
    example: campaign.example,
    note: notes[note] ?? null,
    crumbs: [...crumbsOf(letter), { label: 'News for signers', url: updatesUrl(letter) }],
    heading: update.subject,
    state: update.state,
    stateWords: stateWords[update.state],
    words: standingOf(update, numbers, letter),
    alarm: update.state === 'paused' ? update.pausedFor : '',
    draft,
    problems: failed?.problems ?? [],
    hindrance: hindrance?.message ?? '',
    waits:
      mailerReady || update.state === 'done' || update.state === 'cancelled'
        ? ''
        : 'No mail server is set (SMTP_URL): nothing leaves until there is one.',
    audience: audienceOf(update),
    urls: {
      edit: `${url}/edit`,
      test: `${url}/test`,
      count: `${url}/count`,
      send: `${url}/send`,
      schedule: `${url}/schedule`,
      draft: `${url}/draft`,
      pause: `${url}/pause`,
      resume: `${url}/resume`,
      cancel: `${url}/cancel`,
      html: `${url}/mail.html`,
      live: `${url}/progress`,
      here: url,
    },
    preview,
    own,
    count: {
      // A count in which nothing can be done but look is the next thing to do; one that is there is not.
      state: update.listing,
      words: countWords(update, numbers),
      at: update.listedAt ? momentInShort(update.listedAt, letter.timeZone) : '',
      byState: byStateOf(update),
    },
    counted: countedNow,
    sendable: draft && !hindrance && countedNow && numbers.addressed > 0,
    schedule: fieldsFor(
      {
        sendAt: {
          ...{ label: 'Day and time', kind: 'datetime-local', required: true },
          value: `${localAt(new Date(state.now.getTime() + 86_400_000), letter.timeZone).slice(0, 10)}T09:00`,
          hint: `On the clock of ${letter.timeZone}. Who signs or leaves until then is counted in or out.`,
        },
      } satisfies Record<string, FieldSetup>,
      failed,
    ).sendAt,
    scheduling: failed !== undefined,
    live: isWorking(update),
    progress: progressOf(state),
    pausable: update.state === 'sending' || update.state === 'scheduled',
    resumable: update.state === 'paused' && !hindrance,
    cancellable: ['draft', 'scheduled', 'sending', 'paused'].includes(update.state),
    begun: update.bodyId !== null,
  } satisfies Page & Record<string, unknown>;
}

const countWords = ({ listing, states }: Update, { addressed, suppressed, all }: Numbers): string => {
  if (listing === 'none') return '';
  if (listing !== 'done') return `${grouped(all)} listed so far.`;
  const where = states.length > 0 ? ' in these states' : '';
  if (all === 0) return `No signer${where} has asked for news.`;
  const left =
    suppressed > 0
      ? ` ${plural(suppressed, 'address', 'addresses')} more ${suppressed === 1 ? 'gets' : 'get'} no mail to many: ${suppressed === 1 ? 'it' : 'they'} unsubscribed, came back or complained.`
      : '';
  return `${plural(addressed, 'address', 'addresses')} would get it, each once.${left}`;
};

/** Where those who were listed live, the most first. */
const byStateOf = ({ byState }: Update) =>
  Object.entries(byState)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([code, n]) => ({
      name: findState(code)?.name ?? (code === 'abroad' ? 'Abroad' : 'State not known'),
      count: grouped(n),
    }));

/** How far an update is, in numbers; made anew every few seconds while it works. */
export function progressOf({ letter, update, numbers, complaints }: Omit<UpdateState, 'preview'>) {
  const { state, listing } = update;
  const url = `${updatesUrl(letter)}/${update.id}/recipients`;
  const listed = listing === 'done';
  const waiting = state === 'cancelled' ? 'not sent: cancelled' : 'not queued yet';
  const number = (key: keyof Numbers, label: string, always = false) =>
    always || numbers[key] > 0 ? [{ label, count: grouped(numbers[key]), url: `${url}?state=${key}` }] : [];
  return {
    words: standingOf(update, numbers, letter),
    listing: listed ? '' : `${grouped(numbers.all)} recipients listed so far.`,
    bar: listed && update.bodyId ? { value: numbers.ended, most: Math.max(1, numbers.addressed) } : null,
    numbers: [
      ...number('sent', 'sent', true),
      ...number('queued', 'in the outbox'),
      ...number('listed', waiting),
      ...number('failed', 'not taken by the receiver'),
      ...number('returned', 'came back'),
      ...number('unsure', 'may have arrived'),
      ...number('suppressed', 'get no mail to many'),
      ...number('skipped', 'left since they were listed'),
    ],
    complaints:
      complaints > 0
        ? `${plural(complaints, 'reader')} complained and ${complaints === 1 ? 'gets' : 'get'} no more.`
        : '',
    // Told by the piece that is made anew, once there is nothing more to wait for.
    ended: '',
  };
}

export const livePage = (state: Omit<UpdateState, 'preview'>) => ({
  view: 'updates/live',
  title: state.update.subject,
  progress: {
    ...progressOf(state),
    ended: isWorking(state.update) ? '' : `${updatesUrl(state.letter)}/${state.update.id}`,
  },
});

/** Whether something happens to an update by itself just now. */
const isWorking = ({ state, listing }: Update): boolean =>
  state === 'sending' || listing === 'running' || listing === 'clearing';

/** What is asked before an update goes out. */
export const sendPage = ({ letter, campaign, update, numbers, preview }: UpdateState) => ({
  view: 'updates/send',
  title: `Send the update? ${update.subject}`,
  example: campaign.example,
  crumbs: [
    ...crumbsOf(letter),
    { label: 'News for signers', url: updatesUrl(letter) },
    { label: update.subject, url: `${updatesUrl(letter)}/${update.id}` },
  ],
  heading: `Send it to ${plural(numbers.addressed, 'person', 'people')} now?`,
  facts: [
    { label: 'To', value: audienceOf(update) },
    { label: 'Counted', value: update.listedAt ? momentInShort(update.listedAt, letter.timeZone) : '' },
  ],
  seen: update.changedAt.toISOString(),
  action: `${updatesUrl(letter)}/${update.id}/send`,
  back: `${updatesUrl(letter)}/${update.id}`,
  button: `Send ${plural(numbers.addressed, 'mail')}`,
  preview,
});
