/**
 * What happened to a letter, as everybody may know it: for the feeds, which wait a quarter of an hour, and the record.
 * This is the room's front door.
 */
import { NotFound } from '../basics/errors.ts';
import { dayIn, dayInWords, momentInWords } from '../basics/time.ts';
import { mayAs, type Viewer } from '../basics/viewer.ts';
import {
  type DeadlineMove,
  type Delivery,
  deliveredInWords,
  listDeadlineMoves,
  listDeliveries,
  listReplies,
  nameInFull,
  type Reply,
  sentAt,
} from '../closing/closing.ts';
import { listSteps, type SigningStep } from '../cosigners/cosigners.ts';
import type { Db } from '../db/database.ts';
import { type HistoryRow, listDeed } from '../history/history.ts';
import { type Letter, type LetterVersion, listVersions, requirePublished } from '../letters/letters.ts';

/** In the order in which they come about: what was recorded at one moment is told so. */
export const changeKinds = [
  ...(['published', 'version', 'signed', 'reaffirmed', 'withdrew', 'deadline'] as const),
  ...(['closed', 'reopened', 'sent', 'delivered', 'replied', 'letter-withdrawn'] as const),
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface Change {
  /** The same for good, also when what was recorded is corrected. */
  id: string;
  kind: ChangeKind;
  /** When it was first recorded, and when last; not before the letter was published. */
  since: Date;
  at: Date;
  /** The day it speaks of: '2026-11-03', or what is known of it. */
  day: string;
  /** One sentence, without who recorded it and from which source. */
  words: string;
  legislator: { key: string; name: string } | null;
  version: number | null;
  /** Where the record tells of it: '#signed-R000001'. */
  anchor: string;
}

/** How long a slip can be put right before the feeds tell of it. */
export const WAIT_MS = 15 * 60_000;

/** A letter of which somebody may read the record, and as whom: it is the same for everybody unless it is private. */
export interface OnRecord {
  letter: Letter;
  viewer: Viewer | null;
}

/**
 * The letter whose record and feeds are asked for. Throws NotFound before it is published, and for strangers where the
 * campaign keeps its legislators private.
 */
export async function requireOnRecord(db: Db, viewer: Viewer | null, slug: string): Promise<OnRecord> {
  const letter = await requirePublished(db, null, slug);
  if (letter.showCosigners !== 'private') return { letter, viewer: null };
  if (!mayAs(viewer, letter.campaignId, 'volunteer')) throw new NotFound('record');
  return { letter, viewer };
}

/** What a letter went through, told one by one. */
export interface Told {
  steps: SigningStep[];
  versions: LetterVersion[];
  deadlines: DeadlineMove[];
  /** Closed, reopened, sent and withdrawn. */
  moves: HistoryRow[];
  deliveries: Delivery[];
  replies: Reply[];
  sentAt: Date | null;
}

/** All of it, each part by an index of its own. */
export async function findTold(db: Db, viewer: Viewer | null, letter: Letter): Promise<Told> {
  const moves: HistoryRow[] = [];
  for (const deed of Object.keys(moveKinds)) moves.push(...(await listDeed(db, 'letter', letter.id, deed)));
  return {
    steps: await listSteps(db, viewer, letter),
    versions: await listVersions(db, letter.id),
    deadlines: await listDeadlineMoves(db, letter),
    moves,
    deliveries: await listDeliveries(db, letter.id),
    replies: await listReplies(db, letter.id),
    sentAt: await sentAt(db, letter),
  };
}

const moveKinds: Record<string, ChangeKind> = {
  closed: 'closed',
  reopened: 'reopened',
  sent: 'sent',
  withdrawn: 'letter-withdrawn',
};

/**
 * A letter's public changes, newest first: those that were recorded a quarter of an hour ago or longer. What was
 * corrected meanwhile is never told of, and what is corrected later leaves the list.
 */
export async function listChanges(db: Db, viewer: Viewer | null, letter: Letter, now: Date): Promise<Change[]> {
  return changesIn(letter, await findTold(db, viewer, letter)).filter(
    ({ at }) => at.getTime() + WAIT_MS <= now.getTime(),
  );
}

/** Everything as changes, newest first. */
export function changesIn(letter: Letter, told: Told): Change[] {
  const changes = [
    ...told.steps.map((step) => stepChange(step, told.sentAt)),
    ...told.versions.map((version) => versionChange(letter, version)),
    ...told.deadlines.map((move) => deadlineChange(letter, move)),
    ...told.moves.map((row) => moveChange(letter, row)),
    ...told.deliveries.map(deliveryChange),
    ...told.replies.map(replyChange),
  ];
  return changes.sort((a, b) => (isNewer(placeOf(a), placeOf(b)) ? -1 : 1));
}

/** Where a change stands among others; it lasts when the change itself has left. */
export interface Place {
  moment: number;
  rank: number;
  id: string;
}

export const placeOf = ({ at, kind, id }: Change): Place => ({
  moment: at.getTime(),
  rank: changeKinds.indexOf(kind),
  id,
});

export function isNewer(a: Place, b: Place): boolean {
  if (a.moment !== b.moment) return a.moment > b.moment;
  return a.rank === b.rank ? a.id > b.id : a.rank > b.rank;
}

const nobody = { legislator: null, version: null };

function stepChange({ id, kind, stand, day, version, since, at }: SigningStep, sent: Date | null): Change {
  const name = nameInFull(stand);
  const on = dayInWords(day);
  const words = {
    signed: `${name} signed on ${on}.`,
    reaffirmed: `${name} signed version ${version} too, on ${on}.`,
    withdrew: `${name} withdrew the signature on ${on}${sent && since > sent ? ', after the letter was sent' : ''}.`,
  };
  return {
    ...{ id: `${kind}-${id}`, kind, since, at, day, version },
    words: words[kind],
    legislator: { key: stand.key, name },
    anchor: `#${kind === 'withdrew' ? 'withdrew' : 'signed'}-${stand.key}`,
  };
}

function versionChange(letter: Letter, { number, substantive, reason, publishedAt: at }: LetterVersion): Change {
  const first = number === 1;
  const what = substantive
    ? 'its substance changed, and whoever signed before is asked again'
    : 'a small correction, which asks nothing new of signers';
  return {
    ...{ id: `version-${letter.id}-${number}`, kind: first ? 'published' : 'version', since: at, at },
    ...{ day: dayIn(at, letter.timeZone), legislator: null, version: number },
    words: first
      ? 'The letter was published.'
      : `Version ${number} of the letter was published: ${what}.${reason && ` ${reason}`}`,
    anchor: first ? '#published' : `#version-${number}`,
  };
}

/** 'extended from … to …', as far as it is so. */
export function deadlineInWords(letter: Letter, { from, to }: Pick<DeadlineMove, 'from' | 'to'>): string {
  const words = (moment: Date) => momentInWords(moment, letter.timeZone);
  if (!to) return 'The deadline was lifted';
  if (!from) return `A deadline was set: ${words(to)}`;
  return `The deadline was ${to > from ? 'extended' : 'moved forward'} from ${words(from)} to ${words(to)}`;
}

const deadlineChange = (letter: Letter, move: DeadlineMove): Change => ({
  ...{ ...nobody, id: `deadline-${move.id}`, kind: 'deadline', since: move.at, at: move.at },
  day: dayIn(move.at, letter.timeZone),
  words: `${deadlineInWords(letter, move)}.${move.told && move.reason ? ` Why: ${move.reason}` : ''}`,
  anchor: `#deadline-${move.id}`,
});

function moveChange(letter: Letter, { id, at, deed }: HistoryRow): Change {
  const kind = moveKinds[deed] ?? 'closed';
  const sentDay = letter.sentDay ?? '';
  const words: Partial<Record<ChangeKind, string>> = {
    closed: 'The letter closed: it takes no more names.',
    reopened: 'The letter was opened again.',
    sent: `The letter, dated ${dayInWords(sentDay)}, was sent to its addressees.`,
    'letter-withdrawn': 'The campaign withdrew the letter.',
  };
  return {
    ...{ ...nobody, id: `${kind}-${id}`, kind, since: at, at },
    day: kind === 'sent' ? sentDay : dayIn(at, letter.timeZone),
    words: words[kind] ?? '',
    anchor: `#${kind}-${id}`,
  };
}

const deliveryChange = (delivery: Delivery): Change => ({
  ...{ ...nobody, id: `delivered-${delivery.id}`, kind: 'delivered', since: delivery.at, at: delivery.at },
  day: delivery.day,
  words: `The letter was delivered to ${deliveredInWords(delivery)}.`,
  anchor: `#delivered-${delivery.id}`,
});

const replyChange = ({ id, at, day, author, summary, source }: Reply): Change => ({
  ...{ ...nobody, id: `replied-${id}`, kind: 'replied', since: at, at, day },
  words: `${author} answered on ${dayInWords(day)}: ${summary} (Source: ${source})`,
  anchor: `#replied-${id}`,
});
