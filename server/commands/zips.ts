import type { Command } from 'commander';
import { grouped, plural } from '../basics/text.ts';
import { dayInWashington } from '../basics/time.ts';
import { commandLine } from '../basics/viewer.ts';
import { countZips, findOwnTable, forgetOwnTable, importZips, type ZipImport } from '../districts/ziptable.ts';
import { loadFacts } from '../legislators/load/facts.ts';
import { BadSource } from '../legislators/load/roster.ts';
import { readSource } from '../legislators/load/source.ts';
import { CommandError, progress, withWorld } from './support.ts';

interface ImportFlags {
  source?: string;
  dryRun?: boolean;
  bundled?: boolean;
  json?: boolean;
}

/** The largest table: ten times what HUD publishes. */
const LARGEST = 16 * 1024 * 1024;

export function zipsCommand(program: Command): void {
  const zips = program.command('zips').description('the table of ZIP codes and their districts of the U.S. House');

  zips
    .command('import [file]')
    .description(
      'use a table of your own (CSV), in the place of the one in use; docs/districts.md tells of its columns',
    )
    .option('--source <text>', 'where the table comes from and of which day it is; else the name of the file')
    .option('--bundled', 'go back to the table that comes with the program')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--json', 'print the result as JSON')
    .action((file: string | undefined, flags: ImportFlags) => (flags.bundled ? goBack(file, flags) : act(file, flags)));

  zips
    .command('status')
    .description('which table is in use, and how much it tells')
    .option('--json', 'print it as JSON')
    .action(status);
}

async function act(file: string | undefined, { source, dryRun = false, json = false }: ImportFlags): Promise<void> {
  if (file === undefined) throw new CommandError('Name a file with ZIP codes and districts, or --bundled.');
  await withWorld(async (world) => {
    progress('reading the table');
    const [read, ...more] = await readSource(world, file, { largest: LARGEST }).catch((error: unknown) => {
      throw error instanceof BadSource ? new CommandError(`${error.problem.file}: ${error.problem.message}`) : error;
    });
    if (!read || more.length > 0) throw new CommandError(`${file} is a folder; name the one file with the table.`);
    progress('comparing it with the table in use, and writing');
    const result = await importZips(world, commandLine, read.text, { source: source ?? file, dryRun });
    progress('');
    if (json) console.log(JSON.stringify(result, null, 2));
    else if (result.problems.length === 0) console.log(linesOf(result).join('\n'));
    if (result.problems.length > 0)
      throw new CommandError(
        [
          ...result.problems.map(({ row, message }) => `${file}${row === null ? '' : `, line ${row}`}: ${message}`),
          'Nothing was changed.',
        ].join('\n'),
      );
  });
}

async function goBack(file: string | undefined, { dryRun = false }: ImportFlags): Promise<void> {
  if (file !== undefined) throw new CommandError('Name a file or --bundled, not both.');
  await withWorld(async (world) => {
    if ((await findOwnTable(world.db)) === null)
      return console.log('The table that comes with the program is in use already.');
    if (dryRun) return console.log('The table that comes with the program would be used again.');
    await world.db.transaction((tx) => forgetOwnTable(tx, world, commandLine));
    await loadFacts(world);
    console.log('The table that comes with the program is in use again.');
  });
}

async function status({ json = false }: { json?: boolean }): Promise<void> {
  await withWorld(async (world) => {
    const [own, counts] = [await findOwnTable(world.db), await countZips(world.db)];
    if (json) return console.log(JSON.stringify({ own, ...counts }, null, 2));
    console.log(
      own
        ? `Your own table, imported on ${dayInWashington(own.at)}: ${own.source}`
        : 'The table that comes with the program (data/zip-districts.txt)',
    );
    console.log(
      `${plural(counts.zips, 'ZIP code')}, of which ${grouped(counts.several)} lie in several districts; ${plural(counts.rows, 'row')}`,
    );
  });
}

const linesOf = ({ rows, zips, skipped, added, changed, gone, applied }: ZipImport): string[] => [
  `${plural(zips, 'ZIP code')} in ${plural(rows, 'row')}${skipped > 0 ? `; ${plural(skipped, 'row')} of areas in no district left out` : ''}`,
  `  new: ${grouped(added)}, with other districts: ${grouped(changed)}, gone: ${grouped(gone)}`,
  ...(applied ? [] : ['A dry run: nothing was changed.']),
];
