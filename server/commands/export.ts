import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Argument, type Command, Option } from 'commander';
import { commandLine } from '../basics/viewer.ts';
import {
  type Download,
  type Format,
  formats,
  openCosignerExport,
  openMessageExport,
  openSignatureExport,
  type SignatureStates,
} from '../exports/exports.ts';
import { CommandError, withWorld } from './support.ts';

interface Flags {
  format?: Format;
  out: string;
  states?: SignatureStates;
}

const kinds = ['signatures', 'cosigners', 'messages'] as const;

export function exportCommand(program: Command): void {
  program
    .command('export')
    .description('write the signatures, cosigners or messages of a letter to a file; noted in the history')
    .argument('<letter>', 'the letter, by its web address (slug)')
    .addArgument(new Argument('<what>', 'what to export').choices(kinds))
    .addOption(
      new Option(
        '--format <format>',
        'the kind of file; unless said, as the name of --out ends, and csv where that tells nothing',
      ).choices(formats),
    )
    .requiredOption('--out <file>', 'the file to write, or - for the standard output')
    .addOption(
      new Option(
        '--states <states>',
        'of signatures: those that count, or all, told apart by the column "status"; "confirmed" unless said',
      ).choices(['confirmed', 'all'] satisfies SignatureStates[]),
    )
    .action((letter: string, what: (typeof kinds)[number], { format: said, out, states }: Flags) =>
      withWorld(async (world) => {
        if (states && what !== 'signatures') throw new CommandError('--states is for the export of signatures.');
        const format = said ?? formatOf(out);
        const open = {
          signatures: () => openSignatureExport(world, commandLine, letter, states ?? 'confirmed', format),
          cosigners: () => openCosignerExport(world, commandLine, letter, 'signed', {}, format),
          messages: () => openMessageExport(world, commandLine, letter, format),
        };
        const file = await open[what]();
        await (out === '-' ? print(file) : write(file, out));
      }),
    );
}

/** 'names.xlsx' is to be XLSX. */
const formatOf = (out: string): Format => formats.find((format) => out.toLowerCase().endsWith(`.${format}`)) ?? 'csv';

/** A reader who has enough (`| head`) ends it, which is no error. */
async function print({ content }: Download): Promise<void> {
  try {
    await pipeline(Readable.from(content), process.stdout, { end: false });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPIPE') throw error;
  }
}

/**
 * Writes beside the file and then puts it in its place, so that a broken one never stands there. For its owner only.
 * What is no file, such as a named pipe, is written to and stays.
 */
async function write({ content }: Download, out: string): Promise<void> {
  const there = await stat(out).catch(() => null);
  if (there?.isDirectory()) throw new CommandError(`${out} is a folder; name a file in it.`);
  const written = there && !there.isFile() ? out : `${out}.part`;
  try {
    await pipeline(Readable.from(content), createWriteStream(written, { mode: 0o600 }));
    if (written !== out) await rename(written, out);
  } catch (error) {
    if (written !== out) await rm(written, { force: true });
    // Of the file system's errors only: one of the database is not about this file.
    if ((error as { syscall?: string }).syscall && 'path' in (error as object))
      throw new CommandError(`${out} cannot be written: ${(error as Error).message}`);
    throw error;
  }
}
