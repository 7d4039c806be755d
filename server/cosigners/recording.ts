import { Invalid, NotAllowed, NotFound, type Problem, Refused } from '../basics/errors.ts';
import { dayIn, isDay } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import type { Position } from '../db/tables.ts';
import { record as noteHistory } from '../history/history.ts';
import { type LegislatorRow, listByKeys } from '../legislators/legislators.ts';
import { changeLead, type Letter, requireMine } from '../letters/letters.ts';
import { move } from '../tallies/tallies.ts';
import { changesBetween, SUBJECT } from './counting.ts';
import { requireMayRecord } from './rights.ts';
import { isCorrected, verdictOf } from './standing.ts';
import * as store from './store.ts';

type Part = Pick<World, 'now' | 'newId'>;
type Standing = store.Standing;

/** What somebody says about where a legislator stands. */
export interface Recording {
  /** Null: not contacted. */
  position: Position | null;
  /** '2026-11-03'; today, in the letter's time zone, unless said. */
  day?: string | undefined;
  /** The published text it was given to; the newest unless said. A draft counts as the first. */
  version?: number | undefined;
  /** Where this is known from: 'e-mail from the office'. */
  source: string;
  note?: string | undefined;
  /** The entry that this one corrects, because it was never true. */
  corrects?: string | undefined;
  /**
   * The id of the new entry where several were given their order beforehand: `received` follows it, unless somebody
   * recorded something newer meanwhile, for the last word is the one that counts.
   */
  id?: string;
}

export interface Recorded {
  standing: Standing;
  /** False when it was recorded just so before: the same request twice is one position. */
  changed: boolean;
}

/**
 * Records where a legislator stands on a letter. Throws NotAllowed by the table of roles, Invalid for what does not
 * fit (a legislator of a body that the letter is not open to, a day to come), and Refused('letter-sent') for anything
 * but a withdrawal or a correction once the letter went out, Refused('entry-corrected') when the entry was corrected.
 */
export const record = (
  world: World,
  viewer: Viewer | null,
  slug: string,
  key: string,
  recording: Recording & { lead?: boolean | undefined },
): Promise<Recorded> =>
  world.db.transaction(async (tx) =>
    recordOn(tx, world, viewer, await requireMine(tx, viewer, slug, 'volunteer'), key, recording),
  );

/** As `record`, as one part of somebody's transaction. */
export async function recordOn(
  tx: Tx,
  world: Part,
  viewer: Viewer | null,
  letter: Letter,
  key: string,
  { lead, ...recording }: Recording & { lead?: boolean | undefined },
): Promise<Recorded> {
  const actor = requireSignedIn(viewer);
  const role = await requireMayRecord(tx, actor, letter, key);
  if (role === 'volunteer' && lead !== undefined) throw new NotAllowed('Only an organizer names who leads a letter.');
  const [legislator] = await listByKeys(tx, [key]);
  if (!legislator) throw new NotFound('legislator');
  const before = await store.find(tx, letter.id, key);
  requireFitting(world, letter, legislator, before, recording);
  const recorded = await recordEntry(tx, world, actor, letter, legislator, recording, {
    check: (standing, voided) => {
      const touched = [recording.position, standing.position, voided?.position];
      if (role === 'volunteer' && touched.includes('signed'))
        throw new NotAllowed('Only an organizer records a signature or takes one back.');
      requireOpen(letter, standing, recording);
    },
  });
  if (lead !== undefined) await changeLead(tx, world, actor, letter, key, lead);
  return recorded;
}

/** What may be checked once the standing is held, and nobody else can change it. */
interface Checks {
  check(standing: Standing, voided: store.Entry | null): void;
}

/**
 * Records an entry as one part of somebody's transaction, without asking for rights or whether the legislator serves:
 * for `record`, and for loading a past letter. Adds the entry, sets the standing, moves the kept numbers, notes it.
 */
