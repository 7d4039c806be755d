/** Asking the signers of earlier versions, once each, whether their names stay under a text that changed. */
import { Refused } from '../basics/errors.ts';
import { requireSignedIn, type Viewer } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { record } from '../history/history.ts';
import { findLetterById, type Letter, type LetterVersion, listVersions, requireMine } from '../letters/letters.ts';
import { type NewMail, queueMails, roomForMore } from '../mail/mail.ts';
import {
  type About,
  findAbout,
  listConfirmed,
  listSignatures,
  reaffirmReason,
  type Signature,
  tokenOf,
} from '../signatures/signatures.ts';
import { move } from '../tallies/tallies.ts';
import { asked, findProgress, SUBJECT } from './counting.ts';
import * as store from './store.ts';

/** So many are asked in a transaction, found among so many. */
const AT_ONCE = 50;
const LOOKED_AT = 500;
/** A signature that was on its way when the version came out is an earlier one. */
const ON_ITS_WAY_MS = 10 * 60_000;

/** Whether a name under an earlier version can still go under the newest: not once the letter was sent or withdrawn. */
export const takesAffirmations = ({ state }: Pick<Letter, 'state'>): boolean =>
  state === 'circulating' || state === 'closed';

/** The changes of substance after a version, oldest first. */
export const changesSince = (versions: LetterVersion[], version: number): LetterVersion[] =>
  versions.filter(({ number, substantive }) => substantive && number > version);

/** Where the mail leads. */
export const reaffirmUrl = (letter: Pick<Letter, 'slug'>, token: string): string =>
  `/letters/${letter.slug}/reaffirm?token=${token}`;

/** The mail to one signer. */
export const reaffirmMail = (
  world: Pick<World, 'secret' | 'settings'>,
  { letter, about, versions }: { letter: Letter; about: About; versions: LetterVersion[] },
  { id, email, version }: Pick<Signature, 'id' | 'email' | 'version'>,
): NewMail<'reaffirm'> => {
  const changes = changesSince(versions, version);
  const newest = changes.at(-1)?.number ?? letter.version;
  const { example, ...sponsor } = about;
  return {
    kind: 'reaffirm',
    reason: reaffirmReason(id, newest),
    to: { name: '', address: email ?? '' },
    example,
    data: {
      ...sponsor,
      link: world.settings.baseUrl + reaffirmUrl(letter, tokenOf(world, id)),
      version: newest,
      reason: changes
        .map(({ reason }) => reason)
        .filter(Boolean)
        .join('\n\n'),
    },
  };
};

/**
 * Has the signers of earlier versions asked by mail, little by little and each once, whether their names stay under the
 * newest text. Once that is done it can be asked for again, for those who confirmed late. Throws NotFound, NotAllowed,
 * and Refused ('nobody-to-ask', 'letter-closed', 'asking-already').
 */
export async function askToReaffirm(world: World, viewer: Viewer | null, slug: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const letter = await requireMine(tx, viewer, slug, 'organizer');
    const actor = requireSignedIn(viewer);
    if (!takesAffirmations(letter))
      throw new Refused('letter-closed', 'The letter is on its way or withdrawn: its names are settled.');
    const { version, outstanding } = await findProgress(tx, letter.id);
    if (outstanding === 0)
      throw new Refused('nobody-to-ask', 'Every signer has signed the text as it stands: there is nobody to ask.');
    const now = world.now();
    const round = { letterId: letter.id, version, afterAt: new Date(0), afterId: '', by: actor.name, createdAt: now };
    if (!(await store.start(tx, { ...round, state: 'running' })))
      throw new Refused('asking-already', 'They are being asked already.');
    await record(tx, world, actor, {
      campaignId: letter.campaignId,
      subject: 'letter',
      subjectId: letter.id,
      deed: 'asked signers to re-affirm',
      detail: { version, signers: outstanding },
    });
  });
}

/** Asks signers as far as the outbox has room; true while there may be more of them. */
export async function askNext(world: World): Promise<boolean> {
  if (!world.mailer.ready) return false;
  for (const { letterId, version } of await store.listRunning(world.db))
    for (;;) {
      const room = await roomForMore(world);
      if (room < AT_ONCE) return true;
      if (!(await askSome(world, letterId, version))) break;
    }
  return false;
}

/** Asks the next few of a round; true while it goes on. */
async function askSome(world: World, letterId: string, version: number): Promise<boolean> {
  const round = await store.findRound(world.db, letterId, version);
  const letter = await findLetterById(world.db, letterId);
  if (!letter || round?.state !== 'running') return false;
  const versions = await listVersions(world.db, letterId);
  const newest = versions.findLast(({ substantive }) => substantive);
  // A newer text has its own round, and one that was sent needs no more names.
  if (newest?.number !== version || !takesAffirmations(letter)) return end(world, round);
  const rows = await listConfirmed(world.db, letterId, { createdAt: round.afterAt, id: round.afterId }, LOOKED_AT);
  const latest = new Date(newest.publishedAt.getTime() + ON_ITS_WAY_MS);
  const earlier = rows.filter((row) => row.createdAt <= latest);
  const due = earlier.filter((row) => row.version < version && row.email !== null).slice(0, AT_ONCE);
  const last = due.length === AT_ONCE ? due.at(-1) : earlier.at(-1);
  const goesOn = due.length === AT_ONCE || earlier.length === LOOKED_AT;
  if (!last) return end(world, round);
  const about = await findAbout(world.db, letter);
  await world.db.transaction(async (tx) => {
    const to = { afterAt: last.createdAt, afterId: last.id, state: goesOn ? ('running' as const) : ('done' as const) };
    // Of two processes that have come to the same place, one goes on.
    if (!(await store.moveOn(tx, round, to)) || due.length === 0) return;
    const ids = due.map(({ id }) => id);
    const still = (await listSignatures(tx, ids)).filter(
      (row) => row.state === 'confirmed' && row.version < version && row.email !== null,
    );
    const now = world.now();
    const entry = { version, letterId, askedAt: now, affirmedAt: null };
    const added = await store.addAsked(
      tx,
      still.map(({ id }) => ({ ...entry, signatureId: id })),
    );
    const news = new Set(added.map(({ signatureId }) => signatureId));
    const mails = still
      .filter(({ id }) => news.has(id))
      .map((row) => reaffirmMail(world, { letter, about, versions }, row));
    await queueMails(tx, world, mails);
    await move(tx, letterId, SUBJECT, [asked(version, mails.length)]);
  });
  return goesOn;
}

async function end(world: World, round: store.Round): Promise<false> {
  await world.db.transaction((tx) => store.moveOn(tx, round, { state: 'done' }));
  return false;
}
