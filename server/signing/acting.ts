/** What the forms of the journey do, without a word about how they came: the same for any server in front. */

import { z } from 'zod';
import { addressKeyOf } from '../basics/addresses.ts';
import { Invalid, type Problem, TooMany } from '../basics/errors.ts';
import type { World } from '../basics/world.ts';
import {
  dropUnconfirmed,
  type SignRequest,
  sendAgain,
  sign,
  signForm,
  type Visitor,
} from '../signatures/signatures.ts';
import { emailField } from '../web/fields.ts';
import { line, parse, type Typed, typedIn } from '../web/forms.ts';
import { networkOf } from '../web/limits.ts';
import { openSealed, type SealedForm, seal, sealedCookie } from './sealed.ts';

/** A form to be shown again with what was typed: 422 for problems, 429 for too many tries. */
export interface Failed {
  status: 422 | 429;
  /** After how many seconds to try again; null where that is not what failed. */
  seconds: number | null;
  problems: Problem[];
  typed: Typed;
}

/** `location` is where to go on, `cookie` a whole `Set-Cookie` header. */
export type Acted = { kind: 'done'; location: string; cookie: string } | { kind: 'failed'; failed: Failed };

/**
 * Takes a signature as the letter page's form sends it. It is on the disk when this resolves; what comes back is the
 * same whoever had signed. Throws NotFound and Refused ('letter-closed', 'not-open-to-public').
 */
export async function actSign(world: World, slug: string, body: unknown, ip: string | undefined): Promise<Acted> {
  const read = parse(signForm, body);
  if (!read.ok) return { kind: 'failed', failed: { status: 422, seconds: null, ...read } };
  const { age: _, fax, challenge, write, words, ...form } = read.value;
  const request = { ...form, words: write ? words : null };
  return signed(world, slug, request, { network: networkOf(ip), challenge, trap: fax }, body);
}

/** Signs, and sends the visitor on to the pending page with what they typed. */
async function signed(
  world: World,
  slug: string,
  form: SignRequest,
  visitor: Visitor,
  body: unknown,
  previous: SealedForm | null = null,
): Promise<Acted> {
  try {
    const id = await sign(world, slug, form, visitor);
    // The same mailbox in another writing is the same signature: it goes on waiting under its first id.
    const same = previous && addressKeyOf(world, previous.form.email) === addressKeyOf(world, form.email);
    if (previous && !same) await dropUnconfirmed(world, previous.id);
    const sealed = seal(world, slug, { id: same ? previous.id : id, form });
    return { kind: 'done', location: signedUrl(slug), cookie: sealedCookie(world.settings, slug, sealed) };
  } catch (error) {
    if (error instanceof Invalid) return failedWith(422, error.problems, body);
    if (!(error instanceof TooMany)) throw error;
    return failedWith(429, [{ path: '', message: error.message }], body, error.seconds);
  }
}

const failedWith = (status: 422 | 429, problems: Problem[], body: unknown, seconds: number | null = null): Acted => ({
  kind: 'failed',
  failed: { status, seconds, problems, typed: typedIn(body) },
});

export const signedUrl = (slug: string): string => `/letters/${slug}/signed`;

const addressForm = z.object({
  email: emailField('Please give your e-mail address, such as ana@mail.example.'),
  challenge: z.string().max(8000).default(''),
});

/**
 * Signs again with another address and forgets the signature with the first one, if it is new and still waits: nobody
 * is written to there any more. Without a sealed form there is nothing to correct, and the pending page says so.
 */
export async function actCorrect(
  world: World,
  slug: string,
  sealed: string | null,
  body: unknown,
  ip: string | undefined,
): Promise<Acted> {
  const previous = openSealed(world, slug, sealed);
  if (!previous) return { kind: 'done', location: signedUrl(slug), cookie: sealedCookie(world.settings, slug, null) };
  const read = parse(addressForm, body);
  if (!read.ok) return { kind: 'failed', failed: { status: 422, seconds: null, ...read } };
  const form = { ...previous.form, email: read.value.email };
  const visitor = { network: networkOf(ip), challenge: read.value.challenge, trap: '' };
  const acted = await signed(world, slug, form, visitor, body, previous);
  return acted.kind === 'done' ? { ...acted, location: `${acted.location}?note=address` } : acted;
}

/** Asks for the mail once more. The answer is the same whatever became of it. Throws NotFound for an unknown letter. */
export async function actAgain(world: World, slug: string, sealed: string | null): Promise<string> {
  const previous = openSealed(world, slug, sealed);
  if (previous) await sendAgain(world, slug, previous.form);
  return `${signedUrl(slug)}?note=again`;
}

/** A district as a form sends it: 'OH-7' gives state OH and district 7; '' where nothing was chosen. */
export function placeIn(body: unknown): { state: string; district: string } {
  const [state = '', district = ''] = line(typedIn(body)['place']).split('-');
  return { state, district };
}
