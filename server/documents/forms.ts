import { z } from 'zod';
import { textField } from '../web/fields.ts';
import { MOST_MARKED } from './documents.ts';

export const colleagueForm = z.object({ dearColleague: textField({ most: 20_000 }) });

/** Ticked boxes; a single one comes as one text. */
const ticked = z.union([z.string().transform((id) => [id]), z.array(z.string())]);

export const nationalForm = z.object({
  national: ticked.pipe(z.array(z.string().max(100)).max(MOST_MARKED)).default([]),
});
