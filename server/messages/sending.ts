/** Mail that this server carries: written, confirmed by the one whose address it names, sent once. */
import { canonicalAddress } from '../basics/addresses.ts';
import { Invalid, NotFound, Refused, TooMany } from '../basics/errors.ts';
import { hashToken } from '../basics/ids.ts';
import { dayIn } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import type { Campaign } from '../campaigns/campaigns.ts';
import { publishedAddress, takesServerMail } from '../carriers/carriers.ts';
import type { Db, Tx } from '../db/database.ts';
import { findLetterById } from '../letters/letters.ts';
import { type NewMail, queueMail } from '../mail/mail.ts';
import { move } from '../tallies/tallies.ts';
import { countTry } from '../web/limits.ts';
import { aboutLetter, findWriting, mayBeAsked, requireWriting, type Writing } from './board.ts';
import { type Ask, addressed, offerFor, wholeText } from './compose.ts';
import { changesOf, SUBJECT } from './counting.ts';
import type { SendForm } from './forms.ts';
import { personKeyOf } from './persons.ts';
import * as store from './store.ts';
import { closingPlace, findWhere } from './where.ts';
import { addWriter, findWriterToken } from './writers.ts';

/** How long an unconfirmed message is kept. */
export const CONFIRM_DAYS = 14;
/** A person's other text for the same legislator takes the place of the first, so often and not sooner. */
export const MOST_MAILS = 3;
const PAUSE_MS = 10 * 60_000;

/** Tries per visitor, and mails to one address whoever asks for them. */
const perVisitor = { most: 20, seconds: 3600 };
const perAddress = { most: 20, seconds: 86_400 };

/**
 * Takes a message for a legislator whose body publishes addresses, and asks its writer by mail to confirm it. What the
 * visitor sees is the same whether or not that address has written before. Throws NotFound, Invalid for a ZIP code
 * elsewhere, Refused ('not-by-mail', 'letter-closed') and TooMany.
 */
export async function send(
  world: World,
  to: { slug: string; key: string },
  form: SendForm,
  visitor: string,
): Promise<void> {
  await countTry(world, 'message', visitor, perVisitor);
  const now = world.now();
  const writing = await requireWriting(world, null, to.slug, to.key);
  const { letter, campaign, legislator, ask } = writing;
  if (!takesServerMail(legislator, campaign))
    throw new Refused('not-by-mail', 'This office is reached by its own form or by phone.');
  if (!ask) throw new Refused('letter-closed', 'This letter is closed: it takes no more names.');
  const where = await findWhere(world, form);
  if (where.kind === 'malformed')
    throw new Invalid([{ path: 'zip', message: 'A ZIP code has five digits, such as 44691.' }]);
  if (legislator.state && where.state && legislator.state !== where.state.code)
    throw new Invalid([
      { path: 'zip', message: `This ZIP code is in ${where.state.name}, where ${addressed(legislator)} does not sit.` },
    ]);

  const personKey = personKeyOf(world, form.email);
  try {
    await countTry(world, 'mail to', canonicalAddress(form.email), perAddress);
  } catch (error) {
    // Told, it would say that somebody else wrote in this name: the visitor sees the same page as ever.
    if (error instanceof TooMany) return;
    throw error;
  }
  const about = aboutLetter(world, letter);
  const offer = offerFor(about, ask);
  const token = world.newToken();
  const typed = {
    name: form.name,
    email: form.email,
    zip: where.zip,
    homeState: where.state?.code ?? null,
    homeDistrict: where.district === null ? null : String(where.district),
    lookup: where.method,
    subject: form.subject,
    text: wholeText(legislator, form.text, { own: form.own, name: form.name, place: closingPlace(where) }),
    edited: form.own !== '' || form.text !== offer.text || form.subject !== offer.subject,
    tokenHash: hashToken(token),
    changedAt: now,
  };
  await world.db.transaction(async (tx) => {
    const row: store.MessageRow = {
      id: world.newId(),
      letterId: letter.id,
      legislator: legislator.key,
      ask,
      way: 'email',
      state: 'confirming',
      personKey,
      mailsSent: 1,
      createdAt: now,
      ...store.unsaid,
      ...typed,
    };
    if (await store.add(tx, row)) return askToConfirm(tx, world, row, writing, token);
    const before = await store.findOfPerson(tx, { letterId: letter.id, legislator: legislator.key, ask, personKey });
    if (before?.state !== 'confirming' || before.mailsSent >= MOST_MAILS) return;
    if (now.getTime() - before.changedAt.getTime() < PAUSE_MS) return;
    const again = { ...typed, mailsSent: before.mailsSent + 1 };
    if (await store.rewrite(tx, before, again)) await askToConfirm(tx, world, { ...before, ...again }, writing, token);
  });
}

