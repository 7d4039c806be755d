import { defineConfig } from 'vitest/config';

/** Files that we make, opened by programs of others. */
export default defineConfig({
  test: {
    include: ['tests/files/**/*.test.ts'],
    pool: 'forks',
    testTimeout: 120_000,
    env: { DATABASE_URL: process.env['DATABASE_URL'] ?? 'sqlite:the tests make their own' },
  },
});
