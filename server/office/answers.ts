/** What an office answers by its link, how it is confirmed, and what an organizer decides on one that is not. */
import { canonicalAddress, domainOf } from '../basics/addresses.ts';
import { NotFound, Refused } from '../basics/errors.ts';
import { keyed } from '../basics/ids.ts';
import { markedId, readMarked } from '../basics/marks.ts';
import { dayIn, dayInWords } from '../basics/time.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { shortTitle } from '../cosigners/cosigners.ts';
import type { Db, Tx } from '../db/database.ts';
import { record as noteHistory } from '../history/history.ts';
import { requireServing } from '../legislators/legislators.ts';
import { type Letter, requireMine } from '../letters/letters.ts';
import { queueMail } from '../mail/mail.ts';
import { countTry } from '../web/limits.ts';
import { addStaffContact } from '../whip/whip.ts';
import { domainsOf, isAt } from './domains.ts';
import type { AnswerForm } from './forms.ts';
import { follow, type Opened, officeOf, requireLink, tokenOf } from './links.ts';
import { recordCommitted, recordCounted, takeBack } from './positions.ts';
import * as store from './store.ts';

export type OfficeAnswer = store.OfficeAnswer;

/** How long the link in the mail works after the answer. */
export const CONFIRM_HOURS = 48;
/** Mails for one answer, whoever asks for them. */
export const MOST_MAILS = 3;

/** The offices of a chamber share a few network addresses, and answer on the last day. */
const perVisitor = { most: 600, seconds: 3600 };
const perLink = { most: 20, seconds: 86_400 };
/** Mails to one address, whatever the letters. */
const perAddress = { most: 10, seconds: 86_400 };

const confirmToken = (world: Pick<World, 'secret'>, id: string) => markedId(world, 'office-answer', id);
/** Opens the page after an answer, for whoever gave it, and no more. */
export const receiptOf = (world: Pick<World, 'secret'>, { id }: Pick<OfficeAnswer, 'id'>): string =>
  markedId(world, 'office-receipt', id);

export const addressKeyOf = (world: Pick<World, 'secret'>, email: string): string =>
  keyed(world.secret, `office:${canonicalAddress(email)}`);

/** 'outdated': the text was replaced by another since; 'closed': the letter takes no names any more. */
export type Answered = { kind: 'answered'; answer: OfficeAnswer } | { kind: 'outdated' | 'closed' };

/**
 * Takes an office's answer by its link. It takes the place of an earlier one that is still open; the same one twice is
 * one. A mail asks for its confirmation where the address is at a domain of the body; until it counts, a yes is
 * `committed`. Throws NotFound as `requireLink` does, and TooMany.
 */
export async function answer(world: World, token: string, form: AnswerForm, network: string): Promise<Answered> {
  const { link, legislator } = await requireLink(world, world.db, token);
  await countTry(world, 'office answer', network, perVisitor);
  await countTry(world, 'office link', link.id, perLink);
  const known = isAt(await domainsOf(world.db, legislator.body), form.email);
  if (known) await countTry(world, 'office mail', canonicalAddress(form.email), perAddress);
  return world.db.transaction(async (tx) => {
    const opened = await requireLink(world, tx, token);
    if (!opened.open) return { kind: 'closed' };
    if (opened.outdated) return { kind: 'outdated' };
    const given = await give(tx, world, opened, form, known);
    if (!given.fresh) return { kind: 'answered', answer: given.answer };
    if (known) await mailAgain(tx, world, opened, given.answer);
    const entryId = form.answer === 'sign' ? await recordCommitted(tx, world, opened) : null;
    if (entryId) await store.change(tx, given.answer.id, 'open', { entryId });
    return { kind: 'answered', answer: given.answer };
  });
}

/** Puts an answer in the place of the one that was open; not `fresh` when that one said the very same. */
async function give(
  tx: Tx,
  world: Pick<World, 'now' | 'newId' | 'secret'>,
  { link, letter, legislator }: Opened,
  form: AnswerForm,
  known: boolean,
): Promise<{ answer: OfficeAnswer; fresh: boolean }> {
  const said = {
    ...{ linkId: link.id, version: link.version, answer: form.answer, comment: form.comment },
    ...{ staffName: form.name, staffTitle: form.title, staffEmail: form.email },
  };
  for (;;) {
    const before = await store.findOpen(tx, letter.id, legislator.key);
    if (before && same(before, said)) return { answer: before, fresh: false };
    if (before) await store.change(tx, before.id, 'open', { state: 'replaced' });
    const row: OfficeAnswer = {
      id: world.newId(),
      ...{ letterId: letter.id, legislator: legislator.key },
      ...said,
      addressKey: addressKeyOf(world, form.email),
      known,
      state: 'open',
      mails: 0,
      ...{ confirmedAt: null, decidedBy: null, decidedAt: null, reason: '' },
      // What was recorded for the one before was recorded for this one too, if they say the same.
      entryId: form.answer === 'sign' ? (before?.entryId ?? null) : null,
      createdAt: world.now(),
    };
    // Somebody else in the office may answer at this very moment: the later one is the newer one.
    if (await store.addAnswer(tx, row)) return { answer: row, fresh: true };
  }
}

