import { environment } from '../basics/environment.ts';
import type { World } from '../basics/world.ts';
import { compose, dispose } from '../compose.ts';
import { readSettings } from '../config.ts';

/** What a person who runs a command is told on the standard error, without a trace; the exit status is 1. */
export class CommandError extends Error {}

/** Builds the world for one command, and gives everything back when it is done. It works beside a running server. */
export async function withWorld(work: (world: World) => Promise<void>): Promise<void> {
  const world = await compose(readSettings(environment), { migrating: true, logging: false });
  try {
    await work(world);
  } finally {
    await dispose(world);
  }
}

/** Progress of long work: on a terminal a line that is written over, in a pipe nothing. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}
