import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Command } from 'commander';
import { offerSetup } from '../accounts/accounts.ts';
import { createListener } from '../app.ts';
import { environment } from '../basics/environment.ts';
import { compose, dispose } from '../compose.ts';
import { BadSetting, readSettings } from '../config.ts';
import { loadFacts } from '../legislators/load/facts.ts';
import { startWorker } from '../worker.ts';
import { CommandError } from './support.ts';

/** How long requests in flight may take to finish once the process was told to stop. */
const STOP_MS = 10_000;
/** How long a connection may still begin to ask something then: browsers open some that never do. */
const QUIET_MS = 1000;

export function serveCommand(program: Command): void {
  program.command('serve').description('serve the site').action(serve);
}

/** Starts the site: database, reference data, web server, worker; and stops it cleanly on SIGTERM or SIGINT. */
async function serve(): Promise<void> {
  const settings = readSettings(environment);
  const world = await compose(settings, { migrating: true, logging: true });
  await loadFacts(world);

  const server = createServer(createListener(world));
  // A request may take long to answer, but not to arrive.
  server.headersTimeout = 20_000;
  server.requestTimeout = 60_000;
  let inFlight = 0;
  server.on('request', (_req, res) => {
    inFlight += 1;
    res.once('close', () => (inFlight -= 1));
  });
  try {
    await listen(server, settings.port, settings.host);
  } catch (error) {
    await dispose(world);
    const { code } = error as { code?: string };
    if (code === 'EADDRINUSE')
      throw new CommandError(`PORT ${settings.port} is in use by another program: set PORT to another number.`);
    if (code === 'EACCES')
      throw new CommandError(`PORT ${settings.port} may not be used by this account: set PORT to 1024 or more.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
      throw new BadSetting(
        `HOST cannot be used: expected a name or an address of this machine, such as localhost or 0.0.0.0 (${code}).`,
      );
    throw error;
  }
  const worker = startWorker(world);
  const { port } = server.address() as AddressInfo;
  const baseUrl = settings.port === 0 ? settings.baseUrl.replace(/:0$/, `:${port}`) : settings.baseUrl;
  console.error(`Undersigned is at ${baseUrl}`);
  const setup = await offerSetup(world);
  if (setup)
    console.error(
      `Nobody has an account yet. Make the first one here, once: ${setup.replace(settings.baseUrl, baseUrl)}`,
    );

  const stop = async () => {
    process.removeAllListeners('SIGTERM').removeAllListeners('SIGINT');
    world.log.info('stopping');
    // No new requests; those in flight finish; connections that idle are closed.
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const since = performance.now();
    const closing = setInterval(() => {
      const waited = performance.now() - since;
      if (waited > STOP_MS || (inFlight === 0 && waited > QUIET_MS)) server.closeAllConnections();
      else server.closeIdleConnections();
    }, 50);
    await Promise.all([closed, worker.stop()]);
    clearInterval(closing);
    await dispose(world);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
