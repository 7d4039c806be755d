import { z } from 'zod';
import { isDay } from '../basics/time.ts';
import { lineField, textField } from '../web/fields.ts';

/** The positions in the order in which a legislator usually comes by them. */
export const positions = ['asked', 'leaning', 'committed', 'signed', 'declined', 'withdrawn'] as const;

export const positionField = z.enum(positions, `One of: ${positions.join(', ')}.`);
export const dayField = z
  .string('A day as year-month-day, such as 2026-11-03.')
  .refine(isDay, 'A day as year-month-day, such as 2026-11-03.');
export const sourceField = lineField({ most: 300, needed: 'Please say where this is known from.' });
export const noteField = textField({ most: 4000 });
export const versionField = z.int('A version’s number.').min(1, 'Versions begin with 1.');
export const keyField = z.string().min(1).max(200);
