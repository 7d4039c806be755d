/**
 * The secret links of signatures and invitations: made of an id and an HMAC, so every mail can carry them and nothing need
 * be stored.
 */
import { timingSafeEqual } from 'node:crypto';
import { keyed } from '../basics/ids.ts';
import type { World } from '../basics/world.ts';

/** Characters of the HMAC in a token: 144 bits. */
const MARK = 24;
const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** What a link opens. */
type Thing = 'signature' | 'invitation';

const markOf = ({ secret }: Pick<World, 'secret'>, id: string, thing: Thing) =>
  keyed(secret, `${thing}:${id}`).slice(0, MARK);

/** The token that opens a signature: for its signer alone, in mails to their address. */
export const tokenOf = (world: Pick<World, 'secret'>, id: string, thing: Thing = 'signature'): string =>
  pack(id) + markOf(world, id, thing);

/** The id of the signature that a token opens, or null for a token that this installation never made for one. */
export function idOf(world: Pick<World, 'secret'>, token: string, thing: Thing = 'signature'): string | null {
  if (token.length > 200 || !/^[\w-]+$/.test(token)) return null;
  const id = unpack(token.slice(0, -MARK));
  const [given, right] = [Buffer.from(token.slice(-MARK)), Buffer.from(markOf(world, id, thing))];
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

/** A UUID in 22 characters, so that the link stays on one line of a mail; anything else as it is. */
const pack = (id: string): string =>
  uuid.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') : id;

function unpack(packed: string): string {
  if (packed.length !== 22) return packed;
  const hex = Buffer.from(packed, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Where the confirmation mail leads: shows what would be confirmed, and a button. */
export const confirmLink = (world: Pick<World, 'secret' | 'settings'>, slug: string, id: string): string =>
  `${world.settings.baseUrl}/letters/${slug}/confirm?token=${tokenOf(world, id)}`;

/** A signer's own page. */
export const ownLink = (world: Pick<World, 'secret' | 'settings'>, id: string): string =>
  `${world.settings.baseUrl}/my/${tokenOf(world, id)}`;
