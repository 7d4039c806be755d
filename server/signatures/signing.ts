/** Taking a signature: on the disk with its mail queued before anybody is answered, and each one once. */
import { addressKeyOf, domainOf } from '../basics/addresses.ts';
import { Refused, TooMany } from '../basics/errors.ts';
import { keyed } from '../basics/ids.ts';
import type { World } from '../basics/world.ts';
import type { Tx } from '../db/database.ts';
import { gather, together } from '../db/gather.ts';
import { lookUpZips, type ZipLookup } from '../districts/districts.ts';
import { findLetterById, isOpen, type Letter, requirePublished } from '../letters/letters.ts';
import { queueMails } from '../mail/mail.ts';
import { prepare, type Verdict, type Weighed, weighMany } from '../protection/protection.ts';
import { move } from '../tallies/tallies.ts';
import { changesOf, SUBJECT } from './counting.ts';
import { CONSENT_TEXT, type SignRequest } from './forms.ts';
import { type About, findAbout, mailAgain, mailFor } from './mails.ts';
import { change } from './moving.ts';
import { foldedName, unshown } from './names.ts';
import { homeZipOf, placeIn } from './places.ts';
import * as store from './store.ts';

/** A repeated request is answered by mail again only after this long. */
const REPEAT_MS = 24 * 3_600_000;

/** Who sent the form: their network, and what the form held besides the signature. */
export interface Visitor {
  network: string;
  /** The challenge as it was solved; '' for none. */
  challenge: string;
  /** What the field held that people do not see. */
  trap: string;
}

/** The same of the name that stands under the letter. */
export const nameKeyOf = (world: Pick<World, 'secret'>, name: string): string =>
  keyed(world.secret, `name:${foldedName(name)}`).slice(0, 24);

/** The letter if the public may sign it now. Throws NotFound and Refused ('not-open-to-public', 'letter-closed'). */
export async function requireSignable(world: Pick<World, 'db' | 'now'>, slug: string): Promise<Letter> {
  const letter = await requirePublished(world.db, null, slug);
  if (!letter.openToPublic) throw new Refused('not-open-to-public', 'This letter takes the names of legislators only.');
  if (!isOpen(letter, world.now())) throw closed();
  return letter;
}

const closed = () => new Refused('letter-closed', 'This letter is closed: it takes no more names.');

/**
 * Takes a signature, to be confirmed by mail. It is stored, with its mail queued, when this resolves; what the visitor
 * is told is the same whoever had signed. Gives the id that it has if it is a new one; of a repeat that id is nobody's,
 * and it must not be told which. Throws NotFound, Refused ('letter-closed', 'not-open-to-public'), Invalid for
 * a district that the ZIP code is not in, and TooMany.
 */
export async function sign(world: World, slug: string, form: SignRequest, visitor: Visitor): Promise<string> {
  const { letter, about, found } = await lookUp(world, { slug, zip: homeZipOf(form) });
  const signature = pendingRow(world, { letter, found }, form, visitor);
  const weighed = await prepare(world, {
    letterId: letter.id,
    campaignId: letter.campaignId,
    network: visitor.network,
    email: form.email,
    trap: visitor.trap,
    challenge: visitor.challenge,
  });
  const verdict = await take(world, { letter, about, signature, weighed });
  if (verdict === 'closed') throw closed();
  if (verdict.kind === 'too-many') throw new TooMany(verdict.seconds);
  return signature.id;
}

/** What forms need to be known of their letters and places; read once for all that arrive together. */
const lookUp = together((world: World, forms: { slug: string; zip: string | null }[]) => {
  const letters = new Map<string, Promise<{ letter: Letter; about: About }>>();
  const find = async (slug: string) => {
    const letter = await requireSignable(world, slug);
    return { letter, about: await findAbout(world.db, letter) };
  };
  const zips = forms.flatMap(({ zip }) => zip ?? []);
  const places = lookUpZips(world.db, zips).then((found) => new Map(found.map((one) => [one.zip, one])));
  return forms.map(async ({ slug, zip }) => {
    const letter = letters.get(slug) ?? find(slug);
    letters.set(slug, letter);
    const [open, found] = await Promise.all([letter, places]);
    return { ...open, found: (zip !== null && found.get(zip)) || null };
  });
});

function pendingRow(
  world: World,
  { letter, found }: { letter: Letter; found: ZipLookup | null },
  form: SignRequest,
  { network }: Visitor,
): store.Signature {
  const now = world.now();
  return {
    id: world.newId(),
    letterId: letter.id,
    addressKey: addressKeyOf(world, form.email),
    nameKey: nameKeyOf(world, form.kind === 'organization' ? form.organization : form.name),
    state: 'pending',
    reason: null,
    ...typedIn(form),
    ...placeIn(found, form),
    version: letter.version,
    network,
    ...unshown,
    removalId: null,
    removedFrom: null,
    mails: 1,
    mailedAt: now,
    createdAt: now,
    changedAt: now,
    confirmedAt: null,
    confirmedDay: null,
  };
}

/** What the form said, as the row keeps it. */
function typedIn(form: SignRequest) {
  const { kind, name, email, display, updates, share, locale = null, words = null } = form;
  return {
    ...{ kind, name, email, display, updates, share, locale, words },
    organization: form.organization || null,
    title: form.title || null,
    website: form.website || null,
    comment: form.comment || null,
    address: form.address || null,
    city: form.city || null,
    consentText: CONSENT_TEXT,
  };
}

