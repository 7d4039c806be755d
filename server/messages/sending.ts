/** Messages that this server carries: written, confirmed by the one whose address they name, handed over once. */
import { canonicalAddress } from '../basics/addresses.ts';
import { Invalid, type Problem, Refused, TooMany } from '../basics/errors.ts';
import { hashToken } from '../basics/ids.ts';
import { dayIn } from '../basics/time.ts';
import type { World } from '../basics/world.ts';
import { carriedBy, carryingTo } from '../carriers/carriers.ts';
import { cwcProblems } from '../carriers/cwc/cwc.ts';
import type { Tx } from '../db/database.ts';
import { HOUSE } from '../legislators/legislators.ts';
import { queueMail } from '../mail/mail.ts';
import { move } from '../tallies/tallies.ts';
import { aboutLetter, addressed, offerTo, settled, similarity, wholeText } from '../variants/variants.ts';
import { countTry } from '../web/limits.ts';
import { addFirst } from './adding.ts';
import { requireWriting, type Writing } from './board.ts';
import { changesOf, SUBJECT } from './counting.ts';
import type { SendForm } from './forms.ts';
import { hand } from './handing.ts';
import { findKnown, maySend } from './known.ts';
import { personKeyOf } from './persons.ts';
import * as store from './store.ts';
import { closingPlace, findWhere, type Where } from './where.ts';
import { addWriter } from './writers.ts';

/** How long an unconfirmed message is kept. */
export const CONFIRM_DAYS = 14;
/** A person's other text for the same legislator takes the place of the first, so often and not sooner. */
export const MOST_MAILS = 3;
const PAUSE_MS = 10 * 60_000;

/** Tries per visitor, and mails to one address whoever asks for them. */
const perVisitor = { most: 20, seconds: 3600 };
const perAddress = { most: 20, seconds: 86_400 };

/** A message with nobody's decision about it yet. */
type Written = Omit<store.MessageRow, 'state' | 'mailsSent' | 'tokenHash' | 'day'>;

/**
 * Takes a message for an office that this server may write to. A stranger is 'asked' by mail to confirm it: what they
 * see is the same whether or not that address has written before. Who carries their own token and gives the address
 * that it proves is asked nothing more: the message is 'queued' at once, or they wrote 'already'. Throws NotFound,
 * Invalid for what cannot be used, and where the office takes nothing from here any more; Refused('letter-closed') and
 * TooMany.
 */
export async function send(
  world: World,
  to: { slug: string; key: string },
  form: SendForm,
  visitor: string,
): Promise<'asked' | 'queued' | 'already'> {
  await countTry(world, 'message', visitor, perVisitor);
  const writing = await requireWriting(world, null, to.slug, to.key);
  if (!writing.ask) throw new Refused('letter-closed', 'This letter is closed: it takes no more names.');
  const written = await write(world, { ...writing, ask: writing.ask }, form);

  const known = await findKnown(world, world.db, writing, form.my);
  if (known && known.personKey === written.personKey)
    return world.db.transaction((tx) => sendProved(tx, world, written, writing));

  try {
    await countTry(world, 'mail to', canonicalAddress(form.email), perAddress);
  } catch (error) {
    // Told, it would say that somebody else wrote in this name: the visitor sees the same page as ever.
    if (error instanceof TooMany) return 'asked';
    throw error;
  }
  const token = world.newToken();
  await world.db.transaction((tx) => askFirst(tx, world, written, writing, token));
  return 'asked';
}

const triedBefore =
  'It went this way before and did not get through, so it is not sent this way again. Please take another way below.';

const elsewhere =
  'This office takes no messages from here now. Please use its own form, or call it: your text is below.';

/** The message that a form makes. Throws Invalid. */
async function write(
  world: World,
  writing: Writing & { ask: 'request' | 'thanks' },
  form: SendForm,
): Promise<Written & { personKey: string }> {
  const { letter, legislator, ask } = writing;
  const way = carriedBy(legislator, await carryingTo(world, writing));
  if (way === null) throw new Invalid([{ path: '', message: elsewhere }]);
  const where = await findWhere(world, form);
  const lost = placeProblem(where, writing);
  if (lost) throw new Invalid([lost]);

  const person = { name: form.name, place: closingPlace(where) };
  const offered = await offerTo(world.db, letter, writing, aboutLetter(world, letter));
  const plain = offered.by(person);
  const { subject, text } = settled(offered, form, person);
  // A request that the writer changed is theirs: the campaign's words are told apart where they are unchanged.
  const mine = [form.own, text].filter(Boolean).join('\n\n');
  const parts = text === plain.text ? { own: form.own, request: text } : { own: mine, request: '' };
  const { prefix, first, last, street, city, phone } = form;
  const state = legislator.state ?? '';
  const details = { ...{ prefix, first, last, street, city, state, phone }, zip: where.zip ?? '' };
  if (way === 'cwc') {
    const fields = { ...details, email: form.email, subject, statement: parts.request, own: parts.own };
    const problems = cwcProblems(fields, legislator);
    if (problems.length > 0) throw new Invalid(problems.map(atField));
  }
  const now = world.now();
  return {
    ...store.unsaid,
    ...{ id: world.newId(), letterId: letter.id, legislator: legislator.key, ask, way },
    personKey: personKeyOf(world, form.email),
    ...{ name: form.name, email: form.email, zip: where.zip, homeState: where.state?.code ?? null },
    homeDistrict: where.district === null ? null : String(where.district),
    lookup: where.method,
    details: way === 'cwc' ? { ...details, responseWanted: form.answer } : null,
    ...{ subject, parts, text: wholeText(legislator, text, { ...person, own: form.own }) },
    edited: form.own !== '' || text !== plain.text || subject !== plain.subject,
    similarity: similarity(mine, plain.text),
    quote: form.quote && form.own ? form.own : null,
    ...{ createdAt: now, changedAt: now },
  };
}

