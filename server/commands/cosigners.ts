import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { plural } from '../basics/text.ts';
import { isDay } from '../basics/time.ts';
import { commandLine } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Position, positions, seatOf } from '../cosigners/cosigners.ts';
import { type Imported, importNames, type RowOutcome, tryImport } from '../intake/intake.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { CommandError, withWorld } from './support.ts';

interface Flags {
  dryRun?: boolean;
  json?: boolean;
  position: Position;
  day?: string;
  source?: string;
}

export function cosignersCommand(program: Command): void {
  const cosigners = program.command('cosigners').description('where legislators stand on a letter');
  cosigners
    .command('import')
    .description('record the legislators that a file names; rows that are not certain wait on the desk')
    .argument('<letter>', 'the letter, by its web address (slug)')
    .argument('<file>', 'a table (CSV) with its column names first, or a text with a name on each line')
    .option('--dry-run', 'say whom each row means, and change nothing')
    .option('--json', 'print the outcome as JSON')
    .addOption(new Option('--position <position>', 'what they have done').choices(positions).default('signed'))
    .option('--day <day>', 'the day of it, such as 2026-11-03; today unless said')
    .option('--source <source>', 'where this is known from; the name of the file unless said')
    .action((letter: string, file: string, { dryRun = false, json = false, ...flags }: Flags) =>
      withWorld(async (world) => {
        if (flags.day !== undefined && !isDay(flags.day))
          throw new CommandError('--day is a day as year-month-day, such as 2026-11-03.');
        const names = await readFile(file, 'utf8').catch((error: Error) => {
          throw new CommandError(`${file} cannot be read: ${error.message}`);
        });
        const { position, day, source = path.basename(file) } = flags;
        const brought = { names, position, day, source };
        const imported = await (dryRun ? tryImport : importNames)(world, commandLine, letter, brought);
        console.log(json ? JSON.stringify(summary(imported), null, 2) : await inWords(world, letter, imported));
      }),
    );
}

/** Counts, and the rows that were not recorded. */
function summary({ list, rows }: Imported) {
  const of = (kind: RowOutcome['outcome']) => rows.filter(({ outcome }) => outcome === kind).length;
  return {
    list,
    rows: rows.length,
    recorded: of('recorded'),
    unchanged: of('unchanged'),
    sure: of('sure'),
    refused: of('refused'),
    asked: of('asked'),
    unknown: of('unknown'),
    open: rows.filter(({ outcome }) => ['refused', 'asked', 'unknown'].includes(outcome)),
  };
}

async function inWords(world: World, letter: string, imported: Imported): Promise<string> {
  const { list, rows, recorded, unchanged, sure, refused, asked, unknown, open } = summary(imported);
  const keys = [...new Set(open.flatMap(({ candidates }) => candidates))];
  const nameOf = new Map(
    (await listByKeys(world.db, keys)).map((row) => [row.key, `${row.full} (${seatOf(row)})`] as const),
  );
  const first = list
    ? `${plural(rows, 'row')}: ${recorded} recorded, ${unchanged} so already, ${refused} refused, ${asked} asked about, ${unknown} not found.`
    : `${plural(rows, 'row')}: ${sure} sure, ${asked} asked about, ${unknown} not found. Nothing was changed.`;
  const lines = open.map(({ row, text, why, candidates }) => {
    const names = candidates.map((key) => nameOf.get(key) ?? key);
    return `  row ${row}: ${text}: ${why}${names.length > 0 ? ` Could be ${names.join('; ')}.` : ''}`;
  });
  const wait = list && open.length > 0 ? [`These wait on the desk: /desk/letters/${letter}/names/${list}`] : [];
  return [first, ...lines, ...wait].join('\n');
}