export async function recordEntry(
  tx: Tx,
  world: Part,
  viewer: Viewer,
  letter: Letter,
  legislator: LegislatorRow,
  recording: Recording,
  { check }: Checks = { check: () => {} },
): Promise<Recorded> {
  const { position, source, corrects } = recording;
  const version = recording.version ?? Math.max(1, letter.version);
  const day = recording.day ?? dayIn(world.now(), letter.timeZone);
  const blank = blankFor(letter, legislator);
  if (position === null && !corrects && !(await store.find(tx, letter.id, legislator.key))?.entryId)
    return { standing: blank, changed: false };

  const before = await store.hold(tx, blank);
  const entries = await store.listEntries(tx, letter.id, legislator.key);
  const same = entries.find((entry) => (corrects ? entry.corrects === corrects : entry.id === before.entryId));
  if (same && says(same, { ...recording, version })) return { standing: before, changed: false };
  const voided = corrects ? (entries.find((entry) => entry.id === corrects) ?? null) : null;
  if (corrects && !voided)
    throw new Invalid([{ path: 'corrects', message: 'This is no entry on this legislator and letter.' }]);
  if (corrects && isCorrected(entries, corrects)) throw correctedAlready();
  check(before, voided);

  const entry: store.Entry = {
    id: recording.id && recording.id > (entries.at(-1)?.id ?? '') ? recording.id : world.newId(),
    letterId: letter.id,
    legislator: legislator.key,
    ...{ position, version, day, source },
    note: recording.note ?? '',
    corrects: corrects ?? null,
    actorId: viewer.accountId,
    actor: viewer.name,
    at: world.now(),
  };
  if (!(await store.addEntry(tx, entry))) throw correctedAlready();
  const after = standingAfter(before, [...entries, entry], letter, legislator);
  await store.put(tx, after);
  await move(tx, letter.id, SUBJECT, changesBetween(before, after));
  await noteHistory(tx, world, viewer, {
    campaignId: letter.campaignId,
    subject: 'position',
    subjectId: letter.id,
    deed: corrects ? 'corrected' : 'recorded',
    detail: {
      legislator: legislator.key,
      name: legislator.full,
      from: before.position,
      to: after.position,
      entry: entry.id,
      ...(corrects && { corrects }),
    },
  });
  return { standing: after, changed: true };
}

/**
 * Where a legislator stands, held for this transaction: whoever records on the same one waits, so what is decided by it
 * stays right. Throws NotFound for a key that nobody has.
 */
export async function holdStanding(tx: Tx, letter: Letter, key: string): Promise<Standing> {
  const [legislator] = await listByKeys(tx, [key]);
  if (!legislator) throw new NotFound('legislator');
  return store.hold(tx, blankFor(letter, legislator));
}

/** Where the entries leave a legislator. A signature keeps the seat in which it was given. */
function standingAfter(before: Standing, entries: store.Entry[], letter: Letter, legislator: LegislatorRow): Standing {
  const { current, withdrew, signedPlace } = verdictOf(entries, letter.publishedAt);
  const keepsSeat = current?.position === 'signed' && before.position === 'signed';
  return {
    ...(keepsSeat ? before : blankFor(letter, legislator)),
    position: current?.position ?? null,
    withdrew,
    entryId: current?.id ?? '',
    signedEntryId: signedPlace,
    version: current?.version ?? 0,
    day: current?.day ?? '',
    source: current?.source ?? '',
    note: current?.note ?? '',
  };
}

/** Nothing known yet, with the seat as it is now. */
const blankFor = (letter: Letter, legislator: LegislatorRow): Standing => ({
  letterId: letter.id,
  legislator: legislator.key,
  position: null,
  withdrew: false,
  entryId: '',
  signedEntryId: '',
  version: 0,
  day: '',
  source: '',
  note: '',
  body: legislator.body,
  state: legislator.state,
  district: legislator.district,
  class: legislator.class,
  title: legislator.title,
  party: legislator.party,
  caucus: legislator.caucus,
});

