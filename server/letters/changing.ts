import { Invalid, Refused } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import type { LetterState } from '../db/tables.ts';
import { columnsOf, note, type SomeOfLetter, slugTaken } from './drafting.ts';
import { requireFitting } from './fitting.ts';
import { publishDraft } from './publishing.ts';
import { requireMine } from './questions.ts';
import { findMove, stateInWords } from './states.ts';
import * as store from './store.ts';
import { type MessageTexts, retitled } from './wording.ts';

type Letter = store.Letter;
type Part = Pick<World, 'now' | 'newId'>;

/** What can be changed of a letter: all of a draft; of a published one only what does not change what people signed. */
export type LetterChanges = SomeOfLetter & {
  state?: LetterState | undefined;
  /** The day on the letter, for the move to `sent`: '2026-05-04', or what is known of it. Today unless said. */
  sentDay?: string | undefined;
  /** Whether the reason is meant for the public: its record then tells it. */
  tellsWhy?: boolean | undefined;
};

/** The fields that a published letter keeps for good. */
const fixed = ['title', 'slug', 'text', 'addressees', 'openTo'] as const satisfies (keyof SomeOfLetter)[];

/**
 * Changes a letter and then moves it, both or neither. Of a published letter each change needs a reason, and its text,
 * title, addressees and who may sign are fixed: Refused('letter-published'). Throws Invalid for what does not fit, what
 * `moveLetter` throws, and Refused('letter-changed') when somebody moved it at the same moment.
 */
export async function changeLetter(
  world: World,
  viewer: Viewer | null,
  slug: string,
  { state, sentDay, tellsWhy = false, ...settings }: LetterChanges,
  reason = '',
): Promise<Letter> {
  return world.db.transaction(async (tx) => {
    let letter = await requireMine(tx, viewer, slug, 'organizer');
    const actor = requireSignedIn(viewer);
    const changes = Object.values(settings).some((value) => value !== undefined);
    if (letter.state !== 'draft' && changes) requireUnfixed(settings);
    if (letter.state !== 'draft' && (changes || state !== undefined)) requireReason(reason);
    if (changes && letter.state === 'draft') letter = await edit(tx, world, actor, letter, settings);
    else if (changes) letter = await set(tx, world, actor, letter, settings, { reason, tellsWhy });
    return state === undefined ? letter : move(tx, world, actor, letter, state, reason, sentDay);
  });
}

/** Changes a draft. Throws Refused('letter-published') when it is none any more. */
export async function editDraft(
  world: World,
  viewer: Viewer | null,
  slug: string,
  form: SomeOfLetter,
): Promise<Letter> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    return edit(tx, world, requireSignedIn(viewer), letter, form);
  });
}

/**
 * Moves a letter to another state by the table of states; `draft → circulating` publishes it. Throws
 * Refused('move-not-allowed') for a move that is not in the table, Refused('deadline-passed') when it would be opened
 * again without time left, and Invalid where the move needs a reason.
 */
export async function moveLetter(
  world: World,
  viewer: Viewer | null,
  slug: string,
  state: LetterState,
  { reason = '', sentDay }: { reason?: string; sentDay?: string | undefined } = {},
): Promise<Letter> {
  return world.db.transaction((tx) => moveWithin(tx, world, viewer, slug, state, { reason, sentDay }));
}

/** Moves a letter as `moveLetter` does, as one part of somebody's transaction. */
export async function moveWithin(
  tx: Tx,
  world: Part,
  viewer: Viewer | null,
  slug: string,
  state: LetterState,
  { reason = '', sentDay }: { reason?: string; sentDay?: string | undefined } = {},
): Promise<Letter> {
  const letter = await requireMine(tx, viewer, slug, 'organizer');
  return move(tx, world, requireSignedIn(viewer), letter, state, reason, sentDay);
}

/** Closes the letters whose deadline has come, and says how many. For the worker; twice is once. */
export async function closeDue(world: World): Promise<number> {
  const clock: Viewer = { accountId: null, name: 'the deadline', admin: false, roles: new Map() };
  return world.db.transaction(async (tx) => {
    const closed = await store.closeDue(tx, world.now());
    for (const letter of closed) await note(tx, world, clock, letter, 'closed', { reason: 'The deadline has come.' });
    return closed.length;
  });
}

/** What a letter's messages are about, as offices of Congress sort them, and for or against its bill; '' for neither. */
export type MessageSubject = Pick<Letter, 'topic' | 'stance'>;

/** Sets what constituents are offered to say, and what it is about; a part that is missing stays as it is. */
export async function setMessages(
  world: World,
  viewer: Viewer | null,
  slug: string,
  texts: MessageTexts & { [K in keyof MessageSubject]?: MessageSubject[K] | undefined },
): Promise<Letter> {
  return world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const { topic = letter.topic, stance = letter.stance } = texts;
    const changed = await store.change(tx, letter.id, letter.state, { ...texts, topic, stance });
    if (!changed) throw meanwhile();
    await note(tx, world, requireSignedIn(viewer), letter, 'message texts changed');
    return changed;
  });
}

