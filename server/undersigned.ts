#!/usr/bin/env -S node --enable-source-maps
/**
 * The `undersigned` command line. It looks at the runtime before it loads anything else: on an older one the
 * database driver would end the process without a word.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 14)) {
  console.error(
    `Undersigned needs Node.js 22.14 or newer, and this is ${process.versions.node}. "npm ci" installs one: start with "npm start" or "npx undersigned".`,
  );
  process.exit(1);
}
const { run } = await import('./commands/program.ts');
await run(process.argv);
