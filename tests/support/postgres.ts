import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A PostgreSQL server of the tests' own, in a temporary folder. */
export interface TestServer {
  url: string;
  stop(): void;
}

/** The folder of PostgreSQL's programs: on the path, or where Debian keeps them; null when there is none. */
function findPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => `${debian}/${version}/bin`), ...(process.env['PATH'] ?? '').split(':')];
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

/**
 * Starts a server on a free port; null where PostgreSQL is not installed. It never runs as root, so root lends it
 * another account. Tests need not outlive a loss of power, so a commit waits for the disk only where it is `durable`.
 */
export async function startPostgres({ durable = false } = {}): Promise<TestServer | null> {
  const programs = findPrograms();
  if (!programs) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'undersigned-pg-'));
  const asRoot = process.getuid?.() === 0;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const who = asRoot ? { uid: id('-u'), gid: id('-g') } : {};
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid);
  const port = await freePort();
  const data = path.join(folder, 'data');
  // The server outlives pg_ctl, so nothing of ours may stay open in it: its output goes to the log file.
  const options = { ...who, cwd: folder, stdio: 'ignore' as const };
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} ${durable ? '' : '-c fsync=off -c full_page_writes=off'} -c max_connections=200`;
  execFileSync(
    path.join(programs, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '--locale=C.UTF-8'],
    options,
  );
  execFileSync(
    path.join(programs, 'pg_ctl'),
    ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', settings, 'start'],
    options,
  );
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop: () => {
      execFileSync(path.join(programs, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], options);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port that is free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
