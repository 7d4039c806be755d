/** Sealing: bytes that a visitor or a mail carries for us, and that nobody else can read or change. */
import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import type { World } from './world.ts';

const NONCE = 12;
const TAG = 16;

const keyFor = ({ secret }: Pick<World, 'secret'>, purpose: string): Buffer =>
  createHmac('sha256', secret).update(purpose).digest();

/** Seals bytes (AES-256-GCM). They open for the same purpose, and the same `about`, alone. */
export function sealBytes(
  world: Pick<World, 'secret' | 'newToken'>,
  { purpose, about = '' }: { purpose: string; about?: string },
  plain: Buffer,
): string {
  // A nonce of the world's own chance: nothing is sealed twice with the same one.
  const nonce = createHash('sha256').update(world.newToken()).digest().subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyFor(world, purpose), nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** What was sealed, or null for anything else. */
export function openBytes(
  world: Pick<World, 'secret'>,
  { purpose, about = '' }: { purpose: string; about?: string },
  sealed: string,
): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= NONCE + TAG) return null;
  try {
    const cipher = createDecipheriv('aes-256-gcm', keyFor(world, purpose), bytes.subarray(0, NONCE), {
      authTagLength: TAG,
    });
    cipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-TAG));
    return Buffer.concat([cipher.update(bytes.subarray(NONCE, -TAG)), cipher.final()]);
  } catch {
    return null;
  }
}
