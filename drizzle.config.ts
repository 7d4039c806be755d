import { defineConfig } from 'drizzle-kit';
import { dialect } from './server/db/dialect.ts';

export default defineConfig({
  schema: './server/db/tables.ts',
  out: `./migrations/${dialect}`,
  dialect: dialect === 'postgres' ? 'postgresql' : 'sqlite',
  casing: 'snake_case',
});
