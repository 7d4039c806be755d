import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { isDay } from '../basics/time.ts';
import { commandLine } from '../basics/viewer.ts';
import type { World } from '../basics/world.ts';
import { type Position, positions, seatOf } from '../cosigners/cosigners.ts';
import { bringNames, findList, type Matched, recordNames, tryNames } from '../intake/intake.ts';
import { listByKeys } from '../legislators/legislators.ts';
import { CommandError, withWorld } from './support.ts';

interface Flags {
  dryRun?: boolean;
  json?: boolean;
  position: Position;
  day?: string;
  source?: string;
}

/** What became of a row, for the standard output. */
interface Told {
  row: number;
  text: string;
  outcome: 'recorded' | 'unchanged' | 'refused' | 'sure' | 'asked' | 'unknown';
  key: string | null;
  candidates: string[];
  why: string;
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
        const { list, told } = dryRun
          ? { list: null, told: (await tryNames(world, commandLine, letter, brought)).map(asMatched) }
          : await bringIn(world, letter, brought);
        console.log(json ? JSON.stringify(summary(list, told), null, 2) : await inWords(world, letter, list, told));
      }),
    );
}

const asMatched = ({ text, match }: Matched, n: number): Told => ({
  row: n + 1,
  text,
  outcome: match.kind,
  key: match.kind === 'sure' ? match.key : null,
  candidates: match.kind === 'asked' ? match.candidates : [],
  why: match.kind === 'sure' ? '' : match.why,
});

/** Keeps the list, records what is sure of it, and tells of every row. */
async function bringIn(world: World, letter: string, brought: Parameters<typeof bringNames>[3]) {
  const list = await bringNames(world, commandLine, letter, brought);
  const outcomes = new Map((await recordNames(world, commandLine, letter, list)).map((one) => [one.key, one]));
  const { rows } = await findList(world.db, commandLine, letter, list);
  const told = rows.map((row): Told => {
    const outcome = outcomes.get(row.legislator ?? '');
    const before = row.state === 'recorded' || row.state === 'set aside' ? 'unchanged' : 'unknown';
    return {
      row: row.ordinal,
      text: row.text,
      outcome: outcome?.outcome ?? (row.state === 'asked' ? 'asked' : before),
      key: row.legislator,
      candidates: row.candidates.map((stand) => stand.key),
      why: outcome?.message || row.why,
    };
  });
  return { list, told };
}

const of = (told: Told[], ...kinds: Told['outcome'][]) => told.filter(({ outcome }) => kinds.includes(outcome)).length;

/** As the contract has it for programs: counts, and the rows that were not recorded. */
const summary = (list: string | null, told: Told[]) => ({
  list,
  rows: told.length,
  recorded: of(told, 'recorded'),
  unchanged: of(told, 'unchanged'),
  sure: of(told, 'sure'),
  refused: of(told, 'refused'),
  asked: of(told, 'asked'),
  unknown: of(told, 'unknown'),
  open: told.filter(({ outcome }) => ['refused', 'asked', 'unknown'].includes(outcome)),
});

async function inWords(world: World, letter: string, list: string | null, told: Told[]): Promise<string> {
  const keys = [...new Set(told.flatMap(({ candidates }) => candidates))];
  const nameOf = new Map(
    (await listByKeys(world.db, keys)).map((row) => [row.key, `${row.full} (${seatOf(row)})`] as const),
  );
  const { rows, recorded, unchanged, sure, refused, asked, unknown, open } = summary(list, told);
  const first = list
    ? `${rows} rows: ${recorded} recorded, ${unchanged} so already, ${refused} refused, ${asked} asked about, ${unknown} not found.`
    : `${rows} rows: ${sure} sure, ${asked} asked about, ${unknown} not found. Nothing was changed.`;
  const lines = open.map(({ row, text, why, candidates }) => {
    const names = candidates.map((key) => nameOf.get(key) ?? key);
    return `  row ${row}: ${text}: ${why}${names.length > 0 ? ` Could be ${names.join('; ')}.` : ''}`;
  });
  const wait = list && open.length > 0 ? [`These wait on the desk: /desk/letters/${letter}/names/${list}`] : [];
  return [first, ...lines, ...wait].join('\n');
}