const same = (before: OfficeAnswer, said: Partial<OfficeAnswer>): boolean =>
  Object.entries(said).every(([field, value]) => before[field as keyof OfficeAnswer] === value);

/** Queues one more mail that asks for confirmation; false when there were as many as there may be. */
async function mailAgain(
  tx: Tx,
  world: Pick<World, 'now' | 'newId' | 'secret' | 'settings'>,
  { letter, campaign, legislator, body }: Opened,
  { id, staffEmail }: OfficeAnswer,
): Promise<boolean> {
  const counted = await store.countMail(tx, id, MOST_MAILS);
  if (!counted) return false;
  return queueMail(tx, world, {
    kind: 'office-answer',
    reason: `office-answer:${id}:${counted.mails}`,
    to: { name: '', address: staffEmail },
    example: campaign.example,
    data: {
      letter: letter.title,
      legislator: `${shortTitle(legislator.title, body)} ${legislator.full}`,
      link: `${world.settings.baseUrl}/office/confirm/${confirmToken(world, id)}`,
      hours: CONFIRM_HOURS,
      sponsor: campaign.sponsor,
      sponsorAddress: campaign.sponsorAddress,
      sponsorContact: campaign.sponsorContact,
    },
  });
}

/** Whether the link in the mail of an answer still works. */
export const isConfirmable = ({ createdAt }: OfficeAnswer, now: Date): boolean =>
  now.getTime() < createdAt.getTime() + CONFIRM_HOURS * 3_600_000;

/** An answer with what its link leads to. */
export interface Given extends Opened {
  answer: OfficeAnswer;
}

async function requireGiven(
  world: Pick<World, 'secret' | 'now'>,
  db: Db,
  purpose: string,
  token: string,
): Promise<Given> {
  const id = readMarked(world, purpose, token);
  const found = id === null ? null : await store.findAnswer(db, id);
  const link = found?.addressKey ? await store.findLink(db, found.linkId) : null;
  if (!found || !link || !isConfirmable(found, world.now())) throw new NotFound('link');
  return { ...(await follow(world, db, link)), answer: found };
}

/** The answer given by a link whose giver holds this receipt, for two days. Throws NotFound. */
export async function requireReceipt(world: World, token: string, receipt: string): Promise<Given> {
  const given = await requireGiven(world, world.db, 'office-receipt', receipt);
  if (tokenOf(world, given.link.id) !== token) throw new NotFound('link');
  return given;
}

/** The answer that the link in a mail confirms. Throws NotFound alike for one that was never made, or has ended. */
export const requireConfirmable = (world: Pick<World, 'secret' | 'now'>, db: Db, token: string): Promise<Given> =>
  requireGiven(world, db, 'office-answer', token);

/** Sends the mail once more; nothing where it was sent three times, or the answer is not open. Throws NotFound, TooMany. */
export async function sendAgain(world: World, token: string, receipt: string): Promise<void> {
  const given = await requireReceipt(world, token, receipt);
  if (!given.answer.known || given.answer.state !== 'open' || given.answer.mails >= MOST_MAILS) return;
  await countTry(world, 'office mail', canonicalAddress(given.answer.staffEmail), perAddress);
  await world.db.transaction((tx) => mailAgain(tx, world, given, given.answer));
}

/** Whether the letter still takes an answer that was given in time: it circulates, or closed since. */
export const takes = ({ state }: Letter): boolean => state === 'circulating' || state === 'closed';

/**
 * Confirms an answer: whoever has the link has a mailbox in the office. It is recorded, and whoever gave it becomes the
 * office's contact. Twice is once. Gives the answer as it then is; one that was replaced or refused stays so. Throws
 * NotFound.
 */
export async function confirmAnswer(world: World, token: string): Promise<OfficeAnswer> {
  return world.db.transaction(async (tx) => {
    const given = await requireConfirmable(world, tx, token);
    if (!takes(given.letter)) return given.answer;
    const confirmed = await store.change(tx, given.answer.id, 'open', {
      state: 'confirmed',
      confirmedAt: world.now(),
    });
    if (!confirmed) return given.answer;
    await count(tx, world, officeOf(given), given, {
      ...confirmed,
      how: `confirmed by e-mail at ${domainOf(confirmed.staffEmail)}`,
    });
    return confirmed;
  });
}

