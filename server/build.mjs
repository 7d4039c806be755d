// Compiles the server to dist/ and puts its command where npx finds it. Runs after every install (`prepare`).
import { execSync } from 'node:child_process';
import { chmodSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

process.chdir(path.join(import.meta.dirname, '..'));
execSync('tsc -p server/tsconfig.build.json', { stdio: 'inherit' });

const command = 'dist/server/undersigned.js';
const link = 'node_modules/.bin/undersigned';
chmodSync(command, 0o755);
rmSync(link, { force: true });
try {
  symlinkSync(path.relative(path.dirname(link), command), link);
} catch {
  // Where links are not allowed, npx finds the command by package.json, only slower.
}