/** Sets the paragraphs of the letter's Dear Colleague, Markdown. */
export async function setDearColleague(
  world: World,
  viewer: Viewer | null,
  slug: string,
  dearColleague: string,
): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    if (letter.dearColleague === dearColleague) return;
    if (!(await store.change(tx, letter.id, letter.state, { dearColleague }))) throw meanwhile();
    await note(tx, world, requireSignedIn(viewer), letter, 'Dear Colleague changed');
  });
}

/** Sets what the letter is called in Quill, the signing system of Congress; '' for nothing. For the campaign alone. */
export async function setQuillRef(world: World, viewer: Viewer | null, slug: string, quillRef: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    if (letter.quillRef === quillRef) return;
    if (!(await store.change(tx, letter.id, letter.state, { quillRef }))) throw meanwhile();
    await note(tx, world, requireSignedIn(viewer), letter, 'Quill reference changed', {
      quillRef: { from: letter.quillRef, to: quillRef },
    });
  });
}

/** Sets a total that a source states without naming everybody; it is shown with its source and never added up. */
export async function setReported(tx: Tx, letter: Letter, total: number, source: string): Promise<void> {
  await store.change(tx, letter.id, letter.state, { reportedTotal: total, reportedSource: source });
}

async function edit(tx: Tx, world: Part, viewer: Viewer, letter: Letter, form: SomeOfLetter): Promise<Letter> {
  if (letter.state !== 'draft') throw noDraft();
  const { legislators = letter.openToBodies, public: toPublic = letter.openToPublic } = form.openTo ?? {};
  const leads = form.leads ?? letter.leads;
  await requireFitting(
    tx,
    letter.campaignId,
    { ...form, openTo: { legislators, public: toPublic }, leads },
    { keptLeads: letter.leads },
  );
  if (form.slug !== undefined && form.slug !== letter.slug && (await store.find(tx, form.slug))) throw slugTaken();
  const texts = form.title === undefined ? {} : retitled(letter, letter.title);
  const edited = await store.change(tx, letter.id, 'draft', { ...columnsOf(form), ...texts });
  if (!edited) throw noDraft();
  await note(tx, world, viewer, letter, 'edited');
  return edited;
}

/** Changes the settings of a letter that was published. */
async function set(
  tx: Tx,
  world: Part,
  viewer: Viewer,
  letter: Letter,
  form: SomeOfLetter,
  { reason, tellsWhy }: { reason: string; tellsWhy: boolean },
): Promise<Letter> {
  if (form.deadline !== undefined && form.deadline !== null && form.deadline <= world.now())
    throw new Invalid([{ path: 'deadline', message: 'The new deadline must still be to come.' }]);
  const { openToBodies: bodies, leads: keptLeads } = letter;
  await requireFitting(tx, letter.campaignId, form, { bodies, keptLeads });
  const columns = columnsOf(form);
  const changed = await store.change(tx, letter.id, letter.state, columns);
  if (!changed) throw meanwhile();
  const fields = Object.keys(columns) as (keyof Letter)[];
  const detail = Object.fromEntries(fields.map((field) => [field, { from: letter[field], to: changed[field] }]));
  await note(tx, world, viewer, letter, 'changed', { reason, ...(tellsWhy && { tellsWhy }), ...detail });
  return changed;
}

async function move(
  tx: Tx,
  world: Part,
  viewer: Viewer,
  letter: Letter,
  to: LetterState,
  reason: string,
  sentDay: string | undefined,
): Promise<Letter> {
  const allowed = findMove(letter.state, to);
  if (!allowed)
    throw new Refused(
      'move-not-allowed',
      `This letter is ${stateInWords[letter.state]}; from there it cannot become ${stateInWords[to]}.`,
    );
  if (letter.state === 'draft' && to === 'circulating') return publishDraft(tx, world, viewer, letter);
  if (allowed.needsReason) requireReason(reason);
  if (to === 'circulating' && letter.deadline !== null && letter.deadline <= world.now())
    throw new Refused('deadline-passed', 'Its deadline has passed: give it a new one to open it again.');
  const day = to === 'sent' ? { sentDay: sentDay ?? dayIn(world.now(), letter.timeZone) } : {};
  // Marking as sent closes nothing anew; opening again forgets that it was closed.
  const closing =
    to === 'closed' || to === 'withdrawn' ? { closedAt: world.now() } : to === 'circulating' ? { closedAt: null } : {};
  const moved = await store.change(tx, letter.id, letter.state, { state: to, ...day, ...closing });
  if (!moved) throw meanwhile();
  await note(tx, world, viewer, letter, allowed.deed, { reason, ...day });
  return moved;
}

/** Throws Refused for a field that a published letter keeps for good; no reason would change that. */
function requireUnfixed(form: SomeOfLetter): void {
  if (fixed.some((field) => form[field] !== undefined))
    throw new Refused(
      'letter-published',
      'A published letter is never edited. Publish a new version of its text, or copy it as a new letter.',
    );
}

function requireReason(reason: string): void {
  if (!reason)
    throw new Invalid([{ path: 'reason', message: 'Please say why, in a few words: the history keeps it.' }]);
}

const noDraft = () =>
  new Refused('letter-published', 'This letter is no draft any more. Its text changes by a new version only.');

const meanwhile = () =>
  new Refused('letter-changed', 'Somebody changed this letter at the same moment. Please look at it again.');
