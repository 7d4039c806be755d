/** What JSON calls of several rooms say of a legislator's seat. */
import { z } from 'zod';

export const districtShape = z
  .union([z.number().int(), z.string()])
  .nullable()
  .meta({ description: 'A number where it is one, 0 at large; null for a senator of the United States.' });

/** A district as the calls give it: a number where it is one, null where there is none. */
export const districtJson = (district: string | null): number | string | null =>
  district !== null && /^\d+$/.test(district) ? Number(district) : district || null;