/** The form calls the campaign's words 'text', and tells the state by the ZIP code. */
const atField = ({ path, message }: Problem): Problem => ({
  path: path === 'statement' ? 'text' : path === 'state' ? 'zip' : path,
  message,
});

/** Why somebody from there is no constituent of the legislator, as far as that can be told; null where they may be. */
function placeProblem(where: Where, { legislator }: Writing): Problem | null {
  const at = (message: string) => ({ path: 'zip', message });
  if (where.kind === 'malformed') return at('A ZIP code has five digits, such as 44691.');
  const { body, state, district } = legislator;
  const who = addressed(legislator);
  if (state && where.state && state !== where.state.code)
    return at(`This ZIP code is in ${where.state.name}, where ${who} does not sit.`);
  if (body === HOUSE && where.district !== null && String(where.district) !== district)
    return at(`${who} represents another district than the one that you vote in.`);
  return null;
}

/** Asks by mail whether the address is the writer's own. */
async function askFirst(
  tx: Tx,
  world: World,
  written: Written & { personKey: string },
  writing: Writing,
  token: string,
): Promise<void> {
  const asking = { tokenHash: hashToken(token), mailsSent: 1 };
  const row = { ...written, state: 'confirming' as const, ...asking, day: null };
  if (await addFirst(tx, world, row)) return askToConfirm(tx, world, row, writing, token);
  const before = await store.findOfPerson(tx, written);
  if (before?.state !== 'confirming' || before.mailsSent >= MOST_MAILS) return;
  if (row.changedAt.getTime() - before.changedAt.getTime() < PAUSE_MS) return;
  const { id: _, createdAt: __, state: ___, ...anew } = row;
  const again = { ...anew, mailsSent: before.mailsSent + 1 };
  if (await store.rewrite(tx, before, again)) await askToConfirm(tx, world, { ...before, ...again }, writing, token);
}

/**
 * Queues the message of a writer whose address is proved, unless one of theirs went that way already. Throws Invalid where
 * one of theirs failed on this way and they have begun another since.
 */
async function sendProved(
  tx: Tx,
  world: World,
  written: Written & { personKey: string },
  writing: Writing,
): Promise<'queued' | 'already'> {
  const day = dayIn(written.changedAt, writing.letter.timeZone);
  const row = { ...written, state: 'queued' as const, tokenHash: null, mailsSent: 0, day };
  let queued: store.MessageRow | null = row;
  let before: store.MessageRow | null = null;
  if (!(await addFirst(tx, world, row))) {
    before = await store.findOfPerson(tx, written);
    if (!before || !maySend(before, row.way)) return 'already';
    // A link that was mailed before still tells what became of it, and the last call how it ended.
    const { id: _, createdAt: __, tokenHash: ___, mailsSent: ____, outcome: _____, ...anew } = row;
    // What nobody confirmed was agreed to by nobody.
    const quote = row.quote ?? (before.state === 'confirming' ? null : before.quote);
    queued = await store.replace(tx, before, { ...anew, quote, day: before.day ?? day });
    if (!queued) return 'already';
  }
  await addWriter(tx, world, { letterId: row.letterId, email: row.email ?? '' });
  if (!(await hand(tx, world, queued, writing))) throw new Invalid([{ path: '', message: triedBefore }]);
  await move(tx, row.letterId, SUBJECT, [...(before ? changesOf(before, -1) : []), ...changesOf(queued, 1)]);
  return 'queued';
}

async function askToConfirm(
  tx: Tx,
  world: World,
  row: store.MessageRow,
  { letter, campaign, legislator }: Writing,
  token: string,
): Promise<void> {
  const { sponsor, sponsorAddress, sponsorContact } = campaign;
  await queueMail(tx, world, {
    kind: 'confirm-message',
    reason: `confirm-message:${row.id}:${row.mailsSent}`,
    to: { name: row.name ?? '', address: row.email ?? '' },
    data: {
      legislator: addressed(legislator),
      letter: letter.title,
      link: `${world.settings.baseUrl}/messages/confirm?token=${token}`,
      days: CONFIRM_DAYS,
      ...{ sponsor, sponsorAddress, sponsorContact },
    },
  });
}
