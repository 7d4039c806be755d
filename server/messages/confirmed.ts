/** Messages that one confirmation covers together with a signature: the address is proved, so nothing is asked again. */
import { Refused } from '../basics/errors.ts';
import { dayIn } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { takesServerMail } from '../carriers/carriers.ts';
import type { Tx } from '../db/database.ts';
import type { Letter } from '../letters/letters.ts';
import { move } from '../tallies/tallies.ts';
import {
  type Ask,
  aboutLetter,
  type Offered,
  type Own,
  offersTo,
  similarity,
  standingsOf,
  textsMark,
  wholeText,
} from '../variants/variants.ts';
import { addFirst } from './adding.ts';
import { type Board, writeBoard } from './board.ts';
import { changesOf, SUBJECT } from './counting.ts';
import { hand } from './handing.ts';
import { personKeyOf } from './persons.ts';
import * as store from './store.ts';
import { type Asked, closingPlace, type Finding } from './where.ts';
import { addWriter } from './writers.ts';

/** Who writes, with an address that is proved, and what they say in their own words. */
export interface Writer {
  name: string;
  email: string;
  /** Where they vote. */
  asked: Asked;
  words: string;
  /** The mark of the campaign's texts as they saw them. */
  seen: string;
}

interface About {
  letter: Letter;
  campaign: Campaign;
}

/** A legislator to whom there is something to say. */
export type Asking = Own & { ask: Ask };

/** Whom a constituent may write to about a letter, by how a message gets there. */
export interface Reach {
  board: Board;
  /** Their own for certain, to whom this server carries mail. */
  carried: Asking[];
  /** Their own for certain, who are reached by their own form or by phone. */
  others: Asking[];
  /** Members of bodies whose districts no ZIP code tells and to whom this server carries mail: one is theirs to pick. */
  bodies: { name: string; members: Asking[] }[];
}

const isAsked = (own: Own): own is Asking => own.ask !== null;

/** Whom somebody of a place may write to about a letter. */
export async function findReach(world: Finding, { letter, campaign }: About, asked: Asked): Promise<Reach> {
  const board = await writeBoard(world, letter, asked);
  const own = board.own.filter(isAsked);
  const carries = ({ legislator }: Own) => takesServerMail(legislator, campaign);
  const bodies = await Promise.all(
    board.bodies.map(async ({ name, members }) => ({
      name,
      members: (await standingsOf(world.db, letter, members, world.now())).filter(isAsked).filter(carries),
    })),
  );
  return {
    board,
    carried: own.filter(carries),
    others: own.filter((one) => !carries(one)),
    bodies: bodies.filter(({ members }) => members.length > 0),
  };
}

/**
 * Queues a message to each of the constituent's own legislators whom this server may write to, and to the members that
 * they picked; once for each person, letter, legislator and ask. Gives how many are new. They get a page of their own, by
 * whose token they write to the others. For a writer whose address was proved in the same transaction.
 * Throws Refused('text-changed') where a text is not the one that they saw: nobody sends what they have not read.
 */
export async function writeConfirmed(
  tx: Tx,
  world: Pick<World, 'now' | 'newId' | 'secret' | 'settings'>,
  about: About,
  writer: Writer,
  picked: string[],
): Promise<number> {
  const now = world.now();
  const { board, carried, others, bodies } = await findReach({ ...world, db: tx }, about, writer.asked);
  // One of each body represents them; who asks for more gets the first.
  const members = bodies.flatMap(
    (body) => body.members.find(({ legislator }) => picked.includes(legislator.key)) ?? [],
  );
  const { where } = board;
  const said = aboutLetter(world, about.letter);
  let count = 0;
  const asked = [...carried, ...members];
  // Also where their offices are reached by form or need more than is known: the pages behind their token lead there.
  if (asked.length + others.length > 0) await addWriter(tx, world, { letterId: about.letter.id, email: writer.email });
  if (asked.length > 0 && writer.seen !== (await textsMark(tx, about.letter, said)))
    throw new Refused('text-changed', 'The campaign has changed its text since you saw it.');
  const offered = await offersTo(tx, about.letter, asked, said);
  const constituent = { own: writer.words, name: writer.name, place: closingPlace(where) };
  for (const [at, { legislator, ask }] of asked.entries()) {
    const offer = (offered[at] as Offered).by(constituent);
    const row = {
      ...{ id: world.newId(), letterId: about.letter.id, legislator: legislator.key, ask },
      ...{ way: 'email' as const, state: 'queued' as const, personKey: personKeyOf(world, writer.email) },
      ...{ name: writer.name, email: writer.email, zip: where.zip },
      homeState: where.state?.code ?? null,
      homeDistrict: where.district === null ? null : String(where.district),
      lookup: where.method,
      subject: offer.subject,
      text: wholeText(legislator, offer.text, constituent),
      ...store.unsaid,
      day: dayIn(now, about.letter.timeZone),
      edited: writer.words !== '',
      similarity: similarity([writer.words, offer.text].filter(Boolean).join('\n\n'), offer.text),
      ...{ tokenHash: null, mailsSent: 0, createdAt: now, changedAt: now },
    };
    if (!(await addFirst(tx, world, row))) continue;
    await hand(tx, world, row, { ...about, legislator });
    await move(tx, about.letter.id, SUBJECT, changesOf(row, 1));
    count += 1;
  }
  return count;
}
