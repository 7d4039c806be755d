import { type ChildProcess, spawn } from 'node:child_process';
import autocannon from 'autocannon';

/** A server under measure: its address, how long it took to answer, and a way to end it. */
export interface Running {
  url: string;
  pid: number;
  readyMs: number;
  stop(): Promise<void>;
}

/** Starts a program and waits until it answers at `path`; the port is the first number after "127.0.0.1:" or alone in a line. */
export async function start(args: string[], path: string, env: Record<string, string> = {}): Promise<Running> {
  const started = performance.now();
  const child: ChildProcess = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await new Promise<string>((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /^(\d+)$/m.exec(said) ?? /is at http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`${args.join(' ')} ended before it was ready:\n${said}`)));
  });
  const url = `http://127.0.0.1:${port}`;
  const answer = await fetch(url + path, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`${url}${path} answered ${answer.status}`);
  await answer.arrayBuffer();
  const stop = () =>
    new Promise<void>((resolve) => {
      child.removeAllListeners('exit').once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - started, stop };
}

/** Requests answered with a 2xx per second, over some seconds; asked as browsers do, which take zipped answers. */
export async function requestsPerSecond(
  url: string,
  seconds: number,
  headers: Record<string, string> = {},
): Promise<number> {
  const asked = { url, connections: 64, headers: { 'accept-encoding': 'gzip', ...headers } };
  await autocannon({ ...asked, duration: 1 });
  const result = await autocannon({ ...asked, duration: seconds });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} failed`);
  return result['2xx'] / result.duration;
}

export const median = (numbers: number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
