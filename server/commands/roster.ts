import { type Command, Option } from 'commander';
import { inProject } from '../basics/root.ts';
import { plural } from '../basics/text.ts';
import { dayInWashington } from '../basics/time.ts';
import { rosterStatus } from '../legislators/legislators.ts';
import { importRoster, PUBLISHER } from '../legislators/load/load.ts';
import type { RosterPlan } from '../legislators/load/plan.ts';
import { writeFacts } from '../legislators/load/publish.ts';
import { problemLine, reportLines, reportOf } from '../legislators/load/report.ts';
import { BadSource, type Format } from '../legislators/load/roster.ts';
import { placeInWords } from '../legislators/places.ts';
import { CommandError, progress, withWorld } from './support.ts';

interface ImportFlags {
  format?: Format;
  body?: string;
  dryRun?: boolean;
  acceptDepartures?: boolean;
  json?: boolean;
}

export function rosterCommand(program: Command): void {
  const roster = program
    .command('roster')
    .description('legislators: import a roster, fetch the newest, see what is loaded');

  roster
    .command('import <source>')
    .description('import a roster from a file, a folder or a web address; docs/rosters.md tells of the formats')
    .addOption(
      new Option('--format <format>', 'the format, where looking does not tell').choices([
        'congress-legislators',
        'openstates',
        'csv',
      ]),
    )
    .option('--body <key>', "the body of a CSV roster ('example-city-council'), or the only body to import")
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--accept-departures', 'let any number of members leave office')
    .option('--json', 'print the result as JSON')
    .action((source: string, flags: ImportFlags) => act(source, flags));

  roster
    .command('update')
    .description('fetch the newest roster of Congress from its publisher and import it')
    .option('--from <url>', 'another address with the same files', PUBLISHER)
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--accept-departures', 'let any number of members leave office')
    .option('--json', 'print the result as JSON')
    .action(({ from, ...flags }: ImportFlags & { from: string }) =>
      act(from.endsWith('/') ? from : `${from}/`, { ...flags, format: 'congress-legislators' }),
    );

  roster
    .command('status')
    .description('which rosters are loaded, which seats are vacant, which wait for a newer roster')
    .option('--json', 'print it as JSON')
    .action(status);

  roster
    .command('facts')
    .description('for maintainers: write data/ from the files of the publishers')
    .requiredOption('--from <folder>', 'a folder with the files of congress-legislators and zccd.csv')
    .requiredOption('--roster-date <date>', 'the day or month the roster is of: 2026-06')
    .requiredOption('--zip-date <date>', 'the day or month the ZIP table is of: 2024-11')
    .action(facts);
}

/** Imports and tells; a roster with problems ends the command with a non-zero status. */
async function act(source: string, { json = false, ...flags }: ImportFlags): Promise<void> {
  await withWorld(async (world) => {
    const plan = await importRoster(world, source, { ...flags, progress });
    progress('');
    const applied = plan.problems.length === 0 && !flags.dryRun;
    const report = reportOf(plan, applied);
    if (json) console.log(JSON.stringify(report, null, 2));
    else if (plan.problems.length === 0) console.log(reportLines(report).join('\n'));
    if (plan.problems.length > 0) throw new CommandError(refusal(plan));
  });
}

/** Why nothing was changed, with those who would have left. */
function refusal(plan: RosterPlan): string {
  const leaving = plan.roster.problems.length > 0 ? [] : plan.left;
  return [
    ...plan.problems.map(problemLine),
    ...leaving.map(({ title, name, seat, key }) => `  would leave: ${title} ${name} (${seat}) ${key}`),
    'Nothing was changed.',
  ].join('\n');
}

async function status({ json = false }: { json?: boolean }): Promise<void> {
  await withWorld(async (world) => {
    const found = await rosterStatus(world.db, dayInWashington(world.now()));
    if (json) return console.log(JSON.stringify(found, null, 2));
    for (const { name, serving, places, vacant, waiting } of found.bodies) {
      console.log(`${name}: ${plural(serving, 'member')} in ${plural(places, 'seat')}`);
      if (vacant.length > 0) console.log(`  vacant: ${vacant.map(placeInWords).join(', ')}`);
      if (waiting.length > 0) console.log(`  the listed end of term has passed, so these wait for a newer roster:`);
      for (const { full, seat, termEnd } of waiting.slice(0, 40))
        console.log(`    ${full} (${seat}), until ${termEnd}`);
      if (waiting.length > 40) console.log(`    and ${waiting.length - 40} more`);
    }
    if (found.bodies.length === 0) console.log('No roster is loaded. Start with: npx undersigned roster update');
    for (const load of found.loads)
      console.log(
        `${load.at.toISOString().slice(0, 10)} ${load.format} from ${load.source}: ${load.added} added, ${load.changed} changed, ${load.left} left, ${load.unchanged} unchanged`,
      );
  });
}

async function facts({
  from,
  rosterDate,
  zipDate,
}: {
  from: string;
  rosterDate: string;
  zipDate: string;
}): Promise<void> {
  try {
    const today = `${rosterDate}-28`.slice(0, 10);
    const written = await writeFacts({ from, to: inProject('data'), rosterDate, zipDate, today });
    console.log(`Wrote ${plural(written.people, 'sitting member')} and ${plural(written.zips, 'ZIP code')} to data/.`);
  } catch (error) {
    if (error instanceof BadSource) throw new CommandError(error.message);
    throw error;
  }
}
