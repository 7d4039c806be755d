import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/browser/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    env: { DATABASE_URL: process.env['DATABASE_URL'] ?? 'sqlite:the tests make their own' },
  },
});
