/**
 * Which engine this process uses. Kept apart from the rest of `db/` because drizzle-kit reads it too,
 * before any setting has been checked; `config.ts` judges the address itself.
 */
import { environment } from '../basics/environment.ts';

export type Dialect = 'sqlite' | 'postgres';

export const dialect: Dialect = /^postgres(ql)?:/.test(environment['DATABASE_URL'] ?? '') ? 'postgres' : 'sqlite';
