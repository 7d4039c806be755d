import { z } from 'zod';
import { isDay } from '../basics/time.ts';
import { lineField, textField } from '../web/fields.ts';
import { line } from '../web/forms.ts';
import type { WhipFilter } from './listing.ts';

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

/** One entry as the desk's form has it; 'none' is "not contacted". */
export const entryForm = z.object({
  position: z
    .enum([...positions, 'none'], 'Please choose where the legislator stands.')
    .transform((position) => (position === 'none' ? null : position)),
  day: dayField,
  source: sourceField,
  note: noteField.default(''),
  corrects: z.string().max(100).optional(),
});

/** Many legislators and one position. A single box that is ticked comes as one text. */
export const bulkForm = z.object({
  keys: z
    .union([z.string().transform((key) => [key]), z.array(z.string())], 'Please tick the legislators first.')
    .pipe(z.array(keyField).min(1, 'Please tick the legislators first.').max(600, 'At most 600 at once.')),
  position: entryForm.shape.position,
  day: dayField,
  source: sourceField,
});

export const assignForm = z.object({
  account: z.string('Please choose a volunteer.').min(1, 'Please choose a volunteer.'),
});

/** What a whip list is narrowed by, as its address says; what is not known narrows nothing. */
export const filterFrom = (query: Record<string, unknown>): WhipFilter =>
  Object.fromEntries(
    (['body', 'party', 'state', 'position', 'q'] as const)
      .map((field) => [field, line(query[field]).slice(0, 100)])
      .filter(([, value]) => value !== ''),
  );
