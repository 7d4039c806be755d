/** Secret links that nothing need be stored for: a token is an id with an HMAC of it, for one purpose. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { World } from './world.ts';

/** Characters of the HMAC in a token: 128 bits. Hexadecimal, for some mail programs end a link before a last '-'. */
const MARK = 32;
const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

const markOf = ({ secret }: Pick<World, 'secret'>, purpose: string, id: string) =>
  createHmac('sha256', secret).update(`${purpose}:${id}`).digest('hex').slice(0, MARK);

/** The token that opens the thing with this id, for this purpose alone. */
export const markedId = (world: Pick<World, 'secret'>, purpose: string, id: string): string =>
  pack(id) + markOf(world, purpose, id);

/** The id in a token, or null for a token that this installation never made for the purpose. */
export function readMarked(world: Pick<World, 'secret'>, purpose: string, token: string): string | null {
  if (token.length > 200 || !/^[\w-]+$/.test(token)) return null;
  const id = unpack(token.slice(0, -MARK));
  const [given, right] = [Buffer.from(token.slice(-MARK)), Buffer.from(markOf(world, purpose, id))];
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

/** A UUID without its hyphens; anything else as it is. */
const pack = (id: string): string => (uuid.test(id) ? id.replaceAll('-', '') : id);

const unpack = (packed: string): string => packed.replace(/^(\w{8})(\w{4})(\w{4})(\w{4})(\w{12})$/, '$1-$2-$3-$4-$5');

/** Characters of the HMAC in a brief token, of 36 kinds: 82 bits. */
const BRIEF_MARK = 16;
/** Characters of a UUID in a brief token. */
const BRIEF_ID = 25;

/**
 * A token as `markedId` makes one, but of 41 small letters and digits: for the local part of a mail address, which has
 * 64 octets and which some mail servers write in small letters.
 */
export const briefMarked = (world: Pick<World, 'secret'>, purpose: string, id: string): string =>
  (uuid.test(id) ? inBase36(BigInt(`0x${pack(id)}`), BRIEF_ID) : id) + briefMarkOf(world, purpose, id);

/** The id in a brief token, or null for a token that this installation never made for the purpose. */
export function readBrief(world: Pick<World, 'secret'>, purpose: string, token: string): string | null {
  if (token.length > 64 || !/^[\w-]+$/.test(token)) return null;
  const packed = token.slice(0, -BRIEF_MARK);
  const id = packed.length === BRIEF_ID ? uuidOf(packed) : packed;
  const [given, right] = [Buffer.from(token.slice(-BRIEF_MARK)), Buffer.from(briefMarkOf(world, purpose, id))];
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

const briefMarkOf = (world: Pick<World, 'secret'>, purpose: string, id: string): string =>
  inBase36(BigInt(`0x${markOf(world, purpose, id)}`), BRIEF_ID).slice(-BRIEF_MARK);

const inBase36 = (number: bigint, length: number): string => number.toString(36).padStart(length, '0');

const uuidOf = (packed: string): string =>
  /^[0-9a-z]+$/.test(packed)
    ? unpack(
        [...packed]
          .reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
          .toString(16)
          .padStart(32, '0'),
      )
    : '';
