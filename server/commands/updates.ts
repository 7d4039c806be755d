import type { Command } from 'commander';
import { commandLine } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { requirePublished } from '../letters/letters.ts';
import {
  findNumbers,
  findUpdate,
  listUpdates,
  type Numbers,
  pauseUpdate,
  resumeUpdate,
  standingOf,
  stateWords,
  type Update,
  updateJson,
} from '../updates/updates.ts';
import { CommandError, progress, withWorld } from './support.ts';

export function updatesCommand(program: Command): void {
  const updates = program
    .command('updates')
    .description('news for the signers of a letter: how far it is, pause, resume');

  updates
    .command('list <letter>')
    .description('the updates of a letter, newest first')
    .option('--json', 'as JSON')
    .action((slug: string, { json }: { json?: boolean }) =>
      withWorld(async ({ db }) => {
        const letter = await requirePublished(db, commandLine, slug);
        const found = await listUpdates(db, letter);
        const rows = await Promise.all(
          found.map(async (update) => ({ update, numbers: await findNumbers(db, update) })),
        );
        if (json) return console.log(JSON.stringify(rows.map(updateJson), null, 2));
        for (const { update, numbers } of rows)
          console.log(
            `${update.id}  ${stateWords[update.state].padEnd(9)}  ${standingOf(update, numbers, letter)}  ${update.subject}`,
          );
        if (rows.length === 0) console.log('No update was written for this letter.');
      }),
    );

  updates
    .command('status <update>')
    .description('how far an update is; on a terminal it goes on telling while it is going out')
    .option('--json', 'as JSON')
    .action((id: string, { json }: { json?: boolean }) => withWorld((world) => status(world, id, json ?? false)));

  for (const [verb, deed, done] of [
    ['pause', pauseUpdate, 'Paused. What waited in the outbox was taken back.'],
    ['resume', resumeUpdate, 'It goes on where it was.'],
  ] as const)
    updates
      .command(`${verb} <update>`)
      .description(verb === 'pause' ? 'stop an update where it is' : 'let a paused update go on')
      .option('--json', 'as JSON')
      .action((id: string, { json }: { json?: boolean }) =>
        withWorld(async (world) => {
          const { letter } = await requireOne(world, id);
          await deed(world, commandLine, { slug: letter.slug, id });
          if (json) return status(world, id, true);
          console.log(done);
        }),
      );
}

async function requireOne({ db }: World, id: string) {
  const found = await findUpdate(db, id);
  if (!found)
    throw new CommandError(`There is no update “${id}”: \`undersigned updates list <letter>\` tells their names.`);
  return { ...found, numbers: await findNumbers(db, found.update) };
}

/** Until an update rests, a terminal is told every second. */
async function status(world: World, id: string, json: boolean): Promise<void> {
  let one = await requireOne(world, id);
  if (json) return console.log(JSON.stringify(updateJson(one), null, 2));
  while (process.stderr.isTTY && one.update.state === 'sending') {
    progress(standingOf(one.update, one.numbers, one.letter));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    one = await requireOne(world, id);
  }
  progress('');
  for (const line of linesOf(one.update, one.numbers)) console.log(line);
}

const linesOf = ({ subject, state, pausedFor }: Update, numbers: Numbers): string[] => [
  `${subject}: ${stateWords[state]}`,
  ...(pausedFor ? [pausedFor] : []),
  ...Object.entries(numbers).map(([name, count]) => `${name.padEnd(10)} ${count}`),
];