/** Records what an answer says, now that it counts, and who gave it. */
async function count(
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  given: Pick<Opened, 'letter' | 'legislator'>,
  { how, ...answer }: OfficeAnswer & { how: string },
): Promise<void> {
  const { letter, legislator } = given;
  const day = dayInWords(dayIn(answer.createdAt, letter.timeZone));
  const entryId = await recordCounted(tx, world, viewer, given, answer, {
    source: `the office’s own answer, ${how}`,
    note: `Answered by ${answer.staffName}, ${answer.staffTitle}, on ${day}.`,
  });
  if (entryId) await store.change(tx, answer.id, answer.state, { entryId });
  const { staffName: name, staffTitle: title, staffEmail: email } = answer;
  await addStaffContact(tx, world, viewer, letter.campaignId, legislator.key, { name, title, email, phone: '' });
}

/** The answer of a letter that an organizer decides on. Throws NotFound. */
async function requireOwn(
  tx: Tx,
  viewer: Viewer | null,
  slug: string,
  id: string,
): Promise<{ letter: Letter; answer: OfficeAnswer; actor: Viewer }> {
  const letter = await requireMine(tx, viewer, slug, 'organizer');
  const found = await store.findAnswer(tx, id);
  if (found?.letterId !== letter.id) throw new NotFound('answer');
  return { letter, answer: found, actor: requireSignedIn(viewer) };
}

const decided = () =>
  new Refused('answer-decided', 'This answer does not wait any more: it was confirmed, replaced or decided meanwhile.');

/**
 * Accepts an answer that was not confirmed by mail: it is recorded as if it were. A change that was asked for is thereby
 * looked at, and nothing is recorded. Throws NotFound, Refused('answer-decided'), Refused('letter-sent') and
 * Refused('not-serving').
 */
export async function acceptAnswer(
  world: World,
  viewer: Viewer | null,
  slug: string,
  id: string,
): Promise<OfficeAnswer> {
  return world.db.transaction(async (tx) => {
    const { letter, answer: before, actor } = await requireOwn(tx, viewer, slug, id);
    if (!takes(letter)) throw new Refused('letter-sent', `This letter is ${letter.state}: it takes no more answers.`);
    const legislator = await requireServing(tx, before.legislator);
    const from = before.answer === 'change' && before.state === 'confirmed' ? 'confirmed' : 'open';
    const now = world.now();
    const after = await store.change(tx, id, from, { state: 'accepted', decidedBy: actor.name, decidedAt: now });
    if (!after) throw decided();
    await count(tx, world, actor, { letter, legislator }, { ...after, how: 'accepted by the campaign' });
    await note(tx, world, actor, letter, 'accepted an office’s answer', after);
    return after;
  });
}

/**
 * Refuses an answer that was not confirmed by mail, for a reason; what was recorded for it is corrected. Throws
 * NotFound and Refused('answer-decided').
 */
export async function refuseAnswer(
  world: World,
  viewer: Viewer | null,
  slug: string,
  id: string,
  reason: string,
): Promise<void> {
  await world.db.transaction(async (tx) => {
    const { letter, actor } = await requireOwn(tx, viewer, slug, id);
    const now = world.now();
    const after = await store.change(tx, id, 'open', {
      state: 'refused',
      reason,
      decidedBy: actor.name,
      decidedAt: now,
    });
    if (!after) throw decided();
    if (after.entryId) await takeBack(tx, world, actor, letter, after.legislator, after.entryId);
    await note(tx, world, actor, letter, 'refused an office’s answer', after);
  });
}

const note = (
  tx: Tx,
  world: Pick<World, 'now' | 'newId'>,
  viewer: Viewer,
  { id, campaignId }: Letter,
  deed: string,
  { legislator, answer: said, reason }: OfficeAnswer,
) =>
  noteHistory(tx, world, viewer, {
    ...{ campaignId, subject: 'office', subjectId: id, deed },
    detail: { legislator, answer: said, ...(reason && { reason }) },
  });

/** How many answers of offices wait for an organizer: not confirmed by mail, or asking for a change. */
export const waitingAnswers = (db: Db, letterId: string): Promise<number> => store.countWaiting(db, letterId);

const MOST_WAITING = 200;
const MOST_SETTLED = 200;

/** The answers of a letter's offices: those that wait, oldest first, and the newest of the others. */
export const listAnswers = async (db: Db, letterId: string) => ({
  waiting: await store.listWaiting(db, letterId, MOST_WAITING),
  settled: await store.listSettled(db, letterId, MOST_SETTLED),
});
