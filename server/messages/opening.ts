/** Ways that a writer goes by themselves: what they did there is known by their word alone, and only that is recorded. */
import { TooMany } from '../basics/errors.ts';
import { keyed } from '../basics/ids.ts';
import { dayIn } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import type { Way } from '../db/tables.ts';
import { move } from '../tallies/tallies.ts';
import { countTry } from '../web/limits.ts';
import type { Writing } from './board.ts';
import { changesOf, SUBJECT } from './counting.ts';
import { ASK_DAYS } from './ended.ts';
import { type Known, replaces } from './known.ts';
import * as store from './store.ts';
import * as writers from './writers.store.ts';

const perVisitor = { most: 60, seconds: 3600 };
const oncePerDay = { most: 1, seconds: 86_400 };
const DAY_MS = 86_400_000;

/** The ways that this server does not carry. */
export type OwnWay = Exclude<Way, 'email' | 'cwc'>;

export interface Taken {
  way: OwnWay;
  /** Whether they say that it is done; of a form or a printed letter it is not known before they do. */
  done: boolean;
  /** How a call ended. */
  outcome: store.MessageRow['outcome'];
  /** Ties what one visit does to one office together; '' for nothing. */
  visit: string;
  /** The words that the campaign may show to the office; '' for none. */
  quote: string;
  /** What a known writer takes there, for their receipts, and where they vote; null for nothing. */
  copy: { subject: string; text: string } | null;
  home: Pick<store.MessageRow, 'homeState' | 'homeDistrict'> | null;
}

/** 'opened' is a way that was begun, 'reported' one that somebody says they went to its end. */
const stateOf = ({ way, done, outcome }: Taken): 'opened' | 'reported' =>
  outcome === 'no answer' || (!done && (way === 'form' || way === 'print')) ? 'opened' : 'reported';

/**
 * Records that a visitor opened an office's form, or says that they called, wrote, posted or pasted. Of a stranger
 * nothing is kept; they count once a day per letter, legislator and way, and what is beyond is let pass uncounted. What
 * `known` does is told of on their own one row. Gives whether anything changed.
 */
export async function noteWay(
  world: World,
  writing: Writing,
  way: OwnWay,
  visitor: string,
  { known = null, ...more }: Partial<Omit<Taken, 'way'>> & { known?: Known | null } = {},
): Promise<boolean> {
  const taken: Taken = { way, done: false, outcome: null, visit: '', quote: '', copy: null, home: null, ...more };
  const { letter, legislator, ask } = writing;
  if (!ask) return false;
  if (!(await isWithin(world, 'ways', visitor, perVisitor))) return false;
  const now = world.now();
  const state = stateOf(taken);
  const day = dayIn(now, letter.timeZone);
  const nobody = { personKey: null, name: null, email: null, zip: null, homeState: null, homeDistrict: null };
  const row: store.MessageRow = {
    ...store.unsaid,
    ...{ id: world.newId(), letterId: letter.id, legislator: legislator.key, ask, way, state, day },
    ...nobody,
    ...{ lookup: null, subject: null, text: null, tokenHash: visitKey(world, writing, taken) },
    ...{ outcome: taken.outcome, edited: false, mailsSent: 0, createdAt: now, changedAt: now },
  };
  if (known) return world.db.transaction((tx) => noteKnown(tx, row, known, taken));
  if (await world.db.transaction((tx) => lift(tx, row))) return true;
  const once = [visitor, letter.id, legislator.key, way].join(' ');
  if (!(await isWithin(world, 'way', once, oncePerDay))) return false;
  return world.db.transaction(async (tx) => {
    const added = await store.add(tx, row);
    if (added) await move(tx, letter.id, SUBJECT, changesOf(row, 1));
    return added;
  });
}

async function isWithin(world: World, what: string, who: string, limit: typeof perVisitor): Promise<boolean> {
  try {
    await countTry(world, what, who, limit);
    return true;
  } catch (error) {
    if (error instanceof TooMany) return false;
    throw error;
  }
}

/** A key of what one visit does on one way to one office: never that of a link, and nobody can tell the visit by it. */
const visitKey = (world: Pick<World, 'secret'>, { letter, legislator, ask }: Writing, { way, visit }: Taken) =>
  /^[\w-]{10,60}$/.test(visit)
    ? keyed(world.secret, ['visit', visit, letter.id, legislator.key, ask, way].join(' '))
    : null;

/** Moves what this visit had opened to 'reported', now that they say that it is done. */
async function lift(tx: Tx, { tokenHash, state, outcome, changedAt }: store.MessageRow): Promise<boolean> {
  const before = tokenHash === null ? null : await store.findByToken(tx, tokenHash);
  if (!before || state !== 'reported') return false;
  const row = await store.change(tx, before.id, 'opened', { state, outcome, changedAt });
  if (!row) return false;
  await move(tx, row.letterId, SUBJECT, [...changesOf(before, -1), ...changesOf(row, 1)]);
  return true;
}

/** What goes of a text that nobody confirmed once its writer has gone another way: anybody may have typed it. */
const unconfirmed = {
  ...{ name: null, zip: null, lookup: null, details: null, subject: null, text: null, parts: null, quote: null },
  edited: false,
} as const;

/** The same on the row of a known writer, which tells of one delivery: how a call ended stands beside another way. */
async function noteKnown(
  tx: Tx,
  taken: store.MessageRow,
  known: Known,
  { quote, copy, home: given }: Pick<Taken, 'quote' | 'copy' | 'home'>,
): Promise<boolean> {
  const { way, state, outcome, changedAt, day } = taken;
  const { personKey } = known;
  const { state: homeState, district } = known.place;
  const home = given ?? { homeState: homeState || null, homeDistrict: district || null };
  const row = { ...taken, ...home, ...copy, personKey, quote: quote || null, tokenHash: null };
  const words = quote ? { quote } : {};
  if (await store.add(tx, row)) await move(tx, row.letterId, SUBJECT, changesOf(row, 1));
  else {
    const before = await store.findOfPerson(tx, { ...taken, personKey });
    if (!before) return false;
    if (!replaces(before, row)) {
      const beside = { ...(outcome ? { outcome } : {}), ...words };
      return Object.keys(beside).length > 0 && (await store.replace(tx, before, beside)) !== null;
    }
    const after = await store.replace(tx, before, {
      ...{ way, state, outcome: outcome ?? before.outcome, problem: null, similarity: null, changedAt },
      ...{ day: before.day ?? day, ...(before.state === 'confirming' ? { ...unconfirmed, ...home } : {}), ...words },
      ...copy,
    });
    if (!after) return false;
    await move(tx, row.letterId, SUBJECT, [...changesOf(before, -1), ...changesOf(after, 1)]);
  }
  if (state === 'reported')
    await writers.askLater(tx, row.letterId, personKey, new Date(changedAt.getTime() + ASK_DAYS * DAY_MS));
  return true;
}
