import { readFileSync } from 'node:fs';
import { addressKeyOf } from '../../server/basics/addresses.ts';
import type { World } from '../../server/basics/world.ts';
import { compose } from '../../server/compose.ts';
import { readSettings } from '../../server/config.ts';
import type { Letter } from '../../server/letters/letters.ts';
import { nameKeyOf } from '../../server/signatures/signing.ts';
import { aLetter } from '../support/invented/letters.ts';
import { addSignatures, aSignature } from '../support/invented/signatures.ts';

/** The world of a database file that a benchmark fills, migrated; nothing is limited. */
export const openWorld = (file: string): Promise<World> =>
  compose(
    readSettings({ DATABASE_URL: `sqlite:${file}`, HOST: '127.0.0.1', SIGNING_PROTECTION: 'off', LOG_LEVEL: 'silent' }),
    { migrating: true, logging: false },
  );

const paragraph =
  'We ask you to keep the promise that Congress made: that the rivers our families live by are clean, that whoever fouls them answers for it, and that the people who watch over them can do their work. ';

/** A letter to sign, with some pages of text. */
export async function aLongLetter(world: World, different: Partial<Letter> = {}): Promise<Letter> {
  const text = Array.from({ length: 16 }, (_, n) => `**${n + 1}.** ${paragraph.repeat(2)}`).join('\n\n');
  return (await aLetter(world, { text, openToPublic: true, ...different })).letter;
}

const firsts = ['Ana', 'Ben', 'Chidi', 'Dana', 'Elena', 'Farid', 'Grace', 'Hugo', 'Inés', 'Jamal'];
const lasts = ['Abbott', 'Brooks', 'Castillo', 'Dawson', 'Ekwueme', 'Fischer', 'García', 'Huang', 'Ivanov', 'Ōta'];
const districts = [
  ...new Set(
    readFileSync('data/zip-districts.txt', 'utf8')
      .split('\n')
      .filter((line) => /^\d{5} /.test(line))
      .flatMap((line) => line.split(' ').slice(1)),
  ),
];

/** What the nth invented signer signs with. */
export const signerOf = (n: number) => ({
  name: `${firsts[n % 10]} ${lasts[Math.floor(n / 10) % 10]}`,
  email: `signer.${n}@mail.example`,
});

/** How many are written in one transaction. */
const AT_ONCE = 5000;

/** Confirmed signatures number `from` to `to` under a letter: in every district of the nation, over ninety days. */
export async function fill(world: World, letter: Letter, from: number, to: number): Promise<void> {
  const start = world.now().getTime();
  // Filling is not what is measured: nothing of it has to outlive the benchmark.
  await world.db.raw.run('pragma synchronous = OFF; pragma cache_size = -500000');
  for (let at = from; at < to; at += AT_ONCE) {
    const rows = Array.from({ length: Math.min(AT_ONCE, to - at) }, (_, i) => {
      const n = at + i;
      const { name, email } = signerOf(n);
      const [, homeState = null, homeDistrict = null] =
        /^(\w\w)-?(\d+)$/.exec(districts[n % districts.length] ?? '') ?? [];
      // One after the other, as signatures come.
      const when = new Date(start - Math.ceil((1 - n / to) * 90 * 86_400_000));
      return aSignature(world, letter, {
        ...{ name, email, homeState, homeDistrict, createdAt: when, confirmedAt: when },
        ...{ address: `${n} Main Street`, city: 'Springfield', share: n % 5 === 0 },
        comment: n % 3 === 0 ? 'I live and vote in this district, and this bill matters to my neighbours.' : null,
        addressKey: addressKeyOf(world, email),
        nameKey: nameKeyOf(world, name),
      });
    });
    await addSignatures(world, letter, rows);
  }
  await world.db.raw.run('pragma synchronous = FULL; pragma cache_size = -2000; pragma wal_checkpoint(TRUNCATE)');
}
