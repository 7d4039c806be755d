/**
 * What was typed, carried by the visitor's own browser for an hour: the page after signing is then the same for everybody
 * and nothing has to be remembered here. Nobody else can read or change it.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { openBytes, sealBytes } from '../basics/sealing.ts';
import type { World } from '../basics/world.ts';
import type { Settings } from '../config.ts';
import type { SignRequest } from '../signatures/signatures.ts';

/** Seconds that it lasts. */
const LASTS = 3600;
/** Browsers keep no cookie of more than 4,096 bytes, its name and attributes included. */
const MOST_BYTES = 2700;

/** A form that was taken, and the id that its signature has if it was a new one. */
export interface SealedForm {
  id: string;
  form: SignRequest;
}

/** The first byte says how the rest is written. Most forms are short, and deflating costs more than sealing. */
const [PLAIN, DEFLATED] = [0, 1];
const plainly = (value: object): Buffer => Buffer.from(`\0${JSON.stringify(value)}`);
const deflated = (value: object): Buffer => Buffer.concat([Buffer.of(DEFLATED), deflateRawSync(JSON.stringify(value))]);

/**
 * Seals a form for the pending page of one letter; null where it is too long for a cookie even without its long texts.
 */
export function seal(
  world: Pick<World, 'secret' | 'now' | 'newToken'>,
  slug: string,
  { id, form }: SealedForm,
): string | null {
  const until = world.now().getTime() + LASTS * 1000;
  let plain = plainly({ id, until, form });
  if (plain.length > MOST_BYTES) plain = deflated({ id, until, form });
  if (plain.length > MOST_BYTES)
    plain = deflated({ id, until, form: { ...form, comment: '', words: form.words && '' } });
  if (plain.length > MOST_BYTES) return null;
  return sealBytes(world, { purpose: 'sealed form', about: slug }, plain);
}

/** What was sealed for this letter less than an hour ago; null for anything else. */
export function openSealed(
  world: Pick<World, 'secret' | 'now'>,
  slug: string,
  sealed: string | null,
): SealedForm | null {
  const plain = openBytes(world, { purpose: 'sealed form', about: slug }, sealed ?? '');
  if (!plain) return null;
  const rest = plain.subarray(1);
  const text = plain[0] === PLAIN ? rest : inflateRawSync(rest);
  const { until, ...form } = JSON.parse(text.toString()) as SealedForm & { until: number };
  return world.now().getTime() < until ? form : null;
}

const isHttps = ({ baseUrl }: Settings): boolean => baseUrl.startsWith('https:');

/** The cookie's name; over TLS no page without TLS can set it. */
export const cookieName = (settings: Settings): string => (isHttps(settings) ? '__Secure-signed' : 'signed');

/** The `Set-Cookie` header that carries a sealed form to the pending page of its letter, and nowhere else; null takes one back. */
export const sealedCookie = (settings: Settings, slug: string, sealed: string | null): string =>
  [
    `${cookieName(settings)}=${sealed ?? ''}`,
    `Path=/letters/${slug}/signed`,
    `Max-Age=${sealed ? LASTS : 0}`,
    'HttpOnly',
    'SameSite=Lax',
    ...(isHttps(settings) ? ['Secure'] : []),
  ].join('; ');
