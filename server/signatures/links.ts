/**
 * The secret links of signatures and invitations: made of an id and an HMAC, so every mail can carry them and nothing need
 * be stored.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { World } from '../basics/world.ts';

/** Characters of the HMAC in a token: 128 bits. Hexadecimal, for some mail programs end a link before a last '-'. */
const MARK = 32;
const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** What a link opens. */
type Thing = 'signature' | 'invitation';

const markOf = ({ secret }: Pick<World, 'secret'>, id: string, thing: Thing) =>
  createHmac('sha256', secret).update(`${thing}:${id}`).digest('hex').slice(0, MARK);

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

/** A UUID without its hyphens; anything else as it is. */
const pack = (id: string): string => (uuid.test(id) ? id.replaceAll('-', '') : id);

const unpack = (packed: string): string => packed.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, '$1-$2-$3-$4-$5');

/** Where the confirmation mail leads: shows what would be confirmed, and a button. */
export const confirmLink = (world: Pick<World, 'secret' | 'settings'>, slug: string, id: string): string =>
  `${world.settings.baseUrl}/letters/${slug}/confirm?token=${tokenOf(world, id)}`;

/** A signer's own page. */
export const ownLink = (world: Pick<World, 'secret' | 'settings'>, id: string): string =>
  `${world.settings.baseUrl}/my/${tokenOf(world, id)}`;
