/**
 * The environment with the `.env` file of the working folder read into it. What is already set wins over the file.
 * `config.ts` and `db/dialect.ts` are the only readers.
 */
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';

if (existsSync('.env')) loadEnvFile('.env');

export const environment: NodeJS.ProcessEnv = process.env;
