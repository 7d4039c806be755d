import type { Command } from 'commander';
import { recountAffirmations } from '../affirmations/affirmations.ts';
import { commandLine } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { recount } from '../cosigners/cosigners.ts';
import { type Letter, listLetters, requirePublished } from '../letters/letters.ts';
import { recountMessages } from '../messages/messages.ts';
import { recountSignatures } from '../signatures/signatures.ts';
import type { Repair } from '../tallies/tallies.ts';
import { recountUpdates } from '../updates/updates.ts';
import { progress, withWorld } from './support.ts';

export function recountCommand(program: Command): void {
  program
    .command('recount [letter]')
    .description('count the rows again behind the kept numbers of a letter, or of all; repairs and says so')
    .action((slug: string | undefined) =>
      withWorld(async (world) => {
        const letters = slug ? [await requirePublished(world.db, commandLine, slug)] : await allLetters(world);
        let repaired = 0;
        for (const [n, letter] of letters.entries()) {
          progress(`${n + 1} of ${letters.length}`);
          const repairs = await recountLetter(world, letter);
          progress('');
          for (const words of repairs) console.log(`${letter.slug}: ${words}`);
          repaired += repairs.length;
        }
        console.log(
          repaired > 0 ? `Numbers set right: ${repaired}.` : `Every kept number is right; letters: ${letters.length}.`,
        );
      }),
    );
}

async function recountLetter(world: World, letter: Letter): Promise<string[]> {
  const positions = await recount(world, letter.id);
  const signatures = await world.db.transaction((tx) => recountSignatures(tx, letter.id));
  const messages = await world.db.transaction((tx) => recountMessages(tx, letter.id));
  const affirmations = await world.db.transaction((tx) => recountAffirmations(tx, letter.id));
  const updates = await world.db.transaction((tx) => recountUpdates(tx, letter.id));
  const words = (subject: string) => (repair: Repair) =>
    `${subject}, ${[repair.dimension, repair.key].filter(Boolean).join(' ')}: was ${repair.was}, is ${repair.is}`;
  return [
    ...positions.map(words('positions')),
    ...signatures.map(words('signatures')),
    ...messages.map(words('messages')),
    ...affirmations.map(words('re-affirmed')),
    ...updates.map(words('updates')),
  ];
}

async function allLetters({ db }: World): Promise<Letter[]> {
  const letters: Letter[] = [];
  let cursor: string | null = null;
  do {
    const page = await listLetters(db, commandLine, { limit: 500, cursor });
    letters.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return letters;
}