async function askToConfirm(
  tx: Tx,
  world: World,
  row: store.MessageRow,
  { letter, campaign, legislator }: Pick<Writing, 'letter' | 'campaign' | 'legislator'>,
  token: string,
): Promise<void> {
  await queueMail(tx, world, {
    kind: 'confirm-message',
    reason: `confirm-message:${row.id}:${row.mailsSent}`,
    to: { name: row.name ?? '', address: row.email ?? '' },
    data: {
      legislator: addressed(legislator),
      letter: letter.title,
      link: `${world.settings.baseUrl}/messages/confirm?token=${token}`,
      days: CONFIRM_DAYS,
      ...sponsorOf(campaign),
      sponsorContact: campaign.sponsorContact,
    },
  });
}

const sponsorOf = ({ sponsor, sponsorAddress }: Campaign) => ({ sponsor, sponsorAddress });

/** 'overtaken': the legislator has signed, or the letter has closed, since the message was written. */
export type Confirmable = 'confirming' | 'overtaken' | 'queued' | 'sent' | 'failed';

/** A message as its writer sees it behind the link. */
export interface Pending {
  state: Confirmable;
  subject: string;
  text: string;
  email: string;
  ask: Ask;
  writing: Writing;
  /** The token of the page with the writer's receipts; null until they have one. */
  receipts: string | null;
}

/** What the link in a mail would confirm. Throws NotFound for a link that is unknown, replaced or forgotten. */
export async function requirePending(world: Pick<World, 'db' | 'now' | 'secret'>, token: string): Promise<Pending> {
  return (await pendingOf(world, world.db, token)).pending;
}

async function pendingOf(world: Pick<World, 'now' | 'secret'>, db: Db, token: string) {
  const row = await store.findByToken(db, hashToken(token));
  const letter = row && (await findLetterById(db, row.letterId));
  const writing = letter && (await findWriting(db, letter, row.legislator, world.now()));
  if (!writing) throw new NotFound('message');
  const fits = writing.ask === row.ask && mayBeAsked(writing) && takesServerMail(writing.legislator, writing.campaign);
  const state = row.state === 'confirming' && !fits ? 'overtaken' : (row.state as Confirmable);
  const { subject, text, email } = row;
  const pending: Pending = {
    state,
    subject: subject ?? '',
    text: text ?? '',
    email: email ?? '',
    ask: row.ask,
    writing,
    receipts: await findWriterToken(world, db, row.letterId, row.personKey),
  };
  return { row, pending };
}

/**
 * Confirms a message, which then waits to be sent: whoever has the link has the mailbox. Twice is once. Gives the state
 * it is in now. Throws NotFound as `requirePending` does.
 */
export async function confirm(world: World, token: string): Promise<Confirmable> {
  const now = world.now();
  return world.db.transaction(async (tx) => {
    const { row, pending } = await pendingOf(world, tx, token);
    if (pending.state !== 'confirming') return pending.state;
    const { letter, legislator, campaign } = pending.writing;
    const day = dayIn(now, letter.timeZone);
    const queued = await store.change(tx, row.id, 'confirming', { state: 'queued', day, changedAt: now });
    if (!queued) return 'queued';
    await addWriter(tx, world, { letterId: letter.id, email: row.email ?? '' });
    await queueMail(tx, world, messageMail(row, legislator, campaign));
    await move(tx, row.letterId, SUBJECT, changesOf(queued, 1));
    return 'queued';
  });
}

/** A confirmed message as it goes to the office; a reply to it goes to its writer. */
export const messageMail = (
  row: store.MessageRow,
  legislator: Writing['legislator'],
  campaign: Campaign,
): NewMail<'message'> => ({
  kind: 'message',
  reason: `message:${row.id}`,
  to: { name: legislator.full, address: publishedAddress(legislator) ?? '' },
  replyTo: { name: row.name ?? '', address: row.email ?? '' },
  data: {
    subject: row.subject ?? '',
    text: row.text ?? '',
    name: row.name ?? '',
    place: [row.homeState, row.zip].filter(Boolean).join(' '),
    ...sponsorOf(campaign),
  },
});

/**
 * Forgets a message for whoever has its link. One that was not confirmed ("this was not me") goes, and nobody can have
 * the same address asked for the same thing again; of one that was sent, who wrote it and what. Throws NotFound, and
 * Refused('on-its-way') for one that is just being sent.
 */
export async function forget(world: World, token: string): Promise<void> {
  const typed = { name: null, email: null, zip: null, subject: null, text: null, tokenHash: null };
  const place = { homeState: null, homeDistrict: null, lookup: null };
  await world.db.transaction(async (tx) => {
    const { row } = await pendingOf(world, tx, token);
    const gone =
      row.state === 'confirming'
        ? await store.change(tx, row.id, 'confirming', {
            ...typed,
            ...place,
            state: 'disowned',
            changedAt: world.now(),
          })
        : row.state !== 'queued' && (await store.change(tx, row.id, row.state, typed));
    if (!gone) throw new Refused('on-its-way', 'This message is on its way. Please come back in a few minutes.');
  });
}
