/** `npm run migration -- add-cosigners`: writes the next migration for both engines under the same name. */
import { execFileSync } from 'node:child_process';

const name = process.argv[2];
if (!name || !/^[a-z][a-z0-9-]*$/.test(name)) {
  console.error('Say what the migration does, in lower case: npm run migration -- add-cosigners');
  process.exit(1);
}
for (const url of ['sqlite:not-opened', 'postgres://not-opened'])
  execFileSync('drizzle-kit', ['generate', '--name', name], {
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: url },
  });
