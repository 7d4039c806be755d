import { dayIn } from '../../../server/basics/time.ts';
import type { World } from '../../../server/basics/world.ts';
import { changesOf, SUBJECT, weeksOf } from '../../../server/signatures/counting.ts';
import { shownOf, unshown } from '../../../server/signatures/names.ts';
import { addMany, type Signature } from '../../../server/signatures/store.ts';
import { move } from '../../../server/tallies/tallies.ts';
import type { LetterRow } from './letters.ts';

const firsts = ['Ana', 'Ben', 'Zoë', 'José María', 'Şule', 'Lan', 'Kekoa', 'Grace', 'Óscar', 'Wren'];
const lasts = ['Rivera', 'Okafor', "O'Neil", 'Łukasz', 'D’Aubigné-Ståhl', 'Nguyễn', 'van der Hoek', 'Smith', 'Ōta'];
const places: [state: string | null, district: string | null, zip: string | null][] = [
  ['OH', '7', '44691'],
  ['NM', '3', '87501'],
  ['VT', '0', '05401'],
  ['MA', '2', '01002'],
  ['OH', '4', '43302'],
  ['PR', '0', '00901'],
  [null, null, null],
];

let made = 0;

/** One row as `sign` and `confirm` leave it: a confirmed person of the letter's newest version unless said otherwise. */
export function aSignature(world: World, letter: LetterRow, different: Partial<Signature> = {}): Signature {
  made += 1;
  const [homeState, homeDistrict, zip] = places[made % places.length] as (typeof places)[number];
  const state = different.state ?? 'confirmed';
  const confirmed = state === 'confirmed';
  const at = different.confirmedAt ?? different.createdAt ?? world.now();
  const typed = {
    kind: 'person' as const,
    name: `${firsts[made % firsts.length]} ${lasts[made % lasts.length]}`,
    email: `signer.${made}@mail.example`,
    ...{ organization: null, title: null, website: null, comment: null, address: null, city: null, country: null },
    ...{ homeState, homeDistrict, zip, lookup: homeState ? ('zip' as const) : null },
    display: 'full' as const,
    ...{ updates: false, share: false, consentText: '2026-11', locale: null, words: null },
    ...different,
  };
  return {
    id: world.newId(),
    letterId: letter.id,
    addressKey: `address-${made}`,
    nameKey: `name-${made}`,
    state,
    reason: null,
    version: letter.version,
    network: '192.0.2.1',
    ...(confirmed ? shownOf(typed) : unshown),
    ...{ removalId: null, removedFrom: null, mails: 1, mailedAt: at },
    createdAt: at,
    changedAt: at,
    confirmedAt: confirmed ? at : null,
    confirmedDay: confirmed ? dayIn(at, letter.timeZone) : null,
    ...typed,
  };
}

/** Puts signatures under a letter, and counts them. */
export async function addSignatures(world: World, letter: LetterRow, rows: Signature[]): Promise<void> {
  await world.db.transaction(async (tx) => {
    await addMany(tx, rows);
    await move(
      tx,
      letter.id,
      SUBJECT,
      rows.flatMap((row) => changesOf(row, 1)),
      rows.flatMap((row) => weeksOf(row, 1)),
    );
  });
}

/**
 * So many invented people under a letter, a minute between two of them and the last one now; `different` says what is
 * unlike the others, for each of them where it is a function of its number.
 */
export async function someSignatures(
  world: World,
  letter: LetterRow,
  n: number,
  different: Partial<Signature> | ((n: number) => Partial<Signature>) = {},
): Promise<Signature[]> {
  const now = world.now().getTime();
  const rows = Array.from({ length: n }, (_, i) =>
    aSignature(world, letter, {
      createdAt: new Date(now - (n - 1 - i) * 60_000),
      ...(typeof different === 'function' ? different(i) : different),
    }),
  );
  await addSignatures(world, letter, rows);
  return rows;
}
