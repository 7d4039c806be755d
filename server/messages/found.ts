/** What the geocoder said of a street address, as the visitor carries it from page to page: sealed, without the address. */
import { z } from 'zod';
import { openBytes, sealBytes } from '../basics/sealing.ts';
import type { World } from '../basics/world.ts';

/** Long enough to write to everybody on the board; then the address is asked for again. */
const LIFE_MS = 24 * 3_600_000;
const seal = { purpose: 'found by address' };

const shape = z.object({
  zip: z.string().nullable(),
  state: z.string(),
  district: z.number().int(),
  upper: z.string().nullable(),
  lower: z.string().nullable(),
  congress: z.number().int(),
  until: z.number(),
});

/** Where an address votes: the ZIP code that was typed, the seats of Congress, and of the state's chambers if told. */
export type Found = Omit<z.infer<typeof shape>, 'until'>;

/** A place as text for forms and links; nobody else can read or change it, and it ends after a day. */
export const sealFound = (world: Pick<World, 'now' | 'secret' | 'newToken'>, found: Found): string =>
  sealBytes(world, seal, Buffer.from(JSON.stringify({ ...found, until: world.now().getTime() + LIFE_MS })));

/** What was sealed, or null for what never was, was changed, or has ended. */
export function openFound(world: Pick<World, 'now' | 'secret'>, text: string): Found | null {
  const bytes = text === '' ? null : openBytes(world, seal, text);
  if (bytes === null) return null;
  const { until, ...found } = shape.parse(JSON.parse(bytes.toString('utf8')));
  return until > world.now().getTime() ? found : null;
}
