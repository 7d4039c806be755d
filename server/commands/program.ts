import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Invalid, NotAllowed, NotFound, Refused } from '../basics/errors.ts';
import { inProject } from '../basics/root.ts';
import { BadSetting } from '../config.ts';
import { loggable } from '../web/errors.ts';
import { accountCommand } from './account.ts';
import { billsCommand } from './bills.ts';
import { cosignersCommand } from './cosigners.ts';
import { cwcCommand } from './cwc.ts';
import { exampleCommand } from './example.ts';
import { exportCommand } from './export.ts';
import { mailCommand } from './mail.ts';
import { migrateCommand } from './migrate.ts';
import { recountCommand } from './recount.ts';
import { rosterCommand } from './roster.ts';
import { serveCommand } from './serve.ts';
import { CommandError } from './support.ts';
import { tallyCommand } from './tally.ts';
import { tokenCommand } from './token.ts';
import { updatesCommand } from './updates.ts';
import { zipsCommand } from './zips.ts';

/** Every command adds itself to the program. */
const commands: ((program: Command) => void)[] = [
  serveCommand,
  migrateCommand,
  exampleCommand,
  rosterCommand,
  zipsCommand,
  billsCommand,
  cosignersCommand,
  tallyCommand,
  exportCommand,
  recountCommand,
  accountCommand,
  tokenCommand,
  mailCommand,
  updatesCommand,
  cwcCommand,
];

/** Runs the command line. What went wrong is told in one sentence on the standard error, with a non-zero status. */
export async function run(argv: string[]): Promise<void> {
  const { version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as { version: string };
  const program = new Command('undersigned')
    .description('Letters, who signed them, and the way to one’s legislators.')
    .version(version)
    .exitOverride();
  for (const add of commands) add(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode;
    else {
      console.error(told(error));
      process.exitCode = 1;
    }
  }
}

/** A person's mistake in words; a fault of ours with what is needed to find it. */
function told(error: unknown): string {
  const expected = [CommandError, BadSetting, Invalid, NotAllowed, NotFound, Refused];
  if (expected.some((kind) => error instanceof kind)) return (error as Error).message;
  return `Something went wrong: ${JSON.stringify(loggable(error), null, 2)}`;
}
