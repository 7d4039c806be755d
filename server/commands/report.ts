import type { Readable } from 'node:stream';
import type { Command } from 'commander';
import { MOST_BYTES, takeReport } from '../mail/bounces.ts';
import { loggable } from '../web/errors.ts';
import { reportListenersOf } from '../worker.ts';
import { withWorld } from './support.ts';

/** The mail server is to try again later (sysexits.h). Any other failure would have it bounce the bounce. */
const TEMPFAIL = 75;

/** `undersigned mail report`: for a mail server that pipes what comes back into it. */
export function reportCommand(mail: Command): void {
  mail
    .command('report')
    .description(
      'take a mail that came back, or a complaint, from the standard input; it needs BOUNCE_ADDRESS: docs/bounces.md',
    )
    .option('--recipient <address>', 'the address that it was sent to, with its mark')
    .action(async ({ recipient }: { recipient?: string }) => {
      try {
        const raw = await beginningOf(process.stdin);
        await withWorld(async (world) => {
          const { outcome, kind, status } = await takeReport(world, reportListenersOf(world), raw, { recipient });
          console.log([outcome, kind ?? '', status].filter(Boolean).join(' '));
        });
      } catch (error) {
        console.error(`Not now: ${JSON.stringify(loggable(error))}`);
        process.exitCode = TEMPFAIL;
      }
    });
}

/** The first bytes of a stream that is read to its end, so that whoever writes it meets no closed pipe. */
async function beginningOf(input: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of input as AsyncIterable<Buffer>) {
    if (length < MOST_BYTES) pieces.push(piece);
    length += piece.length;
  }
  return Buffer.concat(pieces).subarray(0, MOST_BYTES);
}
