/**
 * `npm test`: types, lint, every test on both engines, and the browser's. A part that a missing program keeps from
 * running is named at the end; with CI=true it is a failure.
 */
import { spawnSync } from 'node:child_process';
import { findChromium } from './support/chromium.ts';
import { startPostgres } from './support/postgres.ts';
import { findOffice, findPdfReader } from './support/programs.ts';

// Each file of tests reads the same libraries: the second time as they were compiled.
process.env['NODE_COMPILE_CACHE'] ??= 'node_modules/.cache/compiled';

const failed: string[] = [];
const missing: string[] = [];

function part(name: string, command: string, args: string[], env: Record<string, string> = {}): void {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  console.log(
    `── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
  if (status !== 0) failed.push(name);
}

part('types', 'tsc', ['-p', '.']);
part('lint', 'biome', ['ci', '--error-on-warnings', '.']);
part('build', 'npm', ['run', '--silent', 'prepare']);
part('tests on SQLite', 'vitest', ['run'], { DATABASE_URL: 'sqlite:the tests make their own' });

const postgres = await startPostgres();
if (postgres) {
  try {
    part('tests on PostgreSQL', 'vitest', ['run'], { DATABASE_URL: postgres.url });
  } finally {
    postgres.stop();
  }
} else missing.push('tests on PostgreSQL: no PostgreSQL server is installed');

if (findChromium() && findPdfReader())
  part('browser', 'vitest', ['run', '--config', 'tests/browser/vitest.config.ts'], {
    DATABASE_URL: 'sqlite:the tests make their own',
  });
else missing.push('browser: no Chromium, or no pdftotext (poppler-utils), is installed');

const files = (which: string) => ['run', '--config', 'tests/files/vitest.config.ts', which];
if (findPdfReader()) part('PDF read back', 'vitest', files('pdf'));
else missing.push('PDF read back: no pdftotext (poppler-utils) is installed');
if (findPdfReader() && findOffice()) part('Word documents opened', 'vitest', files('word'));
else missing.push('Word documents opened: no LibreOffice Writer, or no pdftotext, is installed');

for (const what of missing) console.log(`Not run: ${what}.`);
for (const what of failed) console.log(`Failed: ${what}.`);
const bad = failed.length > 0 || (missing.length > 0 && process.env['CI'] === 'true');
if (!bad) console.log(missing.length > 0 ? 'All that could run passed.' : 'Everything passed.');
process.exitCode = bad ? 1 : 0;
