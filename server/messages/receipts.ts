/** What a writer sees of their messages behind their link, and what they can say and take back there. */
import { NotFound } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import { type Campaign, findCampaignById } from '../campaigns/campaigns.ts';
import type { Db, Tx } from '../db/database.ts';
import { type LegislatorRow, listByKeys } from '../legislators/legislators.ts';
import { findLetterById, type Letter } from '../letters/letters.ts';
import { cancelMails } from '../mail/mail.ts';
import { move } from '../tallies/tallies.ts';
import { type Own, standingsOf } from '../variants/variants.ts';
import { writeBoard } from './board.ts';
import { changesOf, SUBJECT } from './counting.ts';
import { ASK_DAYS } from './ended.ts';
import { mailReasonsOf, writerReasonOf } from './erasing.ts';
import { personKeyOf } from './persons.ts';
import * as receiptsStore from './receipts.store.ts';
import * as store from './store.ts';
import { type Asked, nowhere } from './where.ts';
import * as writers from './writers.store.ts';
import { findWriter, findWriterToken, type KnownWriter } from './writers.ts';

const MOST = 500;
const DAY_MS = 86_400_000;

/** One message, and the legislator whom it is for. */
export interface Receipt {
  message: store.MessageRow;
  legislator: LegislatorRow;
  /** What there is to say to them now; null for nothing. */
  ask: Own['ask'];
}

export interface Receipts {
  letter: Letter;
  campaign: Campaign;
  receipts: Receipt[];
  /** Where the writer votes, as far as it is still known. */
  asked: Asked;
  /** Their own legislators to whom they have not written. */
  next: Own[];
}

type Part = Pick<World, 'db' | 'now' | 'secret'>;

async function requireWriter(world: Pick<World, 'secret'>, db: Db, token: string): Promise<KnownWriter> {
  const writer = await findWriter(world, db, token);
  if (!writer) throw new NotFound('page');
  return writer;
}

/** All that a writer's page shows. Throws NotFound for a token that opens nothing. */
export async function requireReceipts(world: Part, token: string): Promise<Receipts> {
  const { db } = world;
  const { letterId, personKey } = await requireWriter(world, db, token);
  const letter = await findLetterById(db, letterId);
  const campaign = letter && (await findCampaignById(db, letter.campaignId));
  if (!campaign) throw new NotFound('page');
  const rows = await receiptsStore.listOfWriter(db, letterId, personKey, MOST);
  const keys = [...new Set(rows.map((row) => row.legislator))];
  const standings = await standingsOf(db, letter, await listByKeys(db, keys), world.now());
  const byKey = new Map(standings.map((own) => [own.legislator.key, own]));
  const receipts = rows.flatMap((message) => {
    const own = byKey.get(message.legislator);
    return own ? [{ message, legislator: own.legislator, ask: own.ask }] : [];
  });
  const asked = placeOf(rows);
  const board = await writeBoard(world, letter, asked);
  return {
    ...{ letter, campaign, receipts, asked },
    next: board.own.filter(({ legislator, ask }) => ask !== null && !byKey.has(legislator.key)),
  };
}

/** Where a writer votes, by the newest of their messages that tells it. */
function placeOf(rows: store.MessageRow[]): Asked {
  const row = rows.findLast(
    ({ state, homeState, zip }) => state !== 'confirming' && (homeState !== null || zip !== null),
  );
  if (!row) return nowhere;
  return { ...nowhere, zip: row.zip ?? '', state: row.homeState ?? '', district: row.homeDistrict ?? '' };
}

/** The states in which an office has had the message, as far as is known: only then it can answer. */
const arrived = new Set<store.MessageRow['state']>(['sent', 'reported']);

/** When the writer is asked whether the office answered; null where nothing is known to have reached it. */
export const askedFrom = ({ state, changedAt }: Pick<store.MessageRow, 'state' | 'changedAt'>): Date | null =>
  arrived.has(state) ? new Date(changedAt.getTime() + ASK_DAYS * DAY_MS) : null;

