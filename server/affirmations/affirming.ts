/** A signer's answer: the name stays under the new text, or is taken back. */
import { NotFound, Refused } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import type { Db } from '../db/database.ts';
import { type LetterVersion, listVersions } from '../letters/letters.ts';
import { affirm, requireSigned, type Signed } from '../signatures/signatures.ts';
import { move } from '../tallies/tallies.ts';
import { changesSince, takesAffirmations } from './asking.ts';
import { affirmed, SUBJECT } from './counting.ts';
import * as store from './store.ts';

/** A signature beside the text as it is now. */
export interface Reaffirming {
  signed: Signed;
  /** The text that was signed. */
  old: LetterVersion;
  now: LetterVersion;
  /** The changes of substance since, oldest first. */
  changes: LetterVersion[];
  /** 'late': the letter was sent or withdrawn; 'uncounted': the signature does not count, so nothing is to be kept. */
  state: 'asks' | 'stands' | 'late' | 'uncounted';
}

/** What a link in a mail asks. Throws NotFound for a link that was never made, or whose signature was forgotten. */
export async function requireReaffirming(
  world: Pick<World, 'secret'>,
  db: Db,
  slug: string,
  token: string,
): Promise<Reaffirming> {
  const signed = await requireSigned(world, db, token);
  if (signed.letter.slug !== slug) throw new NotFound('signature');
  const versions = await listVersions(db, signed.letter.id);
  const now = versions.at(-1);
  const old = versions.find(({ number }) => number === signed.signature.version);
  if (!now || !old) throw new NotFound('version');
  const changes = changesSince(versions, old.number);
  return { signed, old, now, changes, state: stateOf(signed, changes) };
}

function stateOf({ signature, letter }: Signed, changes: LetterVersion[]): Reaffirming['state'] {
  if (signature.state !== 'confirmed') return 'uncounted';
  if (changes.length === 0) return 'stands';
  return takesAffirmations(letter) ? 'asks' : 'late';
}

/** Whether a signer may be asked to put the name under a newer text, and where. For their own page. */
export async function isToReaffirm(db: Db, signed: Signed): Promise<boolean> {
  const changes = changesSince(await listVersions(db, signed.letter.id), signed.signature.version);
  return stateOf(signed, changes) === 'asks';
}

/**
 * Puts a name under the text that its signer has seen. Twice is once. Throws NotFound, and Refused ('newer-version' when
 * the text has changed again since, 'letter-closed', 'signature-changed').
 */
export async function reaffirm(world: World, slug: string, token: string, seen: number): Promise<Reaffirming> {
  return world.db.transaction(async (tx) => {
    const before = await requireReaffirming(world, tx, slug, token);
    const { signature, letter } = before.signed;
    if (before.state === 'late')
      throw new Refused('letter-closed', 'The letter is on its way or withdrawn: its names are settled.');
    if (before.state !== 'asks') return before;
    if (seen !== before.now.number)
      throw new Refused('newer-version', 'The text has changed once more. Please read it as it is now.');
    const version = before.changes.at(-1)?.number ?? seen;
    const noted = { signatureId: signature.id, version, letterId: letter.id, askedAt: null, affirmedAt: world.now() };
    if (await store.noteAffirmed(tx, noted)) await move(tx, letter.id, SUBJECT, [affirmed(version, 1)]);
    const after = await affirm(tx, world, signature, seen);
    if (!after) {
      // Pressed twice at once, the first one did it.
      const meanwhile = await requireReaffirming(world, tx, slug, token);
      if (meanwhile.state === 'asks')
        throw new Refused('signature-changed', 'This signature changed at the same moment. Please look at it again.');
      return meanwhile;
    }
    return { ...before, signed: { ...before.signed, signature: after }, changes: [], state: 'stands' };
  });
}