interface Entry {
  letter: Letter;
  about: About;
  signature: store.Signature;
  weighed: Weighed;
}

type Outcome = Verdict | 'closed';

/** Signatures that arrive together share a transaction, and a statement for each table. */
const take = gather(async (tx, world: World, entries: Entry[]): Promise<Outcome[]> => {
  const open = await whichAreOpen(tx, world, entries);
  const asked = entries.filter(({ letter }) => open.has(letter.id));
  const verdicts = await weighMany(
    tx,
    world,
    asked.map(({ letter, signature, weighed }) => ({
      letterId: letter.id,
      network: signature.network ?? '',
      domain: domainOf(signature.email ?? ''),
      weighed,
    })),
  );
  const outcomes = new Map<Entry, Outcome>(asked.map((entry, n) => [entry, verdicts[n] as Verdict]));
  await keep(
    tx,
    world,
    asked.flatMap((entry) => {
      const verdict = outcomes.get(entry) as Verdict;
      if (verdict.kind === 'too-many') return [];
      return [verdict.kind === 'hold' ? { ...entry, signature: held(entry.signature, verdict.reason) } : entry];
    }),
  );
  return entries.map((entry) => outcomes.get(entry) ?? 'closed');
});

/** Letters that still take names, seen from within the transaction: one may have closed since the form was read. */
async function whichAreOpen(tx: Tx, world: World, entries: Entry[]): Promise<Set<string>> {
  const open = new Set<string>();
  for (const id of new Set(entries.map(({ letter }) => letter.id))) {
    const letter = await findLetterById(tx, id);
    if (letter && isOpen(letter, world.now())) open.add(id);
  }
  return open;
}

/** A suspected one is stored like any other, but nobody is written to until an organizer releases it. */
const held = (signature: store.Signature, reason: string): store.Signature => ({
  ...signature,
  ...{ state: 'held', reason, mails: 0, mailedAt: null },
});

/** Stores the signatures that are new, with their mails and numbers, and treats the others as repeats. */
async function keep(tx: Tx, world: World, unsorted: Entry[]): Promise<void> {
  // In one order everywhere, and the numbers last: two processes then never wait for each other in a circle.
  const entries = unsorted.toSorted((a, b) => (onceOf(a) < onceOf(b) ? -1 : 1));
  const added = new Set(
    await store.addMany(
      tx,
      entries.map(({ signature }) => signature),
    ),
  );
  const fresh = entries.filter(({ signature }) => added.has(signature.id));
  const mailed = fresh.filter(({ signature }) => signature.state === 'pending');
  const queued = await queueMails(
    tx,
    world,
    mailed.map((entry) => mailFor(world, 'confirm-signature', 1, entry)),
  );
  for (const [n, entry] of mailed.entries()) if (!queued[n]) await mailAnotherName(tx, world, entry);
  for (const entry of entries) if (!added.has(entry.signature.id)) await repeat(tx, world, entry);
  for (const letterId of [...new Set(fresh.map(({ letter }) => letter.id))].sort())
    await move(
      tx,
      letterId,
      SUBJECT,
      fresh.filter(({ letter }) => letter.id === letterId).flatMap(({ signature }) => changesOf(signature, 1)),
    );
}

const onceOf = ({ signature: { addressKey, letterId, nameKey } }: Entry) => `${addressKey} ${letterId} ${nameKey}`;

/** The address had its first mail for another name under this letter. */
async function mailAnotherName(tx: Tx, world: World, entry: Entry): Promise<void> {
  const signature = { ...entry.signature, mails: 0, mailedAt: null };
  await store.setMails(tx, signature.id, 0, null);
  await mailAgain(tx, world, 'confirm-signature', { ...entry, signature });
}

/**
 * The same name and address for the same letter, once more. One that waits takes what was typed last, for a slip is
 * corrected by sending the form again; one that was withdrawn is given anew. Nothing that is held or was disowned or
 * removed is touched, nor what is confirmed.
 */
async function repeat(tx: Tx, world: World, entry: Entry): Promise<void> {
  const { letter, about, signature: typed } = entry;
  const before = await store.findOnce(tx, typed);
  if (!before || typed.state === 'held') return;
  const rested = before.mailedAt === null || world.now().getTime() - before.mailedAt.getTime() >= REPEAT_MS;
  if (before.state === 'confirmed' || before.state === 'waiting') {
    if (rested) await mailAgain(tx, world, 'already-signed', { letter, about, signature: before });
    return;
  }
  if (before.state !== 'pending' && before.state !== 'withdrawn') return;
  const { id: _, letterId, addressKey, nameKey, mails, mailedAt, createdAt, network, ...typedLast } = typed;
  const last = { ...typedLast, reason: before.reason };
  // A network is forgotten by the age of its signature: one that keeps its age keeps its network.
  const given = before.state === 'withdrawn' ? { ...last, createdAt, network } : last;
  const signature = await change(tx, before, given);
  if (signature && (rested || before.state === 'withdrawn'))
    await mailAgain(tx, world, 'confirm-signature', { letter, about, signature });
}