/**
 * Keeps whether an office answered; said again, the newer word counts. Before the two weeks are over nothing is kept.
 * Throws NotFound for a token that opens nothing and for somebody else's message.
 */
export async function answer(world: World, token: string, id: string, answered: 'yes' | 'no'): Promise<void> {
  const now = world.now();
  await world.db.transaction(async (tx) => {
    const before = await requireOwn(tx, world, token, id);
    const from = askedFrom(before);
    if (!from || from > now || before.answered === answered) return;
    const row = await receiptsStore.setAnswered(tx, before, { answered, answeredAt: now });
    if (row) await move(tx, row.letterId, SUBJECT, [...changesOf(before, -1), ...changesOf(row, 1)]);
  });
}

/** Takes the writer's word that they sent what they had opened. Throws NotFound as `answer` does. */
export async function markSent(world: World, token: string, id: string): Promise<void> {
  const now = world.now();
  await world.db.transaction(async (tx) => {
    const before = await requireOwn(tx, world, token, id);
    const row = await store.change(tx, id, 'opened', { state: 'reported', changedAt: now });
    if (!row) return;
    await move(tx, row.letterId, SUBJECT, [...changesOf({ ...before, state: 'opened' }, -1), ...changesOf(row, 1)]);
    if (row.personKey)
      await writers.askLater(tx, row.letterId, row.personKey, new Date(now.getTime() + ASK_DAYS * DAY_MS));
  });
}

/** Takes back the agreement that the campaign shows the writer's words to the office. Throws NotFound as `answer` does. */
export async function withdrawQuote(world: World, token: string, id: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const { state } = await requireOwn(tx, world, token, id);
    await store.change(tx, id, state, { quote: null });
  });
}

async function requireOwn(tx: Tx, world: World, token: string, id: string): Promise<store.MessageRow> {
  const row = await receiptsStore.findOfWriter(tx, id, await requireWriter(world, tx, token));
  if (!row) throw new NotFound('message');
  return row;
}

/** What is forgotten of a message when its writer says so; that somebody of a district wrote stays. */
const typed = {
  ...{ name: null, email: null, zip: null, subject: null, text: null, parts: null, quote: null },
  ...{ details: null, tokenHash: null },
};

/**
 * Forgets the writer's name, address and texts. What they did not confirm goes whole; what is on its way keeps its text
 * until it has ended: gives how many these are. Throws NotFound for a token that opens nothing.
 */
export async function forgetTexts(world: World, token: string): Promise<number> {
  return world.db.transaction(async (tx) => {
    const writer = await requireWriter(world, tx, token);
    const rows = await receiptsStore.listOfWriter(tx, writer.letterId, writer.personKey, MOST);
    let onTheirWay = 0;
    for (const { id, state } of rows) {
      if (state === 'queued') onTheirWay += 1;
      else {
        await cancelMails(tx, mailReasonsOf({ id }));
        if (state === 'confirming') await store.remove(tx, id, state);
        else await store.change(tx, id, state, typed);
      }
    }
    await cancelMails(tx, [writerReasonOf(writer)]);
    return onTheirWay;
  });
}

/** A person's messages about a letter in brief, for another page that is theirs alone; null for who has written none. */
export async function findReceiptsOf(
  world: Pick<World, 'secret'>,
  db: Db,
  letterId: string,
  email: string,
): Promise<{ token: string; receipts: Pick<Receipt, 'message' | 'legislator'>[] } | null> {
  const personKey = personKeyOf(world, email);
  const token = await findWriterToken(world, db, letterId, personKey);
  if (token === null) return null;
  const rows = await receiptsStore.listOfWriter(db, letterId, personKey, MOST);
  const people = new Map(
    (await listByKeys(db, [...new Set(rows.map((row) => row.legislator))])).map((one) => [one.key, one]),
  );
  const receipts = rows.flatMap((message) => {
    const legislator = people.get(message.legislator);
    return legislator && message.state !== 'confirming' ? [{ message, legislator }] : [];
  });
  return { token, receipts };
}
