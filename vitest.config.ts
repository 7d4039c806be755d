import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/chance.ts'],
    exclude: ['tests/browser/**', 'tests/files/**'],
    pool: 'forks',
    // Some start the command line several times, which takes its time on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 30_000,
    env: { DATABASE_URL: process.env['DATABASE_URL'] ?? 'sqlite::memory-is-not-used' },
  },
});