/** Whether an entry says what is to be recorded; a day or a note that is not given does not differ. */
const says = (entry: store.Entry, { position, day, version, source, note, corrects }: Recording): boolean =>
  entry.position === position &&
  entry.source === source &&
  entry.version === version &&
  (day === undefined || entry.day === day) &&
  (note === undefined || entry.note === note) &&
  (corrects === undefined || entry.corrects === corrects);

const correctedAlready = () =>
  new Refused('entry-corrected', 'This entry was corrected already. Please look at the latest one.');

/** Throws Invalid for a legislator whom the letter is not open to, and for a day or a version that cannot be. */
function requireFitting(
  world: Part,
  letter: Letter,
  legislator: LegislatorRow,
  before: Standing | null,
  { day, version }: Recording,
): void {
  const problems: Problem[] = [];
  // Whoever is on the list already stays on it: who has left since can still be corrected or withdraw.
  if (!before?.entryId && !letter.openToBodies.includes(legislator.body))
    problems.push({ path: 'key', message: `This letter is not open to the body that ${legislator.full} belongs to.` });
  else if (!before?.entryId && !legislator.serving)
    problems.push({ path: 'key', message: `${legislator.full} does not serve any more.` });
  if (day !== undefined && !isDay(day))
    problems.push({ path: 'day', message: 'A day as year-month-day, such as 2026-11-03.' });
  else if (day !== undefined && day > dayIn(world.now(), letter.timeZone))
    problems.push({ path: 'day', message: 'This day is still to come.' });
  if (version !== undefined && (version < 1 || version > Math.max(1, letter.version)))
    problems.push({ path: 'version', message: `This letter has versions 1 to ${Math.max(1, letter.version)}.` });
  if (problems.length > 0) throw new Invalid(problems);
}

/** Once a letter went out or was withdrawn, its list only loses names, or has slips put right. */
function requireOpen(letter: Letter, standing: Standing, { position, corrects }: Recording): void {
  if ((letter.state !== 'sent' && letter.state !== 'withdrawn') || corrects) return;
  if (position === 'withdrawn' && standing.position === 'signed') return;
  throw new Refused(
    'letter-sent',
    `This letter is ${letter.state}: a signer can still withdraw, and an entry can be corrected.`,
  );
}

export interface Outcome {
  key: string;
  outcome: 'recorded' | 'unchanged' | 'refused';
  /** Why it was refused; '' otherwise. */
  message: string;
}

/** So many legislators in one bulk entry: both chambers of Congress and a few more. */
export const MOST_AT_ONCE = 600;

/** So many of them start together and share commits; fewer than PostgreSQL has connections. */
const TOGETHER = 10;

/** Records one position for many legislators, each by itself, in the order given; one that does not fit stops no other. */
export async function recordMany(
  world: World,
  viewer: Viewer | null,
  slug: string,
  keys: string[],
  recording: Omit<Recording, 'corrects' | 'id'>,
): Promise<Outcome[]> {
  await requireMine(world.db, viewer, slug, 'volunteer');
  const ids = new Map(keys.map((key) => [key, world.newId()]));
  return forMany(keys, async (key) => {
    const id = ids.get(key);
    return (await record(world, viewer, slug, key, { ...recording, ...(id && { id }) })).changed;
  });
}

/** Does a deed for many legislators, each by itself; one that it does not fit stops no other. The deed says whether it changed anything. */
export async function forMany(keys: string[], deed: (key: string) => Promise<boolean>): Promise<Outcome[]> {
  const wanted = [...new Set(keys)].slice(0, MOST_AT_ONCE);
  const one = async (key: string): Promise<Outcome> => {
    try {
      return { key, outcome: (await deed(key)) ? 'recorded' : 'unchanged', message: '' };
    } catch (error) {
      if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
      const message = error instanceof Invalid ? (error.problems[0]?.message ?? '') : error.message;
      return { key, outcome: 'refused', message };
    }
  };
  const outcomes: Outcome[] = [];
  for (let from = 0; from < wanted.length; from += TOGETHER)
    outcomes.push(...(await Promise.all(wanted.slice(from, from + TOGETHER).map(one))));
  return outcomes;
}

const expected = [Invalid, Refused, NotAllowed, NotFound];
