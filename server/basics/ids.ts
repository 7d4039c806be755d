import { createHash, createHmac, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A time-ordered id (UUID version 7): rows made later sort later. */
export const newId = (): string => v7();

/** A secret of 256 bits for a link, a session or the API; only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** How a secret is stored: a lookup key that does not give the secret away. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** A lookup key for something guessable, such as an address: an HMAC under the installation's secret. */
export const keyed = (secret: string, value: string): string =>
  createHmac('sha256', secret).update(value).digest('base64url');
