import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    pool: 'forks',
    // A browser each; more at once would only wait for each other.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    env: { DATABASE_URL: process.env['DATABASE_URL'] ?? 'sqlite:the tests make their own' },
  },
});
