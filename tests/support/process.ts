import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach } from 'vitest';
import type { TestWorld } from './world.ts';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const one of started.splice(0)) one.kill('SIGKILL');
});

/** The site of a world in a process of its own, on a free port; killed after the test. */
export async function aServer(world: TestWorld, more: Record<string, string> = {}) {
  const env = { PATH: process.env['PATH'], DATABASE_URL: world.databaseUrl, PORT: '0', LOG_LEVEL: 'silent', ...more };
  const program = spawn(process.execPath, ['server/undersigned.ts', 'serve'], { env });
  started.push(program);
  let said = '';
  for await (const words of program.stderr) {
    said += words;
    if (/is at http/.test(said)) break;
  }
  const port = Number(/http:\/\/localhost:(\d+)/.exec(said)?.[1]);
  return { program, port, url: `http://localhost:${port}` };
}
