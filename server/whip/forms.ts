import { z } from 'zod';
import type { WhipFilter } from '../cosigners/cosigners.ts';
import { dayField, keyField, noteField, positions, sourceField } from '../cosigners/forms.ts';
import { line } from '../web/forms.ts';

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
